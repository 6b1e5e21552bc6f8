"""Ten times more than the engine can do, and a registered phone calls all the same."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.bank import bank
from tests.figures import Figure
from tests.system.installation import System, running

pytestmark = [pytest.mark.any_store, pytest.mark.alone]

RATES = {"INVITE": 2_000, "REGISTER": 8_000}  # a second: ten times what one engine does of them
PATIENCE = 5.0  # seconds until the phone has its answer

FLOOD = """
import os, socket, sys, time
kind, port, rate, host, number, header = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]
sockets = []
for n in range(20):
    own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own.bind((host if host else f"127.0.1.{n + 1}", 0))
    own.setblocking(False)
    sockets.append(own)
began, count = time.monotonic(), 0
while time.monotonic() < began + 30:
    while count < (time.monotonic() - began) * rate:
        own, id = sockets[count % 20], f"{os.getpid()}.{count}"
        own.sendto((
            f"{kind} sip:{number}@a.example SIP/2.0\\r\\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK{id}\\r\\n"
            f"Max-Forwards: 70\\r\\nFrom: <sip:x{count}@a.example>;tag=f\\r\\nTo: <sip:{number}@a.example>\\r\\n"
            f"Call-ID: {id}\\r\\nCSeq: 1 {kind}\\r\\n{header}Contact: <sip:x@127.0.0.1:9>\\r\\n"
            "Content-Length: 0\\r\\n\\r\\n"
        ).encode(), ("127.0.0.1", port))
        count += 1
    time.sleep(0.002)
"""


@contextmanager
def flood(kind: str, port: int, host: str, *, number: str = "1002", header: str = "", rate: int = 0) -> Iterator[None]:
    """From one host, or from twenty where none is given."""
    command = [sys.executable, "-c", FLOOD, kind, str(port), str(rate or RATES[kind]), host, number, header]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("flood"), "--demo") as system:
        yield system


@pytest.fixture(scope="module")
def phones(system: System) -> list[tuple[str, dict[str, str]]]:
    return [(str(1001 + n), system.client.new_phone(1001 + n, f"0200000009{n:02x}")) for n in range(2)]


@pytest.mark.parametrize("kind", RATES)
@pytest.mark.parametrize("host", ["127.0.0.9", ""], ids=["one host", "twenty hosts"])
def test_a_registered_phone_calls(
    kind: str, host: str, system: System, phones: list[tuple[str, dict[str, str]]], figure: Figure
) -> None:
    async def call() -> float:
        async with bank(phones, ("127.0.0.1", system.sip)) as (ada, ben):
            with flood(kind, system.sip, host):
                await asyncio.sleep(3)
                outcome = await ada.dial(ben.number, 0.2)
            assert outcome.status == 200
            assert outcome.answered
            return outcome.answered - outcome.began

    took = asyncio.run(call())
    assert system.ready(5)
    where = "one host" if host else "twenty hosts"
    figure(f"{RATES[kind]:,} {kind} a second from {where}", f"a phone's call was answered after {took:.1f} s")
    assert took < PATIENCE
