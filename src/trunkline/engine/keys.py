"""Keys that phones say by INFO. No standard says how, so each maker has a way of its own; what is not understood is
refused, for a phone believes what is answered with 200 (RFC 6086 section 4.2.2).
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from email.message import Message
from email.parser import Parser
from typing import Any

from trunkline.engine import stack
from trunkline.engine.bridges import KEYS

RELAY, DIGIT, EVENT = "application/dtmf-relay", "application/dtmf", "audio/telephone-event"
DIGITS = "application/vnd.nortelnetworks.digits"  # any number of them, each as it is on the key
KINDS = (RELAY, DIGIT, EVENT, DIGITS)
ACCEPTED = (*KINDS, "multipart/mixed")
FLASH = "!"  # of the hook: for the other phone alone
SPELLED = {"star": "*", "asterisk": "*", "pound": "#", "hash": "#", "flash": FLASH, "hf": FLASH, "hookflash": FLASH}
CODES = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D", "16": FLASH}  # RFC 4733 section 3.2
DURATION = 160  # milliseconds

_FIELD = re.compile(r"^\s*(?:signal|digit|d)\s*[=:]\s*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_SAID = re.compile(r"[0-9*#A-D]+|!")


class Refused(Exception):
    """By this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


UNREADABLE, UNKNOWN, NO_PACKAGE = 400, 415, 469


def informed(state: Any, request: Any) -> None:
    """An INFO in a dialog. One without a body asks for nothing."""
    try:
        if request.countHFs("info-package"):
            raise Refused(NO_PACKAGE)
        type, text = _content(request.getBody())
        found = read(type, text) if text else ""
    except Refused as refused:
        answer = request.genResponse(*stack.said(refused.status))
        if refused.status == UNKNOWN:
            answer.appendHeader(stack.Header(f"Accept: {', '.join(ACCEPTED)}"))
        if refused.status == NO_PACKAGE:
            answer.appendHeader(stack.Header("Recv-Info:"))
        state.ua.send(answer)
        return
    state.ua.reply(request, 200)
    if found:
        if _kind(type) in KINDS:  # it will know what it says itself
            state.ua.told_keys_as = _kind(type)
        state.ua.equeue.append(stack.Info(found, rtime=request.rtime, origin=state.ua.origin))


def read(type: str, body: str) -> str:
    """The keys that a body says, in order. Raises Refused."""
    kind = _kind(type)
    if kind.startswith("multipart/"):
        return _parts(type, body)
    if kind not in KINDS:
        raise Refused(UNKNOWN)
    if found := _FIELD.search(body):
        said = found[1]
    elif "=" in body:
        raise Refused(UNREADABLE)
    else:
        said = body
    said = said.strip().strip("\"'").lower()
    said = SPELLED.get(said) or (CODES.get(said) if kind != DIGITS else None) or re.sub(r"[\s,]", "", said).upper()
    if not _SAID.fullmatch(said):
        raise Refused(UNREADABLE)
    return said


def _parts(type: str, body: str) -> str:
    """The first part of a kind that we know (RFC 2046 section 5.1)."""
    whole = Parser().parsestr(f"Content-Type: {type}\n\n" + body.replace("\r\n", "\n"))
    parts: list[Message] = [*whole.walk()][1:]
    known = [part for part in parts if part.get_content_type() in KINDS]
    if not known:
        raise Refused(UNKNOWN)
    return read(known[0].get_content_type(), str(known[0].get_payload()))


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
