"""Work for operators that many messages are looked at for, beside the SIP loop, which needs the same interpreter."""

import time

TURN = 0.002  # seconds of work until the loop has as long


class Pace:
    """What a thread works at that is to keep nobody from calling."""

    def __init__(self, most: float = float("inf")) -> None:
        """`most` is for how many seconds it may work in all."""
        self._began = self._turned = time.thread_time()
        self._most = most

    def goes_on(self) -> bool:
        """Asked after each piece of work: whether there may be another. It may be a moment until that."""
        now = time.thread_time()
        if now - self._turned > TURN:
            time.sleep(TURN)
            self._turned = time.thread_time()
        return now - self._began < self._most
