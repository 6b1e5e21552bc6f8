"""How long, how much and how often a client may talk before it is answered: HTTP's connections, within bounds.

A server that reads whatever comes holds what nobody needs, waits for whoever says nothing, and has no file descriptor
left for those who mean it. What uvicorn bounds (a silence after an answer) is left to it.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

import httptools
import orjson
import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from trunkline.api.oauth.attempts import network
from trunkline.api.pipeline import LARGEST_BODY
from trunkline.api.sending import PIECE

LONGEST_TARGET = 24_576  # bytes of path and query, of which the door takes 16,384
LARGEST_HEAD = 49_152  # bytes of a request before its body
MOST_HEADERS = 100
MOST_AROUND = 8  # bytes that may come with each of a body, to say how long a chunk is: one of a single byte has five
MOST_AHEAD = 16  # requests sent before the first is answered

HEAD_TIME = 10.0  # seconds for a request up to its body, and for a new connection to begin one
BODY_TIME = 60.0  # seconds for all of a body
PIECE_TIME = 10.0  # seconds for some more of it
READ_TIME = 60.0  # seconds for a client to read some more of an answer
LINGER = 2.0  # seconds for it to read a refusal

OF_ONE_ADDRESS = 256  # connections
MOST = 4096
UNREAD = 64_000_000  # bytes of answers that all of them have not read yet

SAID = {
    400: "Invalid HTTP request.",
    408: "The request was not sent in time.",
    413: "Request body is too large.",
    414: "Request address is too long.",
    431: "Request headers are too large.",
    503: "Too many connections or requests at once.",
}

log = structlog.get_logger()


class Crowd:
    """All connections, by where they come from. Who finds no room takes that of the one that has waited for its client
    for the longest time: from the same address, or from the address that has the most of them. A client is waited for
    until it asks for something, and until it reads what it asked for.
    """

    def __init__(self, most: int, is_proxy: Callable[[str], bool]) -> None:
        """A proxy's address is many people's, so that it is bounded by the number of all alone."""
        self._most, self._is_proxy = most, is_proxy
        self._members: dict[Connection, str] = {}  # and the network that each comes from
        self._waiting: dict[str, dict[Connection, None]] = {}  # the oldest first
        self._count: Counter[str] = Counter()
        self._unread: dict[str, dict[Connection, int]] = {}  # bytes that wait to be read, the oldest first
        self._held: Counter[str] = Counter()  # bytes of them, by network
        self._held_by_all = 0

    def enter(self, connection: "Connection", address: str) -> bool:
        """Whether there is room."""
        place = network(address)
        if self._count[place] >= OF_ONE_ADDRESS and not self._is_proxy(address) and not self._evict(place):
            return False
        if len(self._members) >= self._most and not self._evict(max(self._waiting, key=self._size, default="")):
            return False
        self._members[connection] = place
        self._count[place] += 1
        self.wait(connection)
        return True

    def wait(self, connection: "Connection") -> None:
        """It is the client's turn, now or still."""
        if place := self._members.get(connection):
            self._waiting.setdefault(place, {})[connection] = None

    def hold(self, connection: "Connection", size: int) -> None:
        """It is the client's turn to read. Where all leave too much unread, the network that holds most of it loses the
        connection that has left it for the longest time."""
        self.wait(connection)
        if place := self._members.get(connection):
            self._unread.setdefault(place, {})[connection] = size
            self._held[place] += size
            self._held_by_all += size
        if self._held_by_all > UNREAD:
            most = max(self._held, key=self._held.__getitem__)
            self._end(next(iter(self._unread[most])))

    def release(self, connection: "Connection") -> None:
        """It was read."""
        self.serve(connection)
        place = self._members.get(connection, "")
        if size := self._unread.get(place, {}).pop(connection, 0):
            self._held[place] -= size
            self._held_by_all -= size
            if not self._held[place]:
                del self._held[place], self._unread[place]

    def serve(self, connection: "Connection") -> None:
        """It is ours: a whole request is there."""
        place = self._members.get(connection, "")
        waiting = self._waiting.get(place, {})
        waiting.pop(connection, None)
        if not waiting:
            self._waiting.pop(place, None)

    def leave(self, connection: "Connection") -> None:
        self.release(connection)
        if place := self._members.pop(connection, ""):
            self._count[place] -= 1
            if not self._count[place]:
                del self._count[place]

    def _size(self, place: str) -> int:
        return self._count[place]

    def _evict(self, place: str) -> bool:
        oldest = next(iter(self._waiting.get(place, ())), None)
        if oldest:
            self._end(oldest)
        return oldest is not None

    def _end(self, connection: "Connection") -> None:
        self.leave(connection)
        connection.end()


class Unfit(Exception):
    """What came of a request is not to be read on; the status says why."""


class Connection(HttpToolsProtocol):
    """uvicorn's, within bounds. What it refuses it tells in the shape of the API's errors."""

    parser: Any  # None once the connection is lost

    def __init__(self, crowd: Crowd, **given: Any) -> None:
        super().__init__(**given)
        self._crowd = crowd
        self._status = 0  # of the refusal, while the parser takes note of it
        self._is_over = False  # nothing is read any more
        self._in_body = False  # else a head is awaited or read
        self._is_begun = False  # a request is
        self._part = 0  # of all heads and bodies so far
        self._read = self._body = 0  # bytes of that part, and of the body without how it is cut
        self._body_until = 0.0
        self._deadline: asyncio.TimerHandle | None = None  # for the client to say more
        self._patience: asyncio.TimerHandle | None = None  # for it to read more
        self._answered: RequestResponseCycle | None = None  # the request that is, or was the last to be

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # What the network does not take yet waits here, where it is bounded, and not by megabytes in the system.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, PIECE)
        if self._crowd.enter(self, self.client[0] if self.client else "?"):
            self._expect(HEAD_TIME)
        else:
            self._is_over = True
            transport.write(_answer(503))
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.leave(self)
        self._expect(None)
        self._await_reader(None)
        self._hear_no_more()
        super().connection_lost(exc)

    def end(self) -> None:
        """At once, whatever is still to be read."""
        self._hear_no_more()
        self.transport.abort()

    def _hear_no_more(self) -> None:
        """Nobody hears the answer under way, which uvicorn takes to be that of the request that came last."""
        if self._answered:
            self._answered.disconnected = True
            self._answered.message_event.set()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """A head is fed in pieces no longer than what is left of its bound: the parser keeps all that it is given."""
        while data and not self._is_over:
            part, room = self._part, len(data) if self._in_body else LARGEST_HEAD - self._read
            piece, data = data[:room], data[room:]
            try:
                self.parser.feed_data(piece)
            except httptools.HttpParserUpgrade:
                return
            except httptools.HttpParserError:
                self._refuse(self._status or 400)
                return
            if part == self._part:  # else the piece was the end of one and the beginning of another
                self._count(len(piece))

    def _count(self, read: int) -> None:
        self._read += read
        if self._in_body:
            self._expect(min(PIECE_TIME, self._body_until - self.loop.time()))
        if self._read - (1 + MOST_AROUND) * self._body >= LARGEST_HEAD:
            self._refuse(431)

    # What the parser finds.

    def on_message_begin(self) -> None:
        self._unset_keepalive_if_required()
        super().on_message_begin()
        self._is_begun = True
        self._expect(HEAD_TIME)

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._bound(len(self.url) <= LONGEST_TARGET, 414)

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._bound(len(self.headers) <= MOST_HEADERS, 431)

    def on_headers_complete(self) -> None:
        length = next((int(value) for name, value in self.headers if name == b"content-length"), 0)
        self._bound(length <= LARGEST_BODY, 413)
        self._bound(len(self.pipeline) < MOST_AHEAD, 503)
        self._begin(in_body=True)
        self._body_until = self.loop.time() + BODY_TIME
        self._expect(PIECE_TIME)
        super().on_headers_complete()
        if self.parser.should_upgrade():  # to nothing that is spoken here, and the parser reads no further
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        self._bound(self._body <= LARGEST_BODY, 413)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._begin(in_body=False)
        self._is_begun = False
        self._expect(None)
        super().on_message_complete()
        if not self.cycle.response_complete and not self.flow.write_paused:
            self._crowd.serve(self)

    def _begin(self, *, in_body: bool) -> None:
        self._in_body = in_body
        self._part += 1
        self._read = self._body = 0

    def _bound(self, is_kept: bool, status: int) -> None:
        if not is_kept:
            self._status = status
            raise Unfit  # which the parser turns into an error of its own

    # What becomes of answers.

    def on_response_complete(self) -> None:
        is_last = not self.pipeline
        super().on_response_complete()
        if self._deadline:  # a request is under way already, which has times of its own
            self._unset_keepalive_if_required()
        if is_last and self._is_over:
            self._unset_keepalive_if_required()
            self.transport.close()
        if self.transport.is_closing():
            self._await_reader(READ_TIME)
        if is_last or self.transport.is_closing():
            self._crowd.wait(self)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader(READ_TIME)
        self._crowd.hold(self, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        is_closing = self.transport.is_closing()
        self._await_reader(READ_TIME if is_closing else None)
        self._crowd.release(self)
        if is_closing or not self._is_answering():
            self._crowd.wait(self)

    def eof_received(self) -> bool:  # type: ignore[override]
        """The client says no more. What it asked for it may still read; half a request is as good as none.

        Whether the transport is to stay is what is returned.
        """
        if self.transport.is_closing() or not self._is_answering():
            return False
        self._is_over = True
        self._expect(None)
        if self._in_body:
            if not self.pipeline:
                return False
            self.pipeline.popleft()
        return True

    def _is_answering(self) -> bool:
        return self._answered is not None and not self._answered.response_complete

    def _await_reader(self, seconds: float | None) -> None:
        if self._patience:
            self._patience.cancel()
        self._patience = None if seconds is None else self.loop.call_later(seconds, self.end)

    # What becomes of those who are late, or too much.

    def _expect(self, seconds: float | None) -> None:
        """The client has so long to say more; None: it need not."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(max(seconds, 0), self._be_late)

    def _be_late(self) -> None:
        if self.flow.read_paused:  # it is not read, so it may have said all
            self._expect(PIECE_TIME)
        elif self._is_begun or self._read:
            self._refuse(408)
        else:
            self._is_over = True
            self.transport.close()

    def _refuse(self, status: int) -> None:
        """Told if it is the turn of that request to be answered, and if it was not; and then the connection ends."""
        self._is_over = True
        self._expect(None)
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        under_way = self.cycle if self.cycle and not self.cycle.response_complete else None
        if under_way and (not self._in_body or self.pipeline or under_way.response_started):
            self.pipeline.clear()
            under_way.keep_alive = False
            return
        if under_way:
            under_way.disconnected = True
            under_way.message_event.set()
        if not (self._in_body and self.cycle and self.cycle.response_complete):
            log.warning("refused", status=status, address=self.client[0] if self.client else None)
            self.transport.write(_answer(status))
        self.flow.resume_reading()  # else what is not read would take the answer from the client again
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._await_reader(LINGER)


@cache
def _answer(status: int) -> bytes:
    body = orjson.dumps({"code": status, "message": SAID[status]})
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body
