"""A phone of a make whose audio must be secured, where its site says so: Ben's. Ada's may have any."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.carrier import Carrier, Engine, engine
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

FINGERPRINT = ":".join(["AB"] * 32)
DTLS = SDP.replace("RTP/AVP", "UDP/TLS/RTP/SAVP") + f"a=fingerprint:sha-256 {FINGERPRINT}\r\na=setup:actpass\r\n"


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("secured")
    with engine(folder, carrier.port, OFFICE="yes", SECURED="yes") as made:
        carrier.at(made)
        yield made


def test_it_is_rung_with_an_offer_of_nothing_else(phones: tuple[Wire, Wire]) -> None:
    ada, ben = phones
    ada.call("1002")
    invite = ben.receive("INVITE")
    assert "UDP/TLS/RTP/SAVP" in invite
    assert "RTP/AVP " not in invite
    ben.answer(invite, "488 Not Acceptable Here")
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")  # of the mailbox: it is not asked again in the clear
    assert not any(packet.startswith("INVITE") and "RTP/AVP " in packet for packet in ben.caught_up())
    ada.go_on(answer, "ACK")
    ada.go_on(answer, "BYE")


def test_an_answer_in_the_clear_is_none(phones: tuple[Wire, Wire]) -> None:
    ada, ben = phones
    ada.call("1002")
    ben.answer(ben.receive("INVITE"), "200 OK", SDP)
    ben.answer(ben.receive("BYE"), "200 OK")
    answer = ada.receive("SIP/2.0 200")  # of the mailbox
    ada.go_on(answer, "ACK")
    ada.go_on(answer, "BYE")


def test_it_may_not_dial_in_the_clear(phones: tuple[Wire, Wire]) -> None:
    _, ben = phones
    invite = ben.call("1001")
    answer = ben.receive("SIP/2.0 488")
    assert "Secured audio alone" in ben.header(answer, "Warning")
    ben.acknowledge(invite, answer)


def test_it_talks_with_one_that_has_none(phones: tuple[Wire, Wire]) -> None:
    ada, ben = phones
    ben.call("1001", body=DTLS)
    ada.answer(ada.receive("INVITE"), "200 OK", SDP)
    answer = ben.receive("SIP/2.0 200")
    assert "UDP/TLS/RTP/SAVP" in answer
    ben.go_on(answer, "ACK")
    ben.go_on(answer, "BYE")
    ada.answer(ada.receive("BYE"), "200 OK")


@pytest.mark.parametrize("number", ["1001", "*62"])
def test_dialling_without_an_offer_it_is_made_a_secured_one(phones: tuple[Wire, Wire], number: str) -> None:
    ada, ben = phones
    ben.call(number, body="")
    if number == "1001":
        ada.answer(ada.receive("INVITE"), "200 OK", SDP)
    answer = ben.receive("SIP/2.0 200")
    assert "UDP/TLS/RTP/SAVP" in answer
    assert "a=fingerprint:" in answer
    assert "RTP/AVP " not in answer
    ben.go_on(answer, "ACK", body=DTLS.replace("actpass", "active"))
    if number == "1001":
        ada.receive("ACK")
    ben.go_on(answer, "INVITE", body="")
    again = ben.receive("SIP/2.0 200")
    assert "UDP/TLS/RTP/SAVP" in again
    assert "RTP/AVP " not in again
    ben.go_on(again, "ACK", body=DTLS.replace("actpass", "active"))
    ben.go_on(answer, "BYE")
    ben.receive("SIP/2.0 200")
    if number == "1001":
        ada.answer(ada.receive("BYE"), "200 OK")


def test_and_a_plain_answer_to_it_ends_the_call(phones: tuple[Wire, Wire]) -> None:
    _, ben = phones
    ben.call("*62", body="")
    ben.go_on(ben.receive("SIP/2.0 200"), "ACK", body=SDP)
    ben.answer(ben.receive("BYE"), "200 OK")


def test_help_is_called_in_the_clear(phones: tuple[Wire, Wire]) -> None:
    _, ben = phones
    ben.call_for_help("911")
