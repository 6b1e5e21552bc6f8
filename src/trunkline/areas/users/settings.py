"""What users set for themselves beside their policies: the caller ID, languages, desk phones, whose calls they take."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from trunkline.api.context import Context
from trunkline.extensions import (
    addresses,
    audio,
    caller_ids,
    delegation,
    devices,
    e164,
    phone_numbers,
    shared_access,
    sites,
    targets,
)
from trunkline.extensions.caller_ids import CallerId
from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.store.opening import opened
from trunkline.store.tables import Device, DeviceLine, User
from trunkline.wire import users as wire

MEMBERS: Mapping[str, Subject] = {
    "ad_hoc_call_recording_access_members": "ad_hoc_recording",
    "auto_call_recording_access_members": "automatic_recording",
}
UNSUPPORTED = {"status": "unsupported"}
NO_MUSIC = "0"
LONGEST_AREA_CODE = 10


def shown(ctx: Context, user: User) -> wire.GetUserSettingsAnswer:
    rows, told = ctx.rows, user.profile
    country = told.country or user.site.country
    numbers = caller_ids.of(rows, user)
    answer: Any = {
        "area_code": told.area_code,
        "audio_prompt_language": told.audio_prompt_language or sites.language(rows, user.site),
        "country": {
            "code": country,
            "country_code": e164.calling_code(country),
            "name": addresses.names()[country],
        },
        "default_transcription_language": told.default_transcription_language,
        "delegation": _delegation(ctx, user),
        "desk_phone": _desk_phone(ctx, user),
        "extension_number": user.number,
        "intercom": {"audio_intercoms": []},  # nobody can be called so yet
        "music_on_hold_id": _music(ctx, user),
        "outbound_caller": {"number": next((each.number for each in numbers if each.is_default), "")},
        "outbound_caller_ids": [_caller_id(each) for each in numbers],
        "shared_lines_call_setting": _shared_lines(ctx, user),
        "status": "Active" if user.active else "Inactive",
        "voice_mail": [old(each) for each in shared_access.of(rows, user, "voicemail")],
    }
    for field, subject in MEMBERS.items():
        names = ctx.shape(field)["items"]["properties"]
        answer[field] = [shared_access.shown(each, names) for each in shared_access.of(rows, user, subject)]
    if number := sites.company_number(rows, user.site_id):
        answer["company_number"] = number
    return answer


def old(access: shared_access.SharedAccess) -> Any:
    """Access to messages, in the words it had first."""
    names = {"access_user_id": "access_user_id", "access_user_type": "access_user_type", "shared_id": "shared_id"}
    names |= {"allow_delete": "delete", "allow_download": "download"}
    return {names[name]: part for name, part in shared_access.shown(access, names).items()}


def _delegation(ctx: Context, user: User) -> Any:
    told, words = user.profile, ctx.shape("delegation")["properties"]["privileges"]["items"]["enum"]
    return {
        "assistants": [targets.shown(each) for each in delegation.assistants(ctx.rows, user)],
        "locked": told.delegation_locked,
        "privacy": told.delegation_privacy,
        "privileges": [each for each in told.delegation_privileges if each in words],
    }


def _desk_phone(ctx: Context, user: User) -> Any:
    told = user.profile
    own = phone_numbers.of(ctx.rows, [user.id])[user.id]
    answer: Any = {
        "devices": _devices(ctx, user),
        "keys_positions": {"primary_number": own[0].number} if own else {},
        "phone_screen_lock": told.locks_phone_screen,
    }
    pin = told.sealed_pin and opened(ctx.installation.seal, told.sealed_pin)
    return answer | ({"pin_code": pin} if pin else {})


def _devices(ctx: Context, user: User) -> Any:
    """In the order in which the user got them."""
    lines = sorted(ctx.rows.find(DeviceLine, DeviceLine.extension_id == user.id), key=lambda line: line.id)
    ids = [line.device_id for line in lines]
    found = {row.id: row for row in ctx.rows.find(Device, Device.id.in_(ids))} if ids else {}
    online = devices.online(ctx.rows, ids, ctx.now)
    return [_device(found[id], online.get(id)) for id in ids]


def _device(device: Device, seen: devices.Seen | None) -> Any:
    answer: Any = {
        "device_type": f"{device.brand} {device.model}".strip(),
        "display_name": device.display_name,
        "id": device.id,
        "mac_address": device.mac_address,
        "policy": {"call_control": UNSUPPORTED, "hot_desking": UNSUPPORTED},
        "status": "online" if seen else "offline",
    }
    return answer | ({"private_ip": seen.private_ip, "public_ip": seen.public_ip} if seen else {})


def _music(ctx: Context, user: User) -> str:
    """A file that has gone is the built-in music again."""
    id = user.profile.music_on_hold
    return id if id == NO_MUSIC or id in audio.names(ctx.rows, [id]) else ""


def _caller_id(each: CallerId) -> Any:
    return {"is_default": each.is_default, "name": each.name, "number": each.number}


def _shared_lines(ctx: Context, user: User) -> Any:
    executives = [
        {
            "allow_opt_out": delegation.may_opt_out(executive),
            "display_name": executive.name,
            "receive_calls": how.takes_calls,
            "user_id": executive.id,
        }
        for executive, how in delegation.executives(ctx.rows, user)
    ]
    return {
        "shared_line_appearances": {"executives": executives},
        "shared_line_groups": {"receive_calls": user.profile.takes_group_calls, "shared_line_group": []},
    }


def change(ctx: Context, user: User, wishes: wire.UpdateUserSettingsBody) -> None:
    """Change what is given."""
    if faults := [*_faults(wishes)]:
        refuse("invalid", fields=faults)
    if "outbound_caller_id" in wishes:
        _show(ctx, user, wishes["outbound_caller_id"])
    if "music_on_hold_id" in wishes:
        if wishes["music_on_hold_id"] != NO_MUSIC:
            audio.check(ctx.rows, wishes["music_on_hold_id"], user.id)
        user.profile = replace(user.profile, music_on_hold=wishes["music_on_hold_id"])
    kept: Any = {name: wishes.get(name) for name in KEPT if name in wishes}
    if "country_iso_code" in wishes:
        kept["country"] = wishes["country_iso_code"].upper()
    shared = cast(Mapping[str, Any], wishes.get("shared_lines_call_setting", {}))
    if "receive_calls" in shared.get("shared_line_groups", {}):
        kept["takes_group_calls"] = shared["shared_line_groups"]["receive_calls"]
    user.profile = replace(user.profile, **kept)
    for wish in shared.get("shared_line_appearances", {}).get("executives", ()):
        if "receive_calls" in wish:
            delegation.take_calls(ctx.rows, user, wish.get("user_id", ""), wish["receive_calls"])


KEPT = ("area_code", "audio_prompt_language", "default_transcription_language")


def _faults(wishes: wire.UpdateUserSettingsBody) -> Any:
    area = wishes.get("area_code", "")
    if area and not (area.isascii() and area.isdigit() and len(area) <= LONGEST_AREA_CODE):
        yield "area_code"
    if wishes.get("audio_prompt_language", audio.LANGUAGES[0]) not in audio.LANGUAGES:
        yield "audio_prompt_language"
    if "country_iso_code" in wishes and not e164.calling_code(wishes["country_iso_code"].upper()):
        yield "country_iso_code"  # no numbers are dialled there
    if wishes.get("shared_lines_call_setting", {}).get("shared_line_groups", {}).get("shared_line_group"):
        yield "shared_lines_call_setting.shared_line_groups.shared_line_group"  # there are none


def _show(ctx: Context, user: User, said: str) -> None:
    """A number that the user may show; none hides the caller ID."""
    policy = caller_ids.policy(ctx.rows, user)
    if not policy["enable"]:
        refuse("outbound_caller_id_locked")
    if not said:
        if not policy["allow_hide_outbound_caller_id"]:
            refuse("outbound_caller_id_hiding_disabled")
        user.profile = replace(user.profile, hides_caller_id=True)
        return
    number = e164.normal(said)
    if number not in {each.number for each in caller_ids.of(ctx.rows, user)}:
        refuse("outbound_caller_id_invalid")
    user.profile = replace(user.profile, outbound_caller_id=number or "", hides_caller_id=False)
