"""A sign of life that a process gives to the one that started it, in memory that both have. What it does about once a
second is its own: it means that whatever loop gives it comes round."""

import mmap

LONGEST = 10.0  # seconds without one, after which a process hangs


class Pulse:
    def __init__(self) -> None:
        self._count = mmap.mmap(-1, 1)  # shared with what is forked
        self._seen, self._since = 0, 0.0

    # In the child

    def beat(self) -> None:
        self._count[0] = self._count[0] % 255 + 1

    # In both

    @property
    def begun(self) -> bool:
        """Whether there was one since the start: until then a process loads, recovers, or waits for its rows."""
        return self._count[0] != 0

    # In the parent

    def reset(self) -> None:
        self._count[0] = self._seen = 0

    def stopped(self, now: float) -> bool:
        count = self._count[0]
        if count != self._seen:
            self._seen, self._since = count, now
        return self.begun and now - self._since > LONGEST

    def excuse(self, seconds: float) -> None:
        """So long nobody looked, and perhaps nothing ran at all."""
        self._since += seconds
