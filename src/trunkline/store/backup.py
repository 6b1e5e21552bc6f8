"""Writes an installation into a backup file while it runs: what it was at one moment, from either store.

The journal is copied before the rows are looked at. A record that moves from one to the other meanwhile is then in
both, and to say a record twice does no harm. Blobs are copied last: each is kept before anything names it.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

import orjson
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from trunkline import clock, whole
from trunkline.store import archive, migrations, portable, sounds
from trunkline.store.archive import Unusable, Writer
from trunkline.store.away import is_away
from trunkline.store.head import uri
from trunkline.store.records import SCHEMA
from trunkline.store.seal import fingerprint
from trunkline.store.shapes import FILES
from trunkline.store.sounds import Missing
from trunkline.store.store import Place
from trunkline.store.tables import Base

FORMAT = 1
FORMAT_WITHOUT_BLOBS = 2  # which stand beside, by name: store/keeping.py

NEW = "name a new file, in a folder that is there"
LOOK = "`trunkline doctor` says what to do"

Each = Callable[[Sequence[str]], Iterator[str]]  # hands on names, one after the other


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    schema: str  # version of the shape of the rows
    made_at: str  # RFC 3339, UTC
    seal: str | None  # fingerprint of the key that opens the SIP passwords
    tables: Mapping[str, list[str]]  # names of the columns


class Written(NamedTuple):
    """What a new file has in it."""

    rows: Mapping[str, int]  # by table
    blobs: int
    missing: Missing  # what rows name and is not there


def back_up(place: Place, file: Path, *, with_key: bool, each: Each = iter) -> Written:
    """What is in the new file, which is there whole or not at all. Raises Unusable, also for a store that is damaged.

    Only the owner may read it. `with_key` adds the key that opens the SIP passwords. `each`
    hands on the names of blobs, and may tell how far it is.
    """
    if file.exists():
        raise Unusable(f"{file} is there already", NEW)
    folder = file.resolve().parent
    if not folder.is_dir():
        raise Unusable(f"{file} cannot be made: {folder} is no folder", NEW)
    whole.clear(folder)
    with whole.file(folder) as (opened, made):
        with readable(place):
            written = write(place, opened, with_key=with_key, each=each)
        opened.flush()
        os.fsync(opened.fileno())
        whole.move(made, file)
    return written


@contextmanager
def readable(place: Place) -> Generator[None]:
    """Raises Unusable for a store in which a fault is found, before or while it is read."""
    try:
        if place.on_sqlite:
            _look_through(place.folder)
        yield
    except (DatabaseError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error).partition("\n")[0]
        if is_away(error):
            raise
        raise Unusable(f"the store cannot be read ({said})", LOOK) from error


def _look_through(folder: Path) -> None:
    for name in FILES.values():
        path = folder / name
        if not path.exists():
            raise Unusable(f"there is no store in {folder}: it has no {name}", LOOK)
        file = sqlite3.connect(uri(path), uri=True)
        try:
            (found,) = file.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            file.close()
        if found != "ok":
            raise Unusable(f"the store is damaged ({name}: {found})", LOOK)


def write(place: Place, file: BinaryIO, *, with_key: bool, with_blobs: bool = True, each: Each = iter) -> Written:
    """Without blobs it is rows and the journal alone: blobs are kept elsewhere then."""
    made_at = int(clock.wall())
    key = _key(place)
    with tempfile.TemporaryFile() as journal:
        for line in _journal(place.folder / "journal"):
            journal.write(line + b"\n")
        journal.seek(0)
        with _one_moment(place) as connection:
            shape = migrations.of(connection, place)
            if shape is None:
                raise Unusable("there is nothing to back up yet", "`trunkline init NAME` makes an account")
            if shape.state != shape.records:
                said = f"the rows are half way from the shape {min(shape)} to {max(shape)}"
                raise Unusable(said, "start Trunkline, which finishes that")
            transient = {str(mapper.local_table) for mapper in Base.registry.mappers if mapper.class_.transient}
            tables = {name: table for name, table in portable.tables(connection).items() if name not in transient}
            manifest = Manifest(
                FORMAT if with_blobs else FORMAT_WITHOUT_BLOBS,
                shape.state,
                datetime.fromtimestamp(made_at, UTC).isoformat().replace("+00:00", "Z"),
                fingerprint(key) if key else None,
                {name: table.columns.keys() for name, table in tables.items()},
            )
            writer = Writer(file, made_at)
            writer.add(archive.MANIFEST, orjson.dumps(asdict(manifest)))
            if with_key and key:
                writer.add(archive.SEAL, key)
            rows = {
                name: writer.add_lines(f"tables/{name}", portable.lines(connection, table))
                for name, table in tables.items()
            }
            missing = sounds.missing(sounds.named(connection, tables), place.blobs.has)
        writer.add_lines("journal", (line.rstrip(b"\n") for line in journal))
        blobs = [*place.blobs.names()] if with_blobs else []  # what a row or the journal names was there before it
        writer.add_lines("blobs", portable.blob_lines(place.blobs, each(blobs)))
        writer.finish()
    return Written(rows, len(blobs), missing)


@contextmanager
def _one_moment(place: Place) -> Generator[Connection]:
    """All rows as they are now, whatever is written meanwhile."""
    if place.on_sqlite and not (place.folder / "state.db").exists():
        raise Unusable(f"there is no store in {place.folder}", LOOK)
    engine = place.engine(None)
    try:
        with engine.connect() as connection:
            if place.url:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            else:
                for part in ("main", SCHEMA):  # a file's moment is when it is first read
                    connection.execute(text(f"SELECT count(*) FROM {part}.sqlite_master"))  # noqa: S608
            yield connection
    finally:
        engine.dispose()


def _journal(folder: Path) -> Iterator[bytes]:
    """Whole lines of the engine's journal, oldest first. One that is being written has no end yet."""
    for path in sorted(folder.glob("*.jsonl")):
        try:
            with path.open("rb") as file:
                for line in file:
                    if line.endswith(b"\n"):
                        yield line[:-1]
        except FileNotFoundError:  # its records have moved on to the store
            continue


def _key(place: Place) -> bytes | None:
    try:
        return (place.folder / "keys" / "seal.key").read_bytes()
    except FileNotFoundError:
        return None
