"""What callers are played: the built-in sounds, and audio files of accounts, as the relay wants them.

Each is made when it is first wanted, once for each codec and language, and kept in a folder; nothing is downloaded.
A prompt that cannot be said in the language that is wanted is heard in ours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from trunkline import vital, whole
from trunkline.audio.speech import Mute
from trunkline.engine.sdp import CODECS

BYTES_A_SECOND = 8000  # of all our codecs
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
        # Here, because what makes sound takes its time to load, and the engine's start waits for nothing.
        from trunkline.audio import wav
        from trunkline.audio.codecs import encode
        from trunkline.engine import built_in, spoken

        if not ID.fullmatch(name) or not ID.fullmatch(language or name):  # a backup may say anything
            log.warning("no such sound", name=name)
            return None
        said = language if name in built_in.PROMPTS and language != built_in.LANGUAGE else ""
        kind = f"built-in-{built_in.EDITION}" if name in built_in.BUILT_IN else "uploaded"
        stem = self._folder / kind / said / name
        file = stem.with_name(f"{name}.{CODECS[codec]}")
        try:
            if not file.exists() or not file.stat().st_size:  # as a power cut may have left one
                if said:
                    sound = spoken.made(name, codec, said)
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
            found = self._known[name, codec, language] = Sound(stem, file.stat().st_size / BYTES_A_SECOND)
        except Mute as mute:  # as it will be, until another program is installed
            log.warning("prompt not in its language", name=name, language=said, why=str(mute))
            if found := self.make(name, codec):
                self._known[name, codec, language] = found
        except Exception as error:  # whatever it is, who is to hear it goes on without
            log.error("sound not made", name=name, why=str(error))
            return None
        return found
