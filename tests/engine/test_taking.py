"""Messages: what a caller says is recorded, and kept when it is over, for whatever reason it is."""

import io
import os
import signal
import struct
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.audio.test_audio import loudest
from tests.engine.carrier import Call, Carrier, Engine, Voice, engine
from tests.engine.test_playing import answered, hangs_up

pytestmark = pytest.mark.any_store

MESSAGE = "0123456789abcdef0123456789abcde"


@pytest.fixture
def called(running: Engine, carrier: Carrier, voice: Voice) -> tuple[Call, str]:
    call = carrier.call("+12125550100", voice.sdp())
    leg = running.happens("Came")["leg"]
    answered(running, call, leg, voice)
    return call, leg


def kept(running: Engine, said: Any) -> tuple[float, int]:
    """How long the message is, and its tone."""
    path = running.folder / "blobs" / said["file"][-2:] / said["file"]
    with wave.open(io.BytesIO(path.read_bytes())) as file:
        assert file.getframerate() == 8000
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert len(samples) / 8000 == pytest.approx(said["seconds"], abs=0.01)
    return len(samples) / 8000, loudest(samples, 8000)


def nothing_left(running: Engine) -> bool:
    return not [path for path in (running.folder / "taken").rglob("*") if path.is_file()]


@pytest.mark.parametrize("voice", ["PCMU", "PCMA", "G722"], indirect=True)
def test_a_message_ends_when_it_is_told_to(running: Engine, called: tuple[Call, str], voice: Voice) -> None:
    call, leg = called
    message = f"{MESSAGE}{voice.type}"
    running.wants(["Take", leg, message, 60, 5])
    began = time.monotonic()
    running.nothing_happens(2.5)
    running.wants(["StopTaking", leg])
    said = running.happens("Recorded")
    assert (said["leg"], said["message"], said["file"]) == (leg, message, message)
    seconds, hz = kept(running, said)
    assert abs(hz - 440) <= 2
    assert seconds == pytest.approx(time.monotonic() - began, abs=0.4)
    assert nothing_left(running)
    hangs_up(running, call, leg)


def test_the_caller_hangs_up_and_the_message_is_told_before_that(running: Engine, called: tuple[Call, str]) -> None:
    call, leg = called
    running.wants(["Take", leg, f"{MESSAGE}a", 60, 5])
    running.nothing_happens(2.5)
    assert call.ask("BYE").startswith("SIP/2.0 200")
    said = running.happens("Recorded")
    assert running.happens("Left")["leg"] == leg
    assert kept(running, said)[0] == pytest.approx(2.5, abs=0.4)


def test_a_message_is_no_longer_than_it_may_be(running: Engine, called: tuple[Call, str]) -> None:
    call, leg = called
    running.wants(["Take", leg, f"{MESSAGE}b", 3, 10])
    assert kept(running, running.happens("Recorded"))[0] == pytest.approx(3, abs=0.2)
    hangs_up(running, call, leg)


@pytest.mark.parametrize("silence", ["soft", "no packets"])
def test_silence_ends_a_message(running: Engine, called: tuple[Call, str], voice: Voice, silence: str) -> None:
    call, leg = called
    running.wants(["Take", leg, f"{MESSAGE}{'c' if silence == 'soft' else 'd'}", 60, 2])
    running.nothing_happens(2.5)  # of speech
    if silence == "soft":
        voice._sound = b"\xfe" * 8000
    else:
        voice.speaks = False
    said = running.happens("Recorded", 8)
    assert kept(running, said)[0] == pytest.approx(4.5, abs=1.5)
    hangs_up(running, call, leg)


def test_what_is_said_in_no_time_is_no_message(running: Engine, called: tuple[Call, str]) -> None:
    call, leg = called
    running.wants(["Take", leg, f"{MESSAGE}e", 60, 5])
    running.nothing_happens(1)
    running.wants(["StopTaking", leg])
    assert running.happens("Recorded") == {"leg": leg, "message": f"{MESSAGE}e", "seconds": 0, "file": ""}
    assert nothing_left(running)
    hangs_up(running, call, leg)


def test_a_message_ends_when_more_comes_than_is_said(running: Engine, called: tuple[Call, str], voice: Voice) -> None:
    """From a carrier, that has no door before it. What was said until then is kept."""
    call, leg = called
    running.wants(["Take", leg, f"{MESSAGE}g", 60, 10])
    running.nothing_happens(2.5)
    assert voice.towards
    for n in range(20_000):
        voice.socket.sendto(struct.pack(">BBHII", 0x80, 9, n, n * 160, n) + bytes(1000), voice.towards)
    assert 2 < kept(running, running.happens("Recorded"))[0] < 8
    assert nothing_left(running)
    hangs_up(running, call, leg)


def test_two_messages_of_one_caller(running: Engine, called: tuple[Call, str]) -> None:
    call, leg = called
    for n in "67":
        running.wants(["Take", leg, f"{MESSAGE}{n}", 2.5, 5])
        assert running.happens("Recorded")["file"] == f"{MESSAGE}{n}"
    hangs_up(running, call, leg)


def test_the_relay_dies_and_what_was_said_is_kept(tmp_path: Path) -> None:
    carrier, voice = Carrier(), Voice()
    with engine(tmp_path, carrier.port) as running:
        carrier.at(running)
        call = carrier.call("+12125550100", voice.sdp())
        leg = running.happens("Came")["leg"]
        answered(running, call, leg, voice)
        running.wants(["Take", leg, f"{MESSAGE}f", 60, 5])
        running.nothing_happens(4)
        os.kill(running.relay, signal.SIGKILL)
        assert call.ask("BYE").startswith("SIP/2.0 200")
        assert kept(running, running.happens("Recorded"))[0] >= 3
        assert running.happens("Left")["leg"] == leg
    voice.close()
    carrier.socket.close()
