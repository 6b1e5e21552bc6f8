"""A queue whose members' phones are to answer by themselves: desk phones are told so, in the words of each make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.carrier import Carrier, Engine, engine
from tests.engine.test_elsewhere import phone
from tests.system.wire import Wire

pytestmark = pytest.mark.any_store

SAID = {
    "Answer-Mode": "Auto",
    "Call-Info": "<sip:127.0.0.1>;answer-after=0",
    "Alert-Info": "<http://127.0.0.1>;info=alert-autoanswer;delay=0",
}


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("autoanswer")
    with engine(folder, carrier.port, OFFICE="yes") as made:
        carrier.at(made)
        yield made


@pytest.fixture
def phones(office: Engine) -> Iterator[tuple[Wire, Wire]]:
    made = phone(office, "11"), phone(office, "12")
    yield made
    for each in made:
        each.leave()


def said(phone: Wire, invite: str) -> dict[str, str]:
    return {name: value for name in SAID if (value := phone.header(invite, name))}


def test_calls_of_that_queue_say_so_and_no_others(phones: tuple[Wire, Wire]) -> None:
    ada, ben = phones
    for number, expected in (("2003", SAID), ("2001", {}), ("1002", {})):
        ada.call(number)
        invite = ben.receive("INVITE")
        assert said(ben, invite) == expected
        ben.answer(invite, "603 Decline")
        ben.receive("ACK")
        if number != "1002":
            answer = ada.receive("SIP/2.0 200")
            ada.go_on(answer, "ACK")
            ada.go_on(answer, "BYE")


def test_they_say_it_again_to_a_phone_that_wants_secured_audio(phones: tuple[Wire, Wire]) -> None:
    ada, ben = phones
    ada.call("2003")
    invite = ben.receive("INVITE")
    ben.answer(invite, "488 Not Acceptable Here")
    again = ben.receive("INVITE")
    assert "RTP/AVP" in invite
    assert "UDP/TLS/RTP/SAVP" in again
    assert said(ben, again) == SAID
