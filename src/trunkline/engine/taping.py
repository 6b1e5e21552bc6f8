"""Recordings of calls: what each leg says is captured, and made into one sound when the call is over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from msgspec.structs import replace

from trunkline import clock, vital
from trunkline.engine import stack
from trunkline.engine.captures import Captures
from trunkline.engine.leg import Leg
from trunkline.engine.media import RelayGone
from trunkline.exchange.vocabulary import Recording

TRIES, BETWEEN = 6, 1.0  # to have the relay record a leg, and seconds between them
LOOK = 3.0  # seconds between looks at whether it goes on

log = structlog.get_logger()


@dataclass(frozen=True)
class Tape:
    """A recording that is being made."""

    began: float  # by the wall clock, as the relay writes it
    since: float  # and by the steady one, by which it is measured
    captures: Mapping[str, str]  # names, by leg; several recordings of a call are made of the same


class Taper:
    """`keep` stores a sound for good, in another thread; `failed` is told of a leg that is not captured any more."""

    def __init__(
        self, captures: Captures, keep: Callable[[str, Iterable[bytes]], None], failed: Callable[[Leg], None]
    ) -> None:
        self._captures, self._keep, self._failed = captures, keep, failed
        self._tapes: dict[str, Tape] = {}
        self._captured: dict[str, str] = {}  # names of captures, by leg
        self._keeping = 0
        self._threads = vital.Pool(1, "recordings")  # one: it shares the processor with calls

    def __len__(self) -> int:
        """Recordings that are not kept yet."""
        return len(self._tapes) + self._keeping

    def begin(self, recordings: Sequence[str], legs: Sequence[Leg]) -> None:
        """From now on; of legs that are recorded already, what they say is captured once."""
        for n, leg in enumerate(legs):
            if leg.id not in self._captured:
                name = self._captured[leg.id] = f"{recordings[0]}-{n}"
                self._insist(leg, partial(self._captures.begin, leg, name))
        tape = Tape(clock.wall(), clock.steady(), {leg.id: self._captured[leg.id] for leg in legs})
        self._tapes |= dict.fromkeys(recordings, tape)

    def _insist(self, leg: Leg, act: Callable[[], None], tries: int = TRIES) -> None:
        """Until the relay does it, or has not for too long. From then on, whether it still has the leg: one that was
        started again has not."""
        if leg.over:
            return
        try:
            act()
        except RelayGone as gone:
            if tries > 1:
                stack.Timeout(partial(self._insist, leg, act, tries - 1), BETWEEN)
            else:
                log.error("leg not recorded", leg=leg.id, why=str(gone))
                self._failed(leg)
        else:
            stack.Timeout(partial(self._insist, leg, partial(self._captures.check, leg, self._captured[leg.id])), LOOK)

    def end(self, recordings: Sequence[Recording], then: Callable[[tuple[Recording, ...]], None]) -> None:
        """The call is over, and its legs are. `then` is told what became of them: one with a file is kept."""
        tapes = {each.id: self._tapes.pop(each.id) for each in recordings if each.id in self._tapes}
        for leg in {leg for tape in tapes.values() for leg in tape.captures}:
            self._captured.pop(leg, None)
        self._keeping += len(tapes)
        self._threads.do(self._store, recordings, tapes, clock.steady(), then)

    def _store(
        self,
        recordings: Sequence[Recording],
        tapes: dict[str, Tape],
        ended: float,
        then: Callable[[tuple[Recording, ...]], None],
    ) -> None:
        """In another thread."""
        found = tuple(self._stored(each, tapes[each.id], ended) if each.id in tapes else each for each in recordings)
        for name in {name for tape in tapes.values() for name in tape.captures.values()}:
            self._captures.remove(name)
        stack.loop.callFromThread(self._done, len(tapes), then, found)

    def _stored(self, recording: Recording, tape: Tape, ended: float) -> Recording:
        from trunkline.engine import recorder  # which takes a while to load, and starts wait for nothing

        seconds = ended - tape.since
        try:
            captures = [self._captures.whole(name) for name in tape.captures.values()]
            sound = recorder.mixed([each for each in captures if each.exists()], tape.began, tape.began + seconds)
            if sound is None:
                log.error("recording not kept", recording=recording.id, why="nothing came from either phone")
                return recording
            self._keep(recording.id, sound)
            return replace(recording, seconds=seconds, file=recording.id)
        except Exception as error:  # the history is written without it
            log.error("recording not kept", recording=recording.id, why=f"{type(error).__name__}: {error}")
            return recording

    def _done(
        self, count: int, then: Callable[[tuple[Recording, ...]], None], recordings: tuple[Recording, ...]
    ) -> None:
        then(recordings)
        self._keeping -= count
