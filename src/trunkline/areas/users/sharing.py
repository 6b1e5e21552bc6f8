"""What a user shares with others, by the type of the setting: messages and recordings, calls, desk phones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from trunkline.api.access import leave_to_administrators
from trunkline.api.context import Context
from trunkline.areas.users import settings
from trunkline.extensions import delegation, devices, parts, shared_access, targets
from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.store.tables import Device, DeviceLine, User

Said = Mapping[str, Any]

SUBJECTS: Mapping[str, Subject] = {
    "voice_mail": "voicemail",
    "auto_call_recording": "automatic_recording",
    "ad_hoc_call_recording": "ad_hoc_recording",
}
LISTS = {
    "voice_mail": "voicemail_access_members",
    "auto_call_recording": "auto_call_recording_access_members",
    "ad_hoc_call_recording": "ad_hoc_call_recording_access_members",
}
OLD = "voice_mail"  # also the field of one access to messages, in the words it had first
OLD_WORDS = {"delete": "allow_delete", "download": "allow_download"}

PIN = re.compile(r"[0-9]{4,10}")


def add(ctx: Context, user: User, type: str, body: Said) -> Any:
    match type:
        case "voice_mail" | "auto_call_recording" | "ad_hoc_call_recording":
            return _let_in(ctx, user, type, body)
        case "delegation":
            _heed_lock(ctx, user)
            named = body.get("delegation_assistant_extension_id") or refuse("assistant_required")
            return {"delegation": _delegated(ctx, user, delegation.add(ctx.rows, user, named))}
        case "desk_phone":
            device = ctx.rows.edit(Device, body.get("device_id", ""))
            devices.assign(ctx.rows, ctx.installation.seal, device, [user], "device_id")
            return {}
        case "intercom":
            refuse("invalid", fields=["setting_type"])  # nobody can be called so yet
        case _:
            _no_such(type)


def _let_in(ctx: Context, user: User, type: str, body: Said) -> Any:
    field = LISTS[type]
    wishes: Sequence[Said] = body.get(field, ())
    first = [_modern(body[OLD])] if type == OLD and OLD in body else []
    if not (wishes or first):
        refuse("invalid", fields=[field])
    made = shared_access.add(ctx.rows, user, SUBJECTS[type], [*first, *wishes])
    answer: Any = {OLD: settings.old(made[0])} if first else {}
    if wishes:
        names = ctx.shape(field)["items"]["properties"]
        answer[field] = [shared_access.shown(each, names) for each in made[len(first) :]]
    return answer


def _modern(said: Said) -> Said:
    return {OLD_WORDS.get(name, name): part for name, part in said.items()}


def _heed_lock(ctx: Context, user: User) -> None:
    """Locked delegation is no longer the user's own to change."""
    if ctx.only and user.profile.delegation_locked:
        leave_to_administrators(ctx.operation)


def _delegated(ctx: Context, user: User, assistant: Any) -> Any:
    words = ctx.shape("delegation")["properties"]["privileges"]["items"]["enum"]
    return {
        "assistants": [targets.shown(assistant)],
        "privacy": user.profile.delegation_privacy,
        "privileges": [each for each in user.profile.delegation_privileges if each in words],
    }


def remove(ctx: Context, user: User, type: str, query: Said) -> None:
    match type:
        case "voice_mail" | "auto_call_recording" | "ad_hoc_call_recording":
            shared_access.remove(ctx.rows, user, SUBJECTS[type], [_needed(query, "shared_id")])
        case "delegation":
            _heed_lock(ctx, user)
            delegation.remove(ctx.rows, user, _needed(query, "assistant_extension_id"))
        case "desk_phone":
            _part(ctx, user, _needed(query, "device_id"))
        case "intercom":
            refuse("invalid", fields=["intercom_extension_id"])
        case _:
            _no_such(type)


def _needed(query: Said, name: str) -> str:
    return query.get(name) or refuse("invalid", fields=[name])


def _part(ctx: Context, user: User, id: str) -> None:
    ctx.rows.delete(_line(ctx, user, id))


def _line(ctx: Context, user: User, device_id: str) -> DeviceLine:
    where = (DeviceLine.device_id == device_id, DeviceLine.extension_id == user.id)
    return ctx.rows.first(DeviceLine, *where) or refuse("device_unknown", id=device_id)


def change(ctx: Context, user: User, type: str, body: Said) -> None:
    match type:
        case "voice_mail" | "auto_call_recording" | "ad_hoc_call_recording":
            said = parts.meant(body, *([OLD] if type == OLD else []), LISTS[type])
            first = [_modern(said[OLD])] if OLD in said else []
            shared_access.change(ctx.rows, user, SUBJECTS[type], [*first, *said.get(LISTS[type], ())])
        case "delegation":
            _heed_lock(ctx, user)
            _delegate(ctx, user, parts.meant(body, type)[type])
        case "desk_phone":
            _desk_phone(ctx, user, parts.meant(body, type)[type])
        case "intercom":
            if named := [f"intercom.{name}" for name, id in parts.meant(body, type)[type].items() if id]:
                refuse("invalid", fields=named)  # nobody can be called so yet
        case _:
            _no_such(type)


def _delegate(ctx: Context, user: User, said: Said) -> None:
    """What assistants may do, where there are any."""
    if said.keys() & {"privacy", "privileges"} and not delegation.assistants(ctx.rows, user):
        refuse("assistant_unknown")
    told = user.profile
    user.profile = replace(
        told,
        delegation_locked=said.get("locked", told.delegation_locked),
        delegation_privacy=said.get("privacy", told.delegation_privacy),
        delegation_privileges=sorted(set(said.get("privileges", told.delegation_privileges))),
    )


def _desk_phone(ctx: Context, user: User, said: Said) -> None:
    """A screen is locked only where there is a PIN to open it."""
    for place, wish in enumerate(said.get("devices", ())):
        _line(ctx, user, wish.get("id", ""))
        for name, part in wish.get("policy", {}).items():
            if part.get("status") == "on":
                refuse("invalid", fields=[f"desk_phone.devices.{place}.policy.{name}.status"])  # unsupported
    sealed = user.profile.sealed_pin
    if pin := said.get("pin_code", ""):
        if not PIN.fullmatch(pin):
            refuse("invalid", fields=["desk_phone.pin_code"])
        sealed = ctx.installation.seal.close(pin)
    locks = said.get("phone_screen_lock", user.profile.locks_phone_screen)
    if locks and not sealed:
        refuse("invalid", fields=["desk_phone.pin_code"])
    user.profile = replace(user.profile, sealed_pin=sealed, locks_phone_screen=locks)


def _no_such(type: str) -> NoReturn:
    refuse("setting_type_invalid", setting_type=type)
