"""Makes sound that plays everywhere of what the relay recorded."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from trunkline.audio import wav as files
from trunkline.audio.codecs import CODECS, Decoder
from trunkline.audio.samples import Samples, resampled

RATE = 8000
CLOCK = 8000  # of RTP timestamps in all our codecs
HEAD = struct.Struct("<20xdH")  # address, time of arrival, length
ADRIFT = 0.5  # seconds between a packet's timestamp and its arrival, from which on the timestamp is not believed
LONGEST = 4 * 3600  # seconds
NAMES = {codec.payload_type: name for name, codec in CODECS.items()}


class Packet(NamedTuple):
    arrived: float
    type: int
    timestamp: int
    source: int
    payload: bytes


def packets(recorded: bytes) -> Iterator[Packet]:
    """RTP as the relay keeps it; what is cut short or broken is left out."""
    at = 0
    while at + HEAD.size <= len(recorded):
        arrived, length = HEAD.unpack_from(recorded, at)
        packet = recorded[at + HEAD.size : at + HEAD.size + length]
        at += HEAD.size + length
        if len(packet) < max(length, 12):
            continue
        start = 12 + 4 * (packet[0] & 15)
        if packet[0] & 16 and len(packet) >= start + 4:
            start += 4 + 4 * int(struct.unpack_from(">H", packet, start + 2)[0])
        end = len(packet) - (packet[-1] if packet[0] & 32 else 0)
        timestamp, source = struct.unpack_from(">II", packet, 4)
        yield Packet(arrived, packet[1] & 127, timestamp, source, packet[start:end])


def length(recorded: bytes) -> int:
    """How many bytes of it are whole packets."""
    at = 0
    while at + HEAD.size <= len(recorded) and at + HEAD.size + HEAD.unpack_from(recorded, at)[1] <= len(recorded):
        at += HEAD.size + HEAD.unpack_from(recorded, at)[1]
    return at


def wav(capture: Path, ends_at: float | None = None) -> tuple[bytes, float]:
    """A WAV file, and how many seconds it lasts. It ends at a time, in seconds since the epoch, if one is given."""
    samples = _samples(capture.read_bytes(), ends_at)
    return files.write(samples, RATE), len(samples) / RATE


def _samples(recorded: bytes, ends_at: float | None) -> Samples:
    """Packets are placed by their timestamps, so that gaps become silence; by their arrival where a stream begins."""
    pieces: list[tuple[int, Samples]] = []
    decoders: dict[int, Decoder] = {}
    began: float | None = None
    source = offset = None
    for packet in packets(recorded):
        if packet.type not in NAMES:
            continue
        began = packet.arrived if began is None else began
        came = round((packet.arrived - began) * CLOCK)
        if offset is None or packet.source != source or abs(packet.timestamp + offset - came) > ADRIFT * CLOCK:
            source, offset = packet.source, came - packet.timestamp
        if packet.type not in decoders:
            decoders[packet.type] = Decoder(NAMES[packet.type])
        decoder = decoders[packet.type]
        place = packet.timestamp + offset
        if 0 <= place < LONGEST * CLOCK:
            pieces.append((place, resampled(decoder.decode(packet.payload), decoder.rate, RATE)))
    end = max((place + len(piece) for place, piece in pieces), default=0)
    if began is not None and ends_at is not None:
        end = max(end, min(round((ends_at - began) * CLOCK), LONGEST * CLOCK))
    samples = np.zeros(end)
    for place, piece in pieces:
        samples[place : place + len(piece)] = piece
    return samples
