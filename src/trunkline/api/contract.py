"""The contract at run time, as tools/make_wire.py packed it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any, cast

import orjson
from jsonschema_rs import Draft4Validator

from trunkline.api import observed
from trunkline.extensions import addresses

Schema = Mapping[str, Any]

JSON = "application/json"
FORMATS = {"country": addresses.is_country}  # beside those of JSON Schema; an ISO 3166-1 alpha-2 code
NO_BODY: Schema = {"content": {JSON: {}}}


@dataclass(frozen=True)
class Error:
    """What a caller reads of a refusal; the message may name its facts in braces."""

    status: int
    code: int
    message: str


@dataclass(frozen=True)
class OwnWrite:
    """What people may change of themselves by an operation: an entry of its x-own-write."""

    where: Mapping[str, str]  # values of the path, of which alone it speaks
    fields: tuple[str, ...]  # of body and query, by path, with what stands below them; `*` is any place in a list
    if_on: tuple[str, ...]  # `policy.field`: what has to be on for the person, or else it is an administrator's


@dataclass(frozen=True)
class Form:
    """One of the bodies that an operation takes. Most take one; where there are several, a field's word says which."""

    shape: Schema  # with what it refers to in its place

    @cached_property
    def validator(self) -> Draft4Validator:
        return validator(self.shape, {})

    @cached_property
    def refusals(self) -> Mapping[str, str]:
        """Fields, by their paths, whose faults have an error of their own (x-refusal). `*` is a place in a list."""
        return dict(_refusals(self.shape, ()))

    @cached_property
    def texts(self) -> Mapping[str, bool]:
        """Texts, by their paths as in `refusals`, and whether they may have several lines (x-multiline)."""
        return dict(_texts(self.shape, ()))


@dataclass(frozen=True)
class Operation:
    id: str
    tag: str
    method: str
    path: str
    path_parameters: tuple[str, ...]  # in the order of the path, as handlers name them
    path_schemas: Mapping[str, Schema]  # of those that are more than text, by the same names
    query: Schema | None
    body: Schema | None
    media_type: str  # of the body
    success: int
    answer: Schema | None
    classic_scopes: tuple[str, ...]
    scopes: tuple[str, ...]  # of both kinds; any one suffices
    rate_limit: str
    is_of_own_things: bool  # x-reach: own: its handler keeps to what the user of a user-level token owns
    own_scopes: tuple[str, ...]  # x-own-scopes: bare ones that let people in where the original lets in administrators
    own_writes: tuple[OwnWrite, ...]  # x-own-write; none: a user-level token changes nothing by it
    beside_phone: bool  # x-beside-phone: none of the original's phone API, but what its clients need beside it
    from_one: tuple[str, ...]  # x-from-one: numbers of the answer that begin at 1, not at 0
    left_out: tuple[str, ...]  # x-left-out: fields of the answer that are left out while they are empty
    seen: frozenset[str]  # x-seen: fields that are answered, and ways that are gone, beside the reference's
    most: int  # x-most: how many there may be of what it adds; 0 where it adds nothing, or the domain says how many
    errors: Mapping[str, Error]
    own_errors: Mapping[str, Error]  # those that the contract says of this operation alone
    schemas: Schema = field(repr=False)

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @cached_property
    def query_validator(self) -> Draft4Validator:
        return validator(self.query or {}, self.schemas)

    @cached_property
    def shape(self) -> Schema:
        """The schema of the answer, with what it refers to in its place."""
        return _whole(self.answer or {}, self.schemas)

    @cached_property
    def query_refusals(self) -> Mapping[str, str]:
        """Parameters whose faults have an error of their own (x-refusal)."""
        found = (self.query or {}).get("properties", {})
        return {name: part["x-refusal"] for name, part in found.items() if "x-refusal" in part}

    @cached_property
    def body_shape(self) -> Schema:
        """The schema of the body, with what it refers to in its place."""
        return _whole(self.body or {}, self.schemas)

    @cached_property
    def told_by(self) -> str:
        """The field whose word says which of several bodies it is; empty where there is one."""
        return (self.body or {}).get("discriminator", {}).get("propertyName", "")

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The bodies, by the words that tell them apart."""
        if not self.told_by:
            return {"": Form(self.body_shape)}
        choices: Sequence[Schema] = self.body_shape["oneOf"]
        return {word: Form(each) for each in choices for word in each["properties"][self.told_by]["enum"]}

    @cached_property
    def unbuilt(self) -> tuple[str, ...]:
        """Fields of the body that the contract marks x-unbuilt: they are refused, not ignored."""
        return tuple(name for name, part in self._fields.items() if part.get("x-unbuilt"))

    @cached_property
    def query_texts(self) -> Mapping[str, bool]:
        return dict(_texts(self.query or {}, ()))

    @cached_property
    def path_texts(self) -> Mapping[str, bool]:
        words = {name for name, schema in self.path_schemas.items() if "enum" in schema}
        return dict.fromkeys(set(self.path_parameters) - words, False)

    @property
    def _fields(self) -> Schema:
        return (self.body or {}).get("properties", {})


@dataclass(frozen=True)
class Contract:
    document: bytes  # what published.py makes the served one of
    operations: Mapping[str, Operation]
    errors: Mapping[str, Error]  # what every operation can answer


@cache
def load(*, as_observed: bool = False) -> Contract:
    """As the reference has it, or with what clients saw to differ from it; the same one whenever it is asked for."""
    raw = resources.files("trunkline.wire").joinpath("contract.json").read_bytes()
    document = orjson.loads(raw)
    if as_observed:
        observed.say(document)
        raw = orjson.dumps(document)
    common = _errors(document["x-errors"])
    found = [
        _operation(method.upper(), path, operation, common, document["components"]["schemas"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return Contract(raw, {operation.id: operation for operation in found}, common)


def validator(schema: Schema, schemas: Schema) -> Draft4Validator:
    """Draft 4 is the one in which neither 1.0 nor 1e3 is an integer; our schemas use nothing newer."""
    whole = {**schema, "components": {"schemas": reached(schema, schemas)}}
    return Draft4Validator(whole, validate_formats=True, formats=FORMATS)


def reached(part: Schema, schemas: Schema) -> Schema:
    """Those of the schemas that the part refers to, and those that these refer to."""
    found: dict[str, Schema] = {}
    missing = _refs(part)
    while missing:
        found |= {name: schemas[name] for name in missing}
        missing = _refs(found) - found.keys()
    return found


def _refusals(schema: Schema, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if "x-refusal" in schema:
        yield ".".join(path), schema["x-refusal"]
    for name, part in schema.get("properties", {}).items():
        yield from _refusals(part, (*path, name))
    if "items" in schema:
        yield from _refusals(schema["items"], (*path, "*"))


def _texts(schema: Schema, path: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """But for words of a list, which are no other texts."""
    if schema.get("type") == "string" and "enum" not in schema:
        yield ".".join(path), schema.get("x-multiline", False)
    for choice in schema.get("oneOf", ()):
        yield from _texts(choice, path)
    for name, part in schema.get("properties", {}).items():
        yield from _texts(part, (*path, name))
    if "items" in schema:
        yield from _texts(schema["items"], (*path, "*"))


def _whole(part: Any, schemas: Schema) -> Any:
    match part:
        case {"$ref": ref}:
            return _whole(schemas[ref.rpartition("/")[2]], schemas)
        case dict():
            return {name: _whole(value, schemas) for name, value in cast(Schema, part).items()}
        case list():
            return [_whole(value, schemas) for value in cast(list[Any], part)]
        case _:
            return part


def _refs(schema: Schema) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', orjson.dumps(schema).decode()))


def _operation(method: str, path: str, said: Schema, common: Mapping[str, Error], schemas: Schema) -> Operation:
    query = {part["name"]: part for part in said["parameters"] if part["in"] == "query"}
    in_path = {snake(part["name"]): part["schema"] for part in said["parameters"] if part["in"] == "path"}
    success = next(status for status in said["responses"] if status[0] in "23")
    media_type, body = next(iter(said.get("requestBody", NO_BODY)["content"].items()))
    own = _errors(said["x-errors"])
    return Operation(
        id=said["operationId"],
        tag=said["tags"][0],
        method=method,
        path=path,
        path_parameters=tuple(snake(name) for name in re.findall(r"{(\w+)}", path)),
        path_schemas={name: schema for name, schema in in_path.items() if schema != {"type": "string"}},
        query=_query_schema(query) if query else None,
        body=body.get("schema"),
        media_type=media_type,
        success=int(success),
        answer=said["responses"][success].get("content", {}).get(JSON, {}).get("schema"),
        classic_scopes=tuple(scope for choice in said["security"] for scope in choice.get("classic", ())),
        scopes=tuple(scope for choice in said["security"] for scopes in choice.values() for scope in scopes),
        rate_limit=said["x-rate-limit"],
        is_of_own_things=said.get("x-reach") == "own",
        own_scopes=tuple(said.get("x-own-scopes", ())),
        own_writes=tuple(_own_write(entry) for entry in said.get("x-own-write", ())),
        beside_phone=said.get("x-beside-phone", False),
        from_one=tuple(said.get("x-from-one", ())),
        left_out=tuple(said.get("x-left-out", ())),
        seen=frozenset(said.get("x-seen", ())),
        most=said.get("x-most", 0),
        errors={**common, **own},
        own_errors=own,
        schemas=schemas,
    )


def _own_write(said: Schema) -> OwnWrite:
    where = {snake(name): value for name, value in said.get("where", {}).items()}
    return OwnWrite(where, tuple(said.get("fields", ())), tuple(said.get("if_on", ())))


def _errors(said: Schema) -> dict[str, Error]:
    return {key: Error(**error) for key, error in said.items()}


def _query_schema(parameters: Schema) -> Schema:
    required = [name for name, part in parameters.items() if part.get("required")]
    properties = {name: part["schema"] for name, part in parameters.items()}
    return {"properties": properties} | ({"required": required} if required else {})


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
