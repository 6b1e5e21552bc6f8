"""Which phones of a person ring at an hour, and which do not."""

from trunkline.exchange import numbers, sending
from trunkline.exchange.attempt import TELLING, Attempt
from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.history import outsider, party
from trunkline.exchange.hours import season
from trunkline.exchange.outside import dial, forbidden
from trunkline.exchange.plan import CallWaiting, Handling, Outside, User
from trunkline.exchange.refusals import UNAVAILABLE
from trunkline.exchange.vocabulary import Contact, Result


def handling(floor: Floor, call: Call, user: User, now: float) -> Handling:
    """What holds at this hour, by the person's own clock."""
    hours = season(user.hours, floor.wall(now))
    if hours == "business":
        found, name = user.handling, "business_hours"
    elif hours == "closed":
        found, name = user.closed or user.handling, "closed_hours"
    else:
        found, name = user.holidays.get(hours.id) or user.closed or user.handling, f"holiday_hours {hours.name}"
    floor.because(call, f"user {user.number}", "hours", name, "call_handling.custom_hours", now)
    return found


def ring_besides(floor: Floor, call: Call, user: User, phone: Outside, attempt: Attempt, now: float) -> None:
    """A number that someone's calls ring at beside their own phones. One outside costs them as if they dialled, and
    what they may not dial does not ring; a colleague's rings the colleague's phones."""

    def because(condition: str, setting: str) -> None:
        call.why = setting
        floor.because(call, f"user {user.number}", f"{phone.number} may not ring", condition, setting, now)
        attempt.reasons.append(("unconnected", UNAVAILABLE))

    if (policy := sending.forbidden(floor.plan, user, phone, user.forwarding)) is not None:
        because("not allowed", policy)
        return
    target = numbers.target(phone.number, floor.plan.dialling_of(user), floor.plan)
    if not target.outside:
        colleague = floor.plan.users.get(target.extension)
        rung = {user.id, *call.visited}
        if colleague is None or colleague.id in rung or not takes(floor, call, colleague, now):
            because("one of ours that takes no call now", "call_handling.call_forwarding")
            return
        for contact in floor.contacts_of(colleague.id):
            if not is_in(call, contact):
                attempt.ring(contact, colleague.id)
    elif why := forbidden(floor, call, user, target.outside, now):
        because(why.setting, why.setting)
    else:
        wanted = dial(floor, call, target.outside, user)
        trunks = [trunk.id for trunk in floor.plan.trunks]
        attempt.dial(wanted, trunks, now, press_1=phone.press_1, charged=user.id)


def show_outside(floor: Floor, call: Call, leg: Leg, user: User, now: float) -> None:
    """Whose phone outside was answered has that in the history too: the number, and the leg over the carrier."""
    if leg.number:
        whom = outsider(leg.number)
        part = floor.part(call, "forward", whom, leg.dialled, owner=user.id, outbound=True, operator=party(user))
        part.answer, part.result = now, "accepted" if leg.press_1 else "connected"


def takes(floor: Floor, call: Call, user: User, now: float) -> bool:
    """Whether the phones of someone may ring beside those of the one who is called."""
    willing = user.active and user.id not in floor.undisturbed | call.declined
    if not willing or user.id == call.caller_leg.person:
        return False
    return not floor.engaged(user.id) or isinstance(handling(floor, call, user, now).busy, CallWaiting)


def is_in(call: Call, contact: Contact) -> bool:
    """Whether a phone has to do with the call, so that it does not ring for it: it rings already, or dialled. If it is
    not known which phone of a line dialled, none of it rings."""
    own = call.caller_leg
    if any(leg.contact and leg.contact.id == contact.id for leg in call.legs.values()):
        return True
    if own.contact:
        return contact.id == own.contact.id
    return own.line is not None and contact.line == own.line.id


def best(reasons: list[tuple[Result, int]]) -> tuple[Result, int]:
    """What is told of several phones that did not answer; of none, that there was nothing to ring."""
    return min(reasons, key=lambda told: TELLING.index(told[0]), default=("unconnected", UNAVAILABLE))
