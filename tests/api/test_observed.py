"""The original as clients saw it, where its reference says otherwise: `serve --wire observed`, and without it."""

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
from tests.caller import CONTRACT, Caller
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
OBSERVED = contract.load(as_observed=True)


@pytest.fixture
def seen(acme: Acme, clock: Clock, limiter: Limiter) -> Caller:
    """A client of the same company with the other setting."""
    return caller(acme, clock, limiter, OBSERVED)


def test_each_difference_is_of_an_operation_that_is_served_and_has_a_reason() -> None:
    assert SEEN.keys() <= handlers.keys()
    for difference in SEEN.values():
        assert difference.keys() - {"because"} <= {"success", "optional", "from_one"}
        assert len(difference) > 1
        assert difference["because"]


def test_nothing_else_differs() -> None:
    for id, operation in OBSERVED.operations.items():
        reference = CONTRACT.operations[id]
        changed = (operation.success, operation.body, operation.from_one) != (
            reference.success,
            reference.body,
            reference.from_one,
        )
        assert changed == (id in SEEN)


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


def test_a_queue_is_at_the_only_site(call: Caller, seen: Caller, acme: Acme) -> None:
    body = {"name": "Sales"}
    assert call("POST", "/call_queues", body).refused == "invalid"
    assert seen("POST", "/call_queues", body).refused == "invalid"  # there are two
    acme.close_branch()
    assert call("POST", "/call_queues", body).refused == "invalid"
    made = seen("POST", "/call_queues", body).json["id"]
    assert call("GET", f"/call_queues/{made}").json["site"]["id"] == acme.main


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
