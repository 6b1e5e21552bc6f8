"""A queue whose members' phones are to answer by themselves: desk phones are told so, in the words of each make."""

import pytest

from tests.system.wire import Wire

pytestmark = pytest.mark.any_store

SAID = {
    "Answer-Mode": "Auto",
    "Call-Info": "<sip:127.0.0.1>;answer-after=0",
    "Alert-Info": "<http://127.0.0.1>;info=alert-autoanswer;delay=0",
}


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
