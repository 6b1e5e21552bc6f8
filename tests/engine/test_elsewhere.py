"""A phone that says where its calls are to go (302): followed where it names a number to dial here, and only there."""

import select

import pytest

from tests.engine.carrier import Carrier
from tests.system.wire import Wire

pytestmark = pytest.mark.any_store


def redirected(phones: tuple[Wire, Wire], *contacts: str, status: str = "302 Moved Temporarily") -> None:
    ada, ben = phones
    ada.call("1002")
    invite = ben.invited()
    kept = [line for line in invite.split("\r\n") if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
    head = [f"SIP/2.0 {status}", *kept, f"To: {ben.header(invite, 'To')};tag=t", *contacts, "Content-Length: 0"]
    ben.socket.sendto(("\r\n".join(head) + "\r\n\r\n").encode(), ben.server)
    assert ben.receive("ACK").split()[1] == invite.split()[1]  # to the phone, not to where it points


def reaches_the_mailbox(caller: Wire) -> None:
    """Of whose phone it is."""
    answer = caller.receive("SIP/2.0 200")
    caller.go_on(answer, "ACK")
    caller.go_on(answer, "BYE")


@pytest.mark.parametrize(
    "contact",
    [
        "Contact: <sip:3105550177@office.test>",
        "Contact: <sip:+13105550177@127.0.0.1;user=phone>;q=0.7",
        "m: <sip:13105550177@127.0.0.1:5060;transport=tcp>",
    ],
)
def test_to_a_number_outside(phones: tuple[Wire, Wire], carrier: Carrier, contact: str) -> None:
    carrier.forget()
    redirected(phones, contact)
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:+13105550177@")
    carrier.answer(invite, "486 Busy Here")
    reaches_the_mailbox(phones[0])


def test_to_the_best_place_and_then_the_next(phones: tuple[Wire, Wire], carrier: Carrier) -> None:
    carrier.forget()
    places = [("1002", 0.9), ("+13105550111", 0.1), ("+13105550122", 0.5)]
    redirected(phones, *(f"Contact: <sip:{number}@office.test>;q={q}" for number, q in places), status="300 Choices")
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:+13105550122@")
    carrier.answer(invite, "486 Busy Here")
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:+13105550111@")
    carrier.answer(invite, "486 Busy Here")
    reaches_the_mailbox(phones[0])


@pytest.mark.parametrize("q", ["abc", "", '"0.5"', ".5", "1.", "0,5", "1e3", "nan", "-1", "0_5"])
def test_how_much_a_place_is_wanted_need_not_be_readable(phones: tuple[Wire, Wire], carrier: Carrier, q: str) -> None:
    carrier.forget()
    redirected(phones, f"Contact: <sip:+13105550177@office.test>;q={q}")
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:+13105550177@")
    carrier.answer(invite, "486 Busy Here")
    reaches_the_mailbox(phones[0])


@pytest.mark.parametrize(
    ("contacts", "status"),
    [
        (["Contact: <sip:+13105550177@elsewhere.example>"], "302 Moved"),
        (["Contact: <sip:911@office.test>"], "302 Moved"),
        (["Contact: <sip:+442071234567@office.test>"], "302 Moved"),
        (["Contact: <sip:1002@office.test>"], "301 Moved"),
        (["Contact: *"], "302 Moved"),
        ([], "302 Moved"),
        (["Contact: <sip:+13105550177@office.test>"], "305 Use Proxy"),
        (["Contact: <sip:+13105550177@office.test>"], "380 Alternative Service"),
    ],
)
def test_anything_else_is_a_refusal(
    phones: tuple[Wire, Wire], carrier: Carrier, contacts: list[str], status: str
) -> None:
    carrier.forget()
    redirected(phones, *contacts, status=status)
    reaches_the_mailbox(phones[0])
    assert not select.select([carrier.socket], [], [], 0.2)[0]
