"""Whose calls are recorded: those of each extension that placed or took one, as its policy is when two begin to talk.

Two people of one call may each have theirs recorded: each has a recording then, of one capture. Where a policy wants
consent, its recording begins when the other party pressed a key, and never without.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from trunkline.exchange import sounds
from trunkline.exchange.floor import Call, Floor, Leg
from trunkline.exchange.history import Part
from trunkline.exchange.plan import Beeps, Extension, Plan, Queue, Taping, User
from trunkline.exchange.vocabulary import Play

KEY = "1"
LONGEST = 20.0  # seconds in which to press it


class Wish(Struct, frozen=True):
    """An extension's, to have its part of a call recorded."""

    extension: Extension
    part: Part
    taping: Taping

    @property
    def step(self) -> str:
        return f"{'queue' if isinstance(self.extension, Queue) else 'user'} {self.extension.number}"


def tape(floor: Floor, call: Call, now: float) -> None:
    """Two people talk, from now on; what is not said of a part is not recorded. Emergency calls never are."""
    if call.call_type == "emergency":
        return
    wishes = [*_wishes(floor.plan, call, now)]
    asks = [wish for wish in wishes if wish.taping.consent]
    _begin(floor, call, [wish for wish in wishes if not wish.taping.consent], asks, now)
    if asks:
        for wish in asks:
            floor.because(call, wish.step, "asks for consent", True, "auto_call_recording", now)
        floor.at(now + LONGEST, partial(_give_up, floor, call))


def pressed(floor: Floor, leg: Leg, key: str, now: float) -> None:
    """Someone who talks may agree so."""
    call = leg.call
    agreed = [wish for wish in call.unrecorded if key == KEY and _other(call, wish) is leg]
    if agreed:
        _begin(floor, call, agreed, [wish for wish in call.unrecorded if wish not in agreed], now)


def untaped(floor: Floor, leg: Leg, now: float) -> None:
    """What is said in a call is not recorded, and should be."""
    call = leg.call
    if call.or_no_call:
        call.step.ended(now)
        floor.finish(call, "connected", now)


def _begin(floor: Floor, call: Call, wishes: Sequence[Wish], asks: Sequence[Wish], now: float) -> None:
    """Some are recorded from now on; others have yet to be agreed to."""
    if wishes:
        floor.tape(call, [wish.part for wish in wishes], now)
    for wish in wishes:
        floor.because(call, wish.step, "call is recorded", True, "auto_call_recording", now)
        call.or_no_call |= wish.taping.or_no_call
        if beeps := wish.taping.beeps:
            floor.at(now + beeps.every, partial(_beep, floor, call, wish, beeps))
    told = [wish.taping.told for wish in wishes if wish.taping.told] + [sounds.CONSENT] * bool(asks)
    if told or call.unrecorded:  # then what they hear now is the question
        floor.announce(call, *dict.fromkeys(told))
    call.unrecorded = asks


def _give_up(floor: Floor, call: Call, now: float) -> None:
    for wish in call.unrecorded:
        floor.because(call, wish.step, "consent", "not given", "auto_call_recording", now)
    call.unrecorded = ()


def _beep(floor: Floor, call: Call, wish: Wish, beeps: Beeps, now: float) -> None:
    """For as long as they talk. Not to one who is on hold: it would be in place of the music."""
    if call.talking is None or floor.calls.get(call.id) is not call:
        return
    if call.held_since() is None:
        for leg in (call.caller_leg, call.talking):
            if beeps.all or leg is not _other(call, wish):
                floor.want(Play(leg.id, (beeps.sound,)))
    floor.at(now + beeps.every, partial(_beep, floor, call, wish, beeps))


def _other(call: Call, wish: Wish) -> Leg | None:
    """Whom they talk with who have this wish."""
    return call.talking if wish.part.direction == "outbound" else call.caller_leg


def _wishes(plan: Plan, call: Call, now: float) -> Iterator[Wish]:
    for part in call.parts:
        extension = plan.extension(part.owner) if part.answer == now else None
        if extension and (taping := _policy(extension, part)):
            yield Wish(extension, part, taping)


def _policy(extension: Extension, part: Part) -> Taping | None:
    """A queue's calls go by the queue's policy, not by that of the member who takes one; and what is sent on to a
    number outside is no call of whoever sends it."""
    match extension:
        case User() if part.event == "outgoing":
            return extension.tapes_outgoing
        case User() if part.direction == "inbound" and part.event != "ring_to_member":
            return extension.tapes_incoming
        case Queue() if part.direction == "inbound":
            return extension.taping
        case _:
            return None
