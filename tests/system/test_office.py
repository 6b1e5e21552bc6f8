"""An office with a carrier: real softphones, the real exchange, engine and relay; the carrier is by hand."""

import io
import os
import signal
import time
import wave
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.audio.test_audio import loud_at, loudest
from tests.baresip import baresip
from tests.engine.carrier import Carrier, Engine, Voice, engine
from tests.phones import Phone, phone
from tests.ports import free_port

pytestmark = pytest.mark.any_store
SIPS = free_port()


@pytest.fixture(scope="module")
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("office"), carrier.port, OFFICE="yes", SIPS=str(SIPS)) as made:
        carrier.at(made)
        yield made


@pytest.fixture
def voice() -> Iterator[Voice]:
    made = Voice(hz=700)
    yield made
    made.close()


def account(office: Engine, user: str) -> dict[str, str]:
    proxy = f"127.0.0.1:{office.sip}"
    said = {"user_name": user, "authorization_id": user, "password": f"secret-{user}", "sip_domain": "office.test"}
    return said | {"outbound_proxy": proxy}


@pytest.fixture
def ada(office: Engine, tmp_path: Path) -> Iterator[Phone]:
    with phone(tmp_path, account(office, "11"), 440) as made:
        made.register()
        yield made


@pytest.fixture
def ben(office: Engine, tmp_path: Path) -> Iterator[Phone]:
    with phone(tmp_path, account(office, "12"), 1000) as made:
        made.register()
        yield made


def until_heard(heard: Any) -> None:
    end = time.monotonic() + 20  # a greeting may be spoken
    while not heard():
        assert time.monotonic() < end


def message(office: Engine, record: Any) -> tuple[Any, Any]:
    """The only one of a call, and its sound."""
    (kept,) = record["messages"]
    with wave.open(io.BytesIO((office.folder / "blobs" / kept["file"][-2:] / kept["file"]).read_bytes())) as file:
        assert file.getframerate() == 8000
        return kept, np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_a_call_from_outside_rings_whom_its_number_is_assigned_to(
    office: Engine, carrier: Carrier, voice: Voice, ben: Phone
) -> None:
    call = carrier.call("+12125550102", voice.sdp(), caller='"Jo Doe" <sip:+12065550100@carrier.example>')
    assert "+12065550100" in ben.wait("EARLY")["from"]
    call.answered(180)
    ben.answer()
    voice.speak_to(call.answered())
    assert abs(voice.hears()[0] - 1000) <= 3
    assert ben.hears(700)
    assert call.ask("BYE").startswith("SIP/2.0 200")
    ben.wait("DISCONNECTED")
    record = office.happens("record")
    assert (record["direction"], record["connect_type"], record["result"]) == ("inbound", "external", "answered")
    assert (record["caller"]["number"], record["caller"]["number_type"]) == ("+12065550100", "external_pstn")
    assert record["callee"]["extension"] == "Ben"


def test_a_call_to_outside_is_heard_early_and_then_both_ways(
    office: Engine, carrier: Carrier, voice: Voice, ada: Phone
) -> None:
    ada.dial("3105550123")
    invite = carrier.receive("INVITE")
    assert invite.startswith(f"INVITE sip:+13105550123@127.0.0.1:{carrier.port} ")
    assert "<sip:+12125550101@" in carrier.header(invite, "P-Asserted-Identity")
    voice.speak_to(invite)
    carrier.answer(invite, "183 Session Progress", voice.sdp())
    ada.wait("EARLY")
    until_heard(lambda: ada.hears(700, 0.5))
    carrier.answer(invite, "200 OK", voice.sdp())
    ada.wait("CONFIRMED")
    assert ada.hears(700)
    assert abs(voice.hears()[0] - 440) <= 3
    ada.hang_up()
    carrier.answer(carrier.receive("BYE"), "200 OK")
    record = office.happens("record")
    assert (record["direction"], record["connect_type"], record["result"]) == ("outbound", "external", "connected")


@pytest.mark.parametrize(("status", "told"), [("486 Busy Here", 486), ("404 Not Found", 404)])
def test_what_the_carrier_refuses_the_caller_is_told(
    office: Engine, carrier: Carrier, ada: Phone, status: str, told: int
) -> None:
    carrier.forget()
    ada.dial("+13105550123")
    carrier.answer(carrier.receive("INVITE"), status)
    carrier.receive("ACK")
    assert ada.wait("DISCONNECTED")["status"] == told
    assert office.happens("record")["connect_type"] == "external"


def test_an_emergency_call_goes_out_with_the_place_of_the_phone(
    office: Engine, carrier: Carrier, voice: Voice, ada: Phone
) -> None:
    carrier.forget()
    ada.dial("911")
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:911@")
    assert "<ca:A3>San Jos&#233;</ca:A3><ca:RD>Main St</ca:RD><ca:HNO>1</ca:HNO>" in invite
    voice.speak_to(invite)
    carrier.answer(invite, "200 OK", voice.sdp())
    ada.wait("CONFIRMED")
    until_heard(lambda: ada.hears(700, 0.5))
    ada.hang_up()
    carrier.answer(carrier.receive("BYE"), "200 OK")
    assert office.happens("record")["call_type"] == "emergency"


def test_nobody_answers_and_the_caller_leaves_a_message(
    office: Engine, carrier: Carrier, voice: Voice, ben: Phone
) -> None:
    call = carrier.call("+12125550102", voice.sdp())
    ben.wait("EARLY")
    voice.speaks = False
    voice.speak_to(call.answered())  # by the mailbox
    ben.wait("DISCONNECTED")
    end = time.monotonic() + 20
    while abs(voice.hears(0.2)[0] - 1400) > 5:  # the greeting, and then the beep
        assert time.monotonic() < end
    voice.hears(0.3, patience=0)
    voice.speaks = True
    voice.hears(4, patience=0)
    assert call.ask("BYE").startswith("SIP/2.0 200")
    record = office.happens("record")
    kept, samples = message(office, record)
    assert kept["owner"] == "Ben"
    assert kept["seconds"] == pytest.approx(len(samples) / 8000, abs=0.01)
    assert kept["seconds"] == pytest.approx(4.3, abs=0.7)
    assert abs(loudest(samples[8000:24_000], 8000) - 700) <= 2


def test_a_softphone_leaves_a_message_and_ends_it_with_a_key(office: Engine, ada: Phone) -> None:
    ada.dial("1002")  # where nobody is registered
    ada.wait("CONFIRMED")
    until_heard(lambda: ada.hears(1400, 0.1))
    time.sleep(3)
    ada.press("#")
    ada.wait("DISCONNECTED")
    record = office.happens("record")
    kept, samples = message(office, record)
    assert kept["seconds"] == pytest.approx(3.5, abs=1.2)
    assert abs(loudest(samples[4000:20_000], 8000) - 440) <= 2


def test_a_phone_with_keys_over_tls_is_played_to_and_leaves_a_message(office: Engine, tmp_path: Path) -> None:
    tls = {"transport": "tls", "proxy": f"127.0.0.1:{SIPS}", "srtp": "sdes mandatory"}
    with phone(tmp_path, account(office, "11"), 440, **tls) as made:
        made.register()
        made.dial("1002")
        made.wait("CONFIRMED")
        assert made.state()["secure"]
        until_heard(lambda: made.hears(1400, 0.1))
        made.wait("DISCONNECTED", 15)  # at the greatest length of a message
    kept, samples = message(office, office.happens("record"))
    assert kept["seconds"] == pytest.approx(8, abs=0.3)
    assert abs(loudest(samples[8000:24_000], 8000) - 440) <= 2


@pytest.mark.alone
def test_a_phone_on_dtls_is_played_to_and_leaves_a_message(office: Engine, tmp_path: Path) -> None:
    with baresip(tmp_path, account(office, "11"), 1000, secure="dtls_srtp", dial="1002") as made:
        kept, samples = message(office, office.happens("record", 40))
        assert kept["seconds"] == pytest.approx(8, abs=0.3)
        assert abs(loudest(samples[8000:24_000], 8000) - 1000) <= 2
        until_heard(lambda: 1400 in made.tones())


def recording(office: Engine, record: Any) -> tuple[Any, Any]:
    """The only one of a call, and its sound."""
    (kept,) = record["recordings"]
    with wave.open(io.BytesIO((office.folder / "blobs" / kept["file"][-2:] / kept["file"]).read_bytes())) as file:
        return kept, np.frombuffer(file.readframes(file.getnframes()), "<i2")


def nothing_left(office: Engine) -> bool:
    return not [path for path in (office.folder / "taken").rglob("*") if path.is_file()]


@pytest.mark.parametrize("ends", ["agent", "caller"])
def test_a_queues_call_is_recorded_with_both_in_one_sound(
    office: Engine, carrier: Carrier, voice: Voice, ben: Phone, ends: str
) -> None:
    call = carrier.call("+12125550109", voice.sdp())
    voice.speak_to(call.answered())  # by the queue
    ben.wait("EARLY")
    ben.answer()
    ben.wait("CONFIRMED")
    answered = time.monotonic()
    until_heard(lambda: ben.hears(700))  # after both were told
    until_heard(lambda: abs(voice.hears()[0] - 1000) <= 3)
    if ends == "caller":
        assert call.ask("BYE").startswith("SIP/2.0 200")
        ben.wait("DISCONNECTED")
    else:
        ben.hang_up()
        carrier.answer(carrier.receive("BYE"), "200 OK")
    talked = time.monotonic() - answered
    record = office.happens("record", 10)
    kept, samples = recording(office, record)
    assert record["result"] == "answered"
    assert (kept["owner"], record["elements"][kept["element"]]["owner"]) == ("desk", "desk")
    assert kept["seconds"] == pytest.approx(record["end"] - record["answer"], abs=0.5)
    assert kept["seconds"] == pytest.approx(talked, abs=1)
    assert len(samples) == pytest.approx(kept["seconds"] * 8000, abs=1)
    assert loud_at(samples[-12_000:-4000], 700, 1000)
    assert loud_at(samples[4000:12_000], 700, 1000)  # while they were told
    assert not loud_at(samples, 850)
    assert nothing_left(office)


def test_a_call_is_recorded_once_the_caller_agrees(office: Engine, ada: Phone, ben: Phone) -> None:
    ada.dial("2002")
    ben.wait("EARLY")
    ben.answer()
    ben.wait("CONFIRMED")
    until_heard(lambda: ada.hears(1000))  # after the question
    ada.press("1")
    until_heard(lambda: ada.tones(2.5) == {1000, 1400})
    ada.hang_up()
    record = office.happens("record", 10)
    kept, samples = recording(office, record)
    assert kept["owner"] == "advice"
    assert record["answer"] + 1 < kept["at"] < record["end"]
    assert len(samples) == pytest.approx((record["end"] - kept["at"]) * 8000, abs=4000)
    assert loud_at(samples[-8000:], 440, 1000)
    assert not loud_at(samples, 1400), "a recording is of what they say"


def test_a_call_that_nobody_answers_is_not_recorded(office: Engine, carrier: Carrier, voice: Voice, ben: Phone) -> None:
    call = carrier.call("+12125550109", voice.sdp())
    voice.speak_to(call.answered())
    ben.wait("EARLY")
    assert call.ask("BYE").startswith("SIP/2.0 200")
    record = office.happens("record")
    assert (record["result"], record["recordings"]) == ("abandoned", [])
    assert nothing_left(office)


def test_the_relay_dies_and_what_was_recorded_is_kept(tmp_path: Path, tmp_path_factory: Any) -> None:
    carrier, voice = Carrier(), Voice(hz=700)
    with ExitStack() as closing:
        closing.callback(voice.close)
        closing.callback(carrier.socket.close)
        made = closing.enter_context(engine(tmp_path, carrier.port, OFFICE="yes"))
        carrier.at(made)
        ben = closing.enter_context(phone(tmp_path_factory.mktemp("ben"), account(made, "12"), 1000))
        ben.register()
        call = carrier.call("+12125550109", voice.sdp())
        voice.speak_to(call.answered())
        ben.wait("EARLY")
        ben.answer()
        until_heard(lambda: ben.hears(700))
        time.sleep(1)
        os.kill(made.relay, signal.SIGKILL)
        assert call.ask("BYE").startswith("SIP/2.0 200")
        kept, samples = recording(made, made.happens("record", 10))
        assert len(samples) == pytest.approx(kept["seconds"] * 8000, abs=1)
        assert loud_at(samples[4000:12_000], 700, 1000)


def test_a_call_that_may_not_go_on_unrecorded_ends_when_the_relay_dies(tmp_path: Path, tmp_path_factory: Any) -> None:
    carrier = Carrier()
    with ExitStack() as closing:
        closing.callback(carrier.socket.close)
        made = closing.enter_context(engine(tmp_path, carrier.port, OFFICE="yes"))
        people = tmp_path_factory.mktemp("people")
        ada, ben = (
            closing.enter_context(phone(people, account(made, user), hz)) for user, hz in (("11", 440), ("12", 1000))
        )
        for each in (ada, ben):
            each.register()
        ada.dial("2002")
        ben.wait("EARLY")
        ben.answer()
        until_heard(lambda: ada.hears(1000))
        ada.press("1")
        until_heard(lambda: ada.tones(2.5) == {1000, 1400})
        os.kill(made.relay, signal.SIGKILL)
        ada.wait("DISCONNECTED", 12)
        ben.wait("DISCONNECTED")
        assert made.happens("record", 10)["result"] == "connected"


def test_a_recording_is_lost_with_the_engine_but_not_the_call(tmp_path: Path, tmp_path_factory: Any) -> None:
    carrier, voice = Carrier(), Voice(hz=700)
    with ExitStack() as closing:
        closing.callback(voice.close)
        closing.callback(carrier.socket.close)
        with engine(tmp_path, carrier.port, OFFICE="yes") as first:
            closing.callback(os.kill, first.relay, signal.SIGKILL)
            carrier.at(first)
            with phone(tmp_path_factory.mktemp("ben"), account(first, "12"), 1000) as ben:
                ben.register()
                call = carrier.call("+12125550109", voice.sdp())
                voice.speak_to(call.answered())
                ben.wait("EARLY")
                ben.answer()
                until_heard(lambda: ben.hears(700))
                first.process.kill()
                first.process.wait()
        with engine(tmp_path, carrier.port, OFFICE="yes") as second:
            record = second.happens("record", 30)
            assert record["result"] == "answered"
            assert [each["file"] for each in record["recordings"]] == [""]


def test_a_message_is_lost_with_the_engine_but_not_the_call(tmp_path: Path) -> None:
    carrier, voice = Carrier(), Voice(hz=700)
    with ExitStack() as closing:
        closing.callback(voice.close)
        closing.callback(carrier.socket.close)
        with engine(tmp_path, carrier.port, OFFICE="yes") as first:
            closing.callback(os.kill, first.relay, signal.SIGKILL)
            carrier.at(first)
            call = carrier.call("+12125550102", voice.sdp())
            voice.speak_to(call.answered())
            first.process.kill()
            first.process.wait()
        with engine(tmp_path, carrier.port, OFFICE="yes") as second:
            record = second.happens("record", 30)
            assert (record["callee"]["extension"], record["messages"]) == ("Ben", [])
