"""A whole exchange, however it is set up and whatever happens in whatever order: every ring mode, overflow and action.

No phone is left ringing, every call ends in one record, nobody is in two places, and times are in order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from tests.exchange.office import X, Y, reachable, user, well_formed
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import (
    AutoReceptionist,
    Beeps,
    BusySignal,
    CallWaiting,
    Dialling,
    Disconnect,
    Handling,
    Hours,
    Line,
    Mailbox,
    Member,
    Outbound,
    Outside,
    Plan,
    Queue,
    Range,
    Screening,
    Site,
    Taping,
    Tell,
    To,
    Trunk,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Alert,
    Announce,
    Answer,
    Answered,
    Arrived,
    Came,
    Connect,
    Contact,
    Dial,
    Happened,
    Hear,
    Held,
    Hush,
    Left,
    PlanChanged,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Redirected,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Silent,
    StopTaking,
    Take,
    Tape,
    Untaped,
    Wanted,
    Write,
)

pytestmark = pytest.mark.any_store

PEOPLE = {"A": 1001, "B": 1002, "C": 1003, "D": 1004}
QUEUES = {"Q": 3001, "R": 3002}
NUMBERS = (
    *map(str, (*PEOPLE.values(), *QUEUES.values(), 4001)),
    "9999",
    "911",
    "*78",
    "*62",
    "*63",
    "*79",
    "*79",
    Y,
    "+442079460000",
    "3105550188",
)
DIDS = tuple(f"+1212555{n}" for n in (*PEOPLE.values(), *QUEUES.values(), 4001, 9999))
STATUSES = (302, 404, 408, 480, 486, 488, 500, 503, 600, 603)
EXTENSIONS = (*PEOPLE, *QUEUES, "M")
some = st.integers(0, 99)
T = TypeVar("T")


def seldom(usual: st.SearchStrategy[T], *unusual: T) -> st.SearchStrategy[T]:
    """Most of what can go wrong does so where most things are as usual."""
    return st.integers(0, 7).flatmap(lambda n: usual if n else st.sampled_from(unusual))


always = st.just(True)
hours = seldom(st.just(Hours("Europe/London")), Hours("Europe/London", ((Range(0, 1),),) * 7))
mailboxes = seldom(st.builds(Mailbox, beep=st.sampled_from(["", "beep"])), None)
outside = st.builds(Outside, st.sampled_from([Y, "+442079460000", *DIDS]), press_1=st.booleans())
actions = (
    st.builds(Voicemail, st.sampled_from(["", *EXTENSIONS]), operator=st.sampled_from(["", *EXTENSIONS]))
    | st.builds(To, st.sampled_from([*EXTENSIONS, "nobody"]))
    | outside
    | st.builds(Tell)
    | st.builds(Disconnect)
)
handlings = st.builds(
    Handling,
    ring_mode=st.sampled_from(["simultaneous", "sequential"]),
    ring_for=st.sampled_from([10, 20]),
    phones=seldom(always, False),
    numbers=st.lists(outside, max_size=2).map(tuple),
    busy=st.builds(CallWaiting) | st.builds(CallWaiting) | st.builds(BusySignal) | actions,
    unanswered=actions,
)
tapings = seldom(
    st.none(), Taping(), Taping(told="", or_no_call=True), Taping(consent=True), Taping(beeps=Beeps("beep_60", 15))
)
screenings = seldom(st.just(Screening()), Screening(withheld=True), Screening(asks=True))
assistants = st.sampled_from([(), (), ("D",), ("A", "nobody", "C")])
members = st.lists(
    st.builds(Member, st.sampled_from([*PEOPLE, "nobody"]), st.none() | hours, st.sampled_from(["m1", "m2"])),
    min_size=1,
    max_size=5,
    unique_by=lambda member: member.user,
).map(tuple)


@st.composite
def queues(draw: st.DrawFn, name: str) -> Queue:
    return Queue(
        name,
        f"ext-{name}",
        QUEUES[name],
        name,
        "s",
        "Main",
        active=draw(seldom(always, False)),
        direct_numbers=(f"+1212555{QUEUES[name]}",),
        members=draw(members),
        distribution=draw(st.sampled_from(["simultaneous", "sequential", "rotating", "longest_idle"])),
        ring_for=draw(st.sampled_from([10, 30])),
        max_wait=draw(st.sampled_from([20, 60])),
        max_callers=draw(st.sampled_from([1, 60])),
        wrap_up=draw(st.sampled_from([0, 15])),
        several_at_once=draw(st.booleans()),
        numbers=draw(st.booleans()),
        greeting=draw(st.sampled_from(["", "welcome"])),
        connecting=draw(st.sampled_from(["", "music"])),
        hours=draw(hours),
        overflow=draw(actions),
        closed=draw(actions),
        mailbox=draw(mailboxes),
        taping=draw(tapings),
        screening=draw(screenings),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    people = [
        replace(
            user(name, number),
            active=draw(seldom(always, False)),
            direct_numbers=(f"+1212555{number}",),
            hours=draw(hours),
            handling=draw(handlings),
            closed=draw(st.none() | handlings),
            mailbox=draw(mailboxes),
            screening=draw(screenings),
            tapes_incoming=draw(tapings),
            tapes_outgoing=draw(tapings),
            assistants=tuple(each for each in draw(assistants) if each != name),
            outbound=draw(
                seldom(st.builds(Outbound, international=st.booleans(), at_once=st.sampled_from([1, 4])), None)
            ),
        )
        for name, number in PEOPLE.items()
        if draw(st.integers(0, 9))
    ]
    mine = AutoReceptionist(
        "M",
        "ext-M",
        4001,
        "M",
        "s",
        "Main",
        direct_numbers=("+12125554001",),
        greeting=draw(st.sampled_from(["", "hello"])),
        hours=draw(hours),
        open=draw(actions),
        closed=draw(actions),
        mailbox=draw(mailboxes),
    )
    lines = [Line(f"{each.id}{n}", f"dev-{each.id}{n}", "phone", each.id) for each in people for n in (1, 2)]
    return reachable(
        Plan(
            "acme",
            draw(st.integers(1, 99)),
            {each.id: each for each in people},
            {each.id: each for each in lines},
            queues={name: draw(queues(name)) for name in QUEUES if draw(st.integers(0, 5))},
            receptionists={"M": mine},
            sites={"s": Site("s", dialling=Dialling(), emergency=frozenset({"911"}))},
            trunks=tuple(Trunk(f"carrier{n}") for n in range(draw(st.integers(0, 2)))),
            loopback=draw(st.booleans()),
        )
    )


@dataclass
class Call:
    """What a bystander knows of a call."""

    start: float
    line: str
    phone: Contact | None
    live: set[str]
    emergency: bool = False
    met: bool = False  # the caller was answered
    alerted: bool = False
    connected: bool = False
    playing: dict[str, bool] = field(default_factory=dict[str, bool])  # legs that are played to; whether forever
    taking: str = ""  # the message
    taped: tuple[str, ...] = ()  # the recordings
    answered: set[str] = field(default_factory=set[str])  # legs whose phones were picked up


class World(RuleBasedStateMachine):
    """Phones and carriers that do as they are told, and people who do as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.contacts: dict[str, tuple[Contact, ...]] = {}
        self.calls: dict[str, Call] = {}
        self.call_of: dict[str, str] = {}
        self.asked: dict[str, Contact] = {}  # legs that were asked to ring
        self.dialled: set[str] = set()  # legs to a carrier
        self.records: dict[str, Record] = {}
        self.turned_away: set[str] = set()

    @initialize(plan=plans())
    def begin(self, plan: Plan) -> None:
        self.plan = plan
        self.exchange = Exchange(plan)
        for name in PEOPLE:
            self.register(f"{name}1", 1)
            self.register(f"{name}2", 1)

    # What the exchange wants is done, and must make sense

    def tell(self, happened: Happened) -> list[Wanted]:
        wanted = self.exchange.receive(happened, self.now)
        self.obey(wanted)
        return wanted

    def obey(self, wanted: Iterable[Wanted]) -> None:
        for each in wanted:
            match each:
                case Ring(id, leg, contact):
                    found = next(one for one in sum(self.contacts.values(), ()) if one.id == contact)
                    self.new_leg(id, leg)
                    call = self.calls[id]
                    assert found != call.phone, "the phone that one dials from does not ring"
                    ringing = {self.asked[other] for other in call.live if other in self.asked}
                    assert found not in ringing, "a phone rings once"
                    self.asked[leg] = found
                case Dial(id, leg, trunk, number):
                    assert any(one.id == trunk for one in self.plan.trunks)
                    assert number not in self.plan.dialled, "what is ours does not leave the house"
                    self.new_leg(id, leg)
                    self.dialled.add(leg)
                case Alert(leg):
                    call = self.calls[self.call_of[leg]]
                    assert not call.alerted
                    assert not call.met
                    assert leg == self.caller(leg)
                    call.alerted = True
                case Answer(leg):
                    call = self.calls[self.call_of[leg]]
                    assert leg in call.live
                    assert leg == self.caller(leg)
                    assert not call.met
                    call.met = True
                case Hear(caller, callee):
                    call = self.calls[self.call_of[callee]]
                    assert {caller, callee} <= call.live
                    assert not call.met
                case Play(leg, sounds, forever):
                    call = self.calls[self.call_of[leg]]
                    assert leg in call.live
                    assert all(sounds)
                    assert sounds != ("beep_60",) or call.taped
                    assert leg == self.caller(leg) or leg in call.answered
                    assert not call.taking, "a message is not talked over"
                    call.playing[leg] = forever
                case Hush(leg):
                    call = self.calls[self.call_of[leg]]
                    assert call.met
                    del call.playing[leg]
                case Take(leg, message):
                    call = self.calls[self.call_of[leg]]
                    assert call.met
                    assert not call.taking
                    assert leg == self.caller(leg)
                    call.taking = message
                case StopTaking(leg):
                    assert self.calls[self.call_of[leg]].taking
                case Connect(caller, callee):
                    call = self.calls[self.call_of[callee]]
                    assert {caller, callee} == call.live, "the others are released before"
                    assert caller == self.caller(callee)
                    assert callee in call.answered
                    assert not call.connected, "nobody is connected twice"
                    call.connected = call.met = True
                    call.playing.clear()
                case Tape(caller, callee, recordings):
                    call = self.calls[self.call_of[callee]]
                    assert {caller, callee} == call.live
                    assert call.connected
                    assert not {*call.taped} & {*recordings}
                    call.taped += recordings
                case Announce(caller, callee):
                    call = self.calls[self.call_of[callee]]
                    assert {caller, callee} == call.live
                    assert call.connected
                case Release(leg):
                    self.gone(leg)
                case Write(record):
                    self.written(record)
        for id, record in self.records.items():
            assert not self.calls[id].live, f"left over when {record.result}"

    def new_leg(self, id: str, leg: str) -> None:
        assert leg not in self.call_of, "a leg has a name of its own"
        assert f"{id}.0" in self.calls[id].live, "nobody rings for a caller who is gone"
        self.call_of[leg] = id
        self.calls[id].live.add(leg)

    def gone(self, leg: str) -> None:
        call = self.calls[self.call_of[leg]]
        assert leg in call.live, "every leg ends once"
        call.live.discard(leg)
        call.playing.pop(leg, None)

    def caller(self, leg: str) -> str:
        return f"{self.call_of[leg]}.0"

    def written(self, record: Record) -> None:
        assert record.call not in self.records, "a call has one record"
        call = self.calls[record.call]
        well_formed(record)
        assert (record.start, record.end) == (call.start, self.now)
        assert record.call_type == ("emergency" if call.emergency else "general")
        assert tuple(each.id for each in record.recordings) == call.taped
        if not call.emergency:
            assert (record.answer is not None) == call.connected
        self.records[record.call] = record

    # What can happen

    @rule(seconds=st.floats(0, 8) | st.sampled_from([10.0, 30.0, 60.0]))
    def time_passes(self, seconds: float) -> None:
        until = self.now + seconds
        while (deadline := self.exchange.deadline) is not None and deadline <= until:
            self.now = deadline
            self.obey(self.exchange.wake(deadline))
            assert self.exchange.deadline is None or self.exchange.deadline > deadline
        self.now = until

    @rule(line=st.sampled_from(["A1", "B1", "B2", "C1", "nobody's"]), phones=seldom(st.integers(1, 2), 0))
    def register(self, line: str, phones: int) -> None:
        contacts = tuple(Contact(f"{line}@{n}", line) for n in range(phones))
        self.contacts[line] = contacts
        self.tell(Registered(line, contacts))
        known = {each.id for each in sum(self.contacts.values(), ())}
        for call in self.calls.values():
            if not call.connected:
                assert all(
                    self.asked[leg].id in known for leg in call.live if leg in self.asked and leg not in call.answered
                )

    @rule(
        who=st.sampled_from([*PEOPLE, "nobody"]),
        number=st.sampled_from(NUMBERS),
        audible=st.sampled_from([True] * 9 + [False]),
    )
    def dial(self, who: str, number: str, audible: bool) -> None:
        id, line = str(len(self.calls)), f"{who}1"
        contact = next(iter(self.contacts.get(line, ())), None)
        self.calls[id] = Call(self.now, line, contact, {f"{id}.0"}, emergency=number == "911")
        self.call_of[f"{id}.0"] = id
        wanted = self.tell(Arrived(id, f"{id}.0", line, number, contact, audible))
        if wanted == [Release(f"{id}.0", 403)]:
            self.turned_away.add(id)

    @rule(number=st.sampled_from(DIDS), caller=st.sampled_from([X, ""]))
    def come(self, number: str, caller: str) -> None:
        id = str(len(self.calls))
        self.calls[id] = Call(self.now, "", None, {f"{id}.0"})
        self.call_of[f"{id}.0"] = id
        self.tell(Came(id, f"{id}.0", "carrier0", number, caller))

    @rule(which=some, heard=st.booleans())
    def rang(self, which: int, heard: bool) -> None:
        if leg := pick(which, self.ringing()):
            self.tell(Rang(leg, heard and leg in self.dialled))

    @rule(which=some)
    def answered(self, which: int) -> None:
        if leg := pick(which, self.ringing()):
            self.calls[self.call_of[leg]].answered.add(leg)
            wanted = self.tell(Answered(leg))
            assert any(isinstance(each, Connect | Play) for each in wanted)

    @rule(which=some, status=st.sampled_from(STATUSES))
    def refused(self, which: int, status: int) -> None:
        if leg := pick(which, self.ringing()):
            self.gone(leg)
            self.tell(Refused(leg, status))

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
        if leg := pick(
            which, [leg for call in self.calls.values() for leg in sorted(call.live) if self.may_leave(leg)]
        ):
            self.leave(leg)

    def may_leave(self, leg: str) -> bool:
        return leg.endswith(".0") or leg in self.calls[self.call_of[leg]].answered

    def leave(self, leg: str) -> None:
        call = self.calls[self.call_of[leg]]
        if call.taking:
            self.message(call, leg, 5)
            if leg not in call.live:
                return
        self.gone(leg)
        self.tell(Left(leg))
        if leg == self.caller(leg):
            assert not call.live, "nothing rings for a caller who is gone"

    def message(self, call: Call, leg: str, seconds: float) -> None:
        message, call.taking = call.taking, ""
        self.tell(Recorded(leg, message, seconds, "x.wav" if seconds else ""))

    @rule(which=some, seconds=st.sampled_from([0, 2, 17]))
    def recorded(self, which: int, seconds: float) -> None:
        taking = [id for id, call in self.calls.items() if call.taking and call.live]
        if id := pick(which, taking):
            self.message(self.calls[id], f"{id}.0", seconds)
            assert id in self.records

    @rule(which=some)
    def played(self, which: int) -> None:
        if leg := pick(which, self.listening()):
            del self.calls[self.call_of[leg]].playing[leg]
            self.tell(Played(leg))

    def listening(self) -> list[str]:
        return [leg for call in self.calls.values() for leg, forever in call.playing.items() if not forever]

    @rule(which=some, key=st.sampled_from("01#*5"))
    def pressed(self, which: int, key: str) -> None:
        legs = [
            leg
            for call in self.calls.values()
            for leg in sorted(call.live)
            if leg.endswith(".0") or leg in call.answered
        ]
        if leg := pick(which, legs):
            self.tell(Pressed(leg, key))

    @rule(which=some, resumes=st.booleans())
    def holds(self, which: int, resumes: bool) -> None:
        if leg := pick(which, [leg for call in self.calls.values() if call.connected for leg in sorted(call.live)]):
            self.tell(Resumed(leg) if resumes else Held(leg))

    @rule(which=some)
    def untaped(self, which: int) -> None:
        if leg := pick(which, [leg for call in self.calls.values() if call.taped for leg in sorted(call.live)]):
            self.tell(Untaped(leg))

    @rule(plan=plans())
    def the_plan_changes(self, plan: Plan) -> None:
        self.plan = plan
        self.tell(PlanChanged(plan))

    @rule(which=some, number=st.sampled_from(DIDS), hangs_up=st.booleans())
    def talk(self, which: int, number: str, hangs_up: bool) -> None:
        """Someone calls, is talked to, and one of both hangs up."""
        self.come(number, X)
        call = self.calls[id := str(len(self.calls) - 1)]
        ringing = [leg for leg in self.ringing() if self.call_of[leg] == id]
        if leg := pick(which, ringing):
            call.answered.add(leg)
            self.tell(Answered(leg))
            if hangs_up:
                self.leave([leg, f"{id}.0"][which % 2])

    @rule(which=some, what=st.sampled_from([Rang, Held, Resumed, Left, Played]))
    def nonsense(self, which: int, what: type[Rang | Held | Resumed | Left | Played]) -> None:
        over = [leg for leg, id in self.call_of.items() if leg not in self.calls[id].live]
        if leg := pick(which, [*over, "never heard of"]):
            assert self.exchange.receive(what(leg), self.now) == []

    @rule(which=some)
    def answered_too_late(self, which: int) -> None:
        over = [leg for leg, id in self.call_of.items() if leg not in self.calls[id].live and leg in self.asked]
        if leg := pick(which, over):
            assert self.exchange.receive(Answered(leg), self.now) == [Release(leg)]

    # What always holds

    @invariant()
    def live_calls_could_be_recorded_now(self) -> None:
        if not hasattr(self, "exchange"):
            return
        found = {record.call: record for record in self.exchange.open_records(self.now)}
        assert found.keys() == {id for id, call in self.calls.items() if call.live}
        for record in found.values():
            well_formed(record)
            assert record.end == self.now
        self.nobody_is_in_two_places(found)

    def nobody_is_in_two_places(self, records: dict[str, Record]) -> None:
        """A member of a queue is offered one call, and none while they are on another."""
        offered: dict[str, set[str]] = {}
        engaged: dict[str, set[str]] = {}
        for id, call in self.calls.items():
            for leg in call.live:
                line = self.asked[leg].line if leg in self.asked else call.line if leg.endswith(".0") else ""
                person = line[:1]
                if leg.endswith(".0") or (call.connected and leg in self.asked):
                    engaged.setdefault(person, set()).add(id)
                elif leg in self.asked:
                    theirs = [each for each in records[id].elements if each.owner == person]
                    if theirs and theirs[-1].event == "ring_to_member":
                        offered.setdefault(person, set()).add(id)
        for person, calls in offered.items():
            assert len(calls) == 1, f"{person} is offered {calls}"
            assert not engaged.get(person), f"{person} is on a call, and is offered one"

    def teardown(self) -> None:
        if not hasattr(self, "exchange"):
            return
        for _ in range(100):
            for leg in self.listening():
                if leg in self.calls[self.call_of[leg]].playing:
                    del self.calls[self.call_of[leg]].playing[leg]
                    self.tell(Played(leg))
            for id, call in self.calls.items():
                if call.taking and call.live:
                    self.message(call, f"{id}.0", 3)
            self.time_passes(60)
            # An emergency call rings for as long as the caller waits.
            waiting = [id for id, each in self.calls.items() if each.live and not each.connected and not each.emergency]
            if not waiting:
                break
        assert not waiting, "nobody waits for ever"
        for id, call in self.calls.items():
            if call.live:
                self.leave(f"{id}.0")
        self.time_passes(86_400)  # until nobody looks how many minutes are left any more
        assert self.records.keys() == self.calls.keys() - self.turned_away, "every call has its record"
        assert self.exchange.open_records(self.now) == []
        assert self.exchange.deadline is None

    def ringing(self) -> list[str]:
        """Phones that were asked to ring and were not picked up."""
        return [
            leg
            for call in self.calls.values()
            if not call.connected
            for leg in sorted(call.live)
            if not leg.endswith(".0") and leg not in call.answered
        ]


def pick(which: int, found: Sequence[str]) -> str | None:
    return found[which % len(found)] if found else None


TestWorld = World.TestCase
# To make a failing world smaller takes longer than to read it.
TestWorld.settings = settings(max_examples=120, stateful_step_count=40, deadline=None, phases=[Phase.generate])
