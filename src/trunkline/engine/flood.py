"""Keeps a flood from the phones that are here: what strangers send is let in by measure, before it is read.

A phone that has registered from there, or proved of late to be one of ours, is known, and has a measure of its own. All
others share one for each host and one for all of them together, so that no number of hosts can take the engine from the
phones. What is over the measure is dropped without an answer: phones say it again (RFC 3261 section 17.1), floods do
not care.

A stranger who dials an emergency number may be a phone that is not registered. There is room for them that nothing else
takes, and room of its own for those who have answered a challenge of ours, which none can do whose address is forged.
Should there be more than fit, they are challenged unread, so that each still has a chance.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import structlog

from trunkline.engine.ports import Flow

TELL = 1.0  # seconds between lines in the log
MOST = 10_000  # hosts or phones whose measure is remembered at once
KNOWN = 86_400.0  # seconds for which one that proved to be a phone of ours is known
SWEEP = 1.0  # seconds between looks for measures that need not be remembered
LONGEST = 200  # bytes of what is dialled
TARGET = re.compile(rb"\s*INVITE +(sips?|tel|urn):([^ \r\n]+) +SIP/", re.IGNORECASE)
NONCE = re.compile(rb'^proxy-authorization[ \t]*:[^\r\n]*\bnonce="([!-~]+?)"', re.IGNORECASE | re.MULTILINE)

log = structlog.get_logger()


def everybody(*_: object) -> bool:
    """Where nothing is measured."""
    return True


def nobody(*_: object) -> bool:
    """Where nothing is known of emergencies."""
    return False


def _unread(*_: object) -> None:
    """Where nothing is answered unread."""


Met = bool | bytes | None  # whether a packet is let in; or what it is answered, unread


class Measure(NamedTuple):
    """Packets a second, and how many may come at once."""

    rate: float
    burst: float


PHONE = Measure(400, 800)
# An office behind one address that comes back after a power cut: two packets a phone, 500 phones in a few tries.
HOST = Measure(60, 300)
STRANGERS = Measure(150, 300)
# Calls for help from strangers: of each host and of all, before and after they were challenged, and those challenged
# unread.
HELP_OF_HOST, HELP = Measure(5, 20), Measure(50, 100)
UNREAD = Measure(2_000, 2_000)


class Bucket:
    """RFC 2697's token bucket of one rate."""

    def __init__(self, measure: Measure, now: float) -> None:
        self._measure, self._left, self._at = measure, measure.burst, now

    def take(self, now: float) -> bool:
        self._fill(now)
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def is_full(self, now: float) -> bool:
        self._fill(now)
        return self._left >= self._measure.burst

    def _fill(self, now: float) -> None:
        self._left = min(self._measure.burst, self._left + (now - self._at) * self._measure.rate)
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

    def take(self, whose: Flow | str, now: float) -> bool:
        bucket = self._buckets.get(whose)
        if bucket is None:
            if len(self._buckets) >= self._most and now - self._swept >= SWEEP:
                self._swept = now
                self._buckets = {each: used for each, used in self._buckets.items() if not used.is_full(now)}
            if len(self._buckets) >= self._most:
                return self._rest.take(now)
            bucket = self._buckets[whose] = Bucket(self._measure, now)
        return bucket.take(now)


class Shared:
    """What each host may, and all of them together."""

    def __init__(self, of_host: Measure, of_all: Measure, now: float) -> None:
        self._of_host, self._of_all = Buckets(of_host, now), Bucket(of_all, now)

    def take(self, host: str, now: float) -> bool:
        return self._of_host.take(host, now) and self._of_all.take(now)


class Turnstile:
    def __init__(
        self,
        is_here: Callable[[Flow], bool],
        clock: Callable[[], float] = time.monotonic,
        *,
        emergency: Callable[[str], object] = nobody,
        is_ours: Callable[[str, str], object] = nobody,
        challenge: Callable[[bytes, str], bytes | None] = _unread,
    ) -> None:
        """`is_here` says whether a phone has registered from there, `emergency` whether what is dialled is for
        emergencies at any site, `is_ours` whether a nonce is a fresh one of ours for a host; `challenge` answers a
        packet unread."""
        self._is_here, self._clock = is_here, clock
        self._emergency, self._is_ours, self._challenge = emergency, is_ours, challenge
        self._known = OrderedDict[Flow, float]()  # when they proved to be phones of ours
        now = clock()
        self._phones = Buckets(PHONE, now)
        self._phones_asking, self._phones_proving = Buckets(HELP_OF_HOST, now), Buckets(HELP_OF_HOST, now)
        self._strangers = Shared(HOST, STRANGERS, now)
        self._asking, self._proving = Shared(HELP_OF_HOST, HELP, now), Shared(HELP_OF_HOST, HELP, now)
        self._unread = Bucket(UNREAD, now)
        self._dropped, self._told = 0, now
        self.dropped = 0  # in all

    def trust(self, flow: Flow) -> None:
        """A phone of ours proved to be there. Only those who have a password make this grow."""
        self._known.pop(flow, None)
        self._known[flow] = self._clock()
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def meet(self, flow: Flow, packet: bytes) -> Met:
        now, host = self._clock(), flow.address[0]
        known = self._is_here(flow) or self._known.get(flow, -KNOWN) > now - KNOWN
        if not self.is_for_help(packet):
            found = self._phones.take(flow, now) if known else self._strangers.take(host, now)
        elif self._proves(packet, host):
            found = (known and self._phones_proving.take(flow, now)) or self._proving.take(host, now)
        else:
            found = self._phones_asking.take(flow, now) if known else self._asking.take(host, now)
            found = found or (self._unread.take(now) and self._challenge(packet, host))
        if not found:
            self._dropped += 1
            self.dropped += 1
        if self._dropped and now - self._told > TELL:
            log.warning("more came than the measure lets in", count=self._dropped, last=host)
            self._dropped, self._told = 0, now
        return found

    def is_for_help(self, packet: bytes) -> bool:
        """Whether it is a call to a number that is for emergencies somewhere here."""
        dialled = target(packet)
        return bool(dialled and self._emergency(dialled))

    def _proves(self, packet: bytes, host: str) -> bool:
        """Whether it answers a challenge that was sent to its address."""
        said = NONCE.search(packet)
        return bool(said and self._is_ours(said[1].decode(), host))


def target(packet: bytes) -> str:
    """What an INVITE dials, without reading more of it; empty for what is none."""
    if (found := TARGET.match(packet[: LONGEST + 20])) is None:
        return ""
    scheme, rest = found[1].lower(), found[2]
    if scheme == b"urn":
        return f"urn:{rest.decode(errors='replace')}"
    user = rest if scheme == b"tel" else rest.rpartition(b"@")[0].partition(b":")[0]
    return unquote_to_bytes(user).decode(errors="replace")
