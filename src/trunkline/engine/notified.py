"""What the relay says by itself, a line at a time over a Unix socket: keys that were pressed (RFC 4733)."""

import socket
from collections.abc import Callable
from pathlib import Path

import structlog

from trunkline import vital
from trunkline.engine.listener import Listener

LONGEST = 65_536  # bytes without the end of a line

log = structlog.get_logger()

Pressed = Callable[[str, str], object]  # the session and the key


def listen(path: Path, pressed: Pressed) -> None:
    """Until the process ends, in threads of their own. The relay finds the socket again by itself when it is there."""
    vital.thread(_accept, Listener(path), pressed, name="notified")


def _accept(server: Listener, pressed: Pressed) -> None:
    while True:
        if connection := server.accept():
            vital.work(_read, connection, pressed, name="notified")


def _read(connection: socket.socket, pressed: Pressed) -> None:
    rest = b""
    with connection:
        while len(rest) < LONGEST:
            try:
                said = connection.recv(4096)
            except OSError as error:
                log.info("relay's notices lost", why=str(error))
                return
            if not said:
                return
            *lines, rest = (rest + said).split(b"\n")
            for line in lines:
                if notice := key(line):
                    pressed(*notice)


def key(line: bytes) -> tuple[str, str] | None:
    """`SESSION KEY VOLUME DURATION SIDE`; a session alone has timed out, which is no key."""
    match line.decode(errors="replace").split():
        case [session, key, _, _, _] if len(key) == 1 and key in "0123456789*#ABCD":
            return session, key
        case _:
            return None
