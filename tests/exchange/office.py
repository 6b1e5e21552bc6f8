"""An office to tell stories in: who has which phones, and what the exchange wants when something happens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

import msgspec
from msgspec.structs import replace

from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Line, Plan, User
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Came,
    Contact,
    Dial,
    Happened,
    Held,
    Left,
    Party,
    PlanChanged,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Take,
    Wanted,
    Write,
)

PEOPLE = {"A": 1001, "B": 1002, "C": 1003}
DID = "+12125550102"
X, Y = "+14155550100", "+13105550177"  # outside


def user(name: str, number: int) -> User:
    numbers = (DID,) if name == "B" else ()
    return User(
        name,
        f"ext-{name}",
        number,
        f"{name} Smith",
        f"{name.lower()}@acme.example",
        "s",
        "Main",
        direct_numbers=numbers,
    )


def line(name: str, n: int = 1) -> Line:
    return Line(f"{name}{n}", f"dev-{name}{n}", f"other phone {n}", name)


def plan(version: int = 1, people: Iterable[User] | None = None) -> Plan:
    """Everyone has one line; B has two, and a direct number. Nobody has a mailbox, and there is no trunk."""
    users = {user.id: user for user in (people or [user(name, number) for name, number in PEOPLE.items()])}
    lines = {each.id: each for name in PEOPLE for each in [line(name), *([line("B", 2)] if name == "B" else [])]}
    lines = {id: each for id, each in lines.items() if each.user in users}
    return reachable(Plan("acme", version, users, lines))


def reachable(plan: Plan) -> Plan:
    """With the numbers that everyone has."""
    dialled = {str(each.number): each.id for each in plan.extensions()}
    dialled |= {number: each.id for each in plan.extensions() for number in each.direct_numbers}
    return replace(plan, dialled=dialled)


@dataclass
class Office:
    exchange: Exchange = field(default_factory=lambda: Exchange(plan()))
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    records: list[Record] = field(default_factory=list[Record])
    ended: set[str] = field(default_factory=set[str])  # legs that their phones ended
    now: float = 0
    calls: "count[int]" = field(default_factory=lambda: count(1))

    def tell(self, now: float, happened: Happened) -> list[Wanted]:
        """Something happens at a time; timers that are due before it run first."""
        while (deadline := self.exchange.deadline) is not None and deadline <= now:
            self.keep(self.exchange.wake(deadline))
        self.now = now
        wanted = self.exchange.receive(happened, now)
        self.keep(wanted)
        return wanted

    def until(self, now: float) -> None:
        while (deadline := self.exchange.deadline) is not None and deadline <= now:
            self.keep(self.exchange.wake(deadline))
        self.now = now

    def keep(self, wanted: list[Wanted]) -> None:
        self.wanted += wanted
        self.records += [each.record for each in wanted if isinstance(each, Write)]

    # What people and phones do

    def register(self, *lines: str, phones: int = 1) -> None:
        for each in lines:
            contacts = tuple(Contact(f"{each}@{n}", each, "10.0.0.1", "192.0.2.1") for n in range(phones))
            self.tell(self.now, Registered(each, contacts))

    def dial(self, now: float, who: str, number: str) -> "Dialling":
        id = str(1_900_000_000_000_000_000 + next(self.calls))
        contact = Contact(f"{who}1@0", f"{who}1", "10.0.0.9", "192.0.2.9")
        self.tell(now, Arrived(id, f"{id}.0", f"{who}1", number, contact))
        return Dialling(self, id)

    def come(self, now: float, number: str = DID, caller: str = X, name: str = "") -> "Dialling":
        """Someone outside dials a number of ours."""
        id = str(1_900_000_000_000_000_000 + next(self.calls))
        self.tell(now, Came(id, f"{id}.0", "carrier", number, caller, name))
        return Dialling(self, id)

    def change(self, now: float, people: Iterable[User]) -> None:
        self.adopt(plan(2, people), now)

    def adopt(self, plan: Plan, now: float = 0) -> None:
        self.tell(now, PlanChanged(reachable(plan)))

    @property
    def told(self) -> list[str]:
        """The only record so far."""
        [record] = self.records
        return told(record)


@dataclass
class Dialling:
    """A call in the story: its phones are named by the contact that rings."""

    office: Office
    id: str

    @property
    def rings(self) -> list[Ring]:
        return [each for each in self.office.wanted if isinstance(each, Ring) and each.call == self.id]

    @property
    def dials(self) -> list[Dial]:
        return [each for each in self.office.wanted if isinstance(each, Dial) and each.call == self.id]

    @property
    def heard(self) -> list[tuple[str, ...]]:
        """What was played to the caller."""
        return [each.sounds for each in self.office.wanted if isinstance(each, Play) and each.leg == f"{self.id}.0"]

    @property
    def is_ringing(self) -> set[str]:
        """The contacts that ring now, and the numbers outside."""
        ended = {each.leg for each in self.office.wanted if isinstance(each, Release)} | self.office.ended
        rings = {each.contact for each in self.rings if each.leg not in ended}
        return rings | {each.number for each in self.dials if each.leg not in ended}

    def leg(self, contact: str) -> str:
        """The newest leg to a contact, or to a number outside."""
        rings = [each.leg for each in self.rings if each.contact == contact]
        return [*rings, *(each.leg for each in self.dials if each.number == contact)][-1]

    def played(self, now: float) -> list[Wanted]:
        return self.office.tell(now, Played(f"{self.id}.0"))

    def pressed(self, now: float, key: str, contact: str | None = None) -> list[Wanted]:
        return self.office.tell(now, Pressed(self.leg(contact) if contact else f"{self.id}.0", key))

    def recorded(self, now: float, seconds: float) -> list[Wanted]:
        takes = [each for each in self.office.wanted if isinstance(each, Take) and each.leg == f"{self.id}.0"]
        message = takes[-1].message
        file = f"{message}.wav" if seconds >= 2 else ""
        return self.office.tell(now, Recorded(f"{self.id}.0", message, seconds if file else 0, file))

    def rang(self, now: float, contact: str = "B1@0") -> list[Wanted]:
        return self.office.tell(now, Rang(self.leg(contact)))

    def answered(self, now: float, contact: str = "B1@0") -> list[Wanted]:
        return self.office.tell(now, Answered(self.leg(contact)))

    def refused(self, now: float, status: int, contact: str = "B1@0") -> list[Wanted]:
        self.office.ended.add(self.leg(contact))
        return self.office.tell(now, Refused(self.leg(contact), status))

    def left(self, now: float, contact: str = "B1@0") -> list[Wanted]:
        self.office.ended.add(self.leg(contact))
        return self.office.tell(now, Left(self.leg(contact)))

    def caller_left(self, now: float) -> list[Wanted]:
        return self.office.tell(now, Left(f"{self.id}.0"))

    def held(self, now: float, contact: str | None = "B1@0") -> None:
        self.office.tell(now, Held(self.leg(contact) if contact else f"{self.id}.0"))

    def resumed(self, now: float, contact: str | None = "B1@0") -> None:
        self.office.tell(now, Resumed(self.leg(contact) if contact else f"{self.id}.0"))


def told(record: Record) -> list[str]:
    """A record in the words of a story: `A>B connected 0/6/66`, then an element a line, with owner and operator."""

    def times(start: float, answer: float | None, end: float) -> str:
        return "/".join("-" if time is None else f"{time:g}" for time in (start, answer, end))

    def called(party: Party) -> str:
        return party.extension or {X: "X", Y: "Y"}.get(party.number, party.number)

    lines = [
        f"{called(record.caller)}>{called(record.callee)} {record.direction} "
        f"{record.connect_type} {record.result} {times(record.start, record.answer, record.end)}"
    ]
    for element in record.elements:
        hold = f" h{element.hold:g}" if element.hold else ""
        operator = f" op {called(element.operator)}" if element.operator else ""
        # Whom the call was for is said where it is not as in the line above.
        whom = "" if called(element.callee) == called(record.callee) else f" >{called(element.callee)}"
        owner = f" @{element.owner}" if element.owner else ""
        reason = f" {element.reason}" if element.reason else ""
        lines.append(
            f"{element.segment}.{element.node} {element.event}{whom} {element.result}{reason} "
            f"{times(element.start, element.answer, element.end)}{hold}{owner}{operator}"
        )
    return lines


def deactivated(who: User) -> User:
    return replace(who, active=False)


TALKED = {"answered", "connected", "accepted"}


def well_formed(record: Record) -> None:
    """What holds of every record: one owner an element, places without gaps, times and results that agree."""
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record, "a journal can be read again"
    first, *more = record.elements
    dialled = first.event == "outgoing"
    assert (first.event, first.direction) == (("outgoing", "outbound") if dialled else ("incoming", "inbound"))
    assert record.direction == first.direction
    if dialled:
        assert first.owner == record.caller.extension
    assert sum(each.event == "outgoing" for each in more) <= 1, "of whoever it was placed for"
    assert sum(each.event == "incoming" for each in record.elements) <= 1
    if dialled:
        assert first.end == record.end
    assert (first.start, first.caller, first.callee) == (record.start, record.caller, record.callee)
    places = [(each.segment, each.node) for each in record.elements]
    for (segment, node), after in zip([(0, -1), *places], places, strict=False):
        assert after in ((segment, node + 1), (segment + 1, 0)), "segments and nodes are without gaps"
    for element in record.elements:
        assert element.owner or element.result in ("call_failed", "service_unavailable")
        assert record.start <= element.start <= element.end <= record.end
        assert element.hold >= 0
        if element.reason:
            assert element.answer is None
            assert element.result == ("answered" if element.reason == "answered_by_other" else "connected")
        elif element.answer is None:
            assert element.result not in TALKED
            assert element.hold == 0
        else:
            assert element.result in TALKED
            assert element.start <= element.answer <= element.end
            assert element.hold <= element.end - element.answer + 1e-6
    answered = next((each for each in record.elements if each.answer is not None), None)
    settling = [each for each in record.elements if not each.is_attempt]
    ends = {settling[-1].result}
    while len(settling) > 1 and (settling[-1].event, settling[-1].result) == ("forward", "no_answer"):
        settling.pop()  # someone's phone outside where nobody pressed 1 decides nothing
        ends.add(settling[-1].result)
    assert record.result in ({answered.result} if answered else ends)
    assert record.answer == (answered.answer if answered else None)
    assert record.connect_type == max(
        (each.connect_type for each in record.elements), key=("internal", "external").index
    )
    for message in record.messages:
        element = record.elements[message.element]
        assert (element.owner, element.result) == (message.owner, "voicemail")
        assert message.seconds >= 2
        assert element.start <= message.at <= element.end
    assert {n for n, each in enumerate(record.elements) if each.result == "voicemail" and each.event != "outgoing"} == {
        message.element for message in record.messages
    }
    for recording in record.recordings:
        element = record.elements[recording.element]
        assert element.owner == recording.owner
        assert element.result in TALKED
        assert element.answer is not None
        assert element.answer <= recording.at <= element.end
    assert len({recording.id for recording in record.recordings}) == len(record.recordings)
    assert len({record.id, *(each.id for each in record.elements)}) == 1 + len(record.elements)
