"""What a request says is heeded, or refused with the name of its field: nothing is taken and lost."""

from typing import Any

import pytest

from tests.acme import Acme
from tests.caller import SERVED, Caller
from trunkline.api.contract import Operation

pytestmark = pytest.mark.any_store

CHANGES = [operation for operation in SERVED if operation.method == "PATCH" and operation.body]
HANDLING = "update_call_handling_setting"
# Their things are records, whose tests are elsewhere, or have to be named in the body.
NEED_MORE = {"add_call_history_client_code", "update_call_queue_policy_setting"}


def path(operation: Operation, call: Caller, acme: Acme) -> str:
    person = call("GET", f"/users/{acme.users[0]}").json
    ids = {"userId": acme.users[0], "siteId": acme.main, "callQueueId": acme.queue, "deviceId": acme.devices[0]}
    ids |= {
        "phoneNumberId": acme.numbers[0],
        "extensionId": person["extension_id"],
        "policyType": "allow_emergency_calls",
    }
    ids["settingType"] = {HANDLING: "business_hours", "update_site_setting": "business_hours"}.get(
        operation.id, "delegation"
    )
    return "/v2" + operation.path.format(**ids)


def fields(answer: Any) -> list[str]:
    assert (answer.status, answer.json["code"]) == (400, 300), answer.json
    return [fault["field"] for fault in answer.json["errors"]]


def test_a_change_that_changes_nothing_is_refused_with_its_fields(call: Caller, acme: Acme) -> None:
    for operation in CHANGES:
        if operation.id in NEED_MORE:
            continue
        to = path(operation, call, acme)
        assert all(fields(call("PATCH", to, {}))), operation.id
        if operation.id in (HANDLING, "update_user_policy", "update_site_setting", "update_user_shared_access_setting"):
            continue  # they say which of their fields are missing
        assert fields(call("PATCH", to, {"nothing": 1, "of": {"ours": 2}})) == ["nothing", "of"], operation.id
        for name, part in operation.body_shape["properties"].items():
            if "properties" in part:
                assert fields(call("PATCH", to, {name: {"nothing": 1}})) == [f"{name}.nothing"], operation.id
                assert fields(call("PATCH", to, {name: {}})), operation.id


def test_what_belongs_to_another_type_changes_nothing(call: Caller, acme: Acme) -> None:
    site, user = f"/sites/{acme.main}/settings", f"/users/{acme.users[0]}/settings"
    assert fields(call("PATCH", f"{site}/business_hours", {"custom_hour_type": 2})) == ["business_hours"]
    assert fields(call("PATCH", f"{site}/closed_hours", {"business_hours": {"custom_hour_type": 2}})) == [
        "closed_hours"
    ]
    assert fields(call("PATCH", f"{user}/delegation", {"desk_phone": {"pin_code": "1234"}})) == ["delegation"]
    assert fields(call("PATCH", f"{user}/voice_mail", {"delegation": {"privacy": True}}))


def test_bodies_of_several_forms_name_their_fields(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    to = f"/extension/{person}/call_handling/settings/business_hours"
    for body, named in (
        ({"sub_setting_type": "call_handling", "settings": {"max_wait_time": 7}}, ["settings.max_wait_time"]),
        ({"sub_setting_type": "call_handling"}, ["settings"]),
        ({"settings": {"max_wait_time": 10}}, ["sub_setting_type"]),
        ({"sub_setting_type": "weather", "settings": {}}, ["sub_setting_type"]),
        ({"sub_setting_type": ["call_handling"], "settings": {}}, ["sub_setting_type"]),
        ({"sub_setting_type": "custom_hours", "settings": {"type": 3}}, ["settings.type"]),
        (
            {"sub_setting_type": "custom_hours", "settings": {"custom_hours_settings": [{"weekday": 9}]}},
            ["settings.custom_hours_settings.0.weekday"],
        ),
        ({"sub_setting_type": "call_handling", "settings": {"nothing": 1}}, ["settings.nothing"]),
    ):
        assert fields(call("PATCH", to, body)) == named
    assert fields(call("POST", to, {"sub_setting_type": "call_forwarding", "settings": {"phone_number": 5}})) == [
        "settings.phone_number"
    ]
    for body in ([], None, "x", 5):
        assert call("PATCH", to, b"null" if body is None else body).refused == "not_json"


def test_an_empty_object_is_as_good_as_none(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    to = f"/extension/{person}/call_handling/settings/business_hours"
    said = {"phone_number": "+12125550111", "description": "mobile"}
    made = call("POST", to, {"sub_setting_type": "call_forwarding", "settings": said}).json["call_forwarding_id"]
    row = {"id": made, "enable": False, "external_contact": {}}
    change = {"sub_setting_type": "call_forwarding", "settings": {"call_forwarding_settings": [row]}}
    assert call("PATCH", to, change).status == 204
    row["external_contact"] = {"external_contact_id": "x"}
    assert call("PATCH", to, change).refused == "call_forwarding_unknown"
    queue = {"name": "Sales", "site_id": acme.main, "members": {}}
    assert call("POST", "/call_queues", queue).status == 201
    assert call("PATCH", f"/sites/{acme.main}", {"name": "Main", "policy": {}, "sip_zone": {}}).status == 204


def test_settings_that_say_nothing_are_refused(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    queue = call("GET", f"/call_queues/{acme.queue}").json["extension_id"]
    cases: list[tuple[str, str, Any]] = [
        (f"{person}/call_handling/settings/business_hours", "call_handling", {}),
        (f"{person}/call_handling/settings/closed_hours", "call_handling", {}),
        (f"{person}/call_handling/settings/business_hours", "call_forwarding", {}),
        (f"{person}/call_handling/settings/business_hours", "custom_hours", {}),
        (f"{queue}/call_handling/settings/business_hours", "call_handling", {"call_distribution": {}}),
    ]
    for to, sub, said in cases:
        assert fields(call("PATCH", f"/extension/{to}", {"sub_setting_type": sub, "settings": said})) == ["settings"]


def test_what_is_missing_is_named_and_not_looked_up(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    to = f"/extension/{person}/call_handling/settings"
    day: Any = {"name": "Day", "from": "2026-12-24T00:00:00Z", "to": "2026-12-26T00:00:00Z"}
    at = "call_forwarding_settings.0.id"
    cases: list[tuple[str, str, str, Any, str]] = [
        ("PATCH", "business_hours", "call_handling", {"call_not_answer_action": 2}, "forward_to_extension_id"),
        ("PATCH", "closed_hours", "call_handling", {"call_not_answer_action": 4}, "forward_to_extension_id"),
        ("PATCH", "business_hours", "call_handling", {"call_not_answer_action": 10}, "phone_number"),
        ("PATCH", "business_hours", "call_forwarding", {"call_forwarding_settings": [{"enable": False}]}, at),
        ("PATCH", "holiday_hours", "holiday", {"name": "Day"}, "holiday_id"),
        ("PATCH", "holiday_hours", "holiday", {}, "holiday_id"),
        ("POST", "holiday_hours", "holiday", {**day, "name": ""}, "name"),
        ("POST", "holiday_hours", "holiday", {"name": "Day", "to": day["to"]}, "from"),
        ("POST", "holiday_hours", "call_forwarding", {"phone_number": "+12125550111"}, "holiday_id"),
        ("POST", "business_hours", "call_forwarding", {"description": "mobile"}, "phone_number"),
    ]
    for method, hours, sub, said, named in cases:
        answer = call(method, f"{to}/{hours}", {"sub_setting_type": sub, "settings": said})
        assert fields(answer) == [f"settings.{named}"], (method, sub, said)


def test_hours_that_contradict_each_other_are_refused(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    morning: Any = {"weekday": 2, "type": 2, "from": "08:00", "to": "12:00"}
    others: list[Any] = [morning, {**morning, "from": "11:59", "to": "18:00"}, {"weekday": 2, "type": 0}]
    for other in others:
        body: Any = {"sub_setting_type": "custom_hours", "settings": {"custom_hours_settings": [morning, other]}}
        to = f"/extension/{person}/call_handling/settings/business_hours"
        assert fields(call("PATCH", to, body)) == ["settings.custom_hours_settings.1"]
        said: Any = {"business_hours": {"custom_hours": [morning, other]}}
        to = f"/sites/{acme.main}/settings/business_hours"
        assert fields(call("PATCH", to, said)) == ["business_hours.custom_hours.1"]


def test_nothing_is_no_id_of_what_is_to_be_deleted(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    for query in ("call_forwarding_id=", "holiday_id=", ""):
        to = f"/extension/{person}/call_handling/settings/holiday_hours?{query}"
        assert fields(call("DELETE", to)) == ["call_forwarding_id", "holiday_id"]


def test_a_field_is_named_once_however_wrong(call: Caller, acme: Acme) -> None:
    to = f"/sites/{acme.main}/settings/dial_by_name"
    assert fields(call("PATCH", to, {"dial_by_name": {"rule": 2}})) == ["dial_by_name.rule"]


def test_what_is_off_may_be_said_where_it_does_not_apply(call: Caller, acme: Acme) -> None:
    person = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    to = f"/extension/{person}/call_handling/settings/business_hours"
    hours = {"custom_hours_settings": [], "type": 1}
    for sub, said in (("custom_hours", hours), ("call_handling", {})):
        off, on = said | {"allow_members_to_reset": False}, said | {"allow_members_to_reset": True}
        assert call("PATCH", to, {"sub_setting_type": sub, "settings": off}).status == 204
        assert fields(call("PATCH", to, {"sub_setting_type": sub, "settings": on})) == [
            "settings.allow_members_to_reset"
        ]


def bodies(schema: Any, at: tuple[str, ...] = ()) -> Any:
    for choice in schema.get("oneOf", ()):
        yield from bodies(choice, at)
    for name, part in schema.get("properties", {}).items():
        yield from bodies(part, (*at, name))
    if "items" in schema:
        yield from bodies(schema["items"], (*at, "0"))
    elif "properties" not in schema:
        yield at, schema


# Checked by the domain, which has an error of its own, or knows people and sites by it.
OWN_CHECK = {"country", "country_iso_code", "email"}


def test_countries_and_addresses_in_lists_are_checked() -> None:
    checked = 0
    for operation in SERVED:
        for at, schema in bodies(operation.body_shape):
            name = at[-2] if at and at[-1] == "0" else at[-1] if at else ""
            kind = "country" if "countr" in name else "email" if "email" in name.replace("voicemail", "") else None
            if kind and schema.get("type") == "string" and name not in OWN_CHECK:
                assert schema.get("format") == kind, (operation.id, at)
                checked += 1
    assert checked >= 5


def test_lists_that_were_not_checked(call: Caller, acme: Acme) -> None:
    user, site, queue = (f"/users/{acme.users[0]}", f"/sites/{acme.main}", f"/call_queues/{acme.queue}/policies")
    for code in ("ZZ", "us", "USA", "", "ZR"):
        said = {"sms": {"enable": True, "international_sms": True, "international_sms_countries": ["GB", code]}}
        for to in (user, site):
            assert fields(call("PATCH", to, {"policy": said})) == ["policy.sms.international_sms_countries.1"]
        assert fields(call("PATCH", queue, said)) == ["sms.international_sms_countries.1"]
    for bad in ("bad", "a@", "@b", "a b@c.d", ""):
        said = {"voicemail_notification_by_email": {"enable": True, "forward_email_list": [bad]}}
        assert fields(call("PATCH", queue, said)) == ["voicemail_notification_by_email.forward_email_list.0"]
    for code in ("x" * 300, ""):
        part = {"call_queue_opt_out_reasons_list": [{"code": code}]}
        named = "call_queue_opt_out_reason.call_queue_opt_out_reasons_list.0.code"
        assert fields(call("PATCH", queue, {"call_queue_opt_out_reason": part})) == [named]
        assert fields(call("PATCH", site, {"policy": {"call_queue_opt_out_reason": part}})) == [f"policy.{named}"]


def test_short_numbers_are_as_long_as_the_site_says(call: Caller, acme: Acme) -> None:
    """Whoever gets one, and however."""
    assert call("PATCH", f"/users/{acme.users[0]}", {"site_id": acme.branch}).status == 204
    kept = call("GET", f"/users/{acme.users[0]}").json["extension_number"]
    for said in ("7", "71", "712", "71234", "712345", "8123"):
        assert fields(call("PATCH", f"/users/{acme.users[0]}", {"extension_number": said})) == ["extension_number"]
    for said in (str(kept), "7123"):
        assert call("PATCH", f"/users/{acme.users[0]}", {"extension_number": said}).status == 204
    for number in (1, 12, 1234):
        queue = {"name": "Sales", "site_id": acme.branch, "extension_number": number}
        assert call("POST", "/call_queues", queue).refused == "extension_length_invalid"
        person = {"action": "create", "user_info": {"email": f"n{number}@x.example", "first_name": "N", "type": 1}}
        assert call("POST", "/v2/users", person).status == 201
        wish = {"email": f"n{number}@x.example", "first_name": "N", "last_name": "N", "calling_plans": []}
        wish |= {"extension_number": str(number), "site_code": "7"}
        assert fields(call("POST", "/users/batch", {"users": [wish]})) == ["users.0.extension_number"]
