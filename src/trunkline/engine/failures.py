"""Those who guess passwords are slowed, and nobody else: not their neighbours, and not whom they guess at.

Only what was answered to a fresh nonce of ours counts, and only for lines that there are. So whoever fails here was
reached at the address that failed, and what is remembered is bounded by the lines of the installation.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 60.0  # seconds in which failures count, and for which a pair is closed
MOST_FAILURES = 10  # of a line from an address
FEW = 3  # addresses that a line may fail from, and lines from an address, before that is anything but an old password
BETWEEN = 1.0  # seconds between verdicts on a line that is tried from many addresses
SLOWEST = 30.0  # seconds between verdicts on a line at an address that fails for many
MOST_ADDRESSES = 50  # that are remembered of a line
MOST_HOSTS = 10_000  # whose lines are remembered


@dataclass(slots=True)
class Tried:
    """Wrong answers for one line: when, by address."""

    times: dict[str, deque[float]] = field(default_factory=dict[str, deque[float]])
    verdict_at: float = -math.inf  # when the last one was given that its many addresses share


@dataclass(frozen=True, slots=True)
class Wait:
    """No verdict now: in so many seconds, or, where the pair is closed, when it is open again."""

    seconds: float
    closed: bool = False


class Failures:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lines: dict[str, Tried] = {}
        self._hosts: dict[str, dict[str, float]] = {}  # when lines last failed, by address
        self._swept = clock()

    def __len__(self) -> int:
        """Pairs of a line and an address that are remembered."""
        return sum(len(tried.times) for tried in self._lines.values())

    def wait(self, line: str, host: str, *, at_home: bool = False) -> Wait | None:
        """Whether an answer for the line from the address must wait for its verdict; else it is given one now.

        A line is `at_home` where a phone of it is registered: what others do elsewhere means nothing there.
        """
        now = self._clock()
        tried = self._lines.get(line)
        if tried is None:
            return None
        times = tried.times.get(host)
        if times and len(times) == MOST_FAILURES and times[-1] - times[0] <= WINDOW and times[-1] > now - WINDOW:
            return Wait(times[-1] + WINDOW - now, closed=True)
        if times and (left := times[-1] + self._pause(host, now) - now) > 0:
            return Wait(left)
        if at_home or sum(each[-1] > now - WINDOW for each in tried.times.values()) <= FEW:
            return None
        if (left := tried.verdict_at + BETWEEN - now) > 0:
            return Wait(left)
        tried.verdict_at = now
        return None

    def count(self, line: str, host: str) -> None:
        """A wrong answer."""
        now = self._clock()
        self._sweep(now)
        tried = self._lines.setdefault(line, Tried())
        if host in tried.times or len(tried.times) < MOST_ADDRESSES:
            tried.times.setdefault(host, deque(maxlen=MOST_FAILURES)).append(now)
        if host in self._hosts or len(self._hosts) < MOST_HOSTS:
            self._hosts.setdefault(host, {})[line] = now

    def _pause(self, host: str, now: float) -> float:
        """Seconds between verdicts on one line at an address: as many as lines failed there."""
        lines = sum(at > now - WINDOW for at in self._hosts.get(host, {}).values())
        return min(lines * BETWEEN, SLOWEST) if lines > FEW else 0

    def _sweep(self, now: float) -> None:
        """Forget what counts no more."""
        if now - self._swept < WINDOW:
            return
        self._swept, old = now, now - WINDOW
        for line, tried in [*self._lines.items()]:
            tried.times = {host: times for host, times in tried.times.items() if times[-1] > old}
            if not tried.times:
                del self._lines[line]
        for host, lines in [*self._hosts.items()]:
            self._hosts[host] = {line: at for line, at in lines.items() if at > old}
            if not self._hosts[host]:
                del self._hosts[host]
