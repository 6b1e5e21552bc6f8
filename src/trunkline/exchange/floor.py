"""The live state of the exchange, and the few acts that change it. Steps decide; the floor keeps the books."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from trunkline.exchange import history, sounds
from trunkline.exchange.hours import day
from trunkline.exchange.plan import Action, Extension, Line, Member, Outbound, Plan, Queue
from trunkline.exchange.vocabulary import (
    Alert,
    Announce,
    Answer,
    CallType,
    Connect,
    Contact,
    Dial,
    Disturb,
    Event,
    Hear,
    Hush,
    Message,
    OptOut,
    Orphan,
    Party,
    Play,
    Record,
    Recorded,
    Recording,
    Release,
    Result,
    Ring,
    Spend,
    Spent,
    Tape,
    Wanted,
    WrappedUp,
    Write,
)

if TYPE_CHECKING:
    from trunkline.exchange.attempt import Attempt
    from trunkline.exchange.taping import Wish

MOST_STAGES = 10  # extensions that a call may go through
WARNING = 10.0  # seconds before the minutes of whoever pays are used up, in which both who talk are told
MOMENT = 0.01  # seconds: less of them are none
LATELY = 60.0  # seconds in which it is remembered that a call was sent to a number outside


class Step:
    """A stage of a call. What a stage does not speak of means nothing to it."""

    def begin(self, now: float) -> None: ...

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        """A phone of an attempt rings; what it sends may be heard already."""

    def taken(self, leg: Leg, now: float) -> None:
        """Someone is there, and wants the call."""

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        """No phone of an attempt rings any more."""

    def has_others(self, attempt: Attempt, now: float) -> bool:
        """Whether there are more who could take the call than those of an attempt."""
        return False

    def redirected(self, attempt: Attempt, dialled: Sequence[str], now: float) -> bool:
        """A phone wants its calls to go elsewhere. Whether they do: else it has just refused this one."""
        return False

    def pressed(self, key: str, now: float) -> None:
        """The caller pressed a key."""

    def played(self, now: float) -> None:
        """The caller has heard it all."""

    def recorded(self, recorded: Recorded, now: float) -> None: ...

    def abandoned(self, now: float) -> None:
        """The caller is gone, before anyone talked to them."""

    def withdraw(self, person: str, now: float) -> None:
        """Someone who is offered the call has taken up another."""

    def ended(self, now: float) -> None:
        """The talk that came of this stage is over."""


class Waiting(Protocol):
    """A caller of a queue, in line (`steps/queue.py`)."""

    place: int

    @property
    def now_is(self) -> Queue: ...

    @property
    def is_offered(self) -> bool: ...

    def is_free(self, member: Member, now: float) -> bool: ...

    def offer(self, free: list[str], now: float) -> None: ...


class Leg(Struct, eq=False):
    """A phone that dialled, rings for a call or, once answered, talks in it."""

    id: str
    call: Call
    contact: Contact | None = None
    line: Line | None = None  # as it was when the leg began
    person: str = ""  # User.id: whose phone it is
    number: str = ""  # outside
    charged: str = ""  # Extension.id: whose minutes it costs
    dialled: float = 0.0  # when, outside
    attempt: Attempt | None = None
    press_1: bool = False  # whether whoever answers must press 1
    asked: bool = False  # whether whoever answered has yet to press it
    rang: bool = False
    silent: bool = False  # nothing was heard of it since it is rung
    answer: float | None = None
    held_since: float | None = None  # this party put the other on hold


class Afterwards(Struct, frozen=True, eq=False):
    """What a queue's member has to do after a call."""

    call: Call
    part: history.Part  # of the queue
    since: float


class Agent(Struct, eq=False):
    """A person, as far as calls are concerned: in one talk at a time, and offered one call of a queue at a time."""

    id: str
    engaged: set[str] = set()  # legs that dialled or talk
    ringing: set[str] = set()  # legs
    offered: str = ""  # the call of a queue that rings
    idle_since: float = -math.inf
    ready_at: float = -math.inf  # when what there is to do after a call is done
    wraps_up: Afterwards | None = None  # that


class Call:
    def __init__(self, id: str, caller: Party, start: float, ahead: float = 0.0) -> None:
        """When it began is recorded by the clocks that people read, `ahead` of ours; from then on ours alone counts."""
        self.id, self.caller, self.start, self.ahead = id, caller, start, ahead
        self.shown = caller  # on phones that it rings
        self.greeting = ""  # heard in place of that of the mailbox where it ends
        self.call_type: CallType = "general"
        self.caller_leg: Leg
        self.step: Step
        self.legs: dict[str, Leg] = {}  # those that ring or talk, without the caller's
        self.parts: list[history.Part] = []
        self.unconfirmed: list[history.Part] = []  # legs outside that were answered, and nobody pressed 1
        self.messages: list[Message] = []
        self.recordings: list[Recording] = []
        self.unrecorded: Sequence[Wish] = ()  # until those who talk agree
        self.or_no_call = False  # it ends if it cannot be recorded
        self.language = ""  # in which the caller is spoken to: that of whom the call came to last
        self.came_to = ""  # the direct number by which it came from outside, E.164
        self.visited: set[str] = set()  # extensions that it came to
        self.declined: set[str] = set()  # users who do not want it
        self.sent_outside: dict[str, list[str]] = {}  # the numbers that it was sent to, each once, by who pays
        self.why = ""  # it did not go where it should have, last
        self.ringing: set[str] = set()  # legs
        self.rings_since = 0.0  # if any does
        self.rang = 0.0  # seconds that are over
        self.met = False  # the exchange answered it
        self.hears = ""  # what is played to the caller for as long as it takes
        self.music = sounds.MUSIC  # for who is put on hold
        self.callers_music: str | None = None  # by the caller, if it is one of ours: as it was when they dialled
        self.warned = False  # that it ends soon
        self.talking: Leg | None = None  # the one that answered
        self.answer: float | None = None
        self.hold = 0.0  # seconds that are over
        self.legs_named = 1
        self.latest = -math.inf  # when something last happened in it

    def clock(self, now: float) -> float:
        """The time in this call. A computer's clock may be set back; a call is recorded in the order it happened."""
        self.latest = max(self.latest, self.start, now)
        return self.latest

    def held_since(self) -> float | None:
        """Since when either party holds the other."""
        both = (self.caller_leg, self.talking)
        return min((leg.held_since for leg in both if leg and leg.held_since is not None), default=None)

    def held(self, now: float) -> float:
        """Seconds on hold until now, by either side; overlapping holds count once."""
        since = self.held_since()
        return self.hold + (now - since if since is not None else 0)


class Origin(Struct, frozen=True):
    """Who sends a call on, and how what they had of it is recorded: when it goes on, and when it ends there."""

    extension: Extension
    part: history.Part
    event: Event
    on: Result
    end: Result
    status: int = 480
    others: tuple[str, ...] = ()  # numbers that it goes on to if nobody outside takes it, one after another
    at_last: Action | None = None  # and where it goes then


class Sent(Struct, frozen=True):
    """A call from outside was sent to a number there, at somebody's cost."""

    at: float
    call: str
    sender: str  # Extension.id: who pays
    came_to: str  # the direct number by which it came
    caller: str  # number; empty: withheld
    number: str


class Reason(Struct, frozen=True):
    """Why a step did what it did: it looked at a setting, and found a value."""

    at: float
    call: str
    step: str
    condition: str
    value: object
    setting: str


class Reasons(Protocol):
    """Where they go."""

    def append(self, reason: Reason, /) -> None: ...


Onward = Callable[[Call, Action, Origin, float], bool]


class Floor:
    """Calls, legs, registrations and timers of one account."""

    def __init__(self, plan: Plan, ahead: Callable[[], float] = lambda: 0.0) -> None:
        self.ahead = ahead
        self.calls: dict[str, Call] = {}
        self.legs: dict[str, Leg] = {}
        self.contacts: dict[str, tuple[Contact, ...]] = {}  # by line
        self.agents: dict[str, Agent] = {}
        self.undisturbed: set[str] = set()  # users
        self.opted_out: set[str] = set()  # memberships of queues
        self.lines: dict[str, dict[str, Waiting]] = {}  # of callers, by queue and call, in the order in which they came
        self.turns: dict[str, str] = {}  # the member whom each queue rang last
        self.stirred: set[str] = set()  # queues to be looked at
        self.occupied: set[str] = set()  # people who took up a call while another was offered to them
        self.onward: Onward  # set by the exchange, which knows all steps
        self.reasons: Reasons | None = None  # only kept where someone wants to know
        self.asked: Callable[[], bool] = lambda: True  # whether someone does now
        self.places = count()
        self._outside: dict[str, set[str]] = {}  # live legs outside, by who pays, and by the number the call came to
        self._sent = deque[Sent]()  # calls from outside that were sent there lately, in that order
        self._orphans: dict[str, Orphan] = {}  # of them, those of an exchange before this one, by leg
        self._spent: dict[str, tuple[int, float]] = {}  # seconds outside by extension, and the day on which
        self._looks: dict[str, float] = {}  # when minutes are looked at next, by extension
        self._timers: list[tuple[float, int, Callable[[float], None]]] = []
        self._count = count()
        self._wanted: list[Wanted] = []
        self.adopt(plan)

    def adopt(self, plan: Plan) -> None:
        """The configuration moved. Calls that are under way go on."""
        self.plan = plan
        self._lines_of: dict[str, list[str]] = {}  # by user
        for line in plan.lines.values():
            self._lines_of.setdefault(line.user, []).append(line.id)
        self._queues_of: dict[str, list[str]] = {}  # by user
        for queue in plan.queues.values():
            for member in queue.members:
                self._queues_of.setdefault(member.user, []).append(queue.id)
        self.stirred.update(self.lines)

    def adopt_limits(self, now: float) -> None:
        """They may have changed, also for calls that are under way."""
        for id in [*self._outside]:
            self._look(id, now)

    def want(self, wanted: Wanted) -> None:
        self._wanted.append(wanted)

    def take_wanted(self) -> list[Wanted]:
        wanted, self._wanted = self._wanted, []
        return wanted

    def because(self, call: Call, step: str, condition: str, value: object, setting: str, now: float) -> None:
        """What a step looked at. Costs nothing while nobody asks why."""
        if self.reasons is not None and self.asked():
            self.reasons.append(Reason(now, call.id, step, condition, value, setting))

    def wall(self, now: float) -> float:
        """What the clocks say that people read."""
        return now + self.ahead()

    # Timers

    @property
    def deadline(self) -> float | None:
        return self._timers[0][0] if self._timers else None

    def at(self, when: float, action: Callable[[float], None]) -> None:
        """Timers are not cancelled: an action first looks whether it still has something to do."""
        heappush(self._timers, (when, next(self._count), action))

    def in_call(self, call: Call, when: float, action: Callable[[float], None]) -> None:
        """An action in a call, unless it is over or people talk in it by then."""

        def act(now: float) -> None:
            if self.calls.get(call.id) is call and call.talking is None:
                action(call.clock(now))

        self.at(when, act)

    def run_timers(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            when, _, action = heappop(self._timers)
            action(when)

    # People and their phones

    def agent(self, user: str) -> Agent:
        found = self.agents.get(user)
        if found is None:
            found = self.agents[user] = Agent(user)
        return found

    def engaged(self, user: str) -> bool:
        """Whether someone dialled or talks. Whose phone rings does neither."""
        agent = self.agents.get(user)
        return agent is not None and bool(agent.engaged)

    def disturb(self, user: str, may: bool) -> None:
        if may:
            self.undisturbed.discard(user)
            self.stir(user)
        else:
            self.undisturbed.add(user)
        self.want(Disturb(user, may))

    def opt_out(self, member: Member, out: bool) -> None:
        if out:
            self.opted_out.add(member.id)
        else:
            self.opted_out.discard(member.id)
            self.stir(member.user)
        self.want(OptOut(member.id, out))

    def memberships(self, user: str) -> Iterator[tuple[Queue, Member]]:
        for id in self._queues_of.get(user, ()):
            queue = self.plan.queues[id]
            yield from ((queue, member) for member in queue.members if member.user == user)

    def contacts_of(self, user: str) -> list[Contact]:
        """Every phone that can ring for a user, by the lines of the present plan."""
        lines = self._lines_of.get(user, ())
        return [*{contact.id: contact for line in lines for contact in self.contacts.get(line, ())}.values()]

    def is_registered(self, contact: Contact) -> bool:
        """Whether a phone is still there, whose turn to ring comes only now."""
        return any(contact.id == each.id for each in self.contacts.get(contact.line, ()))

    def reachable(self, user: str) -> bool:
        return any(self.contacts.get(line) for line in self._lines_of.get(user, ()))

    def registered(self, line: str, contacts: tuple[Contact, ...]) -> set[str]:
        """Where a line is registered from now on. Returns the contacts that are gone."""
        gone = {contact.id for contact in self.contacts.pop(line, ())} - {contact.id for contact in contacts}
        if contacts:
            self.contacts[line] = contacts
        if found := self.plan.lines.get(line):
            self.stir(found.user)
        return gone

    def stir(self, user: str) -> None:
        """Someone is free who was not: those who wait for them are looked at."""
        for queue in self._queues_of.get(user, ()):
            if queue in self.lines:
                self.stirred.add(queue)

    # Calls

    def begin(self, call: Call, leg: str, line: Line | None = None, contact: Contact | None = None) -> None:
        person = line.user if line else ""
        call.caller_leg = self.legs[leg] = Leg(leg, call, contact, line, person)
        self.calls[call.id] = call
        if person:
            self._engage(person, leg, call.start)
        if user := self.plan.users.get(person):
            call.callers_music = user.music

    def part(
        self,
        call: Call,
        event: Event,
        callee: Party,
        now: float,
        *,
        owner: str,
        outbound: bool = False,
        operator: Party | None = None,
        same: bool = False,
    ) -> history.Part:
        """Something begins that will be an element; `same`: of the step that the last one is of."""
        last = call.parts[-1].segment if call.parts else -1
        arrives = event == "incoming" and call.parts  # whom a colleague dials has a part in the first step
        part = history.Part(
            segment=last if same or arrives else last + 1,
            event=event,
            direction="outbound" if outbound else "inbound",
            owner=owner,
            caller=call.caller,
            callee=callee,
            start=now,
            operator=operator,
        )
        call.parts.append(part)
        return part

    def enter(self, call: Call, step: Step, now: float) -> None:
        call.step = step
        step.begin(now)

    def ring(self, call: Call, contact: Contact, attempt: Attempt, person: str, *, answers: bool = False) -> Leg:
        leg = self._new_leg(call, attempt)
        leg.contact, leg.line, leg.person = contact, self.plan.lines.get(contact.line), person
        self.agent(person).ringing.add(leg.id)
        self.want(Ring(call.id, leg.id, contact.id, call.shown, answers))
        return leg

    def dial(self, call: Call, attempt: Attempt, dial: Dial, now: float, person: str = "", charged: str = "") -> Leg:
        """To a carrier, for `person` if it is a phone of theirs outside, at the cost of `charged`."""
        leg = self._new_leg(call, attempt)
        leg.number, leg.person, leg.charged, leg.dialled = dial.number, person, charged, now
        if person:
            self.agent(person).ringing.add(leg.id)
        if charged:
            self._pay(leg.id, charged, call.came_to)
            sent = call.sent_outside.setdefault(charged, [])
            if dial.number not in sent:
                sent.append(dial.number)
            if call.came_to:
                self._sent.append(Sent(now, call.id, charged, call.came_to, call.caller.number, dial.number))
                self.sent_lately(now)
        self.want(replace(dial, leg=leg.id, charged=charged, came_to=call.came_to if charged else ""))
        return leg

    def _new_leg(self, call: Call, attempt: Attempt) -> Leg:
        while (name := f"{call.id}.{call.legs_named}") in self.legs:
            call.legs_named += 1
        call.legs_named += 1
        leg = self.legs[name] = call.legs[name] = Leg(name, call, attempt=attempt)
        return leg

    def rings(self, leg: Leg, now: float) -> None:
        call = leg.call
        call.rings_since = call.rings_since if call.ringing else now
        call.ringing.add(leg.id)

    def _rings_no_more(self, leg: Leg, now: float) -> None:
        call = leg.call
        if leg.id in call.ringing:
            call.ringing.discard(leg.id)
            call.rang += 0 if call.ringing else now - call.rings_since

    # What the caller hears

    def meet(self, call: Call) -> None:
        """Answer the caller, to be played to."""
        if not call.met:
            call.met = True
            self.want(Answer(call.caller_leg.id))

    def play(self, call: Call, *names: str, forever: bool = False) -> None:
        call.hears = names[-1] if forever else ""
        self.want(Play(call.caller_leg.id, names, forever, call.language))

    def hush(self, call: Call) -> None:
        call.hears = ""
        self.want(Hush(call.caller_leg.id))

    def alert(self, call: Call) -> None:
        """It rings at the other end."""
        if call.met:
            if call.hears != sounds.RINGBACK:
                self.play(call, sounds.RINGBACK, forever=True)
        elif not call.caller_leg.rang:
            call.caller_leg.rang = True
            self.want(Alert(call.caller_leg.id))

    def hear(self, call: Call, leg: Leg) -> None:
        """What a phone outside sends before it is answered."""
        call.caller_leg.rang = True
        call.hears = ""
        self.want(Hear(call.caller_leg.id, leg.id))

    # Talk

    def answer(self, leg: Leg, now: float) -> None:
        """A phone was picked up. One outside costs from then on, though its owner may have a key to press first."""
        leg.answer = now if leg.answer is None else leg.answer
        self._rings_no_more(leg, now)
        if leg.charged:
            self._look(leg.charged, now)

    def connect(self, leg: Leg, now: float) -> None:
        """The first who answers has the call."""
        call = leg.call
        for other in [other for other in call.legs.values() if other is not leg]:
            self.release(other, now)
        call.answer = now
        call.talking = leg
        self.answer(leg, now)
        if leg.person:
            self._engage(leg.person, leg.id, now)
        self.want(Connect(call.caller_leg.id, leg.id))

    def tape(self, call: Call, parts: Sequence[history.Part], now: float) -> None:
        """Record the talk that came of some parts, for the owner of each."""
        if call.talking is None:
            return
        begun = [
            Recording(history.recording_id(call.id, n), part.owner, call.parts.index(part), now)
            for n, part in enumerate(parts, start=len(call.recordings))
        ]
        call.recordings += begun
        self.want(Tape(call.caller_leg.id, call.talking.id, tuple(each.id for each in begun)))

    def announce(self, call: Call, *names: str) -> None:
        """To both who talk, in place of what is announced now; none: no more of that."""
        if call.talking:
            self.want(Announce(call.caller_leg.id, call.talking.id, names, call.language))

    def _engage(self, person: str, leg: str, now: float) -> None:
        agent = self.agent(person)
        self._wrapped_up(agent, agent.wraps_up, now)
        agent.ringing.discard(leg)
        agent.engaged.add(leg)
        if agent.offered:
            self.occupied.add(person)

    def wrap_up(self, leg: Leg, part: history.Part, seconds: float, now: float) -> None:
        """The talk of a queue's member is over, who is offered no other for so long. It is measured until they take up
        one all the same; who talks in another already takes no time."""
        agent = self.agent(leg.person)
        agent.ready_at = now + seconds
        afterwards = Afterwards(leg.call, part, now)
        if not agent.engaged - {leg.id}:
            agent.wraps_up = afterwards

        def ready(then: float) -> None:
            self._wrapped_up(agent, afterwards, then)
            self.stir(agent.id)

        self.at(agent.ready_at, ready)

    def _wrapped_up(self, agent: Agent, what: Afterwards | None, now: float) -> None:
        if what is None or agent.wraps_up is not what:
            return
        agent.wraps_up = None
        call, seconds = what.call, max(now - what.since, 0.0)
        self.want(WrappedUp(call.id, what.part.owner, what.part.start + call.ahead, seconds))

    def release(self, leg: Leg, now: float, status: int = 480) -> None:
        """End a leg of ours."""
        self.want(Release(leg.id, status))
        self.drop(leg, now)

    def drop(self, leg: Leg, now: float) -> None:
        """Forget a leg that is gone."""
        if self._is_unconfirmed(leg):
            leg.call.unconfirmed.append(self._unconfirmed(leg, now))
        self._rings_no_more(leg, now)
        self.legs.pop(leg.id, None)
        leg.call.legs.pop(leg.id, None)
        if leg.person:
            agent = self.agent(leg.person)
            agent.ringing.discard(leg.id)
            if leg.id in agent.engaged:
                agent.engaged.discard(leg.id)
                agent.idle_since = now
            self.stir(leg.person)
        if leg.charged:
            self._paid(leg.id, leg.charged, leg.call.came_to, leg.answer, now)

    @staticmethod
    def _is_unconfirmed(leg: Leg) -> bool:
        """Whether it is someone's phone outside, answered there by a mailbox or by whoever does not want the call. A
        number that the whole call went on to has an element already."""
        return leg.asked and bool(leg.person)

    def _unconfirmed(self, leg: Leg, now: float) -> history.Part:
        user = self.plan.users.get(leg.person)
        operator = history.party(user) if user else None
        return history.unconfirmed(leg.person, leg.call.caller, leg.number, operator, leg.dialled, now)

    def hold(self, leg: Leg, now: float) -> None:
        if leg.call.talking and leg.held_since is None:
            leg.held_since = now
            if music := self._music(leg):
                self.want(Play(self._other(leg).id, (music,), forever=True))

    def resume(self, leg: Leg, now: float) -> None:
        """Time in which both hold counts once: what is over is what came before the other's hold, if that goes on."""
        call, since = leg.call, leg.call.held_since()
        if leg.held_since is not None and call.talking and self._music(leg):
            self.want(Hush(self._other(leg).id))
        leg.held_since = None
        if since is not None:
            still = call.held_since()
            call.hold += (now if still is None else still) - since

    @staticmethod
    def _music(leg: Leg) -> str:
        """Of whoever holds."""
        own = leg.call.callers_music if leg is leg.call.caller_leg else None
        return leg.call.music if own is None else own

    @staticmethod
    def _other(leg: Leg) -> Leg:
        call = leg.call
        return call.talking if leg is call.caller_leg and call.talking else call.caller_leg

    # Money

    def calls_outside(self, whose: str) -> int:
        """Of an extension that pays for them, or of a direct number that they came to; also those that only ring."""
        return len(self._outside.get(whose, ()))

    def calls_sent_on(self, extension: str, caller: str, number: str) -> int:
        """Those of one caller that an extension sends on to one number."""
        live = (self.legs[leg] for leg in self._outside.get(extension, ()) if leg in self.legs)
        return sum(bool(caller) and (leg.number, leg.call.caller.number) == (number, caller) for leg in live)

    def sent_lately(self, now: float) -> Sequence[Sent]:
        """Also of calls that are over; what is older is forgotten."""
        while self._sent and self._sent[0].at <= now - LATELY:
            self._sent.popleft()
        return self._sent

    def seconds_left(self, extension: Extension, now: float) -> float:
        """Of the day that it is where the extension is, after those of calls that go on; also of one whose calling plan
        was taken away meanwhile."""
        rules = extension.outbound or Outbound()
        when, seconds = self._spent.get(extension.id, (0, 0.0))
        spent = seconds if when == day(extension.hours, self.wall(now)) else 0.0
        live = sum(now - since for _, since in self._paying(extension.id))
        return rules.minutes_a_day * 60 - spent - live

    def spent(self, told: Spent, now: float) -> None:
        """What calls outside have cost before this exchange began, and those that still do."""
        for each in told.totals:
            when, _ = self._spent.get(each.extension, (0, 0.0))
            if each.day > when:
                self._spent[each.extension] = each.day, each.seconds
        for orphan in told.orphans:
            self._orphans[orphan.leg] = orphan
            self._pay(orphan.leg, orphan.extension, orphan.came_to)
        for id in {orphan.extension for orphan in told.orphans}:
            self._look(id, now)

    def left(self, leg: str, now: float) -> None:
        """A call that an exchange before this one began is over."""
        if orphan := self._orphans.pop(leg, None):
            self._paid(leg, orphan.extension, orphan.came_to, orphan.since, now)

    def _paying(self, extension: str) -> Iterator[tuple[str, float]]:
        """The answered legs that an extension pays for, and since when."""
        for id in self._outside.get(extension, ()):
            since = self._orphans[id].since if id in self._orphans else self.legs[id].answer
            if since is not None:
                yield id, since

    def _pay(self, leg: str, extension: str, came_to: str) -> None:
        for whose in filter(None, (extension, came_to)):
            self._outside.setdefault(whose, set()).add(leg)

    def _paid(self, leg: str, extension: str, came_to: str, since: float | None, now: float) -> None:
        for whose in filter(None, (extension, came_to)):
            self._outside[whose].discard(leg)
            if not self._outside[whose]:
                del self._outside[whose]
        if since is None:
            return
        found, seconds = self.plan.extension(extension), max(now - since, 0.0)
        today = day(found.hours, self.wall(now)) if found else 0
        when, spent = self._spent.get(extension, (today, 0.0))
        self._spent[extension] = today, seconds + (spent if when == today else 0.0)
        self.want(Spend(extension, today, seconds))

    def _look(self, id: str, now: float, *, warned: bool = False) -> None:
        """Calls end as the minutes of whoever pays are used up, and those who talk are warned before: when that will
        be, if none ends until then."""
        extension, live = self.plan.extension(id), sum(1 for _ in self._paying(id))
        left = self.seconds_left(extension, now) if extension and live else math.inf
        if left == math.inf:
            return
        when = now + max((left if warned else left - WARNING) / live, MOMENT)
        if when < self._looks.get(id, math.inf):
            self._looks[id] = when
            self.at(when, lambda then: self._looked(id, then))

    def _looked(self, id: str, when: float) -> None:
        """Unless there was reason to look before, and again since."""
        if self._looks.get(id) != when:
            return
        del self._looks[id]
        extension, live = self.plan.extension(id), [leg for leg, _ in self._paying(id)]
        left = self.seconds_left(extension, when) if extension else math.inf
        is_soon = left < WARNING + MOMENT
        for leg in live if is_soon else ():
            if left < MOMENT:
                self._cut(leg, when)
            else:
                self._warn(leg, when)
        if left >= MOMENT:
            self._look(id, when, warned=is_soon)

    def _warn(self, leg: str, now: float) -> None:
        """Both who talk."""
        found = self.legs.get(leg)
        if found and found.call.talking is found and not found.call.warned:
            found.call.warned = True
            self.because(found.call, f"outside {found.number}", "ends in", WARNING, "limits.minutes", now)
            self.announce(found.call, sounds.LIMIT)

    def _cut(self, leg: str, now: float) -> None:
        """Who has yet to press a key has a moment more."""
        found = self.legs.get(leg)
        if found is None:
            self.want(Release(leg))
        elif found.call.talking is found:
            call = found.call
            self.because(call, f"outside {found.number}", "minutes left", 0, "limits.minutes", now)
            now = call.clock(now)
            call.step.ended(now)
            self.finish(call, "connected", now)

    # The end

    def finish(self, call: Call, result: Result, now: float, status: int = 480) -> None:
        """The call is over: its legs are released, its record is written. `status` is what the caller is told."""
        record = self.record(call, result, now)
        for leg in [*call.legs.values()]:
            self.release(leg, now)
        if call.caller_leg.id in self.legs:
            self.release(call.caller_leg, now, status)
        self.calls.pop(call.id, None)
        self.want(Write(record))

    def record(self, call: Call, result: Result, now: float) -> Record:
        """The history of the call as it would be if it ended now."""
        now = max(now, call.start, call.latest)
        found = history.record(
            call.id,
            call.call_type,
            call.start,
            now,
            result,
            call.parts,
            [
                *call.unconfirmed,
                *(self._unconfirmed(leg, now) for leg in call.legs.values() if self._is_unconfirmed(leg)),
            ],
            call.held(now),
            call.messages,
            call.recordings,
            call.ahead,
        )
        return replace(
            found,
            rang=call.rang + (now - call.rings_since if call.ringing else 0),
            sent_to=tuple(dict.fromkeys(number for numbers in call.sent_outside.values() for number in numbers)),
            taken_at=call.talking.number if call.talking else "",
            why=call.why,
        )
