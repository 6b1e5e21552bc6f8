"""Keys are made with an installation, whole or not at all, and never again."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import column, inspect, table

from tests.places import AN_ADDRESS
from tests.ports import free_port
from trunkline import whole
from trunkline.cli import exits, stored
from trunkline.problems import Refusal
from trunkline.store import keys, migrations
from trunkline.store.store import Place

pytestmark = pytest.mark.any_store

# A backup is written as a stream, aside too; what speaks reads a text that is gone afterwards; a log of a trial.
MAY = ("whole.py", "store/archive.py", "store/copies.py", "store/restore.py", "audio/speech.py", "audio/wav.py")
MAY += ("cli/doctor/trial.py",)


def test_they_are_made_once(tmp_path: Path) -> None:
    keys.make(tmp_path)
    held = keys.read_all(tmp_path)
    assert [len(key) for key in held.values()] == [32, 32]
    assert len({*held.values()}) == 2
    keys.make(tmp_path)
    assert keys.read_all(tmp_path) == held
    for name in keys.OF:
        assert (tmp_path / "keys" / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", keys.OF)
@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "key_is_missing"),
        (b"", "key_is_damaged"),
        (b"k" * 31, "key_is_damaged"),
        (b"k" * 33, "key_is_damaged"),
        ("folder", "key_cannot_be_read"),
    ],
)
def test_one_that_is_gone_or_damaged_is_refused_with_what_to_do(
    name: str, content: bytes | str | None, key: str, tmp_path: Path
) -> None:
    keys.make(tmp_path)
    path = tmp_path / "keys" / name
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    with pytest.raises(Refusal) as refused:
        keys.read_all(tmp_path)
    assert refused.value.key == key
    assert refused.value.key in keys.WRONG
    assert refused.value.facts["file"] == path
    assert refused.value.facts["of"] == keys.OF[name]
    assert "put back" in str(refused.value.facts["remedy"])
    assert path.exists() is (content is not None)  # and nothing is made in its place


def trunkline(*command: object) -> "subprocess.CompletedProcess[str]":
    run = [sys.executable, "-m", "trunkline", *map(str, command)]
    return subprocess.run(run, capture_output=True, text=True, check=False, timeout=60)


def test_init_makes_them_and_serve_does_not_start_without_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert trunkline("init", "Example", *AN_ADDRESS, "--data", data).returncode == 0
    held = keys.read_all(data)
    http, sip = (f"127.0.0.1:{free_port()}" for _ in range(2))
    for name in keys.OF:
        (data / "keys" / name).unlink()
        for command in ("serve", "api", "engine") if name == keys.SEAL else ("serve", "api"):
            done = trunkline(command, "--data", data, "--http", http, "--sip", sip)
            assert done.returncode == exits.STORE, done.stderr
            assert f"key is missing, file: {data / 'keys' / name}, of: {keys.OF[name]}, remedy: put back" in done.stderr
            assert "Traceback" not in done.stderr
            assert not (data / "keys" / name).exists()
        (data / "keys" / name).write_bytes(held[name])


def test_an_older_version_that_was_never_started_gets_them_and_one_that_lost_them_does_not(tmp_path: Path) -> None:
    for sealed in (False, True):
        data = tmp_path / f"sealed {sealed}"
        with migrations.changing(Place(data)) as connection:
            migrations.upgrade(connection, "0016")
            if sealed:
                columns = {each["name"]: each["type"] for each in inspect(connection).get_columns("device_lines")}
                row = {name: "1" if str(kind).startswith("VARCHAR") else 1 for name, kind in columns.items()}
                connection.execute(table("device_lines", *map(column, row)).insert(), row)
        stored.prepare(Namespace(data=data, database=None))
        assert keys.any_in(data) is not sealed


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_file_is_whole_or_not_there(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"old")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def pieces() -> "list[bytes]":
        raise OSError(28, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", fails)
    if call == "rename":
        monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OSError, match="No space"):
        whole.write(path, pieces() if call == "write" else [b"new"])
    assert [each.name for each in tmp_path.iterdir()] == ["key"]
    assert path.read_bytes() == b"old"


def test_what_is_trusted_is_written_in_one_place() -> None:
    """Whoever makes a file that counts once it is there makes it with `whole.write`."""
    source = Path(keys.__file__).parent.parent
    found = [
        f"{path.relative_to(source)}:{number}"
        for path in source.rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(word in line for word in (".write_bytes(", ".write_text(", '.open("w', '"wb"'))
        and str(path.relative_to(source)) not in MAY
    ]
    assert found == []
