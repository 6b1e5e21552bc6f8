"""SIP over TCP and over TLS: the connections that phones make to us (RFC 3261 section 18, RFC 5626).

Answers and requests to a phone go down the connection that it made; only to carriers we make some. The connections are
served by a thread of their own, so that nothing they do can hold up the SIP loop.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

import asyncio
import contextlib
import resource
import socket
import ssl
from asyncio import sslproto
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import structlog

from trunkline import vital
from trunkline.engine import framing, stack
from trunkline.engine.certificate import Certificate
from trunkline.engine.crowd import Crowd, Kind
from trunkline.engine.flood import Met, everybody, nobody
from trunkline.engine.listener import SHORT
from trunkline.engine.measures import Buckets, Measure
from trunkline.engine.ports import Flow

Address = tuple[str, int]

PONG = b"\r\n"
# What the kernel does about a peer that is gone without a word: seconds of silence, between probes, and their number.
PROBE_AFTER, PROBE_EVERY, PROBES = 60, 15, 4
UNACKNOWLEDGED = 20_000  # milliseconds that what was sent may remain unconfirmed
AGAIN = 0.05  # seconds until what was over the measure is looked at again
AT_ONCE = 500  # connections that are looked at then
HANDSHAKES = Measure(200, 600)  # of an address: an office comes back at once; those over it wait
WAIT = 0.5  # seconds between looks of one that waits for its handshake
# How a client begins one, the bytes before its record, and the longest such record (RFC 8446 section 5.1).
HELLO, BEFORE_HELLO, LONGEST_HELLO = b"\x16", 5, 16_384
BACKLOG = 1024  # connections that the kernel keeps until we come to them
UNREAD = 32_768  # bytes that the kernel keeps for us of a connection, and so the most that come at once
UNSENT = 65_536  # bytes that the kernel keeps for a peer that does not read

log = structlog.get_logger()

# What asyncio keeps of each connection over TLS, to read into: one record is enough, where it has 256 kB.
sslproto.SSLProtocol.max_size = 18_432


def _places() -> int:
    """Connections for each of TCP and TLS, so that there are files left for all else."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 10_000 if files == resource.RLIM_INFINITY else min(10_000, files * 2 // 5)


@dataclass(frozen=True)
class Limits:
    """What one peer, and all of them, may take. Times are seconds, sizes bytes."""

    connections: int = field(default_factory=_places)
    of_an_address: int = 500  # an office may be behind it
    stranger: float = 60  # for one that has not proved to be a phone of ours
    silent: float = 5  # for one of them that says nothing
    idle: float = 4000  # longer than any registration
    handshake: float = 10
    message: float = 20  # from the first byte of a message to its last
    unsent: int = 262_144  # what waits to be read by the peer
    unsent_stranger: int = 32_768  # by one that has not proved to be a phone of ours
    stalled: float = 20  # for which it may wait
    untold: int = 50  # messages of a connection that the SIP loop has not come to; then no more is read
    untold_stranger: int = 4  # of one that has not proved to be a phone of ours
    look: float = 1  # between looks at the clock


class Streams(stack.NetworkServer):
    """One listening socket, as the stack wants a server to be. `deliver` is called in the SIP loop with each message,
    `lost` with the address of a connection that is no more, or never was when something is to be sent to it.

    `meet` is asked there before a message is read, as for a packet of UDP (`flood.py`). Nobody says again what was sent
    over a connection: a message that is over the measure waits, and so does all that its connection says after it.
    `is_for_help` says of a message whether it calls for help; it is asked in the connections' thread."""

    def __init__(
        self,
        listen: Address,
        reached: Address,
        deliver: Callable[[bytes, Any, Any, Any], None],
        lost: Callable[[Any, Address], None],
        certificate: Certificate | None = None,
        limits: Limits | None = None,
        meet: Callable[[Flow, bytes], Met] = everybody,
        is_for_help: Callable[[bytes], bool] = nobody,
    ) -> None:
        """Raises OSError if the address cannot be had."""
        super().__init__(stack.NetworkOptions(reached, deliver))
        self.transport: Literal["tcp", "tls"] = "tls" if certificate else "tcp"
        self.limits = limits or Limits()
        self._certificate, self._lost, self._meet = certificate, lost, meet
        self._over = deque[Connection]()  # those that were over the measure, in the SIP loop
        self._connections: dict[Address, Connection] = {}
        self._crowd = Crowd[Connection](self.limits.connections, self.limits.of_an_address)  # handshakes too
        self._turned_away = self._made_room = self._no_file = 0
        self.is_for_help = is_for_help
        self._reached: dict[Address, str] = {}  # where connections may be made to, and by which name
        self._waiting: dict[Address, list[bytes]] = {}  # what is to be sent down one that is being made
        self._loop = asyncio.new_event_loop()
        self._handshakes = Buckets(HANDSHAKES, self._loop.time())
        self._socket = _listening(listen)
        self._ends = False
        self._thread = vital.thread(self._run, name=self.transport, asked=lambda: self._ends)

    def __len__(self) -> int:
        return len(self._connections)

    # What the stack asks of a server, in the SIP loop

    def send_to(self, data: bytes | str, address: Address, delayed: bool = False) -> None:
        raw = data if isinstance(data, bytes) else data.encode()
        self._loop.call_soon_threadsafe(self._send, raw, (address[0], address[1]))

    def trust(self, address: Address) -> None:
        """The peer proved to be a phone of ours: it may stay."""
        self._loop.call_soon_threadsafe(self._trust, (address[0], address[1]))

    def reach(self, address: Address, name: str) -> None:
        """From now on a connection is made where there is none; over TLS its certificate must be good for the name."""
        self._loop.call_soon_threadsafe(self._reached.__setitem__, (address[0], address[1]), name)

    def renew(self) -> None:
        """Look at the certificate now, and not when somebody connects."""
        if self._certificate:
            self._loop.call_soon_threadsafe(self._certificate.context)

    def join(self) -> None:
        self._thread.join()

    def shutdown(self) -> None:
        self._ends = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.join()

    # In the thread of the connections

    def _run(self) -> None:
        loop = self._loop
        loop.set_exception_handler(self._failed)
        server = loop.run_until_complete(loop.create_server(lambda: Connection(self), sock=self._socket))
        self._socket.listen(BACKLOG)  # asyncio would take as many at once, and read none before
        vital.every(self.limits.look, loop.call_later, self._look)
        loop.run_forever()
        server.close()
        for connection in self._crowd.all():
            connection.drop("shutting down")
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Without a file for whoever comes, asyncio says so a hundred times a second, until there is one."""
        if getattr(context.get("exception"), "errno", None) in SHORT:
            self._no_file += 1
        else:
            loop.default_exception_handler(context)

    def _send(self, data: bytes, address: Address) -> None:
        if connection := self._connections.get(address):
            connection.write(data)
        elif waiting := self._waiting.get(address):
            waiting.append(data)
        elif address in self._reached:
            self._waiting[address] = [data]
            vital.task(self._loop, self._connect(address, self._reached[address]), "connect")
        else:
            stack.loop.callFromThread(self._lost, self, address)

    async def _connect(self, address: Address, name: str) -> None:
        secured: Any = {"ssl": ssl.create_default_context(), "server_hostname": name} if self._certificate else {}
        try:
            async with asyncio.timeout(self.limits.handshake):
                await self._loop.create_connection(lambda: Connection(self, ours=True), *address, **secured)
        except Exception as error:  # whatever it is, who waits for it is told
            log.warning("no connection", to=name, transport=self.transport, why=str(error) or type(error).__name__)
            self._waiting.pop(address, None)
            stack.loop.callFromThread(self._lost, self, address)

    def _trust(self, address: Address) -> None:
        if connection := self._connections.get(address):
            connection.trust()
            self._crowd.prove(connection)

    def _look(self) -> None:
        now = self._loop.time()
        for connection in self._crowd.all():
            connection.look(now)
        if self._turned_away or self._made_room or self._no_file:
            counts = {"turned_away": self._turned_away, "made_room": self._made_room, "no_file": self._no_file}
            log.warning("more connections than places", transport=self.transport, **counts)
            self._turned_away = self._made_room = self._no_file = 0

    # Told by connections

    @property
    def certificate(self) -> Certificate | None:
        return self._certificate

    def admits(self, connection: "Connection") -> bool:
        if connection.ours:
            self._crowd.add(connection, connection.peer[0])
        elif not self._crowd.enter(connection, connection.peer[0]):
            self._turned_away += 1
            return False
        return True

    def may_shake_hands(self, connection: "Connection") -> bool:
        return self._handshakes.take(connection.peer[0], self._loop.time())

    def did(self, connection: "Connection", kind: Kind) -> None:
        self._crowd.did(connection, kind)

    def made_room(self) -> None:
        self._made_room += 1

    def ready(self, connection: "Connection") -> None:
        self._connections[connection.peer] = connection
        for data in self._waiting.pop(connection.peer, ()):
            connection.write(data)

    def closed(self, connection: "Connection") -> None:
        if connection not in self._crowd:
            return
        self._crowd.leave(connection)
        connection.gone = True
        if self._connections.get(connection.peer) is connection:
            del self._connections[connection.peer]
            stack.loop.callFromThread(self._lost, self, connection.peer)

    def received(self, message: bytes, connection: "Connection") -> None:
        stack.loop.callFromThread(self._deliver, message, connection)

    # In the SIP loop again

    def _deliver(self, message: bytes, connection: "Connection") -> None:
        connection.waiting.append(message)
        if len(connection.waiting) > 1:
            return  # it is among those that wait
        if not self._passes(connection):
            self._over.append(connection)
            if len(self._over) == 1:
                stack.Timeout(self._go_on, AGAIN)

    def _go_on(self) -> None:
        """Those first that have waited for longest."""
        try:
            for _ in range(min(len(self._over), AT_ONCE)):
                connection = self._over.popleft()
                if not self._passes(connection):
                    self._over.append(connection)
        finally:  # what one of them is too much for must not hold up the others
            if self._over:
                stack.Timeout(self._go_on, AGAIN)

    def _passes(self, connection: "Connection") -> bool:
        """Deal with what waits, as far as the measure goes."""
        while connection.waiting and not connection.gone:
            flow = Flow(connection.peer, self.transport)
            if not (met := self._meet(flow, connection.waiting[0])):
                return False
            message = connection.waiting.popleft()
            try:
                if met is True:
                    self.handle_read(message, stack.RemoteAddress(flow.address, self.transport), stack.MonoTime())
                else:
                    self.send_to(met, flow.address)
            finally:
                connection.told += 1
                if connection.pausing:
                    self._loop.call_soon_threadsafe(connection.go_on)
        return True


class Connection(asyncio.Protocol):
    """One peer. Everything but `told` and `waiting` is touched by the connections' thread alone."""

    peer: Address
    told = 0  # messages that the SIP loop has dealt with; written there
    pausing = gone = False

    def __init__(self, streams: Streams, *, ours: bool = False) -> None:
        """`ours` if we made it: then it is secured already where it has to be, and its other end is known."""
        self._streams, self._limits = streams, streams.limits
        self.trusted = self.ours = ours
        self.waiting = deque[bytes]()  # messages that the SIP loop has, and has not dealt with
        self._framer = framing.Framer()
        self._loop = asyncio.get_running_loop()
        self._since = self._latest = self._loop.time()
        self._begun: float | None = None  # when the message began that is not whole yet
        self._stalled: float | None = None  # since when the peer does not read
        self._came = 0
        self._hello = b""
        self._greets = bool(streams.certificate) and not ours  # it has to say first that it wants to shake hands
        self._handshake: asyncio.Task[object] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.peer = transport.get_extra_info("peername")[:2]
        if not self._streams.admits(self):
            self._transport.abort()
        elif not self._greets:
            self._begin()

    def _greeted(self, data: bytes, certificate: Certificate) -> None:
        """Whoever does not say all of a greeting costs no handshake."""
        self._hello += data
        length = int.from_bytes(self._hello[BEFORE_HELLO - 2 : BEFORE_HELLO], "big")
        if not self._hello.startswith(HELLO) or length > LONGEST_HELLO:
            self.drop("no TLS")
        elif len(self._hello) >= BEFORE_HELLO + length:
            self._greets = False
            self._streams.did(self, Kind.GREETED)
            self._transport.pause_reading()
            self._handshake = vital.task(self._loop, self._shake_hands(certificate), "handshake")

    async def _shake_hands(self, certificate: Certificate) -> None:
        while not self._streams.may_shake_hands(self):
            await asyncio.sleep(WAIT)
            if self.gone:
                return
        shaking = self._loop.start_tls(
            self._transport,
            self,
            certificate.context(),
            server_side=True,
            ssl_handshake_timeout=self._limits.handshake,
        )
        self._loop.call_soon(self._loop.call_soon, self._hand_over)  # once it has begun
        try:
            secured = await shaking
        except (OSError, EOFError) as error:
            log.info("no handshake", source=self.peer[0], why=str(error))
            self._transport.abort()
            self._streams.closed(self)
            return
        if secured is None:  # gone meanwhile
            self._streams.closed(self)
            return
        self._transport = secured
        self._streams.did(self, Kind.SPOKE)
        self._begin()

    def _hand_over(self) -> None:
        """What was read before there was a handshake."""
        shaking: Any = self._transport.get_protocol()
        hello, self._hello = self._hello, b""
        while hello and shaking is not self and not self._transport.is_closing():
            room = memoryview(shaking.get_buffer(len(hello)))
            piece, hello = hello[: len(room)], hello[len(room) :]
            room[: len(piece)] = piece
            shaking.buffer_updated(len(piece))

    def _begin(self) -> None:
        self._latest = self._loop.time()
        _probe(self._transport.get_extra_info("socket"))
        self._transport.set_write_buffer_limits(self._unsent // 4)
        self._streams.ready(self)

    def data_received(self, data: bytes) -> None:
        if self._greets and self._streams.certificate:
            self._greeted(data, self._streams.certificate)
            return
        try:
            found = self._framer.feed(data)
        except framing.Unframeable as error:
            self.drop(str(error))
            return
        now = self._loop.time()
        messages = [message for message in found if message != framing.PING]
        for message in messages:
            if not self.trusted:
                self._streams.did(self, Kind.HELP if self._streams.is_for_help(message) else Kind.SPOKE)
            self._came += 1
            self._streams.received(message, self)
        if pings := len(found) - len(messages):
            self.write(PONG * pings)
        self._latest = now
        self._begun = (self._begun if self._begun and not found else now) if self._framer.begun else None
        if self._came - self.told > self._untold:
            self._transport.pause_reading()
            self.pausing = True
            self.go_on()  # it may have been told meanwhile

    def trust(self) -> None:
        """It has proved to be a phone of ours."""
        self.trusted = True
        self._transport.set_write_buffer_limits(self._unsent // 4)

    @property
    def _unsent(self) -> int:
        return self._limits.unsent if self.trusted else self._limits.unsent_stranger

    @property
    def _untold(self) -> int:
        return self._limits.untold if self.trusted else self._limits.untold_stranger

    def go_on(self) -> None:
        """Read again, if the SIP loop has come to what was read."""
        if self.pausing and self._came - self.told <= self._untold // 2:
            self.pausing = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def write(self, data: bytes) -> None:
        if self._transport.is_closing():
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > self._unsent:
            self.drop("does not read")

    def pause_writing(self) -> None:
        self._stalled = self._loop.time()

    def resume_writing(self) -> None:
        self._stalled = None

    def look(self, now: float) -> None:
        """Whether its time is over."""
        limits = self._limits
        if self._begun is not None and now - self._begun > limits.message:
            self.drop("slow message")
        elif self._stalled is not None and now - self._stalled > limits.stalled:
            self.drop("does not read")
        elif not self.trusted and now - self._since > limits.stranger:
            self.drop("stranger")
        elif self._says_nothing and now - self._latest > limits.silent:
            self.drop("silent")
        elif now - self._latest > limits.idle:
            self.drop("idle")

    @property
    def _says_nothing(self) -> bool:
        shakes_hands = self._handshake and not self._handshake.done()
        return not (self.trusted or self._came or self._begun or shakes_hands)

    def drop(self, why: str) -> None:
        log.info("connection dropped", source=self.peer[0], transport=self._streams.transport, why=why)
        self._end()

    def make_room(self) -> None:
        self._streams.made_room()
        self._end()

    def _end(self) -> None:
        if self._handshake and not self._handshake.done():
            self._handshake.cancel()
        self._transport.abort()
        self._streams.closed(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._streams.closed(self)


def _listening(address: Address) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNREAD)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
        made.bind(address)
        made.listen()
    except OSError:
        made.close()
        raise
    return made


def _probe(sock: Any) -> None:
    """Have the kernel find peers that are gone without a word."""
    with contextlib.suppress(OSError):  # a socket that is closed already
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, PROBE_AFTER)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, PROBE_EVERY)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED)
