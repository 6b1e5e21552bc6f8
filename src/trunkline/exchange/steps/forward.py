"""Send a call on to a number outside, at the cost of whoever sends it."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from trunkline.exchange.attempt import Attempt
from trunkline.exchange.floor import Call, Floor, Leg, Origin, Step
from trunkline.exchange.history import Part, outsider, party
from trunkline.exchange.outside import dial
from trunkline.exchange.plan import Outside
from trunkline.exchange.refusals import GLOBAL, UNAVAILABLE, said
from trunkline.exchange.taping import tape
from trunkline.exchange.vocabulary import Result

LONGEST = 120.0  # seconds that it may ring


@dataclass(eq=False)
class ForwardStep(Step):
    floor: Floor
    call: Call
    target: Outside
    origin: Origin
    part: Part = field(init=False)

    def begin(self, now: float) -> None:
        sender, whom = self.origin.extension, outsider(self.target.number)
        self.part = self.floor.part(
            self.call, self.origin.event, whom, now, owner=sender.id, outbound=True, operator=party(sender)
        )
        attempt = Attempt(self.floor, self.call, self)
        attempt.dial(
            dial(self.floor, self.call, self.target.number, sender),
            [trunk.id for trunk in self.floor.plan.trunks],
            now,
            press_1=self.target.press_1,
            charged=sender.id,
        )
        self.floor.in_call(self.call, now + LONGEST, lambda then: self.give_up(attempt, then))

    def rang(self, leg: Leg, heard: bool, now: float) -> None:
        self.floor.alert(self.call)

    def taken(self, leg: Leg, now: float) -> None:
        self.floor.connect(leg, now)
        self.part.answer, self.part.result = now, "accepted" if self.target.press_1 else "connected"
        dialled = self.call.parts[0]
        if dialled.event == "outgoing":
            dialled.answer, dialled.result = now, "connected"
        tape(self.floor, self.call, now)

    def failed(self, attempt: Attempt, result: Result, status: int, now: float) -> None:
        origin = replace(self.origin, part=self.part, on=result, end=result, status=said(status))
        if status < GLOBAL and goes_to_another(self.floor, self.call, origin, now):
            return
        last, origin = origin.at_last, replace(origin, others=(), at_last=None)
        if last is None or not self.floor.onward(self.call, last, origin, now):
            self.floor.finish(self.call, result, now, said(status))

    def give_up(self, attempt: Attempt, now: float) -> None:
        if self.call.step is self:
            attempt.stop(now)
            self.failed(attempt, "no_answer", UNAVAILABLE, now)

    def abandoned(self, now: float) -> None:
        self.floor.finish(self.call, "canceled", now)


def goes_to_another(floor: Floor, call: Call, origin: Origin, now: float) -> bool:
    """Whether the call goes on to the first of the numbers left that lets it."""
    return any(
        floor.onward(call, Outside(number), replace(origin, others=origin.others[place:]), now)
        for place, number in enumerate(origin.others, start=1)
    )
