"""What becomes of a process whose parent dies: it ends too, for nobody would start it again, and the next `serve` could
not begin beside it."""

import ctypes
import os
import signal
import time
from contextlib import suppress

from trunkline import vital

PR_SET_PDEATHSIG = 1
AGAIN = 0.5  # seconds until it is told once more, which means at once
LAST_WORDS = 5.0  # seconds to hang up, and to write down


class Tie:
    """Made by the parent before it forks; each child binds itself to it. The kernel sends it SIGTERM (Linux), and
    anywhere it is told by the end of a pipe that the parent alone can write to."""

    def __init__(self) -> None:
        self._parent = os.getpid()
        self._ends, self._kept = os.pipe()

    def bind(self) -> None:
        """In the child, which has not asked for any signal yet: the thread must not get what others wait for."""
        os.close(self._kept)
        with suppress(OSError, AttributeError):  # where this is no Linux
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != self._parent:  # it died before
            os._exit(1)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        vital.thread(self._await, name="parent")
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _await(self) -> None:
        os.read(self._ends, 1)
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(AGAIN)
        time.sleep(LAST_WORDS)
        os._exit(1)
