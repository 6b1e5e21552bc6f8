"""The command line, as it is typed."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.places import A_LONDON_ADDRESS, AN_ADDRESS
from tests.ports import free_port
from tests.store.folders import of_version
from tests.system.installation import Client, System, running
from trunkline.cli.main import main
from trunkline.store.head import HEAD

CSV = "email,first_name,last_name,department\nann@x.example,Ann,Lee,Sales\nbob@x.example,Bob,Ray,\n"


pytestmark = pytest.mark.any_store


def trunkline(*words: object, ok: bool = True) -> str:
    """A command in this process; all that it printed."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            code = main([*map(str, words)])
        except SystemExit as left:  # the words make no sense
            code = left.code
    assert (code == 0) == ok, said.getvalue()
    return said.getvalue()


def program(*words: object, ok: bool = True, typed: str | None = None) -> str:
    """A command in a process of its own, with what is typed on its standard input."""
    command = [sys.executable, "-m", "trunkline", *map(str, words)]
    ran = subprocess.run(command, input=typed, capture_output=True, text=True)
    assert (ran.returncode == 0) == ok, ran.stderr
    return ran.stdout + ran.stderr


def typed(password: str, email: str, data: Path, ok: bool = True) -> str:
    return program("person", "password", email, "--data", data, typed=f"{password}\n", ok=ok)


def test_an_organisation_sets_up(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = dict(
        line.split(maxsplit=2)[::2]
        for line in trunkline("init", "Example", *AN_ADDRESS, "--data", data).splitlines()[:1]
    )
    lines = trunkline("app", "list", "--data", data)
    assert "first app" in lines
    assert "phone:write:admin" in lines
    assert said["account"]
    assert "account exists" in trunkline("init", "Again", *AN_ADDRESS, "--data", data, ok=False)
    people = tmp_path / "people.csv"
    people.write_text(CSV)
    assert "2 people added" in trunkline("person", "import", people, "--data", data)
    assert "email taken" in trunkline("person", "import", people, "--data", data, ok=False)
    people.write_text("email,first_name\nx@x.example,X\n")
    assert "columns missing" in trunkline("person", "import", people, "--data", data, ok=False)
    trunkline("person", "add", "cat@x.example", "Cat", "Fox", "--data", data)
    trunkline("person", "remove", "bob@x.example", "--data", data)
    listed = trunkline("person", "list", "--data", data)
    assert [line.split()[1] for line in listed.splitlines()] == ["ann@x.example", "cat@x.example"]
    assert "person unknown" in trunkline("person", "remove", "bob@x.example", "--data", data, ok=False)
    assert "password length" in typed("short", "cat@x.example", data, ok=False)
    assert typed("a password of mine", "cat@x.example", data) == ""
    assert "person unknown" in typed("a password of mine", "bob@x.example", data, ok=False)
    trunkline("person", "admin", "cat@x.example", "on", "--data", data)
    callback = "https://crm.example/callback"
    assert "client secret" in trunkline("app", "create", "CRM", "--redirect-uri", callback, "--data", data)
    crm = next(line for line in trunkline("app", "list", "--data", data).splitlines() if "CRM" in line)
    assert "authorization_code" in crm
    assert " phone:read" in crm
    assert ":admin" not in crm  # what people allow reaches no further than they do, unless it is asked for
    public = trunkline("app", "create", "CLI", "--grant", "device_code", "--public", "--data", data)
    assert "client secret" not in public
    assert "redirect uri invalid" in trunkline(
        "app", "create", "CRM", "--redirect-uri", "http://crm.example", "--data", data, ok=False
    )
    idle = trunkline("app", "create", "x", "--scopes", "phone:read,phone:read:admin", "--data", data, ok=False)
    assert "scopes do nothing without people, names: phone:read, remedy: the same with :admin" in idle
    assert "scope unknown" in trunkline("app", "create", "x", "--scopes", "phone:everything", "--data", data, ok=False)


def test_an_owner_keeps_the_ledger_of_calling_plans(tmp_path: Path) -> None:
    data = tmp_path / "data"
    trunkline("init", "Example", "--data", data, *A_LONDON_ADDRESS)

    def listed() -> list[str]:
        return trunkline("plan", "list", "--data", data).splitlines()

    assert listed()[1] == "202  UK/Ireland Unlimited Calling Plan  bought 100  assigned 0  left 100"
    trunkline("plan", "set", "202", "7", "--name", "Office", "--data", data)
    trunkline("plan", "set", "JP Metered", "2", "--data", data)
    trunkline("plan", "set", "JP Metered Calling Plan", "2", "--data", data)  # as it is shown
    trunkline("plan", "set", "office", "7", "--data", data)  # as its owner calls it
    trunkline("plan", "remove", "Pro", "--data", data)
    assert [line.split("  ")[:3] for line in listed()] == [
        ["102", "UK/Ireland Metered Calling Plan", "bought 100"],
        ["107", "JP Metered Calling Plan", "bought 2"],
        ["202", "Office", "bought 7"],
    ]
    assert "calling plan unknown" in trunkline("plan", "set", "Gold", "1", "--data", data, ok=False)
    assert "calling plan missing" in trunkline("plan", "remove", "Pro", "--data", data, ok=False)


def test_what_was_set_up_is_served(tmp_path: Path) -> None:
    data = tmp_path / "data"
    account, client, secret = [
        line.split()[-1] for line in trunkline("init", "Example", *AN_ADDRESS, "--data", data).splitlines()[:3]
    ]
    trunkline("person", "add", "ann@x.example", "Ann", "Lee", "--data", data)
    with running(tmp_path) as system:
        api = Client(system.client.url, (account, client, secret))
        user = {
            "email": "ann@x.example",
            "extension_number": "101",
            "calling_plans": ["Pro", "US/CA Unlimited Calling Plan"],
        }
        assert api("POST", "/users/batch", {"users": [user]})[0]["email"] == "ann@x.example"
        fresh = trunkline("app", "rotate", client, "--data", data).split()[-1]
        with pytest.raises(urllib.request.HTTPError):
            Client(system.client.url, (account, client, secret)).log_in()
        assert Client(system.client.url, (account, client, fresh))("GET", "/users")["total_records"] == 1


def test_the_demo_listens_on_loopback_only(tmp_path: Path) -> None:
    for where in ("--http", "--sip"):
        said = trunkline("serve", "--demo", "--data", tmp_path, where, "0.0.0.0:5999", ok=False)
        assert "loopback" in said
    assert not (tmp_path / "state.db").exists()


def test_what_has_the_demos_secrets_is_served_on_loopback_only_whatever_is_said(tmp_path: Path) -> None:
    with running(tmp_path, "--demo"):
        pass
    data, others = tmp_path / "data", f"0.0.0.0:{free_port()}"
    here = ("--sip", f"127.0.0.1:{free_port()}")
    for command in (["serve", "--demo"], ["api"], ["engine"]):
        assert "loopback" in program(*command, "--data", data, "--http", others, *here, ok=False)
    there = ("--http", f"127.0.0.1:{free_port()}", "--sip", others, "--public-host", "pbx.example")
    assert "loopback" in program("serve", "--data", data, *there, ok=False)
    told = program("doctor", "--data", data, "--http", others, *here, ok=False)
    assert "has the demo's well-known secrets" in told
    for client in ("demo-client", "demo-user-client"):
        trunkline("app", "rotate", client, "--data", data)
    assert "loopback" in program("serve", "--data", data, "--http", others, *here, ok=False)  # the passwords


def test_a_demo_with_a_secret_of_ones_own_is_served_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUNKLINE_DEMO_SECRET", "short")
    assert "demo secret length" in program("serve", "--demo", "--data", tmp_path / "data", ok=False)
    monkeypatch.setenv("TRUNKLINE_DEMO_SECRET", "of-one-container")
    others = ("--sip", f"0.0.0.0:{free_port()}", "--public-host", "127.0.0.1")
    with running(tmp_path, "--demo", *others) as system:
        client = Client(system.client.url, ("demo-account", "demo-client", "of-one-container"))
        assert client("GET", "/users")["total_records"] == 12
        with pytest.raises(urllib.error.HTTPError):
            system.client.log_in()
    monkeypatch.delenv("TRUNKLINE_DEMO_SECRET")
    with running(tmp_path, *others):  # it has it for good
        pass


def test_a_real_call_between_two_test_phones(tmp_path: Path) -> None:
    with running(tmp_path, "--demo") as system:
        spare = system.client("GET", "/devices?type=unassigned")["total_records"]
        said = program("call", "1001", "1002", "--talk", "1", "--data", system.data)
        assert "1001 heard 1000 Hz" in said
        assert "1002 heard 440 Hz" in said
        assert "Ada Moreno to Ben Whitfield: answered (inbound)" in said
        assert json.loads(program("phones", "--json", "--data", system.data)) == []
        assert system.client("GET", "/devices?type=unassigned")["total_records"] == spare
        assert "nobody has the extension" in program("call", "1001", "77", "--data", system.data, ok=False)
        told = program("call", "1001", "2001", "--data", system.data, ok=False)
        assert "2001 is a queue, remedy: `call` is between two people" in told
        here = ["call", "1001", "1002", "--talk", "1", "--url", system.client.url]
        assert "nobody to call as" in program(*here, "--data", tmp_path / "nothing", ok=False)
        assert "credentials not whole" in program(*here, "--client-id", "demo-client", ok=False)
        app = ["--account-id", "demo-account", "--client-id", "demo-client", "--client-secret"]
        assert "1001 heard" in program(*here, *app, "demo-secret")
        assert "Invalid client_id or client_secret" in program(*here, *app, "wrong", ok=False)
        assert "test call" not in trunkline("app", "list", "--data", system.data)


def test_the_demo_goes_on_where_it_was(tmp_path: Path) -> None:
    with running(tmp_path, "--demo", "--past", "9") as system:
        first = system.client.user(1001)
        end = time.monotonic() + 30
        while not called(system, 9) or not called(system, 1):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert not called(system, 20, 11)
    with running(tmp_path, "--demo") as system:
        assert system.client.user(1001) == first
        log = [json.loads(line) for line in system.log.read_text().splitlines() if line.startswith("{")]
    assert {line["process"] for line in log} >= {"api", "engine", "relay"}
    assert "demo-secret" not in system.log.read_text()


def called(system: System, since: int, until: int = 0) -> int:
    """How many calls there are from so many days ago until so many."""
    day = [f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%d}" for ago in (since, until)]
    found = system.client("GET", f"/call_history?from={day[0]}&to={day[1]}&page_size=1")["total_records"]
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("days", ["0", "367", "-1", "many"])
def test_a_past_is_of_so_many_days(tmp_path: Path, days: str) -> None:
    said = trunkline("serve", "--demo", "--past", days, "--data", tmp_path, ok=False)
    assert f"argument --past: '{days}' is no number of days: give one from 1 to 366" in said


def test_help_is_there() -> None:
    environment = os.environ | {"COLUMNS": "100"}
    said = subprocess.run(
        [sys.executable, "-m", "trunkline", "--help"], capture_output=True, text=True, env=environment
    )
    assert "serve" in said.stdout


SERVER = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"  # where none listens


@pytest.mark.parametrize(
    "command", ["person list", "trunk show", "explain --from 1 --to 2", "past", "api", "engine", "serve"]
)
def test_a_command_says_where_it_looked_for_an_installation_in_vain(command: str, tmp_path: Path) -> None:
    told = program(*command.split(), "--data", tmp_path, ok=False)
    assert told.startswith(f"trunkline: no installation here, data: {tmp_path}, remedy: ")
    assert told.count("\n") == 1
    assert not [*tmp_path.iterdir()]


def test_a_command_says_that_a_server_cannot_be_reached(tmp_path: Path) -> None:
    told = program("person", "list", "--data", tmp_path, "--database", SERVER, ok=False)
    assert told.startswith("trunkline: store does not answer, reason: connection failed")
    assert told.count("\n") == 1


def test_rows_of_other_versions_are_left_alone(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir(0o700)
    of_version(old, "0001")
    assert trunkline("person", "list", "--data", old, ok=False) == (
        f"trunkline: store of an older version, has: 0001, needed: {HEAD},"
        " remedy: trunkline serve, or trunkline migrate\n"
    )
    trunkline("init", "Example", *AN_ADDRESS, "--data", new)
    with closing(sqlite3.connect(new / "state.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    remedy = "run the version that has 9999, or restore a backup from before into another folder"
    newer = f"trunkline: store of a newer version, has: 9999, known: {HEAD}, remedy: {remedy}\n"
    assert trunkline("person", "list", "--data", new, ok=False) == newer
    assert program("serve", "--data", new, "--http", f"127.0.0.1:{free_port()}", ok=False).endswith(newer)
