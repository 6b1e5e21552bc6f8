"""The SIP messages of the last while, in memory, and which call each is of.

To keep one costs no more than to find its Call-ID, and to put it on a heap; it is read and starred when somebody asks,
in the thread that answers. What is asked for is a call, by the id that the API has for it, by that of its history or by
a Call-ID, or whatever has to do with a number. Who asks reads on with `after`, the number of the last that was told.

An answer takes a moment at most, for others wait to ask too: what there was no time for is for the next one.
"""

import re
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from trunkline import clock
from trunkline.engine import bounds
from trunkline.engine.leg import call_of
from trunkline.engine.legs import Legs
from trunkline.engine.pace import Pace
from trunkline.engine.ports import Flow
from trunkline.engine.stars import starred
from trunkline.exchange.vocabulary import Record

MOST = 16 << 20  # bytes of messages that are kept
EACH = 600  # that one needs beside what it says
CALLS = 8_000  # that are over, and of which it is known who was in them: of no more are there messages
AT_ONCE, LARGEST = 500, 1 << 19  # messages, and bytes, in an answer
A_MOMENT = 0.1  # seconds of work for an answer
LONGEST_NAME, MOST_NAMES = 64, 16  # bytes of a user, and users in a message
LONG = 8  # digits of a number that may stand after others, by which somebody dialled it

_ID = re.compile(rb"(?:\A|[\r\n])(?:call-id|i)[ \t]*+:([^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)?)", re.IGNORECASE)
_PARTIES = re.compile(
    rb"(?:\A[\r\n]*+[a-z]++[ \t]|[\r\n](?:from|f|to|t|p-asserted-identity|remote-party-id|diversion)[ \t]*+:)[^\r\n]*+",
    re.IGNORECASE,
)
_USER = re.compile(rb"(?:sips?|tel):([^@;:?>\s\"]++)", re.IGNORECASE)
_WRITTEN = re.compile(r"[+\-.() ]")

Address = tuple[str, int]


@dataclass(slots=True, eq=False)
class Passed:
    """A message that was read or sent, as much of it as is kept."""

    at: float  # seconds since the epoch
    way: str  # `meters.SENT` or `RECEIVED`
    flow: Flow
    packet: bytes
    call_id: str
    number: int = 0
    names: frozenset[str] | None = field(default=None)  # of who calls and who is called, once somebody asked

    @classmethod
    def now(cls, way: str, flow: Flow, packet: bytes) -> "Passed":
        kept = bounds.kept(packet)
        return cls(clock.wall(), way, flow, kept, call_id_of(kept))


class Wanted(NamedTuple):
    """How somebody may be named; numbers may stand after others, by which somebody dials outside or abroad."""

    names: frozenset[str]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Wanted":
        known = frozenset(map(plain, names)) - {""}
        return cls(known, tuple(each for each in known if len(each) >= LONG and each.isdigit()))


class Trace:
    def __init__(
        self,
        ours: Mapping[str, Address],
        legs: Legs,
        named: Callable[[str], Iterable[str]] = lambda number: (number,),
        most: int = MOST,
    ) -> None:
        """`ours` is where we are, by transport; `named` says how else a number or an extension is named in messages."""
        self._ours, self._of_legs, self._named, self._most = ours, legs, named, most
        self._ring, self._size, self._number = deque[Passed](), 0, 0
        self._calls = OrderedDict[str, str]()  # by the id of its history: the API's id of a call
        self._parties = OrderedDict[str, frozenset[str]]()  # of calls that are over, by the API's id

    def passes(self, passed: Passed) -> None:
        self._number += 1
        passed.number = self._number
        self._ring.append(passed)
        self._size += len(passed.packet) + EACH
        while self._size > self._most:
            self._size -= len(self._ring.popleft().packet) + EACH

    def over(self, record: Record) -> None:
        """A call is over, and has a history."""
        self._calls[record.id] = record.call
        self._parties[record.call] = _parties(record)
        for each in (self._calls, self._parties):
            if len(each) > CALLS:
                each.popitem(last=False)

    def answer(self, call: str = "", number: str = "", after: int = 0) -> dict[str, Any]:
        """Messages, the oldest first, and whether there are more already. Without a call and a number: all of them. A
        negative `after` asks for none, but where to read on."""
        kept, pace = self._ring.copy(), Pace(A_MOMENT)
        if after < 0:
            return {"messages": [], "more": False, "last": kept[-1].number if kept else 0}
        if after > self._number:  # it was told by an engine before this one
            after = 0
        if number and not _are_named(kept, pace):
            return {"messages": [], "more": True, "last": after}
        legs = self._of_legs.all()
        wanted = self._wanted(kept, legs, call, number, pace)
        told, size, more = list[dict[str, Any]](), 0, False
        for each in kept:
            if each.number <= after or (wanted is not None and each.call_id not in wanted):
                continue
            if len(told) >= AT_ONCE or size >= LARGEST or (told and not pace.goes_on()):
                more = True
                break
            size += len(each.packet)
            told.append(self._told(each, legs.get(each.call_id, "")))
        return {"messages": told, "more": more, "last": told[-1]["number"] if told else after}

    def _wanted(
        self, kept: Iterable[Passed], legs: Mapping[str, str], call: str, number: str, pace: Pace
    ) -> set[str] | None:
        """Call-IDs; None for all."""
        if not call and not number:
            return None
        calls, ids = {self._calls.get(call, call)} - {""}, {call} - {""}
        if number:
            names = Wanted.of(self._named(number))
            for each in kept:
                pace.goes_on()
                if each.call_id and _has(each.names or frozenset(), names):
                    ids.add(each.call_id)
            calls |= {call_of(legs[id]) for id in ids if id in legs}
            calls |= {id for id, parties in self._parties.copy().items() if _has(parties, names)}
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
    return found[1].strip().decode(errors="replace") if found else ""


def plain(name: str) -> str:
    """A user, or a number however it is written, as two of them are compared."""
    return _WRITTEN.sub("", name).lower()


def _are_named(kept: Iterable[Passed], pace: Pace) -> bool:
    """Whether it is known of all by now who calls and who is called."""
    for each in kept:
        if each.names is None:
            if not pace.goes_on():
                return False
            each.names = _names(each.packet)
    return True


def _names(packet: bytes) -> frozenset[str]:
    users = (user for line in _PARTIES.findall(packet)[:MOST_NAMES] for user in _USER.findall(line)[:MOST_NAMES])
    said = (unquote_to_bytes(user[:LONGEST_NAME]).decode(errors="replace") for user in users)
    return frozenset(map(plain, [*said][:MOST_NAMES]))


def _has(names: frozenset[str], wanted: Wanted) -> bool:
    return not names.isdisjoint(wanted.names) or any(name.endswith(wanted.numbers) for name in names)


def _parties(record: Record) -> frozenset[str]:
    them = [record.caller, record.callee, *(party for each in record.elements for party in (each.caller, each.callee))]
    return frozenset(plain(said) for each in them for said in (each.number, each.did) if said)
