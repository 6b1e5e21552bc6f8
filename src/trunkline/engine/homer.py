"""Copies of SIP messages for Homer, by HEP version 3 over UDP (the HEP3 network protocol specification, revision 12),
without their secrets.

A message is put on a heap and sent by a thread of its own, which also looks up the name of the server, now and then.
Who sends and receives waits for nothing: what the server or the thread is too slow for is left out, and counted.
"""

import socket
import struct
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import AddressValueError, IPv4Address
from threading import Event

import structlog

from trunkline import clock, vital
from trunkline.engine.meters import SENT
from trunkline.engine.ports import Flow
from trunkline.engine.stars import starred

MOST = 2000  # messages that wait to be sent
LOOK_UP = 60.0  # seconds between looks at where the server is
LARGEST = 65_535 - 200  # bytes of a message in a packet
TELL = 60.0  # seconds between lines in the log of what goes wrong
IPV4, UDP, TCP, SIP = 2, 17, 6, 1

Address = tuple[str, int]

log = structlog.get_logger()


class Homer:
    def __init__(self, server: Address, capture: int, ours: Mapping[str, Address]) -> None:
        """`capture` is the number by which the server knows us, `ours` where we are, by transport."""
        self._server, self._capture, self._ours = server, capture, ours
        self._waiting = deque[tuple[float, str, Flow, bytes]](maxlen=MOST)
        self._come, self._told = Event(), 0.0
        self._at: Address | None = None
        self._looked = float("-inf")
        self.left_out = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        vital.thread(self._send_all, name="homer")

    def passes(self, way: str, flow: Flow, packet: bytes) -> None:
        if len(self._waiting) == MOST:
            self.left_out += 1
        self._waiting.append((clock.wall(), way, flow, packet))
        self._come.set()

    def _send_all(self) -> None:
        while True:
            self._come.wait()
            self._come.clear()
            while self._waiting:
                at, way, flow, packet = self._waiting.popleft()
                self._send(at, way, flow, packet)

    def _send(self, at: float, way: str, flow: Flow, packet: bytes) -> None:
        try:
            if time.monotonic() - self._looked > LOOK_UP:
                self._looked = time.monotonic()
                found = socket.getaddrinfo(*self._server, socket.AF_INET, socket.SOCK_DGRAM)
                self._at = str(found[0][4][0]), self._server[1]
            if self._at is None:
                self.left_out += 1
                return
            ours, theirs = self._ours.get(flow.transport, ("0.0.0.0", 0)), flow.address  # noqa: S104
            source, to = (ours, theirs) if way == SENT else (theirs, ours)
            self._socket.sendto(packed(at, source, to, flow.transport, starred(packet), self._capture), self._at)
        except OSError as error:  # a server that is away keeps nobody from calling
            self.left_out += 1
            if time.monotonic() - self._told > TELL or not self._told:
                self._told = time.monotonic()
                log.warning("messages not sent to Homer", why=error.strerror or str(error), left_out=self.left_out)


def packed(at: float, source: Address, to: Address, transport: str, packet: bytes, capture: int) -> bytes:
    """One packet: chunks, each with its vendor (none), its type and its length."""
    seconds = int(at)
    said = [
        (1, struct.pack("!B", IPV4)),
        (2, struct.pack("!B", UDP if transport == "udp" else TCP)),
        (3, _host(source)),
        (4, _host(to)),
        (7, struct.pack("!H", source[1])),
        (8, struct.pack("!H", to[1])),
        (9, struct.pack("!I", seconds)),
        (10, struct.pack("!I", int((at - seconds) * 1e6))),
        (11, struct.pack("!B", SIP)),
        (12, struct.pack("!I", capture)),
        (15, packet[:LARGEST]),
    ]
    chunks = b"".join(struct.pack("!HHH", 0, kind, 6 + len(value)) + value for kind, value in said)
    return b"HEP3" + struct.pack("!H", 6 + len(chunks)) + chunks


def _host(address: Address) -> bytes:
    with suppress(AddressValueError):
        return IPv4Address(address[0]).packed
    return bytes(4)  # a name
