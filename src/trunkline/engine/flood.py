"""Keeps a flood from the phones that are here: what strangers send over UDP is let in by measure, before it is read.

A phone that has registered from there is known, and has a measure of its own. All others share one for each host and
one for all of them together, so that no number of hosts can take the engine from the phones. What is over the measure
is dropped without an answer: phones say it again (RFC 3261 section 17.1), floods do not care.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import structlog

from trunkline.engine.ports import Flow

TELL = 1.0  # seconds between lines in the log
MOST = 10_000  # hosts and phones whose measure is remembered

log = structlog.get_logger()


class Measure(NamedTuple):
    """Packets a second, and how many may come at once."""

    rate: float
    burst: float


PHONE = Measure(400, 800)
# An office behind one address that comes back after a power cut: two packets a phone, 500 phones in a few tries.
HOST = Measure(60, 300)
STRANGERS = Measure(150, 300)


class Bucket:
    """RFC 2697's token bucket of one rate."""

    def __init__(self, measure: Measure, now: float) -> None:
        self._measure, self._left, self._at = measure, measure.burst, now

    def take(self, now: float) -> bool:
        self._left = min(self._measure.burst, self._left + (now - self._at) * self._measure.rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Turnstile:
    def __init__(self, is_here: Callable[[Flow], bool], clock: Callable[[], float] = time.monotonic) -> None:
        """`is_here` says whether a phone has registered from there."""
        self._is_here, self._clock = is_here, clock
        self._buckets: dict[Flow | str, Bucket] = {}
        self._strangers = Bucket(STRANGERS, clock())
        self._dropped, self._told = 0, clock()

    def lets_in(self, flow: Flow) -> bool:
        now = self._clock()
        if self._is_here(flow):
            found = self._bucket(flow, PHONE, now).take(now)
        else:
            found = self._bucket(flow.address[0], HOST, now).take(now) and self._strangers.take(now)
        if not found:
            self._dropped += 1
        if self._dropped and now - self._told > TELL:
            log.warning("packets dropped: too many", count=self._dropped, last=flow.address[0])
            self._dropped, self._told = 0, now
        return found

    def _bucket(self, whose: Flow | str, measure: Measure, now: float) -> Bucket:
        bucket = self._buckets.get(whose)
        if bucket is None:
            if len(self._buckets) >= MOST:
                self._buckets.clear()
            bucket = self._buckets[whose] = Bucket(measure, now)
        return bucket
