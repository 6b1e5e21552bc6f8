"""A call that ends before any phone rings: an unknown number, or a caller who may not call."""

from dataclasses import dataclass

from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.history import named
from trunkline.exchange.vocabulary import Element, Party, Result


@dataclass(eq=False)
class NowhereStep:
    floor: Floor
    call: Call
    callee: Party
    result: Result
    status: int

    def begin(self, now: float) -> None:
        self.floor.finish(self.call, self.result, now, self.status)

    def rang(self, now: float) -> None:
        """No phone rings here."""

    def answered(self, leg: Leg, now: float) -> None:
        """No phone rings here."""

    def refused(self, leg: Leg, status: int, now: float) -> None:
        """No phone rings here."""

    def elements(self, result: Result, now: float) -> tuple[Element, ...]:
        call = self.call
        dialled = Element(
            id=named(call.id, call.start, "0.0"),
            segment=0,
            node=0,
            event="outgoing",
            direction="outbound",
            owner=call.caller.extension,
            caller=call.caller,
            callee=self.callee,
            operator=None,
            start=call.start,
            answer=None,
            end=now,
            result=result,
        )
        return (dialled,)
