"""SIP messages as others may see them: each secret is as many stars as it had bytes, so that lengths stay true.

What proves who somebody is, keys that secure audio, what people write to each other and the keys they press.
"""

import re
from collections.abc import Callable

Found = re.Match[bytes]

_LINE = rb"(?:(?<=[\r\n])|\A)"  # ends of lines are whatever the stack takes for one
_REST = rb"[^\r\n]*(?:(?:\r\n|\r|\n)[ \t]+[^\r\n]*)*"  # of a header, with the lines that go on with it
_PROOF = re.compile(
    _LINE + rb"((?:proxy-|www-)?(?:authorization|authenticate|authentication-info)[ \t]*:[ \t]*)(" + _REST + rb")",
    re.IGNORECASE,
)
_PARAMETER = re.compile(rb'([\w-]+)(\s*=\s*)("(?:[^"\\]|\\.)*"|[^\s,]+)', re.DOTALL)
_TOLD = {b"username", b"realm", b"uri", b"algorithm", b"qop", b"nc", b"stale", b"domain", b"userhash"}
_KEYS = re.compile(_LINE + rb"((?:a=crypto:\s*\S+\s+\S+\s+|a=ice-pwd:|k=))([^\r\n]+)", re.IGNORECASE)
_PASSWORD = re.compile(rb'(\bsips?:[^@\s:;<>"]+:)([^@\s<>"]+)(?=@)', re.IGNORECASE)
_PUSH = re.compile(rb"(\bpn-(?:prid|param)=)([^;>\s\"]+)", re.IGNORECASE)  # RFC 8599
_BLANK = re.compile(rb"(?>\r\n|\r|\n)(?:\r\n|\r|\n)")
_SEQUENCE = re.compile(_LINE + rb"cseq[ \t]*:[ \t]*\d+[ \t]+(\w+)", re.IGNORECASE)
_SIGNAL = re.compile(_LINE + rb"(signal[ \t]*=[ \t]*)([^\r\n]+)", re.IGNORECASE)
_SAID = re.compile(rb"[^\r\n]")


def starred(message: bytes) -> bytes:
    for secrets in (_KEYS, _PASSWORD, _PUSH):
        message = secrets.sub(_second, message)
    message = _PROOF.sub(_proof, message)
    if hides := _BODIES.get(_method(message)):
        blank = _BLANK.search(message)
        end = blank.end() if blank else len(message)
        message = message[:end] + hides(message[end:])
    return message


def _stars(said: bytes) -> bytes:
    return _SAID.sub(b"*", said)


def _second(found: Found) -> bytes:
    return found[1] + _stars(found[2])


def _proof(found: Found) -> bytes:
    """Who somebody says to be is told, and where; what shows that it is true is not. Of what is no digest, or has a
    quote too few, nothing is."""
    scheme, said = found[1], found[2]
    is_digest = said[:6].lower() == b"digest" or b"info" in scheme.lower()
    if not is_digest or said.replace(rb"\"", b"").count(b'"') % 2:
        return scheme + _stars(said)
    return scheme + _PARAMETER.sub(_parameter, said)


def _parameter(found: Found) -> bytes:
    name, value = found[1].lower(), found[3]
    if name in _TOLD:
        return found[0]
    quoted = value.startswith(b'"') and value.endswith(b'"') and len(value) > 1
    return found[1] + found[2] + (b'"' + _stars(value[1:-1]) + b'"' if quoted else _stars(value))


def _method(message: bytes) -> bytes:
    first = message[:32].lstrip().upper()
    if not first.startswith(b"SIP/2.0 "):
        return first.partition(b" ")[0]
    found = _SEQUENCE.search(message)
    return found[1].upper() if found else b""


def _keys_pressed(body: bytes) -> bytes:
    """How long they were pressed is told."""
    return _SIGNAL.sub(_second, body) if _SIGNAL.search(body) else _stars(body)


_BODIES: dict[bytes, Callable[[bytes], bytes]] = {b"MESSAGE": _stars, b"INFO": _keys_pressed}
