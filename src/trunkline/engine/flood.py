"""Keeps a flood from the phones that are here: what strangers send is let in by measure, before it is read.

A phone that has registered from there, or proved of late to be one of ours, is known, and has a measure of its own. All
others share one for each host and one for all of them together, so that no number of hosts can take the engine from the
phones. What is over the measure is dropped without an answer: phones say it again (RFC 3261 section 17.1), floods do
not care.

A packet may take a hundred times as long to read as another, and one of a phone of ours has us ring ten others. So all
are measured by time as well: what reading their packets, and doing what they say, took of the loop's is charged to
them, and who has used up theirs waits for it. A line is charged for all places that its phones are at. What goes on
with a call or ends one may use what is left where nothing new may begin.

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
from trunkline.engine.measures import MOST, Bucket, Buckets, Measure, Shared
from trunkline.engine.ports import Flow

TELL = 1.0  # seconds between lines in the log
KNOWN = 86_400.0  # seconds for which one that proved to be a phone of ours is known
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


def unmeasured(*_: object) -> AbstractContextManager[None]:
    """Where it does not matter what reading takes."""
    return nullcontext()


def _unread(*_: object) -> None:
    """Where nothing is answered unread, and no answer is known to be right."""


Met = bool | bytes | None  # whether a packet is let in; or what it is answered, unread


PHONE, CARRIER = Measure(400, 800), Measure(2_000, 4_000)
# An office behind one address that comes back after a power cut: two packets a phone, 500 phones in a few tries.
HOST = Measure(60, 300)
STRANGERS = Measure(150, 300)
# Calls for help from strangers: of each host and of all, before and after they were challenged, and those challenged
# unread.
HELP_OF_HOST, HELP = Measure(5, 20), Measure(50, 100)
UNREAD = Measure(4_000, 4_000)
HELP_OF_LINE = Measure(5, 20)  # from where it is known, and rightly answered
# What strangers take of the loop's time: to read what they send, to find out whether the answers in their calls for
# help are right, and to challenge them unread. All of it together leaves phones two fifths.
TIME_OF_HOST, TIME = Measure(0.2, 0.6), Measure(0.4, 0.8)
JUDGING_OF_HOST, JUDGING = Measure(0.05, 0.1), Measure(0.1, 0.2)
CHALLENGING = Measure(0.1, 0.2)
KEPT = 0.2  # of the time to read, for calls for help
# What a line and a carrier take of it, and all of them and strangers together: the rest is for calls for help, for
# timers and the disk. Of each, and of packets, a part of what there can be is kept for what goes on with a call.
TIME_OF_LINE, TIME_OF_TRUNK, TIME_OF_ALL = Measure(0.2, 0.5), Measure(0.5, 1.0), Measure(0.8, 1.2)
KEPT_TO_GO_ON = 0.25
# What begins nothing: answers, and requests of calls that there are.
GOES_ON = re.compile(rb"\s*(?:SIP/|ACK |BYE |CANCEL )", re.IGNORECASE)


class Owner(NamedTuple):
    """Whose phone it is that is there: which line, or which carrier."""

    name: str
    is_carrier: bool = False


class Turnstile:
    def __init__(
        self,
        who: Callable[[Flow], Owner | None],
        clock: Callable[[], float] = time.monotonic,
        *,
        emergency: Callable[[str], object] = nobody,
        is_ours: Callable[[str, str], object] = nobody,
        challenge: Callable[[bytes, str], bytes | None] = _unread,
        proved: Callable[[bytes, str], str | None] = _unread,
        work: Callable[[], float] = time.thread_time,
    ) -> None:
        """`who` says which line has registered from there, or which carrier it is, `emergency` whether what is dialled
        is for emergencies at any site, `is_ours` whether a nonce is a fresh one of ours for a host, `proved` which line
        has a right answer in a packet; `challenge` answers one unread. `work` is how long the loop has worked."""
        self._who, self._clock, self._work = who, clock, work
        self._emergency, self._is_ours, self._challenge, self._proved = emergency, is_ours, challenge, proved
        self._proven = OrderedDict[Flow, tuple[float, Owner]]()  # when they proved to be ours, and whose
        now = clock()
        self._phones, self._carriers = Buckets(PHONE, now), Buckets(CARRIER, now)
        self._phones_asking, self._phones_proving = Buckets(HELP_OF_LINE, now), Buckets(HELP_OF_LINE, now)
        self._strangers = Shared(HOST, STRANGERS, now)
        self._asking, self._proving = Shared(HELP_OF_HOST, HELP, now), Shared(HELP_OF_HOST, HELP, now)
        self._right = Buckets(HELP_OF_LINE, now)  # answers, by line
        self._unread = Bucket(UNREAD, now)
        self._line_time, self._trunk_time = Buckets(TIME_OF_LINE, now), Buckets(TIME_OF_TRUNK, now)
        self._all_time = Bucket(TIME_OF_ALL, now)
        self._time, self._judging = Shared(TIME_OF_HOST, TIME, now), Shared(JUDGING_OF_HOST, JUDGING, now)
        self._challenging = Bucket(CHALLENGING, now)
        self._dropped, self._told = 0, now
        self.dropped = 0  # in all

    def trust(self, flow: Flow, owner: Owner) -> None:
        """A phone or a carrier of ours proved to be there. Only those who have a password make this grow."""
        self._proven.pop(flow, None)
        self._proven[flow] = self._clock(), owner
        if len(self._proven) > MOST:
            self._proven.popitem(last=False)

    def meet(self, flow: Flow, packet: bytes) -> Met:
        now, host = self._clock(), flow.address[0]
        owner = self._owner(flow, now)
        name = owner and owner.name
        if not self.is_for_help(packet):
            known = owner and self._has_room(owner, packet, now)
            found = known if owner else self._reads(self._strangers, host, now, KEPT)
        elif self._answers(packet, host):
            found = self._is_right(packet, host, now) or (name and self._phones_proving.take(name, now))
            found = found or self._reads(self._proving, host, now)
        else:
            found = self._phones_asking.take(name, now) if name else self._reads(self._asking, host, now)
            found = found or self._challenged(packet, host, now)
        if not found:
            self._dropped += 1
            self.dropped += 1
        if self._dropped and now - self._told > TELL:
            log.warning("more came than the measure lets in", count=self._dropped, last=host)
            self._dropped, self._told = 0, now
        return found if isinstance(found, bytes) else bool(found)

    @contextmanager
    def reading(self, flow: Flow, packet: bytes) -> Generator[None]:
        """While a packet from there is read that was let in, and done what it says; who proves by it to be ours is no
        stranger. What is for help is charged to strangers alone."""
        began = self._work()
        try:
            yield
        finally:
            now, took = self._clock(), self._work() - began
            owner, for_help = self._owner(flow, now), self.is_for_help(packet)
            if owner is None:
                self._time.spend(flow.address[0], took, now)
            elif not for_help:
                self._time_of(owner, now).spend(took, now)
            if not for_help:
                self._all_time.spend(took, now)

    def _owner(self, flow: Flow, now: float) -> Owner | None:
        if owner := self._who(flow):
            return owner
        at, owner = self._proven.get(flow, (-KNOWN, None))
        return owner if at > now - KNOWN else None

    def _time_of(self, owner: Owner, now: float) -> Bucket:
        return (self._trunk_time if owner.is_carrier else self._line_time).of(owner.name, now)

    def _has_room(self, owner: Owner, packet: bytes, now: float) -> bool:
        packets = (self._carriers if owner.is_carrier else self._phones).of(owner.name, now)
        each = packets, self._time_of(owner, now), self._all_time
        kept = 0 if GOES_ON.match(packet) else KEPT_TO_GO_ON
        return all(bucket.has(now, kept * bucket.most) for bucket in each) and packets.take(now)

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
