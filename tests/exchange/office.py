"""An office to tell stories in: who has which phones, and what the exchange wants when something happens."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Line, Plan, User
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Contact,
    Happened,
    Held,
    Left,
    PlanChanged,
    Rang,
    Record,
    Refused,
    Registered,
    Resumed,
    Ring,
    Wanted,
    Write,
)

PEOPLE = {"A": 1001, "B": 1002, "C": 1003}
DID = "+12125550102"


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
    """Everyone has one line; B has two, and a direct number."""
    users = {user.id: user for user in (people or [user(name, number) for name, number in PEOPLE.items()])}
    lines = {each.id: each for name in PEOPLE for each in [line(name), *([line("B", 2)] if name == "B" else [])]}
    lines = {id: each for id, each in lines.items() if each.user in users}
    dialled = {str(each.number): each.id for each in users.values()}
    dialled |= {number: each.id for each in users.values() for number in each.direct_numbers}
    return Plan("acme", version, users, lines, dialled)


@dataclass
class Office:
    exchange: Exchange = field(default_factory=lambda: Exchange(plan()))
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    records: list[Record] = field(default_factory=list[Record])
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
        wanted = self.tell(now, Arrived(id, f"{id}.0", f"{who}1", number, contact))
        return Dialling(self, id, [each for each in wanted if isinstance(each, Ring)])

    def change(self, now: float, people: Iterable[User]) -> None:
        self.tell(now, PlanChanged(plan(2, people)))


@dataclass
class Dialling:
    """A call in the story: its phones are named by the contact that rings."""

    office: Office
    id: str
    rings: list[Ring]

    def leg(self, contact: str) -> str:
        return next(ring.leg for ring in self.rings if ring.contact == contact)

    def rang(self, now: float, contact: str = "B1@0") -> list[Wanted]:
        return self.office.tell(now, Rang(self.leg(contact)))

    def answered(self, now: float, contact: str = "B1@0") -> list[Wanted]:
        return self.office.tell(now, Answered(self.leg(contact)))

    def refused(self, now: float, status: int, contact: str = "B1@0") -> list[Wanted]:
        return self.office.tell(now, Refused(self.leg(contact), status))

    def left(self, now: float, contact: str = "B1@0") -> list[Wanted]:
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

    lines = [
        f"{record.caller.extension}>{record.callee.extension or record.callee.number} {record.direction} "
        f"{record.connect_type} {record.result} {times(record.start, record.answer, record.end)}"
    ]
    for element in record.elements:
        hold = f" h{element.hold:g}" if element.hold else ""
        operator = f" op {element.operator.extension}" if element.operator else ""
        lines.append(
            f"{element.segment}.{element.node} {element.event} {element.result} "
            f"{times(element.start, element.answer, element.end)}{hold} @{element.owner}{operator}"
        )
    return lines


def deactivated(who: User) -> User:
    return replace(who, active=False)


def well_formed(record: Record) -> None:
    """What holds of every record: one owner an element, places without gaps, times and results that agree."""
    first, *more = record.elements
    assert (first.event, first.direction, first.owner) == ("outgoing", "outbound", record.caller.extension)
    assert [(each.event, each.direction, each.owner) for each in more] == [
        ("incoming", "inbound", record.callee.extension) for _ in more
    ]
    assert (first.start, first.end, first.caller, first.callee) == (
        record.start,
        record.end,
        record.caller,
        record.callee,
    )
    for n, element in enumerate(record.elements):
        assert (element.segment, element.node) == (0, n)
        assert element.owner
        assert record.start <= element.start <= element.end <= record.end
        assert (element.answer is not None) == (element.result in ("answered", "connected"))
        assert element.hold >= 0
        if element.answer is not None:
            assert element.start <= element.answer <= element.end
            assert element.hold <= element.end - element.answer + 1e-6
        else:
            assert element.hold == 0
    answered = next((each for each in record.elements if each.answer is not None), None)
    assert record.result == (answered.result if answered else record.elements[-1].result)
    assert record.answer == (answered.answer if answered else None)
    assert len({record.id, *(each.id for each in record.elements)}) == 1 + len(record.elements)
