"""What a command has found or made: lines for people, or JSON for machines, as they asked."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

Row = Mapping[str, Any]


def give(said: argparse.Namespace, value: object, lines: Iterable[str]) -> int:
    """One of the two."""
    if said.json:
        print(json.dumps(value, indent=2, ensure_ascii=False, default=str))
    else:
        for line in lines:
            print(line)
    return 0


def rows(said: argparse.Namespace, found: Sequence[Row], nothing: str = "") -> int:
    """A table, each column as wide as it must be; `nothing` is what people are told of an empty one."""
    return give(said, found, table(found) if found else filter(None, [nothing]))


def table(found: Sequence[Row]) -> Iterable[str]:
    names = [*found[0]]
    lines = [
        [name.replace("_", " ").upper() for name in names],
        *([_text(row[name]) for name in names] for row in found),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _text(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return " ".join(map(str, cast(Sequence[object], value))) or "-"
        case _:
            return str(value)
