"""Whose calls are recorded: those of each extension that placed or took one, as its policy is when two begin to talk.

Two people of one call may each have theirs recorded: each has a recording then, of one capture.
"""

from collections.abc import Iterator

from trunkline.exchange.floor import Call, Floor
from trunkline.exchange.history import Part
from trunkline.exchange.plan import Extension, Plan, Queue, Taping, User


def tape(floor: Floor, call: Call, now: float) -> None:
    """Two people talk, from now on; what is not said of a part is not recorded. Emergency calls never are."""
    if call.call_type == "emergency":
        return
    found = [*_found(floor.plan, call, now)]
    for extension, _, _ in found:
        floor.because(call, _step(extension), "call is recorded", True, "auto_call_recording", now)
    if found:
        floor.tape(call, [part for _, part, _ in found], [taping for _, _, taping in found], now)


def _found(plan: Plan, call: Call, now: float) -> Iterator[tuple[Extension, Part, Taping]]:
    for part in call.parts:
        extension = plan.extension(part.owner) if part.answer == now else None
        if extension and (taping := _policy(extension, part)):
            yield extension, part, taping


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


def _step(extension: Extension) -> str:
    return f"{'queue' if isinstance(extension, Queue) else 'user'} {extension.number}"
