"""Ring one person, as their hours and settings say; who is busy, declines or does not answer has the call go on.

Beside them ring those who take their calls for them; what the person does counts for more than what those do.
"""

from collections.abc import Iterator, Sequence

from trunkline.exchange import numbers
from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Origin, Step
from trunkline.exchange.history import Part, party
from trunkline.exchange.outside import NUMBERS
from trunkline.exchange.plan import (
    Action,
    BusySignal,
    CallWaiting,
    Disconnect,
    Handling,
    Outside,
    Sending,
    User,
    Voicemail,
)
from trunkline.exchange.refusals import BUSY, DECLINED, UNAVAILABLE, said
from trunkline.exchange.sending import forbidden
from trunkline.exchange.steps.assistants import Assistants
from trunkline.exchange.steps.forward import goes_to_another
from trunkline.exchange.steps.phones import best, handling, is_in, ring_besides, show_outside
from trunkline.exchange.taping import tape
from trunkline.exchange.vocabulary import Contact, Result

Phone = Contact | Outside


class UserStep(Step):
    def __init__(self, floor: Floor, call: Call, user: User, part: Part) -> None:
        self.floor, self.call, self.user, self.part = floor, call, user, part
        self.handling: Handling
        self.later: list[list[Phone]] = []  # phones that ring when those before do not
        self.attempt: Attempt | None = None  # of the person's own phones, while they ring
        self.has_rung = False
        self.reasons: list[tuple[Result, int]] = []
        self.assistants = Assistants(floor, call, self, user)

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
            if self.assistants.ring(now, self.handling.ring_for):
                self.floor.in_call(self.call, self.assistants.until, self.assistants_rang)
            self.ring_next(now)

    def in_turn(self, now: float) -> Iterator[list[Phone]]:
        """All phones at once, or one after another."""
        own = self.floor.contacts_of(self.user.id) if self.handling.phones else []
        phones: list[Phone] = [contact for contact in own if not is_in(self.call, contact)]
        self.because("phones that can ring", len(phones), "call_handling.call_forwarding", now)
        phones += [*dict.fromkeys(self.handling.numbers)][:NUMBERS]
        if self.handling.ring_mode == "simultaneous":
            yield phones
        else:
            yield from ([phone] for phone in phones)

    def ring_next(self, now: float) -> None:
        while self.later:
            attempt = Attempt(self.floor, self.call, self, self.user.id)
            for phone in self.later.pop(0):
                if not isinstance(phone, Contact):
                    ring_besides(self.floor, self.call, self.user, phone, attempt, now)
                elif self.floor.is_registered(phone) and not is_in(self.call, phone):
                    attempt.ring(phone)
            if attempt.legs:
                self.wait_for(attempt, now)
                return
            self.reasons += attempt.reasons
        self.attempt = None
        if self.assistants.ringing and now < self.assistants.until:
            return
        result, status = best(self.reasons)
        self.because("answered", False, "", now)
        action = self.handling.unanswered
        if result == "busy" and not isinstance(self.handling.busy, CallWaiting):
            action = Disconnect() if isinstance(self.handling.busy, BusySignal) else self.handling.busy
        self.go_on(action, result, said(status), now)

    def wait_for(self, attempt: Attempt, now: float) -> None:
        self.attempt = attempt
        self.because("rings for", self.handling.ring_for, "call_handling.max_wait_time", now)
        self.floor.in_call(self.call, now + self.handling.ring_for, lambda then: self.give_up(attempt, then))

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        self.assistants.rang(leg, now)
        if not self.has_rung and self.part.event == "incoming" and self.part is not self.call.parts[0]:
            self.part.start = now
        self.has_rung = True
        self.floor.alert(self.call)

    def taken(self, leg: Leg, now: float) -> None:
        self.because("answered", leg.contact.line if leg.contact else leg.number, "", now)
        self.floor.connect(leg, now)
        assistant = self.assistants.taken(leg, now)
        user = assistant or self.user
        whom = party(user, did=self.part.callee.did, line=leg.line, contact=leg.contact)
        if assistant:
            self.part.reason = "answered_by_other"
            self.part.close("answered", now)
        else:
            self.part.callee, self.part.answer, self.part.result = whom, now, "answered"
        self.part.operator = self.part.operator or whom
        show_outside(self.floor, self.call, leg, user, now)
        self.call.music = user.music
        dialled = self.call.parts[0]
        if dialled.event == "outgoing":
            dialled.answer, dialled.result = now, "connected"
            if dialled.callee.extension == user.id:
                dialled.callee = whom
        tape(self.floor, self.call, now)

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        if self.assistants.failed(attempt, result, now):
            if self.attempt is None:
                self.ring_next(now)
            return
        self.reasons.append((result, status))
        if result == "rejected":
            self.call.declined.add(self.user.id)
            self.part.operator = self.part.operator or self.part.callee
            self.because("declined", True, "", now)
            self.go_on(self.handling.unanswered, result, said(status), now)
        else:
            self.ring_next(now)

    def has_others(self, attempt: Attempt, now: float) -> bool:
        """A phone to be tried yet; assistants are only beside."""
        return bool(self.later) or attempt is not self.attempt

    def redirected(self, attempt: Attempt, dialled: Sequence[str], now: float) -> bool:
        """As if they had set that their calls go there: to the numbers that they may send them to, the first that takes
        it. That it is the phone which sends them is forwarding, that nobody takes them there is overflow: both policies
        hold."""
        if attempt is not self.attempt:
            return False
        self.because("sent on by a phone", ", ".join(dialled[:NUMBERS]), "", now)
        others = tuple(number for number in dialled[:NUMBERS] if self.may_send(number, now))
        last = self.allowed(self.handling.unanswered, now)
        origin = Origin(self.user, self.part, "forward", "rejected", "rejected", DECLINED, others, last)
        if not goes_to_another(self.floor, self.call, origin, now):
            return False
        attempt.stop(now)
        self.assistants.stop("ring_timeout", now)
        return True

    def may_send(self, dialled: str, now: float) -> bool:
        """A number that a phone sends calls to is as good as set by its person, unless it would call for help."""
        if numbers.emergency_for(self.user, dialled, self.floor.plan):
            return False
        return all(self.allows(Outside(dialled), rules, now) for rules in (self.user.forwarding, self.user.overflow))

    def allows(self, action: Action, rules: Sending, now: float) -> bool:
        policy = forbidden(self.floor.plan, self.user, action, rules)
        if policy is not None:
            self.because("may send calls on there", False, policy, now)
        return policy is None

    def give_up(self, attempt: Attempt, now: float) -> None:
        if self.call.step is self and self.attempt is attempt and attempt.legs:
            attempt.stop(now)
            self.failed(attempt, "no_answer", UNAVAILABLE, now)

    def assistants_rang(self, now: float) -> None:
        if self.call.step is self and self.attempt is None and self.assistants.ringing:
            self.reasons.append(("no_answer", UNAVAILABLE))
            self.ring_next(now)

    def go_on(self, action: Action, result: Result, status: int, now: float) -> None:
        """To where calls go that the person does not take; or they end here."""
        self.assistants.stop("ring_timeout", now)
        on: Result = "ring_timeout" if result == "no_answer" else result
        end: Result = result if result in ("rejected", "busy") else "no_answer"
        origin = Origin(self.user, self.part, "forward", on, end, status)
        if not self.floor.onward(self.call, self.allowed(action, now), origin, now):
            self.end(result, status, now)

    def allowed(self, action: Action, now: float) -> Action:
        """A policy that was tightened since holds all the same."""
        return action if self.allows(action, self.user.overflow, now) else Voicemail()

    def end(self, result: Result, status: int, now: float) -> None:
        self.floor.finish(self.call, result, now, status)

    def abandoned(self, now: float) -> None:
        self.part.operator = self.part.operator or self.call.caller
        self.assistants.stop("canceled", now)
        self.floor.finish(self.call, "canceled", now)

    def calls_oneself(self) -> bool:
        return self.call.caller_leg.person == self.user.id

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"user {self.user.number}", condition, value, setting, now)
