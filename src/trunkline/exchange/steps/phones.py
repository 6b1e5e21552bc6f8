"""Which phones of a person ring at an hour, and which do not."""

from trunkline.exchange.attempt import TELLING, UNAVAILABLE, Attempt
from trunkline.exchange.floor import Call, Floor
from trunkline.exchange.hours import season
from trunkline.exchange.outside import dial, forbidden
from trunkline.exchange.plan import Handling, Outside, User
from trunkline.exchange.vocabulary import Contact, Result


def handling(floor: Floor, call: Call, user: User, now: float) -> Handling:
    """What holds at this hour, by the person's own clock."""
    hours = season(user.hours, now)
    if hours == "business":
        found, name = user.handling, "business_hours"
    elif hours == "closed":
        found, name = user.closed or user.handling, "closed_hours"
    else:
        found, name = user.holidays.get(hours.id) or user.closed or user.handling, f"holiday_hours {hours.name}"
    floor.because(call, f"user {user.number}", "hours", name, "call_handling.custom_hours", now)
    return found


def ring_outside(floor: Floor, call: Call, user: User, phone: Outside, attempt: Attempt, now: float) -> None:
    """A phone of someone's outside. It costs them as if they dialled, and what they may not dial does not ring."""
    if why := forbidden(floor, user, phone.number, now):
        floor.because(call, f"user {user.number}", f"{phone.number} may not ring", why.setting, why.setting, now)
        attempt.reasons.append(("unconnected", UNAVAILABLE))
        return
    wanted = dial(floor, call, phone.number, user)
    trunks = [trunk.id for trunk in floor.plan.trunks]
    attempt.dial(wanted, trunks, press_1=phone.press_1, charged=user.id)


def dials(call: Call, contact: Contact) -> bool:
    """The phone that one dials oneself from does not ring: if it is not known which, none of its line does."""
    own = call.caller_leg
    if own.contact:
        return contact.id == own.contact.id
    return own.line is not None and contact.line == own.line.id


def best(reasons: list[tuple[Result, int]]) -> tuple[Result, int]:
    """What is told of several phones that did not answer; of none, that there was nothing to ring."""
    return min(reasons, key=lambda told: TELLING.index(told[0]), default=("unconnected", UNAVAILABLE))
