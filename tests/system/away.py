"""Waits until nobody can call, and then until all can again; prints how long that was."""

import time
from urllib.request import urlopen


def is_ready() -> bool:
    try:
        with urlopen("http://127.0.0.1:8080/readyz", timeout=1):
            return True
    except OSError:
        return False


def wait(until: bool) -> float:
    while is_ready() != until:
        time.sleep(0.05)
    return time.monotonic()


print(f"{-wait(until=False) + wait(until=True):.1f} s")
