"""The way out: who may dial what, what number is shown, and what an INVITE to a carrier says."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from trunkline.exchange import sounds
from trunkline.exchange.destinations import country, details
from trunkline.exchange.floor import Call, Floor, Sent
from trunkline.exchange.numbers import E164
from trunkline.exchange.plan import Extension, Outbound, Plan, User
from trunkline.exchange.vocabulary import Dial, Party


class Forbidden(Struct, frozen=True):
    """Why someone may not dial a number: the setting that says so, and what the caller is told."""

    setting: str
    sound: str


NUMBERS = 10  # that one call may be sent to at somebody's cost, at once and one after another
SAME = 2  # calls of one caller that are sent on to one number at once: of more, each would be the one before come back
AGAIN = 10  # and in a minute, one after another
FULL = 3  # times as many as may be at once are sent on in a minute of calls that overlap

NO_TRUNK = Forbidden("trunk", "")
NO_PLAN = Forbidden("calling_plans", sounds.NO_PLAN)
BARRED = Forbidden("outbound_calling", sounds.NOT_ALLOWED)
PREMIUM = Forbidden("limits.premium", sounds.NOT_ALLOWED)
INTERNATIONAL = Forbidden("international_calling", sounds.NOT_ALLOWED)
AT_ONCE = Forbidden("limits.calls", sounds.LIMIT)
MINUTES = Forbidden("limits.minutes", sounds.LIMIT)
LOOP = Forbidden("loop", sounds.LIMIT)


def forbidden(floor: Floor, call: Call, sender: Extension, number: str, now: float) -> Forbidden | None:
    """Whether `sender` dials it or sends the call on to it."""
    rules = sender.outbound
    if not floor.plan.trunks:
        return NO_TRUNK
    if rules is None:
        return NO_PLAN
    if rules.barred:
        return BARRED
    return _too_dear(floor.plan, rules, sender, number) or _too_much(floor, call, rules, sender, number, now)


def _too_dear(plan: Plan, rules: Outbound, sender: Extension, number: str) -> Forbidden | None:
    """What is not within one's own country is abroad, unless a plan covers it; of that, a plan has to."""
    if details(number).premium and not rules.premium:
        return PREMIUM
    goes_to, home = country(number), plan.site(sender.site_id).dialling
    if goes_to in rules.countries:
        return None
    if home and goes_to == home.country:
        return NO_PLAN
    return None if rules.international else INTERNATIONAL


def _too_much(
    floor: Floor, call: Call, rules: Outbound, sender: Extension, number: str, now: float
) -> Forbidden | None:
    """By extension, and by the direct number that a call came to: a carrier that sends it back to us is stopped."""
    if floor.calls_outside(sender.id) >= rules.at_once:
        return AT_ONCE
    if call.came_to and floor.calls_outside(call.came_to) >= floor.plan.calls_of_number:
        return AT_ONCE
    if floor.seconds_left(sender, now) <= 0:
        return MINUTES
    tried = call.sent_outside.get(sender.id, ())
    if len(tried) >= NUMBERS and number not in tried:
        return LOOP
    return LOOP if call.came_to and _comes_back(floor, call, rules, sender, number, now) else None


def _comes_back(floor: Floor, call: Call, rules: Outbound, sender: Extension, number: str, now: float) -> bool:
    """Whether a call from outside may be one that we sent there, or has come back itself meanwhile: then it is not sent
    on without end, to one number after another."""
    caller = call.caller.number
    if floor.calls_sent_on(sender.id, caller, number) >= SAME:
        return True
    lately = [each for each in floor.sent_lately(now) if (each.call, each.number) != (call.id, number)]
    by_sender = [each for each in lately if each.sender == sender.id]
    of_caller = [each for each in by_sender if each.caller == caller]
    if caller and len({each.call for each in of_caller if each.number == number}) >= AGAIN:
        return True
    of_number = [each for each in lately if each.came_to == call.came_to]
    return any(
        _overlap(floor, call, sent) and len({(each.call, each.number) for each in sent}) >= most
        for sent, most in (
            (of_caller, NUMBERS),
            (by_sender, max(NUMBERS, FULL * rules.at_once)),
            (of_number, max(NUMBERS, FULL * floor.plan.calls_of_number)),
        )
    )


def _overlap(floor: Floor, call: Call, sent: Sequence[Sent]) -> bool:
    """Whether another call was there at the same time. Who hangs up and calls again is none that comes back."""
    return any(each.call != call.id and (each.call in floor.calls or each.at >= call.start) for each in sent)


def shown(plan: Plan, extension: Extension | None) -> str:
    """The number that those outside see: the one that was chosen, if it is allowed; empty: withheld."""
    if extension is None:
        return ""
    site = plan.site(extension.site_id).number
    rules = extension.outbound or Outbound(extension.direct_numbers)
    if rules.withheld:
        return ""
    return rules.shown if rules.shown in rules.numbers else next(iter(rules.numbers), site)


def shown_inside(user: User, party: Party) -> Party:
    """What colleagues see of a user who calls them."""
    shown = user.shown_inside
    return replace(party, number=shown.number, name=shown.name) if shown else party


def dial(floor: Floor, call: Call, number: str, extension: Extension) -> Dial:
    """A call that is sent on shows who calls, if that is someone outside who may be shown, or else who sends it on."""
    caller = call.caller
    outsider = not caller.extension_type
    if outsider and E164.fullmatch(caller.number):
        return Dial(call.id, "", "", number, caller.number, caller.name)
    hidden = outsider and not caller.number
    number_shown = "" if hidden else shown(floor.plan, extension)
    name = floor.plan.site(extension.site_id).caller_name or extension.name
    return Dial(call.id, "", "", number, number_shown, name if number_shown else "")
