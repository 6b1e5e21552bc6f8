"""Prompts in languages of which the package has no files: their words are here (`prompts/words/`), and a program of the
system speaks them (`audio/speech.py`), where one is there that speaks the language.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import resources

import numpy as np

from trunkline.audio import speech, wav
from trunkline.audio.codecs import encode
from trunkline.audio.samples import Samples, level
from trunkline.engine import built_in
from trunkline.exchange import sounds
from trunkline.extensions.audio import LANGUAGES

WORDS = resources.files("trunkline.engine") / "prompts" / "words"
LOUDNESS = 0.1  # root of the mean square, for the telephone
PEAK = 0.9
PAUSE = 0.4  # seconds after what is said
BETWEEN = 1.5  # and after what is said again and again
PATIENCE = 3.0  # seconds: somebody waits to hear it, and hears it in English then
REPEATED = (sounds.PRESS_1, sounds.SCREENED)


def words(language: str) -> Mapping[str, str]:
    """By prompt; none in a language that nobody has written them in. `language` is a BCP 47 tag."""
    plain, _, country = language.lower().partition("-")
    if plain == built_in.LANGUAGE.partition("-")[0]:
        return built_in.PROMPTS
    return _written(f"{plain}-{country}") or _written(plain)


@cache
def _written(name: str) -> Mapping[str, str]:
    file = WORDS / f"{name}.toml"
    return tomllib.loads(file.read_text()) if file.is_file() else {}


def made(name: str, codec: str, language: str) -> bytes:
    """One of the prompts as a phone is sent it. Raises `speech.Mute` where it cannot be said in that language."""
    text = words(language).get(name) or _mute(language)
    samples, rate = wav.read(speech.say(text, language, PATIENCE))
    return encode(np.concatenate([loud(samples), paused(name, rate)]), rate, codec)


def loud(samples: Samples) -> Samples:
    """As loud as all prompts are."""
    return samples * min(LOUDNESS / level(samples), PEAK / np.abs(samples).max())


def paused(name: str, rate: int) -> Samples:
    return np.zeros(round((BETWEEN if name in REPEATED else PAUSE) * rate))


def heard(spoken: Collection[str]) -> Iterator[str]:
    """In which languages callers can be spoken to, where programs speak those by their plain names (`de`)."""
    for language in LANGUAGES:
        if language == built_in.LANGUAGE or (words(language) and language.partition("-")[0] in spoken):
            yield language


def _mute(language: str) -> str:
    raise speech.Mute(f"no words in {language}")
