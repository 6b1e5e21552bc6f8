"""Messages: the relay records what a leg says, and what it recorded is kept as a WAV file when the message is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import structlog

from trunkline import clock, vital
from trunkline.engine import stack
from trunkline.engine.captures import Captures
from trunkline.engine.leg import Leg
from trunkline.engine.media import RelayGone

SHORTEST = 2.0  # seconds; what is shorter is no message
LOOK = 0.5  # seconds between looks for silence, and at how much there is

log = structlog.get_logger()


@dataclass(eq=False)
class Taking:
    """One message."""

    leg: Leg
    message: str
    silence: float
    ear: Any
    timers: list[Any] = field(default_factory=list[Any])
    # The wall clock as it was, which the relay has put into what it recorded, and what is measured by.
    began: float = field(default_factory=clock.wall)
    since: float = field(default_factory=clock.steady)
    ended_at: float = 0
    then: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])


class Taker:
    """`keep` stores a WAV file for good, in another thread; `recorded` is told of each message that was begun: the leg,
    the message's id, its seconds, nought if it is not kept, and the name of its file."""

    def __init__(
        self,
        captures: Captures,
        keep: Callable[[str, Iterable[bytes]], None],
        recorded: Callable[[Leg, str, float, str], None],
    ) -> None:
        self._captures, self._keep, self._recorded = captures, keep, recorded
        self._taking: dict[Leg, Taking] = {}
        self._keeping: dict[Leg, Taking] = {}
        self._threads = vital.Pool(2, "messages")
        self._threads.do(import_module, "trunkline.engine.ear")  # which takes a while, and starts wait for nothing

    def __len__(self) -> int:
        """Messages that are not kept yet."""
        return len(self._taking) + len(self._keeping)

    def begin(self, leg: Leg, message: str, longest: float, silence: float) -> None:
        from trunkline.engine.ear import Ear  # loaded by now

        taking = Taking(leg, message, silence, Ear(self._captures.growing(message)))
        try:
            self._captures.begin(leg, message)
        except RelayGone as gone:
            log.error("message not recorded", leg=leg.id, why=str(gone))
            stack.loop.callFromThread(self._recorded, leg, message, 0.0, "")
            return
        self._taking[leg] = taking
        taking.timers.append(stack.Timeout(self.end, longest, 1, leg))
        taking.timers.append(stack.Timeout(self._look, LOOK, -1, taking))

    def _look(self, taking: Taking) -> None:
        if taking.leg not in self._taking:
            return
        if self._captures.outgrows(taking.message):
            log.warning("message ended: more came than is said", leg=taking.leg.id)
            self.end(taking.leg)
        elif taking.silence > 0 and taking.ear.silence() >= taking.silence:
            self.end(taking.leg)

    def end(self, leg: Leg, then: Callable[[], None] = lambda: None) -> None:
        """The message of a leg is over, if it leaves one; `then` is called when that has been told."""
        if leg in self._keeping:
            self._keeping[leg].then.append(then)
            return
        taking = self._taking.pop(leg, None)
        if taking is None:
            then()
            return
        for timer in taking.timers:
            timer.cancel()
        taking.ended_at = taking.began + clock.steady() - taking.since
        taking.then.append(then)
        self._keeping[leg] = taking
        try:
            self._captures.end(leg)
        except RelayGone as gone:
            log.error("message not ended in good order", leg=leg.id, why=str(gone))
        self._threads.do(self._store, taking)

    def _store(self, taking: Taking) -> None:
        """In another thread."""
        from trunkline.engine import recorder

        seconds, file = 0.0, ""
        try:
            sound, length = recorder.wav(self._captures.whole(taking.message), taking.ended_at)
            if length >= SHORTEST:
                self._keep(taking.message, [sound])
                seconds, file = length, taking.message
        except Exception as error:  # the call goes on, or ends, without it
            log.error("message not kept", leg=taking.leg.id, why=f"{type(error).__name__}: {error}")
        finally:
            self._captures.remove(taking.message)
            stack.loop.callFromThread(self._stored, taking, seconds, file)

    def _stored(self, taking: Taking, seconds: float, file: str) -> None:
        self._keeping.pop(taking.leg, None)
        self._recorded(taking.leg, taking.message, seconds, file)
        for then in taking.then:
            then()
