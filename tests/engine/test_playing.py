"""What the exchange wants played and recorded, done by a real engine and a real relay to a caller of a trunk."""

from itertools import pairwise
from typing import Any

import pytest

from tests.engine.carrier import Call, Carrier, Engine, Voice
from trunkline.audio import wav
from trunkline.audio.samples import tone
from trunkline.engine import built_in, spoken

pytestmark = pytest.mark.any_store


def came(running: Engine, carrier: Carrier, voice: Voice, **more: Any) -> tuple[Call, str]:
    call = carrier.call("+12125550100", voice.sdp(), **more)
    return call, running.happens("Came")["leg"]


def answered(running: Engine, call: Call, leg: str, voice: Voice) -> None:
    running.wants(["Answer", leg])
    voice.speak_to(call.answered())


def hangs_up(running: Engine, call: Call, leg: str) -> None:
    assert call.ask("BYE").startswith("SIP/2.0 200")
    assert running.happens("Left")["leg"] == leg


@pytest.mark.parametrize("voice", ["PCMU", "PCMA", "G722"], indirect=True)
def test_a_caller_is_answered_and_played_to(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    hz, loud = voice.hears()
    assert abs(hz - 1400) <= 3
    assert loud > 0.1
    assert {len(payload) for _, _, payload in voice.packets()} == {160}
    running.wants(["Hush", leg])
    voice.hears(0.1, patience=0)
    assert voice.hears(0.3, patience=0) == (0, 0)
    hangs_up(running, call, leg)


def test_sounds_come_one_after_another_and_the_end_is_told(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    voice.hears(0, patience=0)
    running.wants(["Play", leg, ["beep", "no such sound", "beep"]])
    assert running.happens("Played")["leg"] == leg
    times = [at for at, type, _ in voice.packets() if type == 0]
    assert len(times) in range(38, 42)  # 0.4 seconds each, in packets of 20 ms
    assert max(b - a for a, b in pairwise(times)) < 0.1
    running.nothing_happens(0.3)
    hangs_up(running, call, leg)


@pytest.mark.parametrize("language", ["", "de-DE"])
def test_a_prompt_is_heard_in_the_language_that_is_wanted(
    running: Engine, carrier: Carrier, voice: Voice, language: str
) -> None:
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    voice.hears(0, patience=0)
    running.wants(["Play", leg, ["nobody"], False, language])
    assert running.happens("Played")["leg"] == leg
    said = b"".join(payload for _, type, payload in voice.packets() if type == 0)
    wanted = spoken.made("nobody", "PCMU", language) if language else built_in.made("nobody", "PCMU")
    assert said[1600:8000] in wanted
    hangs_up(running, call, leg)


def test_nothing_to_play_is_soon_over(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    running.wants(["Play", leg, ["nothing"]])
    assert running.happens("Played")["leg"] == leg
    hangs_up(running, call, leg)


def test_who_hears_us_may_ask_what_there_is_and_choose_another_codec(
    running: Engine, carrier: Carrier, voice: Voice
) -> None:
    """By a re-INVITE without a description: all of ours is offered, and what plays goes on in what is chosen."""
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    voice.hears(0.3)
    offer = call.ask("INVITE", acknowledging=voice.sdp("PCMA"))
    voice.codec, voice.type = "PCMA", 8
    assert {"0", "8", "9"} <= {*offer.partition("m=audio")[2].partition("\r\n")[0].split()[2:]}
    assert running.happens("Resumed")["leg"] == leg
    voice.hears(0.2, patience=0)
    assert abs(voice.hears(0.5)[0] - 1400) <= 4
    hangs_up(running, call, leg)


@pytest.mark.parametrize("direction", ["sendonly", "inactive"])
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_who_holds_is_sent_nothing_until_it_does_not(
    running: Engine, carrier: Carrier, voice: Voice, direction: str, method: str
) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    assert abs(voice.hears(0.3)[0] - 1400) <= 4
    assert call.ask(method, body=voice.sdp(direction=direction)).startswith("SIP/2.0 200")
    assert running.happens("Held")["leg"] == leg
    voice.hears(0.2, patience=0)
    assert voice.hears(0.5, patience=0) == (0, 0)
    assert call.ask(method, body=voice.sdp()).startswith("SIP/2.0 200")
    assert running.happens("Resumed")["leg"] == leg
    assert abs(voice.hears(0.3)[0] - 1400) <= 4
    hangs_up(running, call, leg)


def test_a_hold_does_not_keep_what_comes_next_from_coming(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    running.wants(["Play", leg, ["beep", "beep"]])
    assert call.ask("INVITE", body=voice.sdp(direction="sendonly")).startswith("SIP/2.0 200")
    assert running.happens("Held")["leg"] == leg
    assert running.happens("Played")["leg"] == leg
    hangs_up(running, call, leg)


@pytest.mark.parametrize("codec", ["PCMA", "G722"])
@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_who_is_played_to_may_take_another_codec(
    running: Engine, carrier: Carrier, voice: Voice, codec: str, method: str
) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    assert abs(voice.hears(0.3)[0] - 1400) <= 4
    other = Voice(codec)
    answer = call.ask(method, body=other.sdp())
    assert f"RTP/AVP {other.type} " in answer
    assert running.happens("Resumed")["leg"] == leg
    other.speak_to(answer)
    assert abs(other.hears(0.3)[0] - 1400) <= 4
    assert {type for _, type, _ in other.packets()} == {other.type}
    other.close()
    hangs_up(running, call, leg)


def test_another_sound_takes_the_place_of_the_one_before(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    assert abs(voice.hears(0.3)[0] - 1400) <= 4
    running.wants(["Play", leg, ["ringback"], True])
    voice.hears(0.1)
    assert voice.hears(0.5)[0] in range(438, 483)
    hangs_up(running, call, leg)


def test_one_that_is_not_answered_hears_early(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Play", leg, ["beep"], True])
    early = call.answered(183)
    voice.speak_to(early)
    assert abs(voice.hears()[0] - 1400) <= 3
    running.wants(["Answer", leg])
    answer = call.answered()
    assert answer.partition("\r\n\r\n")[2] == early.partition("\r\n\r\n")[2]
    assert abs(voice.hears()[0] - 1400) <= 3
    hangs_up(running, call, leg)


def test_an_uploaded_file_is_played(running: Engine, carrier: Carrier, voice: Voice) -> None:
    folder = running.folder / "blobs" / "00"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "greeting0000000000").write_bytes(wav.write(tone([700], 3.0, 44_100), 44_100))
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    running.wants(["Play", leg, ["greeting0000000000"]])
    voice.hears(0.2)
    assert abs(voice.hears()[0] - 700) <= 3
    hangs_up(running, call, leg)


def test_one_that_made_no_offer_is_played_to(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call = carrier.call("+12125550100", "")
    leg = running.happens("Came")["leg"]
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    while not (answer := carrier.receive("SIP/2.0 ")).startswith("SIP/2.0 200"):
        continue
    call.callee = carrier.header(answer, "To")
    voice.speak_to(answer)
    call.send("ACK", body=voice.sdp())
    voice.hears(0.2)
    assert abs(voice.hears()[0] - 1400) <= 3
    hangs_up(running, call, leg)


def test_one_that_is_played_to_holds_and_comes_back(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Answer", leg], ["Play", leg, ["beep"], True])
    voice.speak_to(call.answered())
    held = call.ask("INVITE", body=voice.sdp(direction="sendonly"))
    assert held.startswith("SIP/2.0 200")
    assert "a=recvonly" in held
    assert running.happens("Held")["leg"] == leg
    back = call.ask("INVITE", body=voice.sdp())
    assert "a=sendrecv" in back
    assert running.happens("Resumed")["leg"] == leg
    assert abs(voice.hears()[0] - 1400) <= 3
    hangs_up(running, call, leg)


def test_keys_are_told_by_events_and_by_info(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    answered(running, call, leg, voice)
    for key in "1#":
        voice.press(key)
        assert running.happens("Pressed") == {"leg": leg, "key": key}
    running.nothing_happens(0.3)  # each once, however often it was sent
    for body, key in (("Signal=5\r\nDuration=160\r\n", "5"), ("Signal= *\r\nDuration= 100\r\n", "*"), ("d", "D")):
        assert call.ask("INFO", body=body, kind="application/dtmf-relay").startswith("SIP/2.0 200")
        assert running.happens("Pressed") == {"leg": leg, "key": key}
    assert call.ask("INFO", body="<xml/>", kind="application/xml").startswith("SIP/2.0 415")
    running.nothing_happens(0.2)
    hangs_up(running, call, leg)


def test_keys_are_told_before_the_answer(running: Engine, carrier: Carrier, voice: Voice) -> None:
    call, leg = came(running, carrier, voice)
    running.wants(["Play", leg, ["beep"], True])
    voice.speak_to(call.answered(183))
    voice.hears(0.1)
    voice.press("0")
    assert running.happens("Pressed") == {"leg": leg, "key": "0"}
    running.wants(["Release", leg, 486])
    call.answered(486)
