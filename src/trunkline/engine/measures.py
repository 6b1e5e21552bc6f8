"""How often something may be, or how much of it: what those who do it have left."""

from typing import NamedTuple

from trunkline.engine.ports import Flow

MOST = 10_000  # hosts or phones whose measure is remembered at once
SWEEP = 1.0  # seconds between looks for measures that need not be remembered


class Measure(NamedTuple):
    """Packets a second, or seconds of work, and how many may come at once."""

    rate: float
    burst: float


class Bucket:
    """RFC 2697's token bucket of one rate."""

    def __init__(self, measure: Measure, now: float) -> None:
        self._measure, self._left, self._at = measure, measure.burst, now

    @property
    def most(self) -> float:
        return self._measure.burst

    def take(self, now: float) -> bool:
        self._fill(now)
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def has(self, now: float, more_than: float = 0) -> bool:
        self._fill(now)
        return self._left > more_than

    def spend(self, amount: float, now: float) -> None:
        """What it came to is known afterwards, and may be more than there was."""
        self._fill(now)
        self._left -= amount

    def is_full(self, now: float) -> bool:
        self._fill(now)
        return self._left >= self._measure.burst

    def _fill(self, now: float) -> None:
        elapsed = max(now - self._at, 0)  # a clock that is set back takes nothing away
        self._left = min(self._measure.burst, self._left + elapsed * self._measure.rate)
        self._at = now


class Buckets:
    """One for each. One that is full again says nothing, and is forgotten; while there are more in use than can be
    remembered, those who come then share one: so nobody is forgotten because others come."""

    def __init__(self, measure: Measure, now: float, most: int = MOST) -> None:
        self._measure, self._most = measure, most
        self._buckets: dict[Flow | str, Bucket] = {}
        self._rest, self._swept = Bucket(measure, now), now

    def __len__(self) -> int:
        return len(self._buckets)

    def of(self, whose: Flow | str, now: float) -> Bucket:
        bucket = self._buckets.get(whose)
        if bucket is None:
            if len(self._buckets) >= self._most and now - self._swept >= SWEEP:
                self._swept = now
                self._buckets = {each: used for each, used in self._buckets.items() if not used.is_full(now)}
            if len(self._buckets) >= self._most:
                return self._rest
            bucket = self._buckets[whose] = Bucket(self._measure, now)
        return bucket

    def take(self, whose: Flow | str, now: float) -> bool:
        return self.of(whose, now).take(now)


class Shared:
    """What each host may, and all of them together."""

    def __init__(self, of_host: Measure, of_all: Measure, now: float) -> None:
        self._of_host, self._of_all = Buckets(of_host, now), Bucket(of_all, now)

    def take(self, host: str, now: float) -> bool:
        return self._of_host.take(host, now) and self._of_all.take(now)

    def has(self, host: str, now: float, more_than: float = 0) -> bool:
        return self._of_host.of(host, now).has(now, more_than) and self._of_all.has(now, more_than)

    def spend(self, host: str, amount: float, now: float) -> None:
        self._of_host.of(host, now).spend(amount, now)
        self._of_all.spend(amount, now)
