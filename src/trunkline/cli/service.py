"""What a service manager is told, if it asks for it (sd_notify(3)): that all is ready, and that it goes on."""

import os
import socket
import time
from contextlib import suppress


class Service:
    def __init__(self) -> None:
        path = os.environ.pop("NOTIFY_SOCKET", "")  # for this process, and for none that it starts
        self._path = f"\0{path[1:]}" if path.startswith("@") else path
        is_asked = os.environ.get("WATCHDOG_PID") in (None, str(os.getpid()))
        asked = os.environ.get("WATCHDOG_USEC", "") if is_asked else ""
        self._every = int(asked) / 2e6 if asked.isdigit() else 0.0
        self._told = 0.0
        self._is_ready = False

    def goes_on(self, *, is_ready: bool) -> None:
        """Again and again, as long as all is well."""
        if is_ready and not self._is_ready:
            self._is_ready = True
            self._tell("READY=1", "STATUS=ready")
        now = time.monotonic()
        if self._every and now - self._told >= self._every:
            self._told = now
            self._tell("WATCHDOG=1")

    def reloads(self) -> None:
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        self._tell("READY=1")

    def stops(self, seconds: float) -> None:
        """It may take so long."""
        self._tell("STOPPING=1", "STATUS=waits for calls to end", f"EXTEND_TIMEOUT_USEC={int(seconds * 1e6)}")

    def _tell(self, *said: str) -> None:
        if not self._path:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.setblocking(False)
            manager.sendto("\n".join(said).encode(), self._path)
