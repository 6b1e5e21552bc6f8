"""No text of one line may hold what ends a line in any protocol that it may come to; the contract says which may."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.acme import Acme
from tests.api.test_contract import OPERATIONS
from tests.caller import CONTRACT, Caller
from trunkline.api import door
from trunkline.api.access import Reach
from trunkline.api.contract import JSON
from trunkline.problems import Refusal

pytestmark = pytest.mark.any_store

DOCUMENT = orjson.loads(CONTRACT.document)
CONTROLS = [*map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF])]
IN_LINES = {"\t", "\n", "\r", "\u2028", "\u2029"}
SEVERAL = {"base64_encoding", "comment", "content", "message", "text"}  # fields of several lines, by their names


def strings(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every text of a schema of the served document, but for words of a list."""
    if "$ref" in schema:
        yield from strings(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], path)
    if "string" in (kind if isinstance(kind := schema.get("type"), list) else [kind]) and "enum" not in schema:
        yield path, schema
    for word in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(word, ()):
            yield from strings(part, path)
    for name, part in schema.get("properties", {}).items():
        yield from strings(part, (*path, name))
    if "items" in schema:
        yield from strings(schema["items"], (*path, "0"))


def forms(schema: Any) -> Iterator[tuple[dict[str, str], Any]]:
    """The bodies that an operation takes, each with the word that says which it is."""
    if "oneOf" not in schema:
        yield {}, schema
    for part in schema.get("oneOf", ()):
        name, form = schema["discriminator"]["propertyName"], resolved(part)
        yield {name: form["properties"][name]["enum"][0]}, form


def resolved(schema: Any) -> Any:
    """What a reference stands for."""
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def holding(path: tuple[str, ...], text: str) -> Any:
    """A body in which there is nothing but a text at the end of a path."""
    value: Any = text
    for name in reversed(path):
        value = [value] if name == "0" else {name: value}
    return value


def faults(operation: Any, body: Any) -> list[str]:
    words = {name: schema["enum"][0] for name, schema in operation.path_schemas.items() if "enum" in schema}
    parameters = dict.fromkeys(operation.path_parameters, "1") | words
    asked = operation.query or {}
    query = "&".join(f"{name}={asked['properties'][name].get('enum', ['1'])[0]}" for name in asked.get("required", ()))
    try:
        door.read(operation, Reach(parameters, None), query.encode(), JSON, orjson.dumps(body))
    except Refusal as refusal:
        return [*refusal.fields]
    return []


def test_every_text_of_every_body_is_one_line_unless_the_contract_says_otherwise() -> None:
    bodies = 0
    for operation in OPERATIONS:
        said = DOCUMENT["paths"][operation.path][operation.method.lower()]
        schema = next(iter(said.get("requestBody", {}).get("content", {JSON: {}}).values())).get("schema", {})
        for word, part in forms(schema):
            for n, (path, found) in enumerate(strings(part)):
                several = found.get("x-multiline", False)
                assert several == (path[-1] in SEVERAL), (operation.id, path)
                for control in CONTROLS if n == 0 else ("\n", "\r", "\t", "\0", "\x1b", "\x85", "\u2028"):
                    body = holding(path, f"a{control}b")
                    refused = ".".join(path) in faults(operation, body | word if word else body)
                    assert refused or (several and control in IN_LINES), (operation.id, path, control)
        bodies += bool(schema)
    assert bodies > 120


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\tb", "a\u2028b"])
def test_several_lines_where_they_may_be(text: str) -> None:
    operation = CONTRACT.operations["send_sms_message"]
    assert "message" not in faults(operation, {"message": text})
    assert "message" in faults(operation, {"message": text + "\x1b"})


@pytest.mark.parametrize("control", ["\n", "\x1b", "\x85", "\u2029"])
def test_a_name_with_a_control_character_is_refused_by_its_field(call: Caller, acme: Acme, control: str) -> None:
    answer = call("PATCH", f"/v2/users/{acme.users[0]}", {"first_name": "Ada", "last_name": f"x{control}y"})
    assert (answer.status, answer.json["code"], answer.json["message"]) == (400, 300, "Validation Failed.")
    assert [fault["field"] for fault in answer.json["errors"]] == ["last_name"]
    for body in ({"name": f"x{control}y", "site_id": acme.main}, {"name": "x", "site_id": f"{acme.main}{control}"}):
        assert call("POST", "/call_queues", body).refused == "invalid"
    assert call("POST", "/call_queues", {"name": "x", "site_id": acme.main, "ignored": control}).status == 201


BLANKS = ("   ", "\u00a0", "\u200b", "\u3164", "\u2800\ufe0f", "\ufeff \u2060")


def test_a_name_of_anything_is_nothing_or_to_be_seen() -> None:
    found = 0
    for operation in OPERATIONS:
        said = DOCUMENT["paths"][operation.path][operation.method.lower()]
        schema = next(iter(said.get("requestBody", {}).get("content", {JSON: {}}).values())).get("schema", {})
        for word, part in forms(schema):
            for path, _ in strings(part):
                if path[-1] == "name" or path[-1].endswith("_name"):
                    found += 1
                    body = word | holding(path, "\u200b ")
                    assert ".".join(path) in faults(operation, body), (operation.id, path)
    assert found >= 60


@pytest.mark.parametrize("blank", BLANKS)
def test_a_name_of_blanks_is_refused_by_its_field(call: Caller, acme: Acme, blank: str) -> None:
    for path, name in (
        (f"/v2/users/{acme.users[0]}", "first_name"),
        (f"/call_queues/{acme.queue}", "name"),
        (f"/sites/{acme.branch}", "name"),
    ):
        answer = call("PATCH", path, {name: blank})
        assert [fault["field"] for fault in answer.json["errors"]] == [name]
        assert call("PATCH", path, {name: f"\u200b{blank}A\u200d"}).status == 204


def test_in_a_query_and_in_a_path(call: Caller, acme: Acme) -> None:
    answer = call("GET", "/users?keyword=a%0Ab")
    assert (answer.refused, [fault["field"] for fault in answer.json["errors"]]) == ("invalid", ["keyword"])
    answer = call("GET", "/users/a%0D%0Ab")
    assert answer.refused in ("invalid", "user_id_invalid")
    assert not re.search(r"[\r\n]", answer.json["message"])
