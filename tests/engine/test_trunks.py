"""Calls from and to a carrier, by a real engine with a scripted exchange."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.engine.carrier import Call, Carrier, Engine, Voice, engine
from tests.system.wire import Wire

pytestmark = pytest.mark.any_store


@pytest.fixture
def voices() -> Iterator[tuple[Voice, Voice]]:
    both = Voice(hz=440), Voice(hz=1000)
    yield both
    for each in both:
        each.close()


@pytest.mark.parametrize(
    ("caller", "headers", "number", "name"),
    [
        ("<sip:+12065550100@carrier.example>", (), "+12065550100", ""),
        ('"Jo Doe" <sip:12065550100@carrier.example>', (), "+12065550100", "Jo Doe"),
        (
            '"Jo" <sip:1000@pbx.example>',
            ("P-Asserted-Identity: <sip:+12065550111@carrier.example>",),
            "+12065550111",
            "Jo",
        ),
        (
            '"Jo" <sip:1000@pbx.example>',
            ('P-Asserted-Identity: "Doe, \\"Jo\\"" <sip:pbx@carrier.example>, <tel:+1-206-555-0111;ext=5>',),
            "+12065550111",
            "Jo",
        ),
        (
            '"Jo" <sip:1000@pbx.example>',
            ("p-asserted-identity: sip:trunk@carrier.example", 'P-Asserted-Identity: "Jo, Doe"<tel:+12065550111>'),
            "+12065550111",
            "Jo, Doe",
        ),
        (
            "<sip:1000@pbx.example>",
            ('Remote-Party-ID: "Ben" <sip:9@c>;party=called, "Jo" <sip:+12065550111@c>;party=calling;privacy=off',),
            "+12065550111",
            "Jo",
        ),
        ("<sip:+12065550100@c>", ("Remote-Party-ID: <sip:+12065550111@c>;privacy=full;screen=yes",), "", ""),
        ("<tel:+12065550100;phone-context=x>", (), "+12065550100", ""),
        ("tel:0012065550100", (), "+12065550100", ""),
        ("Doe, Jo <sips:%2B12065550100@c;user=phone>", (), "+12065550100", "Doe, Jo"),
        ("<sip:anonymous@anonymous.invalid>", (), "", ""),
        ('"Jo" <sip:Restricted@carrier.example>', (), "", ""),
        ('"Jo" <sip:#8972@carrier.example>', (), "", ""),
        ('"Jo" <sip:jo@anonymous.invalid>', (), "", ""),
        ('"Jo" <sip:jo@carrier.example>', (), "", "Jo"),
        ('"Jo" <sip:jo@carrier.example>', ("Privacy: id",), "", ""),
        ('"Jo" <sip:Jo Doe@carrier.example>', (), "", "Jo"),
        ('"Jo" <sip:"Jo"@carrier.example>', (), "", ""),
        ('"Jo" <sip:@carrier.example>', (), "", ""),
        ('"Jo" <sip:carrier.example>', (), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: none",), "+12065550100", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: critical; ID",), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: session", "Privacy: user"), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: id",), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: none;\r\n id",), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: none", 'privacy: "ID"'), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: session, user",), "", ""),
        ("<sip:+12065550100@carrier.example>", ("Privacy: header;critical",), "+12065550100", ""),
        # What is no subscriber's number would be an extension's here, or ring for help.
        ("<sip:1001@carrier.example>", (), "", "1001"),
        ('"Jo" <sip:1001@carrier.example>', (), "", "Jo"),
        ("<sip:911@carrier.example>", (), "", "911"),
        ("<sip:+1911@carrier.example>", (), "", "+1911"),
        ("<tel:1001;phone-context=+1>", (), "", "+11001"),
        ("<sip:1001@carrier.example>", ("P-Asserted-Identity: <sip:1002@c>",), "", "1002"),
        ("<sip:1001@carrier.example>", ("Privacy: id",), "", ""),
    ],
)
def test_who_calls_is_what_the_carrier_says(
    running: Engine, carrier: Carrier, caller: str, headers: tuple[str, ...], number: str, name: str
) -> None:
    call = carrier.call("+12125550100", Voice.sdp(SDP), *headers, caller=caller)
    came = running.happens("Came")
    assert (came["trunk"], came["dialled"], came["audible"]) == ("trunk", "+12125550100", True)
    assert (came["number"], came["name"]) == (number, name)
    running.wants(["Release", came["leg"], 404])
    call.answered(404)


@pytest.mark.parametrize(
    ("headers", "number", "name"),
    [
        (("privacy=uri",), "", "Sue"),
        (("privacy=URI-network",), "", "Sue"),
        (("privacy=name",), "+12065550111", ""),
        (('privacy="name"',), "+12065550111", ""),
        (("privacy=full",), "", ""),
        (("privacy=FULL",), "", ""),
        (('privacy="full"',), "", ""),
        (("privacy=full-network",), "", ""),
        (("PRIVACY = Full",), "", ""),
        (("privacy=name;privacy=uri",), "", ""),
        (("privacy=uri;privacy=name;screen=yes",), "", ""),
        (("privacy=name,privacy=full",), "", ""),
        (("privacy=name,uri;screen=yes",), "", ""),
        (('privacy="name,uri"',), "", ""),
        (("privacy=name", "privacy=uri"), "", ""),
        (('party="calling";privacy=full',), "", ""),
        (("party=Calling;privacy=full",), "", ""),
        (("party=called;privacy=full",), "+12065550100", "Jo"),
        (("privacy=off",), "+12065550111", "Sue"),
        (("privacy=ipaddr",), "+12065550111", "Sue"),
    ],
)
def test_remote_party_id_says_what_of_a_caller_is_told(
    running: Engine, carrier: Carrier, headers: tuple[str, ...], number: str, name: str
) -> None:
    said = [f'Remote-Party-ID: "Sue" <sip:+12065550111@c>;{each}' for each in headers]
    call = carrier.call("+12125550100", Voice.sdp(SDP), *said, caller='"Jo" <sip:+12065550100@carrier.example>')
    came = running.happens("Came")
    assert (came["number"], came["name"]) == (number, name)
    running.wants(["Release", came["leg"], 404])
    call.answered(404)


PARTS = (
    "--b\nContent-Type: application/isup;version=itu-t92+\nContent-Disposition: signal;handling={}\n\n"
    "\x01\x00\x90\xff\n"
    "--b\nContent-Type: application/SDP\n\nv=0\no=- 1 1 IN IP4 127.0.0.1\ns=Caf\xe9\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=audio 9 RTP/AVP 0\n\n--b--\n"
)


def odd(carrier: Carrier, lines: str, body: str, target: str = "tel:+12125550100;ext=1", cseq: int = 1) -> str:
    """An INVITE as few carriers write it, and the first answer to it."""
    packet = (
        f"INVITE {target} SIP/2.0\nv: SIP/2.0/UDP 127.0.0.1:{carrier.port};branch=z9hG4bKodd{cseq};received=192.0.2.1\n"
        f't: <tel:+12125550100>\nf: "Ren\xe9" <tel:+12065550100>;tag=1\ni: odd{cseq}\nCSeq: {cseq} INVITE\n'
        f"m: sip:carrier@127.0.0.1:{carrier.port}\n{lines}\n\n{body}"
    ).replace("\n", "\r\n")
    carrier.forget()
    carrier.socket.sendto(packet.encode("latin-1"), carrier.server)
    while (
        carrier.header(answer := carrier.receive("SIP/2.0 "), "i") or carrier.header(answer, "Call-ID") != f"odd{cseq}"
    ):
        continue
    return answer


def test_a_call_with_more_than_a_description_from_and_to_numbers_alone(running: Engine, carrier: Carrier) -> None:
    assert odd(carrier, "c: multipart/mixed ; boundary=b", PARTS.format("optional")).startswith("SIP/2.0 100")
    came = running.happens("Came")
    assert (came["dialled"], came["number"], came["name"]) == ("+12125550100", "+12065550100", "Ren\xe9")
    assert came["audible"]
    running.wants(["Release", came["leg"], 404])
    answer = carrier.receive("SIP/2.0 404")
    assert carrier.header(answer, "To").startswith("<tel:+12125550100>;tag=")
    assert carrier.header(answer, "From") == '"Ren\xe9" <tel:+12065550100>;tag=1'
    assert "192.0.2.1" not in answer


@pytest.mark.parametrize(("handling", "happens"), [("optional", "Answered"), ("required", "Refused")])
def test_an_answer_with_more_than_a_description(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice], handling: str, happens: str
) -> None:
    """What it cannot do without cannot be refused any more: it is as good as no answer."""
    call, leg, callee, invite = dials(running, carrier, voices[0])
    kept = [line for line in invite.split("\r\n") if line.startswith(("Via", "From", "Call-ID", "CSeq"))]
    head = ["SIP/2.0 200 OK", *kept, f"t: {carrier.header(invite, 'To')};tag=9", 'c: Multipart/Mixed ; boundary="b"']
    head += [f"m: sip:carrier@127.0.0.1:{carrier.port}", "", PARTS.format(handling).replace("\n", "\r\n")]
    carrier.socket.sendto("\r\n".join(head).encode("latin-1"), carrier.server)
    assert carrier.receive("ACK")
    assert running.happens(happens)["leg"] == callee
    running.wants(["Release", callee])
    carrier.answer(carrier.receive("BYE"), "200 OK")
    refused(running, carrier, call, leg)


@pytest.mark.parametrize(
    ("lines", "body", "target", "status", "accepts"),
    [
        ("c: multipart/mixed;boundary=b", PARTS.format("required"), "sip:+12125550100@c", 415, "application/sdp"),
        ("Content-Type: text/plain", "hello", "sip:+12125550100@c", 415, "application/sdp"),
        ("Content-Type: application/sdp\nContent-Encoding: gzip", "\x1f\x8b", "sip:+12125550100@c", 415, ""),
        ("Content-Type: application/sdp", "v=0\n", "http://example.com/", 416, ""),
    ],
)
def test_what_cannot_be_dealt_with_is_refused_as_such(
    running: Engine, carrier: Carrier, lines: str, body: str, target: str, status: int, accepts: str
) -> None:
    answer = odd(carrier, lines, body, target, cseq=status)
    assert answer.startswith(f"SIP/2.0 {status} ")
    assert accepts in carrier.header(answer, "Accept")
    assert ";tag=" in carrier.header(answer, "To")
    running.nothing_happens(0.1)


class SDP:
    port, codec, keys = 9, "PCMU", 101


def dials(running: Engine, carrier: Carrier, voice: Voice, **more: Any) -> tuple[Call, str, str, str]:
    """A call that comes, and one that goes out for it: the caller's call, both legs, and the INVITE."""
    call = carrier.call("+12125550100", voice.sdp("PCMU", "PCMA"))
    came = running.happens("Came")
    callee = f"{came['call']}.1"
    said = {"number": "+13105550123", "shown": "+12125550100", "name": "Ada Moreno", "location": {}} | more
    running.wants(["Dial", came["call"], callee, "trunk", *said.values()])
    return call, came["leg"], callee, carrier.receive("INVITE")


def test_a_call_goes_out_rings_is_heard_early_and_is_answered(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]
) -> None:
    near, far = voices
    call, leg, callee, invite = dials(running, carrier, near)
    assert invite.startswith(f"INVITE sip:+13105550123@127.0.0.1:{carrier.port} SIP/2.0")
    assert carrier.header(invite, "From").startswith('"Ada Moreno" <sip:+12125550100@127.0.0.1>;tag=')
    assert carrier.header(invite, "P-Asserted-Identity") == '"Ada Moreno" <sip:+12125550100@127.0.0.1>'
    assert not carrier.header(invite, "Privacy")
    carrier.answer(invite, "100 Trying")
    far.speak_to(invite)
    carrier.answer(invite, "183 Session Progress", far.sdp("PCMA"))
    assert running.happens("Rang") == {"leg": callee, "heard": True}
    running.wants(["Hear", leg, callee])
    early = call.answered(183)
    near.speak_to(early)
    assert "RTP/AVP 8" in early
    near.codec, near.type, far.codec, far.type = "PCMA", 8, "PCMA", 8
    far._sound = voices[1]._sound = tone_of("PCMA", 1000)
    near._sound = tone_of("PCMA", 440)
    near.hears(0.2)
    assert abs(near.hears()[0] - 1000) <= 3
    carrier.answer(invite, "200 OK", far.sdp("PCMA"))
    assert running.happens("Answered")["leg"] == callee
    running.wants(["Connect", leg, callee])
    answer = call.answered()
    assert answer.partition("\r\n\r\n")[2] == early.partition("\r\n\r\n")[2]
    assert abs(near.hears()[0] - 1000) <= 3
    assert abs(far.hears()[0] - 440) <= 3
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg
    running.wants(["Release", callee])
    carrier.receive("BYE")


def tone_of(codec: str, hz: int) -> bytes:
    from trunkline.audio.codecs import encode
    from trunkline.audio.samples import tone

    return encode(tone([hz], 1.0, 48_000), 48_000, codec)


def refused(running: Engine, carrier: Carrier, call: Call, leg: str) -> None:
    running.wants(["Release", leg, 480])
    call.answered(480)


@pytest.mark.parametrize("status", [404, 486, 503, 603])
def test_what_the_carrier_refuses_is_told(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice], status: int
) -> None:
    call, leg, callee, invite = dials(running, carrier, voices[0])
    carrier.answer(invite, f"{status} No")
    carrier.receive("ACK")
    assert running.happens("Refused") == {"leg": callee, "status": status}
    refused(running, carrier, call, leg)


def test_a_carrier_that_says_nothing_is_given_up_after_five_seconds(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]
) -> None:
    began = time.monotonic()
    call, leg, callee, invite = dials(running, carrier, voices[0])
    assert running.happens("Refused", 8) == {"leg": callee, "status": 503}
    assert time.monotonic() - began > 4.9
    carrier.answer(invite, "503 Too late")  # or it would be asked again: only an answer lets a call be cancelled
    carrier.receive("ACK")
    refused(running, carrier, call, leg)


def test_a_number_that_is_withheld_is_not_told(running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]) -> None:
    call, leg, callee, invite = dials(running, carrier, voices[0], shown="", name="Ada Moreno")
    assert carrier.header(invite, "From").startswith('"Anonymous" <sip:anonymous@anonymous.invalid>')
    assert carrier.header(invite, "Privacy") == "id"
    assert "Ada" not in invite
    assert not carrier.header(invite, "P-Asserted-Identity")
    carrier.answer(invite, "486 Busy")
    carrier.receive("ACK")
    assert running.happens("Refused")["leg"] == callee
    refused(running, carrier, call, leg)


def test_an_emergency_call_says_where_the_caller_is(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]
) -> None:
    place = {"line1": "1 Main St <rear>", "line2": "Floor 2", "city": "San José", "state": "CA", "zip": "95113"}
    call, leg, callee, invite = dials(running, carrier, voices[0], number="911", location=place)
    assert invite.startswith("INVITE sip:911@")
    boundary = carrier.header(invite, "Content-Type").partition("boundary=")[2].strip('"')
    assert carrier.header(invite, "Content-Type").startswith("multipart/mixed")
    cid = carrier.header(invite, "Geolocation").removeprefix("<cid:").removesuffix(">")
    parts = invite.partition("\r\n\r\n")[2].split(f"--{boundary}")
    assert parts[-1].strip() == "--"
    assert "Content-Type: application/sdp\r\n\r\nv=0" in parts[1]
    assert f"Content-ID: <{cid}>" in parts[2]
    assert (
        "<ca:civicAddress><ca:A1>CA</ca:A1><ca:A3>San Jos&#233;</ca:A3><ca:RD>Main St &lt;rear&gt;</ca:RD>"
        "<ca:HNO>1</ca:HNO><ca:LOC>Floor 2</ca:LOC><ca:PC>95113</ca:PC>"
    ) in parts[2]
    assert int(carrier.header(invite, "Content-Length")) == len(invite.partition("\r\n\r\n")[2].encode())
    voices[1].speak_to(invite)
    carrier.answer(invite, "200 OK", voices[1].sdp("PCMU"))
    assert running.happens("Answered")["leg"] == callee
    running.wants(["Connect", leg, callee])
    voices[0].speak_to(call.answered())
    voices[1].hears(0.2)
    assert abs(voices[1].hears()[0] - 440) <= 3
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg
    running.wants(["Release", callee])
    carrier.receive("BYE")


def test_keys_go_to_the_other_side_once_two_talk_and_not_before(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]
) -> None:
    near, far = voices
    call, leg, callee, invite = dials(running, carrier, near)
    far.speak_to(invite)
    carrier.answer(invite, "200 OK", far.sdp("PCMU"))
    assert running.happens("Answered")["leg"] == callee
    running.wants(["Play", callee, ["press_1"], True])
    far.hears(0.1)
    far.press("1")
    assert running.happens("Pressed") == {"leg": callee, "key": "1"}
    running.wants(["Connect", leg, callee])
    near.speak_to(call.answered())
    assert abs(near.hears()[0] - 1000) <= 3
    assert not [type for _, type, _ in near.packets() if type == 101]
    near.press("7")
    assert running.happens("Pressed") == {"leg": leg, "key": "7"}
    assert [payload[0] for _, type, payload in far.packets() if type == 101][-1:] == [7]
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg
    running.wants(["Release", callee])
    carrier.receive("BYE")


def test_one_who_waits_is_given_to_one_and_then_to_another(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice]
) -> None:
    near, far = voices
    call = carrier.call("+12125550100", near.sdp())
    came = running.happens("Came")
    leg = came["leg"]
    running.wants(["Answer", leg], ["Play", leg, ["music"], True])
    near.speak_to(call.answered())
    assert near.hears()[1] > 0.005
    for n in (1, 2):
        callee = f"{came['call']}.{n}"
        running.wants(["Dial", came["call"], callee, "trunk", "+13105550123", "+12125550100"])
        invite = carrier.receive("INVITE")
        far.speak_to(invite)
        carrier.answer(invite, "200 OK", far.sdp("PCMU"), tag=str(n))
        assert running.happens("Answered")["leg"] == callee
        running.wants(["Connect", leg, callee])
        carrier.receive("ACK")
        near.hears(0.2)
        assert abs(near.hears()[0] - 1000) <= 3
        assert abs(far.hears()[0] - 440) <= 3
        running.wants(["Release", callee], ["Play", leg, ["music"], True])
        carrier.answer(carrier.receive("BYE"), "200 OK")
        near.hears(0.2)
        assert near.hears()[0] not in range(990, 1010)
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg


@pytest.mark.parametrize("unread", ["415 Unsupported Media Type", "424 Bad Location Information"])
def test_an_emergency_call_goes_out_again_with_its_place_or_without(
    running: Engine, carrier: Carrier, voices: tuple[Voice, Voice], unread: str
) -> None:
    """In other audio it still says where the caller is; a carrier that cannot read that gets the call without it."""
    call, leg, callee, invite = dials(running, carrier, voices[0], number="911", location={"city": "San José"})
    carrier.answer(invite, "488 Not Acceptable Here")
    carrier.receive("ACK")
    again = carrier.receive("INVITE")
    assert "<ca:A3>San Jos&#233;</ca:A3>" in again
    assert carrier.header(again, "Geolocation")
    carrier.answer(again, unread)
    carrier.receive("ACK")
    plain = carrier.receive("INVITE")
    assert carrier.header(plain, "Content-Type") == "application/sdp"
    assert not carrier.header(plain, "Geolocation")
    assert carrier.header(plain, "P-Asserted-Identity")
    carrier.answer(plain, unread)
    carrier.receive("ACK")
    assert running.happens("Refused")["leg"] == callee
    refused(running, carrier, call, leg)


@pytest.fixture
def hops(carrier: Carrier) -> Iterator[Callable[[str], None]]:
    yield lambda said: setattr(carrier, "hops", said)
    del carrier.hops


@pytest.mark.parametrize(("said", "passed_on"), [("70", "69"), ("5", "4"), ("1", "0"), ("", "69"), ("255", "69")])
def test_a_call_that_goes_on_may_take_a_hop_less(
    running: Engine,
    carrier: Carrier,
    voices: tuple[Voice, Voice],
    hops: Callable[[str], None],
    said: str,
    passed_on: str,
) -> None:
    """Also where it is offered a second time, with other audio."""
    hops(said)
    call, leg, callee, invite = dials(running, carrier, voices[0])
    assert carrier.header(invite, "Max-Forwards") == passed_on
    carrier.answer(invite, "488 Not Acceptable Here")
    carrier.receive("ACK")
    again = carrier.receive("INVITE")
    assert carrier.header(again, "Max-Forwards") == passed_on
    carrier.answer(again, "486 Busy")
    carrier.receive("ACK")
    assert running.happens("Refused")["leg"] == callee
    refused(running, carrier, call, leg)


@pytest.mark.parametrize(("said", "status"), [("0", 483), ("00", 483), ("x", 400), ("-1", 400), ("1 2", 400)])
def test_one_that_has_gone_far_enough_ends(
    running: Engine, carrier: Carrier, hops: Callable[[str], None], said: str, status: int
) -> None:
    hops(said)
    carrier.call("+12125550100", Voice.sdp(SDP)).answered(status)
    running.nothing_happens(0.2)


def test_calls_of_a_carrier_come_by_its_own_transport(tmp_path: Path) -> None:
    """A datagram is easily sent from the address of a carrier that makes connections."""
    spoofed = Carrier()
    with socket.create_server(("127.0.0.1", spoofed.port)), engine(tmp_path, spoofed.port, CARRIER="tcp") as running:
        spoofed.server = ("127.0.0.1", running.sip)
        time.sleep(0.5)  # the name of its host is known by then
        spoofed.call("+12125550100", Voice.sdp(SDP), caller='"Your Bank" <sip:+18005551212@bank.example>').answered(407)
        running.nothing_happens(0.2)
    spoofed.socket.close()


def test_unless_it_is_said_that_they_come_by_another(tmp_path: Path) -> None:
    known = Carrier()
    source = f"udp:127.0.0.1:{known.port}"
    with (
        socket.create_server(("127.0.0.1", known.port)) as server,
        engine(tmp_path, known.port, CARRIER="tcp", SOURCES=source) as running,
    ):
        known.server = ("127.0.0.1", running.sip)
        server.settimeout(20)
        server.accept()[0].close()
        call = known.call("+12125550100", Voice.sdp(SDP))
        came = running.happens("Came")
        assert came["trunk"] == "trunk"
        running.wants(["Release", came["leg"], 404])
        call.answered(404)
    known.socket.close()


def test_of_two_accounts_with_one_carrier_the_dialled_number_says_whose_a_call_is(tmp_path: Path) -> None:
    """Numbers of nobody are refused, and no account hears of them."""
    both = Carrier()
    with engine(tmp_path, both.port, ACCOUNTS="acme rival") as running:
        both.at(running)
        for number in ("+12125550100", "12125550100", "2125550100"):
            both.call(number, Voice.sdp(SDP))
            came = running.happens("Came")
            assert (came["trunk"], came["dialled"]) == ("trunk", "+12125550100")
        for number in ("+442079460000", "442079460000", "02079460000", "00442079460000"):
            both.call(number, Voice.sdp(SDP))
            came = running.happens("Came")
            assert came["trunk"] == "trunk of rival"
        for number in ("+33140000000", "911", "1001", "anonymous"):
            both.call(number, Voice.sdp(SDP)).answered(404)
        running.nothing_happens(0.2)
    both.socket.close()


@pytest.mark.parametrize(
    ("dialled", "said", "number"),
    [
        ("2125550100", "3105550177", "+13105550177"),
        ("+12125550100", "3105550177", "+13105550177"),
        ("+12125550100", "442079460000", "+442079460000"),
        ("+12125550100", "5550177", ""),
        ("+442079460000", "02079460001", "+442079460001"),
        ("+442079460000", "12125550100", "+12125550100"),
        ("02079460000", "3105550177", ""),
    ],
)
def test_a_national_number_is_of_the_country_that_was_called(
    both: tuple[Engine, Carrier], dialled: str, said: str, number: str
) -> None:
    """One that could be of two countries is nobody's whom one could call back, and told as a name."""
    running, carrier = both
    carrier.call(dialled, Voice.sdp(SDP), caller=f"<sip:{said}@carrier.example>")
    came = running.happens("Came")
    assert (came["number"], came["name"]) == (number, "" if number else said)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Carrier]]:
    """A carrier of two accounts, in two countries."""
    carrier = Carrier()
    with engine(tmp_path_factory.mktemp("both"), carrier.port, ACCOUNTS="acme rival") as running:
        yield running, carrier.at(running)
    carrier.socket.close()


def test_a_stranger_is_asked_for_a_password(running: Engine) -> None:
    stranger = Carrier()
    stranger.server = ("127.0.0.1", running.sip)
    call = stranger.call("+12125550100", Voice.sdp(SDP))
    call.answered(407)
    running.nothing_happens(0.2)
    stranger.socket.close()


def test_a_carrier_over_tcp_is_connected_to_and_calls_by_the_same_connection(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        with engine(tmp_path, server.getsockname()[1], CARRIER="tcp") as running:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                options = connection.recv(8192).decode()
                assert options.startswith("OPTIONS sip:127.0.0.1")
                kept = [
                    line for line in options.split("\r\n") if line.startswith(("Via", "From", "To", "Call-ID", "CSeq"))
                ]
                connection.sendall(("\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0"]) + "\r\n\r\n").encode())
                body = Voice.sdp(SDP)
                head = [
                    "INVITE sip:+12125550100@127.0.0.1 SIP/2.0",
                    "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKx",
                    "From: <sip:+12065550100@carrier.example>;tag=1",
                    "To: <sip:+12125550100@127.0.0.1>",
                    "Call-ID: over-tcp",
                    "CSeq: 1 INVITE",
                    "Contact: <sip:carrier@127.0.0.1;transport=tcp>",
                    "Content-Type: application/sdp",
                    f"Content-Length: {len(body)}",
                ]
                connection.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
                came = running.happens("Came")
                callee = f"{came['call']}.1"
                running.wants(["Dial", came["call"], callee, "trunk", "+13105550123", "+12125550100"])
                heard = ""
                while "INVITE sip:+13105550123@127.0.0.1" not in heard:
                    heard += connection.recv(8192).decode()
                assert ";transport=tcp SIP/2.0" in heard
            assert running.happens("Refused") == {"leg": callee, "status": 430}  # the connection broke


@pytest.mark.parametrize(
    ("trunk", "why"),
    [
        ({"CARRIER": "tls"}, "no SIP over TLS is spoken here: `serve` was given no --sips"),
        ({"CARRIER_HOST": "nohost.invalid"}, "the name of its host is unknown"),
    ],
)
def test_a_carrier_that_cannot_be_reached_is_told_of_in_words(tmp_path: Path, trunk: dict[str, str], why: str) -> None:
    """In the log once; who calls for help hears that nobody was reached."""
    with engine(tmp_path, 9, OFFICE="yes", **trunk) as running:
        end, shown = time.monotonic() + 30, dict[str, Any]()
        while not shown.get("trouble") and time.monotonic() < end:
            with suppress(OSError):  # it is starting
                (shown,) = status(tmp_path)["trunks"] or [shown]
            time.sleep(0.05)
        assert (shown["up"], shown["trouble"]) == (False, why)
        account = {"user_name": "11", "authorization_id": "11", "password": "secret-11", "sip_domain": "office.test"}
        phone = Wire(running, account)
        assert phone.register("MD5").startswith("SIP/2.0 200")
        phone.call_for_help("911")
        assert phone.receive("SIP/2.0 183")
        time.sleep(6)  # another look
        assert (tmp_path / "log").read_text().count("carrier cannot be reached") == 1
        phone.socket.close()
    assert "Traceback" not in (tmp_path / "log").read_text()


def status(folder: Path) -> Any:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(folder / "run" / "engine.sock"))
        connection.sendall(b'{"ask":"status"}\n')
        return json.loads(connection.recv(65_536))
