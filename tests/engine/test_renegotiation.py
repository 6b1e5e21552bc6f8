"""Hold, resume and other wishes in the middle of a call: both phones are played by hand, and the exchange is told what
came of it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import MagicMock

import pytest

from tests.engine.parties import Message, Party, Stage, sdp, staged
from trunkline.engine.renegotiation import Renegotiation, answering

pytestmark = pytest.mark.any_store

HELD = {"sendonly": "recvonly", "inactive": "inactive"}  # and what the other phone says to it


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("renegotiation"), "udp") as made:
        yield made


@pytest.fixture
def stage(carrier: Stage) -> Iterator[Stage]:
    yield carrier
    carrier.end()


@pytest.fixture(params=["the caller", "the callee"])
def parties(stage: Stage, request: pytest.FixtureRequest) -> tuple[Party, Party, str]:
    """Who wants something, the other, and the leg of the first."""
    caller, callee, call = stage.talk()
    return (caller, callee, f"{call}.0") if request.param == "the caller" else (callee, caller, f"{call}.1")


def wish(stage: Stage, one: Party, other: Party, offer: str, status: str, answer: str = "") -> tuple[Message, Message]:
    """What the other is asked, and what the one is answered."""
    packet = one.send("INVITE", body=offer)
    asked = other.invited()
    stage.line.answer(asked, status, answer)
    final = one.final(packet)
    if final.status == 200:
        one.acknowledge(final)
    return asked, final


def hold(stage: Stage, one: Party, other: Party, leg: str, direction: str = "sendonly") -> None:
    asked, answer = wish(stage, one, other, sdp(direction, one.number), "200 OK", sdp(HELD[direction], 2))
    assert (asked.direction, answer.direction) == (direction, HELD[direction])
    assert stage.running.eventually("Held")["leg"] == leg


@pytest.mark.parametrize("direction", HELD)
def test_a_hold_and_a_resume(stage: Stage, parties: tuple[Party, Party, str], direction: str) -> None:
    one, other, leg = parties
    hold(stage, one, other, leg, direction)
    asked, answer = wish(stage, one, other, sdp("sendrecv", 9), "200 OK", sdp("sendrecv", 3))
    assert (asked.direction, answer.direction) == ("sendrecv", "sendrecv")
    assert stage.running.eventually("Resumed")["leg"] == leg


def origin(message: Message) -> tuple[int, int]:
    """Number and version of a description (RFC 8866 section 5.2)."""
    _, number, version, *_ = message.body.partition("\r\no=")[2].split()
    return int(number), int(version)


def test_each_call_has_descriptions_of_its_own_whose_versions_are_counted(stage: Stage) -> None:
    """RFC 3264 section 8: one more each time, the same where the same is said again, whatever other calls say."""
    numbers = set[int]()
    for _ in range(3):
        caller, callee, call = stage.talk()
        hold(stage, caller, callee, f"{call}.0")
        told, answer = wish(stage, caller, callee, sdp("sendrecv", 9), "200 OK", sdp("sendrecv", 3))
        again = caller.ask("UPDATE", body=sdp("sendrecv", 9))
        for message, version in ((told, 3), (answer, 3), (again, 3)):
            number, said = origin(message)
            assert said == version
            numbers.add(number)
    assert len(numbers) == 6


def test_nobody_hangs_up_twice(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    """But both may at once."""
    one, other, _ = parties
    assert one.ask("BYE").status == 200
    goodbye = stage.line.hear(lambda message: message.method == "BYE")
    assert [one.ask("BYE").status for _ in range(2)] == [481, 481]
    assert [other.ask("BYE").status for _ in range(2)] == [200, 481]
    stage.line.answer(goodbye, "200 OK")


def test_a_hold_of_the_old_kind(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    one, other, leg = parties
    asked, answer = wish(stage, one, other, sdp(version=5, host="0.0.0.0"), "200 OK", sdp("recvonly", 2))
    assert (asked.direction, answer.direction) == ("sendonly", "recvonly")
    assert stage.running.eventually("Held")["leg"] == leg


def test_a_resume_without_a_description(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    """All is offered again, whatever was said before, and the other phone is told."""
    one, other, leg = parties
    hold(stage, one, other, leg)
    offer = one.ask("INVITE")
    assert offer.direction == "sendrecv"
    one.acknowledge(offer, sdp("sendrecv", 8))
    asked = other.invited()
    assert asked.direction == "sendrecv"
    stage.line.answer(asked, "200 OK", sdp(version=3))
    assert stage.running.eventually("Resumed")["leg"] == leg


@pytest.mark.parametrize("resume", ["INVITE", "UPDATE", "without a description"])
@pytest.mark.parametrize(
    ("answer", "host"),
    [
        ("recvonly", "127.0.0.1"),
        ("inactive", "127.0.0.1"),
        ("sendonly", "127.0.0.1"),
        ("recvonly", "0.0.0.0"),
        ("sendrecv", "0.0.0.0"),
    ],
)
def test_who_only_follows_a_hold_does_not_hold(
    stage: Stage, parties: tuple[Party, Party, str], answer: str, host: str, resume: str
) -> None:
    """However it answers, and though it says so again."""
    one, other, leg = parties
    wish(stage, one, other, sdp("sendonly", 5), "200 OK", sdp(answer, 2, host=host))
    assert stage.running.eventually("Held")["leg"] == leg
    wish(stage, other, one, sdp(answer, 3, host=host), "200 OK", sdp("sendonly", 5))
    assert stage.running.eventually("Resumed")["leg"] != leg
    if resume == "without a description":
        offer = one.ask("INVITE")
        assert offer.direction == "sendrecv"
        one.acknowledge(offer, sdp(version=6))
    else:
        packet = one.send(resume, body=sdp(version=6))
    asked = other.invited()
    assert asked.direction == "sendrecv"
    stage.line.answer(asked, "200 OK", sdp(version=7))
    if resume != "without a description":
        final = one.final(packet)
        assert final.direction == "sendrecv"
        if resume == "INVITE":
            one.acknowledge(final)
    assert stage.running.eventually("Resumed")["leg"] == leg


def test_who_holds_too_is_seen_when_the_other_resumes(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    one, other, leg = parties
    hold(stage, one, other, leg)
    wish(stage, other, one, sdp("inactive", 5), "200 OK", sdp("inactive", 6))
    assert stage.running.eventually("Held")["leg"] != leg
    asked, answer = wish(stage, one, other, sdp("sendrecv", 7), "200 OK", sdp("inactive", 6))
    assert (asked.direction, answer.direction) == ("sendrecv", "inactive")
    assert one.ask("INVITE").direction == "sendonly"


def test_a_hold_without_a_description_and_a_refresh_that_changes_nothing(
    stage: Stage, parties: tuple[Party, Party, str]
) -> None:
    one, other, leg = parties
    one.acknowledge(one.ask("INVITE"), sdp("sendonly", 8))
    asked = other.invited()
    assert asked.direction == "sendonly"
    stage.line.answer(asked, "200 OK", sdp("recvonly", 2))
    assert stage.running.eventually("Held")["leg"] == leg
    one.acknowledge(one.ask("INVITE"), sdp("sendonly", 9))
    assert stage.line.hears_nothing(lambda each: each.method == "INVITE" and each.one("Call-ID") == other.call, 0.5)


def test_both_hold_and_who_resumes_first_is_still_held(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    one, other, leg = parties
    hold(stage, one, other, leg)
    wish(stage, other, one, sdp("sendonly", 5), "200 OK", sdp("inactive", 6))
    assert stage.running.eventually("Held")["leg"] != leg
    asked, answer = wish(stage, one, other, sdp("sendrecv", 7), "200 OK", sdp("sendonly", 6))
    assert (asked.direction, answer.direction) == ("sendrecv", "sendonly")
    assert stage.running.eventually("Resumed")["leg"] == leg
    offer = one.ask("INVITE")
    assert offer.direction == "sendonly"  # the other holds
    one.acknowledge(offer, sdp("recvonly", 8))
    asked, answer = wish(stage, other, one, sdp("sendrecv", 9), "200 OK", sdp("sendrecv", 9))
    assert (asked.direction, answer.direction) == ("sendrecv", "sendrecv")
    assert stage.running.eventually("Resumed")["leg"] != ""


@pytest.mark.parametrize(
    ("status", "told"),
    [
        *((status, 488) for status in (415, 488, 580, 606)),
        *((status, 480) for status in (302, 400, 401, 404, 405, 406, 410, 420, 422, 480, 482, 484, 487, 501, 513, 604)),
        *((status, status) for status in (403, 483, 486, 500, 503, 504, 603)),
        (600, 486),
    ],
)
def test_what_the_other_phone_refuses_has_not_happened(
    stage: Stage, parties: tuple[Party, Party, str], status: int, told: int
) -> None:
    """And is told as what it means; nothing of it says that the call of the one that waits is no more."""
    one, other, leg = parties
    _, answer = wish(stage, one, other, sdp("sendonly", 5), f"{status} No")
    assert answer.status == told
    assert [each[:4] for each in answer.all("Warning")] == (["305 "] if told == 488 else [])
    hold(stage, one, other, leg)


@pytest.mark.parametrize("status", ["481 Gone", "408 Request Timeout"])
def test_a_phone_that_knows_of_no_call_has_ended_it(
    stage: Stage, parties: tuple[Party, Party, str], status: str
) -> None:
    one, other, _ = parties
    packet = one.send("INVITE", body=sdp("sendonly", 5))
    stage.line.answer(other.invited(), status)
    stage.running.eventually("Left")
    stage.end()
    assert one.final(packet).status == 487
    stage.line.answer(stage.line.hear(lambda each: each.method == "BYE" and each.one("Call-ID") == one.call), "200 OK")


def test_who_cannot_at_the_moment_is_asked_again_later(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    one, other, leg = parties
    packet = one.send("INVITE", body=sdp("sendonly", 5))
    stage.line.answer(other.invited(), "491 Request Pending")
    began = time.monotonic()
    stage.line.answer(other.invited(6), "200 OK", sdp("recvonly", 2))
    waited = time.monotonic() - began
    assert waited <= 2.2 if leg.endswith(".1") else 2 <= waited <= 4.5  # the other began the call, or did not
    assert one.final(packet).direction == "recvonly"
    assert stage.running.eventually("Held")["leg"] == leg


def test_a_phone_that_does_not_answer_keeps_nobody_waiting(stage: Stage) -> None:
    one, other, call = stage.talk()
    packet = one.send("UPDATE", body=sdp("sendonly", 5))
    asked = other.invited()
    stage.line.answer(asked, "100 Trying")
    assert one.final(packet, 12).status == 480
    cancel = stage.line.hear(lambda each: each.method == "CANCEL" and each.one("Call-ID") == other.call)
    stage.line.answer(cancel, "200 OK")
    stage.line.answer(asked, "200 OK", sdp("recvonly", 2))  # too late: it is asked for what was before
    back = other.invited()
    assert back.direction == "sendrecv"
    stage.line.answer(back, "200 OK", sdp(version=3))
    hold(stage, one, other, f"{call}.0")


def test_a_phone_that_is_only_told_has_to_answer_too(stage: Stage) -> None:
    """It says 100 and nothing more; meanwhile the other changes its mind again and again, and the last counts."""
    one, other, call = stage.talk()
    one.acknowledge(one.ask("INVITE"), sdp("sendonly", 5))
    asked = other.invited()
    stage.line.answer(asked, "100 Trying")
    for n in range(20):
        one.acknowledge(one.ask("INVITE"), sdp(("sendonly", "inactive")[n % 2], 6 + n))
    cancel = stage.line.hear(lambda each: each.method == "CANCEL" and each.one("Call-ID") == other.call, 12)
    stage.line.answer(cancel, "200 OK")
    stage.line.answer(asked, "487 Request Terminated")
    again = other.invited()
    assert again.direction == "inactive"
    stage.line.answer(again, "200 OK", sdp("inactive", 2))
    assert stage.line.hears_nothing(lambda each: each.method == "INVITE" and each.one("Call-ID") == other.call, 1)
    assert stage.running.eventually("Held")["leg"] == f"{call}.0"


class Timers:
    """Those that are set."""

    def __init__(self) -> None:
        self.set: list[Timers.One] = []

    @dataclass(eq=False)
    class One:
        of: "Timers"

        def cancel(self) -> None:
            self.of.set.remove(self)

    def after(self, *_: object) -> One:
        self.set.append(self.One(self))
        return self.set[-1]


@pytest.mark.parametrize("busy", ["with what it is asked", "with what it wants"])
def test_of_all_that_a_busy_phone_is_to_be_asked_the_newest_of_a_kind_is(busy: str) -> None:
    timers, audio, state = Timers(), MagicMock(), MagicMock()
    renegotiation = Renegotiation(audio, timers.after)
    leg = MagicMock(over=False, asked=MagicMock() if busy == "with what it is asked" else None, offers=True)
    for _ in range(100):
        renegotiation.recoded(leg)
        leg.media, leg.peer.media.direction, leg.told = None, "sendonly", "sendrecv"
    assert len(timers.set) == 1
    waits = [MagicMock(over=False, state=state, peer=leg, codec="PCMU", media=None) for _ in range(100)]
    for each in waits:
        renegotiation.wanted(each, MagicMock())
    assert len(timers.set) == 3, "when it is asked of each kind, and how long the last one waits"
    assert sum(each.recvEvent.called for each in waits) == 99, "the others are told to ask again"


def test_an_invite_without_a_description(stage: Stage) -> None:
    """Who is called says what it has, who calls chooses."""
    party, packet, call = stage.comes("")
    callee, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp(codecs="9 0 8"))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    offer = party.final(packet)
    assert "m=audio" in offer.body
    assert " 9 0 8" in offer.body
    party.learn(offer)
    party.acknowledge(offer, sdp(codecs="8"))
    asked = callee.invited()
    assert "RTP/AVP 8\r\n" in asked.body, "it would speak what it likes best"
    stage.line.answer(asked, "200 OK", sdp(version=2, codecs="8"))
    assert party.ask("OPTIONS").status == callee.ask("OPTIONS").status == 200
    asked, answer = wish(stage, party, callee, sdp("sendonly", 2, codecs="8"), "200 OK", sdp("recvonly", codecs="8"))
    assert "RTP/AVP 8\r\n" in asked.body
    assert answer.status == 200


@pytest.mark.parametrize("body", ["", sdp(codecs="18"), "nonsense"])
@pytest.mark.parametrize("reinvite", [False, True])
def test_an_ack_without_the_answer_ends_the_call(stage: Stage, body: str, reinvite: bool) -> None:
    if reinvite:
        party, _ = stage.answered()
        offer = party.ask("INVITE")
    else:
        party, packet, call = stage.comes("")
        stage.running.wants(["Answer", f"{call}.0"])
        offer = party.final(packet)
        party.learn(offer)
    party.acknowledge(offer, body)
    bye = stage.line.hear(lambda each: each.method == "BYE" and each.one("Call-ID") == party.call)
    stage.line.answer(bye, "200 OK")
    stage.running.eventually("Left")


@pytest.mark.soak
@pytest.mark.parametrize("reinvite", [False, True])
def test_an_ack_that_does_not_come_ends_the_call(stage: Stage, reinvite: bool) -> None:
    if reinvite:
        party, _ = stage.answered()
        assert party.ask("INVITE").status == 200
    else:
        party, packet, call = stage.comes("")
        stage.running.wants(["Answer", f"{call}.0"])
        assert party.final(packet).status == 200
    bye = stage.line.hear(lambda each: each.method == "BYE" and each.one("Call-ID") == party.call, 40)
    stage.line.answer(bye, "200 OK")
    stage.running.eventually("Left")


@pytest.mark.parametrize(
    ("offered", "theirs", "answer"),
    [
        ("sendrecv", "sendrecv", "sendrecv"),
        ("sendrecv", "sendonly", "sendonly"),
        ("sendonly", "recvonly", "recvonly"),
        ("sendonly", "sendrecv", "recvonly"),
        ("sendonly", "sendonly", "inactive"),
        ("recvonly", "sendrecv", "sendonly"),
        ("inactive", "sendrecv", "inactive"),
        ("sendrecv", "inactive", "inactive"),
    ],
)
def test_nobody_is_sent_what_they_do_not_want(offered: str, theirs: str, answer: str) -> None:
    assert answering(offered, theirs) == answer  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("offer", "answer"), [("sendonly", "recvonly"), ("inactive", "inactive")])
def test_who_holds_from_the_start_is_answered_so_and_resumes(stage: Stage, offer: str, answer: str) -> None:
    """RFC 3264 section 6.1."""
    caller, packet, call = stage.comes(sdp(offer))
    callee, invite = stage.rings(call)
    assert invite.direction == offer
    stage.line.answer(invite, "200 OK", sdp(answer))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    final = caller.final(packet)
    assert final.direction == answer
    caller.learn(final)
    caller.acknowledge(final)
    assert stage.running.eventually("Held")["leg"] == f"{call}.0"
    asked, resumed = wish(stage, caller, callee, sdp("sendrecv", 9), "200 OK", sdp("sendrecv", 3))
    assert (asked.direction, resumed.direction) == ("sendrecv", "sendrecv")
    assert stage.running.eventually("Resumed")["leg"] == f"{call}.0"


@pytest.mark.parametrize("direction", ["sendonly", "inactive"])
def test_who_is_called_may_hold_with_its_answer(stage: Stage, direction: str) -> None:
    caller, packet, call = stage.comes()
    callee, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp(direction))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    final = caller.final(packet)
    assert final.direction == direction
    caller.learn(final)
    caller.acknowledge(final)
    assert stage.running.eventually("Held")["leg"] == f"{call}.1"
    asked, resumed = wish(stage, callee, caller, sdp("sendrecv", 9), "200 OK", sdp("sendrecv", 3))
    assert (asked.direction, resumed.direction) == ("sendrecv", "sendrecv")


def test_who_was_answered_before_is_told_that_the_other_holds(stage: Stage) -> None:
    caller, call = stage.answered()
    _, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp("inactive"))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    asked = caller.invited()
    assert asked.direction == "inactive"
    stage.line.answer(asked, "200 OK", sdp("inactive", 2))
    assert stage.running.eventually("Held")["leg"] == f"{call}.1"


@pytest.mark.parametrize("direction", ["sendonly", "inactive"])
def test_who_holds_with_the_answer_in_its_ack_is_followed(stage: Stage, direction: str) -> None:
    caller, packet, call = stage.comes("")
    callee, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp())
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    final = caller.final(packet)
    caller.learn(final)
    caller.acknowledge(final, sdp(direction))
    assert stage.running.eventually("Held")["leg"] == f"{call}.0"
    asked = callee.invited()
    assert asked.direction == direction
    stage.line.answer(asked, "200 OK", sdp(HELD[direction], 2))


def refused(more: str = "") -> str:
    """Whose only audio is a stream that is refused."""
    return sdp(version=7).replace("m=audio 9", "m=audio 0") + more


@pytest.mark.parametrize("more", ["", "m=image 5000 udptl t38\r\n"])
def test_no_audio_is_refused_before_a_call_and_in_it(stage: Stage, more: str) -> None:
    answer = Party.calling(stage.line).ask("INVITE", body=refused(more=more))
    assert (answer.status, answer.one("Warning")[:4]) == (488, "304 ")
    caller, _, _ = stage.talk()
    again = caller.ask("INVITE", body=refused(more=more))
    assert (again.status, again.one("Warning")[:4]) == (488, "304 ")
    other = caller.ask("INVITE", body=sdp(version=8, codecs="18"))  # and not why the one before was
    assert (other.status, other.one("Warning")[:4]) == (488, "305 ")


def test_an_answer_that_refuses_the_audio_is_a_refusal(stage: Stage) -> None:
    _, _, call = stage.comes()
    _, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", refused())
    assert stage.running.eventually("Refused") == {"leg": f"{call}.1", "status": 488}


def test_another_codec_is_agreed_on_if_the_other_phone_has_it(stage: Stage, parties: tuple[Party, Party, str]) -> None:
    one, other, _ = parties
    asked, answer = wish(stage, one, other, sdp(version=8, codecs="8"), "200 OK", sdp(version=9, codecs="8"))
    assert asked.body.count("RTP/AVP 8\r\n") == answer.body.count("RTP/AVP 8") == 1
    asked, answer = wish(stage, other, one, sdp(version=10, codecs="0 8"), "200 OK", sdp(version=11, codecs="8"))
    assert asked.body.count("RTP/AVP 8\r\n") == answer.body.count("RTP/AVP 8") == 1, "it is the call's from then on"


def test_another_codec_that_the_other_phone_has_not_is_refused_with_why(
    stage: Stage, parties: tuple[Party, Party, str]
) -> None:
    one, other, leg = parties
    for status, body in (("488 Not Acceptable Here", ""), ("200 OK", sdp(version=9))):
        asked, answer = wish(stage, one, other, sdp(version=8, codecs="8"), status, body)
        assert "RTP/AVP 8\r\n" in asked.body
        assert (answer.status, answer.one("Warning")[:4]) == (488, "305 ")
    back = other.invited()
    assert "RTP/AVP 0\r\n" in back.body
    stage.line.answer(back, "200 OK", sdp(version=10))
    hold(stage, one, other, leg)
