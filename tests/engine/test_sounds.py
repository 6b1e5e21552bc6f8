"""What callers are played, as files for the relay."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio.test_audio import loudest
from trunkline import clock, whole
from trunkline.audio import speech, wav
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


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("language", ["", "en-US", "de-DE"])
def test_every_prompt_is_heard_where_none_can_be_kept(
    shelf: Sounds, tmp_path: Path, codec: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "write", full)
    for name in built_in.PROMPTS:
        found = shelf.make(name, codec, language)
        assert found
        assert found.stem.with_name(f"{name}.{CODECS[codec].payload_type}").stat().st_size == found.seconds * 8000
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[Exception | None]:
    """What becomes of each try to say something in another language, from the last; None and after that: it is said."""
    outcomes: list[Exception | None] = []

    def say(text: str, language: str, patience: float) -> bytes:
        if outcomes and (error := outcomes.pop()):
            raise error
        return UPLOADED["abc-1_2"]

    monkeypatch.setattr(speech, "say", say)
    return outcomes


@pytest.mark.parametrize("error", [speech.NotNow("slow"), OSError(28, "full"), ValueError("no WAV file")])
def test_what_could_not_be_said_in_time_is_tried_again_after_a_while(
    shelf: Sounds, tries: list[Exception | None], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries += [error, error]
    ours = spoken(shelf, "nobody", "")
    assert spoken(shelf, "nobody", "de-DE") == ours
    assert spoken(shelf, "nobody", "de-DE") == ours, "at once, without another try"
    assert spoken(shelf, "greeting", "de-DE") == spoken(shelf, "greeting", "")
    assert len(tries) == 1
    now = clock.steady()
    monkeypatch.setattr(clock, "steady", lambda: now + 61)
    assert spoken(shelf, "nobody", "de-DE") == ours
    assert not tries
    monkeypatch.setattr(clock, "steady", lambda: now + 122)
    assert spoken(shelf, "nobody", "de-DE") != ours


def test_what_nothing_speaks_is_not_tried_again(shelf: Sounds, tries: list[Exception | None]) -> None:
    tries += [speech.Mute("none"), speech.Mute("none")]
    told: list[Sound | None] = []
    assert spoken(shelf, "nobody", "de-DE") == spoken(shelf, "nobody", "")
    shelf.find("nobody", "G722", told.append, "de-DE")
    assert told == [shelf.make("nobody", "G722")]
    assert len(tries) == 1


def test_what_was_made_of_a_file_goes_with_it(shelf: Sounds, tmp_path: Path) -> None:
    for codec in CODECS:
        assert shelf.make("abc-1_2", codec)
        assert shelf.make("beep", codec)
    made = {path for path in tmp_path.rglob("*.*") if path.is_file()}
    shelf.sweep(UPLOADED.__contains__)
    shelf._making.shutdown()  # pyright: ignore[reportPrivateUsage]
    assert {path for path in tmp_path.rglob("*.*") if path.is_file()} == made
    after = Sounds(tmp_path, {}.get)
    after.make("abc-1_2", "PCMU")
    after.sweep(lambda _: False)
    after._making.shutdown()  # pyright: ignore[reportPrivateUsage]
    assert after.make("abc-1_2", "PCMU") is None
    left = {path for path in tmp_path.rglob("*.*") if path.is_file()}
    assert left == {path for path in made if path.stem == "beep"}


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
