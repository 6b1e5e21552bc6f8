"""Copies of one phone's audio for an administrator who ordered them, both ways, from then on and for a while.

They go to a socket of whoever ordered them, unsecured where the door itself secures the audio (RFC 4568), and else as
they pass. Nobody waits for a reader: what finds no room there is left out.
"""

import ipaddress
import socket
import struct
import time
from typing import NamedTuple

import structlog

from trunkline.engine.whose import Address

LONGEST = 3600  # seconds
FROM_PHONE, TO_PHONE = 0, 1
HEAD = struct.Struct("!B4sHH")  # which way, where the phone is, and at which port of ours

log = structlog.get_logger()


class Tap:
    def __init__(self, leg: str, to: str, seconds: int) -> None:
        """`to` is in the folder of sockets. Raises OSError where nobody listens, and ValueError for what is no name
        there, or longer than anybody may."""
        if "/" in to or not 0 < seconds <= LONGEST:
            raise ValueError(f"a name, and from 1 to {LONGEST} seconds")
        self._leg, self._until = leg, time.monotonic() + seconds
        self._packets = self._left_out = 0
        self._socket: socket.socket | None = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.setblocking(False)
        try:
            self._socket.connect(to)
        except OSError:
            self._socket.close()
            raise
        log.warning("audio of a call is copied", leg=leg, seconds=seconds)

    @property
    def is_open(self) -> bool:
        """One whose time is over may not have been told yet."""
        if time.monotonic() > self._until:
            self.close()
        return self._socket is not None

    def copy(self, way: int, phone: Address, port: int, packet: bytes) -> None:
        """`port` is ours, which the phone sends to."""
        if not self.is_open or self._socket is None:
            return
        try:
            self._socket.send(HEAD.pack(way, ipaddress.IPv4Address(phone[0]).packed, phone[1], port) + packet)
            self._packets += 1
        except BlockingIOError:
            self._left_out += 1
        except (OSError, ValueError):  # who ordered it is gone
            self.close()

    def close(self) -> None:
        if self._socket is None:
            return
        self._socket.close()
        self._socket = None
        log.warning("audio of a call is not copied any more", leg=self._leg, packets=self._packets, out=self._left_out)


class Copy(NamedTuple):
    way: int
    phone: Address
    port: int  # ours
    packet: bytes

    @classmethod
    def read(cls, said: bytes) -> "Copy":
        way, host, port, ours = HEAD.unpack_from(said)
        return cls(way, (str(ipaddress.IPv4Address(host)), port), ours, said[HEAD.size :])
