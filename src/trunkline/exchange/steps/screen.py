"""Calls from outside that an extension does not take: those without a number, or any in some of its hours."""

from dataclasses import dataclass

from trunkline.exchange.floor import Call, Floor, Origin, Step
from trunkline.exchange.history import Part
from trunkline.exchange.hours import season
from trunkline.exchange.plan import Action, Disconnect, Extension
from trunkline.exchange.refusals import DECLINED


def screened(floor: Floor, call: Call, extension: Extension, now: float) -> Action | None:
    """What becomes of the call instead; None: it gets through."""
    rules = extension.screening
    if rules.withheld and not call.caller.number:
        floor.because(call, extension.name, "takes calls without a number", False, "block_calls_without_caller_id", now)
        return Disconnect()
    if rules.seasons:
        found = season(extension.hours, floor.wall(now))
        name = found if isinstance(found, str) else "holiday"
        blocked = name in rules.seasons
        setting = f"block_external_calls.block_{name}_hours"
        floor.because(call, extension.name, "takes calls from outside", not blocked, setting, now)
        return rules.instead if blocked else None
    return None


@dataclass(eq=False)
class ScreenStep(Step):
    """The call goes to the mailbox of whoever does not take it, or ends."""

    floor: Floor
    call: Call
    extension: Extension
    part: Part
    instead: Action

    def begin(self, now: float) -> None:
        origin = Origin(self.extension, self.part, "forward", "system_blocked", "system_blocked", DECLINED)
        if not self.floor.onward(self.call, self.instead, origin, now):
            self.floor.finish(self.call, "system_blocked", now, DECLINED)
