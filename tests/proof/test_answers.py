"""What is answered to an offer holds what was offered (RFC 3264 section 6.1), whatever the other phone lists: before a
call, in it, early and in an ACK. Both ends are played by hand."""

from collections.abc import Iterator
from itertools import combinations, permutations

import pytest

from tests.engine.parties import Message, Party, Stage, sdp, staged
from tests.figures import Figure

pytestmark = pytest.mark.any_store

LISTS = [*permutations("089", 1), *permutations("089", 2), *permutations("089", 3)]
OFFERS = [*combinations("089", 1), *combinations("089", 2), ("9", "8", "0")]


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("answers"), "udp") as made:
        yield made


@pytest.fixture
def stage(carrier: Stage) -> Iterator[Stage]:
    yield carrier
    carrier.end()


def listed(*types: str) -> str:
    return sdp(codecs=" ".join(types))


def told(message: Message) -> list[str]:
    """The codecs in a description of ours."""
    types = message.body.partition("RTP/AVP ")[2].partition("\r\n")[0].split()
    return [each for each in types if each in "089"]


def goes_on(stage: Stage, call: str, caller: Party, packet: str) -> Message:
    """To the answer that the caller is told."""
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    answer = caller.final(packet)
    caller.learn(answer)
    caller.acknowledge(answer)
    return answer


def ends_for_want_of_a_codec(stage: Stage, party: Party) -> None:
    goodbye = stage.line.hear(lambda each: each.method == "BYE" and each.one("Call-ID") == party.call)
    assert "cause=488" in goodbye.one("Reason")
    stage.line.answer(goodbye, "200 OK")


def test_a_caller_is_told_the_first_codec_of_the_callee_that_it_offered(carrier: Stage, figure: Figure) -> None:
    refused = 0
    for offer in OFFERS:
        for answer in LISTS:
            caller, packet, call = carrier.comes(listed(*offer))
            callee, invite = carrier.rings(call)
            assert told(invite) == [*offer]
            carrier.line.answer(invite, "200 OK", listed(*answer))
            if both := [each for each in answer if each in offer]:
                assert told(goes_on(carrier, call, caller, packet)) == both[:1], (offer, answer)
            else:
                refused += 1
                assert carrier.running.eventually("Refused") == {"leg": f"{call}.1", "status": 488}
                ends_for_want_of_a_codec(carrier, callee)
                carrier.running.wants(["Release", f"{call}.0", 488])
                final = caller.final(packet)
                assert (final.status, final.one("Warning")[:4]) == (488, "305 ")
            carrier.end()
    figure(
        "offers and answers of several codecs: pairs tried, of which had none in common",
        f"{len(OFFERS) * len(LISTS)}, {refused}",
    )


@pytest.mark.parametrize(("offer", "answer", "codec"), [("8", "0 8", "8"), ("9 0", "8 0 9", "0"), ("0 8", "8 0", "8")])
def test_what_is_heard_early_is_in_a_codec_that_was_offered(stage: Stage, offer: str, answer: str, codec: str) -> None:
    caller, packet, call = stage.comes(sdp(codecs=offer))
    stage.running.wants(["Dial", call, f"{call}.1", "trunk", "+13105550123", "+12125550100"])
    invite = stage.line.hear(lambda each: each.method == "INVITE" and "tag=" not in each.one("To"))
    stage.line.answer(invite, "183 Session Progress", sdp(codecs=answer))
    assert stage.running.eventually("Rang")["heard"] is True
    stage.running.wants(["Hear", f"{call}.0", f"{call}.1"])
    assert told(caller.told(packet, 183)) == [codec]
    stage.line.answer(invite, "200 OK", sdp(codecs=answer))
    assert told(goes_on(stage, call, caller, packet)) == [codec]


def test_what_comes_early_in_no_codec_that_was_offered_is_not_heard(stage: Stage) -> None:
    _, _, call = stage.comes(sdp(codecs="8"))
    stage.running.wants(["Dial", call, f"{call}.1", "trunk", "+13105550123", "+12125550100"])
    invite = stage.line.hear(lambda each: each.method == "INVITE" and "tag=" not in each.one("To"))
    stage.line.answer(invite, "183 Session Progress", sdp(codecs="0"))
    assert stage.running.eventually("Rang")["heard"] is False


@pytest.mark.parametrize(("wish", "answer", "codec"), [("8", "0 8", "8"), ("0", "9 8 0", "0"), ("9 8", "8", "8")])
def test_a_wish_in_a_call_is_answered_in_a_codec_that_was_wished(
    stage: Stage, wish: str, answer: str, codec: str
) -> None:
    caller, callee, _ = stage.talk("0")
    packet = caller.send("INVITE", body=sdp(version=2, codecs=wish))
    asked = callee.invited()
    assert told(asked) == wish.split()
    stage.line.answer(asked, "200 OK", sdp(version=2, codecs=answer))
    final = caller.final(packet)
    assert (final.status, told(final)) == (200, [codec])


def test_who_agrees_in_another_codec_is_asked_back_and_the_call_goes_on(stage: Stage) -> None:
    caller, callee, _ = stage.talk("0")
    packet = caller.send("INVITE", body=sdp("sendonly", version=2))
    stage.line.answer(callee.invited(), "200 OK", sdp(version=2, codecs="8"))
    final = caller.final(packet)
    assert (final.status, final.one("Warning")[:4]) == (488, "305 ")
    back = callee.invited()
    assert (told(back), back.direction) == (["0"], "sendrecv")
    stage.line.answer(back, "200 OK", sdp(version=3))
    assert caller.ask("OPTIONS").status == callee.ask("OPTIONS").status == 200


def test_who_agrees_in_another_codec_again_has_nothing_to_talk_by(stage: Stage) -> None:
    caller, callee, call = stage.talk("0")
    packet = caller.send("INVITE", body=sdp("sendonly", version=2))
    for version in (2, 3):
        stage.line.answer(callee.invited(), "200 OK", sdp(version=version, codecs="8"))
    assert caller.final(packet).status == 488
    ends_for_want_of_a_codec(stage, callee)
    assert stage.running.eventually("Left")["leg"] == f"{call}.1"


def test_who_waits_in_another_codec_is_asked_for_that_of_who_answers(stage: Stage) -> None:
    """A call that was answered settled on a codec; a phone that has not that one may have another of the caller's."""
    caller, packet, call = stage.comes(sdp(codecs="8 0"))
    stage.running.wants(["Answer", f"{call}.0"])
    answer = caller.final(packet)
    caller.learn(answer)
    caller.acknowledge(answer)
    assert told(answer) == ["0"]
    callee, invite = stage.rings(call)
    assert told(invite) == ["0"]
    stage.line.answer(invite, "488 Not Acceptable Here")
    again = callee.invited()
    assert told(again) == ["0", "8"]
    stage.line.answer(again, "200 OK", sdp(codecs="8"))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    asked = caller.invited()
    assert told(asked) == ["8"]
    stage.line.answer(asked, "200 OK", sdp(version=2, codecs="0 8"))
    assert caller.ask("OPTIONS").status == callee.ask("OPTIONS").status == 200


@pytest.mark.parametrize("answer", ["8", "8 0 9", "9 8"])
def test_the_answer_in_an_ack_is_the_callees_too(stage: Stage, answer: str) -> None:
    caller, packet, call = stage.comes("")
    callee, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp(codecs="0 8"))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    offer = caller.final(packet)
    assert told(offer) == ["0", "8"]
    caller.learn(offer)
    caller.acknowledge(offer, sdp(codecs=answer))
    assert told(callee.invited()) == ["8"]


def test_an_answer_in_an_ack_without_a_codec_that_was_offered_ends_the_call(stage: Stage) -> None:
    caller, packet, call = stage.comes("")
    _, invite = stage.rings(call)
    stage.line.answer(invite, "200 OK", sdp(codecs="0 8"))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    offer = caller.final(packet)
    caller.learn(offer)
    caller.acknowledge(offer, sdp(codecs="9"))
    ends_for_want_of_a_codec(stage, caller)
