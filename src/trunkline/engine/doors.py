"""Doors: what stands before the relay where the relay cannot tell by itself whose packets it takes. It knows a phone by
the address that it is given, or by DTLS; it does not know the port of one behind a NAT (`whose.py`), nor keys that
stand in descriptions (RFC 4568). It runs beside the relay, in its process, so that audio goes on when the engine is
started again.

Commands are JSON lines on a Unix socket; each is answered with one.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import base64
import random
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
import structlog
from pylibsrtp import Error, Policy, Session

from trunkline import clock, vital
from trunkline.engine.bridges import AT_ONCE, LARGEST, Bridge, send
from trunkline.engine.listener import Listener
from trunkline.engine.speech import Speech
from trunkline.engine.tap import FROM_PHONE, TO_PHONE, Tap
from trunkline.engine.whose import Address, Whose

PROFILES: dict[str, int] = {
    "AES_CM_128_HMAC_SHA1_80": Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    "AES_CM_128_HMAC_SHA1_32": Policy.SRTP_PROFILE_AES128_CM_SHA1_32,
}
INNER = "127.0.0.1"  # where legs face each other
INNER_PORTS = 32_768, 60_999  # there: none that a service may want, such as our own SIP port after a restart
LAST_PORT = 65_535

log = structlog.get_logger()


def serve(path: Path, host: str, ports: tuple[int, int]) -> None:
    """Answer commands and carry audio until the process ends, in a thread of its own."""
    vital.thread(Doors(host, ports).run, Listener(path), name="doors")


@dataclass(eq=False)
class Way:
    """RTP or RTCP of one phone: a socket that faces it, and one that faces the relay."""

    outer: socket.socket
    inner: socket.socket
    port: int  # of the one that faces the phone
    whose: Whose = field(default_factory=Whose)
    speech: Speech = field(default_factory=lambda: Speech(time.monotonic()))


@dataclass(eq=False)
class Keyed:
    """The keys of both directions."""

    suite: str
    ours: Session = field(repr=False)
    theirs: Session = field(repr=False)
    texts: tuple[str, str] = field(repr=False)


@dataclass(eq=False)
class Door:
    """One phone's: its ways, and its keys once they are known. `shut` while they are not."""

    ways: tuple[Way, Way]
    keys: Keyed | None = None
    shut: bool = False
    tap: Tap | None = None
    speaker: bytes = b""  # the source (SSRC) of the phone's audio, as it said last

    def key(self, suite: str, ours: str, theirs: str) -> None:
        """The same keys again change nothing: their counters go on."""
        had = self.keys if self.keys and self.keys.suite == suite else None
        self.keys = Keyed(
            suite,
            had.ours if had and had.texts[0] == ours else _session(suite, ours, Policy.SSRC_ANY_OUTBOUND),
            had.theirs if had and had.texts[1] == theirs else _session(suite, theirs, Policy.SSRC_ANY_INBOUND),
            (ours, theirs),
        )
        self.shut = False

    def copy(self, tap: Tap) -> None:
        """One at a time."""
        if self.tap and self.tap.is_open:
            tap.close()
            raise ValueError("it is copied already")
        self.tap = tap


class Doors:
    def __init__(self, host: str, ports: tuple[int, int]) -> None:
        self._host, (self._first, self._last) = host, ports
        self._selector = selectors.DefaultSelector()
        self._doors: dict[str, Door] = {}
        self._bridges: dict[str, Bridge] = {}
        self.refused = 0  # packets that were not genuine, or too many
        self._began = clock.wall()

    def run(self, server: Listener) -> None:
        self._selector.register(server.socket, selectors.EVENT_READ, lambda: self._accept(server))
        while True:
            for key, _ in self._selector.select():
                act: Callable[[], None] = key.data
                try:
                    act()
                except Exception:  # of one call, which the others must outlive
                    log.exception("door failed")

    # Commands

    def _accept(self, server: Listener) -> None:
        if (connection := server.accept()) is None:
            return
        connection.settimeout(1)
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._command(connection))

    def _command(self, connection: socket.socket) -> None:
        try:
            said = connection.recv(4096)
            if said:
                connection.sendall(orjson.dumps(self._answer(said)) + b"\n")
                return
        except OSError as error:
            log.info("command connection lost", why=str(error))
        self._selector.unregister(connection)
        connection.close()

    def _answer(self, said: bytes) -> dict[str, Any]:
        try:
            return self._done(orjson.loads(said))
        except (OSError, ValueError, KeyError, Error) as error:
            return {"error": str(error) or type(error).__name__}

    def _done(self, said: Any) -> dict[str, Any]:
        match said:
            case {"do": "open", "name": str(name), "relay": [str(host), int(port)]}:
                return self.open(name, (host, port))
            case {"do": "tell", "name": str(name), "host": str(host), "phone": [str(at), int(port)]}:
                return self.tell(name, host, (at, port))
            case {"do": "key", "name": str(name), "suite": str(suite), "ours": str(ours), "theirs": str(theirs)}:
                self._doors[name].key(suite, ours, theirs)
            case {"do": "shut", "name": str(name), "shut": bool(shut)}:
                self._doors[name].shut, self._doors[name].keys = shut, None
            case {"do": "close", "name": str(name)}:
                self.close(name)
            case {"do": "bridge", "name": str(name), "ends": [[int(), _, _], [int(), _, _]] as ends}:
                return self.bridge(name, ends)
            case {"do": "press", "name": str(name), "towards": int(end), "key": str(key), "count": int(count)}:
                self._bridges[name].press(end, key, count)
            case {"do": "unbridge", "name": str(name)}:
                self._unbridge(name)
            case {"do": "tap", "name": str(name), "to": str(to), "seconds": int(seconds)}:
                self._doors[name].copy(Tap(name, to, seconds))
            case {"do": "status"}:
                ports = self._last + 1 - self._first
                return {"began": self._began, "doors": len(self._doors), "refused": self.refused, "ports": ports}
            case _:
                return {"error": "unknown command"}
        return {}

    def open(self, name: str, relay: Address) -> dict[str, Any]:
        """Ports for a phone: the one that it sends to, and the one that the relay does."""
        outer, inner = self._pair(self._host, self._first, self._last), self._pair(relay[0], *INNER_PORTS)
        for n, each in enumerate(inner):
            each.connect((relay[0], relay[1] + n))
        self.close(name)
        port = outer[0].getsockname()[1]
        made = self._doors[name] = Door((Way(outer[0], inner[0], port), Way(outer[1], inner[1], port + 1)))
        for n, way in enumerate(made.ways):
            self._listen(way.outer, partial(self._from_phone, made, way, n == 1))
            self._listen(way.inner, partial(self._from_relay, made, way, n == 1))
        return {"port": port, "inner": inner[0].getsockname()[1]}

    def tell(self, name: str, host: str, phone: Address) -> dict[str, Any]:
        """What the phone says of where it is: the host that it is seen at, and where it listens."""
        for n, way in enumerate(self._doors[name].ways):
            named = (phone[0], phone[1] + n) if phone[1] + n <= LAST_PORT else None
            way.whose.tell(host, named, time.monotonic())
        return {}

    def close(self, name: str) -> None:
        """All of a leg's."""
        self._unbridge(name)
        if door := self._doors.pop(name, None):
            for way in door.ways:
                self._drop(way.outer, way.inner)
            if door.tap:
                door.tap.close()

    def bridge(self, name: str, ends: Any) -> dict[str, Any]:
        """Between two legs: the ports that stand for one to the other. The same bridge may be told of other numbers."""
        bridge = self._bridges.get(name)
        if bridge is None or bridge.legs != (ends[0][0], ends[1][0]):
            self._unbridge(name)
            pairs = [self._pair(INNER, *INNER_PORTS) for _ in ends]
            bridge = self._bridges[name] = Bridge((ends[0][0], ends[1][0]), pairs)
            for way in bridge.ways:
                self._listen(way.socket, way.carry)
        bridge.number([(told, takes) for _, told, takes in ends])
        return {"ports": bridge.ports}

    def _unbridge(self, name: str) -> None:
        if bridge := self._bridges.pop(name, None):
            self._drop(*(way.socket for way in bridge.ways))

    def _listen(self, at: socket.socket, carry: Callable[[], None]) -> None:
        at.setblocking(False)
        self._selector.register(at, selectors.EVENT_READ, carry)

    def _drop(self, *sockets: socket.socket) -> None:
        for each in sockets:
            self._selector.unregister(each)
            each.close()

    def _pair(self, host: str, first: int, last: int) -> tuple[socket.socket, socket.socket]:
        """A port for RTP and the next for RTCP."""
        pairs = range(first + first % 2, last, 2)
        begin = random.randrange(len(pairs))  # noqa: S311  and then all, for the last one that is free may be wanted
        for port in chain(pairs[begin:], pairs[:begin]):
            pair = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                for n, each in enumerate(pair):
                    each.bind((host, port + n))
                return pair
            except OSError:
                for each in pair:
                    each.close()
        raise OSError("no port is free")

    # Audio

    def _from_phone(self, door: Door, way: Way, rtcp: bool) -> None:
        now = time.monotonic()
        for _ in range(AT_ONCE):
            try:
                packet, source = way.outer.recvfrom(LARGEST)
            except OSError:
                return
            if door.shut:
                continue
            if door.keys:
                theirs = door.keys.theirs
                if not (packet := self._with(theirs.unprotect_rtcp if rtcp else theirs.unprotect, packet)):
                    continue
                way.whose.source = source  # nobody else could have made it
            elif (rtcp and not _reports(packet, source, door, way)) or not way.whose.takes(source, now):
                self.refused += 1
                continue
            elif not rtcp:
                door.speaker = packet[8:12]
            if not way.speech.takes(len(packet), now):
                self.refused += 1
                continue
            if door.tap:
                door.tap.copy(FROM_PHONE, source, way.port, packet)
            send(way.inner, packet)

    def _with(self, keys: Callable[[bytes], bytes], packet: bytes) -> bytes:
        """Nothing of one that is not genuine."""
        try:
            return keys(packet)
        except (Error, TypeError):
            self.refused += 1
            return b""

    def _from_relay(self, door: Door, way: Way, rtcp: bool) -> None:
        for _ in range(AT_ONCE):
            try:
                packet = way.inner.recv(LARGEST)
            except OSError:
                return
            if door.shut or (to := way.whose.to) is None:
                continue
            if door.tap:
                door.tap.copy(TO_PHONE, to, way.port, packet)
            if door.keys:
                ours = door.keys.ours
                if not (packet := self._with(ours.protect_rtcp if rtcp else ours.protect, packet)):
                    continue
            send(way.outer, packet, to)


def _reports(packet: bytes, source: Address, door: Door, way: Way) -> bool:
    """Whether it is a report of the phone's: from where it says that it is, or of the audio that comes from it. Nothing
    else shows whose it is, for a NAT may give it any port."""
    return way.whose.is_as_said(source) or packet[4:8] == door.speaker


def _session(suite: str, key: str, direction: int) -> Session:
    """Raises KeyError or ValueError for a suite or a key that is none."""
    return Session(Policy(key=base64.b64decode(key, validate=True), ssrc_type=direction, srtp_profile=PROFILES[suite]))
