"""The nonces of our challenges: each says when and to which address it was given, so that none has to be remembered.

What is remembered is which counts were used with one that was answered rightly: nobody else can make it grow.
"""

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

LIFE = 32.0  # seconds that one can be answered
WINDOW = 64  # counts below the highest that may come late, as packets do that overtake each other
MOST = 50_000  # whose use is remembered
_STAMP, _SALT, _MARK = 16, 16, 22  # characters: when, what makes it unique, and what proves that it is ours


class Nonces:
    """Ours are known by a key of this process: those of an engine before this one are as good as old."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._key = clock, secrets.token_bytes(32)
        self._used: OrderedDict[str, tuple[int, int]] = OrderedDict()  # highest count, and a bit for each below it
        self._not_before = 0  # what is older may have been used and forgotten

    def __len__(self) -> int:
        """Those whose use is remembered."""
        return len(self._used)

    def make(self, host: str) -> str:
        said = f"{self._now():0{_STAMP}x}{secrets.token_hex(_SALT // 2)}"
        return said + self._mark(said, host)

    def is_fresh(self, nonce: str, host: str, count: int = 0) -> bool:
        """Whether it is ours, was given to that address not long ago, and was not answered with this count before; 0
        stands for an answer that does not count, after and before which none is taken (RFC 7616 section 3.4)."""
        said = nonce[: _STAMP + _SALT]
        if not nonce.isascii() or not hmac.compare_digest(nonce[len(said) :], self._mark(said, host)):
            return False
        made = int(said[:_STAMP], 16)
        if made < self._not_before or self._now() - made > LIFE * 1000:
            return False
        if nonce not in self._used:
            return True
        highest, below = self._used[nonce]
        if 0 in (count, highest):
            return False
        return count > highest or (highest - count < WINDOW and not below >> (highest - count) & 1)

    def use(self, nonce: str, count: int = 0) -> None:
        """It was answered rightly."""
        highest, below = self._used.get(nonce, (0, 0))
        if count > highest:
            below = (below << min(count - highest, WINDOW) | 1) & ((1 << WINDOW) - 1)
            highest = count
        else:
            below |= 1 << (highest - count)
        self._used[nonce] = highest, below
        self._forget()

    def _forget(self) -> None:
        """Those that are too old; should there be too many all the same, the oldest, with all that are older."""
        oldest = self._now() - LIFE * 1000
        while self._used:
            made = int(next(iter(self._used))[:_STAMP], 16)
            if made >= oldest and len(self._used) <= MOST:
                break
            self._used.popitem(last=False)
            self._not_before = max(self._not_before, made + 1)

    def _now(self) -> int:
        """Milliseconds."""
        return int(self._clock() * 1000)

    def _mark(self, said: str, host: str) -> str:
        mark = hmac.digest(self._key, f"{said} {host}".encode(), sha256)
        return urlsafe_b64encode(mark).decode()[:_MARK]
