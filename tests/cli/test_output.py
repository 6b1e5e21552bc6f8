"""What commands find and make, for machines."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.places import AN_ADDRESS
from tests.store.folders import BEFORE, set_back
from trunkline.cli import exits
from trunkline.cli.main import main, parser
from trunkline.store.head import HEAD

pytestmark = pytest.mark.any_store


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_made_and_listed_is_told_for_machines(
    data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = told(capsys, "app", "create", "CRM", *data)
    assert app["client_id"] in [each["id"] for each in told(capsys, "app", "list", *data)]
    assert told(capsys, "app", "rotate", app["client_id"], *data)["secret"] != app["secret"]
    person = told(capsys, "person", "add", "ann@b.example", "Ann", "Lee", *data)
    assert told(capsys, "person", "list", *data) == [
        {
            "id": person["id"],
            "email": "ann@b.example",
            "first_name": "Ann",
            "last_name": "Lee",
            "department": "",
            "cost_center": "",
            "admin": False,
        }
    ]
    file = tmp_path / "people.csv"
    file.write_text("email,first_name,last_name\nben@b.example,Ben,Ray\n")
    assert told(capsys, "person", "import", str(file), *data) == {"added": 1}
    assert {"code": 200, "name": "US/CA Unlimited Calling Plan", "bought": 100, "assigned": 0, "left": 100} in told(
        capsys, "plan", "list", *data
    )
    assert main(["trunk", "set", "--host", "a.example", "--from", "b.example", *data]) == 0
    (trunk,) = told(capsys, "trunk", "show", *data)
    assert (trunk["host"], trunk["port"], trunk["sources"], trunk["known"]) == ("a.example", 5060, ["b.example"], False)
    assert told(capsys, "limits", "set", "--calls", "7", *data)["calls"] == 7
    assert told(capsys, "limits", "show", *data)["premium"] is False
    assert told(capsys, "audio", "list", *data) == []
    assert told(capsys, "explain", "--from", "+14155550123", "--to", "800", *data)["to"] == "800"
    made = told(capsys, "backup", str(tmp_path / "b.tgz"), *data)
    assert (made["rows"]["people"], made["blobs"]) == (2, 0)
    assert told(capsys, "restore", str(tmp_path / "b.tgz"), "--check", *data)["rows"] == made["rows"]
    other = told(capsys, "account", "add", "Two", *AN_ADDRESS, *data)
    assert {"id": other["account_id"], "name": "Two", "people": 0} in told(capsys, "account", "list", *data)


def test_what_is_changed_is_told_for_machines(
    data: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = told(capsys, "person", "add", "ann@b.example", "Ann", "Lee", *data)
    assert person
    assert told(capsys, "person", "admin", "ann@b.example", "on", *data) == {"email": "ann@b.example", "admin": True}
    monkeypatch.setattr("sys.stdin", StringIO("four words are enough\n"))
    assert told(capsys, "person", "password", "ann@b.example", *data) == {"email": "ann@b.example"}
    assert told(capsys, "person", "remove", "ann@b.example", *data) == {"email": "ann@b.example"}
    assert told(capsys, "plan", "set", "200", "7", *data)["bought"] == 7
    assert told(capsys, "trunk", "set", "--host", "a.example:5070", *data)["port"] == 5070
    assert told(capsys, "trunk", "remove", *data) == {"removed": True}
    app = told(capsys, "app", "create", "CRM", *data)["client_id"]
    assert told(capsys, "app", "delete", app, *data) == {"client_id": app}
    other = told(capsys, "account", "add", "Two", *AN_ADDRESS, *data)["account_id"]
    assert told(capsys, "account", "remove", other, "--yes", *data) == {"id": other}


def test_nobody_types_a_password_for_nobody(
    data: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert main(["person", "password", "nobody@b.example", *data]) == exits.NOT_FOUND


def test_what_a_backup_lacks_is_a_list(data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, file = str(tmp_path / "kept"), str(tmp_path / "b.tgz")
    assert told(capsys, "backup", "--to", place, *data)["missing"] == []
    assert told(capsys, "backup", file, *data)["missing"] == []
    assert told(capsys, "backup", "verify", "--quick", place, *data)["missing"] == []
    assert told(capsys, "backup", "--quick", "verify", place, *data)["missing"] == []
    assert told(capsys, "backup", "verify", file, *data)["missing"] == []
    assert told(capsys, "restore", place, "--check", *data)["missing"] == []


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("backup FILE --keep 3", "--keep"),
        ("backup FILE --named 2020", "--named"),
        ("backup --to PLACE --named 2020", "--named"),
        ("backup --to PLACE --quick", "--quick"),
        ("backup list PLACE --keep 3", "--keep"),
        ("backup verify PLACE --keep 3", "--keep"),
        ("backup verify PLACE --with-keys", "--with-keys"),
        ("restore FILE --named 2020", "--named"),
    ],
)
def test_an_option_that_does_nothing_is_refused(
    words: str, option: str, data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "place").mkdir()
    typed = [{"FILE": str(tmp_path / "b"), "PLACE": str(tmp_path / "place")}.get(word, word) for word in words.split()]
    assert main([*typed, *data]) == exits.USAGE
    assert f"option: {option}, remedy: leave it out" in capsys.readouterr().err


def test_what_is_set_for_other_uses_of_a_command_is_no_fault(
    data: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRUNKLINE_TO", str(tmp_path / "place"))
    monkeypatch.setenv("TRUNKLINE_KEEP", "3")
    assert main(["backup", *data]) == 0
    assert main(["backup", "list", str(tmp_path / "place"), *data]) == 0
    assert main(["backup", str(tmp_path / "b.tgz"), *data]) == 0


def test_what_is_too_much_is_told_with_the_help_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["person", "list", "too", "much"])
    assert left.value.code == exits.USAGE
    assert "unrecognized arguments: too much; see `trunkline person list --help`" in capsys.readouterr().err


def test_every_command_that_makes_or_lists_can_tell_it_for_machines() -> None:
    """Whatever is added."""
    words = {"init", "add", "create", "list", "show", "rotate", "import", "say", "backup", "restore", "status", "calls"}
    words |= {
        "phones",
        "hangup",
        "migrate",
        "config",
        "doctor",
        "explain",
        "set",
        "remove",
        "delete",
        "password",
        "admin",
    }
    for command in parser().every():
        if command.prog.split()[-1] in words:
            assert "json" in command.options, command.prog


def test_it_is_told_whether_rows_need_another_shape(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "migrate", "--dry-run", *data) == {"has": HEAD, "needed": HEAD, "migrated": False}
    assert told(capsys, "migrate", *data)["migrated"] is False
    set_back(Path(data[1]) / "state.db")
    assert told(capsys, "migrate", "--dry-run", *data) == {"has": BEFORE, "needed": HEAD, "migrated": False}
