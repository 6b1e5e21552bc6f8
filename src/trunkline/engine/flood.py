"""Keeps a flood from the phones that are here: what strangers send is let in by measure, before it is read.

A phone that has registered from there, or proved of late to be one of ours, is known, and has a measure of its own. All
others share one for each host and one for all of them together, so that no number of hosts can take the engine from the
phones. What is over the measure is dropped without an answer: phones say it again (RFC 3261 section 17.1), floods do
not care.

A packet may take a hundred times as long to read as another. So strangers are measured by time as well: what reading
their packets took of the loop's is charged to them, and who has used up theirs waits for it.

A stranger who dials an emergency number may be a phone that is not registered. There is room for them that nothing else
takes, and room of its own for those who have answered a challenge of ours, which none can do whose address is forged.
Whether an answer is right is found out before it is counted: a wrong one takes nothing from a right one. Should there
be more than fit, they are challenged unread, so that each still has a chance.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import structlog

from trunkline.engine.bounds import LARGEST_HEAD
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


def unmeasured(_: object) -> AbstractContextManager[None]:
    """Where it does not matter what reading takes."""
    return nullcontext()


def _unread(*_: object) -> None:
    """Where nothing is answered unread, and no answer is known to be right."""


Met = bool | bytes | None  # whether a packet is let in; or what it is answered, unread


class Measure(NamedTuple):
    """Packets a second, or seconds of work, and how many may come at once."""

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
# What strangers take of the loop's time: to read what they send, to find out whether the answers in their calls for
# help are right, and to challenge them unread. All of it together leaves phones two fifths.
TIME_OF_HOST, TIME = Measure(0.2, 0.6), Measure(0.4, 0.8)
JUDGING_OF_HOST, JUDGING = Measure(0.05, 0.1), Measure(0.1, 0.2)
CHALLENGING = Measure(0.1, 0.2)
KEPT = 0.2  # of the time to read, for calls for help


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


class Turnstile:
    def __init__(
        self,
        is_here: Callable[[Flow], bool],
        clock: Callable[[], float] = time.monotonic,
        *,
        emergency: Callable[[str], object] = nobody,
        is_ours: Callable[[str, str], object] = nobody,
        challenge: Callable[[bytes, str], bytes | None] = _unread,
        proved: Callable[[bytes, str], str | None] = _unread,
        work: Callable[[], float] = time.thread_time,
    ) -> None:
        """`is_here` says whether a phone has registered from there, `emergency` whether what is dialled is for
        emergencies at any site, `is_ours` whether a nonce is a fresh one of ours for a host, `proved` which line has a
        right answer in a packet; `challenge` answers one unread. `work` is how long the loop has worked."""
        self._is_here, self._clock, self._work = is_here, clock, work
        self._emergency, self._is_ours, self._challenge, self._proved = emergency, is_ours, challenge, proved
        self._known = OrderedDict[Flow, float]()  # when they proved to be phones of ours
        now = clock()
        self._phones = Buckets(PHONE, now)
        self._phones_asking, self._phones_proving = Buckets(HELP_OF_HOST, now), Buckets(HELP_OF_HOST, now)
        self._strangers = Shared(HOST, STRANGERS, now)
        self._asking, self._proving = Shared(HELP_OF_HOST, HELP, now), Shared(HELP_OF_HOST, HELP, now)
        self._right = Buckets(HELP_OF_HOST, now)  # answers, by line
        self._unread = Bucket(UNREAD, now)
        self._time, self._judging = Shared(TIME_OF_HOST, TIME, now), Shared(JUDGING_OF_HOST, JUDGING, now)
        self._challenging = Bucket(CHALLENGING, now)
        self._dropped, self._told = 0, now

    def trust(self, flow: Flow) -> None:
        """A phone of ours proved to be there. Only those who have a password make this grow."""
        self._known.pop(flow, None)
        self._known[flow] = self._clock()
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def meet(self, flow: Flow, packet: bytes) -> Met:
        now, host = self._clock(), flow.address[0]
        known = self._is_known(flow, now)
        if not self.is_for_help(packet):
            found = self._phones.take(flow, now) if known else self._reads(self._strangers, host, now, KEPT)
        elif self._answers(packet, host):
            found = self._is_right(packet, host, now) or (known and self._phones_proving.take(flow, now))
            found = found or self._reads(self._proving, host, now)
        else:
            found = self._phones_asking.take(flow, now) if known else self._reads(self._asking, host, now)
            found = found or self._challenged(packet, host, now)
        if not found:
            self._dropped += 1
        if self._dropped and now - self._told > TELL:
            log.warning("more came than the measure lets in", count=self._dropped, last=host)
            self._dropped, self._told = 0, now
        return found

    @contextmanager
    def reading(self, flow: Flow) -> Generator[None]:
        """While a packet from there is read that was let in; who proves by it to be a phone of ours is no stranger."""
        began = self._work()
        try:
            yield
        finally:
            now = self._clock()
            if not self._is_known(flow, now):
                self._time.spend(flow.address[0], self._work() - began, now)

    def _is_known(self, flow: Flow, now: float) -> bool:
        return self._is_here(flow) or self._known.get(flow, -KNOWN) > now - KNOWN

    def _reads(self, measure: Shared, host: str, now: float, kept: float = 0) -> bool:
        """Whether there is time for a stranger, and room."""
        return self._time.has(host, now, kept) and measure.take(host, now)

    def _is_right(self, packet: bytes, host: str, now: float) -> bool:
        """Whether there is a right answer in it; without an answer when to find out has taken too long of late."""
        if not self._judging.has(host, now):
            return False
        began = self._work()
        line = self._proved(packet, host)
        self._judging.spend(host, self._work() - began, now)
        return line is not None and self._right.take(line, now)

    def _challenged(self, packet: bytes, host: str, now: float) -> bytes | None:
        if not (self._challenging.has(now) and self._unread.take(now)):
            return None
        began = self._work()
        challenge = self._challenge(packet, host)
        self._challenging.spend(self._work() - began, now)
        return challenge

    def is_for_help(self, packet: bytes) -> bool:
        """Whether it is a call to a number that is for emergencies somewhere here."""
        dialled = target(packet)
        return bool(dialled and self._emergency(dialled))

    def _answers(self, packet: bytes, host: str) -> bool:
        """Whether it answers a challenge that was sent to its address, rightly or not."""
        said = NONCE.search(packet[:LARGEST_HEAD])
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
