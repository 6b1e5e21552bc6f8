"""An installation that has just been set up, as arguments of commands."""

from pathlib import Path

import pytest

from tests.places import AN_ADDRESS
from trunkline.cli.main import main


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    where = ["--data", str(tmp_path)]
    assert main(["init", "Acme", *AN_ADDRESS, *where]) == 0
    capsys.readouterr()
    return where
