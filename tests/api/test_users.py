"""Phone users: made of people in the directory, listed, looked at, changed."""

from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Answer, Caller


def batch(call: Caller, *users: dict[str, Any]) -> Answer:
    common = {"calling_plans": ["US/CA Metered"], "site_name": "Main Site"}
    return call("POST", "/users/batch", {"users": [common | user for user in users]})


def faults(answer: Answer) -> set[str]:
    assert answer.refused == "invalid"
    return {fault["field"] for fault in answer.json["errors"]}


def names(answer: Answer) -> list[str]:
    return [user["name"] for user in answer.json["users"]]


def test_a_user_is_shown_by_id_and_by_email(call: Caller, acme: Acme) -> None:
    shown = call("GET", f"/users/{acme.users[0]}").json
    assert call("GET", "/users/P00@Acme.example").json == shown
    assert (shown["extension_number"], shown["status"], shown["department"]) == (1000, "activate", "Support")
    assert [number["number"] for number in shown["phone_numbers"]] == NUMBERS[:2]
    assert shown["calling_plans"] == [{"type": 200}]
    assert shown["emergency_address"]["city"] == "SAN JOSE"
    assert len({shown["id"], shown["extension_id"], shown["phone_user_id"]}) == 3


def test_an_extension_id_is_no_user_id(call: Caller, acme: Acme) -> None:
    extension_id = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    assert call("GET", f"/users/{extension_id}").refused == "user_unknown"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("keyword=Person03", ["Person03 Smith"]),
        ("keyword=1003", ["Person03 Smith"]),
        ("keyword=4085550100", ["Person00 Smith"]),
        ("keyword=no%20such", []),
        ("status=deactivate", []),
        ("calling_type=100", []),
        ("keyword=Person0&calling_type=200&department=Sales", [f"Person0{n} Smith" for n in (1, 3, 5, 7, 9)]),
        ("cost_center=Nowhere", []),
        ("site_id=x", []),
    ],
)
def test_the_list_is_filtered(call: Caller, query: str, found: list[str]) -> None:
    answer = call("GET", f"/users?{query}")
    assert names(answer) == found
    assert answer.json["total_records"] == len(found)


def test_those_who_are_no_users_yet_are_pending(call: Caller, acme: Acme) -> None:
    answer = call("GET", "/users?status=pending")
    assert [user["email"] for user in answer.json["users"]] == acme.spare
    assert {user["status"] for user in answer.json["users"]} == {"pending"}


def test_people_become_users(call: Caller, acme: Acme) -> None:
    answer = batch(
        call,
        {
            "email": acme.spare[0].upper(),
            "extension_number": "3000",
            "phone_numbers": [NUMBERS[3].lstrip("+")],
            "outbound_caller_id": NUMBERS[3],
            "desk_phones": [{"brand": "Yealink", "model": "t48s", "mac": "0A-0B-0C-0D-0E-0F"}],
        },
        {
            "email": acme.spare[1],
            "extension_number": "451",
            "site_name": "",
            "site_code": "7",
            "activation_status": "deactivate",
        },
    )
    assert answer.status == 201
    first, second = (call("GET", f"/users/{made['id']}").json for made in answer.json)
    assert (first["extension_number"], first["calling_plans"]) == (3000, [{"type": 100}])
    assert [number["number"] for number in first["phone_numbers"]] == [NUMBERS[3]]
    device = call("GET", "/devices?type=assigned&device_type=yealink").json["devices"][0]
    assert (device["mac_address"], device["assignee"]["id"]) == ("0a0b0c0d0e0f", first["id"])
    assert (second["extension_number"], second["site_id"], second["status"]) == (7451, acme.branch, "deactivate")


def test_all_that_is_wrong_with_a_batch_is_said_and_nobody_is_made(call: Caller, acme: Acme) -> None:
    answer = batch(
        call,
        {"email": acme.spare[0], "extension_number": "3000"},
        {"email": "stranger@acme.example", "extension_number": "x", "calling_plans": ["Gold"]},
        {"email": "p00@acme.example", "extension_number": "3002", "site_name": "Nowhere"},
        {"email": acme.spare[1], "extension_number": "3003", "phone_numbers": [NUMBERS[0], "+1999"]},
        {"email": acme.spare[0], "extension_number": "3004", "desk_phones": [{"brand": "Acme", "mac": "x"}]},
    )
    assert faults(answer) == {
        "users.1.email",
        "users.1.extension_number",
        "users.1.calling_plans.0",
        "users.2.email",
        "users.2.site_name",
        "users.3.phone_numbers.0",
        "users.3.phone_numbers.1",
        "users.4.email",
        "users.4.desk_phones.0.brand",
        "users.4.desk_phones.0.model",
        "users.4.desk_phones.0.mac",
    }
    assert call("GET", f"/users/{acme.spare[0]}").refused == "user_unknown"


def test_two_in_a_batch_cannot_have_one_number(call: Caller, acme: Acme) -> None:
    both = [{"email": email, "extension_number": "3000"} for email in acme.spare[:2]]
    assert faults(batch(call, *both)) == {"users.1.extension_number"}
    assert call("GET", f"/users/{acme.spare[0]}").refused == "user_unknown"


def test_a_user_is_changed(call: Caller, acme: Acme) -> None:
    id = acme.users[5]
    assert call("PATCH", f"/users/{id}", {"extension_number": "3005"}).status == 204
    assert call("GET", f"/users/{id}").json["extension_number"] == 3005
    assert call("PATCH", f"/users/{id}", {"site_id": acme.branch, "extension_number": "7305"}).status == 204
    assert call("GET", f"/users/{id}").json["site_id"] == acme.branch


def test_where_a_site_has_a_code_the_number_is_given_with_it(call: Caller, acme: Acme) -> None:
    body = {"site_id": acme.branch, "extension_number": "3005"}
    assert call("PATCH", f"/users/{acme.users[5]}", body).refused == "extension_number_range"


def test_a_number_given_up_is_free(call: Caller, acme: Acme) -> None:
    call("PATCH", f"/users/{acme.users[5]}", {"extension_number": "3005"})
    assert call("PATCH", f"/users/{acme.users[6]}", {"extension_number": "1005"}).status == 204


def test_an_emergency_address_of_ones_own(call: Caller, acme: Acme) -> None:
    branch = call("GET", f"/sites/{acme.branch}").json["default_emergency_address"]["id"]
    assert call("PATCH", f"/users/{acme.users[5]}", {"emergency_address_id": branch}).status == 204
    assert call("GET", f"/users/{acme.users[5]}").json["emergency_address"]["id"] == branch


def update(call: Caller, type: str, ids: list[str], **more: Any) -> Answer:
    return call("PUT", "/users/batch", {"batch_type": type, "user_ids": ids, **more})


class TestSeveralAtOnce:
    def test_they_move_with_their_numbers(self, call: Caller, acme: Acme) -> None:
        assert update(call, "move_site", acme.users[:2], site_id=acme.branch).status == 204
        for user, number in zip(acme.users[:2], (1000, 1001), strict=True):
            shown = call("GET", f"/users/{user}").json
            assert (shown["site_id"], shown["extension_number"]) == (acme.branch, number)
        assert call("GET", f"/numbers/{acme.numbers[0]}").json["site"]["id"] == acme.branch
        assert call("GET", f"/numbers/{acme.numbers[2]}").json["site"]["id"] == acme.main

    def test_they_move_with_their_phones(self, call: Caller, acme: Acme) -> None:
        assert update(call, "move_site", acme.users[:2], site_id=acme.branch).status == 204
        at = [call("GET", f"/devices/{id}").json["site"]["id"] for id in acme.devices]
        assert at == [acme.branch, acme.branch, acme.main]
        assert call("PATCH", f"/users/{acme.users[0]}", {"site_id": acme.main}).status == 204
        assert call("GET", f"/devices/{acme.devices[0]}").json["site"]["id"] == acme.main

    def test_who_share_a_phone_move_together(self, call: Caller, acme: Acme) -> None:
        ids = [call("GET", f"/users/{id}").json["extension_id"] for id in acme.users[:2]]
        path = f"/devices/{acme.devices[2]}"
        assert call("POST", f"{path}/extensions", {"assignee_extension_ids": ids}).status == 201
        for answer in (
            update(call, "move_site", acme.users[:1], site_id=acme.branch),
            call("PATCH", f"/users/{acme.users[0]}", {"site_id": acme.branch}),
        ):
            assert (answer.refused, answer.json["errors"][0]["field"]) == ("invalid", "site_id")
        assert call("GET", f"/users/{acme.users[0]}").json["site_id"] == acme.main
        assert update(call, "move_site", acme.users[:2], site_id=acme.branch).status == 204
        assert call("GET", path).json["site"]["id"] == acme.branch

    def test_who_was_pending_becomes_a_user(self, call: Caller, acme: Acme) -> None:
        pending = [user["id"] for user in call("GET", "/users?status=pending").json["users"]]
        assert update(call, "assign_pending_user", [*pending[:2], acme.users[0]]).status == 204
        made = [call("GET", f"/users/{id}").json for id in pending[:2]]
        assert [user["site_id"] for user in made] == [acme.main, acme.main]
        assert call("GET", "/users?status=pending").json["total_records"] == len(pending) - 2

    def test_they_are_switched_off_and_on(self, call: Caller, acme: Acme) -> None:
        for status in ("deactivate", "activate"):
            assert update(call, "activate", acme.users[:2], activation_status=status).status == 204
            assert {call("GET", f"/users/{id}").json["status"] for id in acme.users[:2]} == {status}

    def test_all_or_none(self, call: Caller, acme: Acme) -> None:
        ids = [acme.users[0], "x"]
        assert update(call, "activate", ids, activation_status="deactivate").refused == "user_unknown"
        assert call("GET", f"/users/{acme.users[0]}").json["status"] == "activate"

    def test_what_is_missing_is_named(self, call: Caller, acme: Acme) -> None:
        ids = acme.users[:1]
        assert faults(update(call, "activate", ids)) == {"activation_status"}
        assert faults(update(call, "activate", [], activation_status="activate")) == {"user_ids"}
        assert faults(call("PUT", "/users/batch", {"user_ids": ids})) == {"batch_type"}
        assert faults(update(call, "activate", ["x"] * 11)) == {"user_ids"}

    def test_an_unsupported_kind_is_quoted(self, call: Caller, acme: Acme) -> None:
        answer = update(call, "paint", acme.users[:1])
        assert answer.refused == "batch_type_unsupported"
        assert answer.json["message"] == "Current batch type does not support, batch type:paint."


def test_what_an_import_says_of_policies_is_so(call: Caller, acme: Acme) -> None:
    wish = {"email": acme.spare[0], "extension_number": "3000", "sms": False, "select_outbound_caller_id": False}
    user = batch(call, wish).json[0]["id"]
    policy = call("GET", f"/users/{user}").json["policy"]
    assert (policy["sms"]["enable"], policy["select_outbound_caller_id"]["enable"]) == (False, False)
