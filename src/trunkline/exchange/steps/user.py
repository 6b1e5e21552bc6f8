"""Ring one person, as their hours and settings say; who is busy, declines or does not answer has the call go on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from trunkline.exchange.attempt import BUSY, DECLINED, TELLING, UNAVAILABLE, Attempt, said
from trunkline.exchange.floor import Call, Floor, Leg, Origin, Step
from trunkline.exchange.history import Part, party
from trunkline.exchange.hours import season
from trunkline.exchange.outside import dial, forbidden
from trunkline.exchange.plan import Action, BusySignal, CallWaiting, Disconnect, Handling, Outside, User
from trunkline.exchange.vocabulary import Contact, Result

Phone = Contact | Outside


@dataclass(eq=False)
class UserStep(Step):
    floor: Floor
    call: Call
    user: User
    part: Part
    handling: Handling = field(init=False)
    later: list[list[Phone]] = field(default_factory=list[list[Phone]])  # phones that ring when those before do not
    attempt: Attempt | None = None
    has_rung: bool = False
    reasons: list[tuple[Result, int]] = field(default_factory=list[tuple[Result, int]])

    def begin(self, now: float) -> None:
        self.handling = handling(self.floor, self.call, self.user, now)
        busy = self.handling.busy
        if not self.user.active:
            self.because("active", False, "users.status", now)
            self.end("unconnected", UNAVAILABLE, now)
        elif self.user.id in self.call.declined:
            self.because("declined this call already", True, "", now)
            self.go_on(self.handling.unanswered, "rejected", DECLINED, now)
        elif self.user.id in self.floor.undisturbed:
            self.because("do not disturb", True, "*78", now)
            self.go_on(self.handling.unanswered, "busy", BUSY, now)
        elif self.floor.engaged(self.user.id) and not isinstance(busy, CallWaiting) and not self.calls_oneself():
            self.because("on another call", True, "call_handling.busy_routing", now)
            self.go_on(Disconnect() if isinstance(busy, BusySignal) else busy, "busy", BUSY, now)
        else:
            self.later = [*self.in_turn(now)]
            self.ring_next(now)

    def in_turn(self, now: float) -> Iterator[list[Phone]]:
        """All phones at once, or one after another."""
        own = self.floor.contacts_of(self.user.id) if self.handling.phones else []
        phones: list[Phone] = [contact for contact in own if not dials(self.call, contact)]
        self.because("phones that can ring", len(phones), "call_handling.call_forwarding", now)
        phones += self.handling.numbers
        if self.handling.ring_mode == "simultaneous":
            yield phones
        else:
            yield from ([phone] for phone in phones)

    def ring_next(self, now: float) -> None:
        while self.later:
            attempt = Attempt(self.floor, self.call, self, self.user.id)
            for phone in self.later.pop(0):
                if not isinstance(phone, Contact):
                    ring_outside(self.floor, self.call, self.user, phone, attempt, now)
                elif self.floor.is_registered(phone):
                    attempt.ring(phone)
            if attempt.legs:
                self.wait_for(attempt, now)
                return
            self.reasons += attempt.reasons
        result, status = best(self.reasons)
        self.because("answered", False, "", now)
        action = self.handling.unanswered
        if result == "busy" and not isinstance(self.handling.busy, CallWaiting):
            action = Disconnect() if isinstance(self.handling.busy, BusySignal) else self.handling.busy
        self.go_on(action, result, said(result, status), now)

    def wait_for(self, attempt: Attempt, now: float) -> None:
        self.attempt = attempt
        self.because("rings for", self.handling.ring_for, "call_handling.max_wait_time", now)
        self.floor.in_call(self.call, now + self.handling.ring_for, lambda then: self.give_up(attempt, then))

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        if not self.has_rung and self.part.event == "incoming" and self.part is not self.call.parts[0]:
            self.part.start = now
        self.has_rung = True
        self.floor.alert(self.call)

    def taken(self, leg: Leg, now: float) -> None:
        self.because("answered", leg.contact.line if leg.contact else leg.number, "", now)
        self.floor.connect(leg, now)
        whom = party(self.user, did=self.part.callee.did, line=leg.line, contact=leg.contact)
        self.part.callee, self.part.answer, self.part.result = whom, now, "answered"
        self.part.operator = self.part.operator or whom
        self.call.music = self.user.music
        dialled = self.call.parts[0]
        if dialled.event == "outgoing":
            dialled.answer, dialled.result = now, "connected"
            if dialled.callee.extension == self.user.id:
                dialled.callee = whom

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        self.reasons.append((result, status))
        if result == "rejected":
            self.call.declined.add(self.user.id)
            self.part.operator = self.part.operator or self.part.callee
            self.because("declined", True, "", now)
            self.go_on(self.handling.unanswered, result, said(result, status), now)
        else:
            self.ring_next(now)

    def give_up(self, attempt: Attempt, now: float) -> None:
        if self.call.step is self and self.attempt is attempt and attempt.legs:
            attempt.stop(now)
            self.failed(attempt, "no_answer", UNAVAILABLE, now)

    def go_on(self, action: Action, result: Result, status: int, now: float) -> None:
        """To where calls go that the person does not take; or they end here."""
        on: Result = "ring_timeout" if result == "no_answer" else result
        end: Result = result if result in ("rejected", "busy") else "no_answer"
        origin = Origin(self.user, self.part, "forward", on, end, status)
        if not self.floor.onward(self.call, action, origin, now):
            self.end(result, status, now)

    def end(self, result: Result, status: int, now: float) -> None:
        self.floor.finish(self.call, result, now, status)

    def abandoned(self, now: float) -> None:
        self.part.operator = self.part.operator or self.call.caller
        self.floor.finish(self.call, "canceled", now)

    def calls_oneself(self) -> bool:
        return self.call.caller_leg.person == self.user.id

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"user {self.user.number}", condition, value, setting, now)


def handling(floor: Floor, call: Call, user: User, now: float) -> Handling:
    """What holds at this hour, by the person's own clock."""
    hours = season(user.hours, now)
    if hours == "business":
        found, name = user.handling, "business_hours"
    elif hours == "closed":
        found, name = user.closed or user.handling, "closed_hours"
    else:
        found, name = user.holidays.get(hours.id) or user.closed or user.handling, f"holiday_hours {hours.name}"
    floor.because(call, f"user {user.number}", "hours", name, "call_handling.custom_hours", now)
    return found


def ring_outside(floor: Floor, call: Call, user: User, phone: Outside, attempt: Attempt, now: float) -> None:
    """A phone of someone's outside. It costs them as if they dialled, and what they may not dial does not ring."""
    if why := forbidden(floor, user, phone.number, now):
        floor.because(call, f"user {user.number}", f"{phone.number} may not ring", why.setting, why.setting, now)
        attempt.reasons.append(("unconnected", UNAVAILABLE))
        return
    wanted = dial(floor, call, phone.number, user)
    trunks = [trunk.id for trunk in floor.plan.trunks]
    attempt.dial(wanted, trunks, press_1=phone.press_1, charged=user.id)


def dials(call: Call, contact: Contact) -> bool:
    """The phone that one dials oneself from does not ring: if it is not known which, none of its line does."""
    own = call.caller_leg
    if own.contact:
        return contact.id == own.contact.id
    return own.line is not None and contact.line == own.line.id


def best(reasons: list[tuple[Result, int]]) -> tuple[Result, int]:
    """What is told of several phones that did not answer; of none, that there was nothing to ring."""
    return min(reasons, key=lambda told: TELLING.index(told[0]), default=("unconnected", UNAVAILABLE))
