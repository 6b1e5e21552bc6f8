"""Where clients saw the original answer other than its reference says: contract/observed.yaml, `serve --wire observed`.

It becomes part of the contract, so that the served document is true, and of answers by what the contract then says.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

JSON = "application/json"


def say(document: Json) -> None:
    """Make the document that of the original as it was seen."""
    every = document["x-observed"]
    for item in document["paths"].values():
        for operation in item.values():
            seen = operation.get("x-observed", {})
            _clamp(operation, every["clamped"])
            _ask(operation, seen)
            _answer(operation, seen, document["components"]["schemas"])
            for key, change in seen.get("refused", {}).items():
                _refuse(operation, key, change, document["components"]["responses"])
            added = [place.rpartition(".")[2] for place in seen.get("adds", ())]
            operation["x-seen"] = sorted({*added, *seen.get("ways", ())})


def _clamp(operation: Json, names: Sequence[str]) -> None:
    """What is above a parameter's maximum is that maximum."""
    for part in operation["parameters"]:
        if part["name"] in names and "maximum" in part["schema"]:
            part["schema"]["x-clamp"] = part["schema"].pop("maximum")


def _ask(operation: Json, seen: Mapping[str, Any]) -> None:
    if "optional" in seen:
        body = operation["requestBody"]["content"][JSON]["schema"]
        body["required"] = [name for name in body["required"] if name not in seen["optional"]]


def _answer(operation: Json, seen: Mapping[str, Any], schemas: Json) -> None:
    said = next(status for status in operation["responses"] if status[0] in "23")
    if "success" in seen:
        operation["responses"][str(seen["success"])] = operation["responses"].pop(said)
        said = str(seen["success"])
    shape = operation["responses"][said].get("content", {}).get(JSON, {}).get("schema", {})
    for place, schema in seen.get("adds", {}).items():
        holder, name = _holder(shape, place, schemas)
        holder["properties"][name] = {key: part for key, part in schema.items() if key != "x-optional"}
        if not schema.get("x-optional"):
            holder["required"] = [*holder.get("required", ()), name]
    for place in seen.get("left_out", ()):
        holder, name = _holder(shape, place, schemas)
        holder["required"] = [each for each in holder["required"] if each != name]
    operation["x-from-one"] = seen.get("from_one", [])
    operation["x-left-out"] = seen.get("left_out", [])


def _holder(shape: Json, place: str, schemas: Json) -> tuple[Json, str]:
    """The schema of the object that a field of an answer stands in, and the field's name there."""
    *path, name = place.split(".")
    for part in path:
        shape = _plain(shape["properties"][part], schemas)
    return shape, name


def _plain(schema: Json, schemas: Json) -> Json:
    """Of a list, what it is a list of; of a reference, what it refers to."""
    if "items" in schema:
        return _plain(schema["items"], schemas)
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _refuse(operation: Json, key: str, change: Mapping[str, int], common: Json) -> None:
    """Another status and code for a refusal; each response lists what it may be."""
    error, responses = operation["x-errors"][key], operation["responses"]
    before, now = str(error["status"]), str(change["status"])
    text = f"{error['code']}: {error['message']}"
    responses[before]["description"] = " ".join(responses[before]["description"].replace(text, "").split())
    error |= change
    response = responses.get(now, {})
    if "$ref" in response:
        response = dict(common[now])
    response["description"] += f" {error['code']}: {error['message']}"
    responses[now] = response


def made_so(answer: Any, from_one: Sequence[str], left_out: Sequence[str]) -> None:
    """Change an answer. A place is a field; a dot leads into another, or into each row of a list."""
    for place in from_one:
        for holder, name in _found(answer, place.split(".")):
            holder[name] += 1
    for place in left_out:
        for holder, name in [*_found(answer, place.split("."))]:
            if not holder[name]:
                del holder[name]


def _found(part: Any, path: Sequence[str]) -> Iterator[tuple[Json, str]]:
    name, *rest = path
    rows: list[Any] = part if isinstance(part, list) else [part]  # pyright: ignore[reportUnknownVariableType]
    for each in rows:
        if name in each and rest:
            yield from _found(each[name], rest)
        elif name in each:
            yield each, name
