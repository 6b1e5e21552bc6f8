"""The two ends of the house, contract and handlers, hold together."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import orjson
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.acme import Acme, Clock
from tests.caller import CONTRACT, SERVED, Answer, Caller
from tests.conftest import caller
from tools import make_wire
from trunkline.api.access import is_account_wide
from trunkline.api.contract import Operation
from trunkline.api.limits import PLANS, Limiter
from trunkline.api.operation import handlers
from trunkline.problems import refuse
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tenant import Tenant

pytestmark = pytest.mark.any_store

OPERATIONS = list(CONTRACT.operations.values())
DOCUMENT = orjson.loads(CONTRACT.document)
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
every_served = pytest.mark.parametrize("operation", SERVED, ids=lambda operation: operation.id)


@pytest.fixture
def call(unchanging: Acme, clock: Clock, limiter: Limiter) -> Caller:
    return caller(unchanging, clock, limiter)


def said(operation: Operation) -> dict[str, Any]:
    return DOCUMENT["paths"][operation.path][operation.method.lower()]


def test_the_generated_files_are_fresh() -> None:
    assert [str(path) for path, text in make_wire.files() if path.read_text() != text] == []


def test_the_served_document_is_valid() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def parts(of: Any) -> Iterator[dict[str, Any]]:
    """Every object within, however deep."""
    if isinstance(of, dict):
        yield of
    for part in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from parts(part)


def test_no_list_of_values_has_what_its_type_has_not() -> None:
    """And none is of booleans: makers of clients write them as texts, and refuse every answer then."""
    kinds = {"string": str, "integer": int, "number": (int, float)}
    listed = [part for part in parts(DOCUMENT) if isinstance(part.get("enum"), list)]
    assert len(listed) > 500
    for part in listed:
        assert all(isinstance(value, kinds[part["type"]]) for value in part["enum"]), part


def test_a_place_in_a_path_has_one_name() -> None:
    named: dict[str, set[str]] = {}
    for path in DOCUMENT["paths"]:
        for place in re.finditer(r"{(\w+)}", path):
            named.setdefault(re.sub(r"{\w+}", "{}", path[: place.start()]), set()).add(place[1])
    assert {before: names for before, names in named.items() if len(names) > 1} == {}


def test_what_is_chosen_among_has_names() -> None:
    chosen = [part for part in parts(DOCUMENT) if "discriminator" in part]
    assert len(chosen) == 2
    for part in chosen:
        mark, mapping = part["discriminator"]["propertyName"], part["discriminator"]["mapping"]
        assert [choice["$ref"] for choice in part["oneOf"]] == list(mapping.values())
        for value, ref in mapping.items():
            choice = DOCUMENT["components"]["schemas"][ref.rpartition("/")[2]]
            assert choice["properties"][mark]["enum"] == [value]


def test_every_operation_has_a_success_of_its_own() -> None:
    """And not only a place that it leads to, where clients come without their token."""
    for operation in OPERATIONS:
        assert 200 <= operation.success < 300


def test_all_operations_are_there_and_every_handler_is_of_one() -> None:
    phone = [operation for operation in OPERATIONS if not operation.beside_phone]
    assert len(phone) == 356
    assert len({operation.tag for operation in phone}) == 47
    assert {operation.tag for operation in OPERATIONS if operation.beside_phone} == {"Account Users"}
    assert handlers.keys() <= CONTRACT.operations.keys()


@every_operation
def test_an_operation_says_what_it_is(operation: Operation) -> None:
    assert 5 < len(said(operation)["summary"]) <= 70
    assert len(re.findall(r"[.!?](?:\s|$)", said(operation).get("description", ""))) <= 3


@every_operation
def test_which_fields_an_answer_always_has_is_settled_once_an_operation_is_served(operation: Operation) -> None:
    assert said(operation).get("x-served", True) == (operation.id in handlers)


def fields(schema: Any, path: str = "") -> Iterator[str]:
    """The paths of a schema's fields; `*` is any place in a list."""
    yield path
    for name, part in schema.get("properties", {}).items():
        yield from fields(part, f"{path}.{name}" if path else name)
    for choice in schema.get("oneOf", ()):
        yield from fields(choice, path)
    if "items" in schema:
        yield from fields(schema["items"], f"{path}.*")


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.own_writes], ids=lambda operation: operation.id
)
def test_what_people_may_change_is_there_to_change(operation: Operation) -> None:
    assert operation.writes
    assert not all(map(is_account_wide, (*operation.scopes, *operation.own_scopes)))
    assert operation.is_of_own_things or "user_id" in operation.path_parameters
    known = {*fields(operation.body_shape), *fields(operation.query or {})}
    for entry in operation.own_writes:
        assert known.issuperset(entry.fields)
        assert entry.where.keys() <= set(operation.path_parameters)
        for policy, _, field in (name.partition(".") for name in entry.if_on):
            assert POLICIES[policy].default[field] in (True, False)
            assert "user" in POLICIES[policy].levels


@every_served
def test_a_handler_takes_what_its_operation_sends(operation: Operation) -> None:
    sent = ["ctx", *operation.path_parameters, *["query"] * bool(operation.query), *["body"] * bool(operation.body)]
    assert list(inspect.signature(handlers[operation.id]).parameters) == sent


def path_of(operation: Operation) -> str:
    return "/v2" + re.sub(r"{\w+}", "x", operation.path)


@every_operation
def test_an_operation_refuses_strangers_and_old_tokens(operation: Operation, call: Caller) -> None:
    def ask(token: str) -> Answer:
        return call.by(token)(operation.method, path_of(operation))

    assert (ask("nobody").status, ask("nobody").json) == (401, {"code": 124, "message": "Invalid access token."})
    assert (ask("old").status, ask("old").json) == (401, {"code": 124, "message": "Access token is expired."})


@every_operation
def test_an_operation_without_a_handler_says_so(operation: Operation, call: Caller) -> None:
    if operation.id not in handlers:
        answer = call(operation.method, path_of(operation))
        path = path_of(operation).removeprefix("/v2")
        assert (answer.status, answer.json) == (
            404,
            {"code": 404, "message": f"not built yet: {operation.method} {path}"},
        )


@every_served
def test_an_operation_needs_one_of_its_scopes(operation: Operation, call: Caller) -> None:
    answer = call.by("limited")(operation.method, path_of(operation))
    missing = f"Invalid access token, does not contain scopes:[{', '.join(operation.scopes)}]."
    assert (answer.status, answer.json) == (400, {"code": 4711, "message": missing})


@every_served
def test_an_operation_refuses_one_request_too_many(operation: Operation, call: Caller, clock: Clock) -> None:
    call.api._limiter = Limiter(PLANS["business"])  # pyright: ignore[reportPrivateUsage]
    most = {"LIGHT": 40, "MEDIUM": 20, "HEAVY": 10}[operation.rate_limit]
    path = path_of(operation)
    answers = [call(operation.method, path) for _ in range(most)]
    assert all(answer.status != 429 for answer in answers)
    assert answers[-1].headers["x-ratelimit-remaining"] == "0"
    assert answers[-1].headers["x-ratelimit-limit"] == str(most)
    assert call(operation.method, path).refused == "rate_limited"
    clock.now += 1
    assert call(operation.method, path).status != 429


@every_served
def test_what_a_handler_can_refuse_is_declared(operation: Operation) -> None:
    for key, facts in said_by(handlers[operation.id]):
        assert key in operation.errors, key
        assert facts.issuperset(re.findall(r"{(\w+)}", operation.errors[key].message)), key


def said_by(function: Callable[..., Any], seen: set[Any] | None = None) -> Iterator[tuple[str, set[str | None]]]:
    """The keys that a call can refuse with, and the facts their texts may name: read from the source.

    Calls are followed through names of modules and functions, annotated parameters, and fields.
    """
    seen = set() if seen is None else seen
    if function in seen:
        return
    seen.add(function)
    names: dict[str, Any] = function.__globals__ | inspect.get_annotations(function)
    names["self"] = names.get(function.__qualname__.partition(".")[0])
    for node in calls(ast.parse(dedent(inspect.getsource(inspect.unwrap(function)))), names):
        match node:
            case ast.Call(func=called, args=[first, *_], keywords=keywords):
                found = resolve(called, names)
                if found is refuse:
                    if isinstance(first, ast.Constant):
                        yield str(first.value), {keyword.arg for keyword in keywords}
                elif found in (Tenant.get, Tenant.edit):
                    yield resolve(first, names).unknown, {"id"}
                elif inspect.isfunction(found) and found.__module__.startswith("trunkline."):
                    yield from said_by(found, seen)
            case _:
                pass


def calls(node: ast.AST, names: dict[str, Any]) -> Iterator[ast.Call]:
    """Every call within, but for what a `with` block does whose manager turns refusals into one of its own."""
    if isinstance(node, ast.With) and any(translates(item.context_expr, names) for item in node.items):
        for item in node.items:
            yield from calls(item, names)
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from calls(child, names)


def translates(manager: ast.expr, names: dict[str, Any]) -> bool:
    found = resolve(manager.func, names) if isinstance(manager, ast.Call) else None
    return inspect.isfunction(found) and "except Refusal" in inspect.getsource(inspect.unwrap(found))


def resolve(node: ast.expr, names: dict[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=owner, attr=name):
            found = resolve(owner, names)
            fields = inspect.get_annotations(found) if isinstance(found, type) else {}
            return fields.get(name) or getattr(found, name, None)
        case _:
            return None
