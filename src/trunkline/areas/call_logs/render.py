"""Records as the wire shows them. What does not apply is left out; times are whole seconds, floored."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from trunkline.api.paging import Page
from trunkline.api.period import SHOWN, Period
from trunkline.exchange.destinations import details
from trunkline.records import parts

# What a party of a record is called on the wire, behind `caller_`, `callee_` or `operator_`.
WHO = {"extension_id": "ext_id", "extension_type": "ext_type", "name": "name"}
REACHED = {"email": "email", "did": "did_number"}
PHONE = {"device_type": "device_type", "number_type": "number_type"}
ADDRESS = {"private_ip": "device_private_ip", "public_ip": "device_public_ip"}
NOBODY: Mapping[str, Any] = {}
PLACE = {"department": "department", "cost_center": "cost_center", "site_id": "site_id"}


def calls(rows: Iterable[Any], page: Page, covered: Period) -> Any:
    """The account's list. The deprecated `call_logs` have the same rows with another name for the id."""
    shown = [(row.id, _call(row)) for row in rows]
    return {
        "call_history": [{**one, "call_history_uuid": id} for id, one in shown],
        "call_logs": [{**one, "id": id} for id, one in shown],
        **listed(page, covered),
    }


def owned(rows: Iterable[Any], page: Page, covered: Period) -> Any:
    """A user's list. The deprecated `call_logs` have the same rows with other names for the ids."""
    return {**_both(rows), **listed(page, covered)}


def synced(rows: Iterable[Any], token: str) -> Any:
    """What a copy of a user's list lacks."""
    return {**_both(rows), "sync_token": token}


def whole(row: Any, elements: Iterable[Any]) -> Any:
    """A call with all that happened in it. The deprecated `call_path` has the same with another name for the id."""
    shown = [(e.id, _element(e)) for e in elements]
    return {
        **_whole_call(row),
        "call_history_uuid": row.id,
        "id": row.id,
        "call_elements": [{**one, "call_element_id": id} for id, one in shown],
        "call_path": [{**one, "id": id} for id, one in shown],
        **_party("caller", row.caller, REACHED),
        **_party("callee", row.callee, REACHED),
    }


def alone(row: Any) -> Any:
    """One element, by itself."""
    return {**_element(row), "call_element_id": row.id, "call_history_uuid": row.call_history_uuid}


def older(row: Any) -> Any:
    """One element by itself, in the older form."""
    return {**_element(row), "id": row.id, "call_path_id": row.call_history_uuid}


def _both(rows: Iterable[Any]) -> dict[str, Any]:
    shown = [(row.id, row.call_history_uuid, _owned(row)) for row in rows]
    return {
        "call_elements": [{**one, "call_element_id": id, "call_history_uuid": call} for id, call, one in shown],
        "call_logs": [{**one, "id": id, "call_path_id": call} for id, call, one in shown],
    }


def listed(page: Page, covered: Period) -> dict[str, Any]:
    pages = -(-page["total_records"] // page["page_size"])
    return {**page, "page_count": pages, **covered.shown()}


def _call(row: Any) -> dict[str, Any]:
    return {
        **_whole_call(row),
        "call_result": row.result,
        "duration": seconds(row.end, row.answer),
        "recording_status": "recorded" if row.recording_id else "non_recorded",
        **_party("caller", row.caller, REACHED | PHONE),
        **_party("callee", row.callee, REACHED | PHONE),
    }


def _element(row: Any) -> dict[str, Any]:
    """An element among those of its call."""
    owner = owner_of(row)
    return {
        **_happened(row),
        "segment": row.segment,
        "node": row.node,
        "is_node": int(row.event in parts.ATTEMPTS),
        "waiting_time": _waited(row),
        **given({"client_code": row.client_code}),
        **given({name: owner.get(name) for name in ("site_id", "site_name", "department", "cost_center")}),
        **given({wire: owner.get(name) for name, wire in ADDRESS.items()}),
        **_party("caller", row.caller, REACHED | PHONE),
        **_party("callee", row.callee, REACHED | PHONE),
    }


def _owned(row: Any) -> dict[str, Any]:
    """An element in its owner's list."""
    return {
        **_happened(row),
        "talk_time": max(seconds(row.end, row.answer) - row.hold // 1000, 0),
        "wait_time": _waited(row),
        **_party("caller", row.caller, REACHED | PHONE | ADDRESS | PLACE),
        **_party("callee", row.callee, REACHED | PHONE | ADDRESS | PLACE),
    }


def _waited(row: Any) -> int:
    return seconds(row.end if row.answer is None else row.answer, row.start)


def _happened(row: Any) -> dict[str, Any]:
    return {
        **_said(row),
        "event": row.event,
        "result": row.result,
        "hold_time": row.hold // 1000,
        **({"result_reason": row.reason} if row.reason else {}),
        **({"voicemail_id": row.voicemail_id} if row.voicemail_id else {}),
        **({"recording_id": row.recording_id, "recording_type": "automatic"} if row.recording_id else {}),
        **(_party("operator", row.operator, {}) if row.operator else {}),
    }


def _whole_call(row: Any) -> dict[str, Any]:
    places = {name: getattr(row, name) for name in ("site_id", "site_name", "department", "cost_center")}
    return {**_said(row), "international": abroad(row.caller, row.callee), **given(places)}


def _said(row: Any) -> dict[str, Any]:
    """What is said of a call and of an element alike."""
    shown = {
        "call_id": str(row.key),
        "call_type": row.call_type,
        "connect_type": row.connect_type,
        "direction": row.direction,
        "end_time": shown_time(row.end),
        "end_to_end": False,
        "hide_caller_id": row.caller.get("number_type") == "anonymous_number" or row.caller.get("hidden", False),
        "start_time": shown_time(row.start),
    }
    return shown if row.answer is None else {**shown, "answer_time": shown_time(row.answer)}


def _party(side: str, party: Mapping[str, Any], more: Mapping[str, str]) -> dict[str, Any]:
    """One end of a call. A number in E.164 is a direct number, another one an extension's or what was dialled. What a
    carrier called the caller is no extension's, though it may look like one."""
    number: str = party.get("number", "")
    shown = {"did_number" if number.startswith("+") else "ext_number": number} if number else {}
    if side == "caller" and not party.get("extension"):
        shown.pop("ext_number", None)
    if side == "operator":
        shown.pop("did_number", None)  # whoever did something from outside has a name at most
    shown |= {wire: party[name] for name, wire in (*WHO.items(), *more.items()) if party.get(name)}
    return {f"{side}_{name}": value for name, value in shown.items()}


def abroad(*parties: Mapping[str, Any]) -> bool:
    """Whether a call crosses a border, by the numbers of its two ends; one that is no number is nowhere."""
    countries = {details(number_of(party)).country for party in parties} - {None, ""}
    return len(countries) > 1


def number_of(party: Mapping[str, Any]) -> str:
    return party.get("did") or party.get("number", "")


def owner_of(row: Any) -> Mapping[str, Any]:
    parties = (row.caller, row.callee, row.operator)
    return next((party for party in parties if party and row.owner and party.get("extension") == row.owner), NOBODY)


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def shown_time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, UTC):{SHOWN}}"


def seconds(end: int, start: int | None) -> int:
    """Between two times as they are shown; 0 where it never began."""
    return 0 if start is None else end // 1000 - start // 1000
