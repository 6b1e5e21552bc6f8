"""The SIP messages of the last while, in memory, and which call each is of.

To keep one costs no more than to put it on a heap; it is read and starred when somebody asks, in the thread that
answers. What is asked for is a call, by the id that the API has for it, by that of its history or by a Call-ID, or
whatever has to do with a number. Who asks reads on with `after`, the number of the last that was told.
"""

import re
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from trunkline import clock
from trunkline.engine.leg import call_of
from trunkline.engine.ports import Flow
from trunkline.engine.stars import starred

MOST = 16 << 20  # bytes of messages that are kept
EACH = 300  # that one needs beside what it says
LEGS = 20_000  # of which it is known which call they are of
AT_ONCE, LARGEST = 500, 2 << 20  # messages, and bytes, in an answer

_ID = re.compile(rb"(?:(?<=[\r\n])|\A)(?:call-id|i)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=[\r\n])", re.IGNORECASE)
_NAMES = re.compile(rb"(?:(?<=[\r\n])|\A)(?:from|f|to|t)[ \t]*:[^\r\n]*", re.IGNORECASE)

Address = tuple[str, int]
Leg = tuple[str, str]  # its name, and its Call-ID


class Passed(NamedTuple):
    number: int
    at: float  # seconds since the epoch
    way: str  # `meters.SENT` or `RECEIVED`
    flow: Flow
    packet: bytes


class Trace:
    def __init__(
        self, ours: Mapping[str, Address], live: Callable[[], Iterable[Leg]] = tuple, most: int = MOST
    ) -> None:
        """`ours` is where we are, by transport; `live` are the legs that are not over."""
        self._ours, self._live, self._most = ours, live, most
        self._ring, self._size, self._number = deque[Passed](), 0, 0
        self._legs = OrderedDict[str, str]()  # by Call-ID: those that are over
        self._calls = OrderedDict[str, str]()  # by the id of its history: the API's id of a call

    def passes(self, way: str, flow: Flow, packet: bytes) -> None:
        self._number += 1
        self._ring.append(Passed(self._number, clock.wall(), way, flow, packet))
        self._size += len(packet) + EACH
        while self._size > self._most:
            self._size -= len(self._ring.popleft().packet) + EACH

    def left(self, leg: str, call_id: str) -> None:
        """A leg is over."""
        self._legs[call_id] = leg
        if len(self._legs) > LEGS:
            self._legs.popitem(last=False)

    def over(self, id: str, call: str) -> None:
        """A call is over, and has a history."""
        self._calls[id] = call
        if len(self._calls) > LEGS:
            self._calls.popitem(last=False)

    def answer(self, call: str = "", number: str = "", after: int = 0) -> dict[str, Any]:
        """Messages, the oldest first, and whether there are more already. Without a call and a number: all of them. A
        negative `after` asks for none, but where to read on."""
        kept = self._ring.copy()
        if after < 0:
            return {"messages": [], "more": False, "last": kept[-1].number if kept else 0}
        if after > self._number:  # it was told by an engine before this one
            after = 0
        legs = self._legs.copy()
        legs.update({call_id: name for name, call_id in self._live()})
        wanted = self._wanted(kept, legs, call, number)
        told, size, more = list[dict[str, Any]](), 0, False
        for each in kept:
            if each.number <= after:
                continue
            id = call_id_of(each.packet)
            if wanted is not None and id not in wanted:
                continue
            if len(told) >= AT_ONCE or size >= LARGEST:
                more = True
                break
            size += len(each.packet)
            told.append(self._told(each, legs.get(id, "")))
        return {"messages": told, "more": more, "last": told[-1]["number"] if told else after}

    def _wanted(self, kept: Iterable[Passed], legs: Mapping[str, str], call: str, number: str) -> set[str] | None:
        """Call-IDs; None for all."""
        if not call and not number:
            return None
        calls, ids = {self._calls.get(call, call)} - {""}, {call} - {""}
        if number:
            ids |= {call_id_of(each.packet) for each in having_to_do_with(number, kept)}
            calls |= {call_of(legs[id]) for id in ids if id in legs}
        return ids | {id for id, leg in legs.items() if call_of(leg) in calls}

    def _told(self, each: Passed, leg: str) -> dict[str, Any]:
        return {
            "number": each.number,
            "at": each.at,
            "way": each.way,
            "transport": each.flow.transport,
            "ours": self._ours.get(each.flow.transport, ("0.0.0.0", 0)),  # noqa: S104  where it is not known
            "theirs": tuple(each.flow.address),
            "leg": leg,
            "text": starred(each.packet).decode("latin-1"),  # byte for byte
        }


def call_id_of(packet: bytes) -> str:
    found = _ID.search(packet)
    return found[1].decode(errors="replace") if found else ""


def having_to_do_with(number: str, kept: Iterable[Passed]) -> Iterator[Passed]:
    """Those in which it is the number of who calls, or of who is called. Most are passed over unread."""
    plain = number.encode()
    said = re.compile(rb"(?:sips?|tel):" + re.escape(plain) + rb"(?=[@;>\s]|$)", re.IGNORECASE)
    for each in kept:
        if plain in each.packet:
            first = re.split(rb"[\r\n]", each.packet[:2000], maxsplit=1)[0]
            if any(map(said.search, (first, *_NAMES.findall(each.packet)))):
                yield each
