"""WAV files as people upload them: read into one channel of samples; and written for everyone to play."""

import struct
from collections.abc import Iterator

import numpy as np

from trunkline.audio.codecs import Decoder
from trunkline.audio.samples import Samples

PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
RATES = range(4000, 192_001)


class Unreadable(ValueError):
    """It is no WAV file, or one of a kind that is not read."""


def read(data: bytes) -> tuple[Samples, int]:
    """The samples of a file, all channels mixed into one, and their rate. Raises Unreadable."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise Unreadable("no WAV file")
    parts = dict(reversed([*_parts(data)]))  # the first of each name
    said, sound = parts.get(b"fmt "), parts.get(b"data")
    if said is None or sound is None or len(said) < 16:
        raise Unreadable("a WAV file without sound")
    kind, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", said)
    if kind == EXTENSIBLE and len(said) >= 26:
        kind = struct.unpack_from("<H", said, 24)[0]
    if not 1 <= channels <= 8 or rate not in RATES or bits % 8 or block != channels * bits // 8:
        raise Unreadable("a WAV file of an unknown kind")
    samples = _samples(sound[: len(sound) // block * block], kind, bits)
    if len(samples) == 0:
        raise Unreadable("a WAV file without sound")
    return samples.reshape(-1, channels).mean(axis=1), rate


def write(samples: Samples, rate: int) -> bytes:
    """16 bit, one channel."""
    sound = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    said = struct.pack("<HHIIHH", PCM, 1, rate, rate * 2, 2, 16)
    whole = b"WAVE" + b"fmt " + struct.pack("<I", len(said)) + said + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """A part's length may be wrong where a program wrote it before it knew: it then ends with the file."""
    at = 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int(struct.unpack_from("<I", data, at + 4)[0])
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _samples(sound: bytes, kind: int, bits: int) -> Samples:
    match kind, bits:
        case (1, 8):
            return (np.frombuffer(sound, np.uint8).astype(np.float64) - 128) / 128
        case (1, 16):
            return np.frombuffer(sound, "<i2").astype(np.float64) / 2**15
        case (1, 24):
            wide = np.zeros((len(sound) // 3, 4), np.uint8)
            wide[:, 1:] = np.frombuffer(sound, np.uint8).reshape(-1, 3)
            return wide.view("<i4").reshape(-1).astype(np.float64) / 2**31
        case (1, 32):
            return np.frombuffer(sound, "<i4").astype(np.float64) / 2**31
        case (3, 32):
            return np.nan_to_num(np.frombuffer(sound, "<f4").astype(np.float64))
        case (3, 64):
            return np.nan_to_num(np.frombuffer(sound, "<f8").astype(np.float64))
        case (6, 8):
            return Decoder("PCMA").decode(sound)
        case (7, 8):
            return Decoder("PCMU").decode(sound)
        case _:
            raise Unreadable("a WAV file of an unknown kind")
