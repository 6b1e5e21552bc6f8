"""SRTP for phones whose keys stand in their descriptions (RFC 4568): between the phone and the relay, which itself
secures by DTLS alone. It runs beside the relay, in its process, so that audio goes on when the engine is started again.

Commands are JSON lines on a Unix socket; each is answered with one.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import base64
import random
import selectors
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import structlog
from pylibsrtp import Error, Policy, Session

PROFILES: dict[str, int] = {
    "AES_CM_128_HMAC_SHA1_80": Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    "AES_CM_128_HMAC_SHA1_32": Policy.SRTP_PROFILE_AES128_CM_SHA1_32,
}
LARGEST = 2048  # bytes of a packet
AT_ONCE = 32  # packets of a socket before another has its turn
TRIES = 200  # at finding a free pair of ports

Address = tuple[str, int]

log = structlog.get_logger()


def serve(path: Path, host: str, ports: tuple[int, int]) -> None:
    """Answer commands and carry audio until the process ends, in a thread of its own."""
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()
    threading.Thread(target=Srtp(host, ports).run, args=(server,), name="srtp", daemon=True).start()


@dataclass(eq=False)
class Way:
    """RTP or RTCP of one phone: a socket that faces it, and one that faces the relay."""

    outer: socket.socket
    inner: socket.socket
    phone: Address | None = None  # as it says, and then as its first genuine packet shows


@dataclass(eq=False)
class Secured:
    """One phone: its ways, and the keys of both directions once they are known."""

    ways: tuple[Way, Way]
    keys: tuple[str, str, str] | None = None  # suite, ours, theirs
    ours: Session | None = field(default=None, repr=False)
    theirs: Session | None = field(default=None, repr=False)

    def key(self, suite: str, ours: str, theirs: str) -> None:
        """The same keys again change nothing: their counters go on."""
        before, self.keys = self.keys, (suite, ours, theirs)
        if before is None or before[:2] != (suite, ours):
            self.ours = _session(suite, ours, Policy.SSRC_ANY_OUTBOUND)
        if before is None or (before[0], before[2]) != (suite, theirs):
            self.theirs = _session(suite, theirs, Policy.SSRC_ANY_INBOUND)


class Srtp:
    def __init__(self, host: str, ports: tuple[int, int]) -> None:
        self._host, (self._first, self._last) = host, ports
        self._selector = selectors.DefaultSelector()
        self._secured: dict[str, Secured] = {}
        self.refused = 0  # packets that were not genuine

    def run(self, server: socket.socket) -> None:
        self._selector.register(server, selectors.EVENT_READ, lambda: self._accept(server))
        while True:
            for key, _ in self._selector.select():
                act: Callable[[], None] = key.data
                act()

    # Commands

    def _accept(self, server: socket.socket) -> None:
        connection, _ = server.accept()
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
            match orjson.loads(said):
                case {"do": "open", "name": str(name), "relay": [str(host), int(port)]}:
                    return self.open(name, (host, port))
                case {
                    "do": "key",
                    "name": str(name),
                    "suite": str(suite),
                    "ours": str(ours),
                    "theirs": str(theirs),
                } as it:
                    return self.key(name, suite, ours, theirs, it.get("phone"))
                case {"do": "close", "name": str(name)}:
                    return self.close(name)
                case _:
                    return {"error": "unknown command"}
        except (OSError, ValueError, KeyError, Error) as error:
            return {"error": str(error) or type(error).__name__}

    def open(self, name: str, relay: Address) -> dict[str, Any]:
        """Ports for a phone: the one that it sends to, and the one that the relay does."""
        outer, inner = self._pair(self._first, self._last), self._pair(1024, 65535)
        for n, each in enumerate(inner):
            each.connect((relay[0], relay[1] + n))
        self.close(name)
        made = self._secured[name] = Secured((Way(outer[0], inner[0]), Way(outer[1], inner[1])))
        for n, way in enumerate(made.ways):
            for each, carry in ((way.outer, self._from_phone), (way.inner, self._from_relay)):
                each.setblocking(False)
                self._selector.register(each, selectors.EVENT_READ, _bound(carry, made, way, n == 1))
        return {"port": outer[0].getsockname()[1], "inner": inner[0].getsockname()[1]}

    def key(self, name: str, suite: str, ours: str, theirs: str, phone: Any) -> dict[str, Any]:
        secured = self._secured[name]
        secured.key(suite, ours, theirs)
        if phone:
            for n, way in enumerate(secured.ways):
                way.phone = (str(phone[0]), int(phone[1]) + n)
        return {}

    def close(self, name: str) -> dict[str, Any]:
        if secured := self._secured.pop(name, None):
            for way in secured.ways:
                for each in (way.outer, way.inner):
                    self._selector.unregister(each)
                    each.close()
        return {}

    def _pair(self, first: int, last: int) -> tuple[socket.socket, socket.socket]:
        """A port for RTP and the next for RTCP, among those that others may reach us by."""
        for _ in range(TRIES):
            port = random.randrange(first // 2 * 2 + first % 2 * 2, last, 2)  # noqa: S311
            pair = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                for n, each in enumerate(pair):
                    each.bind((self._host, port + n))
                return pair
            except OSError:
                for each in pair:
                    each.close()
        raise OSError("no port is free")

    # Audio

    def _from_phone(self, secured: Secured, way: Way, rtcp: bool) -> None:
        for _ in range(AT_ONCE):
            try:
                packet, source = way.outer.recvfrom(LARGEST)
            except OSError:
                return
            if secured.theirs is None:
                return
            try:
                plain = secured.theirs.unprotect_rtcp(packet) if rtcp else secured.theirs.unprotect(packet)
            except (Error, TypeError):
                self.refused += 1
                continue
            way.phone = source
            _send(way.inner, plain, None)

    def _from_relay(self, secured: Secured, way: Way, rtcp: bool) -> None:
        for _ in range(AT_ONCE):
            try:
                packet = way.inner.recv(LARGEST)
            except OSError:
                return
            if secured.ours is None or way.phone is None:
                continue
            try:
                _send(way.outer, secured.ours.protect_rtcp(packet) if rtcp else secured.ours.protect(packet), way.phone)
            except (Error, TypeError):
                self.refused += 1


def _bound(carry: Callable[[Secured, Way, bool], None], secured: Secured, way: Way, rtcp: bool) -> Callable[[], None]:
    return lambda: carry(secured, way, rtcp)


def _send(way: socket.socket, packet: bytes, to: Address | None) -> None:
    """Audio that cannot be sent at once is of no use any more."""
    try:
        if to:
            way.sendto(packet, to)
        else:
            way.send(packet)
    except OSError as error:
        log.debug("packet not sent", why=str(error))


def _session(suite: str, key: str, direction: int) -> Session:
    """Raises KeyError or ValueError for a suite or a key that is none."""
    return Session(Policy(key=base64.b64decode(key, validate=True), ssrc_type=direction, srtp_profile=PROFILES[suite]))
