"""Connections as peers may make them: broken up, slow, greedy, half open."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import certificates
from trunkline.engine import stack
from trunkline.engine.certificate import Certificate
from trunkline.engine.ports import Flow
from trunkline.engine.streams import Limits, Streams

pytestmark = pytest.mark.any_store

OPTIONS = b"OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nCSeq: %d OPTIONS\r\nContent-Length: 0\r\n\r\n"
HOST = "127.0.0.1"
PATIENCE = 30  # seconds, of a machine that has much else to do


@dataclass
class Server:
    """A server whose SIP loop answers each message with a line of its own, and notes what it is told."""

    limits: Limits
    certificate: Certificate | None = None
    came: list[bytes] = field(default_factory=list[bytes])
    known: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    lost: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    handle: Callable[[bytes], None] = lambda _: None
    over: bool = False  # whether everything is over the measure

    def __post_init__(self) -> None:
        probe = socket.create_server((HOST, 0))
        self.address: tuple[str, int] = probe.getsockname()
        probe.close()
        self.streams = Streams(
            self.address, self.address, self._deliver, self._lost, self.certificate, self.limits, self._meet
        )

    def _meet(self, flow: Flow, message: bytes) -> bool:
        return not self.over or flow.address in self.known

    def _deliver(self, data: bytes, source: Any, server: Any, _: Any) -> None:
        self.came.append(data)
        self.handle(data)
        server.send_to(b"SIP/2.0 200 to " + str(source.address[1]).encode() + b"\r\n", source.address)

    def _lost(self, _: Any, address: tuple[str, int]) -> None:
        self.lost.append(address)

    def connect(self) -> socket.socket:
        made = socket.create_connection(self.address, PATIENCE)
        made.settimeout(PATIENCE)
        return made

    def while_running(self, script: Callable[[], None]) -> None:
        """Play a peer, in a thread of its own, while the SIP loop runs."""
        raised: list[BaseException] = []

        def play() -> None:
            try:
                script()
            except BaseException as error:
                raised.append(error)
            stack.loop.callFromThread(stack.loop.breakLoop)

        thread = threading.Thread(target=play)
        thread.start()
        stack.loop.loop()
        thread.join()
        if raised:
            raise raised[0]


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def one(certificate: Certificate | None = None, **limits: float) -> Server:
        made.append(Server(Limits(**({"look": 0.05} | limits)), certificate))  # pyright: ignore[reportArgumentType]
        return made[-1]

    yield one
    for each in made:
        each.streams.shutdown()


def closed(peer: socket.socket) -> bool:
    """Whether the other end let go, within a few seconds."""
    try:
        while peer.recv(65536):
            continue
    except ConnectionResetError:
        return True
    return True


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_two_messages_in_one_segment_and_one_in_two(serve: Callable[..., Server]) -> None:
    server = serve()

    def script() -> None:
        with server.connect() as peer:
            mine = b"SIP/2.0 200 to " + str(peer.getsockname()[1]).encode() + b"\r\n"
            third = OPTIONS % 3
            peer.sendall(OPTIONS % 1 + OPTIONS % 2 + third[:30])
            until(lambda: len(server.came) == 2)
            peer.sendall(third[30:])
            until(lambda: len(server.came) == 3)
            answers = b""
            while len(answers) < 3 * len(mine):
                answers += peer.recv(4096)
            assert answers == mine * 3

    server.while_running(script)
    assert server.came == [OPTIONS % n for n in (1, 2, 3)]


def test_a_ping_is_answered_with_a_pong(serve: Callable[..., Server]) -> None:
    server = serve()

    def script() -> None:
        with server.connect() as peer:
            peer.sendall(b"\r\n\r\n")
            assert peer.recv(10) == b"\r\n"

    server.while_running(script)
    assert not server.came


def test_garbage_a_huge_head_and_silence_are_let_go(serve: Callable[..., Server]) -> None:
    server = serve(stranger=0.3)

    def script() -> None:
        for sent in (b"\0" * 100, b"GET / HTTP/1.0\r\n\r\n", b"INVITE sip:x SIP/2.0\r\nX: " + b"y" * 1_000_000, b""):
            with server.connect() as peer:
                try:
                    peer.sendall(sent)
                except OSError:
                    continue  # it was let go while it sent
                assert closed(peer)

    server.while_running(script)
    assert not server.came


def test_a_message_must_come_to_its_end(serve: Callable[..., Server]) -> None:
    server = serve(message=0.3)

    def script() -> None:
        with server.connect() as peer:
            began = time.monotonic()
            for byte in OPTIONS * 100:  # a byte now and then does not help
                try:
                    peer.sendall(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.02)
                assert time.monotonic() < began + 5
            pytest.fail("it was let through")

    server.while_running(script)
    assert not server.came


def test_a_phone_of_ours_may_stay_and_an_idle_one_may_not(serve: Callable[..., Server]) -> None:
    server = serve(stranger=0.2, idle=1.0)

    def script() -> None:
        with server.connect() as phone:
            until(lambda: len(server.streams) == 1)
            server.streams.trust(phone.getsockname())
            for _ in range(4):
                time.sleep(0.1)
                phone.sendall(b"\r\n\r\n")
                assert phone.recv(10) == b"\r\n"
            assert closed(phone)  # idle from now on

    server.while_running(script)


def test_connections_of_an_address_and_of_all_are_counted(serve: Callable[..., Server]) -> None:
    server = serve(of_an_address=5)

    def script() -> None:
        with ExitStack() as open_ones:
            phone = open_ones.enter_context(server.connect())
            until(lambda: len(server.streams) == 1)
            server.streams.trust(phone.getsockname())
            peers = [open_ones.enter_context(server.connect()) for _ in range(40)]
            assert _answered(peers[-1])  # so all before it have come in
            assert [_answered(peer) for peer in peers] == [False] * 36 + [True] * 4
            assert _answered(phone)

    server.while_running(script)


def _answered(peer: socket.socket) -> bool:
    try:
        peer.sendall(b"\r\n\r\n")
        return peer.recv(10) == b"\r\n"
    except OSError:
        return False


def test_one_that_does_not_read_is_let_go_and_others_go_on(serve: Callable[..., Server]) -> None:
    server = serve(unsent=50_000)

    def script() -> None:
        with server.connect() as greedy, server.connect() as other:
            until(lambda: len(server.streams) == 2)
            for _ in range(300):
                server.streams.send_to(b"x" * 50_000, greedy.getsockname())
            until(lambda: len(server.streams) == 1)
            assert _answered(other)
            assert set(server.lost) == {greedy.getsockname()}

    server.while_running(script)


def test_a_stranger_who_pings_and_does_not_read_is_let_go_early(serve: Callable[..., Server]) -> None:
    server = serve(unsent=10_000_000)

    def script() -> None:
        with server.connect() as greedy:
            greedy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with pytest.raises(OSError, match=r"reset|pipe"):
                greedy.sendall(b"\r\n\r\n" * 1_000_000)  # whose answers are less than another might leave unread

    server.while_running(script)


def test_one_that_says_nothing_goes_before_one_that_said_something(serve: Callable[..., Server]) -> None:
    server = serve(silent=0.3)

    def script() -> None:
        with server.connect() as silent, server.connect() as other:
            other.sendall(OPTIONS % 1)
            assert closed(silent)
            time.sleep(0.3)
            assert other.recv(4096)
            assert _answered(other)

    server.while_running(script)


def test_what_is_over_the_measure_waits_and_nobody_else_waits_for_it(serve: Callable[..., Server]) -> None:
    server = serve()
    server.over = True
    sent = [OPTIONS % n for n in range(20)]

    def script() -> None:
        with server.connect() as stranger, server.connect() as phone:
            server.known.add(phone.getsockname())
            stranger.sendall(b"".join(sent[:10]))
            phone.sendall(b"".join(sent[10:]))
            until(lambda: len(server.came) == 10)
            time.sleep(0.2)
            assert server.came == sent[10:]
            server.over = False
            until(lambda: len(server.came) == 20)

    server.while_running(script)
    assert server.came == sent[10:] + sent[:10]


def test_of_a_stranger_who_must_wait_no_more_is_read(serve: Callable[..., Server]) -> None:
    server = serve(stranger=1)
    server.over = True

    def script() -> None:
        with server.connect() as stranger:
            stranger.settimeout(0.5)
            with pytest.raises(TimeoutError):
                stranger.sendall(OPTIONS % 7 * 100_000)
            until(lambda: bool(server.lost))
            until(lambda: not server.streams._over)  # pyright: ignore[reportPrivateUsage]

    server.while_running(script)
    assert not server.came


def test_what_the_sip_loop_cannot_keep_up_with_is_not_read(serve: Callable[..., Server]) -> None:
    server = serve(untold=10)
    server.handle = lambda _: time.sleep(0.002)
    sent = OPTIONS % 7

    def script() -> None:
        with server.connect() as peer:
            threading.Thread(target=peer.sendall, args=(sent * 400,), daemon=True).start()
            until(lambda: len(server.came) == 400)

    server.while_running(script)
    assert server.came == [sent] * 400


def test_what_is_sent_to_a_connection_that_is_gone_is_told(serve: Callable[..., Server]) -> None:
    server = serve()

    def script() -> None:
        with server.connect() as peer:
            address = peer.getsockname()
            until(lambda: len(server.streams) == 1)
        until(lambda: server.lost == [address])
        server.streams.send_to(b"x", address)
        until(lambda: server.lost == [address, address])

    server.while_running(script)


# TLS


def test_a_handshake_must_come_to_its_end(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(Certificate(*certificates.make(tmp_path)), handshake=0.3, silent=0.3)

    def script() -> None:
        for greeting in (b"", b"\x16\x03\x01\x02", b"REGISTER sip:x SIP/2.0\r\n\r\n"):
            with server.connect() as peer:
                peer.sendall(greeting)
                assert closed(peer)
        assert len(server.streams) == 0

    server.while_running(script)


def test_half_open_handshakes_count_and_make_room_for_phones(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(Certificate(*certificates.make(tmp_path)), handshake=60, silent=60, of_an_address=3)

    def script() -> None:
        half_open = [server.connect() for _ in range(20)]
        for peer in half_open:
            peer.sendall(b"\x16\x03\x01\x02")
        with secured(server, tmp_path / "certificate.pem") as phone:
            assert _answered(phone)
        assert all(closed(peer) for peer in half_open[:17])
        for peer in half_open:
            peer.close()

    server.while_running(script)


def test_a_renewed_certificate_is_shown_to_those_who_come_next(serve: Callable[..., Server], tmp_path: Path) -> None:
    first = certificates.make(tmp_path)
    server = serve(Certificate(*first))

    def script() -> None:
        with secured(server, first[0]) as old:
            first[1].write_text("half written")
            with secured(server, first[0]) as same:  # what does not fit changes nothing
                assert _answered(same)
            certificates.make(tmp_path, "renewed")
            with secured(server, first[0]) as new:
                assert _answered(new)
                assert new.getpeercert(True) != old.getpeercert(True)
            assert _answered(old)

    server.while_running(script)


def secured(server: Server, trusted: Path) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(trusted))
    return context.wrap_socket(server.connect(), server_hostname=HOST)


def test_old_versions_are_refused(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(Certificate(*certificates.make(tmp_path)))

    def script() -> None:
        context = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(ssl.SSLError):
            context.wrap_socket(server.connect(), server_hostname=HOST)

    server.while_running(script)
