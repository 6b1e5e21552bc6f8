"""Audio of a phone is copied as it was ordered: open, both ways, for a while, and without anybody waiting for it."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pylibsrtp import Policy

from tests.engine.test_doors import OURS, SUITE, THEIRS, Party, packet, session, tell
from trunkline.engine import doors
from trunkline.engine.tap import FROM_PHONE, TO_PHONE, Copy

pytestmark = pytest.mark.any_store


@pytest.fixture
def control(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    monkeypatch.chdir(tmp_path)  # as the relay is
    doors.serve(tmp_path / "doors.sock", "127.0.0.1", (40001, 49999))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect("doors.sock")
        yield connection


@pytest.fixture
def ends() -> Iterator[tuple[Party, Party]]:
    phone, relay = Party(), Party()
    yield phone, relay
    phone.close()
    relay.close()


@pytest.fixture
def opened(control: socket.socket, ends: tuple[Party, Party]) -> Any:
    phone, relay = ends
    made = tell(control, do="open", name="leg", relay=["127.0.0.1", relay.port])
    tell(control, do="tell", name="leg", host="127.0.0.1", phone=["127.0.0.1", phone.port])
    tell(control, do="key", name="leg", suite=SUITE, ours=OURS, theirs=THEIRS)
    return made


@pytest.fixture
def listening(control: socket.socket) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as made:
        made.bind("tap.sock")
        made.listen()
        made.settimeout(5)
        yield made


def order(control: socket.socket, to: str = "tap.sock", seconds: int = 60, name: str = "leg") -> Any:
    return tell(control, do="tap", name=name, to=to, seconds=seconds)


def test_both_ways_and_open(
    control: socket.socket, ends: tuple[Party, Party], opened: Any, listening: socket.socket
) -> None:
    phone, relay = ends
    sealing = session(THEIRS, Policy.SSRC_ANY_OUTBOUND)
    phone.rtp.sendto(sealing.protect(packet(1)), ("127.0.0.1", opened["port"]))
    relay.rtp.recv(2048)  # before it was ordered
    assert order(control) == {}
    reader, _ = listening.accept()
    with reader:
        reader.settimeout(5)
        phone.rtp.sendto(sealing.protect(packet(2)), ("127.0.0.1", opened["port"]))
        assert Copy.read(reader.recv(9000)) == (FROM_PHONE, ("127.0.0.1", phone.port), opened["port"], packet(2))
        relay.rtp.sendto(packet(3), ("127.0.0.1", opened["inner"]))
        assert Copy.read(reader.recv(9000)) == (TO_PHONE, ("127.0.0.1", phone.port), opened["port"], packet(3))
        assert "already" in order(control)["error"]
        phone.rtp.sendto(os.urandom(200), ("127.0.0.1", opened["port"]))  # of somebody else
        tell(control, do="close", name="leg")
        assert reader.recv(9000) == b""


@pytest.mark.parametrize(
    "wrong", [{"to": "nobody.sock"}, {"to": "../tap.sock"}, {"seconds": 0}, {"seconds": 99_999}, {"name": "other"}]
)
def test_what_cannot_be_ordered(control: socket.socket, opened: Any, listening: socket.socket, wrong: Any) -> None:
    assert "error" in order(control, **wrong)


def test_one_who_does_not_read_or_goes_keeps_no_audio_from_anybody(
    control: socket.socket, ends: tuple[Party, Party], opened: Any, listening: socket.socket
) -> None:
    phone, relay = ends
    assert order(control) == {}
    reader, _ = listening.accept()
    sealing = session(THEIRS, Policy.SSRC_ANY_OUTBOUND)
    for n in range(1500):
        if n == 1400:
            reader.close()
        phone.rtp.sendto(sealing.protect(packet(n)), ("127.0.0.1", opened["port"]))
        assert relay.rtp.recv(2048) == packet(n)


def test_it_ends_when_its_time_is_over(
    control: socket.socket, ends: tuple[Party, Party], opened: Any, listening: socket.socket
) -> None:
    phone, relay = ends
    assert order(control, seconds=1) == {}
    reader, _ = listening.accept()
    with reader:
        reader.settimeout(5)
        time.sleep(1.1)
        phone.rtp.sendto(session(THEIRS, Policy.SSRC_ANY_OUTBOUND).protect(packet(1)), ("127.0.0.1", opened["port"]))
        assert relay.rtp.recv(2048) == packet(1)
        assert reader.recv(9000) == b""
    assert order(control) == {}
