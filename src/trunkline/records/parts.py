"""An owner's part of a call: what the oldest lists (`call_logs`) show as a row, in words of their own.

A part is all that happened to one owner in one call. What the newer lists say of each of those elements is said here in
the older words, both when a call is written, so that lists can be filtered, and when it is read.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

ATTEMPTS = {"ring_to_member", "shared_line_incoming"}  # someone among others was rung
SENT_ON = {"forward", "overflow", "direct_transfer", "warm_transfer"}

RESULTS = {
    "answered": "Call connected",
    "connected": "Call connected",
    "accepted": "Call connected",
    "picked_up": "Call connected",
    "succeeded": "Call connected",
    "voicemail": "Voicemail",
    "no_answer": "No Answer",
    "ring_timeout": "No Answer",
    "canceled": "Call Cancel",
    "rejected": "Rejected",
    "busy": "Busy",
    "unconnected": "Missed",
    "call_failed": "Call failed",
    "invalid_operation": "Call failed",
    "system_blocked": "Blocked",
    "service_unavailable": "Internal Error",
    "hang_up": "Call Cancel",
    "invalid_key": "Call failed",
    "abandoned": "Missed",
    "overflowed": "Missed",
}
# Where more is known than the result alone says.
PARKED = "Park"
TAKEN = "Answered by Other Member"  # it rang in vain, or they dialled for the owner
WRONG_NUMBER = "Wrong Number"  # what was dialled is nobody's
RESTRICTED = "Restricted Number"  # a rule of ours keeps from calling it
MISSED = {"No Answer", "Missed", "Call Cancel", "Busy", "Rejected", "Voicemail"}

PATHS = {
    "ring_to_member": "callQueue",
    "shared_line_incoming": "sharedLineGroup",
    "forward": "forward",
    "overflow": "forward",
    "direct_transfer": "transfer",
    "warm_transfer": "transfer",
    "park_pick_up": "parkPickup",
    "timeout": "parkTimeout",
    "listen": "monitor",
    "whisper": "monitor",
    "barge": "monitor",
    "conference_barge": "monitor",
    "takeover": "takeover",
}
OWNERS = {
    "user": "user",
    "call_queue": "callQueue",
    "auto_receptionist": "autoReceptionist",
    "common_area": "commonArea",
    "shared_line_group": "sharedLineGroup",
}
PATHS_OF_OWNERS = {
    "call_queue": "callQueue",
    "auto_receptionist": "autoReceptionist",
    "common_area": "commonAreaPhone",
    "shared_line_group": "sharedLineGroup",
}


class Told(Protocol):
    """What an element says of itself, newly made or as a row."""

    @property
    def event(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def answer(self) -> float | None: ...


Element = TypeVar("Element", bound=Told)
Thing = TypeVar("Thing")


def standing(elements: Sequence[Element]) -> Element:
    """The element whose result is that of all: the first that was answered, else the last that is no attempt."""
    answered = (each for each in elements if each.answer is not None)
    others = (each for each in reversed(elements) if each.event not in ATTEMPTS)
    return next(answered, None) or next(others, None) or elements[-1]


def result(event: str, result: str, reason: str, *, callee_is_ours: bool) -> str:
    """The older word for a result."""
    match event, result:
        case _ if reason:
            return TAKEN
        case "park", "picked_up":
            return PARKED
        case "outgoing", "call_failed" if not callee_is_ours:
            return WRONG_NUMBER
        case "outgoing", "invalid_operation" if not callee_is_ours:
            return RESTRICTED
        case _:
            return RESULTS[result]


def path(event: str, owner_type: str, connect_type: str) -> str:
    """By which way the owner came to the call, as the first of the owner's elements says."""
    inside = "extension" if connect_type == "internal" else "pstn"
    return PATHS.get(event) or PATHS_OF_OWNERS.get(owner_type) or inside


def missed(direction: str, result: str) -> bool:
    return direction == "inbound" and result in MISSED


def by_owner(elements: Iterable[tuple[str, Thing]]) -> dict[str, list[Thing]]:
    """The parts of one call: its elements under their owners; what nobody owns is in no part."""
    found: dict[str, list[Thing]] = {}
    for owner, element in elements:
        if owner:
            found.setdefault(owner, []).append(element)
    return found
