"""What is answered to an offer holds what was offered (RFC 3264 section 6.1), whatever the other phone lists: before a
call, in it, early and in an ACK. Both ends are played by hand."""

import random
from collections.abc import Callable, Iterator
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


class Speaker:
    """A party that speaks in the codec that it was told, or of several in the first of its own, and agrees to all."""

    def __init__(self, party: Party, codec: str) -> None:
        self.party, self.codec, self._version = party, codec, 10

    def agrees(self, asked: Message, knows: str) -> None:
        self._version += 1
        answer = [each for each in knows.split() if each in told(asked)]
        self.codec = answer[0]
        self.party.line.answer(asked, "200 OK", sdp(version=self._version, codecs=" ".join(answer)))


def settle(stage: Stage, speakers: dict[str, tuple[Speaker, str]]) -> None:
    """Until nobody is asked for anything any more."""

    def is_question(message: Message) -> bool:
        return message.method == "INVITE" and message.one("Call-ID") in speakers

    while True:
        try:
            asked = stage.line.hear(is_question, 0.45)
        except AssertionError:
            return
        speaker, knows = speakers[asked.one("Call-ID")]
        speaker.agrees(asked, knows)


def waits(stage: Stage, caller: Party, packet: str, call: str, ack: str = "") -> str:
    """The caller is answered, and hears music or a mailbox; the codec in which it speaks."""
    stage.running.wants(["Answer", f"{call}.0"])
    answer = caller.final(packet)
    caller.learn(answer)
    caller.acknowledge(answer, ack and sdp(codecs=ack))
    return ack.split()[0] if ack else told(answer)[0]


def first_of(answer: str, offer: Message) -> str:
    return next(each for each in answer.split() if each in told(offer))


def in_a_queue(stage: Stage, offer: str, early: str, answer: str) -> tuple[Speaker, Speaker]:
    """Who is rung before the caller hears anything is offered all that the caller has."""
    caller, packet, call = stage.comes(sdp(codecs=offer))
    callee, invite = stage.rings(call)
    speaks = waits(stage, caller, packet, call)
    stage.line.answer(invite, "200 OK", sdp(codecs=answer))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    return Speaker(caller, speaks), Speaker(callee, first_of(answer, invite))


def heard_early(stage: Stage, offer: str, early: str, answer: str) -> tuple[Speaker, Speaker]:
    caller, packet, call = stage.comes(sdp(codecs=offer))
    callee, invite = stage.rings(call)
    stage.line.answer(invite, "183 Session Progress", sdp(codecs=early))
    stage.running.eventually("Rang")
    stage.running.wants(["Hear", f"{call}.0", f"{call}.1"])
    stage.line.answer(invite, "200 OK", sdp(codecs=answer))
    final = goes_on(stage, call, caller, packet)
    return Speaker(caller, told(final)[0]), Speaker(callee, first_of(answer, invite))


def from_a_mailbox(stage: Stage, offer: str, early: str, answer: str) -> tuple[Speaker, Speaker]:
    caller, packet, call = stage.comes(sdp(codecs=offer))
    return put_through(stage, caller, call, waits(stage, caller, packet, call), answer)


def from_a_mailbox_by_an_ack(stage: Stage, offer: str, early: str, answer: str) -> tuple[Speaker, Speaker]:
    caller, packet, call = stage.comes("")
    return put_through(stage, caller, call, waits(stage, caller, packet, call, offer), answer)


def put_through(stage: Stage, caller: Party, call: str, speaks: str, answer: str) -> tuple[Speaker, Speaker]:
    """To who has other codecs than that which the call has settled on, it may be."""
    one = Speaker(caller, speaks)
    callee, invite = stage.rings(call)
    if not any(each in told(invite) for each in answer.split()):
        stage.line.answer(invite, "488 Not Acceptable Here")
        invite = callee.invited()
    stage.line.answer(invite, "200 OK", sdp(codecs=answer))
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    return one, Speaker(callee, first_of(answer, invite))


Way = Callable[[Stage, str, str, str], tuple[Speaker, Speaker]]


@pytest.mark.parametrize("way", [in_a_queue, heard_early, from_a_mailbox, from_a_mailbox_by_an_ack])
def test_each_speaks_as_the_other_was_told_whatever_they_list(stage: Stage, way: Way, figure: Figure) -> None:
    dice = random.Random(13)  # noqa: S311
    tries = 8
    for _ in range(tries):
        offer = dice.sample("089", dice.randint(2, 3))
        early, answer = (dice.sample(offer, dice.randint(1, len(offer))) for _ in range(2))
        lists = " ".join(offer), " ".join(early), " ".join(answer)
        caller, callee = way(stage, *lists)
        settle(stage, {caller.party.call: (caller, lists[0]), callee.party.call: (callee, lists[2])})
        assert caller.codec == callee.codec, lists
        stage.end()
    figure(f"calls with random lists of codecs, {way.__name__.replace('_', ' ')}: all of one codec", f"{tries}")
