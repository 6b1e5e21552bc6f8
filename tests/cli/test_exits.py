"""Whatever surroundings a command finds, it ends with a line that says what to do and a code that tells kinds apart."""

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.places import AN_ADDRESS
from trunkline.cli import exits
from trunkline.cli.main import main
from trunkline.problems import Refusal
from trunkline.store.away import TooSlow

pytestmark = pytest.mark.any_store

# Every command that works on an installation, and enough for it to begin.
COMMANDS = [
    "account list",
    "account remove x --yes",
    "app create x",
    "app list",
    "app rotate x",
    "app delete x",
    "person add a@b.example A B",
    "person admin a@b.example on",
    "person list",
    "person remove a@b.example",
    "person import {people}",
    "plan list",
    "plan set 200 1",
    "plan remove 200",
    "trunk set --host a.example",
    "trunk show",
    "trunk remove",
    "limits show",
    "limits set --calls 1",
    "audio list",
    "audio add {sound}",
    "audio remove x",
    "explain --from 1 --to 2",
    "backup {folder}/new.tgz",
    "past",
    "status",
    "phones",
    "calls",
    "hangup 1",
    "migrate --dry-run",
    "migrate",
]
PROCESSES = ["serve", "api", "engine"]


def nothing(data: Path) -> None:
    data.mkdir()


def rubbish(data: Path) -> None:
    data.mkdir()
    (data / "state.db").write_bytes(b"no database at all " * 500)


def cut(data: Path) -> None:
    """As a disk leaves it that lost blocks: the file begins well."""
    assert main(["init", "Acme", *AN_ADDRESS, "--data", str(data)]) == 0
    for name in ("state.db", "records.db"):
        with sqlite3.connect(data / name) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
        whole = (data / name).read_bytes()
        (data / name).write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def a_file(data: Path) -> None:
    data.write_text("no folder\n")


SURROUNDINGS: dict[Callable[[Path], None], set[int]] = {
    nothing: {exits.NOT_FOUND},
    rubbish: {exits.NOT_FOUND, exits.STORE},
    cut: {exits.NOT_FOUND, exits.STORE, exits.TRY_AGAIN},
    a_file: {exits.USAGE, exits.NOT_FOUND},
}


@pytest.mark.parametrize("spoil", SURROUNDINGS)
def test_a_command_says_in_a_line_what_is_wrong(
    spoil: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    data, people, sound = tmp_path / "data", tmp_path / "people.csv", tmp_path / "tone.wav"
    spoil(data)
    people.write_text("email,first_name,last_name\na@b.example,A,B\n")
    sound.write_bytes(bytes(44))
    for command in COMMANDS:
        if spoil is cut and command in ("status", "migrate", "migrate --dry-run"):
            continue  # the shape is all that they look at
        capsys.readouterr()
        words = command.format(people=people, sound=sound, folder=tmp_path).split()
        code, told = main([*words, "--data", str(data)]), capsys.readouterr().err
        assert code in SURROUNDINGS[spoil] | {exits.USAGE}, (command, code, told)
        assert told.startswith("trunkline: "), (command, told)
        assert told.count("\n") == 1, (command, told)
        assert "a fault of Trunkline's own" not in told, (command, told)


@pytest.mark.parametrize("spoil", SURROUNDINGS)
def test_a_process_of_the_system_does_likewise(
    spoil: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRUNKLINE_DATABASE", raising=False)
    spoil(tmp_path / "data")
    for command in PROCESSES:
        asked = [sys.executable, "-m", "trunkline", command, "--data", str(tmp_path / "data")]
        asked += ["--http", "127.0.0.1:18931", "--sip", "127.0.0.1:18932"]
        if spoil is cut and command != "serve":
            continue  # the shape can be read: what else there is, is looked at by and by
        ran = subprocess.run(asked, capture_output=True, text=True, timeout=60)
        assert ran.returncode in SURROUNDINGS[spoil], (command, ran)
        assert "Traceback" not in ran.stderr


def test_what_goes_wrong_has_a_code_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    kinds: list[tuple[Exception, int, str]] = [
        (Refusal("person_unknown", {"email": "a@b.example"}, ()), exits.NOT_FOUND, "remedy: one of those of"),
        (FileNotFoundError(errno.ENOENT, "No such file", "x.csv"), exits.NOT_FOUND, "x.csv: No such file"),
        (PermissionError(errno.EACCES, "Permission denied", "x.csv"), exits.USAGE, "x.csv: Permission denied"),
        (OSError(errno.ENOSPC, "No space left on device"), exits.TRY_AGAIN, "No space left"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), exits.TRY_AGAIN, "refused"),
        (sqlite3.OperationalError("disk I/O error"), exits.STORE, "store unusable, reason: disk I/O error"),
        (TooSlow(), exits.TRY_AGAIN, "store does not answer, reason: TooSlow, remedy: see that it runs"),
        (KeyError("x"), exits.FAULT, "a fault of Trunkline's own, KeyError"),
    ]
    for error, code, told in kinds:
        assert exits.tell(error) == code
        assert told in capsys.readouterr().err


def test_a_call_by_an_api_that_does_not_run_may_be_tried_again(
    data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["call", "1001", "1002", "--url", "http://127.0.0.1:1", *data]) == exits.TRY_AGAIN
    assert "does not answer" in capsys.readouterr().err
    assert main(["app", "list", *data]) == 0
    assert "test call" not in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("trunkline 0.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Email;First Name;LAST_NAME\na@b.example;A;B\nA@b.example ;A;C\n", "email twice, row: 3, also: row 2"),
        (b"email,first_name,last_name\na@b.example,Andr\xe9,B\n", "not UTF-8, row: 2"),
        (b"email,first_name,last_name\nc@b.example,C,D\nnobody,A,B\n", "email invalid, row: 3, email: nobody"),
        (b"email;first_name;last_name\na@b.example;A\n", "row: 2, lacks: last_name, semicolons"),
        (b"Mail,Name\na@b.example,A\n", "columns missing, names: email, first_name, last_name, found: Mail, Name"),
        (b"", "columns missing, found: nothing"),
        (b"email,first_name,last_name\nann@b.example,A,B\n", "email taken, row: 2, email: ann@b.example"),
    ],
)
def test_an_import_names_the_row_and_adds_nobody(
    data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    assert main(["person", "add", "ann@b.example", "Ann", "Lee", *data]) == 0
    capsys.readouterr()
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    assert main(["person", "import", str(file), *data]) == exits.USAGE
    said = capsys.readouterr().err
    assert all(part in said for part in told.split(", ")), said
    assert main(["person", "list", *data]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_import_reads_what_spreadsheets_write(
    data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("\ufeffE-Mail;EMAIL;First Name;last_name\r\n;a@b.example;Zoë;B\r\n\r\n".encode())
    assert main(["person", "import", str(file), *data]) == 0
    assert main(["person", "list", *data]) == 0
    assert "a@b.example  Zoë B" in capsys.readouterr().out
