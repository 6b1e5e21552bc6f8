"""Calls whose phones are asked, and are expected, to show now and then that they are there (RFC 4028).

The engine is told to be impatient: a session lasts six seconds here, not half an hour.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.phones import Phone, phone
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

TIMES = "session=6 shortest_session=2"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUNKLINE_TIMES", TIMES)
        with running(tmp_path_factory.mktemp("refresh"), "--demo") as system:
            yield system


@pytest.fixture(scope="module")
def accounts(system: System) -> list[dict[str, str]]:
    return [system.client.new_phone(1001 + n, f"0200000005{n:02x}") for n in range(2)]


@pytest.fixture
def ada(tmp_path: Path, accounts: list[dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts[0], 440) as made:
        made.register()
        yield made


@pytest.fixture
def wire(system: System, accounts: list[dict[str, str]]) -> Iterator[Wire]:
    """The phone of 1002, by hand."""
    made = Wire(system, accounts[1])
    made.socket.settimeout(8)
    assert made.register("MD5").startswith("SIP/2.0 200")
    yield made
    made.socket.close()


def connect(ada: Phone, wire: Wire, *headers: str) -> str:
    """Ada calls the wire, which answers with these headers; the INVITE that it was sent."""
    ada.dial("1002")
    invite = wire.invited()
    wire.answer(invite, "200 OK", SDP, *headers)
    wire.receive("ACK")
    ada.wait("CONFIRMED")
    return invite


def test_a_phone_asks_for_its_minimum_and_gets_it(system: System, ada: Phone, wire: Wire) -> None:
    ada.dial("1002")
    invite = wire.receive("INVITE")
    assert wire.header(invite, "Session-Expires") == "6"
    assert wire.header(invite, "Min-SE") == "2"
    wire.answer(invite, "422 Session Interval Too Small", "", "Min-SE: 400")
    wire.receive("ACK")
    again = wire.receive("INVITE")
    assert wire.header(again, "Session-Expires") == "400"
    wire.answer(again, "200 OK", SDP, "Session-Expires: 400;refresher=uac")
    wire.receive("ACK")
    ada.wait("CONFIRMED")
    ada.hang_up()
    wire.answer(wire.receive("BYE"), "200 OK")


@pytest.mark.parametrize("method", ["UPDATE", "INVITE"])
def test_a_phone_is_refreshed_and_one_that_knows_of_no_call_ends_it(
    system: System, ada: Phone, wire: Wire, method: str
) -> None:
    before = len(system.client.history(0))
    connect(ada, wire, f"Allow: INVITE, ACK, BYE, {method}", "Session-Expires: 2;refresher=uac")
    for _ in range(2):
        refresh = wire.receive(method)
        assert wire.header(refresh, "Session-Expires") == "2;refresher=uac"
        assert ("m=audio" in refresh) == (method == "INVITE")
        wire.answer(refresh, "200 OK", SDP if method == "INVITE" else "", "Session-Expires: 2;refresher=uac")
    assert ada.state()["state"] == "CONFIRMED"
    wire.answer(wire.receive(method), "481 Gone")
    ada.wait("DISCONNECTED", 2)
    row = system.client.history(before + 1)[0]
    assert row["call_result"] == "connected"
    assert row["duration"] in (3, 4)


def test_a_phone_that_refuses_update_is_refreshed_by_invite(ada: Phone, wire: Wire) -> None:
    connect(ada, wire, "Allow: INVITE, UPDATE", "Session-Expires: 2;refresher=uac")
    wire.answer(wire.receive("UPDATE"), "501 Not Implemented")
    wire.answer(wire.receive("INVITE"), "200 OK", SDP)
    wire.receive("ACK")
    ada.hang_up()
    wire.answer(wire.receive("BYE"), "200 OK")


def test_a_phone_that_was_to_refresh_and_does_not_ends_the_call(system: System, ada: Phone, wire: Wire) -> None:
    before = len(system.client.history(0))
    invite = connect(ada, wire, "Require: timer", "Session-Expires: 3;refresher=uas")
    for _ in range(2):
        time.sleep(1)
        wire.ask(invite, "UPDATE", "Supported: timer", "Session-Expires: 3;refresher=uac")
        answer = wire.receive("SIP/2.0")
        assert answer.startswith("SIP/2.0 200")
        assert wire.header(answer, "Session-Expires") == "3;refresher=uac"
        assert wire.header(answer, "Require") == "timer"
    wire.answer(wire.receive("BYE"), "200 OK")
    ada.wait("DISCONNECTED", 2)
    row = system.client.history(before + 1)[0]
    assert row["call_result"] == "connected"
    assert row["duration"] in (4, 5)


def test_what_a_phone_may_ask_in_the_middle_of_a_call(ada: Phone, wire: Wire) -> None:
    invite = connect(ada, wire, "Session-Expires: 600;refresher=uas")
    wire.ask(invite, "UPDATE", "Supported: timer", "Session-Expires: 1")
    answer = wire.receive("SIP/2.0")
    assert answer.startswith("SIP/2.0 422")
    assert wire.header(answer, "Min-SE") == "2"
    wire.ask(invite, "UPDATE", body=SDP + "a=sendonly\r\n")  # hold, by UPDATE
    assert "a=recvonly" in wire.receive("SIP/2.0 200")
    assert ada.state()["held"]
    wire.ask(invite, "INVITE")  # without an offer
    offer = wire.receive("SIP/2.0 200")
    assert "m=audio" in offer
    wire.ask(invite, "ACK", body=SDP)
    wire.ask(invite, "MESSAGE")
    assert wire.receive("SIP/2.0 4").startswith("SIP/2.0 405")
    wire.ask(invite, "BYE")
    assert wire.receive("SIP/2.0 200")
    ada.wait("DISCONNECTED")


def test_a_caller_that_asks_for_too_short_a_session_is_told(system: System, accounts: list[dict[str, str]]) -> None:
    wire = Wire(system, accounts[1])
    assert wire.dial("1001", "Supported: timer", "Session-Expires: 1").startswith("SIP/2.0 422")
    wire.socket.close()
