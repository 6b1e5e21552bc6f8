"""Speaks what is played: the prompts of engine/built_in.py and the voices of cli/voices.py, with Debian's flite.

Each folder has the words that its files were made of in TEXTS. --check says whether they are the words of the code, and
every file is there; it writes nothing and needs no flite.
"""

import shutil
import sys
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from trunkline.audio import speech, wav
from trunkline.audio.codecs import CODECS, encode
from trunkline.audio.samples import Samples
from trunkline.cli import voices
from trunkline.engine import built_in
from trunkline.engine.spoken import loud, paused

VOICE = "slt"


class Set(NamedTuple):
    """A folder of spoken files."""

    folder: Traversable
    codecs: tuple[str, ...]
    texts: dict[str, voices.Turns]  # by name


SETS = (
    Set(built_in.FOLDER, tuple(CODECS), {name: ((VOICE, text),) for name, text in built_in.PROMPTS.items()}),
    Set(voices.FOLDER, (voices.CODEC,), voices.MESSAGES | voices.TALKS),
)


def spoken(name: str, turns: voices.Turns) -> Samples:
    pause = paused(name, built_in.RATE)
    said: list[Samples] = []
    for voice, text in turns:
        samples, rate = wav.read(speech.flite(text, voice))
        if rate != built_in.RATE:
            sys.exit(f"prompts: {voice} speaks at {rate} Hz")
        said += [loud(samples), pause]
    return np.concatenate(said)


def written(texts: dict[str, voices.Turns]) -> str:
    return "".join(f"{name} {voice}: {text}\n" for name, turns in texts.items() for voice, text in turns)


def make(each: Set, folder: Path) -> None:
    for old in folder.iterdir():
        if old.suffix:
            old.unlink()
    for name, turns in each.texts.items():
        samples = spoken(name, turns)
        for codec in each.codecs:
            (folder / f"{name}.{CODECS[codec].payload_type}").write_bytes(encode(samples, built_in.RATE, codec))
    (folder / "TEXTS").write_text(written(each.texts))


def check(each: Set, folder: Path) -> None:
    wanted = {f"{name}.{CODECS[codec].payload_type}" for name in each.texts for codec in each.codecs}
    found = {path.name for path in folder.iterdir()} - {"TEXTS", "LICENSE"}
    if found != wanted or (folder / "TEXTS").read_text() != written(each.texts):
        sys.exit(f"prompts: {folder} is not up to date: run tools/make_prompts.py")


if __name__ == "__main__":
    if "--check" not in sys.argv and not shutil.which("flite"):
        sys.exit("prompts: they are spoken by flite: apt-get install flite")
    for each in SETS:
        (check if "--check" in sys.argv else make)(each, Path(str(each.folder)))
