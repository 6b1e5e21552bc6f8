"""Ports of 127.0.0.1 for what a test starts, none given twice soon: what is said to one that is gone is heard by
nobody. Each of the processes that test side by side has its own, below those that the kernel gives to whoever connects,
and outside of those that a relay takes which is not told otherwise.
"""

import os
import socket
from contextlib import suppress
from itertools import cycle

RANGES = (range(10_000, 13_500), range(13_500, 17_000), range(17_000, 20_000), range(25_000, 30_000))
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % len(RANGES)
_ports = cycle(RANGES[WORKER])


def free_port() -> int:
    """For UDP and for TCP."""
    return next(port for port in _ports if _is_free(port))


def free_pair() -> int:
    """An even port for RTP whose next is free for RTCP (RFC 3550 section 11)."""
    while (port := free_port()) % 2 or free_port() != port + 1:
        continue
    return port


def _is_free(port: int) -> bool:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as streams,
        suppress(OSError),
    ):
        datagrams.bind(("127.0.0.1", port))
        streams.bind(("127.0.0.1", port))
        return True
    return False
