"""The codecs of the telephone network (ITU-T G.711 and G.722), each of 8,000 bytes a second."""

from array import array
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from trunkline.audio.samples import Samples, resampled

BYTES_A_SECOND = 8000


class Codec(NamedTuple):
    payload_type: int  # RFC 3551 section 6
    rate: int  # of the samples behind it


CODECS: Mapping[str, Codec] = MappingProxyType(
    {"PCMU": Codec(0, 8000), "PCMA": Codec(8, 8000), "G722": Codec(9, 16000)}
)


def encode(samples: Samples, rate: int, codec: str) -> bytes:
    """What a phone is sent in that codec, without headers."""
    wanted = resampled(samples, rate, CODECS[codec].rate)
    if codec == "G722":
        return _wide().encode(_whole(wanted))
    every, order, between = _TABLES[codec]
    return order[np.searchsorted(between, np.clip(wanted, every.min(), every.max()))].astype(np.uint8).tobytes()


class Decoder:
    """What a phone sent, packet by packet."""

    def __init__(self, codec: str) -> None:
        self.rate = CODECS[codec].rate
        self._decode = _wide().decode if codec == "G722" else None
        self._levels = _TABLES["PCMA" if codec == "PCMA" else "PCMU"][0]

    def decode(self, payload: bytes) -> Samples:
        if self._decode:
            return np.asarray(self._decode(payload), np.float64) / 32768
        return self._levels[np.frombuffer(payload, np.uint8)]


def levels(codec: str) -> Samples:
    """What each of the 256 codes of PCMU or PCMA stands for."""
    return _TABLES[codec][0]


def _wide() -> Any:
    return import_module("G722").G722(16_000, 64_000, use_numpy=False)


def _whole(samples: Samples) -> Any:
    return array("h", (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def _mu_law() -> Samples:
    """What each of the 256 codes stands for."""
    codes = ~np.arange(256) & 0xFF
    sign, exponent, mantissa = codes >> 7, codes >> 4 & 7, codes & 15
    value = ((mantissa << 3) + 132 << exponent) - 132
    return np.where(sign, -value, value) / 32768


def _a_law() -> Samples:
    codes = np.arange(256) ^ 0x55
    sign, exponent, mantissa = codes >> 7, codes >> 4 & 7, codes & 15
    value = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(sign, value, -value) / 32768


def _table(levels: Samples) -> "tuple[Samples, np.ndarray[Any, np.dtype[np.intp]], Samples]":
    """The levels, the codes in the order of their levels, and what lies between two of these."""
    order = np.argsort(levels, kind="stable")
    return levels, order, (levels[order][1:] + levels[order][:-1]) / 2


_TABLES = {"PCMU": _table(_mu_law()), "PCMA": _table(_a_law())}
