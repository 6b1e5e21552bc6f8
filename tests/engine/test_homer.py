"""Homer is sent each message, as HEP version 3 says, without secrets; and nobody waits for it."""

import socket
import struct
import time
from collections.abc import Callable, Iterator

import pytest

from trunkline.engine import homer
from trunkline.engine.homer import MOST, Homer
from trunkline.engine.legs import Legs
from trunkline.engine.measures import Measure
from trunkline.engine.ports import Flow
from trunkline.engine.trace import Passed

pytestmark = pytest.mark.any_store

OURS = {"udp": ("192.0.2.1", 5060), "tls": ("192.0.2.1", 5061)}
FLOW = Flow(("198.51.100.7", 5062), "udp")
INVITE = b"INVITE sip:x SIP/2.0\r\nCall-ID: one\r\nAuthorization: Digest response=secret\r\n\r\n\xff"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.settimeout(5)
        yield made


def read(packet: bytes) -> dict[int, bytes]:
    """The chunks of a packet, by type."""
    assert packet[:4] == b"HEP3"
    assert struct.unpack_from("!H", packet, 4) == (len(packet),)
    at, found = 6, dict[int, bytes]()
    while at < len(packet):
        vendor, kind, length = struct.unpack_from("!HHH", packet, at)
        assert vendor == 0
        assert length > 6
        assert kind not in found
        found[kind] = packet[at + 6 : at + length]
        at += length
    assert at == len(packet)
    return found


@pytest.mark.parametrize(
    ("way", "transport", "protocol", "ends"),
    [
        ("received", "udp", 17, ("198.51.100.7", 5062, "192.0.2.1", 5060)),
        ("sent", "tls", 6, ("192.0.2.1", 5061, "198.51.100.7", 5062)),
    ],
)
def test_a_message_as_homer_reads_it(
    server: socket.socket, way: str, transport: str, protocol: int, ends: tuple[str, int, str, int]
) -> None:
    before = time.time()
    Homer(server.getsockname(), 2001, OURS, Legs(lambda: [("188.0", "one")])).passes(
        Passed.now(way, Flow(FLOW.address, transport), INVITE)
    )
    said = read(server.recv(65_535))
    numbers = {kind: int.from_bytes(said[kind], "big") for kind in (1, 2, 7, 8, 9, 10, 11, 12)}
    assert (numbers[1], numbers[2], numbers[11], numbers[12]) == (2, protocol, 1, 2001)
    assert (socket.inet_ntoa(said[3]), numbers[7], socket.inet_ntoa(said[4]), numbers[8]) == ends
    assert before - 1 <= numbers[9] + numbers[10] / 1e6 <= time.time() + 1
    assert said[17] == b"188"  # all legs of a call have it
    assert said[15] == INVITE.replace(b"secret", b"******")


def test_the_name_is_looked_up_aside_and_nobody_waits(server: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    found = socket.getaddrinfo

    def slow(*asked: object) -> object:
        time.sleep(0.5)
        return found(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(homer.socket, "getaddrinfo", slow)
    made = Homer(("localhost", server.getsockname()[1]), 1, OURS, Legs())
    began = time.monotonic()
    for _ in range(MOST + 100):
        made.passes(Passed.now("sent", FLOW, INVITE))
    assert time.monotonic() - began < 0.4
    read(server.recv(65_535))
    assert made.left_out >= 99


def test_a_server_that_is_away_is_told_once_and_its_thread_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(homer.socket, "getaddrinfo", fails)
    made = Homer(("homer.invalid", 9060), 1, OURS, Legs())
    eventually(lambda: made.left_out >= 3, lambda: made.passes(Passed.now("sent", FLOW, INVITE)))
    made.passes(Passed.now("sent", Flow(("a name", 1), "udp"), b"x" * 65_535))
    eventually(lambda: made.left_out >= 6, lambda: made.passes(Passed.now("sent", FLOW, INVITE)))


def test_who_sends_what_takes_long_is_left_out_and_no_other(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homer, "TIME_OF_HOST", Measure(0.0001, 0.001))
    made = Homer(server.getsockname(), 1, OURS, Legs())
    stranger = Flow(("198.51.100.9", 5060), "udp")
    for _ in range(500):
        made.passes(Passed.now("received", stranger, INVITE + b"a=x\r\n" * 2_000))
    made.passes(Passed.now("received", FLOW, INVITE))
    while read(server.recv(65_535))[15] != INVITE.replace(b"secret", b"******"):
        pass
    assert made.left_out > 300


def eventually(holds: Callable[[], bool], act: Callable[[], None]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        act()
        time.sleep(0.01)
