"""What people may change of themselves, as the contract marks it: `x-own-write` of an operation, a list of entries.

An entry names `fields` of body and query by their paths, each with all that stands below it; `*` is any place in a
list. It holds where the path has the values of its `where`, and only while each policy in `if_on` is on for the person.
An entry without fields lets people use the operation itself. What no entry names is for administrators.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from trunkline.api.contract import Operation, OwnWrite, Schema

Path = tuple[str, ...]
ANY = "*"


def marked(operation: Operation, path: Mapping[str, str]) -> Sequence[OwnWrite]:
    """The entries that hold for a path; none: nothing can be changed there."""
    return [entry for entry in operation.own_writes if entry.where.items() <= path.items()]


def goes_beyond(entries: Sequence[OwnWrite], schema: Schema, said: object) -> bool:
    """Whether what is said names a field of the schema that no entry does; what the schema lacks is ignored anyway."""
    allowed = [tuple(field.split(".")) for entry in entries for field in entry.fields]
    return any(True for _ in _beyond(allowed, schema, said, ()))


def _beyond(allowed: Sequence[Path], schema: Schema, said: object, path: Path) -> Iterator[Path]:
    """The outermost fields that are not allowed. One whose inner fields are, in part, is looked into."""
    if path in allowed:
        return
    if path and not any(each[: len(path)] == path for each in allowed):
        yield path
        return
    match said:
        case dict():
            fields: Mapping[str, Schema] = schema.get("properties", {})
            for name, part in cast(Mapping[str, object], said).items():
                if name in fields or not fields:
                    yield from _beyond(allowed, fields.get(name, {}), part, (*path, name))
        case list():
            for part in cast(Sequence[object], said):
                yield from _beyond(allowed, schema.get("items", {}), part, (*path, ANY))
        case _:
            if path:
                yield path


def policies(entries: Iterable[OwnWrite], arguments: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The policies, each with its field, that have to be on for what a request asks."""
    said = [arguments[name] for name in ("query", "body") if name in arguments]
    needed = (entry.if_on for entry in entries if entry.if_on and _is_asked(entry, said))
    return {(key, field) for names in needed for key, _, field in (name.partition(".") for name in names)}


def _is_asked(entry: OwnWrite, said: Sequence[object]) -> bool:
    return not entry.fields or any(_asks(part, field.split(".")) for part in said for field in entry.fields)


def _asks(said: object, path: Sequence[str]) -> bool:
    """Whether the field is there, whatever it says: to take away what an administrator set is to change it too."""
    if not path:
        return True
    first, *rest = path
    match said:
        case dict():
            return first in said and _asks(cast(Mapping[str, object], said)[first], rest)
        case list() if first == ANY:
            return any(_asks(part, rest) for part in cast(Sequence[object], said))
        case _:
            return False
