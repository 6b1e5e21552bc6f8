"""Call queues as the wire shows them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from trunkline.api.paging import Page
from trunkline.api.period import DATE, Period
from trunkline.extensions import audio, shared_access
from trunkline.extensions.phone_numbers import Assigned
from trunkline.records.queue_analytics import Figures
from trunkline.store.tables import CallQueue, SharedAccess
from trunkline.wire import call_queues as wire

INTERNAL, EXTERNAL = 1, 2
ACCESS = ("access_user_id", "access_user_type", *shared_access.PERMISSIONS, "shared_id")


def listed(queue: Any, assigned: Iterable[Assigned]) -> wire.ListCallQueuesAnswerCallQueuesItem:
    return {
        "extension_id": queue.extension_id,
        "extension_number": queue.number,
        "id": queue.id,
        "name": queue.name,
        "phone_numbers": _numbers(assigned),
        "site": {"id": queue.site_id, "name": queue.site_name},
        "status": _status(queue.active),
    }


def created(queue: CallQueue) -> wire.CreateCallQueueAnswer:
    return {
        "extension_number": queue.number,
        "id": queue.id,
        "name": queue.name,
        "status": _status(queue.active),
    }


def queue(
    queue: CallQueue,
    members: Iterable[Any],
    assigned: Iterable[Assigned],
    let_in: Iterable[SharedAccess],
    language: str,
) -> wire.GetCallQueueAnswer:
    told: Any = queue.profile
    inherited: Any = audio.OF_QUEUES.get(language, language)
    shown: wire.GetCallQueueAnswer = {
        "audio_prompt_language": told.audio_prompt_language or inherited,
        "default_transcription_language": told.default_transcription_language,
        "extension_id": queue.extension_id,
        "extension_number": queue.number,
        "id": queue.id,
        "members": {"common_areas": [], "users": [_user(member) for member in members]},
        "name": queue.name,
        "phone_numbers": _numbers(assigned),
        "policy": {"voicemail_access_members": access(let_in)},
        "recording_storage_location": told.recording_storage_location,
        "site": {"id": queue.site_id, "name": queue.site.name},
        "status": _status(queue.active),
        "timezone": queue.timezone or queue.site.timezone,
    }
    if queue.department:
        shown["department"] = queue.department
    if queue.cost_center:
        shown["cost_center"] = queue.cost_center
    return shown


def member(member: Any) -> wire.ListCallQueueMembersAnswerCallQueueMembersItem:
    return {
        "extension_id": member.extension_id,
        "id": member.id,
        "level": "user",
        "name": member.name,
        "receive_call": member.receives_calls,
    }


def access(let_in: Iterable[SharedAccess]) -> list[Any]:
    return [shared_access.shown(each, ACCESS) for each in let_in]


def analytics(
    queues: Sequence[Any], figures: Mapping[str, Figures], page: Page, covered: Period
) -> wire.ListCallQueueAnalyticsAnswer:
    return {
        "call_queues": [_analytics(queue, figures[queue.id]) for queue in queues],
        **covered.shown(),  # pyright: ignore[reportReturnType]
        "next_page_token": page["next_page_token"],
        "page_size": page["page_size"],
    }


def _analytics(queue: Any, figures: Figures) -> wire.ListCallQueueAnalyticsAnswerCallQueuesItem:
    return {
        "abandoned_calls": figures.abandoned,
        "avg_handle_time": figures.average_handling,
        "avg_in_queue_wait_time": figures.average_wait,
        "avg_wrap_up_time": figures.average_wrap_up,
        "call_queue_ext_id": queue.extension_id,
        "call_queue_id": queue.id,
        "call_queue_name": queue.name,
        "completed_calls": figures.completed,
        "inbound_calls": figures.inbound,
        "max_in_queue_wait_time": figures.longest_wait,
        "outbound_calls": figures.outbound,
        "outbound_connected_calls": figures.outbound_connected,
        "outbound_unconnected_calls": figures.outbound - figures.outbound_connected,
        "overflowed_calls": figures.overflowed,
        "site_id": queue.site_id,
        "site_name": queue.site_name,
    }


def recordings(rows: Iterable[Any], page: Page, covered: Period, api_url: str) -> Any:
    return {"recordings": [_recording(row, api_url) for row in rows], **page, **covered.shown(DATE)}


def _recording(row: Any, api_url: str) -> dict[str, Any]:
    """The contract has a number's type as a number for the caller, and as text for the callee."""
    return {
        **_party("caller", row.caller),
        "caller_number_type": _number_type(row.caller),
        **_party("callee", row.callee),
        "callee_number_type": str(_number_type(row.callee)),
        "date_time": f"{datetime.fromtimestamp(row.created // 1000, UTC):%Y-%m-%d}",
        "direction": row.direction,
        "download_url": f"{api_url}/v2/phone/recording/download/{row.file}",
        "duration": row.seconds,
        "id": row.id,
    }


def _party(side: str, party: Mapping[str, Any]) -> dict[str, str]:
    return {f"{side}_{name}": party[name] for name in ("name", "number") if party[name]}


def _number_type(party: Mapping[str, Any]) -> int:
    return INTERNAL if party["extension_type"] else EXTERNAL


def _user(member: Any) -> wire.GetCallQueueAnswerMembersUsersItem:
    """Nobody manages a queue before there is a way to say who does."""
    return {
        "extension_id": member.extension_id,
        "id": member.id,
        "level": "user",
        "name": member.name,
        "receive_call": member.receives_calls,
    }


def _numbers(assigned: Iterable[Assigned]) -> list[Any]:
    return [{"id": each.id, "number": each.number, "source": each.source} for each in assigned]


def _status(active: bool) -> Literal["active", "inactive"]:
    return "active" if active else "inactive"
