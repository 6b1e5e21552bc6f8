"""How many calls there may be at once and begin in a minute, so that no phone, account or carrier has all there is, and
what is kept for emergency calls: nothing counts against them but others of the same line, of which the last to come
give way."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from trunkline.engine import capacity
from trunkline.engine.leg import Leg
from trunkline.engine.measures import Buckets, Measure

EMERGENCIES = 3  # calls at once of a line; who makes another has given up on one


@dataclass(frozen=True)
class Quotas:
    """Calls at once, from one line, from one carrier, and of one account in all; those that a line or a carrier begins
    in a minute; and the legs that the relay has ports for."""

    line: int = capacity.USUAL["line"]
    trunk: int = capacity.USUAL["trunk"]
    account: int = capacity.USUAL["account"]
    line_rate: int = capacity.RATES["line"]
    trunk_rate: int = capacity.RATES["trunk"]
    legs: int = 833

    @classmethod
    def of(cls, first_port: int, last_port: int, files: int | None = None, **more: int) -> Self:
        return cls(legs=capacity.legs(first_port, last_port, files), **more)

    @property
    def kept(self) -> int:
        """Legs for emergency calls."""
        return capacity.kept(self.legs)


def a_minute(most: int) -> Measure:
    """All of them may come at once."""
    return Measure(most / 60, most)


@dataclass
class Usage:
    """What there is at present, of all legs that live; and how many calls began of late, whatever became of them."""

    quotas: Quotas
    clock: Callable[[], float] = time.monotonic
    legs: set[Leg] = field(default_factory=set[Leg])
    _of: Counter[str] = field(default_factory=Counter[str])  # calls, by source and by account

    def __post_init__(self) -> None:
        now = self.clock()
        self._of_line = Buckets(a_minute(self.quotas.line_rate), now)
        self._of_trunk = Buckets(a_minute(self.quotas.trunk_rate), now)

    def line_begins(self, line: str) -> bool:
        """Whether a line may begin another call now; then it counts."""
        return self._of_line.take(line, self.clock())

    def trunk_begins(self, trunk: str) -> bool:
        return self._of_trunk.take(trunk, self.clock())

    def exceeded(self, source: str, most: int, account_id: str) -> bool:
        """Whether the line or carrier, or the account, has as many calls as it may."""
        return self._of[source] >= most or self._of[account_id] >= self.quotas.account

    @property
    def has_room(self) -> bool:
        """Whether there is more than what is kept for emergency calls."""
        return len(self.legs) < self.quotas.legs - self.quotas.kept

    def begin(self, leg: Leg) -> None:
        self.legs.add(leg)
        if leg.dialled and not leg.urgent:
            self._of.update((leg.source, leg.account_id))

    def end(self, leg: Leg) -> None:
        if leg not in self.legs:
            return
        self.legs.remove(leg)
        if leg.dialled and not leg.urgent:
            self._of.subtract((leg.source, leg.account_id))
            for name in (leg.source, leg.account_id):
                if not self._of[name]:
                    del self._of[name]

    def too_many(self, leg: Leg) -> Leg | None:
        """The emergency call that ends because its line makes yet another."""
        others = self._emergencies(but=leg)[leg.source]
        return others[-1] if len(others) >= EMERGENCIES else None

    def gives_way(self, leg: Leg) -> Leg | None:
        """The call that ends so that an emergency call has audio: one that waits, or a further one of a line that has
        several emergency calls. Of each line one stays. A line that has some already has no claim on those of
        others."""
        return self._waiting() or self._further(leg)

    def _further(self, leg: Leg) -> Leg | None:
        calls = self._emergencies(but=leg)
        if own := calls[leg.source]:
            return own[-1] if len(own) > 1 or not own[0].isConnected() else None
        most = max(calls.values(), key=len)
        return most[-1] if len(most) > 1 else None

    def _emergencies(self, but: Leg) -> dict[str, list[Leg]]:
        """By line; those last that are missed least: that nobody has answered, and that came last."""
        found = defaultdict[str, list[Leg]](list)
        calls = (leg for leg in self.legs if leg.dialled and leg.urgent and leg is not but)
        for leg in sorted(calls, key=lambda leg: (not leg.isConnected(), leg.id)):
            found[leg.source].append(leg)
        return found

    def _waiting(self) -> Leg | None:
        """The call that is missed least: of those whose caller talks to nobody, one who hears music, a queue or a
        greeting before one whose call still rings; of several the one that came last."""
        calls: Iterable[Leg] = (leg for leg in self.legs if leg.dialled and not leg.urgent and leg.peer is None)
        return max(calls, key=lambda leg: (leg.isConnected(), leg.id), default=None)
