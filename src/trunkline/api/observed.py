"""Where clients saw the original answer other than its reference says: contract/observed.yaml, `serve --wire observed`.

It becomes part of the contract, so that the served document is true, and of answers by what the contract then says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def say(document: Json) -> None:
    """Make the document that of the original as it was seen."""
    for item in document["paths"].values():
        for operation in item.values():
            _say(operation, operation.get("x-observed", {}))


def _say(operation: Json, seen: Mapping[str, Any]) -> None:
    if "success" in seen:
        said = next(status for status in operation["responses"] if status[0] == "2")
        operation["responses"][str(seen["success"])] = operation["responses"].pop(said)
    if "optional" in seen:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        body["required"] = [name for name in body["required"] if name not in seen["optional"]]
    operation["x-from-one"] = seen.get("from_one", [])


def count_from_one(answer: Any, places: Sequence[str]) -> None:
    """Raise numbers of an answer. A place is a field; a dot leads into another, or into each row of a list."""
    for place in places:
        _raise(answer, place.split("."))


def _raise(part: Any, path: Sequence[str]) -> None:
    name, *rest = path
    rows: list[Any] = part if isinstance(part, list) else [part]  # pyright: ignore[reportUnknownVariableType]
    for each in rows:
        if rest:
            _raise(each[name], rest)
        else:
            each[name] += 1
