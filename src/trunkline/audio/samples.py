"""Arrays of samples, and what is made of them."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.float64]


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same at another rate, without what that cannot carry."""
    if rate == wanted or len(samples) == 0:
        return samples
    count = round(len(samples) * wanted / rate)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * (count / len(samples))


def tone(hertz: Sequence[float], seconds: float, rate: int, loudness: float = 0.25) -> Samples:
    """Several pure tones at once, none of them with a click at its ends; without any, silence."""
    time = np.arange(round(seconds * rate)) / rate
    if not hertz:
        return np.zeros(len(time))
    edge = np.minimum(np.minimum(time, seconds - time) / 0.005, 1)
    waves = [np.sin(2 * np.pi * each * time) for each in hertz]
    return np.sum(waves, axis=0) * (loudness / len(hertz)) * np.clip(edge, 0, 1)


def level(samples: Samples) -> float:
    """How loud: the root of the mean square, 1 for as loud as can be."""
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
