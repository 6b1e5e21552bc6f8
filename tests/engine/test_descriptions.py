"""What phones say of their audio and of their keys, to a real engine and a real relay, by a carrier played by hand."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.engine.carrier import Call, Carrier, Engine, Voice
from tests.engine.test_trunks import dials

pytestmark = pytest.mark.any_store


@pytest.fixture
def near() -> Iterator[Voice]:
    yield from _voice()


@pytest.fixture
def far() -> Iterator[Voice]:
    yield from _voice()


def _voice() -> Iterator[Voice]:
    made = Voice()
    yield made
    made.close()


def elsewhere(voice: Voice, address: str, **more: Any) -> str:
    return voice.sdp(**more).replace("c=IN IP4 127.0.0.1", f"c=IN {address}")


UNUSABLE = [
    ("IP4 localhost", 301),
    ("IP4 media.carrier.example", 301),
    ("IP4 2130706433", 301),
    ("IP4 0x7f000001", 301),
    ("IP4 0177.0.0.1", 301),
    ("IP4 127.1", 301),
    ("IP4 224.0.0.1", 330),
    ("IP4 239.1.2.3/127", 330),
    ("IP4 255.255.255.255", 301),
    ("IP4 240.0.0.1", 301),
    ("IP4 169.254.1.1", 301),
    ("IP4 0.0.0.1", 301),
    ("IP6 2001:db8::1", 300),
]


@pytest.mark.parametrize(("address", "code"), UNUSABLE)
def test_a_call_whose_audio_cannot_be_carried_is_refused_with_why(
    running: Engine, carrier: Carrier, near: Voice, address: str, code: int
) -> None:
    answer = carrier.call("+12125550100", elsewhere(near, address)).answered(488)
    assert carrier.header(answer, "Warning").startswith(f'{code} 127.0.0.1 "')
    running.nothing_happens(0.05)


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_call_goes_on_as_it_was_after_a_description_that_cannot_be_carried(
    running: Engine, carrier: Carrier, near: Voice, method: str
) -> None:
    call, leg = answered(running, carrier, near)
    for address, code in UNUSABLE[::4]:
        answer = call.ask(method, body=elsewhere(near, address))
        assert answer.startswith("SIP/2.0 488")
        assert carrier.header(answer, "Warning").startswith(f"{code} ")
    running.wants(["Play", leg, ["beep"], True])
    assert near.hears(0.2)[0] > 1000
    ended(running, call, leg)


def answered(running: Engine, carrier: Carrier, voice: Voice, *headers: str) -> tuple[Call, str]:
    call = carrier.call("+12125550100", voice.sdp(), *headers)
    leg = running.happens("Came")["leg"]
    running.wants(["Answer", leg])
    voice.speak_to(call.answered())
    return call, leg


def ended(running: Engine, call: Call, leg: str) -> None:
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg


def test_an_answer_that_cannot_be_carried_ends_the_leg_with_why(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    _, leg, callee, invite = dials(running, carrier, near)
    carrier.answer(invite, "200 OK", elsewhere(far, "IP4 media.carrier.example"))
    carrier.receive("ACK")
    goodbye = carrier.receive("BYE")
    assert "cause=488" in carrier.header(goodbye, "Reason")
    carrier.answer(goodbye, "200 OK")
    assert running.happens("Refused") == {"leg": callee, "status": 488}
    running.wants(["Release", leg, 488])


def test_what_is_heard_early_from_where_it_cannot_be_is_not_and_the_answer_counts(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    carrier.answer(invite, "183 Session Progress", elsewhere(far, "IP6 ::1"))
    assert running.happens("Rang") == {"leg": callee, "heard": False}
    connected(running, carrier, call, (leg, callee), invite, near, far)
    assert near.hears(0.2)[1] > 0
    ended(running, call, leg)
    running.wants(["Release", callee])


def test_an_answer_in_an_ack_that_cannot_be_carried_ends_the_call(
    running: Engine, carrier: Carrier, near: Voice
) -> None:
    call = carrier.call("+12125550100", "")
    leg = running.happens("Came")["leg"]
    running.wants(["Answer", leg])
    while not (answer := carrier.receive("SIP/2.0 ")).startswith("SIP/2.0 200"):
        continue
    call.callee = carrier.header(answer, "To")
    call.send("ACK", body=elsewhere(near, "IP4 224.0.0.1"))
    assert "cause=488" in carrier.header(carrier.receive("BYE"), "Reason")
    assert running.happens("Left")["leg"] == leg


def test_a_phone_that_names_our_own_port_is_refused(running: Engine, carrier: Carrier, near: Voice) -> None:
    call, leg = answered(running, carrier, near)
    assert near.towards
    for port in (near.towards[1], near.towards[1] + 1, running.sip):
        body = near.sdp().replace(f"m=audio {near.port} ", f"m=audio {port} ")
        assert call.ask("INVITE", body=body).startswith("SIP/2.0 488")
        assert carrier.header(carrier.call("+12125550100", body).answered(488), "Warning").startswith("301 ")
    ended(running, call, leg)


def test_a_carriers_audio_may_be_at_another_host_and_is_sent_there_at_once(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as gateway:
        gateway.bind(("127.0.0.2", far.port))
        gateway.settimeout(3)
        carrier.answer(invite, "200 OK", elsewhere(far, "IP4 127.0.0.2"))
        assert running.happens("Answered")["leg"] == callee
        running.wants(["Connect", leg, callee])
        near.speak_to(call.answered())
        assert gateway.recv(2048)[1] == 0
        far.speak_to(invite)  # from the host of the signalling, and not from the gateway's
        near.hears(0, patience=0)
        time.sleep(0.3)
        assert not near.packets()
        ended(running, call, leg)
        running.wants(["Release", callee])


# Keys


def connected(
    running: Engine,
    carrier: Carrier,
    call: Call,
    legs: tuple[str, str],
    invite: str,
    near: Voice,
    far: Voice,
    *headers: str,
    events: bool = True,
) -> None:
    carrier.answer(invite, "200 OK", far.sdp(events=events), *headers)
    assert running.happens("Answered")["leg"] == legs[1]
    running.wants(["Connect", *legs])
    near.speak_to(call.answered())
    far.speak_to(invite)
    time.sleep(0.4)  # in which the last packets of keys that were pressed before would come


def pressed(running: Engine, leg: str, by: Voice, key: str, heard: Voice) -> list[int]:
    """The numbers under which the other hears something, while one presses a key."""
    heard.hears(0, patience=0)
    by.press(key)
    assert running.happens("Pressed") == {"leg": leg, "key": key}
    time.sleep(0.2)
    return sorted({type for _, type, _ in heard.packets()})


@pytest.mark.parametrize("early", [True, False], ids=["told with the answer", "answered before"])
def test_keys_come_under_the_number_that_their_receiver_named(
    running: Engine, carrier: Carrier, near: Voice, far: Voice, early: bool
) -> None:
    near.keys, far.keys = 96, 101
    call, leg, callee, invite = dials(running, carrier, near)
    if not early:
        running.wants(["Answer", leg])
        near.speak_to(call.answered())
        running.wants(["Play", leg, ["beep"], True])
        time.sleep(0.2)
    carrier.answer(invite, "200 OK", far.sdp())
    assert running.happens("Answered")["leg"] == callee
    running.wants(["Connect", leg, callee])
    if early:
        near.speak_to(call.answered())
    far.speak_to(invite)
    time.sleep(0.5)
    assert pressed(running, leg, near, "5", far) == [0, 101]
    far.keys = 96  # as it was told to send them
    assert pressed(running, callee, far, "7", near) == [0, 96]
    ended(running, call, leg)
    running.wants(["Release", callee])


def test_a_number_that_changes_in_mid_call_is_the_one_from_then_on(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    connected(running, carrier, call, (leg, callee), invite, near, far)
    assert pressed(running, leg, near, "1", far) == [0, 101]
    near.keys = 97
    call.cseq += 1
    call.send("INVITE", body=near.sdp())
    asked = carrier.receive("INVITE")
    carrier.answer(asked, "200 OK", far.sdp())
    answer = call.answered()
    assert running.happens("Resumed")["leg"] == leg
    assert "telephone-event" in answer
    near.keys = int(answer.partition(" telephone-event")[0].rpartition(":")[2])
    assert pressed(running, leg, near, "2", far) == [0, 101]
    far.keys = int(asked.partition(" telephone-event")[0].rpartition(":")[2])
    assert pressed(running, callee, far, "3", near) == [0, 97]
    ended(running, call, leg)
    running.wants(["Release", callee])


TAKES_INFO = "Allow: INVITE, ACK, BYE, CANCEL, INFO"


def test_a_key_by_info_is_told_by_info_in_a_way_that_the_other_accepts_or_in_its_audio(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    accept = "Accept: application/sdp, application/dtmf"
    connected(running, carrier, call, (leg, callee), invite, near, far, TAKES_INFO, accept)
    assert call.ask("INFO", body="Signal=11\r\n", kind="application/dtmf-relay").startswith("SIP/2.0 200")
    assert running.happens("Pressed") == {"leg": leg, "key": "#"}
    told = carrier.receive("INFO")
    assert (carrier.header(told, "Content-Type"), told.partition("\r\n\r\n")[2]) == ("application/dtmf", "#")
    far.hears(0, patience=0)
    carrier.answer(told, "415 Unsupported Media Type")
    time.sleep(0.4)
    assert sorted({type for _, type, _ in far.packets()}) == [0, 101]
    ended(running, call, leg)
    running.wants(["Release", callee])


def test_a_key_by_info_is_heard_by_one_that_takes_none(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    connected(running, carrier, call, (leg, callee), invite, near, far, "Allow: INVITE, ACK, BYE")
    for speaks in (True, False):
        near.speaks = speaks
        time.sleep(0.3)
        far.hears(0, patience=0)
        assert call.ask("INFO", body="d=9", kind="audio/telephone-event").startswith("SIP/2.0 200")
        assert running.happens("Pressed") == {"leg": leg, "key": "9"}
        time.sleep(0.4)
        events = [payload for _, type, payload in far.packets() if type == 101]
        assert [payload[0] for payload in events] == [9] * 8
    assert call.ask("INFO", body="Signal=16", kind="application/dtmf-relay").startswith("SIP/2.0 200")
    time.sleep(0.3)
    assert far.packets()[-1][2][0] == 16, "a flash is for the other phone alone"
    ended(running, call, leg)
    running.wants(["Release", callee])


def test_a_key_is_told_by_info_to_one_that_knows_none_in_its_audio(
    running: Engine, carrier: Carrier, near: Voice, far: Voice
) -> None:
    call, leg, callee, invite = dials(running, carrier, near)
    connected(running, carrier, call, (leg, callee), invite, near, far, TAKES_INFO, events=False)
    far.hears(0, patience=0)
    near.press("8")
    assert running.happens("Pressed") == {"leg": leg, "key": "8"}
    told = carrier.receive("INFO")
    assert told.partition("\r\n\r\n")[2].startswith("Signal=8\r\n")
    carrier.answer(told, "200 OK")
    time.sleep(0.2)
    assert {type for _, type, _ in far.packets()} == {0}, "and no packets that it does not know"
    ended(running, call, leg)
    running.wants(["Release", callee])


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/dtmf-relay", "Signal=\r\n", 400),
        ("application/dtmf", "Z", 400),
        ("application/media_control+xml", "<media_control/>", 415),
        ("application/sdp", "v=0", 415),
        ("", "", 200),
    ],
)
def test_an_info_is_answered_by_what_it_says(
    running: Engine, carrier: Carrier, near: Voice, kind: str, body: str, status: int
) -> None:
    call, leg = answered(running, carrier, near)
    answer = call.ask("INFO", body=body, kind=kind)
    assert answer.startswith(f"SIP/2.0 {status}")
    assert ("application/dtmf-relay" in carrier.header(answer, "Accept")) == (status == 415)
    running.nothing_happens(0.05)
    ended(running, call, leg)


def test_an_info_of_a_package_is_refused_as_such(running: Engine, carrier: Carrier, near: Voice) -> None:
    """RFC 6086 section 4.2.2."""
    call, leg = answered(running, carrier, near)
    assert call.ask("INFO", "Info-Package: foo", body="5", kind="application/dtmf").startswith("SIP/2.0 469")
    ended(running, call, leg)
