"""Keys that phones say by INFO. No standard says how, so each maker has a way of its own; what is not understood is
refused, for a phone believes what is answered with 200 (RFC 6086 section 4.2.2).
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import time
from collections.abc import Iterator
from typing import Any

from trunkline.engine import stack
from trunkline.engine.bridges import KEYS
from trunkline.engine.measures import Bucket, Measure
from trunkline.engine.multipart import Part, TooMuch

RELAY, DIGIT, EVENT = "application/dtmf-relay", "application/dtmf", "audio/telephone-event"
DIGITS = "application/vnd.nortelnetworks.digits"  # any number of them, each as it is on the key
KINDS = (RELAY, DIGIT, EVENT, DIGITS)
FLASHES = ("application/hook-flash", "application/broadsoft")  # of adapters: nothing but a flash of the hook
ACCEPTED = (*KINDS, *FLASHES, "multipart/mixed")
FLASH = "!"  # of the hook: for the other phone alone
SPELLED = {"star": "*", "asterisk": "*", "pound": "#", "hash": "#", "flash": FLASH, "hf": FLASH, "hookflash": FLASH}
CODES = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D", "16": FLASH}  # RFC 4733 section 3.2
DURATION = 160  # milliseconds
FIELDS = ("signal", "digit", "d")
LONGEST, MOST = 2_048, 32  # bytes of a body, and keys in one
PRESSED = Measure(20, 64)  # keys of a phone: nobody presses more, and each is told to the exchange and the other phone

_KEY, _KEYS = re.compile(r"[0-9*#A-D!]"), re.compile(r"[0-9*#A-D]+|!")
_FLASHES = re.compile(r"(?:signal\s*[=:]|event\s*[=:]?)?\s*(?:hf|(?:hook-?)?flash|flash-?hook)", re.IGNORECASE)


class Refused(Exception):
    """By this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


UNREADABLE, TOO_LONG, UNKNOWN, NO_PACKAGE, TOO_MANY = 400, 413, 415, 469, 480


class Pressing:
    """How many keys a phone may say yet, in whatever way."""

    def __init__(self) -> None:
        self._left = Bucket(PRESSED, time.monotonic())

    def may(self, keys: str) -> bool:
        now = time.monotonic()
        return all(self._left.take(now) for _ in keys)


def informed(state: Any, request: Any) -> None:
    """An INFO in a dialog. One without a body asks for nothing."""
    try:
        if request.countHFs("info-package"):
            raise Refused(NO_PACKAGE)
        type, text = _content(request.getBody())
        found = read(type, text) if text else ""
        if not state.ua.pressing.may(found):
            raise Refused(TOO_MANY)
    except Refused as refused:
        answer = request.genResponse(*stack.said(refused.status))
        if refused.status == UNKNOWN:
            answer.appendHeader(stack.Header(f"Accept: {', '.join(ACCEPTED)}"))
        if refused.status == NO_PACKAGE:
            answer.appendHeader(stack.Header("Recv-Info:"))
        if refused.status == TOO_MANY:
            answer.appendHeader(stack.Header("Retry-After: 1"))
        state.ua.send(answer)
        return
    state.ua.reply(request, 200)
    if found:
        if _kind(type) in KINDS:  # it will know what it says itself
            state.ua.told_keys_as = _kind(type)
        state.ua.equeue.append(stack.Info(found, rtime=request.rtime, origin=state.ua.origin))


def read(type: str, body: str) -> str:
    """The keys that a body says, in order. Raises Refused."""
    if len(body) > LONGEST:
        raise Refused(TOO_LONG)
    kind = _kind(type)
    if kind.startswith("multipart/"):
        return _parts(type, body)
    if kind in FLASHES and any(_FLASHES.fullmatch(line.strip()) for line in body.splitlines()):
        return FLASH
    if kind not in KINDS:
        raise Refused(UNKNOWN)
    said = [*_fields(body)] or ([] if "=" in body else [body])
    found = "".join(_key(kind, each) for each in said)
    if not 0 < len(found) <= MOST:
        raise Refused(UNREADABLE)
    return found


def _fields(body: str) -> Iterator[str]:
    for line in body.splitlines():
        name, sign, said = line.partition("=" if "=" in line else ":")
        if sign and name.strip().lower() in FIELDS:
            yield said


def _key(kind: str, said: str) -> str:
    """Of a field: several keys in the one kind that collects them; in others two digits are the number of an event."""
    said = said.strip().strip("\"'").lower()
    said = SPELLED.get(said) or (CODES.get(said) if kind != DIGITS else None) or re.sub(r"[\s,]", "", said).upper()
    if not (_KEYS if kind == DIGITS else _KEY).fullmatch(said):
        raise Refused(UNREADABLE)
    return said


def _parts(type: str, body: str) -> str:
    """The first part of a kind that we know (RFC 2046 section 5.1)."""
    try:
        known = next((part for part in Part.of(type, {}, body).leaves() if part.type in (*KINDS, *FLASHES)), None)
    except TooMuch:
        raise Refused(TOO_LONG) from None
    if known is None:
        raise Refused(UNKNOWN)
    return read(known.type, known.content)


def _content(body: Any) -> tuple[str, str]:
    return (str(body.mtype), str(body)) if body is not None else ("", "")


def _kind(type: str) -> str:
    return type.partition(";")[0].strip().lower()


def way(message: Any, before: str) -> str:
    """In which way the phone that a message came from is told keys: in one that it accepts."""
    said = ",".join(stack.texts(message, "accept"))
    accepted = [_kind(each) for each in said.split(",")]
    return next((kind for kind in accepted if kind in KINDS), before)


def body(kind: str, key: str) -> Any:
    """What a phone is told."""
    type = stack.ContentType(kind)
    type.parse()
    text = {
        RELAY: f"Signal={key}\r\nDuration={DURATION}\r\n",
        DIGIT: key,
        EVENT: f"d={KEYS.index(key)}\r\n",
        DIGITS: f"d={key}\r\n",
    }
    return stack.Body(text[kind], type)
