"""Phones of another make, and peers that do what phones should not: SIPp, baresip, and bare packets."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.baresip import baresip
from tests.phones import Phone, phone
from tests.system.installation import System, running
from tests.system.wire import Wire

pytestmark = pytest.mark.any_store


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("peers"), "--demo") as system:
        yield system


@pytest.fixture(scope="module")
def accounts(system: System) -> list[dict[str, str]]:
    return [system.client.new_phone(1001 + n, f"0200000001{n:02x}") for n in range(3)]


@pytest.fixture
def ada(tmp_path: Path, accounts: list[dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts[0], 440) as made:
        made.register()
        yield made


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_baresip_answers_and_a_tone_is_heard_each_way(
    system: System, ada: Phone, accounts: list[dict[str, str]], tmp_path: Path, transport: str
) -> None:
    before = len(system.client.history(0))
    until(lambda: not online(system, "020000000101"), "the one before is gone")
    with baresip(tmp_path, accounts[1], 1000, transport=transport) as ben:
        until(lambda: online(system, "020000000101"), "baresip registers")
        ada.dial("1002")
        ada.wait("CONFIRMED")
        time.sleep(0.5)
        assert ada.hears(1000)
        time.sleep(1)
        ada.hang_up()
        ada.wait("DISCONNECTED")
        assert system.client.history(before + 1)[0]["call_result"] == "connected"
        assert ben.heard()[0] in range(437, 444)


def online(system: System, mac: str) -> bool:
    found = system.client("GET", f"/devices?type=assigned&keyword={mac}")["devices"]
    return bool(found) and found[0]["status"] == "online"


def until(condition: Any, what: str, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited for: {what}"
        time.sleep(0.1)


@pytest.mark.parametrize("algorithm", ["SHA-256", "MD5"])
def test_both_digests_are_offered_and_taken_the_better_one_first(
    system: System, accounts: list[dict[str, str]], algorithm: str
) -> None:
    wire = Wire(system, accounts[2])
    wire.ask_to_register()
    challenge = wire.receive("SIP/2.0 401")
    assert challenge.index("algorithm=SHA-256") < challenge.index("algorithm=MD5")
    answer = wire.register(algorithm)
    assert answer.startswith("SIP/2.0 200")
    assert f"<sip:{accounts[2]['user_name']}@127.0.0.1:{wire.port}>;expires=" in answer
    wire.socket.close()


def test_hostile_packets_change_nothing(system: System, ada: Phone, accounts: list[dict[str, str]]) -> None:
    wire = Wire(system, accounts[2])
    good = (
        "OPTIONS sip:x SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=1\n"
        "To: <sip:a@b>\nCall-ID: 1\nCSeq: 1 OPTIONS\n\n"
    )
    for text in (
        b"",
        b"\r\n\r\n",
        b"\0" * 500,
        os.urandom(2000),
        b"INVITE",
        b"INVITE sip:x SIP/2.0\r\n\r\n" + b" " * 40,
        good.replace("OPTIONS", "INVITE").replace("\n", "\r\n").encode(),
        good.replace("CSeq: 1 OPTIONS", "CSeq: x").replace("\n", "\r\n").encode(),
        good.replace("OPTIONS", "REGISTER").replace("From: <sip:a@b>", "From: <<<").replace("\n", "\r\n").encode(),
        good.replace("Call-ID: 1\n", "Authorization: Digest x\nCall-ID: 2\n")
        .replace("OPTIONS", "REGISTER")
        .replace("\n", "\r\n")
        .encode(),
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x\r\nCSeq: 1 INVITE\r\nCall-ID: 1\r\nFrom: <sip:a>\r\nTo: <sip:b>\r\n\r\n",
        b"BYE sip:x SIP/2.0\r\n" + b"X-Long: " + b"y" * 60000 + b"\r\n\r\n",
    ):
        wire.socket.sendto(text, wire.server)
    wire.send(
        good.replace("127.0.0.1:9", f"127.0.0.1:{wire.port}")
        .replace("z9hG4bK1", "z9hG4bKlast")
        .replace("Call-ID: 1", "Call-ID: last")
    )
    assert "200 OK" in wire.receive("SIP/2.0 200")
    wire.socket.close()
    ada.dial("4711")
    assert ada.wait("DISCONNECTED")["status"] == 404
