"""Finds phones that vanished in the middle of a call: no audio, and no answer when asked."""

import time
from collections.abc import Callable
from typing import Any

from trunkline.engine.leg import GONE, Leg
from trunkline.engine.media import RelayGone

SILENCE = 30.0  # seconds without a packet, after which a phone is asked


class Watch:
    def __init__(self, vanished: Callable[[Leg], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._vanished, self._clock = vanished, clock
        self._asked: set[str] = set()

    def look(self, legs: list[Leg]) -> None:
        now = self._clock()
        for leg in legs:
            if self._is_silent(leg, now) and leg.id not in self._asked and leg.isConnected():
                self._ask(leg)

    def _is_silent(self, leg: Leg, now: float) -> bool:
        """A phone on hold need not send anything, and neither need the one that holds it."""
        on_hold = any(each and each.media and each.media.direction != "sendrecv" for each in (leg, leg.peer))
        try:
            packets = leg.session.packets() if leg.session else 0
        except RelayGone:
            return False
        if on_hold or packets != leg.packets:
            leg.packets, leg.heard_at = packets, now
        return leg.heard_at < now - SILENCE

    def _ask(self, leg: Leg) -> None:
        """OPTIONS in the dialog: any answer will do, but that there is no such call."""
        self._asked.add(leg.id)

        def answered(response: Any) -> None:
            status: int = response.getSCode()[0]
            if status >= 200:
                self._asked.discard(leg.id)
                leg.heard_at = self._clock()
                if status in GONE and not leg.over:
                    self._vanished(leg)

        leg.newTransaction(leg.genRequest("OPTIONS"), resp_cb=answered)
