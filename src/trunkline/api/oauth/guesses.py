"""Who guesses a person's password is kept out or slowed, and the person is not: anybody can name them.

Ten wrong passwords close the pair of person and address. A person who is guessed at from many addresses gets one
verdict a second among them all; addresses where they signed in have their own.
"""

import math
from dataclasses import dataclass, field
from hashlib import blake2b
from secrets import token_bytes

from trunkline.api.oauth.attempts import WINDOW, Attempts, TooOften

OF_ONE_PERSON = 10  # wrong passwords from an address in a window
FEW = 3  # addresses that fail for a person in a window before that is anything but forgetting
BETWEEN = 1.0  # seconds between verdicts that many addresses share
LONGEST_LINE = 10.0  # seconds that one is waited for; an address has one place in line
MOST_PLACES = 50  # where a person failed, that are remembered
MOST_HOMES = 20  # where a person signed in, the newest
SLOTS = 1 << 16  # that persons are remembered in, those whom nobody knows too; by a secret, so nobody chooses theirs


@dataclass(slots=True)
class Tried:
    """When it was last tried for a person, by address; and what waits for its verdict."""

    times: dict[str, float] = field(default_factory=dict[str, float])
    turns: dict[str, float] = field(default_factory=dict[str, float])


class Guesses:
    def __init__(self) -> None:
        self._pairs = Attempts(OF_ONE_PERSON)
        self._secret = token_bytes(16)
        self._tried: dict[int, Tried] = {}
        self._homes: dict[int, dict[str, None]] = {}
        self._swept = -math.inf

    def begin(self, account_id: str, email: str, place: str, now: float) -> float:
        """Count an attempt; the seconds until it may be looked at. Raises TooOften, and has not counted it then."""
        pair, slot = (account_id, email, place), self._slot(account_id, email)
        self._pairs.begin(pair, now)
        self._sweep(now)
        tried = self._tried.setdefault(slot, Tried())
        if place in tried.times or len(tried.times) < MOST_PLACES:
            tried.times[place] = now
        if place in self._homes.get(slot, ()) or sum(at > now - WINDOW for at in tried.times.values()) <= FEW:
            return 0
        tried.turns = {each: turn for each, turn in tried.turns.items() if turn > now - BETWEEN}
        turn = max([now, *(turn + BETWEEN for turn in tried.turns.values())])
        if tried.turns.get(place, 0) > now or turn > now + LONGEST_LINE:
            self._pairs.succeeded(pair)
            raise TooOften(1)
        tried.turns[place] = turn
        return turn - now

    def succeeded(self, account_id: str, email: str, place: str) -> None:
        slot = self._slot(account_id, email)
        self._pairs.succeeded((account_id, email, place))
        if tried := self._tried.get(slot):
            tried.times.pop(place, None)
        homes = self._homes.setdefault(slot, {})
        homes.pop(place, None)
        homes[place] = None
        if len(homes) > MOST_HOMES:
            homes.pop(next(iter(homes)))

    def _slot(self, *who: str) -> int:
        said = repr(who).encode(errors="replace")
        return int.from_bytes(blake2b(said, key=self._secret, digest_size=8).digest()) % SLOTS

    def _sweep(self, now: float) -> None:
        """Forget what counts no more."""
        if now - self._swept < WINDOW:
            return
        self._swept, old = now, now - WINDOW
        for slot, tried in [*self._tried.items()]:
            tried.times = {place: at for place, at in tried.times.items() if at > old}
            if not tried.times:
                del self._tried[slot]
