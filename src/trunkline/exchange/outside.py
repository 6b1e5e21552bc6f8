"""The way out: who may dial what, what number is shown, and what an INVITE to a carrier says."""

import math

from msgspec import Struct

from trunkline.exchange import sounds
from trunkline.exchange.floor import Call, Floor
from trunkline.exchange.numbers import E164, international
from trunkline.exchange.plan import Extension, Outbound, Plan, User
from trunkline.exchange.vocabulary import Dial


class Forbidden(Struct, frozen=True):
    """Why someone may not dial a number: the setting that says so, and what the caller is told."""

    setting: str
    sound: str


SEVERAL = 60  # calls at once that a queue may send on

NO_TRUNK = Forbidden("trunk", "")
NO_PLAN = Forbidden("calling_plans", sounds.NO_PLAN)
INTERNATIONAL = Forbidden("international_calling", sounds.NOT_ALLOWED)
AT_ONCE = Forbidden("outbound.at_once", sounds.LIMIT)
MINUTES = Forbidden("outbound.minutes_a_day", sounds.LIMIT)


def forbidden(floor: Floor, sender: Extension, number: str, now: float) -> Forbidden | None:
    """Those who are no person send calls on within their country."""
    rules = sender.outbound if isinstance(sender, User) else Outbound(at_once=SEVERAL, minutes_a_day=math.inf)
    if not floor.plan.trunks:
        return NO_TRUNK
    if rules is None:
        return NO_PLAN
    if not rules.international and international(number, floor.plan.site(sender.site_id).dialling):
        return INTERNATIONAL
    if floor.calls_outside(sender.id) >= rules.at_once:
        return AT_ONCE
    if floor.minutes_outside(sender, now) >= rules.minutes_a_day:
        return MINUTES
    return None


def shown(plan: Plan, extension: Extension | None) -> str:
    """The number that those outside see: the one that was chosen, if it is allowed; empty: withheld."""
    if extension is None:
        return ""
    site = plan.site(extension.site_id).number
    rules = extension.outbound if isinstance(extension, User) else None
    rules = rules or Outbound(extension.direct_numbers)
    if rules.withheld:
        return ""
    return rules.shown if rules.shown in rules.numbers else next(iter(rules.numbers), site)


def dial(floor: Floor, call: Call, number: str, extension: Extension) -> Dial:
    """A call that is sent on shows who calls, if that is someone outside who may be shown, or else who sends it on."""
    caller = call.caller
    outsider = not caller.extension_type
    if outsider and E164.fullmatch(caller.number):
        return Dial(call.id, "", "", number, caller.number, caller.name)
    hidden = outsider and not caller.number
    number_shown = "" if hidden else shown(floor.plan, extension)
    return Dial(call.id, "", "", number, number_shown, extension.name if number_shown else "")
