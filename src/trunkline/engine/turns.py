"""What is done for many in one go: what goes wrong with one is told, and keeps no other from its turn."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger()


def each(them: Iterable[T], do: Callable[[T], object]) -> None:
    """It may change what there is: those are meant that there were when it began."""
    for one in [*them]:
        try:
            do(one)
        except Exception:  # whatever it is, the others are not to wait for it
            log.exception("one of several not dealt with", doing=getattr(do, "__qualname__", repr(do)))
