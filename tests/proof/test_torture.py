"""Whatever comes to the SIP port: no crash, no hang, and a call works afterwards."""

import asyncio
import os
import random
import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bank import bank
from tests.figures import Figure
from tests.proof.torture import MESSAGES, OPTIONS, Hard, spoilt
from tests.system.installation import System, running
from tests.system.wire import Wire

pytestmark = pytest.mark.any_store

PATIENCE = 1.0
SDP = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0 8\na=rtpmap:0 PCMU/8000\n"
ELSEWHERE = "127.0.0.9"  # who sends wrong credentials is refused everything for a minute, by address and by user
PAUSE = 0.004  # seconds between packets: this is about what they say, and of too many none is read


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("torture"), "--demo") as system:
        yield system


@pytest.fixture(scope="module")
def accounts(system: System) -> list[tuple[str, dict[str, str]]]:
    return phones(system)


def phones(system: System) -> list[tuple[str, dict[str, str]]]:
    return [(str(1001 + n), system.client.new_phone(1001 + n, f"0200000006{n:02x}")) for n in range(3)]


def a_call_works(system: System, accounts: list[tuple[str, dict[str, str]]]) -> None:
    async def call() -> None:
        async with bank(accounts[:2], ("127.0.0.1", system.sip), audio=True) as (ada, ben):
            outcome = await ada.dial(ben.number, 0.5)
            assert (outcome.status, outcome.heard > 10) == (200, True)

    asyncio.run(call())


def written(text: str, port: int) -> bytes:
    text = text.replace("{port}", str(port)).replace("{call}", os.urandom(6).hex())
    return text.replace("\n", "\r\n").encode("latin-1")


def answered(wire: socket.socket) -> int | None:
    """The status of the next answer that is final."""
    with suppress(TimeoutError):
        while True:
            if (found := re.match(rb"SIP/2.0 ([2-6]\d\d)", wire.recv(65_536))) is not None:
                return int(found[1])
    return None


def test_hard_messages(system: System, accounts: list[tuple[str, dict[str, str]]], figure: Figure) -> None:
    engine, verdicts, wrong = system.child("engine"), Counter[str](), list[tuple[Hard, int | None]]()
    for message in MESSAGES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.bind(("127.0.0.1", 0))
            wire.settimeout(PATIENCE if message.answers else 0.2)
            wire.sendto(written(message.text, wire.getsockname()[1]), ("127.0.0.1", system.sip))
            status = answered(wire)
            verdicts["unanswered" if status is None else str(status)] += 1
            if status not in (message.answers or {None}):
                wrong.append((message, status))
            wire.sendto(written(OPTIONS, wire.getsockname()[1]), ("127.0.0.1", system.sip))
            wire.settimeout(PATIENCE)
            assert answered(wire) == 200, message
    assert wrong == []
    assert system.child("engine") == engine
    assert "request failed" not in system.log.read_text()
    a_call_works(system, accounts)
    told = ", ".join(f"{count} x {verdict}" for verdict, count in sorted(verdicts.items()))
    figure("torture messages after RFC 4475", f"{len(MESSAGES)}: {told}; a call worked afterwards")


def spoil(system: System, accounts: list[tuple[str, dict[str, str]]], count: int, figure: Figure) -> None:
    """Good messages of every kind, spoilt, by UDP and by TCP."""
    chance, engine = random.Random(count), system.child("engine")  # noqa: S311
    user = accounts[2][1]["user_name"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((ELSEWHERE, 0))
        register(system, wire, accounts[2][1])
        wire.setblocking(False)
        good = [written(text, wire.getsockname()[1]) for text in messages(user)]
        stream, answers = None, 0
        for n in range(count):
            packet = spoilt(chance, chance.choice(good))
            if n % 4:
                wire.sendto(packet[:60_000], ("127.0.0.1", system.sip))
            else:
                stream = stream or socket.create_connection(("127.0.0.1", system.sip), 1, (ELSEWHERE, 0))
                try:
                    stream.sendall(packet)
                    stream.setblocking(False)
                    with suppress(BlockingIOError):
                        if not stream.recv(65_536):
                            raise ConnectionError
                    stream.settimeout(1)
                except OSError:  # what cannot be framed ends its connection
                    stream.close()
                    stream = None
            with suppress(BlockingIOError):
                while wire.recv(65_536):
                    answers += 1
            time.sleep(PAUSE)
        if stream:
            stream.close()
    assert system.ready(5)
    assert system.child("engine") == engine
    log = system.log.read_text()
    assert "request failed" not in log, next(line for line in log.splitlines() if "request failed" in line)
    assert "leg event failed" not in log
    a_call_works(system, accounts)
    figure(f"{count:,} spoilt messages", f"{answers:,} answers, no crash; a call worked afterwards")


def register(system: System, wire: socket.socket, account: dict[str, str]) -> None:
    """From a phone's socket: what strangers send is for the most part not even read."""
    phone = Wire(system, account)
    phone.socket.close()
    phone.socket, phone.port = wire, wire.getsockname()[1]
    wire.settimeout(PATIENCE)
    assert phone.register("MD5").startswith("SIP/2.0 200")


def messages(user: str) -> list[str]:
    """One of each kind that phones send, from and to someone who is there."""
    parties = f"From: <sip:{user}@a.example>;tag=f\nTo: <sip:1002@a.example>\nCall-ID: {{call}}\n"
    via = "Via: SIP/2.0/UDP 127.0.0.1:{port};rport;branch=z9hG4bK{call}\nMax-Forwards: 70\n"
    proof = (
        f'Digest username="{user}", realm="trunkline", nonce="abc", uri="sip:a.example", '
        'response="0123456789abcdef0123456789abcdef", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\n'
    )

    def request(method: str, more: str = "", body: str = "") -> str:
        return (
            f"{method} sip:1002@a.example SIP/2.0\n{via}{parties}CSeq: 1 {method}\n"
            f"Contact: <sip:x@127.0.0.1:{{port}}>\n{more}Content-Length: {len(body) + body.count(chr(10))}\n\n{body}"
        )

    others = ("ACK", "BYE", "CANCEL", "SUBSCRIBE", "NOTIFY", "MESSAGE", "REFER", "INFO", "UPDATE", "PRACK", "OPTIONS")
    return [
        *map(request, others),
        request("REGISTER", f"Authorization: {proof}Expires: 60\n"),
        request("INVITE", f"Proxy-Authorization: {proof}Session-Expires: 90\nContent-Type: application/sdp\n", SDP),
        f"SIP/2.0 200 OK\n{via}{parties}CSeq: 1 INVITE\nContent-Length: 0\n\n",
    ]


def test_spoilt_messages(system: System, accounts: list[tuple[str, dict[str, str]]], figure: Figure) -> None:
    spoil(system, accounts, 1_000, figure)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_ten_thousand_spoilt_messages(tmp_path: Path, figure: Figure) -> None:
    with running(tmp_path, "--demo") as system:
        spoil(system, phones(system), 10_000, figure)
