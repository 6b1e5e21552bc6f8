"""How far people may have their calls sent on. The policies of overflow and of forwarding have the same codes."""

from collections.abc import Mapping
from typing import Any, Literal

from trunkline.settings.catalogue import UNRESTRICTED

OVERFLOW = ("call_overflow", "call_overflow_type")
FORWARDING = ("call_handling_forwarding_to_other_users", "call_forwarding_type")

_NO_CONTACTS = (2, 3)
_RECORDED_ALONE = 3


def to_numbers(restriction: int) -> bool:
    """To the public network."""
    return restriction == UNRESTRICTED


def to_contacts(restriction: int) -> bool:
    return restriction not in _NO_CONTACTS


def to_unrecorded(restriction: int) -> bool:
    """To extensions whose incoming calls are not recorded."""
    return restriction != _RECORDED_ALONE


def records(recording: Mapping[str, Any], direction: Literal["inbound", "outbound"]) -> bool:
    """Whether the policy `auto_call_recording` has calls of a direction recorded: all but those of the other alone,
    since people and queues have different words for both."""
    return recording["enable"] and recording["recording_calls"] not in {"inbound", "outbound"} - {direction}
