"""An emergency call goes before everything else: no limit, plan or status is looked at, and every carrier is tried."""

from dataclasses import dataclass

from trunkline.exchange import sounds
from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Step
from trunkline.exchange.plan import Line, User
from trunkline.exchange.steps.tell import TellStep
from trunkline.exchange.vocabulary import Dial, Result

OVERLOADED = 503


@dataclass(eq=False)
class EmergencyStep(Step):
    floor: Floor
    call: Call
    caller: User
    line: Line
    number: str
    is_heard: bool = False

    def begin(self, now: float) -> None:
        plan = self.floor.plan
        if plan.trunks:
            wanted = self.dial()
            self.because("passes to the carriers", str(wanted.location), "emergency_address", now)
            self.because("may be called back", wanted.shown or "no: nobody there has a number", "phone_numbers", now)
            attempt = Attempt(self.floor, self.call, self)
            attempt.dial(wanted, [trunk.id for trunk in plan.trunks], now, any_refusal=True)
        elif plan.loopback:
            self.because("is answered here", True, "demo", now)
            self.floor.meet(self.call)
            self.call.answer = self.call.parts[0].answer = now
            self.call.parts[0].result = "connected"
            self.floor.play(self.call, sounds.EMERGENCY, sounds.EMERGENCY)
        else:
            self.because("carriers", 0, "trunk", now)
            self.lost(now)

    def dial(self) -> Dial:
        """With the place of the phone, and a number that can be called back: it is never withheld."""
        caller, site = self.caller, self.floor.plan.site(self.caller.site_id)
        allowed = caller.outbound.numbers if caller.outbound else ()
        number = next(iter((*caller.direct_numbers, *allowed)), site.number or site.callback)
        location = self.line.address or site.address
        return Dial(self.call.id, "", "", self.number, number, caller.name, location)

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        if heard and not self.is_heard:
            self.is_heard = True
            self.floor.hear(self.call, leg)
        elif not self.is_heard:
            self.floor.alert(self.call)

    def taken(self, leg: Leg, now: float) -> None:
        self.floor.connect(leg, now)
        self.call.music = self.call.callers_music = ""
        self.call.parts[0].answer, self.call.parts[0].result = now, "connected"

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        self.because("carriers", f"refused: {status}", "trunk", now)
        self.lost(now)

    def lost(self, now: float) -> None:
        """Never silently: the caller hears that nobody was reached."""
        told = TellStep(self.floor, self.call, sounds.NO_EMERGENCY, "service_unavailable", OVERLOADED, answers=False)
        self.floor.enter(self.call, told, now)

    def played(self, now: float) -> None:
        self.floor.finish(self.call, "connected", now)

    def abandoned(self, now: float) -> None:
        self.floor.finish(self.call, "canceled", now)

    def because(self, condition: str, value: object, setting: str, now: float) -> None:
        self.floor.because(self.call, f"emergency {self.number}", condition, value, setting, now)
