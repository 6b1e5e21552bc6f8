"""The two clocks, and which is for what. All times are seconds since the epoch.

The wall clock is for people, and for what they compare with their own: it may be set back or forward at any moment.
How long something takes, when it ends and until when it holds goes by the other one, which nobody can set: it begins
with what the wall clock says when the program is loaded, and then counts. The processes that `serve` forks have it in
common, also those that it starts again; the next `serve` begins anew.
"""

import time

_BEGAN = time.time() - time.monotonic()


def wall() -> float:
    return time.time()


def wall_ns() -> int:
    """In nanoseconds, for names that are to rise with time."""
    return time.time_ns()


def steady() -> float:
    return time.monotonic() + _BEGAN


def ahead() -> float:
    """Seconds by which the wall clock is ahead of the steady one: what it was set by since the program was loaded."""
    return wall() - steady()
