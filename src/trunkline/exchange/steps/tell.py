"""Tell the caller something, then hang up."""

from dataclasses import dataclass

from trunkline.exchange.floor import Call, Floor, Step
from trunkline.exchange.vocabulary import Result

LONGEST = 60.0  # seconds, should nobody say that it was heard


@dataclass(eq=False)
class TellStep(Step):
    """A call that is refused is not answered: it costs the caller nothing to hear why."""

    floor: Floor
    call: Call
    sound: str
    result: Result
    status: int = 480
    answers: bool = True

    def begin(self, now: float) -> None:
        if self.answers:
            self.floor.meet(self.call)
        self.floor.play(self.call, self.sound)
        self.floor.in_call(self.call, now + LONGEST, self.over)

    def over(self, now: float) -> None:
        if self.call.step is self:
            self.played(now)

    def played(self, now: float) -> None:
        self.floor.finish(self.call, self.result, now, self.status)

    def abandoned(self, now: float) -> None:
        self.played(now)
