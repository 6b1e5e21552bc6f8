"""The original as clients saw it, where its reference says otherwise: `serve --wire observed`, and without it."""

import itertools
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

import trunkline
from tests.acme import Acme, Clock
from tests.api.test_call_history import calls  # noqa: F401 (a fixture)
from tests.api.test_plans import METERED
from tests.caller import CONTRACT, SERVED, Caller
from tests.conftest import caller
from tests.http import Http
from trunkline import app
from trunkline.api import contract
from trunkline.api.context import Installation
from trunkline.api.limits import Limiter
from trunkline.api.operation import handlers
from trunkline.api.published import publish
from trunkline.cli.main import parser
from trunkline.exchange.vocabulary import Record

SEEN: dict[str, Any] = yaml.safe_load((Path(trunkline.__file__).parent / "contract/observed.yaml").read_text())
EVERY = SEEN.pop("every")
KINDS = {"success", "optional", "from_one", "adds", "left_out", "refused", "ways"}
OBSERVED = contract.load(as_observed=True)


@pytest.fixture
def seen(acme: Acme, clock: Clock, limiter: Limiter) -> Caller:
    """A client of the same company with the other setting."""
    return caller(acme, clock, limiter, OBSERVED)


def test_each_difference_is_of_an_operation_that_is_served_and_has_a_reason() -> None:
    assert SEEN.keys() <= handlers.keys()
    for difference in SEEN.values():
        assert difference.keys() - {"because"} <= KINDS
        assert len(difference) > 1
        assert difference["because"]


COMPARED = ("success", "body", "shape", "errors", "from_one", "left_out", "seen")


def test_nothing_else_differs() -> None:
    assert EVERY.keys() == {"clamped", "because"}
    for id, operation in OBSERVED.operations.items():
        reference = CONTRACT.operations[id]
        changed = any(getattr(operation, name) != getattr(reference, name) for name in COMPARED)
        assert changed == (id in SEEN), id


def test_the_document_of_each_says_what_is_answered() -> None:
    document = orjson.loads(OBSERVED.document)
    other = {OBSERVED.operations[id].path for id in SEEN}  # the rest is looked at in test_contract.py
    differs = {**document, "paths": {path: document["paths"][path] for path in other}}
    assert [error.message for error in OpenAPIV31SpecValidator(differs).iter_errors()] == []
    for id, operation in OBSERVED.operations.items():
        said = document["paths"][operation.path][operation.method.lower()]["responses"]
        assert {int(status) for status in said if status < "300"} <= {operation.success, 206}, id


def test_what_is_given_is_answered_with_201(call: Caller, seen: Caller, acme: Acme) -> None:
    user, numbers = f"/users/{acme.users[3]}", iter(acme.numbers[2:])
    for client, given in (call, 200), (seen, 201):
        assert client("POST", f"{user}/phone_numbers", {"phone_numbers": [{"id": next(numbers)}]}).status == given
        assert client("POST", f"{user}/calling_plans", {"calling_plans": [{"type": METERED}]}).status == given
    path = f"/call_queues/{acme.queue}/phone_numbers"
    last = next(numbers)
    assert seen("POST", path, {"phone_numbers": [{"id": last}]}).status == 201
    assert call("DELETE", f"{path}/{last}").status == 204
    assert call("POST", path, {"phone_numbers": [{"id": last}]}).status == 204


def test_segments_begin_at_1(call: Caller, seen: Caller, calls: list[Record]) -> None:  # noqa: F811
    whole, element = f"/call_history/{calls[0].id}", calls[0].elements[1].id
    for client, first in ((call, 0), (seen, 1)):
        answer = client("GET", whole).json
        for rows in (answer["call_elements"], answer["call_path"]):
            assert [(row["segment"], row["node"]) for row in rows] == [(first, 0), (first, 1)]
        for path in (f"/call_element/{element}", f"/call_history_detail/{element}"):
            assert client("GET", path).json["segment"] == first


def test_a_queue_is_at_the_main_site_where_none_is_named(call: Caller, seen: Caller, acme: Acme) -> None:
    body = {"name": "Sales"}
    assert call("POST", "/call_queues", body).refused == "invalid"
    made = seen("POST", "/call_queues", body).json["id"]
    assert call("GET", f"/call_queues/{made}").json["site"]["id"] == acme.main
    acme.close_branch()
    assert call("POST", "/call_queues", body).refused == "invalid"
    assert seen("POST", "/call_queues", {"name": "More"}).status == 201


PAGED = [operation for operation in SERVED if "page_size" in (operation.query or {}).get("properties", {})]


def test_a_page_is_as_long_as_it_may_be(call: Caller, seen: Caller, acme: Acme) -> None:
    ids = {"userId": acme.users[0], "siteId": acme.main, "callQueueId": acme.queue}
    for operation in PAGED:
        most = (operation.query or {})["properties"]["page_size"]["maximum"]
        path = f"/v2{operation.path.format_map(ids)}?type=assigned&page_size="
        if operation.id not in ("list_devices", "list_phone_numbers"):
            path = path.replace("type=assigned&", "")
        for said in (most + 1, 2**62, 10**18):
            assert call("GET", f"{path}{said}").status == 400, operation.id
            answer = seen("GET", f"{path}{said}")
            assert (answer.status, answer.json.get("page_size", most)) == (200, most), operation.id
        for client, said in itertools.product((call, seen), (most, 1)):
            assert client("GET", f"{path}{said}").json.get("page_size", said) == said
        for said in (0, -1, "x", ""):
            assert seen("GET", f"{path}{said}").status == 400


def test_a_site_says_whether_it_is_the_main_one(call: Caller, seen: Caller, acme: Acme) -> None:
    levels = {site["id"]: site["level"] for site in seen("GET", "/sites").json["sites"]}
    assert levels == {acme.main: "main", acme.branch: "sub"}
    assert [seen("GET", f"/sites/{id}").json["level"] for id in levels] == [*levels.values()]
    assert all("level" not in site for site in call("GET", "/sites").json["sites"])
    last = seen("GET", "/sites?page_size=1").json["next_page_token"]
    assert seen("GET", f"/sites?page_size=1&next_page_token={last}").json["sites"][0]["level"] == "sub"


def test_a_name_that_was_never_set_is_left_out(call: Caller, seen: Caller, acme: Acme) -> None:
    path = f"/sites/{acme.main}"
    assert call("GET", path).json["caller_id_name"] == ""
    assert "caller_id_name" not in seen("GET", path).json
    for name in ("ACME", ""):
        assert seen("PATCH", path, {"caller_id_name": name}).status == 204
        assert seen("GET", path).json.get("caller_id_name", "") == call("GET", path).json["caller_id_name"] == name


def test_what_is_gone_is_one_code(call: Caller, seen: Caller, acme: Acme) -> None:
    reads = ["/sites/x", "/call_queues/x", "/call_queues/x/members", "/extension/x/call_handling/settings"]
    for path in reads:
        assert call("GET", path).status in (400, 404)
        answer = seen("GET", path)
        assert (answer.status, answer.json["code"]) == (400, 300), path
    assert seen("DELETE", f"/call_queues/{acme.queue}").status == 204
    answer = seen("GET", f"/call_queues/{acme.queue}")
    assert (answer.status, answer.json["code"], answer.json["message"]) == (
        400,
        300,
        call("GET", f"/call_queues/{acme.queue}").json["message"],
    )
    answer = seen("DELETE", f"/call_queues/{acme.queue}")
    assert (answer.status, answer.json["code"]) == (400, 404)


def test_each_refusal_is_told_under_its_status() -> None:
    document = orjson.loads(OBSERVED.document)
    for id, difference in SEEN.items():
        for key in difference.get("refused", {}):
            operation, error = OBSERVED.operations[id], OBSERVED.operations[id].errors[key]
            said = document["paths"][operation.path][operation.method.lower()]["responses"]
            text = f"{error.code}: {error.message}"
            assert [status for status, each in said.items() if text in each.get("description", "")] == [
                str(error.status)
            ]


def test_messages_are_shared_anew(call: Caller, seen: Caller, acme: Acme) -> None:
    path = f"/call_queues/{acme.queue}/policies/voice_mail"
    ada, ben = ({"access_user_id": id, "allow_download": True} for id in acme.users[:2])
    first = seen("POST", path, {"voicemail_access_members": [ada]}).json["voicemail_access_members"][0]
    both = {"voicemail_access_members": [ada | {"allow_delete": True}, ben]}
    assert call("POST", path, both).refused == "access_taken"
    again = seen("POST", path, both)
    assert again.status == 201
    assert again.json["voicemail_access_members"][0] == first | {"allow_delete": True}
    shown = call("GET", f"/call_queues/{acme.queue}").json["policy"]["voicemail_access_members"]
    assert shown == again.json["voicemail_access_members"]
    nobody = {"voicemail_access_members": [{"allow_delete": True}]}
    assert seen("POST", path, nobody).refused == "access_user_unknown"


BESIDE = ("call_not_answer_action", "allow_callers_check_voicemail", "connect_to_operator")


def handling(client: Caller, id: str, hours: str) -> dict[str, Any]:
    """The sub-settings, by their types; of holidays, those of the first."""
    answer = client("GET", f"/extension/{id}/call_handling/settings").json[hours]
    parts = answer[0]["details"] if hours == "holiday_hours" else answer
    return {part["sub_setting_type"]: part["settings"] for part in parts}


@pytest.fixture
def person(call: Caller, acme: Acme) -> str:
    """Somebody's extension, with a holiday."""
    id = call("GET", f"/users/{acme.users[0]}").json["extension_id"]
    holiday = {"name": "x", "from": "2027-01-04T09:00:00Z", "to": "2027-01-05T17:00:00Z"}
    body = {"sub_setting_type": "holiday", "settings": holiday}
    assert call("POST", f"/extension/{id}/call_handling/settings/holiday_hours", body).status == 201
    return id


def by_hours(test: Any) -> Any:
    return pytest.mark.parametrize("hours", ["business_hours", "closed_hours", "holiday_hours"])(test)


@by_hours
def test_three_fields_stand_beside_routing_whatever_the_action(
    hours: str, call: Caller, seen: Caller, acme: Acme, person: str
) -> None:
    path = f"/extension/{person}/call_handling/settings/{hours}"
    for action, checks, reaches in ((1, True, False), (11, False, True), (12, True, True), (1, False, False)):
        said = dict(zip(BESIDE, (action, checks, reaches), strict=True))
        assert seen("PATCH", path, {"sub_setting_type": "call_handling", "settings": said}).status == 204
        assert {name: handling(seen, person, hours)["call_handling"][name] for name in BESIDE} == said
        assert not handling(call, person, hours)["call_handling"].keys() & {*BESIDE}
    queue = call("GET", f"/call_queues/{acme.queue}").json["extension_id"]
    assert handling(seen, queue, "closed_hours")["call_handling"].keys() & {*BESIDE} == {BESIDE[0], BESIDE[2]}


@by_hours
def test_apps_are_among_the_numbers_of_a_person(
    hours: str, call: Caller, seen: Caller, acme: Acme, person: str
) -> None:
    path = f"/extension/{person}/call_handling/settings/{hours}"
    apps = handling(seen, person, hours)["call_forwarding"]["call_forwarding_settings"]
    assert [app["description"] for app in apps] == [
        "Zoom Mobile Apps",
        "Zoom Desktop Apps",
        "Zoom Phone Appliance Apps",
    ]
    assert all(app["enable"] and "phone_number" not in app for app in apps)
    assert handling(call, person, hours)["call_forwarding"]["call_forwarding_settings"] == []

    def send(client: Caller, rows: list[Any]) -> str | None:
        body = {"sub_setting_type": "call_forwarding", "settings": {"call_forwarding_settings": rows}}
        return client("PATCH", path, body).refused

    assert send(seen, [app | {"external_contact": {}} for app in apps]) is None
    assert send(seen, [{"id": apps[0]["id"]}]) is None
    assert send(seen, [apps[0] | {"enable": False}]) == "invalid"
    assert send(call, [apps[0]]) == "call_forwarding_unknown"
    assert handling(seen, person, hours)["call_forwarding"]["call_forwarding_settings"] == apps


def test_it_is_a_setting_of_the_system(acme: Acme, tmp_path: Path) -> None:
    installation = Installation(acme.seal, "192.0.2.1:5060", "http://x")
    for arguments, first in (["serve"], CONTRACT), (["serve", "--wire", "observed"], OBSERVED):
        said = parser().parse_args(arguments)
        served = app.http(
            acme.store,
            installation,
            page_key=b"k",
            rate_plan="off",
            engine_socket=tmp_path / "none",
            as_observed=said.wire == "observed",
        )
        status, _, body = Http(served)("GET", "/openapi.json")
        assert (status, body) == (200, publish(first.document, "http://x", served=False))
