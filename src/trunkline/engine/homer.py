"""Copies of SIP messages for Homer, by HEP version 3 over UDP (the HEP3 network protocol specification, revision 12),
without their secrets.

A message is put on a heap and sent by a thread of its own, which also looks up the name of the server, now and then.
Who sends and receives waits for nothing: what the server or the thread is too slow for is left out, and counted. So is
what there is no time for: that of each host is measured, for whoever wants to keep us busy sends what is slow to read.
"""

import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import AddressValueError, IPv4Address
from threading import Event

import structlog

from trunkline import vital
from trunkline.engine.leg import call_of
from trunkline.engine.legs import Legs
from trunkline.engine.measures import Measure, Shared
from trunkline.engine.meters import SENT
from trunkline.engine.pace import Pace
from trunkline.engine.stars import starred
from trunkline.engine.trace import Passed

MOST = 2000  # messages that wait to be sent
LOOK_UP = 60.0  # seconds between looks at where the server is
LATER = 0.1  # seconds until a message is sent: by then it is known which call it is of
TIME_OF_HOST, TIME = Measure(0.1, 0.5), Measure(0.2, 1.0)  # seconds of work a second, and at once
TELL = 60.0  # seconds between lines in the log of what goes wrong
IPV4, UDP, TCP, SIP = 2, 17, 6, 1

Address = tuple[str, int]

log = structlog.get_logger()


class Homer:
    def __init__(self, server: Address, capture: int, ours: Mapping[str, Address], legs: Legs) -> None:
        """`capture` is the number by which the server knows us, `ours` where we are, by transport."""
        self._server, self._capture, self._ours, self._legs = server, capture, ours, legs
        self._waiting = deque[Passed](maxlen=MOST)
        self._come, self._told = Event(), 0.0
        self._at: Address | None = None
        self._looked = float("-inf")
        self._time = Shared(TIME_OF_HOST, TIME, time.monotonic())
        self.left_out = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        vital.thread(self._send_all, name="homer")

    def passes(self, passed: Passed) -> None:
        if len(self._waiting) == MOST:
            self.left_out += 1
        self._waiting.append(passed)
        self._come.set()

    def _send_all(self) -> None:
        pace = Pace()
        while True:
            self._come.wait()
            time.sleep(LATER)
            self._come.clear()
            leg_of = self._legs.find()
            for _ in range(len(self._waiting)):
                self._send_measured(self._waiting.popleft(), leg_of)
                pace.goes_on()
            if self._waiting:
                self._come.set()

    def _send_measured(self, passed: Passed, leg_of: Callable[[str], str]) -> None:
        host, began = passed.flow.address[0], time.thread_time()
        if not self._time.has(host, time.monotonic()):
            self.left_out += 1
            return
        self._send(passed, call_of(leg_of(passed.call_id)))
        self._time.spend(host, time.thread_time() - began, time.monotonic())

    def _send(self, passed: Passed, call: str) -> None:
        try:
            if time.monotonic() - self._looked > LOOK_UP:
                self._looked = time.monotonic()
                found = socket.getaddrinfo(*self._server, socket.AF_INET, socket.SOCK_DGRAM)
                self._at = str(found[0][4][0]), self._server[1]
            if self._at is None:
                self.left_out += 1
                return
            self._socket.sendto(self._packed(passed, call), self._at)
        except OSError as error:  # a server that is away keeps nobody from calling
            self.left_out += 1
            if time.monotonic() - self._told > TELL or not self._told:
                self._told = time.monotonic()
                log.warning("messages not sent to Homer", why=error.strerror or str(error), left_out=self.left_out)

    def _packed(self, passed: Passed, call: str) -> bytes:
        transport, theirs = passed.flow.transport, passed.flow.address
        ours = self._ours.get(transport, ("0.0.0.0", 0))  # noqa: S104
        source, to = (ours, theirs) if passed.way == SENT else (theirs, ours)
        return packed(passed.at, source, to, transport, starred(passed.packet), self._capture, call)


def packed(at: float, source: Address, to: Address, transport: str, packet: bytes, capture: int, call: str) -> bytes:
    """One packet: chunks, each with its vendor (none), its type and its length. `call` is what Homer joins messages by
    that have different Call-IDs."""
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
        (15, packet),
        (17, call.encode()),
    ]
    chunks = b"".join(struct.pack("!HHH", 0, kind, 6 + len(value)) + value for kind, value in said if value)
    return b"HEP3" + struct.pack("!H", 6 + len(chunks)) + chunks


def _host(address: Address) -> bytes:
    with suppress(AddressValueError):
        return IPv4Address(address[0]).packed
    return bytes(4)  # a name
