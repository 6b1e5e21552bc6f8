"""What is taken is kept, so whatever a request adds has an end: each text, each list, and how many there may be."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.acme import Acme, Clock
from tests.caller import CONTRACT, SERVED, Caller
from tests.conftest import caller
from tests.proof.test_strangers import BODIES
from trunkline.api.contract import Operation
from trunkline.api.limits import Limiter
from trunkline.store.tables import Extension

pytestmark = pytest.mark.any_store

ADDS = [operation for operation in SERVED if operation.method == "POST" and operation.success == 201]
# What adds, but has no x-most: the refusal that the contract has for it, or what it cannot be more than.
ELSEWHERE = {
    "add_call_queue_members": "members_full",
    "add_call_queue_policy_setting": "access_full",
    "add_user_shared_access_setting": "access_full",
    "add_site_setting": "a hundred holidays, and one document for each type of device",
    "add_site_outbound_caller_id_numbers": "each number of the account once",
    "add_user_outbound_caller_id_numbers": "each number of the account once",
    "assign_device_entity": "the lines that a phone has",
    "batch_add_users": "the people of the directory",
}


def unbounded(schema: Any, path: str = "") -> Iterator[str]:
    match schema.get("type"):
        case "string" if "enum" not in schema and "maxLength" not in schema:
            yield path
        case "array" if "maxItems" not in schema:
            yield path
        case _:
            pass
    for name, part in schema.get("properties", {}).items():
        yield from unbounded(part, f"{path}.{name}")
    for part in schema.get("oneOf", ()):
        yield from unbounded(part, path)
    if "items" in schema:
        yield from unbounded(schema["items"], f"{path}.*")


@pytest.mark.parametrize("operation", CONTRACT.operations.values(), ids=lambda operation: operation.id)
def test_every_text_and_list_of_a_body_has_an_end(operation: Operation) -> None:
    assert [*unbounded(operation.body_shape)] == []


def test_whatever_adds_has_a_most() -> None:
    assert {operation.id for operation in ADDS if not operation.most} == ELSEWHERE.keys()
    for id, key in ELSEWHERE.items():
        assert " " in key or key in CONTRACT.operations[id].own_errors


@pytest.mark.parametrize("operation", [each for each in ADDS if each.most], ids=lambda operation: operation.id)
def test_no_more_are_made_than_there_may_be(operation: Operation, acme: Acme, clock: Clock, limiter: Limiter) -> None:
    path = "/v2" + operation.path.replace("{settingType}", "closed_hours").replace("{extensionId}", extension_id(acme))
    body = BODIES[operation.id](acme, acme.main)
    full = replace(CONTRACT, operations={**CONTRACT.operations, operation.id: replace(operation, most=1)})
    made = [caller(acme, clock, limiter, full)(operation.method, path, body).refused for _ in range(2)]
    assert made[1] == "full"
    assert caller(acme, clock, limiter)(operation.method, path, body).refused != "full"


LONG = {
    "a description of a forwarding number": ("call_forwarding", {"phone_number": "+442071838751", "description": ""}),
    "the name of a holiday": ("holiday", {"from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z", "name": ""}),
}


@pytest.mark.parametrize("what", LONG)
def test_a_text_of_nearly_a_megabyte_is_no_name(what: str, acme: Acme, call: Caller) -> None:
    sub, settings = LONG[what]
    field = next(name for name, value in settings.items() if not value)
    body = {"sub_setting_type": sub, "settings": {**settings, field: "x" * 900_000}}
    path = f"/extension/{extension_id(acme)}/call_handling/settings/holiday_hours"
    answer = call.by("person 0 phone:write")("POST", path, body)
    assert (answer.refused, answer.status) == ("invalid", 400)


def test_a_person_has_ten_forwarding_numbers_at_most(acme: Acme, call: Caller) -> None:
    mine, path = call.by("person 0 phone:write"), f"/extension/{extension_id(acme)}/call_handling/settings"
    for n in range(12):
        body = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": f"+44207183{8700 + n}"}}
        answer = mine("POST", f"{path}/{('business', 'closed')[n % 2]}_hours", body)
        assert answer.refused == (None if n < 10 else "full")
    assert answer.json["message"] == "There are 10 already, and no more may be."


def extension_id(acme: Acme) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, acme.users[0]).extension_id)


GERMAN = {"address_line1": "Unter den Linden 1", "city": "Berlin", "country": "DE", "zip": "10117"}


@pytest.mark.parametrize(
    ("address", "refused"), [(GERMAN, None), (GERMAN | {"country": "US", "zip": "95113"}, "address_invalid")]
)
def test_an_address_has_the_parts_that_its_country_has(address: Any, refused: str | None, call: Caller) -> None:
    site = {"name": "New", "auto_receptionist_name": "New", "default_emergency_address": address}
    assert call("POST", "/sites", site).refused == refused
