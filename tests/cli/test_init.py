"""What `init` and `account add` ask for before anything is made: above all, the place that an ambulance goes to."""

import os
from pathlib import Path

import pytest

from tests.places import A_LONDON_ADDRESS, AN_ADDRESS
from trunkline.cli.main import main

pytestmark = pytest.mark.any_store


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "country: US, missing: --address --city --state --zip"),
        (["--city", "London"], "country: US, missing: --address --state --zip"),
        (["--country", "gb", "--city", "London", "--zip", "EC2R 8EJ"], "country: GB, missing: --address"),
        ([*AN_ADDRESS, "--zip", " "], "country: US, missing: --zip"),
        ([*AN_ADDRESS, "--zip", "\u200b"], "country: US, missing: --zip"),
        ([*AN_ADDRESS, "--address", "\u200b\u3164"], "country: US, missing: --address"),
        ([*AN_ADDRESS, "--state", "QQ"], "country: US, unfit: --state"),
        ([*AN_ADDRESS, "--zip", "EC2R 8EJ"], "country: US, unfit: --zip"),
        ([*AN_ADDRESS, "--country", "XX"], "country invalid, option: --country, value: XX"),
        ([*AN_ADDRESS, "--country", "ZZ"], "country invalid, option: --country, value: ZZ"),
        ([*AN_ADDRESS, "--timezone", "America/Nowhere"], "value: America/Nowhere"),
    ],
)
def test_what_is_not_whole_or_not_known_is_refused_and_nothing_is_made(
    given: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    where = ["--data", str(tmp_path / "data")]
    assert main(["init", "Acme", *given, *where]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files in others' folders")
def test_root_makes_nothing_in_the_folder_of_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They could not use it."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    os.chown(data, 65534, -1)
    assert main(["init", "Acme", *AN_ADDRESS, "--data", str(data)]) == 2
    assert "data folder is anothers, data: " in (said := capsys.readouterr().err)
    assert "remedy: the same command after `sudo -u nobody`" in said
    assert not [*data.iterdir()]


def test_a_further_account_needs_its_address_too(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "add", "Two", *data]) == 2
    assert "missing: --address --city --state --zip" in capsys.readouterr().err
    assert main(["account", "add", "Two", *A_LONDON_ADDRESS, *data]) == 0
