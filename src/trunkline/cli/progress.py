"""How far something long is, for somebody who watches a terminal; nothing where nobody does."""

import io
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, TypeVar, cast

Each = TypeVar("Each")

WIDTH = 30
PAUSE = 0.1  # seconds between two looks


class Bar:
    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._shown = what, max(total, 1), -PAUSE
        self._watched = sys.stderr.isatty()

    def at(self, done: int) -> None:
        if self._watched and monotonic() - self._shown >= PAUSE:
            self._shown = monotonic()
            full = WIDTH * done // self._total
            sys.stderr.write(f"\r{self._what} [{'#' * full}{'.' * (WIDTH - full)}] {100 * done // self._total:3} %")
            sys.stderr.flush()

    def end(self) -> None:
        if self._watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def each(what: str, all: Sequence[Each]) -> Iterator[Each]:
    """One after the other; how many are done is seen."""
    bar = Bar(what, len(all))
    try:
        for done, one in enumerate(all):
            bar.at(done)
            yield one
    finally:
        bar.end()


class _Read(io.FileIO):
    """A file of which is seen how much has been read."""

    bar: Bar | None = None

    def readinto(self, *args: Any) -> int | None:
        if self.bar:
            self.bar.at(self.tell())
        return super().readinto(*args)


@contextmanager
def reading(what: str, file: Path) -> Generator[BinaryIO]:
    """Opens it; raises OSError."""
    with _Read(file) as raw, io.BufferedReader(raw, 1 << 20) as opened:
        raw.bar = Bar(what, file.stat().st_size)
        try:
            yield cast(BinaryIO, opened)
        finally:
            raw.bar.end()
