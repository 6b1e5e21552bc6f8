"""The one door: what came over the wire becomes a handler's arguments here, or is refused with every fault named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, NoReturn, cast
from urllib.parse import parse_qsl

import orjson
from jsonschema_rs import Draft4Validator, ValidationError, ValidationErrorKind

from trunkline import texts
from trunkline.api.access import Reach, keep_to
from trunkline.api.contract import JSON, Operation, Schema, validator
from trunkline.problems import refuse

Json = str | float | bool | None | list["Json"] | dict[str, "Json"]

INT64 = range(-(2**63), 2**63)
DEEPEST = 32
MOST_FAULTS = 20
MOST_ITEMS = 1000  # of a list where the contract has none
MOST_VALUES = 20_000  # in a body: texts, numbers, lists and so on, within each other
LONGEST_QUERY = 16_384  # bytes: what is longer is more than a store compares texts with


def arguments(operation: Operation, reach: Reach, query: bytes, media_type: str, body: bytes) -> dict[str, Any]:
    """Unknown names in query and body are ignored: no handler is told of them."""
    found: dict[str, Any] = dict(_read_path(operation, reach.path))
    if operation.query:
        read = _read_query(operation.query["properties"], query)
        keep_to(operation, reach, operation.query, read)
        found["query"] = _checked(read, operation.query_texts, operation.query_validator, operation.query_refusals)
    if operation.body:
        said = _bounded(operation, _read_body(media_type, body))
        keep_to(operation, reach, operation.body_shape, said)
        said = _declared(operation.body_shape, said)
        found["body"] = _checked(said, operation.body_texts, operation.body_validator, operation.body_refusals)
        if unbuilt := [name for name in operation.unbuilt if name in found["body"]]:
            refuse("invalid", fields=unbuilt)
    return found


def _bounded(operation: Operation, body: Any) -> Any:
    """Before any of it is looked at closely, which takes the longer the more there is: lists as long as they may be."""
    faults = [*islice(_crowded(operation.body_shape, body, ()), MOST_FAULTS)]
    if faults:
        _refuse(faults, operation.body_refusals, body)
    return body


def _crowded(schema: Schema, value: Any, path: tuple[str, ...]) -> Iterator[str]:
    match schema, value:
        case {"properties": fields}, dict():
            for name in (name for name in fields if name in value):
                yield from _crowded(fields[name], value[name], (*path, name))
        case _, list() if len(cast(list[Any], value)) > schema.get("maxItems", MOST_ITEMS):
            yield ".".join(path)
        case {"items": items}, list():
            for index, item in enumerate(cast(list[Any], value)):
                yield from _crowded(items, item, (*path, str(index)))
        case _:
            pass


def _declared(schema: Schema, value: Any) -> Any:
    """What the contract says of a body, and nothing that it has not been held to."""
    match schema, value:
        case {"properties": fields}, dict():
            said = cast(Mapping[str, Any], value)
            return {name: _declared(fields[name], part) for name, part in said.items() if name in fields}
        case {"items": item}, list():
            return [_declared(item, part) for part in cast(list[Any], value)]
        case _:
            return value


def _read_path(operation: Operation, path: Mapping[str, str]) -> Mapping[str, Any]:
    """A value outside a parameter's list gets the error that the contract names for it (x-refusal), if any."""
    if not path:
        return path
    _checked({**path}, operation.path_texts)
    found: dict[str, Any] = {**path}
    for name, schema in operation.path_schemas.items():
        found[name] = _scalar(schema, path[name])
        if not validator(schema, operation.schemas).is_valid(found[name]):
            refuse(schema.get("x-refusal", "invalid"), fields=[name])
    return found


def _read_query(parameters: Schema, raw: bytes) -> dict[str, Any]:
    """An array may come as a=x&a=y, as a[]=x&a[]=y or as a=x,y."""
    found: dict[str, Any] = {}
    for name, text in _pairs(raw):
        name = name.removesuffix("[]")
        match parameters.get(name):
            case None:
                pass
            case {"type": "array", "items": items}:
                found.setdefault(name, []).extend(_scalar(items, part) for part in text.split(","))
            case schema:
                found[name] = _scalar(schema, text)
    return {name: schema["default"] for name, schema in parameters.items() if "default" in schema} | found


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    if len(raw) > LONGEST_QUERY:
        refuse("invalid")
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        refuse("invalid")


def _scalar(schema: Schema, text: str) -> object:
    """What the text says, if it says what the schema wants; else the text, for the schema to refuse."""
    match schema.get("type"):
        case "integer" if re.fullmatch(r"-?[0-9]{1,19}", text):
            return int(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case _:
            return text


def _read_body(media_type: str, raw: bytes) -> object:
    """No body is an empty one: what the schema requires is then missing.

    Lists are counted before any is made: each thousand of them has Python look for garbage among all that there are.
    """
    if media_type and media_type.partition(";")[0].strip().lower() != JSON:
        refuse("media_type")
    if raw.count(b"[") + raw.count(b"{") > MOST_VALUES:
        refuse("invalid")
    try:
        return orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        refuse("not_json")


def _checked(
    value: Any,
    lines: Mapping[str, bool],
    schema: Draft4Validator | None = None,
    refusals: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """The value, or a refusal that names its faults. A fault of a field itself may have a key of its own."""
    faults = [*islice(_unfit(value, lines), MOST_FAULTS)]
    if not faults and schema:
        faults = [_field(error) for error in islice(schema.iter_errors(value), MOST_FAULTS)]
    if faults:
        _refuse(faults, refusals, value)
    return value


def _refuse(faults: Sequence[str], refusals: Mapping[str, str], value: Any) -> NoReturn:
    named = next((fault for fault in faults if _pattern(fault) in refusals), None)
    if named is not None:
        refuse(refusals[_pattern(named)], fields=faults, value=_at(value, named))
    refuse("invalid", fields=faults)


def _pattern(path: str) -> str:
    return re.sub(r"(?:(?<=\.)|^)[0-9]+(?=\.|$)", "*", path)


def _at(value: Json, path: str) -> Json:
    """What stands at the path of a fault; None where that is just what is wrong."""
    for name in path.split("."):
        match value:
            case dict():
                value = value.get(name)
            case list():
                value = value[int(name)]
            case _:
                return None
    return value


def _unfit(value: Json, lines: Mapping[str, bool]) -> Iterator[str]:
    """The fields that are good JSON but that no column holds, and texts with what no text has: names end in protocols
    whose lines they must not end. `lines` says of texts whether they may have several."""
    rest: list[tuple[tuple[str, ...], Json]] = [((), value)]
    left = MOST_VALUES
    while rest:
        path, value = rest.pop()
        left -= len(value) if isinstance(value, dict | list) else 0  # before any of them is looked at
        if left < 0:
            yield path[0] if path else ""
            return
        match value:
            case str() if value and path and _is_name(path[-1]) and texts.is_blank(value):
                yield ".".join(path)
            case str() if not texts.is_one_line(value) and not _has_lines(value, lines.get(_pattern(".".join(path)))):
                yield ".".join(path)
            case int() if value not in INT64:
                yield ".".join(path)
            case dict() | list() if len(path) >= DEEPEST:
                yield ".".join(path)
            case dict():
                rest += [((*path, name), inner) for name, inner in value.items()]
            case list():
                rest += [((*path, str(index)), inner) for index, inner in enumerate(value)]
            case _:
                pass


def _is_name(field: str) -> bool:
    """Whether it says what someone or something is called, which is nothing or is to be seen."""
    return field == "name" or field.endswith("_name")


def _has_lines(text: str, may: bool | None) -> bool:
    """Whether a text that is not one line may be so; what the contract does not name is ignored."""
    return "\0" not in text if may is None else may and texts.is_lines(text)


def _field(error: ValidationError) -> str:
    missing = [error.kind.property] if isinstance(error.kind, ValidationErrorKind.Required) else []
    return ".".join(map(str, [*error.instance_path, *missing]))
