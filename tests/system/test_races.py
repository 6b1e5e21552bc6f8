"""What crosses on the wire, is lost on it, or comes twice: both ends of each call are played by hand.

Each story says what both phones see, and that the call is in the history once, as what it was.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.system.installation import System, running
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

HELD, ELSEWHERE = SDP + "a=sendonly\r\n", SDP.replace("m=audio 9 ", "m=audio 19 ")

Told = Callable[[], Any]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("races"), "--demo") as system:
        yield system


@pytest.fixture(scope="module")
def accounts(system: System) -> list[dict[str, str]]:
    return [system.client.new_phone(1001 + n, f"0200000007{n:02x}") for n in range(2)]


@pytest.fixture
def ada(system: System, accounts: list[dict[str, str]]) -> Iterator[Wire]:
    yield from registered(system, accounts[0])


@pytest.fixture
def ben(system: System, accounts: list[dict[str, str]]) -> Iterator[Wire]:
    yield from registered(system, accounts[1])


@pytest.fixture
def bens_other_phone(system: System, accounts: list[dict[str, str]]) -> Iterator[Wire]:
    yield from registered(system, accounts[1])


def registered(system: System, account: dict[str, str]) -> Iterator[Wire]:
    """A phone that is the only one of its line, or rings beside those that are there already."""
    phone = Wire(system, account)
    phone.socket.settimeout(10)
    assert phone.register("MD5").startswith("SIP/2.0 200")
    yield phone
    phone.leave()


@pytest.fixture
def told(system: System) -> Told:
    """The one call that the history got since the story began."""
    before = len(system.client.history(0))

    def row() -> Any:
        rows = system.client.history(before + 1)
        assert len(rows) == before + 1
        return rows[0]

    return row


def connect(ada: Wire, ben: Wire) -> tuple[str, str]:
    """Ada talks to Ben; the INVITE that he got and the 200 that she got."""
    ada.call("1002")
    invite = ben.invited()
    ben.answer(invite, "200 OK", SDP)
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    return invite, answer


def hang_up(ada: Wire, answer: str, ben: Wire) -> None:
    """By Ada, whose call a 200 began."""
    ada.go_on(answer, "BYE")
    ben.answer(ben.receive("BYE"), "200 OK")
    assert "BYE" in ada.header(ada.receive("SIP/2.0 200"), "CSeq")


def of(packets: list[str], start: str, method: str = "") -> list[str]:
    """Those of a kind: requests by their method, answers by status and the method that they answer."""
    return [each for each in packets if each.startswith(start) and method in each.partition("CSeq: ")[2].split()[1]]


def test_both_want_something_else_at_once_and_one_after_the_other_gets_it(ada: Wire, ben: Wire, told: Told) -> None:
    invite, answer = connect(ada, ben)
    ada.go_on(answer, "INVITE", body=HELD)
    asked = ben.receive("INVITE")
    bens = ben.ask(invite, "INVITE", body=ELSEWHERE)
    refusal = ben.receive("SIP/2.0 491")
    ben.acknowledge(bens, refusal)
    ben.answer(asked, "491 Request Pending")
    ben.receive("ACK")
    refusal = ada.receive("SIP/2.0 491")
    ada.go_on(refusal, "ACK")
    # Ben waits for less long than Ada, whose call it is (RFC 3261 section 14.1).
    ben.ask(invite, "INVITE", body=ELSEWHERE)
    asked = ada.receive("INVITE")
    ada.answer(asked, "200 OK", SDP)
    ada.receive("ACK")
    agreed = ben.receive("SIP/2.0 200")
    ben.ask(invite, "ACK")
    assert "m=audio" in agreed
    ada.go_on(answer, "INVITE", body=HELD)
    asked = ben.receive("INVITE")
    assert "a=sendonly" in asked
    ben.answer(asked, "200 OK", SDP + "a=recvonly\r\n")
    ben.receive("ACK")
    agreed = ada.receive("SIP/2.0 200")
    assert "a=recvonly" in agreed
    ada.go_on(agreed, "ACK")
    hang_up(ada, answer, ben)
    assert told()["call_result"] == "connected"


def test_two_phones_of_one_line_answer_at_once(ada: Wire, ben: Wire, bens_other_phone: Wire, told: Told) -> None:
    ada.call("1002")
    phones = {phone: phone.invited() for phone in (ben, bens_other_phone)}
    for phone, invite in phones.items():
        phone.answer(invite, "200 OK", SDP)
    for phone in phones:
        phone.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    [loser] = [phone for phone in phones if of(phone.caught_up(), "BYE")]
    loser.answer(of(loser.heard, "BYE")[0], "200 OK")
    winner = ben if loser is bens_other_phone else bens_other_phone
    hang_up(ada, answer, winner)
    assert len(of(ada.caught_up(), "SIP/2.0 200", "INVITE")) == 1
    assert told()["call_result"] == "connected"


def test_two_phones_behind_one_contact_answer(ada: Wire, ben: Wire, told: Told) -> None:
    """Ben's proxy has sent our one INVITE to two phones of his, and sends us what they answer."""
    ada.call("1002")
    invite = ben.invited()
    ben.answer(invite, "180 Ringing", tag="second")
    ben.answer(invite, "200 OK", SDP)
    ben.receive("ACK")
    for _ in range(2):  # it says it again, as it has not heard of the ACK
        ben.answer(invite, "200 OK", SDP, tag="second")
        assert ";tag=second" in ben.header(ben.receive("ACK"), "To")
    bye = of(ben.caught_up(), "BYE")
    assert len({ben.header(each, "CSeq") for each in bye}) == 1
    assert ";tag=second" in ben.header(bye[0], "To")
    ben.answer(bye[0], "200 OK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    hang_up(ada, answer, ben)
    assert len(of(ada.caught_up(), "SIP/2.0 200", "INVITE")) == 1
    assert told()["call_result"] == "connected"


def test_ben_answers_while_ada_gives_up(ada: Wire, ben: Wire, told: Told) -> None:
    """His 200 and our CANCEL cross."""
    invite = ada.call("1002")
    asked = ben.invited()
    ada.receive("SIP/2.0 180")
    ada.cancel(invite)
    assert ada.header(ada.receive("SIP/2.0 200"), "CSeq").endswith("CANCEL")
    ada.acknowledge(invite, ada.receive("SIP/2.0 487"))
    cancel = ben.receive("CANCEL")
    ben.answer(asked, "200 OK", SDP)
    ben.answer(cancel, "200 OK")
    ben.receive("ACK")
    ben.answer(ben.receive("BYE"), "200 OK")
    assert told()["call_result"] == "canceled"


def test_ada_gives_up_while_she_is_told_that_ben_has_answered(ada: Wire, ben: Wire, told: Told) -> None:
    """Her CANCEL and our 200 cross: she has a call now, and hangs it up."""
    invite = ada.call("1002")
    asked = ben.invited()
    ben.answer(asked, "200 OK", SDP)
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.cancel(invite)
    assert ada.header(ada.receive("SIP/2.0 "), "CSeq").endswith("CANCEL")
    ada.go_on(answer, "ACK")
    hang_up(ada, answer, ben)
    assert not of(ada.heard, "SIP/2.0 487")
    assert told()["call_result"] == "connected"


def test_a_lost_ack_has_the_answer_said_again_at_ever_longer_intervals(ada: Wire, ben: Wire, told: Told) -> None:
    ada.call("1002")
    ben.answer(ben.invited(), "200 OK", SDP)
    ben.receive("ACK")
    heard = list[float]()
    for _ in range(4):  # at once, and after 0.5, 1 and 2 s
        answer = ada.receive("SIP/2.0 200")
        heard.append(time.monotonic())
    assert heard[3] - heard[2] > heard[1] - heard[0]
    ada.go_on(answer, "ACK")
    hang_up(ada, answer, ben)
    assert len(set(of(ada.caught_up(), "SIP/2.0 200", "INVITE"))) == 1
    row = told()
    assert row["call_result"] == "connected"
    assert row["duration"] >= 3


@pytest.mark.soak
def test_without_any_ack_the_call_ends_after_half_a_minute(ada: Wire, ben: Wire, told: Told) -> None:
    """After 64 times T1 (RFC 3261 section 13.3.1.4)."""
    ada.socket.settimeout(40)
    ben.socket.settimeout(40)
    ada.call("1002")
    ben.answer(ben.invited(), "200 OK", SDP)
    ben.receive("ACK")
    ada.answer(ada.receive("BYE"), "200 OK")
    # Doubled until four seconds: 0, 0.5, 1.5, 3.5, 7.5, then every four.
    assert len(of(ada.heard, "SIP/2.0 200", "INVITE")) == 11
    ben.answer(ben.receive("BYE"), "200 OK")
    row = told()
    assert row["call_result"] == "connected"
    assert 32 <= row["duration"] < 40


def test_what_is_asked_again_is_answered_alike_and_done_once(ada: Wire, ben: Wire, told: Told) -> None:
    for phone in (ada, ben):
        first = phone.heard[-1]
        assert "REGISTER" in phone.header(first, "CSeq")
        phone.again(phone.registration)
        assert phone.receive("SIP/2.0 ") == first
    invite = ada.call("1002")
    asked = ben.invited()
    ringing = ada.receive("SIP/2.0 180")
    ada.again(invite)
    assert ada.receive("SIP/2.0 ") == ringing
    ben.answer(asked, "200 OK", SDP)
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.again(invite)
    assert ada.receive("SIP/2.0 ") == answer
    ada.go_on(answer, "ACK")
    bye = ada.go_on(answer, "BYE")
    over = ada.receive("SIP/2.0 200")
    ada.again(bye)
    assert ada.receive("SIP/2.0 ") == over
    ben.answer(ben.receive("BYE"), "200 OK")
    assert len({ben.header(each, "Via") for each in of(ben.caught_up(), "INVITE")}) == 1
    assert len({ben.header(each, "Via") for each in of(ben.heard, "BYE")}) == 1
    assert told()["call_result"] == "connected"


@pytest.mark.parametrize("more", ["", "Date: Sat, 13 Nov 2010 23:29:00 GMT"])
def test_an_answer_that_comes_again_is_acknowledged_again(ada: Wire, ben: Wire, told: Told, more: str) -> None:
    """Word for word, or not quite."""
    ada.call("1002")
    asked = ben.invited()
    ben.answer(asked, "200 OK", SDP)
    ben.receive("ACK")
    for _ in range(2):
        ben.answer(asked, "200 OK", SDP, *filter(None, [more]))
        ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    hang_up(ada, answer, ben)
    assert len(of(ben.caught_up(), "BYE")) == 1
    assert len(of(ada.caught_up(), "SIP/2.0 200", "INVITE")) == 1
    assert told()["call_result"] == "connected"


@pytest.mark.parametrize("when", ["while it rings", "when it was answered"])
def test_a_call_that_comes_by_two_ways_is_one_call(ada: Wire, ben: Wire, told: Told, when: str) -> None:
    """Ada's proxy has forked her INVITE, and both its branches lead here (RFC 3261 section 8.2.2.2)."""
    invite = ada.call("1002")
    asked = ben.invited()
    ada.receive("SIP/2.0 180")
    other = invite.replace("branch=z9hG4bK", "branch=z9hG4bKother")
    if when == "while it rings":
        ada.again(other)
        ada.acknowledge(other, ada.receive("SIP/2.0 482"))
    ben.answer(asked, "200 OK", SDP)
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    if when == "when it was answered":
        ada.again(other)
        ada.acknowledge(other, ada.receive("SIP/2.0 482"))
    hang_up(ada, answer, ben)
    assert len(of(ben.caught_up(), "INVITE")) == 1
    assert told()["call_result"] == "connected"


def test_both_hang_up_at_once(ada: Wire, ben: Wire, told: Told) -> None:
    invite, answer = connect(ada, ben)
    ada.go_on(answer, "BYE")
    ben.ask(invite, "BYE")
    for phone in (ada, ben):
        assert "BYE" in phone.header(phone.receive("SIP/2.0 200"), "CSeq")
        for bye in of(phone.caught_up(), "BYE"):
            phone.answer(bye, "200 OK")
    assert told()["call_result"] == "connected"
