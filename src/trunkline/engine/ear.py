"""Listens to a recording while it is made, to know when nobody speaks any more."""

import time
from collections.abc import Callable
from pathlib import Path

from trunkline.audio.codecs import Decoder
from trunkline.audio.samples import level
from trunkline.engine import recorder

QUIET = 0.008  # the level under which nobody speaks: 42 dB under the loudest
BLOCK = 65_536  # bytes read at once


class Ear:
    """The relay writes in pieces of about 0.4 seconds."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._clock = file, clock
        self._read = 0
        self._decoders: dict[int, Decoder] = {}
        self._loud_at = clock()

    def silence(self) -> float:
        """For how many seconds nobody has spoken."""
        if self._hears():
            self._loud_at = self._clock()
        return self._clock() - self._loud_at

    def _hears(self) -> bool:
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                new = file.read(BLOCK)
        except OSError:  # nothing was said yet, the relay is gone, or the disk
            return False
        whole = recorder.whole(new)
        self._read += whole
        return max(map(self._level, recorder.packets(new[:whole])), default=0) > QUIET

    def _level(self, packet: recorder.Packet) -> float:
        if packet.kind not in self._decoders:
            self._decoders[packet.kind] = Decoder(recorder.NAMES[packet.kind])
        return level(self._decoders[packet.kind].decode(packet.payload))
