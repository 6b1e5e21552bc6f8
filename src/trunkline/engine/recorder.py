"""Sound that the relay took down packet by packet, made into a file that plays everywhere.

Nothing is cut off, neither at the beginning nor at the end: how long a caller was silent is part of what was left.
"""

import struct
import wave
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import G722  # pyright: ignore[reportMissingImports]
import numpy as np

from trunkline.audio.codecs import levels

RATE = 8000  # samples a second, of the file and of the clock of all three codecs (RFC 3551 section 4.5.2)
PCMU, PCMA, G722_TYPE = 0, 8, 9
TAKEN = struct.Struct("<dH")  # when a packet came, in seconds since the epoch, and how long it is
ADDRESS = 20  # bytes before that, of where it came from
EARLY = RATE // 2  # by how much a packet can come before its turn: the delay of the first one
LATE = 30 * RATE  # and after it: a network may stand still for a while
g722: Any = G722.G722  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
LONGEST = 60 * 60 * RATE  # no message is longer; the clock was set, or the file is damaged

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


class Piece(NamedTuple):
    place: int  # of its first sample
    packet: Packet


def wav(capture: Path, ends_at: float | None = None) -> tuple[bytes, float]:
    """The sound of one side as WAV (16-bit PCM, mono, 8 kHz), and its seconds; nothing, and 0, if there was none.

    Where a phone sent nothing there is silence. `ends_at` is when the caller left, in seconds since the epoch: silence
    goes on until then.
    """
    pieces = _placed(list(packets(capture.read_bytes())))
    if not pieces:
        return b"", 0.0
    begin = min(piece.place for piece in pieces)
    sounds = _decoded(pieces)
    end = max(place + len(sound) for place, sound in sounds)
    if ends_at is not None:
        first = pieces[0].packet.came  # whose place is 0
        end = max(end, min(round((ends_at - first) * RATE), LONGEST))
    samples = np.zeros(end - begin, np.int16)
    for place, sound in sounds:
        samples[place - begin : place - begin + len(sound)] = sound
    return _file(samples), len(samples) / RATE


def packets(data: bytes) -> Iterator[Packet]:
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


def whole(data: bytes) -> int:
    """How many bytes of a capture that is still being made are whole packets."""
    at = 0
    while at + ADDRESS + TAKEN.size <= len(data):
        after = at + ADDRESS + TAKEN.size + int(TAKEN.unpack_from(data, at + ADDRESS)[1])
        if after > len(data):
            break
        at = after
    return at


def _placed(packets: Sequence[Packet]) -> list[Piece]:
    """Where each belongs, in samples after the first one, in the order in which they came.

    Within a stream the sender's clock says so, and nothing is heard twice. A stream begins when its first packet came;
    and so does one whose clock was set anew.
    """
    begun: dict[int, tuple[int, int]] = {}  # by source: a place, and the timestamp there
    newest: dict[int, Packet] = {}  # by source
    found: dict[tuple[int, int], Piece] = {}
    for packet in packets:
        came = round((packet.came - packets[0].came) * RATE)
        if abs(came) > LONGEST:
            continue
        start, timestamp = begun.setdefault(packet.source, (came, packet.timestamp))
        place = start + _signed(packet.timestamp - timestamp, 32)
        before = newest.setdefault(packet.source, packet)
        is_next = _signed(packet.number - before.number, 16) > 0
        is_back = is_next and _signed(packet.timestamp - before.timestamp, 32) < 0
        if is_back or not came - LATE <= place <= came + EARLY:
            begun[packet.source] = came, packet.timestamp
            place = came
        if is_next:
            newest[packet.source] = packet
        found.setdefault((packet.source, place), Piece(place, packet))
    return [*found.values()]


def _signed(difference: int, bits: int) -> int:
    """Of two counters that go on from 0 when their bits are used up."""
    half = 1 << bits - 1
    return (difference + half) % (2 * half) - half


def _decoded(pieces: Sequence[Piece]) -> list[tuple[int, Samples]]:
    """In the order in which they were spoken: what G.722 says depends on what it said before."""
    decoders: dict[int, Any] = {}
    found: list[tuple[int, Samples]] = []
    for place, packet in sorted(pieces, key=lambda piece: piece.place):
        if packet.kind == G722_TYPE:
            decoder = decoders.get(packet.source) or decoders.setdefault(packet.source, g722(RATE, 64000))
            found.append((place, np.array(decoder.decode(packet.payload), np.int16)))
        else:
            found.append((place, LEVELS[packet.kind][np.frombuffer(packet.payload, np.uint8)]))
    return found


def _file(samples: Samples) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()
