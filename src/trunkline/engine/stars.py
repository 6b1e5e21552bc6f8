"""SIP messages as others may see them: each secret is as many stars as it had bytes, so that lengths stay true.

What proves who somebody is, keys that secure audio, what people write to each other and the keys they press. A message
is cut into lines as it is when it is read. Of what cannot be read, or is more than is read, nothing is told; so no
message takes long either, whoever made it, and no expression here goes twice over the same bytes.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from trunkline.engine import bounds, keys, repairs, sdp
from trunkline.engine.digest import PARAMETER

Found = re.Match[bytes]

# In the names of headers, those of others too.
_PROOFS = (b"auth", b"cookie", b"token", b"secret", b"passw", b"key")
_DIGEST = re.compile(r"\s*+digest\s++", re.IGNORECASE)
_TOLD = {"username", "realm", "uri", "algorithm", "qop", "nc", "stale", "domain", "userhash"}
_URI = re.compile(rb'(<[ \t]*+(?:sips?|tel):)([^<>\r\n]*+)|((?:sips?|tel):)([^\s<>"]*+)', re.IGNORECASE)
_BROUGHT = re.compile(rb"([?&])([^=&?]*+)=([^&]*+)")  # headers in a URI (RFC 3261 section 19.1.1)
_PUSH = re.compile(
    rb'(pn-(?:prid|param)[ \t]*+=[ \t]*+)("(?:[^"\\\r\n]++|\\.)*+"?|[^;>\s",]*+)', re.IGNORECASE
)  # RFC 8599
_ATTRIBUTE = re.compile(rb"(?<![^\r\n])([ \t\v\f]*+([ak])[ \t\v\f]*+=)([^\r\n]*+)", re.IGNORECASE)
_KEYING = {b"crypto", b"ice-pwd", b"key-mgmt"}
_SUITE = re.compile(rb"[^:]*+:\s*+\S++\s++\S++\s++")  # what is told of a crypto attribute
_KEY = re.compile(rb"(inline:)(\S++)", re.IGNORECASE)
_QUOTED = re.compile(rb"(auth[\w-]{0,32}+[ \t]{0,8}+:)([^\r\n]*+)", re.IGNORECASE)  # a header, in a body
_ENCODED = re.compile(
    rb"content-(?:transfer-)?encoding[ \t]{0,8}+:[ \t]{0,8}+(?!(?:7bit|8bit|binary|identity)\b)", re.IGNORECASE
)
_PLAIN = {b"7bit", b"8bit", b"binary", b"identity"}
_PRESSED = (b"dtmf", b"kpml", b"digits", b"telephone-event")  # in types of bodies
# Whose bodies, and those of their answers, are about the call.
_DESCRIBED = {
    *(b"INVITE", b"ACK", b"UPDATE", b"PRACK", b"BYE", b"CANCEL", b"OPTIONS"),
    *(b"REGISTER", b"SUBSCRIBE", b"NOTIFY", b"PUBLISH", b"REFER"),
}
_ENDS, _LINE = re.compile(rb"(\r\n|\r|\n)"), re.compile(rb"[^\r\n]++")
_ANY_BLANKS = re.compile(r"\s*+")
_FIELD = re.compile(rb"([ \t]*+(?:%s)[ \t]*+[=:])(.*+)" % b"|".join(map(str.encode, keys.FIELDS)), re.IGNORECASE)
_LENGTH = re.compile(rb"[ \t]*+duration[ \t]*+[=:][ \t]*+[0-9]++[ \t]*+", re.IGNORECASE)
_SPACED = bytes.maketrans(b"\r\n", b"  ")
_STARS = bytes(each if each in b"\r\n" else ord("*") for each in range(256))


def starred(message: bytes) -> bytes:
    before = message[: len(message) - len(message.lstrip(b"\r\n"))]
    head, blank, body = repairs.halves(message[len(before) :])
    shown, body_of = _head(head, blank)
    return before + shown + blank + body_of(body)


def _stars(said: bytes) -> bytes:
    return said.translate(_STARS)


# The head


def _head(head: bytes, blank: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """And what is told of the body. What is beyond what is read is stars; so is the last line of a head that has no
    end, for it may have been cut anywhere."""
    read, rest = head[: bounds.LARGEST_HEAD], head[bounds.LARGEST_HEAD :]
    lines, about, shown = _lines(read, blank), _About(), list[bytes]()
    for n, (line, end) in enumerate(lines):
        is_whole = n < len(lines) - 1 or (bool(blank) and not rest)
        shown.append(_line(line, about, n, is_whole=is_whole, folds=blank == repairs.END) + end)
    return b"".join(shown) + _stars(rest), about.body


def _lines(head: bytes, blank: bytes) -> list[tuple[bytes, bytes]]:
    """With those that go on with them (RFC 3261 section 7.3.1), and their ends."""
    if blank == repairs.END:
        said = [(line, b"\r\n") for line in head.split(b"\r\n")]
    else:
        parts = [*_ENDS.split(head), b""]
        said = [*zip(parts[::2], parts[1::2], strict=True)]
    said[-1] = said[-1][0], b""
    found = list[list[bytes]]()
    for line, end in said:
        if found and line[:1] in (b" ", b"\t"):
            found[-1] += line, end
        else:
            found.append([line, end])
    return [(b"".join(parts[:-1]), parts[-1]) for parts in found]


class _About:
    """What a head says of its body."""

    def __init__(self) -> None:
        self._methods, self._is_encoded, self._has_keys = set[bytes](), False, False

    def first(self, line: bytes) -> None:
        word = line.split(maxsplit=1)[0].upper() if line.strip() else b""
        if not word.startswith(b"SIP/"):
            self._methods.add(word)

    def header(self, name: bytes, value: bytes) -> None:
        match name:
            case b"cseq":
                self._methods.add(value.split()[-1].upper() if value.strip() else b"")
            case b"content-encoding" | b"e" | b"content-transfer-encoding":
                self._is_encoded |= value.strip().lower() not in _PLAIN
            case b"content-type" | b"c":
                self._has_keys |= any(word in value.lower() for word in _PRESSED)
            case _:
                pass

    @property
    def body(self) -> Callable[[bytes], bytes]:
        if self._is_encoded or not self._methods:
            return _stars
        if self._methods == {b"INFO"}:
            return _keys_pressed
        return _body if self._methods <= _DESCRIBED and not self._has_keys else _stars


def _line(line: bytes, about: _About, n: int, *, is_whole: bool, folds: bool) -> bytes:
    flat = line.replace(b"\r\n", b"  ") if folds else line.translate(_SPACED)
    is_read = is_whole and n < bounds.MOST_VALUES and len(line) <= bounds.LONGEST_LINE and repairs.is_as_read(flat)
    shown = (_first if n == 0 else _header)(flat, about, is_read)
    if b"\r" not in line and b"\n" not in line:
        return shown
    return bytes(was if was in b"\r\n" else now for was, now in zip(line, shown, strict=True))


def _first(line: bytes, about: _About, is_read: bool) -> bytes:
    if is_read:
        about.first(line)
        return _addresses(line)
    about.first(b"?")
    method, blank, rest = line.partition(b" ")
    return method + blank + _stars(rest) if blank else _stars(line)


def _header(line: bytes, about: _About, is_read: bool) -> bytes:
    name, colon, value = line.partition(b":")
    known = name.strip().lower()
    if not colon:  # nobody reads it
        return _stars(line)
    if not is_read:
        about.header(known, b"?")
        return name + colon + _stars(value)
    about.header(known, value)
    return name + colon + (_proof(known, value) if _is_proof(known) else _addresses(value))


def _is_proof(name: bytes) -> bool:
    return any(word in name for word in _PROOFS)


def _proof(name: bytes, value: bytes) -> bytes:
    """Who somebody says to be is told, and where; what shows that it is true is not. Of what is no digest, or from
    where on it cannot be read, nothing is."""
    text = value.decode("latin-1")
    begins = _ANY_BLANKS.match(text) if name.endswith(b"-info") else _DIGEST.match(text)
    shown, at = list[bytes](), begins.end() if begins else 0
    shown.append(value[:at])
    while begins and (found := PARAMETER.match(text, at)):
        said = 3 if found[2] is None else 2
        first, last = found.span(said)
        is_told = found[1].lower() in _TOLD and not (found[1].lower() == "username" and ":" in found[said])
        shown += value[at:first], value[first:last] if is_told else _stars(value[first:last]), value[last : found.end()]
        at = found.end()
    return _addresses(b"".join(shown)) + _stars(value[at:])


# Addresses


def _addresses(said: bytes) -> bytes:
    return _PUSH.sub(_second, _URI.sub(_uri, said))


def _uri(found: Found) -> bytes:
    """Its user, and no password: what is before the last of all that may be signs of a host. Of headers that it brings
    along, none that proves anything."""
    *users, host = _BROUGHT.sub(_brought, found[2] or found[4] or b"").split(b"@")
    return (found[1] or found[3]) + b"@".join([*map(_user, users), host])


def _user(said: bytes) -> bytes:
    name, colon, password = said.partition(b":")
    return name + colon + _stars(password)


def _brought(found: Found) -> bytes:
    is_proof = _is_proof(unquote_to_bytes(found[2]).lower())
    return found[1] + found[2] + b"=" + (_stars(found[3]) if is_proof else found[3])


def _second(found: Found) -> bytes:
    return found[1] + _stars(found[2])


# Bodies


def _body(body: bytes) -> bytes:
    """Descriptions, and what else is about calls."""
    read, rest = body[: sdp.LARGEST], body[sdp.LARGEST :]
    if _ENCODED.search(read):
        return _stars(body)
    read = _QUOTED.sub(_second, _KEY.sub(_second, _ATTRIBUTE.sub(_attribute, read)))
    return _addresses(read) + _stars(rest)


def _attribute(found: Found) -> bytes:
    said = found[3]
    if found[2] in b"kK":
        return found[1] + _stars(said)
    name = said.partition(b":")[0].strip().lower()
    if name not in _KEYING:
        return found[0]
    told = _SUITE.match(said) if name == b"crypto" else None
    at = told.end() if told else said.find(b":") + 1
    return found[1] + said[:at] + _stars(said[at:])


def _keys_pressed(body: bytes) -> bytes:
    """How long they were pressed is told."""
    return _stars(body) if len(body) > keys.LONGEST else _LINE.sub(_pressed, body)


def _pressed(found: Found) -> bytes:
    if _LENGTH.fullmatch(found[0]):
        return found[0]
    field = _FIELD.fullmatch(found[0])
    return _second(field) if field else _stars(found[0])
