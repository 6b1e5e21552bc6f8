"""Text spoken by programs of the system, where they are there: American English by flite, everything else by espeak-ng.

Either stands in for the other as far as it can: flite says any English, and espeak-ng American English too.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

LONGEST = 4000  # characters
PATIENCE = 30  # seconds
VOICES = {"en": "en-us"}  # where the plain name of a language is not the voice that most expect
MANDARIN = "cmn"  # as espeak-ng lists what it speaks by the name of zh too
VOICE = "slt"  # of flite, as in the prompts
AMERICAN = ("en", "en-us")


class Mute(Exception):
    """No program that speaks the language is there, or it failed."""


class NotNow(Mute):
    """The program had no time or no room for it: another time it may."""


def say(text: str, language: str = "en-US", patience: float = PATIENCE) -> bytes:
    """A WAV file. `language` is a BCP 47 tag; `patience` are the seconds that a program may take. Raises Mute."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise Mute("no such language")
    if len(text) > LONGEST or not text.strip():
        raise Mute("nothing to say, or too much")
    wanted = language.lower()
    flites, espeak = shutil.which("flite") and wanted.startswith("en"), shutil.which("espeak-ng")
    if flites and text.isascii() and (wanted in AMERICAN or not espeak):
        return flite(text, patience=patience)
    if espeak:
        return _espeak(espeak, text, wanted, patience)
    if flites:
        return flite(text, patience=patience)
    raise Mute("no program is installed that speaks it: espeak-ng, or flite for English")


def languages() -> list[str]:
    """Those that are spoken here, as BCP 47 tags; English is one of them if any is."""
    if program := shutil.which("espeak-ng"):
        listed = _run([program, "--voices"], "").stdout.decode(errors="replace").splitlines()[1:]
        found = {line.split()[1] for line in listed if len(line.split()) > 1}
        return sorted(found | {"zh"} if MANDARIN in found else found)
    return ["en-us"] if shutil.which("flite") else []


def _espeak(program: str, text: str, language: str, patience: float) -> bytes:
    plain = language.partition("-")[0]
    why = ""
    for voice in dict.fromkeys((language, VOICES.get(plain, plain))):
        done = _run([program, "-v", voice, "-s", "160", "--stdin", "--stdout"], text, patience)
        if done.returncode == 0 and done.stdout:
            return done.stdout
        why = done.stderr.decode(errors="replace").strip()
    raise Mute(why or "espeak-ng failed")


def flite(text: str, voice: str = VOICE, patience: float = PATIENCE) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        said, spoken = Path(folder, "said"), Path(folder, "spoken.wav")
        said.write_text(text)
        command = [shutil.which("flite") or "flite", "-voice", voice, "-f", str(said), "-o", str(spoken)]
        done = _run(command, "", patience)
        if done.returncode or not spoken.exists():
            raise Mute(done.stderr.decode(errors="replace").strip() or "flite failed")
        return spoken.read_bytes()


def _run(command: list[str], text: str, patience: float = PATIENCE) -> "subprocess.CompletedProcess[bytes]":
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=patience, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotNow(str(error)) from error
    if done.returncode < 0:
        raise NotNow(f"{command[0]} was ended by signal {-done.returncode}")
    return done
