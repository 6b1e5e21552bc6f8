"""Loaded by Python at its start where this folder is on the path: its clock is set by the seconds in the file that
CLOCK_SET names, as somebody sets the clock of a computer. What nobody can set, monotonic(7), stays."""

import os
import time
from pathlib import Path

_file, _time, _time_ns = Path(os.environ["CLOCK_SET"]), time.time, time.time_ns


def _set_by() -> float:
    try:
        return float(_file.read_text() or 0)
    except (OSError, ValueError):
        return 0.0


time.time = lambda: _time() + _set_by()
time.time_ns = lambda: _time_ns() + int(_set_by() * 1e9)
