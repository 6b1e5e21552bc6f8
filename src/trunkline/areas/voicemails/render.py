"""Messages as the wire shows them. What does not apply is left out."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from trunkline.api.paging import Page
from trunkline.api.period import SHOWN, Period
from trunkline.records.voicemails import OWNERS

TYPES = {ours: wire for wire, ours in OWNERS.items()}
INTERNAL, EXTERNAL = 1, 2
UNTRANSCRIBED = {"status": 0}  # nothing here listens


def of_call(row: Any, api_url: str) -> Any:
    return {**_message(row, api_url), "call_history_id": row.call_element_id, "transcription": UNTRANSCRIBED}


def of_user(rows: Iterable[Any], page: Page, covered: Period, api_url: str) -> Any:
    shown = [{**_message(row, api_url), "call_history_id": row.call_element_id} for row in rows]
    return {"voice_mails": shown, **_listed(page, covered)}


def of_account(rows: Iterable[Any], page: Page, covered: Period, api_url: str) -> Any:
    shown = [{**_message(row, api_url), **_trash(row), "owner": _owner(row)} for row in rows]
    return {"voice_mails": shown, **_listed(page, covered)}


def whole(row: Any, api_url: str) -> Any:
    return {
        **of_call(row, api_url),
        **_trash(row),
        "intent_detect_status": "not_started",  # and never will be
        "intent_results": [],
    }


def _listed(page: Page, covered: Period) -> dict[str, Any]:
    pages = -(-page["total_records"] // page["page_size"])
    return {**page, "page_count": pages, **covered.shown_as_days()}


def _message(row: Any, api_url: str) -> dict[str, Any]:
    return {
        "call_element_id": row.call_element_id,
        "call_id": str(row.key),
        "call_log_id": row.call_log_id,
        "date_time": _time(row.created),
        "download_url": f"{api_url}/v2/phone/voice_mails/download/{row.file}",
        "duration": row.seconds,
        "id": row.id,
        "status": "read" if row.read else "unread",
        **_party("caller", row.caller),
        **_party("callee", row.callee),
    }


def _party(side: str, party: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: party[name] for name in ("name", "number") if party[name]}
    shown["number_type"] = INTERNAL if party["extension_type"] else EXTERNAL
    return {f"{side}_{name}": value for name, value in shown.items()}


def _trash(row: Any) -> dict[str, Any]:
    if row.trashed is None:
        return {}
    return {
        "deleted_time": _time(row.trashed),
        "days_left_auto_permantely_delete": -1,  # nothing is ever deleted by itself
        "soft_deleted_type": "Manual",
    }


def _owner(row: Any) -> dict[str, Any]:
    status = {} if row.active else {"extension_status": "deleted" if row.extension is None else "inactive"}
    return {
        "id": row.owner,
        "type": TYPES[row.owner_type],
        "name": row.owner_name,
        "extension_number": int(row.owner_number),
        **status,
    }


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, UTC):{SHOWN}}"
