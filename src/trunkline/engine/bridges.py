"""Between two legs whose phones do not know pressed keys by the same number (RFC 4733): the relay passes packets on as
they are, and a phone does not hear a key under a number that it never named (RFC 3264 section 5.1).

A bridge stands between the inner sides of both, so it may come and go in the middle of a call.
"""

import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from trunkline.engine.whose import Address

LARGEST = 2048  # bytes of a packet
AT_ONCE = 32  # packets of a socket before another has its turn
KEYS = "0123456789*#ABCD!"  # in the order of their codes (RFC 4733 section 3.2), and the flash of RFC 2833
FRAME = 160  # 20 ms, in steps of the clock
LASTING = 5  # packets while a key is down; three more say that it is up (RFC 4733 section 2.5.1.4)
VOLUME, UP = 10, 0x80
QUIET = 0.2  # seconds without a packet after which a phone is not sending at all

log = structlog.get_logger()

Numbers = tuple[int | None, int | None]


@dataclass(eq=False)
class Lane:
    """From one leg to the other."""

    told: int | None = None  # under which number the one sends keys
    takes: int | None = None  # under which the other hears them
    _pressed: deque[bytes] = field(default_factory=deque[bytes])  # what is still to be said of keys, packet by packet
    _head: tuple[int, int, int] | None = None  # sequence, timestamp, and source, as last sent
    _began: int = 0  # when the key went down that is being said
    _shift: int = 0  # packets that were said in between

    def carried(self, packet: bytes) -> bytes | None:
        """As the other is to have it; None for nothing."""
        if len(packet) < 12 or packet[0] >> 6 != 2:
            return packet
        mark, type = packet[1] & 0x80, packet[1] & 0x7F
        sequence, timestamp, source = struct.unpack_from("!HII", packet, 2)
        if self._head and self._head[2] != source:
            self._shift = 0
        self._head = sequence, timestamp, source = (sequence + self._shift) & 0xFFFF, timestamp, source
        if type == self.told:
            if self.takes is None:
                return None
            type = self.takes
        elif self._pressed:
            return self._said()
        return packet[:1] + struct.pack("!BHII", mark | type, sequence, timestamp, source) + packet[12:]

    def press(self, key: str) -> None:
        """In place of the next packets of sound."""
        number = KEYS.index(key)
        lengths = [FRAME * n for n in range(1, LASTING + 1)]
        self._pressed += [struct.pack("!BBH", number, VOLUME, length) for length in lengths]
        self._pressed += [struct.pack("!BBH", number, VOLUME | UP, lengths[-1])] * 3

    def all_said(self) -> list[bytes]:
        """For one that sends no sound now: what is to be said of keys, at once."""
        found: list[bytes] = []
        while self._pressed:
            sequence, timestamp, source = self._head or (0, 0, id(self) & 0xFFFFFFFF)
            self._head, self._shift = ((sequence + 1) & 0xFFFF, timestamp, source), self._shift + 1
            found.append(self._said())
        return found

    def _said(self) -> bytes:
        payload, (sequence, timestamp, source) = self._pressed.popleft(), self._head or (0, 0, 0)
        first = struct.unpack_from("!H", payload, 2)[0] == FRAME
        if first:
            self._began = timestamp
        mark = 0x80 if first else 0
        return struct.pack("!BBHII", 0x80, mark | (self.takes or 0), sequence, self._began, source) + payload


@dataclass(frozen=True, eq=False)
class Way:
    socket: socket.socket
    carry: Callable[[], None]


class Bridge:
    def __init__(self, legs: tuple[int, int], pairs: Sequence[tuple[socket.socket, socket.socket]]) -> None:
        """`legs` are the ports of their inner sides, `pairs` a socket for RTP and one for RTCP that face each."""
        self.legs = legs
        self.ports = [rtp.getsockname()[1] for rtp, _ in pairs]
        self._lanes = Lane(), Lane()  # to the first, and to the second
        self._pairs, self._pressed = pairs, 0
        self._heard = [0.0, 0.0]  # when each leg sent something
        for leg, pair in zip(legs, pairs, strict=True):
            for n, each in enumerate(pair):
                each.connect((each.getsockname()[0], leg + n))
        self.ways = [Way(pairs[end][n], partial(self._carry, end, n == 1)) for end in (0, 1) for n in (0, 1)]

    def number(self, ends: Sequence[Numbers]) -> None:
        """For each leg: under which number its phone was told to send keys, and under which it takes them."""
        for end, lane in enumerate(self._lanes):
            lane.told, lane.takes = ends[1 - end][0], ends[end][1]

    def press(self, end: int, key: str, count: int) -> None:
        """To one of the legs, as if the other phone had said it so. The same again is not said again."""
        if count <= self._pressed or self._lanes[end].takes is None:
            return
        self._pressed = count
        self._lanes[end].press(key)
        if time.monotonic() - self._heard[1 - end] > QUIET:
            for packet in self._lanes[end].all_said():
                send(self._pairs[end][0], packet)

    def _carry(self, end: int, rtcp: bool) -> None:
        self._heard[end] = time.monotonic()
        for _ in range(AT_ONCE):
            try:
                packet = self._pairs[end][rtcp].recv(LARGEST)
            except OSError:
                return
            said = packet if rtcp else self._lanes[1 - end].carried(packet)
            if said:
                send(self._pairs[1 - end][rtcp], said)


def send(way: socket.socket, packet: bytes, to: Address | None = None) -> None:
    """Audio that cannot be sent at once is of no use any more."""
    try:
        if to:
            way.sendto(packet, to)
        else:
            way.send(packet)
    except OSError as error:
        log.debug("packet not sent", why=str(error))
