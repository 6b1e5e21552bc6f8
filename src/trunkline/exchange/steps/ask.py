"""A caller from outside presses a key before anybody's phone rings: what dials by itself does not (call screening)."""

from collections.abc import Callable
from dataclasses import dataclass

from trunkline.exchange import sounds
from trunkline.exchange.floor import Call, Floor, Step
from trunkline.exchange.history import Part
from trunkline.exchange.plan import Extension, Plan

KEY = "1"
LONGEST = 20.0  # seconds


def asked(floor: Floor, call: Call, extension: Extension, now: float) -> bool:
    """Whether the caller has to: those who call from a number of the company need not, where it is so set."""
    rules = extension.screening
    if not rules.asks:
        return False
    known = rules.knows_colleagues and _is_colleague(floor.plan, call.caller.number)
    floor.because(call, extension.name, f"asks callers to press {KEY}", not known, "call_screening", now)
    return not known


def _is_colleague(plan: Plan, number: str) -> bool:
    return bool(number) and number in plan.dialled


@dataclass(eq=False)
class AskStep(Step):
    floor: Floor
    call: Call
    extension: Extension
    part: Part
    through: Callable[[], Step]  # to the extension

    def begin(self, now: float) -> None:
        self.floor.meet(self.call)
        self.floor.play(self.call, sounds.SCREENED, forever=True)
        self.floor.in_call(self.call, now + LONGEST, self.waited)

    def pressed(self, key: str, now: float) -> None:
        if key == KEY:
            self.because("pressed", key, now)
            self.floor.hush(self.call)
            self.floor.enter(self.call, self.through(), now)

    def waited(self, now: float) -> None:
        if self.call.step is self:
            self.because("pressed", "nothing", now)
            self.floor.finish(self.call, "system_blocked", now)

    def abandoned(self, now: float) -> None:
        self.floor.finish(self.call, "canceled", now)

    def because(self, condition: str, value: object, now: float) -> None:
        self.floor.because(self.call, self.extension.name, condition, value, "call_screening", now)
