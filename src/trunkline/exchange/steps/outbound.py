"""Dial a number outside: through the trunk, under the number that may be shown, if the caller may."""

from dataclasses import dataclass

from msgspec.structs import replace

from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Step
from trunkline.exchange.history import Part
from trunkline.exchange.outside import NO_TRUNK, dial, forbidden
from trunkline.exchange.plan import Queue, User
from trunkline.exchange.refusals import FORBIDDEN, OVERLOADED, UNAVAILABLE, said
from trunkline.exchange.steps.nowhere import NowhereStep
from trunkline.exchange.steps.tell import TellStep
from trunkline.exchange.taping import tape
from trunkline.exchange.vocabulary import Dial, Result

LONGEST = 180.0  # seconds that it may ring (RFC 3261 section 16.6, timer C)


@dataclass(eq=False)
class OutboundStep(Step):
    floor: Floor
    call: Call
    caller: User
    number: str
    is_heard: bool = False
    part: Part | None = None  # of somebody else for whom it is placed

    def begin(self, now: float) -> None:
        floor, call = self.floor, self.call
        why = forbidden(floor, call, self.caller, self.number, now)
        self.because("may dial", why is None, why.setting if why else "calling_plans", now)
        call.why = why.setting if why else ""
        if why is NO_TRUNK:
            floor.enter(call, NowhereStep(floor, call, "service_unavailable", OVERLOADED), now)
        elif why:
            floor.enter(call, TellStep(floor, call, why.sound, "invalid_operation", FORBIDDEN, answers=False), now)
        else:
            call.music = self.caller.music
            wanted = dial(floor, call, self.number, self.caller)
            self.because("shows", wanted.shown or "nothing", "outbound_caller_id", now)
            shown = {"did": wanted.shown, "number_type": "byoc"} if wanted.shown else {"hidden": True}
            call.parts[0].caller = replace(call.caller, **shown)
            wanted = self.on_behalf(wanted, now)
            attempt = Attempt(floor, call, self)
            attempt.dial(wanted, [trunk.id for trunk in floor.plan.trunks], now, charged=self.caller.id)
            floor.in_call(call, now + LONGEST, self.give_up)

    def on_behalf(self, wanted: Dial, now: float) -> Dial:
        """Under the number of a colleague or a queue it is theirs too, and their name goes with it. A receptionist's is
        that of the company, which everyone shows who has none."""
        owner = self.floor.plan.extension(self.floor.plan.dialled.get(wanted.shown, ""))
        if owner is None or owner.id == self.caller.id or not isinstance(owner, User | Queue):
            return wanted
        dialled, part = self.call.parts[0], self.floor.part
        self.part = part(self.call, "outgoing", dialled.callee, now, owner=owner.id, outbound=True, same=True)
        self.part.caller = self.part.operator = dialled.caller
        self.because("is placed for", owner.name, "outbound_caller_id", now)
        return replace(wanted, name=owner.name) if wanted.name == self.caller.name else wanted

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        if heard and not self.is_heard:
            self.is_heard = True
            self.floor.hear(self.call, leg)
        elif not self.is_heard:
            self.floor.alert(self.call)

    def taken(self, leg: Leg, now: float) -> None:
        self.floor.connect(leg, now)
        self.call.parts[0].answer, self.call.parts[0].result = now, "connected"
        if self.part:
            self.part.result, self.part.reason = "connected", "call_out_by_other"
        tape(self.floor, self.call, now)

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        self.floor.finish(self.call, result, now, said(status))

    def give_up(self, now: float) -> None:
        if self.call.step is self:
            self.floor.finish(self.call, "no_answer", now, UNAVAILABLE)

    def abandoned(self, now: float) -> None:
        self.floor.finish(self.call, "canceled", now)

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"outside {self.number}", condition, value, setting, now)
