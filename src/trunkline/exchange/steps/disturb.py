"""Not to be disturbed, or to be again: dialled by star codes, as phones without a key for it do."""

from dataclasses import dataclass

from trunkline.exchange import sounds
from trunkline.exchange.floor import Call, Floor, Step
from trunkline.exchange.plan import User
from trunkline.exchange.steps.tell import TellStep


@dataclass(eq=False)
class DisturbStep(Step):
    floor: Floor
    call: Call
    caller: User
    may: bool

    def begin(self, now: float) -> None:
        self.floor.disturb(self.caller.id, self.may)
        self.floor.because(self.call, f"user {self.caller.number}", "may be disturbed", self.may, "", now)
        sound = sounds.DISTURBED if self.may else sounds.UNDISTURBED
        self.floor.enter(self.call, TellStep(self.floor, self.call, sound, "succeeded"), now)
