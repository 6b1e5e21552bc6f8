"""Phones that are gone in the middle of a call. The engine is told to be impatient: seconds here, not minutes."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.phones import Phone, phone
from tests.ports import free_pair
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

TIMES = "question=1 silence=2 look=1"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUNKLINE_TIMES", TIMES)
        with running(tmp_path_factory.mktemp("silence"), "--demo") as system:
            yield system


@pytest.fixture(scope="module")
def accounts(system: System) -> list[dict[str, str]]:
    return [system.client.new_phone(1001 + n, f"0200000006{n:02x}") for n in range(2)]


@pytest.fixture
def ada(tmp_path: Path, accounts: list[dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts[0], 440) as made:
        made.register()
        yield made


@pytest.fixture
def wire(system: System, accounts: list[dict[str, str]]) -> Iterator[Wire]:
    """The phone of 1002, by hand."""
    made = Wire(system, accounts[1])
    made.socket.settimeout(10)
    assert made.register("MD5").startswith("SIP/2.0 200")
    yield made
    made.socket.close()


def connect(ada: Phone, wire: Wire, body: str = SDP) -> str:
    ada.dial("1002")
    invite = wire.invited()
    wire.answer(invite, "200 OK", body)
    wire.receive("ACK")
    ada.wait("CONFIRMED")
    return invite


def test_a_phone_that_vanishes_ends_the_call_for_the_other(
    system: System, ada: Phone, accounts: list[dict[str, str]], tmp_path: Path
) -> None:
    before = len(system.client.history(0))
    with phone(tmp_path, accounts[1], 1000) as ben:
        ben.register()
        ada.dial("1002")
        ben.wait("EARLY")
        answered = time.monotonic()
        ben.answer()
        ada.wait("CONFIRMED")
        time.sleep(3)  # both are heard: nothing happens
        assert ada.state()["state"] == "CONFIRMED"
        ben.vanish()
        ada.wait("DISCONNECTED", 20)
        talked = time.monotonic() - answered
    row = system.client.history(before + 1)[0]
    assert row["call_result"] == "connected"
    assert 4 <= row["duration"] <= talked + 1  # whole seconds
    elements = system.client("GET", f"/call_history/{row['call_history_uuid']}")["call_elements"]
    assert [each["result"] for each in elements] == ["connected", "answered"]


def test_a_phone_that_sends_rtcp_alone_is_there(system: System, ada: Phone, wire: Wire) -> None:
    """One that is muted and saves its packets, for example."""
    ours = free_pair()
    invite = connect(ada, wire, SDP.replace("m=audio 9 ", f"m=audio {ours} "))
    with reports(ours + 1, int(invite.partition("m=audio ")[2].split()[0]) + 1):
        end = time.monotonic() + 4
        while time.monotonic() < end:
            wire.answer(wire.receive("OPTIONS"), "200 OK")  # it is asked all the same
        assert ada.state()["state"] == "CONFIRMED"
    for _ in range(8):
        if (asked := wire.socket.recv(8192).decode()).startswith("BYE"):
            wire.answer(asked, "200 OK")
            break
        wire.answer(asked, "200 OK")
    ada.wait("DISCONNECTED", 3)


@contextmanager
def reports(ours: int, port: int) -> Iterator[None]:
    """Receiver reports (RFC 3550 section 6.4.2), a few a second."""
    over = threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("127.0.0.1", ours))
            while not over.wait(0.3):
                sender.sendto(struct.pack(">BBHI", 0x80, 201, 1, 4711), ("127.0.0.1", port))

    thread = threading.Thread(target=send)
    thread.start()
    yield
    over.set()
    thread.join()


def test_a_phone_on_hold_lives_as_long_as_it_answers(system: System, ada: Phone, wire: Wire) -> None:
    invite = connect(ada, wire)
    wire.ask(invite, "INVITE", body=SDP + "a=sendonly\r\n")
    wire.receive("SIP/2.0 200")
    wire.ask(invite, "ACK")
    for _ in range(3):
        wire.answer(wire.receive("OPTIONS"), "200 OK")
    assert ada.state()["state"] == "CONFIRMED"
    wire.answer(wire.receive("OPTIONS"), "481 Call Does Not Exist")
    ada.wait("DISCONNECTED", 2)


def test_a_call_of_an_engine_that_died_ends_when_nobody_is_heard_any_more(
    system: System, ada: Phone, wire: Wire
) -> None:
    connect(ada, wire)
    time.sleep(1)
    system.kill("engine")
    time.sleep(0.3)
    assert system.ready(5)
    ada.vanish()
    wire.answer(wire.receive("BYE"), "200 OK")
