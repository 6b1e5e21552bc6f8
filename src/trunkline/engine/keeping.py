"""Keeps files of what is known (`kept.py`) up to date, in a thread of its own: soon after something changed, but for no
more than a small part of the time, however much changes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any

import structlog

from trunkline import vital
from trunkline.engine.kept import Kept

LOOK = 0.5  # seconds between looks at whether something changed
REST = 20  # times as long as it took to write a file: no earlier is it written again
AGAIN = 10.0  # seconds until a disk that takes nothing is tried again

log = structlog.get_logger()


@dataclass
class Subject:
    """Something that is kept. `edition` is another one after each change; None: there is nothing to be kept now."""

    file: Kept[Any]
    edition: Callable[[], object]
    known: Callable[[], Iterable[Any]]
    least: float  # seconds between two writings
    kept: object = None
    due: float = 0.0
    fails: bool = False

    def look(self) -> None:
        """Write it if that is due."""
        began, edition = time.monotonic(), self.edition()
        if edition is None or edition == self.kept or began < self.due:
            return
        try:
            self.file.write(self.known())
        except OSError as error:
            if not self.fails:
                log.error("what is known is not kept for a start without the store", why=error.strerror)
            self.fails, self.due = True, began + AGAIN
            return
        now = time.monotonic()
        self.kept, self.fails, self.due = edition, False, now + max(self.least, (now - began) * REST)


class Keeping:
    """For as long as it takes."""

    def __init__(self, *subjects: Subject) -> None:
        self._subjects, self._over = subjects, Event()

    def __enter__(self) -> None:
        self._thread = vital.thread(self._run, name="keeping", asked=self._over.is_set)

    def __exit__(self, *_: object) -> None:
        """The last changes are kept too."""
        self._over.set()
        self._thread.join()
        for each in self._subjects:
            each.due = 0.0
            each.look()

    def _run(self) -> None:
        while not self._over.wait(LOOK):
            for each in self._subjects:
                each.look()
