"""What commands find and make, for machines."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.places import AN_ADDRESS
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


def test_every_command_that_makes_or_lists_can_tell_it_for_machines() -> None:
    """Whatever is added."""
    words = {"init", "add", "create", "list", "show", "rotate", "import", "say", "backup", "restore", "status", "calls"}
    words |= {"phones", "hangup", "migrate", "config", "doctor", "explain"}
    for command in parser().every():
        if command.prog.split()[-1] in words:
            assert "json" in command.options, command.prog


def test_it_is_told_whether_rows_need_another_shape(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "migrate", "--dry-run", *data) == {"has": HEAD, "needed": HEAD, "migrated": False}
    assert told(capsys, "migrate", *data)["migrated"] is False
    with closing(sqlite3.connect(f"{data[1]}/state.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '0016'")
    assert told(capsys, "migrate", "--dry-run", *data) == {"has": "0016", "needed": HEAD, "migrated": False}
