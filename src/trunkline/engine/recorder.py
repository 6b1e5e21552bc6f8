"""Sound that the relay took down packet by packet, made into a file that plays everywhere.

Nothing is cut off, neither at the beginning nor at the end: how long a caller was silent is part of what was left. What
is more than a phone says (`speech.py`) is passed over, so that what is read takes memory by its length alone.
"""

import math
import mmap
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import G722  # pyright: ignore[reportMissingImports]
import numpy as np

from trunkline.audio.codecs import levels
from trunkline.engine.speech import Speech

RATE = 8000  # samples a second, of the file and of the clock of all three codecs (RFC 3551 section 4.5.2)
PCMU, PCMA, G722_TYPE = 0, 8, 9
TAKEN = struct.Struct("<dH")  # when a packet came, in seconds since the epoch, and how long it is
ADDRESS = 20  # bytes before that, of where it came from
EARLY = RATE // 2  # by how much a packet can come before its turn: the delay of the first one
LATE = 30 * RATE  # and after it: a network may stand still for a while
SET, FAR = 1.0, 60.0  # seconds: packets come in their order, and none of a network that moves is this late
g722: Any = G722.G722  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
LONGEST = 60 * 60 * RATE  # no message is longer; the clock was set, or the file is damaged
LONGEST_CALL = 24 * LONGEST
SOURCES = 8  # of one phone, whose clocks are known at once
BLOCK = 10 * RATE  # samples that are mixed at a time
HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")  # of a WAV file

Samples = np.ndarray[Any, np.dtype[np.int16]]
LEVELS: dict[int, Samples] = {
    kind: np.round(levels(codec) * 2**15).astype(np.int16) for kind, codec in ((PCMU, "PCMU"), (PCMA, "PCMA"))
}
NAMES = {PCMU: "PCMU", PCMA: "PCMA", G722_TYPE: "G722"}


class Packet(NamedTuple):
    """What is needed of an RTP packet (RFC 3550 section 5.1)."""

    came: float
    kind: int  # payload type
    number: int  # of the sequence
    timestamp: int
    source: int  # SSRC
    payload: bytes


@dataclass
class _Stream:
    place: int
    timestamp: int  # there
    newest: Packet


class Piece(NamedTuple):
    place: int  # of its first sample
    packet: Packet


def wav(capture: Path, ends_at: float | None = None) -> tuple[bytes, float]:
    """The sound of one side as WAV (16-bit PCM, mono, 8 kHz), and its seconds; nothing, and 0, if there was none.

    Where a phone sent nothing there is silence. `ends_at` is when the caller left, in seconds since the epoch: silence
    goes on until then.
    """
    first, pieces = _read(capture, LONGEST)
    if first is None:
        return b"", 0.0
    begin = end = 0
    for place, packet in pieces:
        begin, end = min(begin, place), max(end, place + len(packet.payload))
    if ends_at is not None:
        end = max(end, min(round((ends_at - first.came) * RATE), LONGEST))
    samples = np.zeros(end - begin, np.int16)
    for place, sound in _decoded(_read(capture, LONGEST)[1]):
        samples[place - begin : place - begin + len(sound)] = sound
    return _head(len(samples)) + samples.astype("<i2").tobytes(), len(samples) / RATE


def mixed(captures: Sequence[Path], begins_at: float, ends_at: float) -> Iterator[bytes] | None:
    """The sounds of several sides in one WAV, from one time to another, in seconds since the epoch; None if no side
    ever sent any. It is made piece by piece, for a call may take hours."""
    sides = [side for side in (_Side(capture, begins_at) for capture in captures) if side.spoke]
    length = max(min(round((ends_at - begins_at) * RATE), LONGEST_CALL), 0)
    return _mixed(sides, length) if sides else None


def _mixed(sides: Sequence["_Side"], length: int) -> Iterator[bytes]:
    yield _head(length)
    for start in range(0, length, BLOCK):
        both = np.zeros(min(BLOCK, length - start), np.int32)
        for side in sides:
            both += side.heard(start, len(both))
        yield both.clip(-(2**15), 2**15 - 1).astype("<i2").tobytes()


class _Side:
    """What one side said, on a clock that several share."""

    def __init__(self, capture: Path, begins_at: float) -> None:
        first, pieces = _read(capture, LONGEST_CALL)
        self.spoke = first is not None
        self._offset = round((first.came - begins_at) * RATE) if first else 0
        self._sounds = _decoded(pieces)
        self._pending: list[tuple[int, Samples]] = []  # what was read, and is not over

    def heard(self, start: int, length: int) -> Samples:
        """From where the last time ended."""
        end, heard = start + length, np.zeros(length, np.int16)
        pending, self._pending = self._pending, []
        for place, sound in chain(pending, ((self._offset + place, sound) for place, sound in self._sounds)):
            begin, over = max(place, start), min(place + len(sound), end)
            if begin < over:
                heard[begin - start : over - start] = sound[begin - place : over - place]
            if place + len(sound) > end:
                self._pending.append((place, sound))
            if place >= end:
                break
        return heard


def _read(capture: Path, longest: int) -> tuple[Packet | None, Iterator[Piece]]:
    """The packet that came first, and where each belongs."""
    with capture.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if capture.stat().st_size else b""
    found = _said(_unset(packets(data)))
    first = next(found, None)
    return first, _placed(chain([first] if first else [], found), longest)


def packets(data: bytes | mmap.mmap) -> Iterator[Packet]:
    """Those with sound, as they came. The last may be cut short, and what is no RTP is passed over."""
    at = 0
    while at + ADDRESS + TAKEN.size <= len(data):
        came, length = TAKEN.unpack_from(data, at + ADDRESS)
        at += ADDRESS + TAKEN.size
        raw = data[at : at + length]
        at += length
        if len(raw) < max(length, 12) or raw[0] >> 6 != 2 or raw[1] & 127 not in (PCMU, PCMA, G722_TYPE):
            continue
        begin = 12 + 4 * (raw[0] & 15)
        if raw[0] & 16 and len(raw) >= begin + 4:
            begin += 4 + 4 * int.from_bytes(raw[begin + 2 : begin + 4])
        end = len(raw) - (raw[-1] if raw[0] & 32 else 0)
        number, timestamp, source = struct.unpack_from(">HII", raw, 2)
        if begin < end:
            yield Packet(came, raw[1] & 127, number, timestamp, source, raw[begin:end])


def _said(packets: Iterable[Packet]) -> Iterator[Packet]:
    """Those that are not more than a phone says."""
    speech: Speech | None = None
    for packet in packets:
        speech = speech or Speech(packet.came)
        if speech.takes(len(packet.payload), packet.came):
            yield packet


def _unset(packets: Iterable[Packet]) -> Iterator[Packet]:
    """When they came, without the jumps of a clock that was set meanwhile: back, or far ahead between two packets of a
    stream that follow each other."""
    before: dict[int, Packet] = {}  # by source, of a few
    last, shift = -math.inf, 0.0
    for packet in packets:
        came, newest = packet.came + shift, before.pop(packet.source, None)
        if came < last - SET or (came > last + FAR and _follows(packet, newest)):
            shift += last - came
            came = last
        last = max(last, came)
        if len(before) >= SOURCES:
            del before[next(iter(before))]  # it was heard before all others
        before[packet.source] = packet
        yield packet._replace(came=came)


def _follows(packet: Packet, before: Packet | None) -> bool:
    """Whether a packet was sent right after another."""
    return (
        before is not None
        and _signed(packet.number - before.number, 16) == 1
        and abs(_signed(packet.timestamp - before.timestamp, 32)) < RATE
    )


def whole(data: bytes) -> int:
    """How many bytes of a capture that is still being made are whole packets."""
    at = 0
    while at + ADDRESS + TAKEN.size <= len(data):
        after = at + ADDRESS + TAKEN.size + int(TAKEN.unpack_from(data, at + ADDRESS)[1])
        if after > len(data):
            break
        at = after
    return at


def _placed(packets: Iterable[Packet], longest: int) -> Iterator[Piece]:
    """Where each belongs, in samples after the first one, in the order of their places.

    Within a stream the sender's clock says so, and nothing is heard twice. A stream begins when its first packet came;
    and so does one whose clock was set anew.
    """
    first: float | None = None
    streams: dict[int, _Stream] = {}  # by source, of a few
    known: set[tuple[int, int]] = set()  # sources and places of those that wait
    waiting: list[tuple[int, int, Packet]] = []  # for what may still come before them
    order = count()
    for packet in packets:
        first = packet.came if first is None else first
        came = round((packet.came - first) * RATE)
        if abs(came) > longest:
            continue
        stream = streams.pop(packet.source, None) or _Stream(came, packet.timestamp, packet)
        if len(streams) >= SOURCES:
            del streams[next(iter(streams))]  # it was heard before all others
        streams[packet.source] = stream
        place = stream.place + _signed(packet.timestamp - stream.timestamp, 32)
        is_next = _signed(packet.number - stream.newest.number, 16) > 0
        is_back = is_next and _signed(packet.timestamp - stream.newest.timestamp, 32) < 0
        if is_back or not came - LATE <= place <= came + EARLY:
            stream.place, stream.timestamp = came, packet.timestamp
            place = came
        if is_next:
            stream.newest = packet
        if (packet.source, place) not in known:
            known.add((packet.source, place))
            heappush(waiting, (place, next(order), packet))
        while waiting[0][0] < came - LATE:
            yield _first_of(waiting, known)
    while waiting:
        yield _first_of(waiting, known)


def _first_of(waiting: list[tuple[int, int, Packet]], known: set[tuple[int, int]]) -> Piece:
    place, _, packet = heappop(waiting)
    known.discard((packet.source, place))
    return Piece(place, packet)


def _signed(difference: int, bits: int) -> int:
    """Of two counters that go on from 0 when their bits are used up."""
    half = 1 << bits - 1
    return (difference + half) % (2 * half) - half


def _decoded(pieces: Iterable[Piece]) -> Iterator[tuple[int, Samples]]:
    """In the order in which they were spoken: what G.722 says depends on what it said before, but for a moment only, so
    another source begins where the one before ended."""
    decoder: Any = None
    for place, packet in pieces:
        if packet.kind == G722_TYPE:
            decoder = decoder or g722(RATE, 64000)
            yield place, np.array(decoder.decode(packet.payload), np.int16)
        else:
            yield place, LEVELS[packet.kind][np.frombuffer(packet.payload, np.uint8)]


def _head(samples: int) -> bytes:
    """Of a WAV file: 16-bit PCM, mono."""
    size = 2 * samples
    return HEAD.pack(b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16, b"data", size)
