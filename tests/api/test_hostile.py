"""Input that no client means well. Whatever comes, the answer is a declared one: the caller checks that."""

import pytest

from tests.acme import Acme
from tests.caller import Caller
from trunkline.store.tables import Setting

GOOD = b'"display_name": "x", "mac_address": "0a0b0c0d0e0f", "type": "other"'


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (b"name=Support", "not_json"),
        (b"\xff", "not_json"),
        (b'{"display_name": NaN}', "not_json"),
        (b'{"display_name": "\\ud800"}', "not_json"),
        (b"[" * 5000, "not_json"),
        (b"[" * 900 + b"]" * 900, "invalid"),
        (b"", "invalid"),
        (b"[]", "invalid"),
        (b"null", "invalid"),
        (b"{}", "invalid"),
        (b"{" + GOOD + b', "site_id": 5}', "invalid"),
        (b"{" + GOOD + b', "site_id": "\\u0000"}', "invalid"),
        (b"{" + GOOD + b', "ignored": {"deep": ["\\u0000"]}}', "invalid"),
        (b"{" + GOOD + b', "ignored": 9223372036854775808}', "invalid"),
        (b"{" + GOOD.replace(b"0a0b0c0d0e0f", b"zz") + b"}", "invalid"),
        (b"{" + GOOD.replace(b'"x"', b'"' + b"x" * 256 + b'"') + b"}", "invalid"),
        (b"{" + GOOD + b', "ignored": 1.5, "site_id": "x"}', "site_unknown"),
        (b"{" + b" " * 1_000_000 + b"}", "body_too_large"),
    ],
)
def test_bodies(call: Caller, body: bytes, refused: str) -> None:
    assert call("POST", "/devices", body).refused == refused


def test_an_integer_is_whole(call: Caller, acme: Acme) -> None:
    for said in (b"1.0", b"1e1", b"true", b'"1"'):
        answer = call("POST", "/sites", b'{"site_code": ' + said + b"}")
        assert "site_code" in {fault["field"] for fault in answer.json["errors"]}


def test_every_fault_is_named_by_its_field(call: Caller) -> None:
    body = {"display_name": 5, "mac_address": "zz", "assignee_extension_ids": ["a", 7]}
    answer = call("POST", "/devices", body)
    assert (answer.status, answer.json["code"], answer.json["message"]) == (400, 300, "Validation Failed.")
    faults = {(fault["field"], fault["message"]) for fault in answer.json["errors"]}
    fields = ("display_name", "mac_address", "type", "assignee_extension_ids.1")
    assert faults == {(field, "Invalid field.") for field in fields}


def test_what_no_body_has_reaches_nobody(call: Caller, acme: Acme) -> None:
    """There is such a policy, but not among those that a user can have."""
    path, wishes = f"/users/{acme.users[0]}", {"call_screening": 5, "sms": {"enable": False, "x": {}}}
    assert call("PATCH", path, {"policy": wishes}).status == 204
    (setting,) = acme.store.read(acme.id, lambda rows: rows.find(Setting, Setting.owner_id == acme.users[0]))
    assert (setting.key, setting.value) == ("sms", {"enable": False})


def test_what_is_not_built_yet_is_refused_not_ignored(call: Caller, acme: Acme) -> None:
    answer = call("PATCH", f"/users/{acme.users[0]}", {"policy": {}, "template_id": "x"})
    assert [fault["field"] for fault in answer.json["errors"]] == ["template_id"]
    assert answer.refused == "invalid"


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("page_size=0", "invalid"),
        ("page_size=-1", "invalid"),
        ("page_size=101", "invalid"),
        ("page_size=1.0", "invalid"),
        ("page_size=", "invalid"),
        ("page_size=9223372036854775808", "invalid"),
        ("page_size=%D9%A3", "invalid"),
        ("site_id=%00", "invalid"),
        ("site_id=%ff", "invalid"),
        ("status=asleep", "invalid"),
        ("&" * 5000, "invalid"),
        ("next_page_token=%F0%9F%98%80", "page_token_invalid"),
        ("next_page_token=AAAA", "page_token_invalid"),
        ("keyword=%25%25", None),
        ("unknown=%00&page_size=1", None),
    ],
)
def test_queries(call: Caller, query: str, refused: str | None) -> None:
    assert call("GET", f"/users?{query}").refused == refused


@pytest.mark.parametrize("path", ["/users/%00", "/devices/%00"])
def test_paths(call: Caller, path: str) -> None:
    assert call("GET", path).refused in ("invalid", "user_id_invalid")


def test_other_media_types_methods_and_paths(call: Caller) -> None:
    assert call("POST", "/devices", b"<name/>", content_type="text/xml").refused == "media_type"
    assert call("GET", "/nothing").json == {"code": 404, "message": "not served: GET /phone/nothing"}
    assert call("GET", "/users/").status == 404
    refused = call("PUT", "/devices/x")
    assert (refused.status, refused.headers["allow"]) == (405, "DELETE, GET, PATCH")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer nobody", "Bearer a b"])
def test_no_token(call: Caller, authorization: str) -> None:
    assert call("GET", "/users", authorization=authorization).refused == "token_invalid"


def test_bearer_is_understood_in_any_case(call: Caller) -> None:
    assert call("GET", "/users", authorization="bEARER admin").status == 200


@pytest.mark.parametrize(
    "spelling",
    [
        "call_results=busy&call_results=blocked",
        "call_results[]=busy&call_results[]=blocked",
        "call_results=busy,blocked",
        "call_results%5B%5D=busy&call_results=blocked",
    ],
)
def test_query_arrays_in_every_spelling(call: Caller, acme: Acme, spelling: str) -> None:
    path = f"/users/{acme.users[0]}/call_history?"
    assert call("GET", path + spelling).refused is None
    assert call("GET", path + spelling.replace("blocked", "asleep")).refused == "invalid"
