"""What callers are played: the built-in sounds, and audio files of accounts, as the relay wants them.

Each is made when it is first wanted, once for each codec, and kept in a folder; nothing is downloaded. Where no program
that speaks is installed (`audio/speech.py`), a sentence is a row of tones instead, always the same for each.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import structlog

from trunkline.audio import speech, wav
from trunkline.audio.codecs import BYTES_A_SECOND, CODECS, encode
from trunkline.audio.samples import Samples, tone

RATE = 16_000
EDITION = "1"  # raised when a built-in sound changes, so that those that are kept are made again
LONGEST = 20 * 60  # seconds of an audio file that are played
LOUD, SOFT = 0.25, 0.08
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

log = structlog.get_logger()

Part = tuple[tuple[float, ...], float]  # hertz together, and seconds


class Sentence(NamedTuple):
    """What is said, and the tones that stand for it where nothing speaks."""

    text: str
    tones: tuple[Part, ...]


_HIGHER: tuple[Part, ...] = (((950,), 0.33), ((1400,), 0.33), ((1800,), 0.33))  # ITU-T E.180: no way there
_FAST: tuple[Part, ...] = (((480, 620), 0.25), ((), 0.25)) * 4
_TWICE: tuple[Part, ...] = (((800,), 0.15), ((), 0.15), ((800,), 0.15), ((), 0.6))
_FALLING: tuple[Part, ...] = (((800,), 0.25), ((600,), 0.25), ((), 0.2))

TONES: dict[str, tuple[Part, ...]] = {
    "ringback": (((440, 480), 2), ((), 4)),
    "busy": (((480, 620), 0.5), ((), 0.5)) * 4,
    "beep": (((1400,), 0.4),),
}
SENTENCES: dict[str, Sentence] = {
    "please_wait": Sentence("Please hold the line.", _TWICE[:2]),
    "greeting": Sentence(
        "The person you are calling is not available. Please leave a message after the tone.", _FALLING
    ),
    "press_1": Sentence("You have a call. To take it, press 1.", _TWICE),
    "not_allowed": Sentence("You are not allowed to call this number.", _HIGHER),
    "no_calling_plan": Sentence("Your extension has no calling plan. Please ask your administrator.", _HIGHER),
    "unavailable": Sentence("Nobody is available to take your call.", _FAST),
    "closed": Sentence("We are closed at the moment. Please call again later.", _FAST),
    "unknown_number": Sentence("The number you have dialled is not in use.", _HIGHER),
    "trunk_down": Sentence("Calls to the outside cannot be placed at the moment.", _FAST),
    "emergency": Sentence(
        "This is a demonstration. Your emergency call was recognised, and was not passed to anyone. "
        "In an emergency, use another telephone.",
        (*_HIGHER, *_HIGHER),
    ),
    "goodbye": Sentence("Goodbye.", _FALLING[:2]),
}
MUSIC = "hold_music"
BUILT_IN = frozenset({*TONES, *SENTENCES, MUSIC})


@dataclass(frozen=True)
class Sound:
    """Raw audio in a file whose name is `stem` and the payload type."""

    stem: Path
    seconds: float


Then = Callable[[Sound | None], None]


class Sounds:
    def __init__(self, folder: Path, uploaded: Callable[[str], bytes | None]) -> None:
        """`uploaded` finds a WAV file by its id."""
        self._folder, self._uploaded = folder, uploaded
        self._known: dict[tuple[str, str], Sound] = {}
        self._making = ThreadPoolExecutor(1, "sounds")

    def find(self, name: str, codec: str, then: Then) -> None:
        """`then` is called with the sound, or with None if there is none: at once where it is known, or else in
        another thread."""
        if found := self._known.get((name, codec)):
            then(found)
        else:
            self._making.submit(lambda: then(self.make(name, codec)))

    def make(self, name: str, codec: str) -> Sound | None:
        """Waits until it is there."""
        if not ID.fullmatch(name):
            log.warning("no such sound", name=name)
            return None
        stem = self._folder / (f"built-in-{EDITION}" if name in BUILT_IN else "uploaded") / name
        file = stem.with_name(f"{name}.{CODECS[codec].payload_type}")
        try:
            if not file.exists():
                made = self._samples(name)
                if made is None:
                    log.warning("no such sound", name=name)
                    return None
                file.parent.mkdir(parents=True, exist_ok=True)
                part = file.with_suffix(".part")
                part.write_bytes(encode(*made, codec))
                part.rename(file)
            found = self._known[name, codec] = Sound(stem, file.stat().st_size / BYTES_A_SECOND)
        except (OSError, wav.Unreadable) as error:
            log.error("sound not made", name=name, why=str(error))
            return None
        return found

    def _samples(self, name: str) -> tuple[Samples, int] | None:
        if name in BUILT_IN:
            return built_in(name)
        if (data := self._uploaded(name)) is None:
            return None
        samples, rate = wav.read(data)
        return samples[: LONGEST * rate], rate


def built_in(name: str) -> tuple[Samples, int]:
    if name == MUSIC:
        return music(), RATE
    if name in TONES:
        return _row(TONES[name]), RATE
    sentence = SENTENCES[name]
    try:
        return wav.read(speech.say(sentence.text))
    except speech.Mute as mute:
        log.info("tones instead of speech", sound=name, why=str(mute))
        return _row(sentence.tones), RATE


def _row(parts: tuple[Part, ...]) -> Samples:
    return np.concatenate([tone(hertz, seconds, RATE, LOUD) for hertz, seconds in parts])


def music() -> Samples:
    """Broken chords, played softly, that begin again where they end."""
    chords = ((262, 330, 392, 523), (220, 262, 330, 440), (175, 220, 262, 349), (196, 247, 294, 392))
    notes = [note for low, third, fifth, high in chords for note in (low, third, fifth, high, fifth, third) * 2]
    length = 0.3
    time = np.arange(round(length * RATE)) / RATE
    fading = np.minimum(time / 0.01, 1) * np.minimum((length - time) / 0.02, 1) * np.exp(-3 * time)
    return np.concatenate(
        [SOFT * fading * (np.sin(2 * np.pi * n * time) + 0.3 * np.sin(4 * np.pi * n * time)) for n in notes]
    )
