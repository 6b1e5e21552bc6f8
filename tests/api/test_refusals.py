"""Every error that a served operation declares of its own is provoked here, or named in contract/unprovoked.yaml."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.acme import ADDRESS, NUMBERS, Acme
from tests.caller import CONTRACT, SERVED, Caller
from tools.make_wire import CONTRACT as FOLDER
from trunkline.store.tables import Member, PhoneNumber, SharedAccess
from trunkline.store.tenant import Tenant

UNPROVOKED: dict[str, str] = yaml.safe_load((FOLDER / "unprovoked.yaml").read_text())

MAC = "0a0b0c0d0e0f"
INDIA = {**ADDRESS, "country": "IN", "state_code": "DL", "zip": "110001", "city": "New Delhi"}


def site(**said: Any) -> dict[str, Any]:
    return {"name": "New", "auto_receptionist_name": "New", "default_emergency_address": ADDRESS, **said}


def device(**said: Any) -> dict[str, Any]:
    return {"display_name": "New", "mac_address": MAC, "type": "other", **said}


def wish(acme: Acme, **said: Any) -> dict[str, Any]:
    user = {"email": acme.spare[0], "extension_number": "3000", "calling_plans": ["Pro"], "site_name": "Main Site"}
    return {"users": [user | said]}


def person(email: str) -> dict[str, Any]:
    return {"action": "create", "user_info": {"email": email, "type": 1}}


def queue(acme: Acme, **said: Any) -> dict[str, Any]:
    return {"name": "New", "site_id": acme.main, **said}


def several(acme: Acme, count: int) -> dict[str, Any]:
    return {"users": [{"id": id} for id in acme.users[:count]]}


def access(*members: Any) -> dict[str, Any]:
    return {"voicemail_access_members": [*members]}


Request = tuple[str, object]  # what follows /phone, or all of it from /v2 on, and the body


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
    "batch_add_users.users_limit": lambda a: ("/users/batch", {"users": wish(a)["users"] * 11}),
    "batch_add_users.template_unknown": lambda a: ("/users/batch", wish(a, template_name="Sales")),
    "create_account_user.email_invalid": lambda a: ("/v2/users", person("nobody")),
    "create_account_user.email_taken": lambda a: ("/v2/users", person("P00@acme.example")),
    "get_account_user.person_unknown": lambda a: ("/v2/users/me", None),
    "update_account_user.person_unknown": lambda a: ("/v2/users/nobody@acme.example", {}),
    "update_account_user.no_permission": lambda a: ("/v2/users/me", {"feature": {"zoom_phone": True}}),
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
    "create_site.auto_receptionist_unknown": lambda a: ("/sites", site(source_auto_receptionist_id="x")),
    "get_site.site_unknown": lambda a: ("/sites/x", None),
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
    "create_call_queue.multiple_sites_disabled": lambda a: in_one_site(a, ("/call_queues", queue(a, site_id="x"))),
    "create_call_queue.site_unknown": lambda a: ("/call_queues", queue(a, site_id="x")),
    "create_call_queue.extension_number_range": lambda a: ("/call_queues", queue(a, extension_number=9)),
    "create_call_queue.extension_length_invalid": lambda a: (
        "/call_queues",
        queue(a, site_id=a.branch, extension_number=12),
    ),
    "create_call_queue.extension_number_taken": lambda a: ("/call_queues", queue(a, extension_number=2000)),
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
    "list_call_queue_members.call_queue_unknown": lambda a: ("/call_queues/x/members", None),
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
}


def test_none_is_forgotten() -> None:
    declared = {f"{operation.id}.{key}" for operation in SERVED for key in operation.own_errors}
    assert PROVOKED.keys() | UNPROVOKED.keys() == declared
    assert PROVOKED.keys().isdisjoint(UNPROVOKED)
    assert len(UNPROVOKED) <= 12


@pytest.mark.parametrize("name", PROVOKED)
def test_each_is_provoked(name: str, call: Caller, acme: Acme) -> None:
    operation_id, _, key = name.partition(".")
    path, body = PROVOKED[name](acme)
    method = CONTRACT.operations[operation_id].method
    who = "person 0 user:write" if key == "no_permission" else "admin"
    assert call.by(who)(method, path, body).refused == key


OWN: dict[str, Callable[[Acme], Request]] = {
    "get_user": lambda a: (f"/users/{a.users[0]}", None),
    "update_user": lambda a: (f"/users/{a.users[0]}", {"extension_number": "3999"}),
    "get_site": lambda a: (f"/sites/{a.main}", None),
    "assign_user_phone_numbers": lambda a: (f"/users/{a.users[0]}/phone_numbers", {"phone_numbers": []}),
    "get_device": lambda a: (f"/devices/{a.devices[0]}", None),
    "delete_device": lambda a: (f"/devices/{a.devices[2]}", None),
    "update_call_queue": lambda a: (f"/call_queues/{a.queue}", {"name": "Help"}),
    "list_call_queue_members": lambda a: (f"/call_queues/{a.queue}/members", None),
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
