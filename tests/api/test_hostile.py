"""Input that no client means well. Whatever comes, the answer is a declared one: the caller checks that."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.acme import Acme
from tests.caller import SERVED, Answer, Caller
from tests.http import Http, basic
from trunkline import app
from trunkline.api import apps
from trunkline.api.context import Installation
from trunkline.api.contract import Operation
from trunkline.store.tables import Setting

every_served = pytest.mark.parametrize("operation", SERVED, ids=lambda operation: operation.id)

# As bytes of JSON, at any field. Whatever the field wants, none of the first is anything that it can be.
UNFIT = {
    "2^63": b"9223372036854775808",
    "under -2^63": b"-9223372036854775809",
    "400 digits": b"1" * 400,
    "1e400": b"1e400",
    "NUL": b'"\\u0000"',
    "half a surrogate pair": b'"\\ud800"',
    "the bytes of a surrogate": b'"\xed\xa0\x80"',
    "latin-1": b'"caf\xe9"',
    "over 1 MB": b'"' + b"x" * 1_000_001 + b'"',
    "10,000 deep": b"[" * 10_000 + b"]" * 10_000,
    "10,000 objects deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "900 deep": b"[" * 900 + b"]" * 900,
}
# These may be.
STRANGE = {
    "nearly 1 MB": b'"' + b"x" * 990_000 + b'"',
    "nothing": b"null",
    "a truth": b"true",
    "-2^63": b"-9223372036854775808",
    "a fraction": b"1.5",
    "no text": b'""',
    "no elements": b"[]",
    "no fields": b"{}",
    "strange elements": b'[null, [], {}, "", -1]',
    "not of the first plane": '"\U0001f4a9\u202e\ufffc"'.encode(),
}
LONG = 100_000
# As they stand in an address.
UNFIT_TEXTS = {"NUL": "%00", "a surrogate": "%ED%A0%80", "latin-1": "caf%E9", "no UTF-8": "%FF"}
STRANGE_TEXTS = {
    "2^63": "9223372036854775808",
    "under -2^63": "-9223372036854775809",
    "400 digits": "1" * 400,
    "1 MB": "x" * 1_000_000,
    "16 kB": "%25" * 5_000 + "_" * 1_000,  # as long as it may be
    "10,000 deep": "[" * 10_000,
    "nothing": "",
    "commas": "," * 500,
    "no such day": "2026-02-30",
    "no such year": "0000-00-00",
    "a far year": "99999-01-01",
    "not of the first plane": "%F0%9F%92%A9",
    "a way up": "..%2F..%2F",
}

GOOD = b'"display_name": "x", "mac_address": "0a0b0c0d0e0f", "type": "other"'


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (b"name=Support", "not_json"),
        (b"\xff", "not_json"),
        (b'{"display_name": NaN}', "not_json"),
        (b'{"display_name": "\\ud800"}', "not_json"),
        (b"[" * 5000, "not_json"),
        (b"[" * 900 + b"]" * 900, "not_json"),
        (b"", "invalid"),
        (b"[]", "not_json"),
        (b"null", "not_json"),
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
    answer = call("PATCH", f"/users/{acme.users[0]}", {"template_id": "x"})
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
    assert call("GET", "/nothing").json == {"code": 404, "message": "no such operation: GET /phone/nothing"}
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


@pytest.mark.parametrize("value", [*UNFIT_TEXTS.values(), *STRANGE_TEXTS.values()], ids=[*UNFIT_TEXTS, *STRANGE_TEXTS])
def test_each_path_parameter(call: Caller, acme: Acme, value: str) -> None:
    """None of these is the id of anything."""
    for operation in SERVED:
        for name in re.findall(r"{(\w+)}", operation.path):
            answer = call(operation.method, address(operation, acme, {name: value}), b"{}")
            assert answer.status in (400, 404), (operation.id, name)


@every_served
def test_each_query_parameter(call: Caller, acme: Acme, operation: Operation) -> None:
    path = address(operation, acme)
    for name, schema in (operation.query or {"properties": {}})["properties"].items():
        for what, value in (UNFIT_TEXTS | STRANGE_TEXTS).items():
            for spelling in (name, f"{name}[]") if schema.get("type") == "array" else (name,):
                refused = call(operation.method, f"{path}?{spelling}={value}", b"{}").refused
                assert refused or what not in UNFIT_TEXTS, (name, what)


@every_served
@pytest.mark.any_store
def test_each_field_of_a_body_is_held_to_what_it_can_be(call: Caller, acme: Acme, operation: Operation) -> None:
    """At every depth. Within a field that is not built, all is refused."""
    for place, what, answer in answers(call, acme, operation, UNFIT):
        assert answer.refused, (place, what)


@every_served
def test_each_field_of_a_body_may_be_strange(call: Caller, acme: Acme, operation: Operation) -> None:
    for _ in answers(call, acme, operation, STRANGE):
        pass  # the caller holds each answer to what is declared


def answers(
    call: Caller, acme: Acme, operation: Operation, values: Mapping[str, bytes]
) -> Iterator[tuple[tuple[str | int, ...], str, Answer]]:
    """To bodies with one value that is meant badly; the others are as they should be where they have to be there. What
    is long is so wherever it stands: it is tried at one field."""
    path = address(operation, acme)
    for n, place in enumerate(places(operation.body, operation) if operation.body else ()):
        for what, value in values.items():
            if n and len(value) > LONG:
                continue
            body = json.dumps(put(sample(operation.body, operation), place, "HERE")).encode()
            yield place, what, call(operation.method, path, body.replace(b'"HERE"', value))


def address(operation: Operation, acme: Acme, said: dict[str, str] | None = None) -> str:
    """Of an operation, with ids of things that are there where nothing else is said."""
    there = {
        "userId": acme.users[0],
        "callQueueId": acme.queue,
        "siteId": acme.main,
        "deviceId": acme.devices[0],
        "phoneNumberId": acme.numbers[0],
    }
    known = there | (said or {})
    return "/v2" + re.sub(r"{(\w+)}", lambda match: known.get(match[1], "x"), operation.path)


def places(schema: Any, operation: Operation, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a body may have values: the keys that lead there."""
    schema = whole(schema, operation)
    if at:
        yield at
    if at and at[0] in operation.unbuilt:
        return
    for name, part in schema.get("properties", {}).items():
        yield from places(part, operation, (*at, name))
    if "items" in schema:
        yield from places(schema["items"], operation, (*at, 0))


def whole(schema: Any, operation: Operation) -> Any:
    """A schema with what it refers to, and all of its parts as one."""
    if "$ref" in schema:
        schema = {**operation.schemas[schema["$ref"].rpartition("/")[2]], **schema}
    for part in schema.get("allOf", ()):
        part = whole(part, operation)
        both = {**schema.get("properties", {}), **part.get("properties", {})}
        schema = {**part, **schema, **({"properties": both} if both else {})}
    return schema


def sample(schema: Any, operation: Operation, name: str = "") -> Any:
    """What must be there, as plain as can be."""
    schema, fitting = whole(schema, operation), {"mac_address": "0a0b0c0d0e0f", "email": "p39@acme.example"}
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            return {each: sample(fields[each], operation, each) for each in schema.get("required", ())}
        case "array":
            return [sample(schema["items"], operation)] * schema.get("minItems", 0)
        case "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return fitting.get(name, "x" * max(schema.get("minLength", 1), 1))


def put(body: Any, place: tuple[str | int, ...], value: object) -> Any:
    """The body with a value at a place, and what must be above it."""
    if not place:
        return value
    key, *rest = place
    if isinstance(key, int):
        return [put(body[0] if isinstance(body, list) and body else {}, tuple(rest), value)]
    inside: dict[str, Any] = body if isinstance(body, dict) else {}
    return inside | {key: put(inside.get(key), tuple(rest), value)}


@pytest.mark.any_store
@pytest.mark.parametrize(
    "token",
    ids=range(9),
    argvalues=[
        "%00",
        "%ED%A0%80",
        "9223372036854775808",
        "x" * 1_000_000,
        "[" * 10_000,
        "caf%E9",
        "=",
        "A" * 64,
        "%F0%9F%92%A9",
    ],
)
def test_each_page_token(call: Caller, acme: Acme, token: str) -> None:
    lists = [each for each in SERVED if each.query and "next_page_token" in each.query["properties"]]
    assert lists
    for operation in lists:
        answer = call("GET", f"{address(operation, acme)}?next_page_token={token}")
        assert answer.refused in ("page_token_invalid", "invalid")


def test_a_page_token_of_another_list_or_spoilt(call: Caller) -> None:
    token = call("GET", "/users?page_size=1").json["next_page_token"]
    assert call("GET", f"/users?page_size=1&next_page_token={token}").refused is None
    assert call("GET", f"/numbers?page_size=1&next_page_token={token}").refused == "page_token_invalid"
    for at in range(0, len(token), 7):
        spoilt = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert call("GET", f"/users?page_size=1&next_page_token={spoilt}").refused == "page_token_invalid"


@pytest.mark.any_store
@pytest.mark.parametrize(
    "said",
    [
        b"Bearer \x00",
        b"Bearer \xed\xa0\x80",
        b"Bearer caf\xe9",
        b"Bearer 9223372036854775808",
        b"Bearer " + b"x" * 1_000_000,
        b"Bearer " + b"[" * 10_000,
        b"Basic \xff\xfe",
        b"\xff" * 100,
    ],
    ids=range(8),
)
def test_the_header_that_says_who_asks(call: Caller, said: bytes) -> None:
    assert call("GET", "/users", authorization=said).refused == "token_invalid"


@pytest.mark.any_store
@pytest.mark.parametrize(
    ("content_type", "encoding", "refused"),
    [
        (b"application/json; charset=utf-16", "utf-16", "not_json"),
        (b"application/json; charset=utf-32", "utf-32", "not_json"),
        (b"application/json; charset=latin-1", "latin-1", "not_json"),
        (b"application/json; charset=\xff\x00", "utf-8", None),  # JSON is UTF-8 (RFC 8259 section 8.1)
        (b"application/json; charset=utf-16", "utf-8", None),
        (b"application/json;" + b"x" * 1_000_000, "utf-8", None),
        (b"\xed\xa0\x80", "utf-8", "media_type"),
        (b"\x00", "utf-8", "media_type"),
        (b"9223372036854775808", "utf-8", "media_type"),
        (b"[" * 10_000, "utf-8", "media_type"),
    ],
    ids=range(10),
)
def test_the_header_that_says_what_a_body_is(
    call: Caller, acme: Acme, content_type: bytes, encoding: str, refused: str | None
) -> None:
    body = f'{{"display_name": "Caf\u00e9", "mac_address": "0a0b0c0d0e0f", "type": "other", "site_id": "{acme.main}"}}'
    assert call("POST", "/devices", body.encode(encoding), content_type=content_type).refused == refused


FIELDS = (
    *("grant_type", "account_id", "client_id", "client_secret", "code", "redirect_uri", "code_verifier"),
    *("refresh_token", "device_code", "scope"),
)
GRANTS = (*apps.GRANTS, "refresh_token", "urn:ietf:params:oauth:grant-type:device_code")
WAYS = apps.Ways((*apps.GRANTS,), ("http://localhost/back",))


@pytest.fixture
def http(acme: Acme, tmp_path: Path) -> Http:
    scopes = ["phone:read:admin"]
    acme.write(lambda rows: apps.create(rows, "crm", scopes, WAYS, client_id="crm", secret="s3cret"))  # noqa: S106
    installation = Installation(acme.seal, "192.0.2.1:5060", "http://api.example")
    socket = tmp_path / "engine.sock"
    return Http(app.http(acme.store, installation, page_key=b"k", rate_plan="off", engine_socket=socket))


@pytest.mark.any_store
@pytest.mark.parametrize("value", [*UNFIT_TEXTS.values(), *STRANGE_TEXTS.values()], ids=[*UNFIT_TEXTS, *STRANGE_TEXTS])
def test_each_field_of_the_form_for_a_token(http: Http, value: str) -> None:
    for grant in GRANTS:
        for field in FIELDS:
            sound = {
                "grant_type": grant,
                "account_id": "acme",
                "code": "x",
                "redirect_uri": "http://localhost/back",
                "scope": "x",
            }
            sound |= {"refresh_token": "x", "device_code": "x", "code_verifier": "x"}
            form = urlencode({name: text for name, text in sound.items() if name != field}) + f"&{field}={value}"
            refused_or_issued(http("POST", "/oauth/token", form.encode(), authorization=basic()))


@pytest.mark.any_store
@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"\xed\xa0\x80=1",
        urlencode({"grant_type": "client_credentials"}).encode("utf-16"),
        b"grant_type=caf\xe9",
        b"x" * 1_000_001,
        b"&" * 100_000,
        b"grant_type[" * 10_000,
        b'{"grant_type": "client_credentials"}',
    ],
    ids=range(8),
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded; charset=utf-16", "application/json", "\x00"])
def test_the_form_for_a_token_as_a_whole(http: Http, body: bytes, kind: str) -> None:
    answer = http("POST", "/oauth/token", body, authorization=basic(), content_type=kind)
    refused_or_issued(answer)
    assert answer[0] == 400


def refused_or_issued(answer: tuple[int, dict[str, str], bytes]) -> None:
    status, _, body = answer
    if status == 200:
        assert json.loads(body)["access_token"]
    else:
        assert status == 400
        assert json.loads(body).keys() == {"reason", "error"}
