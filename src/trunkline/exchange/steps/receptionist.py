"""An auto receptionist greets, and sends the call on as its hours say."""

from dataclasses import dataclass

from trunkline.exchange.floor import Call, Floor, Origin, Step
from trunkline.exchange.history import Part
from trunkline.exchange.hours import season
from trunkline.exchange.plan import Action, AutoReceptionist


@dataclass(eq=False)
class ReceptionistStep(Step):
    floor: Floor
    call: Call
    receptionist: AutoReceptionist
    part: Part

    def begin(self, now: float) -> None:
        if not self.receptionist.active:
            self.floor.finish(self.call, "unconnected", now)
        elif self.receptionist.greeting:
            self.floor.meet(self.call)
            self.floor.play(self.call, self.receptionist.greeting)
        else:
            self.played(now)

    def played(self, now: float) -> None:
        origin = Origin(self.receptionist, self.part, "forward", "succeeded", "no_answer")
        if not self.floor.onward(self.call, self.action(now), origin, now):
            self.floor.finish(self.call, "no_answer", now)

    def action(self, now: float) -> Action:
        who, hours = self.receptionist, season(self.receptionist.hours, self.floor.wall(now))
        if hours == "business":
            found, name = who.open, "business_hours"
        elif hours == "closed":
            found, name = who.closed, "closed_hours"
        else:
            found, name = who.holidays.get(hours.id, who.closed), f"holiday_hours {hours.name}"
        self.floor.because(self.call, f"receptionist {who.number}", "hours", name, "call_handling.custom_hours", now)
        return found

    def abandoned(self, now: float) -> None:
        self.floor.finish(self.call, "hang_up", now)
