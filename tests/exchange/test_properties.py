"""Whatever happens, in whatever order: every call ends in one record, and no phone is left ringing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.exchange.office import DID, PEOPLE, deactivated, plan, user, well_formed
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.vocabulary import (
    Alert,
    Answered,
    Arrived,
    Connect,
    Contact,
    Happened,
    Held,
    Hush,
    Left,
    PlanChanged,
    Play,
    Rang,
    Record,
    Redirected,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Silent,
    Wanted,
    Write,
)

pytestmark = pytest.mark.any_store

LINES = ("A1", "B1", "B2", "C1")
STATUSES = (302, 401, 404, 408, 430, 480, 486, 488, 500, 503, 600, 603, 604, 607)
NUMBERS = (*map(str, PEOPLE.values()), "9999", "", DID, DID.lstrip("+"), "+442079460000")
some = st.integers(0, 99)


def busy(leg: str) -> Happened:
    return Refused(leg, 486)


def holds_as(record: Record, hold: float) -> bool:
    """Whether all that was answered was on hold for so long; what was not, never is."""
    answered = [element for element in record.elements if element.answer is not None]
    return all(abs(element.hold - hold) < 1e-6 for element in answered)


@dataclass
class Call:
    """What a bystander knows of a call."""

    start: float
    line: str
    phone: Contact | None  # that dialled
    live: set[str]  # legs that were neither released nor left
    rang: bool = False
    alerted: bool = False
    answer: float | None = None
    given_up: bool = False
    holding: set[str] = field(default_factory=set[str])
    hold: float = 0


class World(RuleBasedStateMachine):
    """Phones that do as they are told, and people who do as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.exchange = Exchange(plan())
        self.now = 0.0
        self.contacts: dict[str, tuple[Contact, ...]] = {}
        self.calls: dict[str, Call] = {}
        self.call_of: dict[str, str] = {}  # leg -> call
        self.asked: dict[str, Contact] = {}  # legs that were asked to ring
        self.records: dict[str, Record] = {}
        self.turned_away: set[str] = set()
        for line in LINES:
            self.register(line, 2)

    # What the exchange wants is done, and must make sense

    def tell(self, happened: Happened) -> list[Wanted]:
        wanted = self.exchange.receive(happened, self.now)
        self.obey(wanted)
        return wanted

    def obey(self, wanted: list[Wanted]) -> None:
        for each in wanted:
            match each:
                case Ring(id, leg, contact):
                    self.asked_to_ring(id, leg, contact)
                case Alert(leg):
                    call = self.calls[self.call_of[leg]]
                    assert call.rang
                    assert not call.alerted
                    assert call.answer is None
                    call.alerted = True
                case Connect(caller, callee):
                    call = self.calls[self.call_of[callee]]
                    assert {caller, callee} == call.live, "the others are released before"
                    assert call.answer is None, "nobody is connected twice"
                    call.answer = self.now
                case Release(leg):
                    self.gone(leg)
                case Write(record):
                    self.written(record)
        for id, record in self.records.items():
            assert not self.calls[id].live, f"left over when {record.result}"

    def asked_to_ring(self, id: str, leg: str, contact: str) -> None:
        call = self.calls[id]
        assert leg not in self.call_of, "a leg has a name of its own"
        found = next(each for each in sum(self.contacts.values(), ()) if each.id == contact)
        own = found == call.phone if call.phone else found.line == call.line
        assert not own, "the phone that one dials from does not ring"
        assert found not in {self.asked[other] for other in call.live if other in self.asked}, "a phone rings once"
        self.call_of[leg] = id
        self.asked[leg] = found
        call.live.add(leg)

    def gone(self, leg: str) -> None:
        call = self.calls[self.call_of[leg]]
        assert leg in call.live, "every leg ends once"
        call.live.discard(leg)
        call.holding.discard(leg)

    def written(self, record: Record) -> None:
        assert record.call not in self.records, "a call has one record"
        call = self.calls[record.call]
        well_formed(record)
        assert (record.start, record.answer, record.end) == (call.start, call.answer, self.now)
        assert (record.result == "connected") == (call.answer is not None)
        assert (record.result == "canceled") == (call.given_up and call.answer is None)
        assert holds_as(record, call.hold)
        self.records[record.call] = record

    # What can happen

    @rule(seconds=st.floats(0, 12) | st.just(30.0))
    def time_passes(self, seconds: float) -> None:
        until = self.now + seconds
        while (deadline := self.exchange.deadline) is not None and deadline <= until:
            self.move_to(deadline)
            self.obey(self.exchange.wake(deadline))
            assert self.exchange.deadline is None or self.exchange.deadline > deadline
        self.move_to(until)

    def move_to(self, now: float) -> None:
        for call in self.calls.values():
            call.hold += now - self.now if call.holding else 0
        self.now = now

    @rule(line=st.sampled_from([*LINES, "nobody's"]), phones=st.integers(0, 3))
    def register(self, line: str, phones: int) -> None:
        contacts = tuple(Contact(f"{line}@{n}", line) for n in range(phones))
        went = {leg for leg, contact in self.asked.items() if contact.line == line and contact not in contacts}
        self.contacts[line] = contacts
        self.tell(Registered(line, contacts))
        for call in self.calls.values():
            assert call.answer is not None or not went & call.live, "a phone that is gone does not ring"

    @rule(line=st.sampled_from([*LINES, "nobody's"]), phone=some, dialled=st.sampled_from(NUMBERS))
    def dial(self, line: str, phone: int, dialled: str) -> None:
        id = str(len(self.calls))
        contacts = self.contacts.get(line, ())
        contact = [*contacts, None][phone % (len(contacts) + 1)]
        self.calls[id] = Call(self.now, line, contact, {f"{id}.0"})
        self.call_of[f"{id}.0"] = id
        wanted = self.tell(Arrived(id, f"{id}.0", line, dialled, contact))
        if wanted == [Release(f"{id}.0", 403)]:
            self.turned_away.add(id)

    @rule(who=st.sampled_from(LINES), whom=st.sampled_from(["1001", "1002", "1003"]))
    def talk(self, who: str, whom: str) -> None:
        """Most of what can go wrong does so while people talk."""
        self.dial(who, 0, whom)
        call = self.calls[str(len(self.calls) - 1)]
        if leg := pick(0, sorted(call.live & {*self.asked})):
            self.tell(Answered(leg))
            assert call.answer == self.now

    @rule(which=some)
    def rang(self, which: int) -> None:
        if leg := pick(which, self.ringing()):
            self.calls[self.call_of[leg]].rang = True
            self.tell(Rang(leg))

    @rule(which=some)
    def answered(self, which: int) -> None:
        if leg := pick(which, self.ringing()):
            wanted = self.tell(Answered(leg))
            assert Connect(f"{self.call_of[leg]}.0", leg) in wanted

    @rule(which=some, status=st.sampled_from(STATUSES))
    def refused(self, which: int, status: int) -> None:
        if leg := pick(which, self.ringing()):
            call = self.calls[self.call_of[leg]]
            self.gone(leg)
            self.tell(Refused(leg, status))
            if status >= 600:
                assert not call.live, "a 6xx speaks for the person"

    @rule(which=some)
    def silent(self, which: int) -> None:
        if leg := pick(which, self.ringing()):
            self.tell(Silent(leg))

    @rule(which=some, dialled=st.lists(st.sampled_from(NUMBERS), max_size=2))
    def redirected(self, which: int, dialled: list[str]) -> None:
        if leg := pick(which, self.ringing()):
            self.gone(leg)
            self.tell(Redirected(leg, tuple(dialled)))

    @rule(which=some)
    def left(self, which: int) -> None:
        if leg := pick(which, [leg for call in self.calls.values() for leg in sorted(call.live)]):
            call = self.calls[self.call_of[leg]]
            call.given_up = leg not in self.asked
            self.leave(leg)
            if call.given_up:
                assert not call.live

    def leave(self, leg: str) -> None:
        call = self.calls[self.call_of[leg]]
        call.live.discard(leg)
        self.tell(Left(leg))
        call.holding.discard(leg)

    @rule(which=some, resumes=st.booleans())
    def holds(self, which: int, resumes: bool) -> None:
        if leg := pick(which, self.talking()):
            holding = self.calls[self.call_of[leg]].holding
            wanted = self.tell(Resumed(leg) if resumes else Held(leg))
            assert all(isinstance(each, Hush if resumes else Play) for each in wanted)
            assert bool(wanted) == ((leg in holding) == resumes), "the other hears music exactly while held"
            holding.discard(leg) if resumes else holding.add(leg)

    @rule(who=st.sampled_from("ABC"), what=st.sampled_from(["off", "deleted", *["as before"] * 4]))
    def the_plan_changes(self, who: str, what: str) -> None:
        people = {name: user(name, number) for name, number in PEOPLE.items()}
        if what == "off":
            people[who] = deactivated(people[who])
        elif what == "deleted":
            people.pop(who)
        assert self.tell(PlanChanged(plan(2, people.values()))) == [], "calls that are under way go on"

    @rule(which=some)
    def answered_too_late(self, which: int) -> None:
        if leg := pick(which, self.over()):
            assert self.exchange.receive(Answered(leg), self.now) == [Release(leg)]

    @rule(which=some, what=st.sampled_from([Rang, Held, Resumed, Left, busy]))
    def nonsense_of_a_leg_that_is_over(self, which: int, what: Callable[[str], Happened]) -> None:
        if leg := pick(which, [*self.over(), "never heard of"]):
            assert self.exchange.receive(what(leg), self.now) == []

    @rule(which=some, what=st.sampled_from([Rang, Answered, busy]))
    def nonsense_of_a_leg_that_talks(self, which: int, what: Callable[[str], Happened]) -> None:
        if leg := pick(which, self.talking()):
            assert self.exchange.receive(what(leg), self.now) == []

    @rule(which=some)
    def a_call_arrives_again(self, which: int) -> None:
        live = [id for id, call in self.calls.items() if call.live]
        if id := pick(which, live):
            assert self.exchange.receive(Arrived(id, f"{id}.0", "A1", "1002"), self.now) == []
            assert self.exchange.receive(Arrived(id, "other", "A1", "1002"), self.now) == [Release("other", 482)]

    # What always holds

    @invariant()
    def live_calls_could_be_recorded_now(self) -> None:
        found = {record.call: record for record in self.exchange.open_records(self.now)}
        assert found.keys() == {id for id, call in self.calls.items() if call.live}
        assert all(self.exchange.open_record(id, self.now) is None for id in self.records)
        for id, record in found.items():
            well_formed(record)
            assert self.exchange.open_record(id, self.now) == record
            call = self.calls[id]
            assert record.result == ("service_unavailable" if call.answer is None else "connected")
            assert (record.start, record.answer, record.end) == (call.start, call.answer, self.now)
            assert holds_as(record, call.hold)

    def teardown(self) -> None:
        self.time_passes(1000)
        assert all(call.answer is not None for call in self.calls.values() if call.live), "nobody rings for ever"
        for id, call in self.calls.items():
            if call.live:
                self.leave(f"{id}.0")
        assert self.records.keys() == self.calls.keys() - self.turned_away, "every call has its record"
        assert self.exchange.open_records(self.now) == []
        assert self.exchange.deadline is None

    # Legs

    def ringing(self) -> list[str]:
        """Those that were asked to ring, and still are."""
        return [leg for call in self.calls.values() if call.answer is None for leg in sorted(call.live & {*self.asked})]

    def talking(self) -> list[str]:
        return [leg for call in self.calls.values() if call.answer is not None for leg in sorted(call.live)]

    def over(self) -> list[str]:
        return [leg for leg, id in self.call_of.items() if leg not in self.calls[id].live]


def pick(which: int, legs: Sequence[str]) -> str | None:
    return legs[which % len(legs)] if legs else None


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
