"""Wait in line until a member of the queue is free and answers; who waits too long goes on to where the queue says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Origin, Step
from trunkline.exchange.history import Part, party
from trunkline.exchange.hours import season
from trunkline.exchange.plan import Action, Member, Queue, User
from trunkline.exchange.steps.phones import handling, is_in, ring_besides, show_outside
from trunkline.exchange.taping import tape
from trunkline.exchange.vocabulary import Result

REST = 30.0  # seconds in which a member who let a call ring is not offered it again
LOOK = 60.0  # seconds: members' own hours begin at whole minutes


@dataclass(eq=False)
class Offer:
    """A member rings for a caller."""

    member: str
    part: Part
    attempt: Attempt


@dataclass(eq=False)
class QueueStep(Step):
    floor: Floor
    call: Call
    known: Queue  # as it was when the caller came
    part: Part
    place: int = field(init=False)
    offers: dict[str, Offer] = field(default_factory=dict[str, Offer])  # by member
    resting: dict[str, float] = field(default_factory=dict[str, float])  # until when, by member
    round: set[str] = field(default_factory=set[str])  # members who were offered the call in this round
    last: Part | None = None  # of the round

    @property
    def queue(self) -> str:
        return self.known.id

    @property
    def now_is(self) -> Queue:
        """The queue as it is now; the line of one that was deleted is served as it was."""
        return self.floor.plan.queues.get(self.known.id, self.known)

    def begin(self, now: float) -> None:
        floor, call, queue = self.floor, self.call, self.known
        hours = season(queue.hours, floor.wall(now))
        if not queue.active:
            self.because("active", False, "call_queues.status", now)
            floor.finish(call, "unconnected", now)
            return
        if hours != "business":
            name = "closed_hours" if hours == "closed" else f"holiday_hours {hours.name}"
            self.because("hours", name, "call_handling.custom_hours", now)
            self.is_closed(queue.closed if hours == "closed" else queue.holidays.get(hours.id, queue.closed), now)
            return
        self.because("hours", "business_hours", "call_handling.custom_hours", now)
        line = floor.lines.get(queue.id, {})
        if len(line) >= queue.max_callers:
            self.because("callers waiting", len(line), "call_handling.max_call_in_queue", now)
            self.go_on(queue.overflow, now)
        elif not any(self.at_work(member, now) and not self.is_caller(member) for member in queue.members):
            self.because("members at work", 0, "call_queues.members", now)
            self.go_on(queue.overflow, now)
        else:
            self.wait(now)

    def is_closed(self, action: Action, now: float) -> None:
        """Nobody waits, so nothing overflows: the call is sent on as a receptionist does it."""
        origin = Origin(self.known, self.part, "forward", "succeeded", "no_answer")
        if not self.floor.onward(self.call, action, origin, now):
            self.floor.finish(self.call, "no_answer", now)

    def wait(self, now: float) -> None:
        queue = self.known
        self.because("waits for", queue.max_wait, "call_handling.max_wait_time", now)
        self.floor.meet(self.call)
        self.place = next(self.floor.places)
        self.floor.in_call(self.call, now + queue.max_wait, self.waited)
        if queue.greeting:
            self.floor.play(self.call, queue.greeting)
        else:
            self.played(now)

    def played(self, now: float) -> None:
        """The greeting is over: the caller's turn counts from when they came."""
        if self.waits() or self.call.step is not self:
            return
        if self.known.connecting:
            self.floor.play(self.call, self.known.connecting, forever=True)
        line = self.floor.lines.setdefault(self.queue, {})
        line[self.call.id] = self
        self.floor.stirred.add(self.queue)
        if any(member.hours for member in self.known.members):
            self.look_again(now)

    def waits(self) -> bool:
        return self.call.id in self.floor.lines.get(self.queue, ())

    def look_again(self, now: float) -> None:
        if self.waits():
            self.floor.stirred.add(self.queue)
            self.floor.at(now - now % LOOK + LOOK, self.look_again)

    @property
    def is_offered(self) -> bool:
        return bool(self.offers)

    # Members

    def at_work(self, member: Member, now: float) -> bool:
        """Whether someone takes calls of the queue at all, now or later."""
        user = self.floor.plan.users.get(member.user)
        return (
            user is not None
            and user.active
            and member.id not in self.floor.opted_out
            and user.id not in self.floor.undisturbed
            and (member.hours is None or season(member.hours, self.floor.wall(now)) == "business")
            and self.floor.reachable(member.user)
        )

    def is_caller(self, member: Member) -> bool:
        return member.user == self.call.caller_leg.person

    def is_free(self, member: Member, now: float) -> bool:
        agent = self.floor.agent(member.user)
        busy = not self.now_is.while_on_a_call and (agent.engaged or agent.ringing)
        return not busy and not agent.offered and agent.ready_at <= now and self.at_work(member, now)

    def may_ring(self, user: str, now: float) -> bool:
        return (
            user not in self.offers
            and user not in self.call.declined
            and user != self.call.caller_leg.person
            and self.resting.get(user, -inf) <= now
        )

    # Offers

    def offer(self, free: list[str], now: float) -> None:
        """Ring the members whose turn it is, of those who are free; they are not free any more."""
        candidates = [user for user in free if self.may_ring(user, now)]
        for user in self.next_of(candidates):
            free.remove(user)
            self.floor.turns[self.queue] = user
            self.ring(user, now)

    def next_of(self, free: list[str]) -> Iterable[str]:
        queue = self.now_is
        if queue.distribution == "simultaneous":
            return free
        if self.offers or not free:
            return ()
        if queue.distribution == "longest_idle":
            return (min(free, key=lambda user: self.floor.agent(user).idle_since),)
        if queue.distribution == "sequential":
            fresh = [user for user in free if user not in self.round]
            return ((fresh or free)[0],)
        members = [member.user for member in queue.members]
        last = self.floor.turns.get(queue.id)
        after = members.index(last) + 1 if last in members else 0
        order = {user: n for n, user in enumerate(members[after:] + members[:after])}
        return (min(free, key=lambda user: order[user]),)

    def ring(self, user: str, now: float) -> None:
        """One of them rings: all of their phones."""
        queue, person = self.now_is, self.floor.plan.users[user]
        attempt = Attempt(self.floor, self.call, self, user, name=user)
        attempt_of = [contact for contact in self.floor.contacts_of(user) if not is_in(self.call, contact)]
        for contact in attempt_of:
            attempt.ring(contact, answers=queue.phones_answer)
        if queue.numbers:
            for number in handling(self.floor, self.call, person, now).numbers:
                # Whoever answers there must press 1: a mailbox would have the caller otherwise.
                ring_besides(self.floor, self.call, person, type(number)(number.number, True), attempt, now)
        if not attempt.legs:
            self.rest(user, now)
            return
        again = user in self.round
        if again or self.last is None:
            self.round.clear()
        self.round.add(user)
        same = self.last is not None and not again
        part = self.floor.part(self.call, "ring_to_member", party(person), now, owner=user, same=same)
        self.last = part
        self.offers[user] = offer = Offer(user, part, attempt)
        self.floor.agent(user).offered = self.call.id
        self.because("rings", person.name, f"call_distribution.{queue.distribution}", now)
        self.floor.in_call(self.call, now + queue.ring_for, lambda then: self.rang_long(offer, then))

    def rang_long(self, offer: Offer, now: float) -> None:
        """A phone rings for its whole time, from when it began to."""
        if self.offers.get(offer.member) is not offer:
            return
        since = offer.attempt.ringing
        over = now if since is None else since + self.now_is.ring_for
        if over > now:
            self.floor.in_call(self.call, over, lambda then: self.rang_long(offer, then))
            return
        offer.attempt.stop(now)
        self.over(offer, "ring_timeout", now)
        self.rest(offer.member, now)

    def rest(self, user: str, now: float) -> None:
        self.resting[user] = now + REST
        self.floor.in_call(self.call, now + REST, lambda _: self.floor.stirred.add(self.queue))

    def over(self, offer: Offer, result: Result, now: float) -> None:
        offer.part.close(result, now)
        del self.offers[offer.member]
        self.free(offer.member)

    def free(self, user: str) -> None:
        agent = self.floor.agent(user)
        if agent.offered == self.call.id:
            agent.offered = ""
            self.floor.stir(user)

    # What members do

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        offer = self.offer_of(leg)
        if offer and offer.attempt.ringing == now and offer.part.start < now and not offer.part.answer:
            offer.part.start = now

    def taken(self, leg: Leg, now: float) -> None:
        offer = self.offers.pop(leg.attempt.name if leg.attempt else "")
        whom = party(self.person(leg.person), line=leg.line, contact=leg.contact)
        self.because("answered", whom.name, "", now)
        for other in self.offers.values():
            other.part.operator, other.part.reason = whom, "answered_by_other"
            other.part.close("answered", now)
        self.floor.connect(leg, now)
        self.leave_line()
        for user in (offer.member, *self.offers):
            self.free(user)
        self.offers.clear()
        for part in (self.part, offer.part):
            part.answer, part.result = now, "answered"
        offer.part.callee = offer.part.operator = whom
        show_outside(self.floor, self.call, leg, self.person(offer.member), now)
        self.call.music = self.now_is.music
        dialled = self.call.parts[0]
        if dialled.event == "outgoing":
            dialled.answer, dialled.result = now, "connected"
        tape(self.floor, self.call, now)

    def offer_of(self, leg: Leg) -> Offer | None:
        """Of the member for whom it rings, whoever's phone it is."""
        return self.offers.get(leg.attempt.name) if leg.attempt else None

    def person(self, user: str) -> User:
        """Who was deleted while their phone rang is remembered by what is known of the offer."""
        return self.floor.plan.users.get(user) or User(user, "", 0, "", "", "", "")

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        """A caller keeps their place when a member says no; a member who did is not asked again."""
        if offer := self.offers.get(attempt.name):
            if result == "rejected":
                self.call.declined.add(offer.member)
                offer.part.operator = offer.part.callee
            self.over(offer, "ring_timeout" if result == "no_answer" else result, now)
            if result != "rejected":
                self.rest(offer.member, now)

    def has_others(self, attempt: Attempt, now: float) -> bool:
        """Whoever does not answer at all rests, while someone else can be offered the call."""
        free = [member.user for member in self.now_is.members if self.is_free(member, now)]
        return any(user != attempt.name and self.may_ring(user, now) for user in free)

    def withdraw(self, person: str, now: float) -> None:
        if not self.now_is.while_on_a_call and (offer := self.offers.get(person)):
            offer.attempt.stop(now)
            self.over(offer, "busy", now)

    def ended(self, now: float) -> None:
        if self.call.talking and self.now_is.wrap_up:
            self.floor.wrap_up(self.call.talking, self.part, self.now_is.wrap_up, now)

    # The caller leaves the line

    def waited(self, now: float) -> None:
        if self.call.step is self:
            self.because("answered", False, "call_handling.max_wait_time", now)
            self.go_on(self.now_is.overflow, now)

    def go_on(self, action: Action, now: float) -> None:
        self.stop_ringing("ring_timeout", now)
        self.part.close("overflowed", now)
        origin = Origin(self.known, self.part, "overflow", "overflowed", "overflowed")
        if not self.floor.onward(self.call, action, origin, now):
            self.floor.finish(self.call, "overflowed", now)

    def abandoned(self, now: float) -> None:
        self.stop_ringing("canceled", now)
        self.floor.finish(self.call, "abandoned", now)

    def stop_ringing(self, result: Result, now: float) -> None:
        self.leave_line()
        for offer in [*self.offers.values()]:
            offer.attempt.stop(now)
            self.over(offer, result, now)

    def leave_line(self) -> None:
        line = self.floor.lines.get(self.queue, {})
        line.pop(self.call.id, None)
        if not line:
            self.floor.lines.pop(self.queue, None)

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"queue {self.known.number}", condition, value, setting, now)


def settle(floor: Floor, now: float) -> None:
    """Whatever happened may have freed someone: of those who wait, who came first is served first."""
    while floor.occupied:
        person = floor.occupied.pop()
        if call := floor.calls.get(floor.agent(person).offered):
            call.step.withdraw(person, call.clock(now))
    while floor.stirred:
        stirred, floor.stirred = floor.stirred, set()
        callers = [caller for queue in stirred for caller in floor.lines.get(queue, {}).values()]
        free: dict[str, list[str]] = {}
        done: set[str] = set()  # queues that can serve nobody more
        for caller in sorted(callers, key=lambda caller: caller.place):
            queue = caller.now_is
            if queue.id in done:
                continue
            if queue.id not in free:
                free[queue.id] = [member.user for member in queue.members if caller.is_free(member, now)]
            members = free[queue.id] = [user for user in free[queue.id] if not floor.agent(user).offered]
            caller.offer(members, now)
            alone = caller.is_offered and not queue.several_at_once and queue.distribution != "simultaneous"
            if alone or not members:
                done.add(queue.id)
