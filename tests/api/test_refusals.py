"""Every error that a served operation declares of its own is provoked here, or named in contract/unprovoked.yaml."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.acme import ADDRESS, NUMBERS, Acme
from tests.api.test_phone_numbers import internal
from tests.caller import CONTRACT, SERVED, Caller
from tests.messages import leave, message, recorded
from tools.make_wire import CONTRACT as FOLDER
from trunkline.extensions import addresses, devices
from trunkline.store.tables import (
    Assistant,
    AutoReceptionist,
    CallHandling,
    Device,
    Extension,
    Forwarding,
    Handling,
    Member,
    PhoneNumber,
    Setting,
    SharedAccess,
    Site,
    User,
)
from trunkline.store.tenant import Tenant

UNPROVOKED: dict[str, str] = yaml.safe_load((FOLDER / "unprovoked.yaml").read_text())

MAC = "0a0b0c0d0e0f"
EMERGENCY_CALLS = "policies/allow_emergency_calls"
CALLER_NUMBERS = "outbound_caller_id/customized_numbers"
INDIA = {**ADDRESS, "country": "IN", "state_code": "DL", "zip": "110001", "city": "New Delhi"}


def site(**said: Any) -> dict[str, Any]:
    return {"name": "New", "auto_receptionist_name": "New", "default_emergency_address": ADDRESS, **said}


def device(**said: Any) -> dict[str, Any]:
    return {"display_name": "New", "mac_address": MAC, "type": "other", **said}


def wish(acme: Acme, **said: Any) -> dict[str, Any]:
    user = {"email": acme.spare[0], "extension_number": "3000", "calling_plans": ["Pro"], "site_name": "Main Site"}
    return {"users": [user | said]}


def desk_phone(acme: Acme) -> str:
    phone = Device(display_name="Desk", mac_address=MAC, brand="yealink", site_id=acme.main)
    return acme.write(lambda rows: devices.create(rows, phone).id)


def person(email: str) -> dict[str, Any]:
    return {"action": "create", "user_info": {"email": email, "type": 1}}


def code(said: str) -> dict[str, str]:
    return {"client_code": said}


ISYNC = "sync_type=ISync&sync_token=x"


def extension(acme: Acme, id: str) -> str:
    """The `extension_id` of a user or queue."""
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, id).extension_id)


def handling(acme: Acme, id: str, hours: str, sub: str, **settings: Any) -> tuple[str, Any]:
    """A change of call handling."""
    body = {"sub_setting_type": sub, "settings": settings}
    return f"/extension/{extension(acme, id)}/call_handling/settings/{hours}", body


def ringing_besides(acme: Acme, id: str) -> str:
    def add(rows: Tenant) -> str:
        row = rows.add(CallHandling(extension_id=id, hours="business", handling=Handling()))
        return rows.add(Forwarding(handling_id=row.id, number=NUMBERS[0], description="")).id

    return acme.write(add)


def restricted(acme: Acme, id: str, key: str, **value: Any) -> None:
    acme.write(lambda rows: rows.add(Setting(owner_id=id, key=key, value=value)).id)


def locked(acme: Acme, owner: str, key: str, **value: Any) -> None:
    acme.write(lambda rows: rows.add(Setting(owner_id=owner, key=key, value=value, locked=True)).id)


def in_india(acme: Acme, site: str) -> None:
    """The site is."""

    def move(rows: Tenant) -> None:
        rows.get(Site, site).country = "IN"

    acme.write(move)


def backwards(acme: Acme) -> str:
    """A holiday after the first of December."""
    named = {"name": "x", "starts": "2026-12-24T00:00:00", "ends": "2026-12-25T00:00:00", "handling": Handling()}
    row = CallHandling(extension_id=acme.users[3], hours="holiday", **named)
    return acme.write(lambda rows: rows.add(row).id)


def unanswered(acme: Acme, action: int, key: str, **policy: Any) -> tuple[str, Any]:
    """A fourth user who is restricted sends calls somewhere."""
    restricted(acme, acme.users[3], key, **policy)
    to = {"forward_to_extension_id": extension(acme, acme.users[4])} if action == 2 else {"phone_number": NUMBERS[0]}
    return handling(acme, acme.users[3], "closed_hours", "call_handling", call_not_answer_action=action, **to)


def left_for(acme: Acme) -> str:
    """The file of a voicemail."""
    record = message(acme, 1, 1_779_999_000)
    leave(acme.store._place, acme, [record])  # pyright: ignore[reportPrivateUsage]
    return record.messages[0].file


def taped_for(acme: Acme) -> str:
    """The file of a recording."""
    record = recorded(acme, 1, 1_779_999_000)
    leave(acme.store._place, acme, [record])  # pyright: ignore[reportPrivateUsage]
    return record.recordings[0].file


def queue(acme: Acme, **said: Any) -> dict[str, Any]:
    return {"name": "New", "site_id": acme.main, **said}


def several(acme: Acme, count: int) -> dict[str, Any]:
    return {"users": [{"id": id} for id in acme.users[:count]]}


def access(*members: Any) -> dict[str, Any]:
    return {"voicemail_access_members": [*members]}


def told(acme: Acme, **settings: Any) -> tuple[str, Any]:
    """The first user's settings are changed."""
    return f"/users/{acme.users[0]}/settings", settings


def shared(acme: Acme, type: str, body: Any = None) -> tuple[str, Any]:
    """Of the first user."""
    return f"/users/{acme.users[0]}/settings/{type}", body


def assistant(extension_id: str) -> dict[str, Any]:
    return {"delegation_assistant_extension_id": extension_id}


def assisted(acme: Acme, executive: str, assistants: list[str]) -> None:
    def assist(rows: Tenant) -> None:
        for id in assistants:
            rows.add(Assistant(user_id=executive, extension_id=id))

    acme.write(assist)


def heard(acme: Acme, owner: str, listeners: list[str]) -> None:
    """The owner's messages are, by those."""

    def let_in(rows: Tenant) -> None:
        for id in listeners:
            rows.add(SharedAccess(subject="voicemail", owner_id=owner, accessor_id=id))

    acme.write(let_in)


def at(acme: Acme, site: str, user: str, number: int) -> None:
    """The user is at the site and has the number."""

    def move(rows: Tenant) -> None:
        row = rows.get(Extension, user)
        row.site, row.number = rows.get(Site, site), number

    acme.write(move)


def reached_by(acme: Acme, site: str, number: str) -> None:
    """The number rings the main auto receptionist of the site."""

    def ring(rows: Tenant) -> None:
        receptionist = rows.first(AutoReceptionist, AutoReceptionist.main_of == site)
        assert receptionist
        rows.get(PhoneNumber, number).extension_id = receptionist.id

    acme.write(ring)


def short(acme: Acme, **said: Any) -> tuple[str, Any]:
    return f"/sites/{acme.branch}", {"short_extension": said}


def policy(acme: Acme, **said: Any) -> tuple[str, Any]:
    return f"/sites/{acme.branch}", {"policy": said}


def one_sided(**said: Any) -> dict[str, Any]:
    return {"inbound_audio_notification": said}


def address(acme: Acme, **said: Any) -> tuple[str, Any]:
    return f"/sites/{acme.branch}", {"default_emergency_address": ADDRESS | said}


def own_address(acme: Acme) -> None:
    """9 Main St is a user's, and no site's."""

    def live(rows: Tenant) -> None:
        own = addresses.add(rows, ADDRESS | {"address_line1": "9 Main St"})
        rows.get(User, acme.users[3]).emergency_address_id = own.id

    acme.write(live)


def uncoded(acme: Acme) -> None:
    """No site has a code."""

    def forget(rows: Tenant) -> None:
        rows.get(Site, acme.branch).code = None

    acme.write(forget)


Request = tuple[str, object]  # what follows /phone, or all of it from /v2 on, and the body


def plans(operation: str, user: str, type: int = 3000, source: int = 200) -> Request:
    path = f"/users/{user}/calling_plans"
    match operation:
        case "update_user_calling_plan":
            return path, {"source_type": source, "target_type": type}
        case "assign_user_calling_plans":
            return path, {"calling_plans": [{"type": type}]}
        case _:
            return f"{path}/{type}", None


def in_one_site(acme: Acme, request: Request) -> Request:
    acme.close_branch()
    return request


def of_fifty(acme: Acme, request: Request) -> Request:
    """Of a queue that has all the members, numbers and listeners that it can."""
    others = acme.more_users(50)

    def fill(rows: Tenant) -> None:
        for id in others[3:]:
            rows.add(Member(group_id=acme.queue, extension_id=id))
        for id in others:
            rows.add(SharedAccess(subject="voicemail", owner_id=acme.queue, accessor_id=id))
        for n in range(50):
            number = PhoneNumber(number=f"+14085551{n:03}", number_type="toll", source="external", carrier="C")
            number.location, number.site_id, number.extension_id = "", acme.main, acme.queue
            rows.add(number)

    acme.write(fill)
    return request


PROVOKED: dict[str, Callable[[Acme], Request]] = {
    "list_users.page_token_invalid": lambda a: ("/users?next_page_token=x", None),
    "list_users.keyword_too_short": lambda a: ("/users?keyword=p", None),
    "get_user.user_id_invalid": lambda a: ("/users/me", None),
    "get_user.user_unknown": lambda a: ("/users/nobody@acme.example", None),
    "update_user.user_id_invalid": lambda a: ("/users/a b", {}),
    "update_user.user_unknown": lambda a: ("/users/x", {}),
    "update_user.site_unknown": lambda a: (f"/users/{a.users[3]}", {"site_id": "x"}),
    "update_user.emergency_address_unknown": lambda a: (f"/users/{a.users[3]}", {"emergency_address_id": "x"}),
    "update_user.extension_number_range": lambda a: (f"/users/{a.users[3]}", {"extension_number": "9"}),
    "update_user.extension_number_taken": lambda a: (f"/users/{a.users[3]}", {"extension_number": "1000"}),
    "update_user.extension_number_reserved": lambda a: (f"/users/{a.users[3]}", {"extension_number": "911"}),
    "update_user.setting_locked": lambda a: (
        f"/users/{a.users[3]}",
        {"policy": {"audio_intercom": {"enable": False}}},
    ),
    "update_user.target_unknown": lambda a: (
        f"/users/{a.users[3]}",
        {"policy": {"call_park": {"forward_to_extension_id": a.users[0]}}},
    ),
    "update_user.access_user_unknown": lambda a: (
        f"/users/{a.users[3]}",
        {"policy": {"voicemail_access_members": [{"access_user_id": a.users[3]}]}},
    ),
    "update_user.start_prompt_mismatch": lambda a: (
        f"/users/{a.users[3]}",
        {"policy": {"auto_call_recording": {"inbound_audio_notification": {"recording_start_prompt": False}}}},
    ),
    "update_user.consent_mismatch": lambda a: (
        f"/users/{a.users[3]}",
        {
            "policy": {
                "auto_call_recording": {
                    "inbound_audio_notification": {"recording_explicit_consent": True},
                    "outbound_audio_notification": {"recording_explicit_consent": False},
                }
            }
        },
    ),
    "get_call_handling_settings.extension_unknown": lambda a: (
        f"/extension/{a.users[0]}/call_handling/settings",  # the id of the user is not that of the extension
        None,
    ),
    "add_call_handling_setting.extension_unknown": lambda a: (
        "/extension/x/call_handling/settings/holiday_hours",
        {"sub_setting_type": "holiday", "settings": {}},
    ),
    "add_call_handling_setting.operation_unsupported": lambda a: handling(
        a, a.queue, "business_hours", "call_forwarding", phone_number=NUMBERS[0]
    ),
    "add_call_handling_setting.external_forwarding_disabled": lambda a: (
        restricted(a, a.users[3], "forwarding_to_external_numbers", enable=False),
        handling(a, a.users[3], "business_hours", "call_forwarding", phone_number=NUMBERS[0]),
    )[1],
    "add_call_handling_setting.holiday_unknown": lambda a: handling(
        a, a.users[3], "holiday_hours", "call_forwarding", phone_number=NUMBERS[0], holiday_id="x"
    ),
    "add_call_handling_setting.holiday_hours_invalid": lambda a: handling(
        a,
        a.users[3],
        "holiday_hours",
        "holiday",
        name="x",
        **{"from": "2026-12-25T00:00:00Z", "to": "2026-12-24T00:00:00Z"},
    ),
    "delete_call_handling_setting.extension_unknown": lambda a: (
        "/extension/x/call_handling/settings/holiday_hours?holiday_id=x",
        None,
    ),
    "delete_call_handling_setting.holiday_unknown": lambda a: (
        handling(a, a.users[3], "holiday_hours?holiday_id=x", "")[0],
        None,
    ),
    "delete_call_handling_setting.call_forwarding_unknown": lambda a: (
        handling(a, a.users[3], "holiday_hours?call_forwarding_id=x", "")[0],
        None,
    ),
    "update_call_handling_setting.extension_unknown": lambda a: (
        "/extension/x/call_handling/settings/business_hours",
        {"sub_setting_type": "custom_hours", "settings": {}},
    ),
    "update_call_handling_setting.operation_unsupported": lambda a: handling(
        a, a.users[3], "closed_hours", "custom_hours"
    ),
    "update_call_handling_setting.holiday_unknown": lambda a: handling(
        a, a.users[3], "holiday_hours", "holiday", holiday_id="x"
    ),
    "update_call_handling_setting.holiday_hours_invalid": lambda a: (
        f"/extension/{extension(a, a.users[3])}/call_handling/settings/holiday_hours",
        {"sub_setting_type": "holiday", "settings": {"holiday_id": backwards(a), "to": "2026-12-01T00:00:00Z"}},
    ),
    "update_call_handling_setting.call_forwarding_unknown": lambda a: handling(
        a, a.users[3], "business_hours", "call_forwarding", call_forwarding_settings=[{"id": "x"}]
    ),
    "update_call_handling_setting.external_forwarding_disabled": lambda a: (
        restricted(a, a.users[3], "forwarding_to_external_numbers", enable=False),
        handling(
            a,
            a.users[3],
            "business_hours",
            "call_forwarding",
            call_forwarding_settings=[{"id": ringing_besides(a, a.users[3]), "enable": True}],
        ),
    )[1],
    "update_call_handling_setting.custom_hours_invalid": lambda a: handling(
        a, a.users[3], "business_hours", "custom_hours", custom_hours_settings=[{"weekday": 1, "type": 2}]
    ),
    "update_call_handling_setting.target_unknown": lambda a: handling(
        a, a.users[3], "business_hours", "call_handling", call_not_answer_action=2, forward_to_extension_id="x"
    ),
    "update_call_handling_setting.audio_unknown": lambda a: handling(
        a, a.users[3], "business_hours", "call_handling", voicemail_greeting_id="x"
    ),
    "update_call_handling_setting.operator_self": lambda a: handling(
        a, a.users[3], "business_hours", "call_handling", operator_extension_id=extension(a, a.users[3])
    ),
    "update_call_handling_setting.ring_mode_without_wait_time": lambda a: handling(
        a, a.users[3], "business_hours", "call_handling", ring_mode="sequential"
    ),
    "update_call_handling_setting.voicemail_instruction_unused": lambda a: handling(
        a,
        a.users[3],
        "business_hours",
        "call_handling",
        voicemail_leaving_instruction_id="",
        allow_callers_check_voicemail=False,
    ),
    "update_call_handling_setting.voicemail_not_forwarded_to": lambda a: handling(
        a,
        a.users[3],
        "business_hours",
        "call_handling",
        voicemail_leaving_instruction_id="",
        call_not_answer_action=11,
    ),
    "update_call_handling_setting.voicemail_disabled": lambda a: unanswered(a, 1, "voicemail", enable=False),
    "update_call_handling_setting.overflow_disabled": lambda a: unanswered(a, 2, "call_overflow", enable=False),
    "update_call_handling_setting.overflow_to_number_restricted": lambda a: unanswered(
        a, 10, "call_overflow", call_overflow_type=1
    ),
    "update_call_handling_setting.overflow_to_contact_restricted": lambda a: unanswered(
        a, 9, "call_overflow", call_overflow_type=2
    ),
    "update_call_handling_setting.overflow_unrecorded_restricted": lambda a: unanswered(
        a, 2, "call_overflow", call_overflow_type=3
    ),
    "batch_update_users.batch_type_unsupported": lambda a: ("/users/batch", {"batch_type": "x"}),
    "batch_update_users.user_unknown": lambda a: (
        "/users/batch",
        {"batch_type": "assign_pending_user", "user_ids": ["x"]},
    ),
    "batch_update_users.site_unknown": lambda a: (
        "/users/batch",
        {"batch_type": "move_site", "user_ids": a.users[:1], "site_id": "x"},
    ),
    "batch_update_users.country_unsupported": lambda a: (
        in_india(a, a.main),
        ("/users/batch", {"batch_type": "assign_pending_user", "user_ids": ["x"]}),
    )[1],
    "batch_update_users.extension_number_reserved": lambda a: (
        in_india(a, a.branch),
        ("/users/batch", {"batch_type": "move_site", "user_ids": a.users[:1], "site_id": a.branch}),
    )[1],
    "get_user_policy.policy_type_invalid": lambda a: (f"/users/{a.users[0]}/policies/x", None),
    "get_user_policy.user_id_invalid": lambda a: (f"/users/me/{EMERGENCY_CALLS}", None),
    "get_user_policy.user_unknown": lambda a: (f"/users/x/{EMERGENCY_CALLS}", None),
    "update_user_policy.policy_type_invalid": lambda a: (f"/users/{a.users[0]}/policies/x", {}),
    "update_user_policy.user_id_invalid": lambda a: (f"/users/me/{EMERGENCY_CALLS}", {}),
    "update_user_policy.user_unknown": lambda a: (f"/users/x/{EMERGENCY_CALLS}", {}),
    "update_user_policy.reset_not_alone": lambda a: (
        f"/users/{a.users[0]}/{EMERGENCY_CALLS}",
        {"allow_emergency_calls": {"reset": True, "enable": True}},
    ),
    "update_user_policy.setting_locked": lambda a: (
        locked(a, a.main, "allow_emergency_calls"),
        (f"/users/{a.users[0]}/{EMERGENCY_CALLS}", {"allow_emergency_calls": {"enable": False}}),
    )[1],
    "get_user_settings.user_id_invalid": lambda a: ("/users/me/settings", None),
    "get_user_settings.user_unknown": lambda a: ("/users/x/settings", None),
    "update_user_settings.user_id_invalid": lambda a: ("/users/me/settings", {}),
    "update_user_settings.user_unknown": lambda a: ("/users/x/settings", {}),
    "update_user_settings.outbound_caller_id_locked": lambda a: (
        restricted(a, a.main, "select_outbound_caller_id", enable=False),
        told(a, outbound_caller_id=NUMBERS[1]),
    )[1],
    "update_user_settings.outbound_caller_id_hiding_disabled": lambda a: (
        restricted(a, a.users[0], "select_outbound_caller_id", allow_hide_outbound_caller_id=False),
        told(a, outbound_caller_id=""),
    )[1],
    "update_user_settings.outbound_caller_id_invalid": lambda a: told(a, outbound_caller_id=NUMBERS[4]),
    "update_user_settings.audio_unknown": lambda a: told(a, music_on_hold_id="x"),
    "update_user_settings.executive_opt_out_denied": lambda a: (
        assisted(a, a.users[1], [a.users[0]]),
        told(
            a,
            shared_lines_call_setting={
                "shared_line_appearances": {"executives": [{"user_id": a.users[1], "receive_calls": False}]}
            },
        ),
    )[1],
    **{
        f"{operation}_user_shared_access_setting.{key}": lambda a, path=path, body=body: (f"/users/{path}", body)
        for operation, body in (("add", {}), ("delete", None), ("update", {}))
        for key, path in (
            ("user_id_invalid", "me/settings/delegation"),
            ("user_unknown", "x/settings/delegation"),
        )
    },
    **{
        f"{operation}_user_shared_access_setting.setting_type_invalid": lambda a, body=body: shared(a, "fax", body)
        for operation, body in (("add", {}), ("delete", None), ("update", {}))
    },
    "add_user_shared_access_setting.access_taken": lambda a: (
        heard(a, a.users[0], a.users[1:2]),
        shared(a, "voice_mail", access({"access_user_id": a.users[1]})),
    )[1],
    "add_user_shared_access_setting.access_user_unknown": lambda a: shared(
        a, "voice_mail", access({"access_user_id": a.users[0]})
    ),
    "add_user_shared_access_setting.access_full": lambda a: (
        heard(a, a.users[0], a.more_users(50)),
        shared(a, "voice_mail", access({"access_user_id": a.users[1]})),
    )[1],
    "add_user_shared_access_setting.assistant_required": lambda a: shared(a, "delegation", {}),
    "add_user_shared_access_setting.assistant_unknown": lambda a: shared(a, "delegation", assistant("x")),
    "add_user_shared_access_setting.assistant_type_invalid": lambda a: shared(
        a, "delegation", assistant(extension(a, a.queue))
    ),
    "add_user_shared_access_setting.assistants_full": lambda a: (
        assisted(a, a.users[0], a.users[1:16]),
        shared(a, "delegation", assistant(extension(a, a.users[16]))),
    )[1],
    "add_user_shared_access_setting.device_unknown": lambda a: shared(a, "desk_phone", {"device_id": "x"}),
    "delete_user_shared_access_setting.access_unknown": lambda a: shared(a, "voice_mail?shared_id=x"),
    "delete_user_shared_access_setting.assistant_unknown": lambda a: shared(
        a, f"delegation?assistant_extension_id={extension(a, a.users[1])}"
    ),
    "delete_user_shared_access_setting.device_unknown": lambda a: shared(a, f"desk_phone?device_id={a.devices[1]}"),
    "update_user_shared_access_setting.access_unknown": lambda a: shared(
        a, "voice_mail", access({"shared_id": "x", "allow_delete": True})
    ),
    "update_user_shared_access_setting.assistant_unknown": lambda a: shared(
        a, "delegation", {"delegation": {"privacy": True}}
    ),
    "update_user_shared_access_setting.privacy_invalid": lambda a: shared(
        a, "delegation", {"delegation": {"privacy": "yes"}}
    ),
    "update_user_shared_access_setting.privileges_invalid": lambda a: shared(
        a, "delegation", {"delegation": {"privileges": [9]}}
    ),
    "update_user_shared_access_setting.device_unknown": lambda a: shared(
        a, "desk_phone", {"desk_phone": {"devices": [{"id": a.devices[1]}]}}
    ),
    "batch_add_users.users_limit": lambda a: ("/users/batch", {"users": wish(a)["users"] * 11}),
    "batch_add_users.template_unknown": lambda a: ("/users/batch", wish(a, template_name="Sales")),
    **{
        f"{operation}.{key}": lambda a, user=user, operation=operation: plans(operation, user)
        for operation in ("update_user_calling_plan", "assign_user_calling_plans", "unassign_user_calling_plan")
        for key, user in (("user_id_invalid", "me"), ("user_unknown", "x"))
    },
    "update_user_calling_plan.calling_plan_not_assigned": lambda a: plans(
        "update_user_calling_plan", a.users[3], source=100
    ),
    "update_user_calling_plan.calling_plan_missing": lambda a: plans("update_user_calling_plan", a.users[3], 101),
    "update_user_calling_plan.licences_used_up": lambda a: plans("update_user_calling_plan", a.users[3], 600),
    "assign_user_calling_plans.field_invalid": lambda a: (
        f"/users/{a.users[3]}/calling_plans",
        {"calling_plans": [{"type": 3000, "billing_account_id": "x"}]},
    ),
    "assign_user_calling_plans.calling_plan_missing": lambda a: plans("assign_user_calling_plans", a.users[3], 101),
    "assign_user_calling_plans.licences_used_up": lambda a: plans("assign_user_calling_plans", a.users[3], 600),
    "unassign_user_calling_plan.field_invalid": lambda a: (f"/users/{a.users[3]}/calling_plans/Pro", None),
    "unassign_user_calling_plan.calling_plan_not_assigned": lambda a: (
        f"/users/{a.users[3]}/calling_plans/3000",
        None,
    ),
    "create_account_user.email_invalid": lambda a: ("/v2/users", person("nobody")),
    "create_account_user.email_taken": lambda a: ("/v2/users", person("P00@acme.example")),
    "get_account_user.person_unknown": lambda a: ("/v2/users/me", None),
    "update_account_user.person_unknown": lambda a: ("/v2/users/nobody@acme.example", {}),
    "delete_account_user.person_unknown": lambda a: ("/v2/users/x", None),
    "create_site.site_code_length": lambda a: ("/sites", site(site_code=1234)),
    "create_site.country_invalid": lambda a: (
        "/sites",
        site(default_emergency_address={**ADDRESS, "country": "ZQ"}),
    ),
    "create_site.address_invalid": lambda a: ("/sites", site(default_emergency_address={**ADDRESS, "zip": "x"})),
    "create_site.india_state_city_required": lambda a: ("/sites", site(default_emergency_address=INDIA)),
    "create_site.india_sdca_invalid": lambda a: (
        "/sites",
        site(default_emergency_address=INDIA, india_state_code="DL", india_city="Delhi", india_sdca_npa="x"),
    ),
    "create_site.india_entity_name_required": lambda a: (
        "/sites",
        site(default_emergency_address=INDIA, india_state_code="DL", india_city="Delhi", india_sdca_npa="11"),
    ),
    "create_site.site_taken": lambda a: ("/sites", site(name="Branch")),
    "create_site.extension_number_reserved": lambda a: ("/sites", site(site_code=911)),
    "create_site.auto_receptionist_unknown": lambda a: ("/sites", site(source_auto_receptionist_id="x")),
    "get_site.site_unknown": lambda a: ("/sites/x", None),
    "delete_site.site_unknown": lambda a: (f"/sites/x?transfer_site_id={a.main}", None),
    "delete_site.site_transfer_same": lambda a: (f"/sites/{a.branch}?transfer_site_id={a.branch}", None),
    "delete_site.main_site_fixed": lambda a: (f"/sites/{a.main}?transfer_site_id={a.branch}", None),
    "delete_site.main_number_fixed": lambda a: (
        reached_by(a, a.main, a.numbers[4]),
        (f"/sites/{a.main}?transfer_site_id={a.branch}", None),
    )[1],
    "delete_site.extension_number_conflict": lambda a: (
        at(a, a.branch, a.users[3], 71000),
        (f"/sites/{a.branch}?transfer_site_id={a.main}", None),
    )[1],
    "delete_site.extension_number_reserved": lambda a: (
        at(a, a.branch, a.users[3], 7100),
        in_india(a, a.main),
        (f"/sites/{a.branch}?transfer_site_id={a.main}", None),
    )[2],
    "update_site.site_unknown": lambda a: ("/sites/x", {}),
    "update_site.site_taken": lambda a: (f"/sites/{a.branch}", {"name": "Main Site"}),
    "update_site.short_extension_length_invalid": lambda a: short(a, length=6),
    "update_site.short_extension_range_required": lambda a: short(a, ranges=[{"range_from": "100"}]),
    "update_site.short_extension_range_digits": lambda a: short(a, ranges=[{"range_from": "1x0", "range_to": "200"}]),
    "update_site.short_extension_range_length": lambda a: short(a, ranges=[{"range_from": "10", "range_to": "200"}]),
    "update_site.short_extension_range_order": lambda a: short(a, ranges=[{"range_from": "200", "range_to": "100"}]),
    "update_site.short_extension_ranges_overlap": lambda a: short(
        a, ranges=[{"range_from": "100", "range_to": "200"}, {"range_from": "200", "range_to": "300"}]
    ),
    "update_site.address_invalid": lambda a: address(a, zip="x"),
    "update_site.address_not_validated": lambda a: address(a, zip=""),
    "update_site.country_fixed": lambda a: address(a, country="FR"),
    "update_site.emergency_address_personal": lambda a: (own_address(a), address(a, address_line1="9 Main St"))[1],
    "update_site.site_code_length": lambda a: (f"/sites/{a.branch}", {"site_code": 1234}),
    "update_site.site_code_disabled": lambda a: (uncoded(a), (f"/sites/{a.main}", {"site_code": 3}))[1],
    "update_site.extension_number_taken": lambda a: (
        at(a, a.branch, a.users[3], 7900),
        at(a, a.main, a.users[4], 8900),
        (f"/sites/{a.branch}", {"site_code": 8}),
    )[2],
    "update_site.extension_number_reserved": lambda a: (f"/sites/{a.branch}", {"site_code": 911}),
    "update_site.setting_locked": lambda a: policy(a, audio_intercom={"enable": False}),
    "update_site.recording_prompt_differs": lambda a: policy(
        a, auto_call_recording=one_sided(recording_start_prompt=True)
    ),
    "update_site.recording_prompt_audio_differs": lambda a: policy(
        a, auto_call_recording=one_sided(recording_start_prompt_audio_id="")
    ),
    "update_site.recording_consent_differs": lambda a: policy(
        a, auto_call_recording=one_sided(recording_explicit_consent=True)
    ),
    "update_site.audio_unknown": lambda a: policy(a, call_summary={"call_summary_start_prompt": {"audio_id": "x"}}),
    "update_site.sms_template_unknown": lambda a: policy(
        a, sms_template={"sms_template_list": [{"sms_template_id": "x"}]}
    ),
    "update_site.time_period_invalid": lambda a: policy(
        a, schedule_firmware_update={"time_period_start": 4, "time_period_end": 4}
    ),
    "update_site.end_date_invalid": lambda a: policy(
        a, schedule_firmware_update={"end_setting": {"never_end": False, "end_date": "2001-01-01"}}
    ),
    "update_site.time_zone_invalid": lambda a: policy(a, schedule_firmware_update={"time_zone": "Mars/Olympus"}),
    "update_site.target_unknown": lambda a: policy(a, call_park={"forward_to_extension_id": "x"}),
    "get_site_setting.site_unknown": lambda a: ("/sites/x/settings/security", None),
    "add_site_setting.site_unknown": lambda a: ("/sites/x/settings/security", {"device_type": "poly"}),
    "delete_site_setting.site_unknown": lambda a: ("/sites/x/settings/security?device_type=poly", None),
    "delete_site_setting.holiday_unknown": lambda a: (f"/sites/{a.main}/settings/holiday_hours?holiday_id=x", None),
    "delete_site_setting.device_type_unknown": lambda a: (f"/sites/{a.main}/settings/security?device_type=poly", None),
    "update_site_setting.site_unknown": lambda a: ("/sites/x/settings/desk_phone", {}),
    "update_site_setting.holiday_unknown": lambda a: (
        f"/sites/{a.main}/settings/holiday_hours",
        {"holiday_hours": {"holidays": [{"holiday_id": "x"}]}},
    ),
    "update_site_setting.target_unknown": lambda a: (
        f"/sites/{a.main}/settings/closed_hours",
        {"closed_hours": {"overflow": {"operator": {"extension_id": "x"}}}},
    ),
    "update_site_setting.audio_unknown": lambda a: (
        f"/sites/{a.main}/settings/audio_prompt",
        {"audio_prompt": {"hold_music": {"audio_id": "x"}}},
    ),
    "update_site_setting.session_timeout_invalid": lambda a: (
        f"/sites/{a.main}/settings/desk_phone",
        {"desk_phone": {"hot_desking_session_timeout": {"number": 7, "unit": "minutes"}}},
    ),
    "list_site_outbound_caller_id_numbers.site_unknown": lambda a: (f"/sites/x/{CALLER_NUMBERS}", None),
    "add_site_outbound_caller_id_numbers.site_unknown": lambda a: (f"/sites/x/{CALLER_NUMBERS}", {}),
    "add_site_outbound_caller_id_numbers.phone_number_unknown": lambda a: (
        f"/sites/{a.main}/{CALLER_NUMBERS}",
        {"phone_number_ids": ["x"]},
    ),
    "add_site_outbound_caller_id_numbers.caller_number_unfit": lambda a: (
        f"/sites/{a.main}/{CALLER_NUMBERS}",
        {"phone_number_ids": [a.numbers[0]]},
    ),
    "remove_site_outbound_caller_id_numbers.site_unknown": lambda a: (f"/sites/x/{CALLER_NUMBERS}", None),
    "remove_site_outbound_caller_id_numbers.caller_number_unknown": lambda a: (
        f"/sites/{a.main}/{CALLER_NUMBERS}?customize_ids=x",
        None,
    ),
    "list_user_outbound_caller_id_numbers.page_token_invalid": lambda a: (
        f"/users/{a.users[0]}/{CALLER_NUMBERS}?next_page_token=x",
        None,
    ),
    "list_user_outbound_caller_id_numbers.user_id_invalid": lambda a: (f"/users/me/{CALLER_NUMBERS}", None),
    "list_user_outbound_caller_id_numbers.user_unknown": lambda a: (f"/users/x/{CALLER_NUMBERS}", None),
    "add_user_outbound_caller_id_numbers.user_id_invalid": lambda a: (f"/users/me/{CALLER_NUMBERS}", {}),
    "add_user_outbound_caller_id_numbers.user_unknown": lambda a: (f"/users/x/{CALLER_NUMBERS}", {}),
    "add_user_outbound_caller_id_numbers.phone_number_unknown": lambda a: (
        f"/users/{a.users[3]}/{CALLER_NUMBERS}",
        {"phone_number_ids": ["x"]},
    ),
    "add_user_outbound_caller_id_numbers.caller_number_unfit": lambda a: (
        f"/users/{a.users[3]}/{CALLER_NUMBERS}",
        {"phone_number_ids": [a.numbers[0]]},
    ),
    "remove_user_outbound_caller_id_numbers.user_id_invalid": lambda a: (f"/users/me/{CALLER_NUMBERS}", None),
    "remove_user_outbound_caller_id_numbers.user_unknown": lambda a: (f"/users/x/{CALLER_NUMBERS}", None),
    "remove_user_outbound_caller_id_numbers.caller_number_unknown": lambda a: (
        f"/users/{a.users[3]}/{CALLER_NUMBERS}?customize_ids=x",
        None,
    ),
    "get_phone_number.phone_number_unknown": lambda a: ("/numbers/x", None),
    "add_byoc_phone_numbers.site_unknown": lambda a: (
        "/byoc_numbers",
        {"carrier": "C", "phone_numbers": ["+14085550199"], "site_id": "x"},
    ),
    "add_byoc_phone_numbers.sip_group_unknown": lambda a: (
        "/byoc_numbers",
        {"carrier": "C", "phone_numbers": ["+14085550199"], "sip_group_id": "x"},
    ),
    "add_byoc_phone_numbers.phone_number_taken": lambda a: (
        "/byoc_numbers",
        {"carrier": "C", "phone_numbers": ["+14085550199", NUMBERS[0]], "site_id": a.main},
    ),
    "delete_unassigned_phone_numbers.phone_number_unknown": lambda a: ("/numbers?phone_numbers=x", None),
    "delete_unassigned_phone_numbers.phone_number_assigned": lambda a: (
        f"/numbers?phone_numbers={a.numbers[0]}",
        None,
    ),
    "update_site_unassigned_phone_numbers.site_unknown": lambda a: ("/numbers/sites/x", {}),
    "update_site_unassigned_phone_numbers.phone_number_unknown": lambda a: (
        f"/numbers/sites/{a.main}",
        {"phone_numbers": ["x"]},
    ),
    "update_site_unassigned_phone_numbers.phone_number_assigned": lambda a: (
        f"/numbers/sites/{a.main}",
        {"phone_numbers": [NUMBERS[0]]},
    ),
    "update_phone_number.phone_number_unknown": lambda a: ("/numbers/x", {}),
    "update_phone_number.capability_invalid": lambda a: (f"/numbers/{a.numbers[0]}", {"capability": ["fax"]}),
    "update_phone_number.capability_required": lambda a: (f"/numbers/{a.numbers[0]}", {"capability": []}),
    "update_phone_number.sip_group_unknown": lambda a: (f"/numbers/{a.numbers[0]}", {"sip_group_id": "x"}),
    "update_phone_number.phone_number_not_bound": lambda a: (
        f"/numbers/{a.numbers[2]}",
        {"emergency_address_status": 2},
    ),
    "update_phone_number.phone_number_not_byoc": lambda a: (f"/numbers/{internal(a)}", {"sip_group_id": "x"}),
    "assign_user_phone_numbers.user_id_invalid": lambda a: ("/users/me/phone_numbers", {}),
    "assign_user_phone_numbers.user_unknown": lambda a: ("/users/x/phone_numbers", {}),
    "assign_user_phone_numbers.phone_number_unknown": lambda a: (
        f"/users/{a.users[3]}/phone_numbers",
        {"phone_numbers": [{"number": "+14085550999"}]},
    ),
    "assign_user_phone_numbers.phone_number_taken": lambda a: (
        f"/users/{a.users[3]}/phone_numbers",
        {"phone_numbers": [{"id": a.numbers[0]}]},
    ),
    "unassign_user_phone_number.user_id_invalid": lambda a: ("/users/me/phone_numbers/x", None),
    "unassign_user_phone_number.user_unknown": lambda a: ("/users/x/phone_numbers/x", None),
    "unassign_user_phone_number.phone_number_unknown": lambda a: (
        f"/users/{a.users[3]}/phone_numbers/{a.numbers[0]}",
        None,
    ),
    "create_device.extension_unknown": lambda a: ("/devices", device(assignee_extension_ids=["x"])),
    "create_device.user_unknown": lambda a: ("/devices", device(assigned_to="nobody@acme.example")),
    "create_device.user_id_invalid": lambda a: ("/devices", device(assigned_to="me")),
    "create_device.site_unknown": lambda a: ("/devices", device(site_id="x")),
    "create_device.mac_address_taken": lambda a: (
        "/devices",
        device(mac_address="00-11-22-33-44-00", site_id=a.main),
    ),
    "get_device.device_unknown": lambda a: ("/devices/x", None),
    "delete_device.device_unknown": lambda a: ("/devices/x", None),
    "delete_device.device_assigned": lambda a: (f"/devices/{a.devices[0]}", None),
    "assign_device_entity.device_unknown": lambda a: ("/devices/x/extensions", {"assignee_extension_ids": []}),
    "assign_device_entity.extension_unknown": lambda a: (
        f"/devices/{a.devices[2]}/extensions",
        {"assignee_extension_ids": [a.users[0]]},  # the id of the user is not that of the extension
    ),
    "unassign_device_entity.device_unknown": lambda a: ("/devices/x/extensions/x", None),
    "unassign_device_entity.assignee_unknown": lambda a: (f"/devices/{a.devices[0]}/extensions/x", None),
    "update_device.device_unknown": lambda a: ("/devices/x", {}),
    "update_device.user_id_invalid": lambda a: (f"/devices/{a.devices[0]}", {"assigned_to": "me"}),
    "update_device.user_unknown": lambda a: (f"/devices/{a.devices[0]}", {"assigned_to": "x@acme.example"}),
    "update_device.extension_unknown": lambda a: (f"/devices/{a.devices[0]}", {"assigned_to": a.spare[0]}),
    "update_device_provision_template.device_unknown": lambda a: ("/devices/x/provision_templates", {}),
    "update_device_provision_template.template_unknown": lambda a: (
        f"/devices/{a.devices[0]}/provision_templates",
        {"provision_template_id": "x"},
    ),
    "reboot_device.device_unknown": lambda a: ("/devices/x/reboot", None),
    "reboot_device.reboot_unsupported": lambda a: (f"/devices/{a.devices[0]}/reboot", None),
    "reboot_device.device_offline": lambda a: (f"/devices/{desk_phone(a)}/reboot", None),
    "sync_desk_phones.site_unknown": lambda a: ("/devices/sync", {"level": 2, "site_id": "x"}),
    "list_smartphones.page_token_invalid": lambda a: ("/smartphones?next_page_token=x", None),
    "create_call_queue.multiple_sites_disabled": lambda a: in_one_site(a, ("/call_queues", queue(a, site_id="x"))),
    "create_call_queue.site_unknown": lambda a: ("/call_queues", queue(a, site_id="x")),
    "create_call_queue.extension_number_range": lambda a: ("/call_queues", queue(a, extension_number=9)),
    "create_call_queue.extension_length_invalid": lambda a: (
        "/call_queues",
        queue(a, site_id=a.branch, extension_number=12),
    ),
    "create_call_queue.extension_number_taken": lambda a: ("/call_queues", queue(a, extension_number=2000)),
    "create_call_queue.extension_number_reserved": lambda a: ("/call_queues", queue(a, extension_number=9110)),
    "create_call_queue.members_at_once": lambda a: ("/call_queues", queue(a, members=several(a, 11))),
    "create_call_queue.user_unknown": lambda a: ("/call_queues", queue(a, members={"users": [{}]})),
    "create_call_queue.common_area_unknown": lambda a: ("/call_queues", queue(a, members={"common_area_ids": ["x"]})),
    "get_call_queue.call_queue_unknown": lambda a: (f"/call_queues/{a.users[0]}", None),
    "delete_call_queue.call_queue_unknown": lambda a: ("/call_queues/x", None),
    "update_call_queue.call_queue_unknown": lambda a: ("/call_queues/x", {}),
    "update_call_queue.time_zone_invalid": lambda a: (f"/call_queues/{a.queue}", {"timezone": "Mars"}),
    "update_call_queue.site_unknown": lambda a: (f"/call_queues/{a.queue}", {"site_id": "x"}),
    "update_call_queue.extension_number_range": lambda a: (f"/call_queues/{a.queue}", {"extension_number": 9}),
    "update_call_queue.extension_length_invalid": lambda a: (
        f"/call_queues/{a.queue}",
        {"site_id": a.branch, "extension_number": 1},
    ),
    "update_call_queue.extension_number_taken": lambda a: (f"/call_queues/{a.queue}", {"extension_number": 1000}),
    "update_call_queue.extension_number_reserved": lambda a: (f"/call_queues/{a.queue}", {"extension_number": 91}),
    "list_call_queue_members.call_queue_unknown": lambda a: ("/call_queues/x/members", None),
    "list_call_queue_recordings.call_queue_unknown": lambda a: ("/call_queues/x/recordings", None),
    "add_call_queue_members.call_queue_unknown": lambda a: ("/call_queues/x/members", {}),
    "add_call_queue_members.members_at_once": lambda a: (
        f"/call_queues/{a.queue}/members",
        {"members": {**several(a, 10), "common_area_ids": ["x"]}},
    ),
    "add_call_queue_members.members_full": lambda a: of_fifty(
        a, (f"/call_queues/{a.queue}/members", {"members": {"users": [{"id": a.users[9]}]}})
    ),
    "add_call_queue_members.user_unknown": lambda a: (
        f"/call_queues/{a.queue}/members",
        {"members": {"users": [{"email": "nobody@acme.example"}]}},
    ),
    "add_call_queue_members.common_area_unknown": lambda a: (
        f"/call_queues/{a.queue}/members",
        {"members": {"common_area_ids": [a.users[9]]}},
    ),
    "unassign_all_call_queue_members.call_queue_unknown": lambda a: ("/call_queues/x/members", None),
    "unassign_call_queue_member.call_queue_unknown": lambda a: (f"/call_queues/x/members/{a.users[0]}", None),
    "unassign_call_queue_member.member_unknown": lambda a: (f"/call_queues/{a.queue}/members/{a.users[9]}", None),
    "assign_call_queue_phone_numbers.call_queue_unknown": lambda a: ("/call_queues/x/phone_numbers", {}),
    "assign_call_queue_phone_numbers.phone_number_required": lambda a: (f"/call_queues/{a.queue}/phone_numbers", {}),
    "assign_call_queue_phone_numbers.phone_number_unknown": lambda a: (
        f"/call_queues/{a.queue}/phone_numbers",
        {"phone_numbers": [{}]},
    ),
    "assign_call_queue_phone_numbers.phone_number_taken": lambda a: (
        f"/call_queues/{a.queue}/phone_numbers",
        {"phone_numbers": [{"id": a.numbers[0]}]},
    ),
    "assign_call_queue_phone_numbers.phone_numbers_full": lambda a: of_fifty(
        a, (f"/call_queues/{a.queue}/phone_numbers", {"phone_numbers": [{"id": a.numbers[4]}]})
    ),
    "unassign_all_call_queue_phone_numbers.call_queue_unknown": lambda a: ("/call_queues/x/phone_numbers", None),
    "unassign_call_queue_phone_number.call_queue_unknown": lambda a: ("/call_queues/x/phone_numbers/x", None),
    "unassign_call_queue_phone_number.phone_number_unknown": lambda a: (
        f"/call_queues/{a.queue}/phone_numbers/{a.numbers[0]}",
        None,
    ),
    "get_call_queue_policy.call_queue_unknown": lambda a: ("/call_queues/x/policies", None),
    "update_call_queue_policy.call_queue_unknown": lambda a: ("/call_queues/x/policies", {}),
    "update_call_queue_policy.audio_unknown": lambda a: (
        f"/call_queues/{a.queue}/policies",
        {"auto_call_recording": {"outbound_audio_notification": {"recording_start_prompt_audio_id": "x"}}},
    ),
    "update_call_queue_policy.sms_template_unknown": lambda a: (
        f"/call_queues/{a.queue}/policies",
        {"sms_template": {"sms_template_list": [{"sms_template_id": "x"}]}},
    ),
    "update_call_queue_policy.setting_locked": lambda a: (
        f"/call_queues/{a.queue}/policies",
        {"auto_answer_call_queue_calls": {"reset": True}},
    ),
    "add_call_queue_policy_setting.call_queue_unknown": lambda a: ("/call_queues/x/policies/voice_mail", {}),
    "add_call_queue_policy_setting.policy_type_invalid": lambda a: (f"/call_queues/{a.queue}/policies/fax", {}),
    "add_call_queue_policy_setting.access_user_unknown": lambda a: (
        f"/call_queues/{a.queue}/policies/voice_mail",
        access({"access_user_id": a.users[0], "access_user_type": "commonArea"}),
    ),
    "add_call_queue_policy_setting.access_taken": lambda a: (
        f"/call_queues/{a.queue}/policies/voice_mail",
        access({"access_user_id": a.users[0]}, {"access_user_id": a.users[0]}),
    ),
    "add_call_queue_policy_setting.access_full": lambda a: of_fifty(
        a, (f"/call_queues/{a.queue}/policies/voice_mail", access({"access_user_id": a.users[0]}))
    ),
    "delete_call_queue_policy_setting.call_queue_unknown": lambda a: (
        "/call_queues/x/policies/voice_mail?shared_ids=x",
        None,
    ),
    "delete_call_queue_policy_setting.policy_type_invalid": lambda a: (
        f"/call_queues/{a.queue}/policies/fax?shared_ids=x",
        None,
    ),
    "delete_call_queue_policy_setting.access_unknown": lambda a: (
        f"/call_queues/{a.queue}/policies/voice_mail?shared_ids={a.users[0]}",
        None,
    ),
    "update_call_queue_policy_setting.call_queue_unknown": lambda a: ("/call_queues/x/policies/voice_mail", {}),
    "update_call_queue_policy_setting.policy_type_invalid": lambda a: (f"/call_queues/{a.queue}/policies/fax", {}),
    "update_call_queue_policy_setting.access_unknown": lambda a: (
        f"/call_queues/{a.queue}/policies/voice_mail",
        access({"access_user_id": "p00@acme.example"}),
    ),
    "get_call_history.call_unknown": lambda a: ("/call_history/20260101-x", None),
    "get_call_element.call_element_unknown": lambda a: ("/call_element/20260101-x", None),
    "list_user_call_history.period_invalid": lambda a: (f"/users/{a.users[0]}/call_history?from=2026-01-01", None),
    "list_user_call_history.user_unknown": lambda a: ("/users/x/call_history", None),
    "list_user_call_history.user_id_invalid": lambda a: ("/users/me/call_history", None),
    "add_call_history_client_code.client_code_invalid": lambda a: ("/call_history/x/client_code", code("12")),
    "add_call_history_client_code.call_element_unknown": lambda a: ("/call_history/x/client_code", code("123")),
    "get_call_history_detail.call_element_unknown": lambda a: ("/call_history_detail/20260101-x", None),
    "list_account_call_logs.call_logs_unavailable": lambda a: ("/call_logs?from=2025-01-01&to=2025-01-02", None),
    "get_call_log.call_log_unknown": lambda a: ("/call_logs/x", None),
    "add_call_log_client_code.call_log_unknown": lambda a: ("/call_logs/x/client_code", code("123")),
    "sync_user_call_history.sync_token_invalid": lambda a: (f"/users/{a.users[0]}/call_history/sync?{ISYNC}", None),
    "sync_user_call_history.user_unknown": lambda a: ("/users/x/call_history/sync", None),
    "sync_user_call_history.user_id_invalid": lambda a: ("/users/me/call_history/sync", None),
    "delete_user_call_history.user_unknown": lambda a: ("/users/x/call_history/x", None),
    "delete_user_call_history.call_element_unknown": lambda a: (f"/users/{a.users[0]}/call_history/x", None),
    "delete_user_call_history.user_id_invalid": lambda a: ("/users/me/call_history/x", None),
    "list_user_call_logs.user_id_invalid": lambda a: ("/users/me/call_logs", None),
    "list_user_call_logs.page_token_invalid": lambda a: (f"/users/{a.users[0]}/call_logs?next_page_token=x", None),
    "list_user_call_logs.call_logs_unavailable": lambda a: (
        f"/users/{a.users[0]}/call_logs?from=2025-01-01&to=2025-01-02",
        None,
    ),
    "list_user_call_logs.user_unknown": lambda a: ("/users/x/call_logs", None),
    "sync_user_call_logs.user_id_invalid": lambda a: ("/users/me/call_logs/sync", None),
    "sync_user_call_logs.sync_token_invalid": lambda a: (f"/users/{a.users[0]}/call_logs/sync?{ISYNC}", None),
    "sync_user_call_logs.user_unknown": lambda a: ("/users/x/call_logs/sync", None),
    "delete_user_call_log.user_id_invalid": lambda a: ("/users/me/call_logs/x", None),
    "delete_user_call_log.call_log_unknown": lambda a: (f"/users/{a.users[0]}/call_logs/x", None),
    "delete_user_call_log.user_unknown": lambda a: ("/users/x/call_logs/x", None),
    "get_user_call_log_voicemail.user_id_invalid": lambda a: ("/users/me/call_logs/1/voice_mail", None),
    "get_user_call_log_voicemail.user_unknown": lambda a: ("/users/x/call_logs/1/voice_mail", None),
    "get_user_call_log_voicemail.voicemail_unknown": lambda a: (f"/users/{a.users[0]}/call_logs/1/voice_mail", None),
    "list_user_voicemails.user_id_invalid": lambda a: ("/users/me/voice_mails", None),
    "list_user_voicemails.user_unknown": lambda a: ("/users/x/voice_mails", None),
    "list_user_voicemails.page_token_invalid": lambda a: (f"/users/{a.users[0]}/voice_mails?next_page_token=x", None),
    "download_voicemail.file_unknown": lambda a: ("/voice_mails/download/x", None),
    "download_voicemail.range_unsatisfiable": lambda a: (f"/voice_mails/download/{left_for(a)}", None),
    "download_recording.file_unknown": lambda a: ("/recording/download/x", None),
    "download_recording.range_unsatisfiable": lambda a: (f"/recording/download/{taped_for(a)}", None),
    "get_voicemail.voicemail_unknown": lambda a: ("/voice_mails/x", None),
    "delete_voicemail.voicemail_unknown": lambda a: ("/voice_mails/x", None),
    "update_voicemail_read_status.read_status_invalid": lambda a: ("/voice_mails/x?read_status=Heard", None),
    "update_voicemail_read_status.voicemail_unknown": lambda a: ("/voice_mails/x?read_status=Read", None),
}


# By requests that follow others, as tests/api/test_devices.py makes them.
ELSEWHERE = {
    "add_call_history_client_code.call_element_required",  # of calls: test_call_history.py
    "download_recording.permission_denied",  # of user-level tokens: test_shares.py
    "download_voicemail.permission_denied",
    "delete_voicemail.permission_denied",
    "reboot_device.reboot_too_frequent",
    "reboot_device.reboot_retry_later",
    "sync_desk_phones.sync_already_requested",
    "sync_desk_phones.too_many_requests",
}


def test_none_is_forgotten() -> None:
    declared = {f"{operation.id}.{key}" for operation in SERVED for key in operation.own_errors}
    assert PROVOKED.keys() | UNPROVOKED.keys() | ELSEWHERE == declared
    assert PROVOKED.keys().isdisjoint(UNPROVOKED)
    assert ELSEWHERE.isdisjoint(PROVOKED.keys() | UNPROVOKED.keys())
    assert len(UNPROVOKED) <= 38


@pytest.mark.parametrize("name", PROVOKED)
def test_each_is_provoked(name: str, call: Caller, acme: Acme) -> None:
    operation_id, _, key = name.partition(".")
    path, body = PROVOKED[name](acme)
    method = CONTRACT.operations[operation_id].method
    assert call(method, path, body, range="bytes=999999-").refused == key


OWN: dict[str, Callable[[Acme], Request]] = {
    "get_user": lambda a: (f"/users/{a.users[0]}", None),
    "get_user_settings": lambda a: (f"/users/{a.users[0]}/settings", None),
    "update_user_settings": lambda a: told(a, area_code="408"),
    "add_user_shared_access_setting": lambda a: shared(a, "delegation", assistant(extension(a, a.users[1]))),
    "update_user": lambda a: (f"/users/{a.users[0]}", {"extension_number": "3999"}),
    "get_site": lambda a: (f"/sites/{a.main}", None),
    "update_site": lambda a: (f"/sites/{a.branch}", {"name": "Annex"}),
    "delete_site": lambda a: (f"/sites/{a.branch}?transfer_site_id={a.main}", None),
    "assign_user_phone_numbers": lambda a: (f"/users/{a.users[0]}/phone_numbers", {"phone_numbers": []}),
    "get_device": lambda a: (f"/devices/{a.devices[0]}", None),
    "delete_device": lambda a: (f"/devices/{a.devices[2]}", None),
    "update_call_queue": lambda a: (f"/call_queues/{a.queue}", {"name": "Help"}),
    "list_call_queue_members": lambda a: (f"/call_queues/{a.queue}/members", None),
    "list_call_queue_recordings": lambda a: (f"/call_queues/{a.queue}/recordings", None),
    "add_call_queue_members": lambda a: (f"/call_queues/{a.queue}/members", {}),
    "get_call_queue_policy": lambda a: (f"/call_queues/{a.queue}/policies", None),
    "unassign_all_call_queue_members": lambda a: (f"/call_queues/{a.queue}/members", None),
    "get_account_user": lambda a: (f"/v2/users/{a.users[0]}", None),
    "update_account_user": lambda a: (f"/v2/users/{a.users[0]}", {"dept": "Sales"}),
    "delete_account_user": lambda a: (f"/v2/users/{a.users[0]}", None),
}


@pytest.mark.parametrize("operation_id", OWN)
def test_what_belongs_to_another_account_is_unknown(operation_id: str, call: Caller, acme: Acme, rival: Acme) -> None:
    method = CONTRACT.operations[operation_id].method
    refused = call(method, *OWN[operation_id](rival)).refused
    assert refused
    assert refused.endswith("_unknown")
    assert call(method, *OWN[operation_id](acme)).refused is None
    assert call.by("rival")(method, *OWN[operation_id](rival)).refused is None
