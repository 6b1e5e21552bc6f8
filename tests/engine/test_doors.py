"""Between a phone and the relay, both played by hand."""

import base64
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from pylibsrtp import Policy, Session

from tests.ports import free_pair
from trunkline.engine import doors
from trunkline.engine.speech import PACKETS

pytestmark = pytest.mark.any_store

SUITE = "AES_CM_128_HMAC_SHA1_80"
OURS, THEIRS = (base64.b64encode(os.urandom(30)).decode() for _ in range(2))


def packet(n: int) -> bytes:
    return struct.pack(">BBHII", 0x80, 0, n, n * 160, 7) + b"x" * 160


def session(key: str, direction: int) -> Session:
    return Session(Policy(key=base64.b64decode(key), ssrc_type=direction))


class Party:
    """Ports for RTP and RTCP."""

    def __init__(self) -> None:
        self.port = free_pair()
        self.rtp, self.rtcp = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self.rtp.bind(("127.0.0.1", self.port))
        self.rtcp.bind(("127.0.0.1", self.port + 1))
        for each in (self.rtp, self.rtcp):
            each.settimeout(3)

    def close(self) -> None:
        self.rtp.close()
        self.rtcp.close()


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    path = tmp_path_factory.mktemp("doors") / "doors.sock"
    doors.serve(path, "127.0.0.1", (40001, 49999))
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(str(path))
    yield connection
    connection.close()


def tell(control: socket.socket, **said: Any) -> Any:
    control.sendall(orjson.dumps(said) + b"\n")
    return orjson.loads(control.recv(4096))


@pytest.fixture
def phone() -> Iterator[Party]:
    party = Party()
    yield party
    party.close()


@pytest.fixture
def relay() -> Iterator[Party]:
    party = Party()
    yield party
    party.close()


@pytest.fixture
def opened(control: socket.socket, phone: Party, relay: Party) -> Iterator[Any]:
    made = tell(control, do="open", name="leg", relay=["127.0.0.1", relay.port])
    assert 40001 < made["port"] < 49999
    assert made["port"] % 2 == made["inner"] % 2 == 0
    tell(control, do="tell", name="leg", host="127.0.0.1", phone=["127.0.0.1", phone.port])
    tell(control, do="key", name="leg", suite=SUITE, ours=OURS, theirs=THEIRS)
    yield made
    assert tell(control, do="close", name="leg") == {}


def test_audio_is_opened_for_the_relay_and_sealed_for_the_phone(opened: Any, phone: Party, relay: Party) -> None:
    sealing, opening = session(THEIRS, Policy.SSRC_ANY_OUTBOUND), session(OURS, Policy.SSRC_ANY_INBOUND)
    for n in range(3):
        phone.rtp.sendto(sealing.protect(packet(n)), ("127.0.0.1", opened["port"]))
        data, source = relay.rtp.recvfrom(2048)
        assert (data, source) == (packet(n), ("127.0.0.1", opened["inner"]))
        relay.rtp.sendto(packet(n + 100), source)
        sealed, source = phone.rtp.recvfrom(2048)
        assert source == ("127.0.0.1", opened["port"])
        assert opening.unprotect(sealed) == packet(n + 100)


@pytest.mark.parametrize("way", ["rtp", "rtcp"])
def test_what_is_more_than_a_phone_says_is_dropped(
    control: socket.socket, opened: Any, phone: Party, relay: Party, way: str
) -> None:
    """And what comes after it is heard."""
    sealing = session(THEIRS, Policy.SSRC_ANY_OUTBOUND)
    number, sends, hears = (0, phone.rtp, relay.rtp) if way == "rtp" else (1, phone.rtcp, relay.rtcp)
    seal = sealing.protect if way == "rtp" else sealing.protect_rtcp
    came, heard = 0, threading.Event()

    def listen() -> None:
        nonlocal came
        hears.settimeout(0.5)
        with suppress(TimeoutError):
            while hears.recv(2048):
                came += 1
        heard.set()

    threading.Thread(target=listen).start()
    began = time.monotonic()
    for n in range(3 * int(PACKETS.burst)):
        sends.sendto(
            seal(packet(n) if way == "rtp" else struct.pack(">BBHI", 0x80, 201, 1, 7)),
            ("127.0.0.1", opened["port"] + number),
        )
        time.sleep(0.0001)
    took = time.monotonic() - began
    assert heard.wait(10)
    assert came <= PACKETS.burst + PACKETS.rate * (took + 0.5)
    sends.sendto(
        seal(packet(9000) if way == "rtp" else struct.pack(">BBHI", 0x80, 201, 1, 8)),
        ("127.0.0.1", opened["port"] + number),
    )
    hears.settimeout(3)
    assert hears.recv(2048)


def test_reports_go_by_the_next_port(opened: Any, phone: Party, relay: Party) -> None:
    report = struct.pack(">BBHI", 0x80, 201, 1, 7)
    sealed = session(THEIRS, Policy.SSRC_ANY_OUTBOUND).protect_rtcp(report)
    phone.rtcp.sendto(sealed, ("127.0.0.1", opened["port"] + 1))
    assert relay.rtcp.recv(2048) == report


def test_what_is_not_genuine_is_dropped_and_does_not_turn_the_audio_away(
    opened: Any, phone: Party, relay: Party
) -> None:
    sealing, stranger = session(THEIRS, Policy.SSRC_ANY_OUTBOUND), Party()
    sealed = sealing.protect(packet(1))
    for false in (packet(1), b"", b"x", sealed[:-1] + bytes([sealed[-1] ^ 1]), os.urandom(200)):
        stranger.rtp.sendto(false, ("127.0.0.1", opened["port"]))
    for _ in range(2):  # a packet that comes again is not genuine either
        stranger.rtp.sendto(sealed, ("127.0.0.1", opened["port"]))
    phone.rtp.sendto(sealing.protect(packet(2)), ("127.0.0.1", opened["port"]))
    assert [relay.rtp.recv(2048) for _ in range(2)] == [packet(1), packet(2)]
    relay.rtp.sendto(packet(3), ("127.0.0.1", opened["inner"]))
    assert phone.rtp.recv(2048)  # it goes to where the last genuine packet came from
    stranger.close()


def test_without_keys_whoever_sends_first_from_its_host_is_the_phone(
    control: socket.socket, phone: Party, relay: Party
) -> None:
    made = tell(control, do="open", name="nat", relay=["127.0.0.1", relay.port])
    port, stranger = made["port"], Party()
    stranger.rtp.sendto(packet(0), ("127.0.0.1", port))  # nothing is known yet
    time.sleep(0.1)  # so it has come before the next is told, which goes another way
    tell(control, do="tell", name="nat", host="127.0.0.1", phone=["10.1.2.3", 4000])
    for sender in (phone, stranger):
        sender.rtp.sendto(packet(sender.port), ("127.0.0.1", port))
        time.sleep(0.02)
    assert relay.rtp.recv(2048) == packet(phone.port)
    relay.rtp.sendto(packet(2), ("127.0.0.1", made["inner"]))
    assert phone.rtp.recv(2048) == packet(2)
    tell(control, do="tell", name="nat", host="127.0.0.1", phone=["10.1.2.3", 65535])  # there is no next port
    for source in (8, 7):  # a report of another source is nobody's
        phone.rtcp.sendto(struct.pack(">BBHI", 0x80, 201, 1, source), ("127.0.0.1", port + 1))
    assert relay.rtcp.recv(2048)[4:] == struct.pack(">I", 7)
    stranger.close()
    assert tell(control, do="close", name="nat") == {}


def test_a_bridge_is_where_it_was_when_it_is_told_of_other_numbers(
    control: socket.socket, phone: Party, relay: Party
) -> None:
    ends = [[phone.port, 96, 101], [relay.port, 101, 96]]
    made = tell(control, do="bridge", name="leg", ends=ends)["ports"]
    assert tell(control, do="bridge", name="leg", ends=[[phone.port, 97, 101], ends[1]])["ports"] == made
    phone.rtcp.sendto(b"report", ("127.0.0.1", made[0] + 1))
    assert relay.rtcp.recv(2048) == b"report"
    other = tell(control, do="bridge", name="leg", ends=[ends[1], ends[0]])["ports"]
    assert set(other).isdisjoint(made)
    assert tell(control, do="unbridge", name="leg") == {}
    assert tell(control, do="press", name="leg", towards=1, key="1", count=1)["error"]


def test_a_phone_may_change_its_key(control: socket.socket, opened: Any, phone: Party, relay: Party) -> None:
    other = base64.b64encode(os.urandom(30)).decode()
    tell(control, do="key", name="leg", suite=SUITE, ours=OURS, theirs=other)
    phone.rtp.sendto(session(other, Policy.SSRC_ANY_OUTBOUND).protect(packet(1)), ("127.0.0.1", opened["port"]))
    assert relay.rtp.recv(2048) == packet(1)


@pytest.mark.parametrize(
    "said",
    [
        {"do": "key", "name": "nobody", "suite": SUITE, "ours": OURS, "theirs": THEIRS},
        {"do": "key", "name": "leg", "suite": "NULL", "ours": OURS, "theirs": THEIRS},
        {"do": "key", "name": "leg", "suite": SUITE, "ours": "x", "theirs": THEIRS},
        {"do": "dance"},
        {"do": "open", "name": 1, "relay": []},
    ],
)
def test_a_command_that_cannot_be_done_says_why(control: socket.socket, opened: Any, said: dict[str, Any]) -> None:
    assert tell(control, **said)["error"]


def test_all_ports_are_free_again_in_the_end(control: socket.socket, relay: Party, tmp_path: Path) -> None:
    for n in range(6000):  # more than there are
        assert "error" not in tell(control, do="open", name=f"leg {n}", relay=["127.0.0.1", relay.port])
        assert tell(control, do="close", name=f"leg {n}") == {}
    assert threading.active_count() < 50
