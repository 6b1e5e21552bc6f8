"""The one door: what came over the wire becomes a handler's arguments here, or is refused with every fault named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, NoReturn, cast
from urllib.parse import parse_qsl

import orjson
from jsonschema_rs import Draft4Validator, ValidationError, ValidationErrorKind

from trunkline import texts
from trunkline.api.access import Reach, keep_to
from trunkline.api.contract import JSON, Form, Operation, Schema, validator
from trunkline.problems import refuse

Json = str | float | bool | None | list["Json"] | dict[str, "Json"]

INT64 = range(-(2**63), 2**63)
DEEPEST = 32
MOST_FAULTS = 20
MOST_ITEMS = 1000  # of a list where the contract has none
MOST_VALUES = 20_000  # in a body: texts, numbers, lists and so on, within each other
LONGEST_QUERY = 16_384  # bytes: what is longer is more than a store compares texts with


@dataclass(frozen=True)
class Asked:
    arguments: dict[str, Any]  # the handler's
    missed: Sequence[str] | None = None  # of a change that would change nothing: the fields that are none, or could be


def read(operation: Operation, reach: Reach, query: bytes, media_type: str, body: bytes) -> Asked:
    """Unknown names in query and body are ignored: no handler is told of them."""
    found: dict[str, Any] = dict(_read_path(operation, reach.path))
    missed = None
    if operation.query:
        asked = _read_query(operation.query["properties"], query)
        keep_to(operation, reach, operation.query, asked)
        found["query"] = _checked(asked, operation.query_texts, operation.query_validator, operation.query_refusals)
    if operation.body:
        given = _read_body(operation, media_type, body)
        form = _form(operation, given)
        _bounded(form, given)
        keep_to(operation, reach, form.shape, given)
        said = _checked(_declared(form.shape, given), form.texts, form.validator, form.refusals)
        if unbuilt := [name for name in operation.unbuilt if name in said]:
            refuse("invalid", fields=unbuilt)
        if operation.method == "PATCH":
            missed = _missed(operation, form.shape, said, given)
        found["body"] = said
    return Asked(found, missed)


def _form(operation: Operation, body: Any) -> Form:
    """The one of an operation's bodies that this is."""
    forms = operation.forms
    word = body.get(operation.told_by, "") if operation.told_by else ""
    found = forms.get(word) if isinstance(word, str) else None
    return found or refuse("invalid", fields=[operation.told_by])


def _missed(operation: Operation, shape: Schema, said: Any, given: Any) -> Sequence[str] | None:
    """None where something is said. An object that has to be there and is empty says nothing."""
    wishes = {name: part for name, part in said.items() if name != operation.told_by}
    if not _is_empty(wishes):
        return None
    unknown = [*islice(_unknown(shape, given, ()), MOST_FAULTS)]
    return unknown or [*islice(wishes or shape["properties"], MOST_FAULTS)]


def _is_empty(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_empty, cast(Mapping[str, Any], value).values()))


def _unknown(schema: Schema, value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """What an object has that the contract does not know."""
    match schema, value:
        case {"properties": fields}, dict():
            for name, part in cast(Mapping[str, Any], value).items():
                if name in fields:
                    yield from _unknown(fields[name], part, (*path, name))
                else:
                    yield ".".join((*path, name))
        case _:
            pass


def _bounded(form: Form, body: Any) -> None:
    """Before any of it is looked at closely, which takes the longer the more there is: lists as long as they may be."""
    faults = [*islice(_crowded(form.shape, body, ()), MOST_FAULTS)]
    if faults:
        _refuse(faults, form.refusals, body)


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
    """What the contract says of a body, and nothing that it has not been held to. An object with nothing in it is as
    good as none, where it may be left out."""
    match schema, value:
        case {"properties": fields}, dict():
            needed = schema.get("required", ())
            said = cast(Mapping[str, Any], value)
            parts = {name: _declared(fields[name], part) for name, part in said.items() if name in fields}
            return {name: part for name, part in parts.items() if name in needed or not _is_nothing(fields[name], part)}
        case {"items": item}, list():
            return [_declared(item, part) for part in cast(list[Any], value)]
        case _:
            return value


def _is_nothing(schema: Schema, value: Any) -> bool:
    return value == {} and ("properties" in schema or schema.get("type") == "object")


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
            return min(int(text), schema.get("x-clamp", int(text)))
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case _:
            return text


def _read_body(operation: Operation, media_type: str, raw: bytes) -> Any:
    """No body is an empty one: what the schema requires is then missing.

    Lists are counted before any is made: each thousand of them has Python look for garbage among all that there are.
    """
    if media_type and media_type.partition(";")[0].strip().lower() != JSON:
        refuse("media_type")
    if raw.count(b"[") + raw.count(b"{") > MOST_VALUES:
        refuse("invalid")
    try:
        said: Any = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        refuse("not_json")
    wanted = list if operation.body_shape.get("type") == "array" else dict
    if type(said) is not wanted:
        refuse("not_json")
    return cast(Any, said)


def _checked(
    value: Any,
    lines: Mapping[str, bool],
    schema: Draft4Validator | None = None,
    refusals: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """The value, or a refusal that names its faults. A fault of a field itself may have a key of its own."""
    faults = [*islice(_unfit(value, lines), MOST_FAULTS)]
    if not faults and schema:
        faults = [*dict.fromkeys(_field(error) for error in islice(schema.iter_errors(value), MOST_FAULTS))]
    if faults:
        _refuse(faults, refusals, value)
    return value


def _refuse(faults: Sequence[str], refusals: Mapping[str, str], value: Any) -> NoReturn:
    named = next((fault for fault in faults if _pattern(fault) in refusals), None)
    if named is not None:
        refuse(refusals[_pattern(named)], fields=faults, value=_at(value, named))
    refuse("invalid", fields=[*filter(None, faults)])


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
