"""Which leg of a call a Call-ID is of: one that lives, or one that is over, and was there not long ago."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

MOST = 8_000  # that are over: of no more does `trace.py` keep messages

Leg = tuple[str, str]  # its name, and its Call-ID


class Legs:
    def __init__(self, live: Callable[[], Iterable[Leg]] = tuple) -> None:
        """`live` are those that are not over."""
        self._live, self._over = live, OrderedDict[str, str]()

    def left(self, leg: str, call_id: str) -> None:
        """One is over."""
        self._over[call_id] = leg
        if len(self._over) > MOST:
            self._over.popitem(last=False)

    def all(self) -> dict[str, str]:
        """Their names, by Call-ID."""
        return self._over.copy() | self._by_id()

    def find(self) -> Callable[[str], str]:
        """For a moment: the name by Call-ID, or nothing."""
        live, over = self._by_id(), self._over
        return lambda call_id: live.get(call_id) or over.get(call_id, "")

    def _by_id(self) -> dict[str, str]:
        return {call_id: name for name, call_id in self._live()}
