"""What calls outside may come to is shown and set."""

import pytest

from trunkline.cli.main import main

pytestmark = pytest.mark.any_store


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


USUAL = [
    "premium-rate numbers refused",
    "a person 4 calls at once, 600 minutes a day",
    "a queue or receptionist 10 calls at once, 1200 minutes a day",
    "calls to one direct number 10 sent outside at once",
]


def test_only_what_is_named_changes(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limits", "show", *data]) == 0
    assert lines(capsys) == USUAL
    assert main(["limits", "set", "--premium", "on", "--calls", "2", *data]) == 0
    assert lines(capsys)[:2] == ["premium-rate numbers allowed", "a person 2 calls at once, 600 minutes a day"]
    assert main(["limits", "set", "--shared-minutes", "0", "--minutes", "30", *data]) == 0
    assert main(["limits", "set", "--premium", "off", *data]) == 0
    capsys.readouterr()
    assert main(["limits", "show", *data]) == 0
    assert lines(capsys) == [
        "premium-rate numbers refused",
        "a person 2 calls at once, 30 minutes a day",
        "a queue or receptionist 10 calls at once, 0 minutes a day",
        USUAL[3],
    ]


@pytest.mark.parametrize("wrong", [["--calls", "-1"], ["--minutes", "100000000"], ["--shared-calls", "10001"]])
def test_what_makes_no_sense_is_refused(data: list[str], capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    assert main(["limits", "set", *wrong, *data]) == 2
    assert wrong[0] in capsys.readouterr().err
    assert main(["limits", "show", *data]) == 0
    assert lines(capsys) == USUAL
