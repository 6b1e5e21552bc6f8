"""Recordings of calls: what each leg says is captured, and made into one sound when the call is over."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import structlog

from trunkline.engine import stack
from trunkline.engine.captures import Captures
from trunkline.engine.leg import Leg
from trunkline.engine.media import RelayGone
from trunkline.exchange.vocabulary import Recording

log = structlog.get_logger()


@dataclass(frozen=True)
class Tape:
    """A recording that is being made."""

    began: float
    captures: tuple[str, ...]  # names, one for each leg; several recordings of a call are made of the same


class Taper:
    """`keep` stores a sound for good, in another thread."""

    def __init__(self, captures: Captures, keep: Callable[[str, Iterable[bytes]], None]) -> None:
        self._captures, self._keep = captures, keep
        self._tapes: dict[str, Tape] = {}
        self._keeping = 0
        self._threads = ThreadPoolExecutor(1, "recordings")  # one: it shares the processor with calls

    def __len__(self) -> int:
        """Recordings that are not kept yet."""
        return len(self._tapes) + self._keeping

    def begin(self, recordings: Sequence[str], legs: Sequence[Leg]) -> None:
        began, names = time.time(), list[str]()
        for n, leg in enumerate(legs):
            name = f"{recordings[0]}-{n}"
            try:
                self._captures.begin(leg, name)
                names.append(name)
            except RelayGone as gone:
                log.error("leg not recorded", leg=leg.id, why=str(gone))
        if names:
            self._tapes |= {id: Tape(began, tuple(names)) for id in recordings}

    def end(self, recordings: Sequence[Recording], then: Callable[[tuple[Recording, ...]], None]) -> None:
        """The call is over, and its legs are. `then` is told what became of them: one with a file is kept."""
        tapes = {each.id: self._tapes.pop(each.id) for each in recordings if each.id in self._tapes}
        self._keeping += len(tapes)
        self._threads.submit(self._store, recordings, tapes, time.time(), then)

    def _store(
        self,
        recordings: Sequence[Recording],
        tapes: dict[str, Tape],
        ended: float,
        then: Callable[[tuple[Recording, ...]], None],
    ) -> None:
        """In another thread."""
        found = tuple(self._stored(each, tapes[each.id], ended) if each.id in tapes else each for each in recordings)
        for name in {name for tape in tapes.values() for name in tape.captures}:
            self._captures.remove(name)
        stack.loop.callFromThread(self._done, len(tapes), then, found)

    def _stored(self, recording: Recording, tape: Tape, ended: float) -> Recording:
        from trunkline.engine import recorder  # which takes a while to load, and starts wait for nothing

        try:
            captures = [self._captures.whole(name) for name in tape.captures]
            sound = recorder.mixed([each for each in captures if each.exists()], tape.began, ended)
            if sound is None:
                log.error("recording not kept", recording=recording.id, why="nothing came from either phone")
                return recording
            self._keep(recording.id, sound)
            return replace(recording, seconds=ended - tape.began, file=recording.id)
        except Exception as error:  # the history is written without it
            log.error("recording not kept", recording=recording.id, why=f"{type(error).__name__}: {error}")
            return recording

    def _done(
        self, count: int, then: Callable[[tuple[Recording, ...]], None], recordings: tuple[Recording, ...]
    ) -> None:
        then(recordings)
        self._keeping -= count
