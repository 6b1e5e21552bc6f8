"""Packets from a stranger at a call's media ports never replace the true party."""

import asyncio
import itertools
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bank import bank
from tests.figures import Figure
from tests.system.installation import running
from trunkline.engine.media import Relay, Session

pytestmark = pytest.mark.any_store

STRANGER = "127.0.0.9"
PORTS = range(22_000, 22_200)  # of the relay, and none that the kernel gives to anybody else
OURS = "127.0.0.1"


def rtp(number: int, source: int, mark: bytes) -> bytes:
    """20 ms of G.711 (RFC 3550 section 5.1)."""
    return struct.pack("!BBHII", 0x80, 0, number & 0xFFFF, number * 160, source) + mark * 160


class Party:
    """One who sends, and counts whose packets come."""

    def __init__(self, host: str, mark: bytes, source: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.setblocking(False)
        self.mark, self.source, self.sent = mark, source, 0

    def send(self, port: int) -> None:
        self.sent += 1
        self.socket.sendto(rtp(self.sent, self.source, self.mark), (OURS, port))

    def heard(self) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        while True:
            try:
                mark = self.socket.recv(2048)[12:13]
            except BlockingIOError:
                return found
            found[mark] = found.get(mark, 0) + 1


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    path = tmp_path_factory.mktemp("relay") / "relay.sock"
    program = "import pathlib, sys; from trunkline.engine.relay import run; "
    program += f"run(pathlib.Path(sys.argv[1]), 21000, 21999, {OURS!r}, pathlib.Path(sys.argv[1]).parent)"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stderr=subprocess.DEVNULL)
    while not path.with_name("doors.sock").exists():
        time.sleep(0.02)
    relay = Relay(path)
    yield relay
    relay.close()
    process.terminate()
    process.wait()


@contextmanager
def talking(relay: Relay, said: str) -> Iterator[tuple[Party, Session, Party, Session]]:
    """Two phones that were seen at our host, and that say that they are at `said`."""
    parties = Party(OURS, b"A", 1), Party(OURS, b"B", 2)
    sessions = [Session(relay, os.urandom(6).hex(), OURS, plain=said == OURS) for _ in parties]
    for party, session in zip(parties, sessions, strict=True):
        session.point((said, party.socket.getsockname()[1]), OURS)
    sessions[0].join(sessions[1])
    yield parties[0], sessions[0], parties[1], sessions[1]
    for party, session in zip(parties, sessions, strict=True):
        session.close()
        party.socket.close()


@pytest.mark.parametrize("when", ["before", "during"])
@pytest.mark.parametrize("source", [1, 9], ids=["source guessed", "another source"])
def test_where_no_nat_is_between_nobody_else_is_heard(relay: Relay, when: str, source: int) -> None:
    with talking(relay, OURS) as (ada, to_ada, ben, to_ben):
        stranger = Party(STRANGER, b"X", source)
        for n in itertools.count():
            if n == 60:
                break
            if (when == "before") == (n < 20):
                stranger.send(to_ada.port)
                stranger.send(to_ben.port)
            if n >= 20 or when == "during":
                ada.send(to_ada.port)
                ben.send(to_ben.port)
            time.sleep(0.005)
        time.sleep(0.1)
        assert (ada.heard(), ben.heard(), stranger.heard()) == ({b"B": ben.sent}, {b"A": ada.sent}, {})
        stranger.socket.close()


def test_nobody_who_sends_before_it_is_known_where_a_phone_is_takes_its_place(relay: Relay) -> None:
    """While it rings, its port is open, and it has not said yet where it is."""
    parties = Party(OURS, b"A", 1), Party(OURS, b"B", 2)
    sessions = [Session(relay, os.urandom(6).hex(), OURS, plain=True) for _ in parties]
    stranger = Party(STRANGER, b"X", 9)
    for session in sessions:
        stranger.send(session.port)
        stranger.send(session._inner)  # pyright: ignore[reportPrivateUsage]
    time.sleep(0.05)
    for party, session in zip(parties, sessions, strict=True):
        session.point((OURS, party.socket.getsockname()[1]), OURS)
    sessions[0].join(sessions[1])
    for _ in range(20):
        for party, session in zip(parties, sessions, strict=True):
            party.send(session.port)
            stranger.send(session.port)
        time.sleep(0.005)
    time.sleep(0.1)
    assert [party.heard() for party in (*parties, stranger)] == [{b"B": 20}, {b"A": 20}, {}]
    for each in (*sessions, stranger.socket, *(party.socket for party in parties)):
        each.close()


def test_behind_nat_one_who_is_known_is_not_replaced(relay: Relay) -> None:
    """The relay follows the first packets; from then on another address with a source of its own changes nothing."""
    with talking(relay, "10.1.2.3") as (ada, to_ada, ben, to_ben):
        stranger = Party(STRANGER, b"X", 9)
        for n in range(60):
            ada.send(to_ada.port)
            ben.send(to_ben.port)
            if n > 5:
                stranger.send(to_ada.port)
                stranger.send(to_ben.port)
            time.sleep(0.005)
        time.sleep(0.1)
        assert (ada.heard().keys(), ben.heard().keys(), stranger.heard()) == ({b"B"}, {b"A"}, {})
        stranger.socket.close()


def test_a_whole_call_under_a_spray_at_every_port(tmp_path: Path, figure: Figure) -> None:
    """A stranger sends to all ports of the relay, from before the call until it is over: often while it rings."""
    with running(tmp_path, "--demo", "--rtp", f"{PORTS[0]}-{PORTS[-1]}") as system:
        phones = [(str(1001 + n), system.client.new_phone(1001 + n, f"0200000008{n:02x}")) for n in range(2)]
        over, sprayed = threading.Event(), [0, 0]
        spraying = threading.Thread(target=spray, args=(over, sprayed))

        async def call() -> None:
            async with bank(phones, (OURS, system.sip), audio=True, answer_after=1.0) as (ada, ben):
                spraying.start()
                await asyncio.sleep(0.5)
                outcome = await ada.dial(ben.number, 3)
                assert outcome.status == 200
                assert outcome.heard > 0.9 * 3 * 50
                assert sum(ben.heard.values()) > 0.9 * outcome.sent
                assert len(ben.heard) == 1  # the caller's mark alone

        try:
            asyncio.run(call())
        finally:
            over.set()
            spraying.join()
        assert sprayed[1] == 0
        figure("media ports sprayed throughout a call", f"{sprayed[0]:,} packets, none heard and none sent back")


def spray(over: threading.Event, counts: list[int]) -> None:
    stranger = Party(STRANGER, b"X", 9)
    ports = itertools.cycle(PORTS)
    while not over.is_set():
        for _ in range(20):
            stranger.send(next(ports))
        counts[1] += sum(stranger.heard().values())
        time.sleep(0.005)
    counts[0] = stranger.sent
    stranger.socket.close()
