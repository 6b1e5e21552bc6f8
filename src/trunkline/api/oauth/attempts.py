"""How often something is tried, by whom: passwords, say, or the codes of devices. In memory, so a restart forgets."""

import math
from collections.abc import Hashable
from ipaddress import IPv6Address, ip_address

WINDOW = 15 * 60  # seconds
MOST_REMEMBERED = 10_000


class TooOften(Exception):
    """Tried too often; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Attempts:
    """Attempts in a window that begins with the first of them. After the most, none; or, where `then` says how many
    seconds are to lie between them, one now and then, for which one waits no longer than `patience`."""

    def __init__(self, most: int, *, then: float = math.inf, patience: float = 0.0) -> None:
        self._most, self._then, self._patience = most, then, patience
        self._tried: dict[Hashable, tuple[int, float]] = {}  # who -> how often, until when
        self._last: dict[Hashable, float] = {}  # who tried often enough -> when it was last let

    def begin(self, who: Hashable, now: float) -> float:
        """Count an attempt before its outcome is known, so that many at once gain nothing; the seconds until it may be
        made. Raises TooOften."""
        count, until = self._tried.get(who, (0, 0.0))
        if until <= now:
            count, until = 0, now + WINDOW
        wait = max(min(self._last.get(who, 0.0) + self._then, until) - now, 0.0) if count >= self._most else 0.0
        if wait > self._patience:
            raise TooOften(int(wait) + 1)
        if count + 1 >= self._most:
            self._let_pass(who, now + wait)
        if len(self._tried) >= MOST_REMEMBERED:
            self._tried = {each: known for each, known in self._tried.items() if known[1] > now}
            if len(self._tried) >= MOST_REMEMBERED:
                self._tried.pop(next(iter(self._tried)))
        self._tried[who] = count + 1, until
        return wait

    def _let_pass(self, who: Hashable, now: float) -> None:
        if len(self._last) >= MOST_REMEMBERED:
            self._last = {each: at for each, at in self._last.items() if each in self._tried}
        self._last[who] = now

    def succeeded(self, who: Hashable) -> None:
        """It was not in vain."""
        count, until = self._tried.pop(who, (0, 0.0))
        if count > 1:
            self._tried[who] = count - 1, until


def network(address: str) -> str:
    """Whoever has one IPv6 address has 2**64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(int(known) >> 64) if isinstance(known, IPv6Address) and not known.ipv4_mapped else address
