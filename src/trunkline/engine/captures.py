"""What legs say, taken down by the relay packet by packet: a file for each, until it is made into sound."""

import time
from pathlib import Path

import structlog

from trunkline.engine.leg import Leg
from trunkline.engine.media import TAKING, RelayGone
from trunkline.engine.speech import most

PATIENCE = 2.0  # seconds that the relay has to let go of a file
KINDS = ("rtp", "rtcp")

log = structlog.get_logger()


class Captures:
    """Each has a name that no other has. `folder` is where the relay leaves those that are over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began: dict[str, float] = {}
        self._ended = set[str]()  # those that outgrew their measure
        for left in folder.glob("*.rt*"):  # by an engine that died meanwhile
            _remove(left)

    def begin(self, leg: Leg, name: str) -> None:
        """Until `end`, or until the leg is over. Raises RelayGone."""
        if leg.session is None:
            raise RelayGone("no audio")
        leg.session.take(name)
        self._began[name] = time.monotonic()

    def outgrows(self, name: str) -> bool:
        """Whether it has more than what a phone says in the time."""
        size = sum(_size(self._folder / TAKING / f"{name}.{kind}") for kind in KINDS)
        return size > most(time.monotonic() - self._began[name])

    def check(self, leg: Leg, name: str) -> None:
        """Raises RelayGone if the relay has lost it, or it had to be ended."""
        if name not in self._ended and self.outgrows(name):
            self._ended.add(name)
            self.end(leg)
        if name in self._ended:
            raise RelayGone("more came than is said")
        if leg.session is None:
            raise RelayGone("no audio")
        leg.session.packets()

    def end(self, leg: Leg) -> None:
        """Raises RelayGone."""
        if leg.session:
            leg.session.stop_taking()

    def growing(self, name: str) -> Path:
        """The file while it is written; it may not be there yet."""
        return self._folder / TAKING / f"{name}.rtp"

    def whole(self, name: str) -> Path:
        """The file when it is over: where the relay left it; if it died, that is where it was being written. Waits,
        so not for the engine's own thread."""
        found = self._folder / f"{name}.rtp"
        end = time.monotonic() + PATIENCE
        while not found.exists() and time.monotonic() < end:
            time.sleep(0.01)
        return found if found.exists() else self.growing(name)

    def remove(self, name: str) -> None:
        self._began.pop(name, None)
        self._ended.discard(name)
        for folder in (self._folder, self._folder / TAKING):
            for kind in KINDS:
                _remove(folder / f"{name}.{kind}")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # a disk that cannot be written, for one: the next engine tries again
        log.warning("what the relay took down stays", file=path.name, why=error.strerror)


def _size(file: Path) -> int:
    """The relay moves a file away at its end."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
