"""The built-in sounds: tones and music, which are made here, and prompts, which are files beside this one.

Prompts are in American English, spoken by flite's voice slt; `tools/make_prompts.py` makes their files, and
`prompts/LICENSE` has the voice's terms. Those of other languages have words only (`spoken.py`).
"""

from importlib import resources
from pathlib import Path

import numpy as np

from trunkline.audio.codecs import CODECS, encode
from trunkline.audio.samples import Samples, tone
from trunkline.exchange import sounds

RATE = 16_000
EDITION = "2"  # raised when one changes, so that those that are kept are made again
LOUD, SOFT = 0.25, 0.08
LANGUAGE = "en-US"
FOLDER = Path(str(resources.files("trunkline.engine"))) / "prompts" / LANGUAGE  # as the relay names files, too

Part = tuple[tuple[float, ...], float]  # hertz together, and seconds

TONES: dict[str, tuple[Part, ...]] = {
    sounds.RINGBACK: (((440, 480), 2), ((), 4)),
    sounds.BEEP: (((1400,), 0.4),),
}
PROMPTS: dict[str, str] = {
    sounds.GREETING: "Your call cannot be taken at the moment. Please leave a message after the tone. "
    "When you have finished, press pound, or hang up.",
    sounds.OPERATOR: "To reach the operator, press 0.",
    sounds.PRESS_1: "You have a call. To take it, press 1.",
    sounds.SCREENED: "To be connected, press 1.",
    sounds.NOBODY: "Nobody is available to take your call.",
    sounds.NO_PLAN: "Your extension has no calling plan. Please ask your administrator.",
    sounds.NOT_ALLOWED: "You are not allowed to call this number.",
    sounds.UNDISTURBED: "You will not be disturbed.",
    sounds.DISTURBED: "Your phones ring again.",
    sounds.OPTED_OUT: "You receive no queue calls.",
    sounds.OPTED_IN: "You receive queue calls again.",
    sounds.NO_QUEUE: "You are not a member of that queue.",
    sounds.LIMIT: "You have reached the limit of your calls to the outside.",
    sounds.EMERGENCY: "This is a demonstration. Your emergency call was recognised, and was not passed to anyone. "
    "In an emergency, use another telephone.",
    sounds.RECORDED: "This call is being recorded.",
    sounds.CONSENT: "If you agree that this call is recorded, press 1.",
    sounds.NO_EMERGENCY: "Your emergency call could not be passed on. Use another telephone at once.",
}
BEEPS = {name: volume / 100 for volume, name in sounds.BEEPS.items()}
BUILT_IN = frozenset({*TONES, *PROMPTS, *BEEPS, sounds.MUSIC})


def made(name: str, codec: str) -> bytes:
    """One of them as a phone is sent it in that codec."""
    if name in PROMPTS:
        return (FOLDER / f"{name}.{CODECS[codec].payload_type}").read_bytes()
    return encode(_samples(name), RATE, codec)


def _samples(name: str) -> Samples:
    if name == sounds.MUSIC:
        return music()
    if name in BEEPS:
        return tone((1400,), 0.25, RATE, LOUD * BEEPS[name])
    return np.concatenate([tone(hertz, seconds, RATE, LOUD) for hertz, seconds in TONES[name]])


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
