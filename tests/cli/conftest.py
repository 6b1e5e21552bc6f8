"""An installation that has just been set up, as arguments of commands."""

from pathlib import Path

import pytest

from trunkline.cli.main import main


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    where = ["--data", str(tmp_path)]
    assert main(["init", "Acme", *where]) == 0
    capsys.readouterr()
    return where
