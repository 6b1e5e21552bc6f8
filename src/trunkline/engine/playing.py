"""What legs are played: sounds one after another, once or for ever."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.leg import Leg
from trunkline.engine.media import FOREVER, RelayGone
from trunkline.engine.sounds import Sound, Sounds

log = structlog.get_logger()


@dataclass(eq=False)
class Playing:
    """What one leg is played, and what is still to come."""

    leg: Leg
    names: list[str]
    forever: bool
    language: str  # of prompts
    how: tuple[str, bool]  # in which codec, and whether its phone hears it
    name: str = ""  # what is played now
    timer: Any = None
    over: bool = False


class Player:
    """`played` is told when all that a leg was to be played has been."""

    def __init__(self, sounds: Sounds, played: Callable[[Leg], None]) -> None:
        self._sounds, self._played = sounds, played
        self._playing: dict[Leg, Playing] = {}

    def play(self, leg: Leg, names: Sequence[str], *, forever: bool, language: str = "") -> None:
        """In place of what it heard. The leg's call has settled on a codec."""
        self._stop(leg)
        playing = self._playing[leg] = Playing(leg, [*names], forever, language, _how(leg))
        self._next(playing)

    def described(self, leg: Leg) -> None:
        """Its phone has said something anew of its audio: in another codec, and to one that holds no longer, what is
        played now begins again. Who holds is sent nothing (RFC 3264 section 6.1); for them it goes on unheard."""
        if (playing := self._playing.get(leg)) and playing.how != _how(leg):
            self.hush(leg)
            names = [playing.name, *playing.names]
            self.play(leg, names, forever=playing.forever, language=playing.language)

    def hush(self, leg: Leg) -> None:
        self._stop(leg)
        try:
            if leg.session:
                leg.session.hush()
        except RelayGone as gone:
            log.error("sound not stopped", leg=leg.id, why=str(gone))

    def forget(self, leg: Leg) -> None:
        """It is gone."""
        self._stop(leg)

    def _stop(self, leg: Leg) -> None:
        if playing := self._playing.pop(leg, None):
            playing.over = True
            if playing.timer:
                playing.timer.cancel()

    def _next(self, playing: Playing) -> None:
        if playing.over:
            return
        if not playing.names:
            del self._playing[playing.leg]
            playing.over = True
            if not playing.forever:  # and not at once: the exchange may still be done its will
                stack.loop.callFromThread(self._played, playing.leg)
            return
        found = partial(stack.loop.callFromThread, self._begin, playing)
        playing.name = playing.names.pop(0)
        self._sounds.find(playing.name, playing.how[0], found, playing.language)

    def _begin(self, playing: Playing, sound: Sound | None) -> None:
        leg = playing.leg
        if playing.over:
            return
        if sound is None:
            self._next(playing)
            return
        last = playing.forever and not playing.names
        codec, hears = playing.how
        try:
            if leg.session and hears:
                leg.session.play(sound.stem, codec, FOREVER if last else 1)
        except RelayGone as gone:  # the call goes its way, if only in silence
            log.error("sound not played", leg=leg.id, why=str(gone))
        if not last:
            playing.timer = stack.Timeout(self._next, sound.seconds, 1, playing)


def _how(leg: Leg) -> tuple[str, bool]:
    return leg.codec or "PCMU", leg.media is None or not leg.media.holds
