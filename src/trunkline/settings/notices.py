"""What is said to callers and called before a call is recorded by itself: the policy `auto_call_recording`.

Both hear the same: consent that depends on who calls cannot be switched on.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

INBOUND, OUTBOUND = "inbound_audio_notification", "outbound_audio_notification"
OLD = ("recording_start_prompt", "recording_explicit_consent")  # fields of the policy itself: those of both notices
FIELDS = (*OLD, "recording_start_prompt_audio_id")


def differing(recording: Mapping[str, Any]) -> Iterator[str]:
    """The fields that are not given alike for both directions."""
    notices = [recording.get(name, {}) for name in (INBOUND, OUTBOUND)]
    yield from (field for field in FIELDS if len({notice.get(field) for notice in notices}) > 1)


def both(recording: Mapping[str, Any]) -> dict[str, Any]:
    """The old fields are of both notices, where these do not say themselves."""
    old = {field: recording[field] for field in OLD if field in recording}
    if not old:
        return {**recording}
    return {**recording, **{name: old | recording.get(name, {}) for name in (INBOUND, OUTBOUND)}}


def _of_inbound(field: str) -> Callable[[Mapping[str, Any]], Any]:
    def view(policy: Mapping[str, Any]) -> Any:
        return policy[INBOUND][field]

    return view


# For documents.shown: the old fields follow the inbound notice.
VIEWS: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], Any]]] = MappingProxyType(
    {"auto_call_recording": {field: _of_inbound(field) for field in OLD}}
)
