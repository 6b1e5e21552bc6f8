"""To take no calls of one's queues, or to take them again: dialled by star codes, for one queue by its number after
them. Who is no member of any, or not of that one, is told so."""

from dataclasses import dataclass

from trunkline.exchange import numbers, sounds
from trunkline.exchange.floor import Call, Floor, Step
from trunkline.exchange.plan import User
from trunkline.exchange.steps.tell import TellStep


@dataclass(eq=False)
class OptOutStep(Step):
    floor: Floor
    call: Call
    caller: User
    out: bool
    dialled: str  # number of a queue; empty: all of the caller's

    def begin(self, now: float) -> None:
        plan = self.floor.plan
        named = numbers.target(self.dialled, plan.site(self.caller.site_id), plan).extension if self.dialled else ""
        found = [
            (queue, member)
            for queue, member in self.floor.memberships(self.caller.id)
            if not self.dialled or queue.id == named
        ]
        for queue, member in found:
            self.floor.opt_out(member, self.out)
            self.floor.because(self.call, f"queue {queue.number}", "takes its calls", not self.out, "", now)
        if not found:
            self.call.why = "no member of the queue"
            self.floor.enter(self.call, TellStep(self.floor, self.call, sounds.NO_QUEUE, "invalid_operation"), now)
            return
        sound = sounds.OPTED_OUT if self.out else sounds.OPTED_IN
        self.floor.enter(self.call, TellStep(self.floor, self.call, sound, "succeeded"), now)
