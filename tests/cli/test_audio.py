"""`trunkline audio`: files that settings may name, with their sound among the blobs."""

from pathlib import Path

import numpy as np
import pytest

from tests.places import AN_ADDRESS
from trunkline.audio import speech, wav
from trunkline.cli import exits
from trunkline.cli.main import main
from trunkline.store.blobs import Folder

pytestmark = pytest.mark.any_store


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """An account whose only extension is its receptionist, 800."""
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    assert main(["init", "Acme", *AN_ADDRESS, "--data", str(tmp_path / "data")]) == 0
    capsys.readouterr()
    return tmp_path / "data"


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    file = tmp_path / "welcome.wav"
    file.write_bytes(wav.write(np.sin(np.arange(8000) / 3), 8000))
    return file


def kept(data: Path) -> list[bytes]:
    blobs = Folder(data / "blobs")
    return [blobs.open(name).read(0, 1 << 20) for name in blobs.names()]


def test_a_file_is_taken_in_listed_and_removed(data: Path, tone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data", str(data)]
    assert main(["audio", "add", str(tone), *where]) == 0
    assert main(["audio", "add", str(tone), "--name", "Closed", "--extension", "800", *where]) == 0
    of_account, of_receptionist = capsys.readouterr().out.split()
    assert kept(data) == [tone.read_bytes()] * 2
    assert main(["audio", "list", *where]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(
        [f"{of_account}  account  welcome", f"{of_receptionist}  800  Closed"]
    )
    assert main(["audio", "remove", of_account, *where]) == 0
    assert len(kept(data)) == 1
    assert main(["audio", "remove", of_account, *where]) == exits.NOT_FOUND
    assert "audio unknown" in capsys.readouterr().err


def test_what_is_no_sound_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "song.mp3").write_bytes(b"ID3 and so on")
    assert main(["audio", "add", str(tmp_path / "song.mp3"), "--data", str(data)]) == 2
    assert main(["audio", "add", str(tmp_path / "missing.wav"), "--data", str(data)]) == exits.NOT_FOUND
    assert kept(data) == []
    assert "no WAV file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a\r\nb.wav", "a\x1b[2Jb.wav", "a\u2028b.wav"])
def test_the_name_of_a_file_is_held_to_what_names_are(data: Path, tone: Path, name: str) -> None:
    file = tone.rename(tone.with_name(name))
    assert main(["audio", "add", str(file), "--data", str(data)]) == 2
    assert main(["audio", "add", str(file), "--name", "Welcome", "--data", str(data)]) == 2
    assert not kept(data)


def test_nothing_is_left_of_a_file_for_nobody(data: Path, tone: Path) -> None:
    assert main(["audio", "add", str(tone), "--extension", "4711", "--data", str(data)]) == exits.NOT_FOUND
    assert kept(data) == []


def test_a_text_is_spoken_where_a_program_speaks(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = main(["audio", "say", "We are closed.", "--data", str(data)])
    if speech.languages():
        assert done == 0
        samples, rate = wav.read(*kept(data))
        assert len(samples) > rate / 2
    else:
        assert done == 2
        assert "no program is installed" in capsys.readouterr().err
