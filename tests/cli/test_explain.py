"""`trunkline explain`: where a call would go, told by the exchange and by what is set up."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import AN_ADDRESS
from trunkline.cli import exits
from trunkline.cli.main import main

pytestmark = pytest.mark.any_store


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """An account whose only extension is its receptionist, 800."""
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    where = ["--data", str(tmp_path / "data")]
    assert main(["init", "Acme", *AN_ADDRESS, *where]) == 0
    capsys.readouterr()
    return where


def test_it_is_told_as_a_tree_and_for_machines(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["explain", "--from", "+14155550123", "--to", "+12125550100", "--at", "2026-12-24T18:00", *data]
    assert main(asked) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("+14155550123 calls +12125550100 at 2026-12-24 18:00")
    assert first.endswith("call_failed")
    assert lines[-1].endswith("+12125550100: nobody's  [phone_numbers.assignee]")
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["to"], told["steps"][0]["step"]) == ("+12125550100", "dialled")


@pytest.mark.parametrize(
    ("wrong", "code", "told"),
    [
        (["--from", "999", "--to", "800"], exits.NOT_FOUND, "extension unknown, option: --from, value: 999"),
        (["--from", "", "--to", "800", "--at", "noon"], exits.USAGE, "no time, option: --at, value: noon"),
        (["--from", "", "--to", "800", "--at", "9999-12-31T23:59"], exits.USAGE, "from 1970 to 2199"),
    ],
)
def test_what_makes_no_sense_is_refused(
    data: list[str], wrong: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *wrong, *data]) == code
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(("number", "told"), [("", "nobody dials nothing"), ("9" * 65, "longer than any number")])
def test_nobody_dials_nothing_or_without_end(number: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "--from", "1001", "--to", number])
    assert told in capsys.readouterr().err


def test_a_time_without_a_zone_is_that_of_the_office(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for at, told in (("2026-12-24T18:00", "18:00 PST"), ("2026-12-24T18:00Z", "10:00 PST")):
        assert main(["explain", "--from", "+14155550123", "--to", "800", "--at", at, *data]) == 0
        assert f"at 2026-12-24 {told}" in capsys.readouterr().out


@pytest.mark.parametrize("nobody", ["800", "1002", "abc"])  # the first is a receptionist's
def test_who_has_no_phone_cannot_pick_up(data: list[str], nobody: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--from", "+14155550123", "--to", "800", "--answers", nobody, *data]) == exits.NOT_FOUND
    assert f"nobody has a phone there, option: --answers, value: {nobody}" in capsys.readouterr().err


def test_a_reader_who_has_read_enough_is_no_fault(data: list[str]) -> None:
    asked = [sys.executable, "-m", "trunkline", "explain", "--from", "+14155550123", "--to", "800", *data]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
