"""The directory by /v2/users: people come and go, and become phone users and stop being so."""

from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from trunkline.extensions import directory
from trunkline.plan import Plans
from trunkline.store.tables import Person

PHONE: dict[str, Any] = {"feature": {"zoom_phone": True}}
NO_PHONE: dict[str, Any] = {"feature": {"zoom_phone": False}}


def new(call: Caller, email: str = "New.One@acme.example", **more: Any) -> Any:
    said = {"email": email, "type": 2, "first_name": "New", "last_name": "One"} | more
    return call("POST", "/v2/users", {"action": "ssoCreate", "user_info": said})


def test_a_person_comes_and_goes(call: Caller) -> None:
    answer = new(call)
    assert answer.status == 201
    id = answer.json.pop("id")
    assert answer.json == {"email": "new.one@acme.example", "first_name": "New", "last_name": "One", "type": 2}
    shown = call("GET", f"/v2/users/{id}").json
    assert call("GET", "/v2/users/NEW.one@acme.example").json == shown
    assert shown == answer.json | {
        "id": id,
        "account_id": "acme",
        "display_name": "New One",
        "status": "active",
    }
    assert call("DELETE", f"/v2/users/{id}?action=delete").status == 204
    assert call("GET", f"/v2/users/{id}").json == {"code": 1001, "message": f"User does not exist: {id}."}


def test_names_may_be_missing(call: Caller) -> None:
    id = call("POST", "/v2/users", {"action": "create", "user_info": {"email": "x@x.example", "type": 1}}).json["id"]
    shown = call("GET", f"/v2/users/{id}").json
    assert (shown["first_name"], shown["last_name"], shown["display_name"]) == ("", "", "x@x.example")
    call("PATCH", f"/v2/users/{id}", PHONE)
    assert call("GET", "/users?keyword=x@x").json["users"][0]["name"] == "x@x.example"


def test_everybody_is_listed_once(call: Caller) -> None:
    found, token = list[str](), ""
    while True:
        page = call("GET", f"/v2/users?page_size=15&next_page_token={token}").json
        assert (page["total_records"], page["page_count"], page["page_number"]) == (40, 3, 1)
        found += [user["email"] for user in page["users"]]
        token = page["next_page_token"]
        if not token:
            break
    assert found == [f"p{n:02}@acme.example" for n in range(40)]


def test_everybody_is_active(call: Caller) -> None:
    assert call("GET", "/v2/users?status=active").json["total_records"] == 40
    for status in ("inactive", "pending"):
        assert call("GET", f"/v2/users?status={status}").json["users"] == []


@pytest.mark.parametrize(
    ("query", "field"), [("page_number=2", "page_number"), ("page_size=301", "page_size"), ("status=x", "status")]
)
def test_what_a_list_cannot_do_is_refused(call: Caller, query: str, field: str) -> None:
    assert call("GET", f"/v2/users?{query}").json["errors"] == [{"field": field, "message": "Invalid field."}]


class TestPhone:
    def test_is_switched_on(self, call: Caller, acme: Acme) -> None:
        id = new(call).json["id"]
        assert call("GET", f"/users/{id}").status == 404
        assert call("PATCH", f"/v2/users/{id}", PHONE).status == 204
        user = call("GET", f"/users/{id}").json
        assert (user["site_id"], user["extension_number"], user["calling_plans"]) == (acme.main, 802, [])
        assert (user["email"], user["status"]) == ("new.one@acme.example", "activate")
        assert call("PATCH", f"/v2/users/{id}", PHONE).status == 204
        assert call("GET", f"/users/{id}").json == user

    def test_comes_with_a_new_person_if_that_is_said(self, call: Caller) -> None:
        id = new(call, **PHONE).json["id"]
        assert call("GET", f"/users/{id}").json["extension_number"] == 802

    def test_begins_with_the_code_of_the_site(self, call: Caller, acme: Acme) -> None:
        from trunkline.store.tables import Site

        acme.write(lambda rows: setattr(rows.edit(Site, acme.main), "code", 21))
        numbers = list[int]()
        for email in acme.spare[:2]:
            call("PATCH", f"/v2/users/{email}", PHONE)
            numbers.append(call("GET", f"/users/{email}").json["extension_number"])
        assert numbers == [21800, 21801]

    def test_is_switched_off(self, call: Caller, acme: Acme) -> None:
        id = acme.users[0]
        assert call("PATCH", f"/v2/users/{id}", NO_PHONE).status == 204
        assert call("GET", f"/users/{id}").refused == "user_unknown"
        unassigned = [row["number"] for row in call("GET", "/numbers?type=unassigned").json["phone_numbers"]]
        assert set(NUMBERS[:2]) <= set(unassigned)
        assert call("GET", f"/devices/{acme.devices[0]}").json.get("assignees", []) == []
        assert "1000" not in Plans(acme.store).of(acme.id).dialled
        assert call("PATCH", f"/v2/users/{id}", NO_PHONE).status == 204
        assert call("GET", f"/v2/users/{id}").status == 200
        call("PATCH", f"/v2/users/{id}", PHONE)
        assert call("GET", f"/users/{id}").json["extension_number"] == 802

    def test_goes_with_the_person(self, call: Caller, acme: Acme) -> None:
        assert call("DELETE", f"/v2/users/{acme.users[0]}").status == 204
        assert call("GET", f"/users/{acme.users[0]}").refused == "user_unknown"


def test_a_change_is_the_phone_users_too(call: Caller, acme: Acme) -> None:
    body = {"first_name": "Ann", "last_name": "Lee", "dept": "Law", "cost_center": "7", "type": 2}
    assert call("PATCH", f"/v2/users/{acme.users[3]}", body).status == 204
    shown = call("GET", f"/v2/users/{acme.users[3]}").json
    assert (shown["display_name"], shown["dept"], shown["cost_center"], shown["type"]) == ("Ann Lee", "Law", "7", 2)
    user = next(iter(call("GET", "/users?keyword=Ann Lee").json["users"]))
    assert (user["id"], user["department"], user["cost_center"]) == (acme.users[3], "Law", "7")
    call("PATCH", f"/v2/users/{acme.users[3]}", {"dept": ""})
    assert "dept" not in call("GET", f"/v2/users/{acme.users[3]}").json


def test_what_the_directory_does_not_have_is_refused(call: Caller, acme: Acme) -> None:
    answer = call("PATCH", f"/v2/users/{acme.users[0]}", {"job_title": "x", "timezone": "UTC", "dept": "Law"})
    assert [fault["field"] for fault in answer.json["errors"]] == ["job_title", "timezone"]
    answer = new(call, password="a password of mine")  # noqa: S106
    assert answer.json["errors"] == [{"field": "user_info.password", "message": "Invalid field."}]
    assert acme.store.read(acme.id, lambda rows: rows.first(Person, Person.email == "new.one@acme.example")) is None


class TestMe:
    def test_is_who_allowed_the_app(self, call: Caller, acme: Acme) -> None:
        mine = call.by("person 4 user:read user:write")
        assert mine("GET", "/v2/users/me").json["email"] == "p04@acme.example"
        assert mine("PATCH", "/v2/users/me", {"first_name": "Me"}).status == 204
        assert mine("GET", f"/v2/users/{acme.users[4]}").json["display_name"] == "Me Smith"
        assert mine("GET", f"/v2/users/{acme.users[5]}").refused == "scope_missing"
        assert mine("PATCH", "/v2/users/me", {"dept": "Board"}).refused == "scope_missing"
        for method, path in (("GET", "/v2/users"), ("DELETE", "/v2/users/me"), ("POST", "/v2/users")):
            assert mine(method, path).refused == "scope_missing"

    def test_need_not_be_a_phone_user(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: directory.let_phone_no_more(rows, directory.person(rows, acme.users[4])))
        mine = call.by("person 4 user:read phone:read")
        assert mine("GET", "/v2/users/me").status == 200
        assert mine("GET", "/users/me").refused == "user_unknown"

    def test_is_nobody_to_an_app_of_the_accounts_own(self, call: Caller) -> None:
        assert call("GET", "/v2/users/me").json == {"code": 1001, "message": "User does not exist: me."}
