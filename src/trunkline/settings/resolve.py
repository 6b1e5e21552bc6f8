"""Which value applies. Pure: the rows are looked up elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

Level = Literal["account", "site", "user", "call_queue"]
Value = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What one level says of a setting; None says nothing."""

    level: Level
    value: Value | None = None
    locked: bool = False


@dataclass(frozen=True)
class Resolved:
    value: Value
    locked_by: Level | None  # the outermost level that locks it
    modified: bool  # whether the reader itself says something


def resolve(default: Value, chain: Sequence[Said]) -> Resolved:
    """The outermost lock wins, then the nearest value, then the default, field by field. The reader is last."""
    modified = chain[-1].value is not None
    value = default
    for said in chain:
        value = merged(value, said.value or {})
        if said.locked:
            return Resolved(value, said.level, modified)
    return Resolved(value, None, modified)


def merged(value: Value, said: Value) -> Value:
    """Fields of fields are said one by one; a list is said as a whole."""
    return {**value, **{name: _over(value.get(name), part) for name, part in said.items()}}


def _over(before: Any, part: Any) -> Any:
    return (
        merged(cast(Value, before), cast(Value, part)) if isinstance(before, dict) and isinstance(part, dict) else part
    )
