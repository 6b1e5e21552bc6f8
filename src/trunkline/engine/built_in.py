"""The built-in sounds: tones, music, and sentences, which are rows of tones where no program is that speaks."""

from typing import NamedTuple

import numpy as np
import structlog

from trunkline.audio import speech, wav
from trunkline.audio.samples import Samples, tone
from trunkline.exchange import sounds

RATE = 16_000
EDITION = "1"  # raised when one changes, so that those that are kept are made again
LOUD, SOFT = 0.25, 0.08

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
    sounds.RINGBACK: (((440, 480), 2), ((), 4)),
    sounds.BEEP: (((1400,), 0.4),),
}
SENTENCES: dict[str, Sentence] = {
    sounds.GREETING: Sentence(
        "The person you are calling is not available. Please leave a message after the tone.", _FALLING
    ),
    sounds.PRESS_1: Sentence("You have a call. To take it, press 1.", _TWICE),
    sounds.SCREENED: Sentence("To be connected, press 1.", _TWICE),
    sounds.NOBODY: Sentence("Nobody is available to take your call.", _FAST),
    sounds.NO_PLAN: Sentence("Your extension has no calling plan. Please ask your administrator.", _HIGHER),
    sounds.NOT_ALLOWED: Sentence("You are not allowed to call this number.", _HIGHER),
    sounds.UNDISTURBED: Sentence("You will not be disturbed.", _FALLING),
    sounds.DISTURBED: Sentence("Your phones ring again.", _TWICE),
    sounds.LIMIT: Sentence("You have reached the limit of your calls to the outside.", _HIGHER),
    sounds.EMERGENCY: Sentence(
        "This is a demonstration. Your emergency call was recognised, and was not passed to anyone. "
        "In an emergency, use another telephone.",
        (*_HIGHER, *_HIGHER),
    ),
    sounds.RECORDED: Sentence("This call is being recorded.", (((1400,), 0.2), ((), 0.2))),
    sounds.CONSENT: Sentence("If you agree that this call is recorded, press 1.", _TWICE),
    sounds.NO_EMERGENCY: Sentence(
        "Your emergency call could not be passed on. Use another telephone at once.", (*_FAST, *_HIGHER)
    ),
}
BEEPS = {name: volume / 100 for volume, name in sounds.BEEPS.items()}
BUILT_IN = frozenset({*TONES, *SENTENCES, *BEEPS, sounds.MUSIC})


def made(name: str) -> tuple[Samples, int]:
    if name == sounds.MUSIC:
        return music(), RATE
    if name in TONES:
        return _row(TONES[name]), RATE
    if name in BEEPS:
        return tone((1400,), 0.25, RATE, LOUD * BEEPS[name]), RATE
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
