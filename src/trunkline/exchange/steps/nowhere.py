"""A call that ends before any phone rings: an unknown number, or a caller who may not call."""

from dataclasses import dataclass

from trunkline.exchange.floor import Call, Floor, Step
from trunkline.exchange.vocabulary import Result


@dataclass(eq=False)
class NowhereStep(Step):
    floor: Floor
    call: Call
    result: Result
    status: int

    def begin(self, now: float) -> None:
        self.floor.finish(self.call, self.result, now, self.status)
