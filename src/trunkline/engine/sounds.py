"""What callers are played: the built-in sounds, and audio files of accounts, as the relay wants them.

Each is made when it is first wanted, once for each codec and language, and kept in a folder; nothing is downloaded.
A prompt that cannot be said in the language that is wanted is heard in ours, if need be from the package's own file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from trunkline import clock, vital, whole
from trunkline.audio.speech import Mute, NotNow
from trunkline.engine.sdp import CODECS

BYTES_A_SECOND = 8000  # of all our codecs
UPLOADED = "uploaded"  # the folder of what is made of files of accounts
REST = 60.0  # seconds until a prompt in another language is tried again that could not be made
LONGEST = 20 * 60  # seconds of an audio file that are played
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

log = structlog.get_logger()


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
        self._known: dict[tuple[str, str, str], Sound] = {}
        self._rests_until = 0.0
        self._making = vital.Pool(1, "sounds")

    def find(self, name: str, codec: str, then: Then, language: str = "") -> None:
        """`then` is called with the sound, or with None if there is none: at once where it is known, or else in
        another thread."""
        if found := self._known.get((name, codec, language)):
            then(found)
        else:
            self._making.do(lambda: then(self.make(name, codec, language)))

    def make(self, name: str, codec: str, language: str = "") -> Sound | None:
        """Waits until it is there. `language` is a BCP 47 tag; empty: ours."""
        from trunkline.engine import built_in  # here, for it takes its time to load, and the engine's start waits not

        if not ID.fullmatch(name) or not ID.fullmatch(language or name):  # a backup may say anything
            log.warning("no such sound", name=name)
            return None
        if name in built_in.PROMPTS and language not in ("", built_in.LANGUAGE):
            found, lasts = self._translated(name, codec, language)
        else:
            found, lasts = self._ours(name, codec), True
        if found and lasts:
            self._known[name, codec, language] = found
        return found

    def _translated(self, name: str, codec: str, language: str) -> tuple[Sound | None, bool]:
        """A prompt in another language, or in ours where that cannot be; and whether it stays so."""
        try:
            if found := self._kept(name, codec, language):
                return found, True
            lasts = False
        except Exception as error:  # whatever it is, who is to hear it hears it in ours
            lasts = isinstance(error, Mute) and not isinstance(error, NotNow)  # until another program is installed
            if not lasts:
                self._rests_until = clock.steady() + REST
            log.warning("prompt not in its language", name=name, language=language, why=str(error))
        return self._known.get((name, codec, "")) or self.make(name, codec), lasts

    def _ours(self, name: str, codec: str) -> Sound | None:
        from trunkline.engine import built_in

        try:
            return self._kept(name, codec)
        except Exception as error:  # whatever it is, who is to hear it goes on without
            log.error("sound not made", name=name, why=str(error))
        # The relay plays the package's own file as well; it is only the second choice because the relay's commands
        # take no spaces, which the package's path may have.
        return _sound(built_in.FOLDER / name, codec) if name in built_in.PROMPTS else None

    def _kept(self, name: str, codec: str, language: str = "") -> Sound | None:
        """From the folder, made before if need be. None if there is none, or not at the moment."""
        from trunkline.audio import wav
        from trunkline.audio.codecs import encode
        from trunkline.engine import built_in, spoken

        kind = f"built-in-{built_in.EDITION}" if name in built_in.BUILT_IN else UPLOADED
        stem = self._folder / kind / language / name
        file = _file(stem, codec)
        if not file.exists() or not file.stat().st_size:  # as a power cut may have left one
            if language:
                if clock.steady() < self._rests_until:
                    return None
                sound = spoken.made(name, codec, language)
            elif name in built_in.BUILT_IN:
                sound = built_in.made(name, codec)
            elif data := self._uploaded(name):
                samples, rate = wav.read(data)
                sound = encode(samples[: LONGEST * rate], rate, codec)
            else:
                log.warning("no such sound", name=name)
                return None
            file.parent.mkdir(parents=True, exist_ok=True)
            whole.write(file, [sound])
        return _sound(stem, codec)

    def sweep(self, has: Callable[[str], bool]) -> None:
        """What was made of uploaded files goes with them; `has` says of an id whether its file is still there. In
        another thread."""
        self._making.do(self._sweep, has)

    def _sweep(self, has: Callable[[str], bool]) -> None:
        folder = self._folder / UPLOADED
        whole.clear(folder)
        gone = {path for path in folder.glob("*") if ID.fullmatch(path.stem) and not has(path.stem)}
        for path in gone:
            path.unlink(missing_ok=True)
        names = {path.stem for path in gone}
        for known in [known for known in self._known if known[0] in names]:
            del self._known[known]


def _file(stem: Path, codec: str) -> Path:
    return stem.with_name(f"{stem.name}.{CODECS[codec]}")


def _sound(stem: Path, codec: str) -> Sound:
    return Sound(stem, _file(stem, codec).stat().st_size / BYTES_A_SECOND)
