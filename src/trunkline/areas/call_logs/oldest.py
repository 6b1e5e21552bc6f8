"""Parts of calls as the oldest lists show them (`call_logs`), in their own names and words."""

from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.api.paging import Page
from trunkline.api.period import Period
from trunkline.areas.call_logs.render import NOBODY, abroad, given, listed, number_of, owner_of, seconds, shown_time
from trunkline.exchange.destinations import details
from trunkline.records import parts
from trunkline.records.call_logs import Part

KINDS = parts.OWNERS | {"common_area": "commonAreaPhone"}  # of those who forward
TALKED, RECORDED = parts.RESULTS["connected"], "Auto Recorded"
AN_EXTENSION, A_NUMBER, AN_EMERGENCY_NUMBER = 1, 2, 3


def of_account(found: Iterable[Part], page: Page, covered: Period) -> Any:
    """The account's list names the owner of each part."""
    shown = [{**_row(part), **_place(part), **_owner(part), **_recorded(part, "recording_id")} for part in found]
    return {"call_logs": shown, **listed(page, covered)}


def of_user(found: Iterable[Part], page: Page, covered: Period) -> Any:
    return {"call_logs": [{**_own(part), **_department(part)} for part in found], **listed(page, covered)}


def synced(found: Iterable[Part], token: str) -> Any:
    return {"call_logs": [{**_own(part), **_users(part)} for part in found], "sync_token": token}


def whole(part: Part, standings: Mapping[str, str]) -> Any:
    """One part with its elements. `standings`: what became of extensions since."""
    row = _row(part)
    for name in ("call_end_time", "answer_start_time", "client_code", "hold_time", "site", "user_id", "waiting_time"):
        row.pop(name, None)
    return {
        **row,
        **_place(part),
        **_had(part),
        **given(
            {f"{side}_status": standings.get(party.get("extension", "")) for side, party in _sides(part)},
        ),
        "log_details": [_detail(part, element, standings) for element in part.own],
    }


def _row(part: Part) -> dict[str, Any]:
    """What every edition says of a part."""
    first = part.first
    answer = next((each.answer for each in part.own if each.answer is not None), None)
    answered = {"answer_start_time": shown_time(answer)} if answer is not None and first.direction == "inbound" else {}
    owner = _owner_party(part)
    return {
        "call_id": str(first.key),
        "call_type": _call_type(part),
        "call_end_time": shown_time(part.end),
        "date_time": shown_time(first.start),
        "direction": first.direction,
        "duration": seconds(part.standing.end, part.standing.answer),
        "hold_time": part.hold // 1000,
        "id": part.id,
        "path": first.path,
        "result": _result(part.standing),
        "waiting_time": seconds(part.end if answer is None else answer, first.start),
        **answered,
        **given({"client_code": part.client_code}),
        **_site(owner),
        **({"user_id": part.owner} if owner.get("extension_type") == "user" else {}),
        **{name: value for side, party in _sides(part) for name, value in _party(side, party, first).items()},
    }


def _own(part: Part) -> dict[str, Any]:
    """A part in its user's list."""
    row = _row(part)
    del row["call_type"]
    dialled = part.first.caller if part.first.direction == "outbound" else None
    acted = {
        "accepted_by": part.accepted_by,
        "forwarded_by": part.forwarded_by,
        "forwarded_to": part.forwarded_to,
        "outgoing_by": dialled,
    }
    shown = {name: _actor(party, with_kind=name == "forwarded_by") for name, party in acted.items() if party}
    return {**row, **_had(part), **_recorded(part), **shown}


def _detail(part: Part, element: Any, standings: Mapping[str, str]) -> dict[str, Any]:
    owner = owner_of(element)
    shown = {
        "date_time": shown_time(element.start),
        "duration": seconds(element.end, element.answer),
        "hold_time": element.hold // 1000,
        "id": element.id.partition("-")[2],
        "path": element.path,
        "result": _result(element),
        **_site(owner),
        **_addresses(owner),
    }
    if element.event in parts.SENT_ON and element.callee.get("extension") not in (None, part.owner):
        shown["forward_to"] = _target(element.callee, standings)
    return shown


def _target(party: Mapping[str, Any], standings: Mapping[str, str]) -> dict[str, Any]:
    known = {
        "extension_number": party.get("number"),
        "id": party.get("extension_id"),
        "name": party.get("name"),
        "type": {name: word for name, word in parts.OWNERS.items() if name != "common_area"}.get(
            party.get("extension_type", "")
        ),
        "extension_status": standings.get(party.get("extension", "")),
    }
    return given(known)


def _result(element: Any) -> str:
    ours = "extension" in element.callee
    found = parts.result(element.event, element.result, element.reason, callee_is_ours=ours)
    return RECORDED if element.recording_id and found == TALKED else found


def _sides(part: Part) -> list[tuple[str, Mapping[str, Any]]]:
    return [("caller", part.first.caller), ("callee", part.first.callee)]


def _party(side: str, party: Mapping[str, Any], element: Any) -> dict[str, Any]:
    number: str = party.get("number", "")
    shown: dict[str, Any] = {"did_number": party.get("did"), "name": party.get("name"), "number": number}
    if number.startswith("+"):
        shown["number_type"] = A_NUMBER
        shown["number_source"] = "byop" if party.get("number_type") == "byop" else "external"
        known = details(number)
        shown["country_code"], shown["country_iso_code"] = known.calling_code, known.country
    elif number:
        emergency = side == "callee" and element.call_type == "emergency"
        shown["number_type"] = AN_EMERGENCY_NUMBER if emergency else AN_EXTENSION
    return {f"{side}_{name}": value for name, value in given(shown).items()}


def _actor(party: Mapping[str, Any], *, with_kind: bool) -> dict[str, Any]:
    number: str = party.get("number", "")
    outside = number.startswith("+")
    kind = KINDS.get(party.get("extension_type", "")) if with_kind else None
    shown = {
        "extension_number": None if outside else number,
        "extension_type": kind,
        "location": party.get("site_name"),
        "name": party.get("name"),
        "phone_number": number if outside else party.get("did"),
    }
    return {"number_type": A_NUMBER if outside else AN_EXTENSION, **given(shown)}


def _owner(part: Part) -> dict[str, Any]:
    """Who a part of the account's list belongs to; a queue has no user id."""
    party = _owner_party(part)
    number: str = party.get("number", "")
    known = {
        "extension_number": int(number) if number.isdigit() else None,
        "id": part.owner,
        "name": party.get("name"),
        "type": parts.OWNERS.get(party.get("extension_type", ""), "user"),
    }
    return {"owner": given(known)}


def _place(part: Part) -> dict[str, Any]:
    return {**_department(part), **_addresses(_owner_party(part))}


def _department(part: Part) -> dict[str, Any]:
    owner = _owner_party(part)
    return given({name: owner.get(name) for name in ("department", "cost_center")})


def _addresses(owner: Mapping[str, Any]) -> dict[str, Any]:
    return given({"device_private_ip": owner.get("private_ip"), "device_public_ip": owner.get("public_ip")})


def _users(part: Part) -> dict[str, Any]:
    users = {side: party for side, party in _sides(part) if party.get("extension_type") == "user"}
    return {f"{side}_user_id": party["extension"] for side, party in users.items()}


def _site(owner: Mapping[str, Any]) -> dict[str, Any]:
    return {"site": {"id": owner["site_id"], "name": owner.get("site_name", "")}} if owner.get("site_id") else {}


def _had(part: Part) -> dict[str, Any]:
    return {"has_recording": bool(_recorded(part)), "has_voicemail": _result(part.standing) == "Voicemail"}


def _recorded(part: Part, *also: str) -> dict[str, Any]:
    id = next((each.recording_id for each in part.own if each.recording_id), None)
    return {"recording_type": "Automatic", **dict.fromkeys(also, id)} if id else {}


def _owner_party(part: Part) -> Mapping[str, Any]:
    return next((party for each in part.own if (party := owner_of(each))), NOBODY)


def _call_type(part: Part) -> str:
    first = part.first
    if first.connect_type == "internal":
        return "voip"
    if details(number_of(first.callee)).toll_free:
        return "tollfree"
    return "international" if abroad(first.caller, first.callee) else "pstn"
