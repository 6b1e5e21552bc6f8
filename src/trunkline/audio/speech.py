"""Text spoken by a program of the system, if there is one: espeak-ng, or flite, which knows English alone."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

LONGEST = 4000  # characters
PATIENCE = 30  # seconds
VOICES = {"en": "en-us"}  # where the plain name of a language is not the voice that most expect


class Mute(Exception):
    """No program that speaks the language is there, or it failed."""


def say(text: str, language: str = "en-US") -> bytes:
    """A WAV file. `language` is a BCP 47 tag. Raises Mute."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise Mute("no such language")
    if len(text) > LONGEST or not text.strip():
        raise Mute("nothing to say, or too much")
    if program := shutil.which("espeak-ng"):
        return _espeak(program, text, language.lower())
    if (program := shutil.which("flite")) and language.lower().startswith("en"):
        return _flite(program, text)
    raise Mute("neither espeak-ng nor flite is installed")


def speaks() -> bool:
    """Whether any program is there."""
    return any(map(shutil.which, ("espeak-ng", "flite")))


def _espeak(program: str, text: str, language: str) -> bytes:
    plain = language.partition("-")[0]
    why = ""
    for voice in dict.fromkeys((language, VOICES.get(plain, plain))):
        done = _run([program, "-v", voice, "-s", "160", "--stdin", "--stdout"], text)
        if done.returncode == 0 and done.stdout:
            return done.stdout
        why = done.stderr.decode(errors="replace").strip()
    raise Mute(why or "espeak-ng failed")


def _flite(program: str, text: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        said, spoken = Path(folder, "said"), Path(folder, "spoken.wav")
        said.write_text(text)
        done = _run([program, "-f", str(said), "-o", str(spoken)], "")
        if done.returncode or not spoken.exists():
            raise Mute(done.stderr.decode(errors="replace").strip() or "flite failed")
        return spoken.read_bytes()


def _run(command: list[str], text: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Mute(str(error)) from error
