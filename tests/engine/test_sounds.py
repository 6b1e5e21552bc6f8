"""What callers are played, as files for the relay."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio.test_audio import loudest
from trunkline.audio import wav
from trunkline.audio.codecs import CODECS, Decoder
from trunkline.audio.samples import level, tone
from trunkline.engine import built_in
from trunkline.engine.built_in import BUILT_IN
from trunkline.engine.sounds import Sound, Sounds
from trunkline.engine.spoken import words
from trunkline.exchange import sounds
from trunkline.extensions import audio

pytestmark = pytest.mark.any_store

UPLOADED = {"abc-1_2": wav.write(tone([700], 1.5, 44_100), 44_100), "broken": b"no sound"}


@pytest.fixture
def shelf(tmp_path: Path) -> Sounds:
    return Sounds(tmp_path, UPLOADED.get)


@pytest.mark.parametrize("codec", CODECS)
def test_an_uploaded_file_is_heard_in_each_codec(shelf: Sounds, codec: str) -> None:
    found = shelf.make("abc-1_2", codec)
    assert found
    assert found.seconds == pytest.approx(1.5, abs=0.001)
    payload = found.stem.with_name(f"abc-1_2.{CODECS[codec].payload_type}").read_bytes()
    decoder = Decoder(codec)
    assert abs(loudest(decoder.decode(payload), decoder.rate) - 700) <= 1


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_each_built_in_sound_is_audible_and_none_is_too_loud(shelf: Sounds, name: str) -> None:
    found = shelf.make(name, "PCMU")
    assert found
    assert 0.2 < found.seconds < 20
    heard = Decoder("PCMU").decode(found.stem.with_name(f"{name}.0").read_bytes())
    assert 0.005 < level(heard) < 0.3


def test_all_that_the_exchange_asks_for_by_name_is_built_in() -> None:
    named = {value for name, value in vars(sounds).items() if name.isupper() and isinstance(value, str)}
    assert named | {*sounds.BEEPS.values()} == BUILT_IN


@pytest.mark.parametrize("codec", CODECS)
def test_prompts_are_spoken_where_nothing_speaks(shelf: Sounds, codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for name in built_in.PROMPTS:
        found = shelf.make(name, codec)
        assert found
        assert 1.5 < found.seconds < 12
        decoder = Decoder(codec)
        heard = decoder.decode(found.stem.with_name(f"{name}.{CODECS[codec].payload_type}").read_bytes())
        pitch = loudest(heard, decoder.rate)
        assert level(heard) > 0.03
        assert 80 < pitch < 1200, "a voice"


def spoken(shelf: Sounds, name: str, language: str) -> bytes:
    found = shelf.make(name, "G722", language)
    assert found
    return found.stem.with_name(f"{name}.{CODECS['G722'].payload_type}").read_bytes()


@pytest.mark.parametrize("language", sorted({*audio.LANGUAGES, *audio.OF_QUEUES.values()} - {"en-US", "en-GB"}))
def test_prompts_are_spoken_in_the_language_that_is_set(shelf: Sounds, language: str) -> None:
    assert words(language).keys() == built_in.PROMPTS.keys(), "all of them"
    ours, theirs = spoken(shelf, "greeting", ""), spoken(shelf, "greeting", language)
    assert theirs not in (ours, spoken(shelf, "greeting", "en-GB"))
    heard = Decoder("G722").decode(theirs)
    assert 0.03 < level(heard) < 0.3
    assert spoken(shelf, "greeting", "") == ours
    assert spoken(shelf, "beep", language) == spoken(shelf, "beep", "")


@pytest.mark.parametrize("language", ["de-DE", "xx-XX", "en-GB"])
def test_and_in_ours_where_nothing_speaks_it(shelf: Sounds, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert spoken(shelf, "nobody", language) == spoken(shelf, "nobody", "")


def test_spoken_files_are_those_of_the_words_in_the_code() -> None:
    done = subprocess.run([sys.executable, "tools/make_prompts.py", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_language_that_is_none_leads_nowhere(shelf: Sounds) -> None:
    assert shelf.make("nobody", "PCMU", "../built-in-2") is None


@pytest.mark.parametrize("name", ["someone", "broken", "../keys/seal", "", "a.b"])
def test_a_sound_that_is_none_is_left_out(shelf: Sounds, name: str) -> None:
    assert shelf.make(name, "PCMU") is None


def test_what_was_made_once_is_there_at_once_and_after_a_restart(shelf: Sounds, tmp_path: Path) -> None:
    first = shelf.make("beep", "PCMA")
    told: list[Sound | None] = []
    shelf.find("beep", "PCMA", told.append)
    assert told == [first]
    assert Sounds(tmp_path, {}.get).make("beep", "PCMA") == first
