"""Audio: one relay session for each leg, its outer side facing the phone, its inner side on loopback.

Two legs hear each other when their inner sides are pointed at each other. So any leg can be joined to any other, at any
time, even when its phone is behind NAT: the outer side, which learns where the phone is, is never touched.
"""

import socket
import time
from pathlib import Path
from typing import NoReturn

import structlog

INNER = "127.0.0.1"
NOWHERE = 9  # the discard port: where an inner side points that is joined to nothing
PATIENCE = 0.2  # seconds for an answer, which takes 20 us
PAUSE = 1.0  # seconds before a relay that failed is asked again
PHONE, INSIDE = "o", "i"  # the tags of the two sides

log = structlog.get_logger()


class RelayGone(Exception):
    """The relay does not answer, or refuses."""


class Relay:
    """Commands to the relay process (the RTPProxy protocol), one at a time over a connection that is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: socket.socket | None = None
        self._not_before = 0.0

    def command(self, text: str) -> str:
        if time.monotonic() < self._not_before:
            raise RelayGone
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.sendall(f"{text}\n".encode())
            answer = self._connection.recv(4096).decode().strip()
        except OSError as error:
            self._lost(str(error))
        if not answer:
            self._lost("connection closed")
        if answer.startswith("E"):
            raise RelayGone(f"{answer} to {text.partition(' ')[0]}")
        return answer

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        connection.connect(str(self._path))
        return connection

    def _lost(self, why: str) -> NoReturn:
        log.error("relay does not answer", why=why)
        if self._connection:
            self._connection.close()
        self._connection = None
        self._not_before = time.monotonic() + PAUSE
        raise RelayGone(why)

    def close(self) -> None:
        if self._connection:
            self._connection.close()


class Session:
    """The audio of one leg."""

    def __init__(self, relay: Relay, name: str, host: str) -> None:
        """Opens both sides; `host` is where the phone sends to. Raises RelayGone."""
        self.name = name
        self._relay = relay
        self._inner = int(relay.command(f"UL{INNER} {name} 0.0.0.0 0 {PHONE}").split()[0])
        self.port = int(relay.command(f"UL{host} {name} 0.0.0.0 0 {INSIDE} {PHONE}").split()[0])

    def point(self, phone: tuple[str, int]) -> None:
        """Where the phone says that it listens; should its packets come from elsewhere, the relay follows them."""
        self._relay.command(f"U {self.name} {phone[0]} {phone[1]} {PHONE}")

    def join(self, other: "Session") -> None:
        """From now on the two hear each other, and nobody else."""
        self._listen_to(other._inner)
        other._listen_to(self._inner)

    def part(self) -> None:
        """From now on this leg hears nobody."""
        self._listen_to(NOWHERE)

    def _listen_to(self, port: int) -> None:
        self._relay.command(f"Ua {self.name} {INNER} {port} {INSIDE} {PHONE}")

    def packets(self) -> int:
        """How many have come from the phone so far. Raises RelayGone when the session is no more."""
        return packets(self._relay, self.name)

    def close(self) -> None:
        close(self._relay, self.name)


def packets(relay: Relay, name: str) -> int:
    answer = relay.command(f"Qv {name} {PHONE} {INSIDE} npkts_ina")
    return int(answer.partition("=")[2] or 0)


def close(relay: Relay, name: str) -> None:
    """A session that is gone already is as good as closed."""
    try:
        relay.command(f"D {name} {PHONE} {INSIDE}")
    except RelayGone as gone:
        log.info("relay session not closed", session=name, why=str(gone))
