"""Folders as older versions left them: files in an older shape, of which the records do not say which."""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from trunkline.store import migrations
from trunkline.store.store import Place

PEOPLE, CALLS = 5, 7


def of_version(folder: Path, version: str) -> Path:
    """With an account, people and calls in it."""
    with migrations.changing(Place(folder)) as connection:
        migrations.upgrade(connection, "0001")
        say = connection.exec_driver_sql
        say("INSERT INTO accounts VALUES ('acme', 'Acme', 'acme.example', 1, 0)")
        for n in range(PEOPLE):
            say(f"INSERT INTO people VALUES ('p{n}@x.example', 'Ann', 'Lee', '', '', 'p{n}', 'acme')")
        for n in range(CALLS):
            _call(connection, n)
        if version != "0001":
            migrations.upgrade(connection, version)
        say("DROP TABLE records.alembic_version")
    return folder


def _call(connection: Any, n: int) -> None:
    """Columns that do not matter are empty."""
    row: dict[str, Any] = {}
    for _, name, kind, needed, *_ in connection.exec_driver_sql("PRAGMA records.table_info(calls)").all():
        if needed:
            row[name] = 0 if "INT" in kind else "{}" if kind == "JSON" else ""
    row |= {"key": n, "account_id": "acme", "id": f"c{n}", "start": n, "end": n + 1, "caller": '{"name":"Ann"}'}
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
    connection.exec_driver_sql(f"INSERT INTO records.calls ({names}) VALUES ({marks})", tuple(row.values()))


def copied(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def halved(state: Path, records: Path, to: Path) -> Path:
    """One file of each, as a migration left them that was atomic for each alone."""
    to.mkdir()
    for part, folder in (("state", state), ("records", records)):
        with closing(sqlite3.connect(folder / f"{part}.db")) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(folder / f"{part}.db", to)
    return to


def told(folder: Path, part: str, statement: str) -> list[Any]:
    with closing(sqlite3.connect(folder / f"{part}.db")) as file:
        return file.execute(statement).fetchall()


def counted(folder: Path) -> Mapping[str, int]:
    people = told(folder, "state", "SELECT count(*) FROM people")
    calls = told(folder, "records", "SELECT count(*) FROM calls")
    return {"people": people[0][0], "calls": calls[0][0]}


BEFORE = "0019"  # the shape before the newest
BACK = ("DROP TABLE wrap_ups", "ALTER TABLE call_elements ADD COLUMN wrap_up INTEGER NOT NULL DEFAULT 0")


def set_back(path: Path) -> None:
    """Of two files, this has not come to the newest shape."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = ?", (BEFORE,))
        for statement in BACK if path.name == "records.db" else ():
            file.execute(statement)
