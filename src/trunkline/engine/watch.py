"""Finds phones that are gone in the middle of a call: none of their packets come, or they do not answer when asked."""

import time
from collections.abc import Callable

from trunkline.engine import turns
from trunkline.engine.leg import Leg
from trunkline.engine.media import RelayGone
from trunkline.engine.times import Times


class Watch:
    """A leg that is silent is asked, by OPTIONS in its dialog. One with neither RTP nor RTCP for a minute is over,
    unless either party is on hold: a phone need not send anything then, and it is enough that it answers."""

    def __init__(
        self, times: Times, vanished: Callable[[Leg], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._times, self._vanished, self._clock = times, vanished, clock
        self._asked: set[str] = set()

    def look(self, legs: list[Leg]) -> None:
        now = self._clock()
        turns.each((leg for leg in legs if leg.isConnected()), lambda leg: self._look(leg, now))

    def _look(self, leg: Leg, now: float) -> None:
        if leg.over:
            return
        try:
            packets = leg.session.packets() if leg.session else 0
            if packets != leg.packets:
                leg.packets, leg.heard_at = packets, now
            if _is_held(leg):
                leg.held_at = now
            silent = now - max(leg.heard_at, leg.held_at)
            if silent >= self._times.silence and leg.session and leg.session.quiet() >= self._times.silence:
                self._vanished(leg)
                return
        except RelayGone:
            return  # nobody can say
        if now - max(leg.heard_at, leg.asked_at) >= self._times.question and leg.id not in self._asked:
            self._ask(leg, now)

    def _ask(self, leg: Leg, now: float) -> None:
        self._asked.add(leg.id)
        leg.asked_at = now

        def answered(is_there: bool) -> None:
            self._asked.discard(leg.id)
            if not is_there and not leg.over:
                self._vanished(leg)

        leg.ask(answered)


def _is_held(leg: Leg) -> bool:
    """By either party; who talks to nobody is on hold too."""
    return leg.peer is None or any(
        each and each.media and each.media.direction != "sendrecv" for each in (leg, leg.peer)
    )
