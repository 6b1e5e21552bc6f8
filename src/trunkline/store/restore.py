"""Makes an installation from a backup file: data only, all of it or nothing, and only where there is none yet.

The file is read first without writing anything. Then all of its rows are written in one transaction, which does not
commit unless the file was whole again, and its blobs beside, to be moved in after that. Nothing in the file is run, and
the only names in it that become names of files are those of blobs: ids, and nothing else fits.
"""

import io
import shutil
import sqlite3
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from math import inf
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from trunkline import whole
from trunkline.store import archive, keys, known, migrations, portable, sounds
from trunkline.store.archive import Unusable
from trunkline.store.backup import FORMAT, FORMAT_WITHOUT_BLOBS, Manifest
from trunkline.store.blobs import Blobs, Folder
from trunkline.store.head import HEAD
from trunkline.store.records import SCHEMA
from trunkline.store.restored import RESTORED, finish
from trunkline.store.seal import fingerprint
from trunkline.store.shapes import FILES
from trunkline.store.sounds import Missing
from trunkline.store.store import Place

ROOM = 3  # bytes of files, for a byte of lines: rows have indexes, and SQLite a log


@dataclass(frozen=True)
class Contents:
    """What a backup file holds, now that all of it was read."""

    manifest: Manifest
    rows: Mapping[str, int]  # by table
    size: int  # bytes of their lines
    journal: int  # lines
    blobs: frozenset[str]
    key: bytes | None


def check(file: BinaryIO, most: float = inf) -> Contents:
    """Read all of a file and change nothing. Raises Unusable. `most` is how many bytes it may unpack to."""
    manifest: Manifest | None = None
    rows: dict[str, int] = {}
    size, journal, blobs, key = 0, 0, set[str](), None
    pieces = portable.Pieces()
    for name, content in archive.read(file, most):
        if manifest is None:  # the first entry
            try:
                manifest = _manifest(content)
            except (ValueError, TypeError) as error:
                raise Unusable("the file is no backup: its manifest cannot be read") from error
            rows = dict.fromkeys(manifest.tables, 0)
        elif name == archive.SEAL:
            key = content
        elif table := _table(name):
            if table not in rows:
                raise Unusable(f"the file is no backup: its manifest does not name the table {table}")
            size += len(content)
            for line in io.BytesIO(content):
                portable.cells(line, len(manifest.tables[table]))
                rows[table] += 1
        elif name.startswith("blobs/"):
            blobs.update(pieces.read(line).blob for line in io.BytesIO(content))
        else:
            journal += content.count(b"\n")
    if manifest is None:
        raise Unusable("the file is no backup: it is empty")
    if key and fingerprint(key) != manifest.seal:
        raise Unusable("the file is no backup: its key is not the one that its manifest names")
    return Contents(manifest, rows, size, journal, frozenset(blobs), key)


def restore(file: BinaryIO, contents: Contents, place: Place, bring: Callable[[Blobs], object] | None = None) -> None:
    """Write what `check` has read into a place that has nothing. Raises Unusable, and then the place has nothing.

    `bring` brings the blobs where the file has none of its own.
    """
    if contents.manifest.format == FORMAT_WITHOUT_BLOBS and not bring:
        raise Unusable("the sound that belongs to this file stands beside it", "name the place that it was kept in")
    finish(place.folder)
    _refuse_what_is_there(place, contents.manifest.seal)
    place.folder.mkdir(parents=True, exist_ok=True)
    whole.clear(place.folder, OLDER)
    known.forget(place.folder)  # of rows that are no more
    with _fitting(), whole.folder(place.folder) as staged:
        blobs = Folder(staged / "blobs")
        _unpack(file, blobs)
        if bring:
            bring(blobs)
        (staged / "journal").mkdir()
        with (staged / "journal" / "0.jsonl").open("wb") as journal, _made(place, staged) as connection:
            _fill(connection, file, contents, journal.write)
        _complete(staged, contents, place)
        whole.move(staged, place.folder / RESTORED)
        finish(place.folder)


def rehearse(file: BinaryIO, contents: Contents, within: Path, others: Callable[[str], bool] | None = None) -> Missing:
    """Restore the rows into a new folder in the one named, look whether all is well there, and remove it again. Returns
    the blobs that rows name and that are neither in the file nor `others`. Raises Unusable."""
    whole.clear(within)
    if (free := shutil.disk_usage(within).free) < ROOM * contents.size:
        needs = f"a trial needs {ROOM * contents.size >> 20} MB in {within}, where {free >> 20} MB are free"
        raise Unusable(needs, "make room there, or name another --data, beside which there is some")
    with _fitting(), whole.folder(within) as staged:
        with migrations.changing(Place(staged)) as connection:
            _fill(connection, file, contents, lambda _: None)
            named = [*sounds.named(connection, portable.tables(connection))]
        for name in FILES.values():
            with closing(sqlite3.connect(staged / name)) as opened:
                (found,) = opened.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise Unusable(f"what was restored is damaged ({name}: {found})")
    return sounds.missing(named, lambda name: name in contents.blobs or bool(others and others(name)))


@contextmanager
def _fitting() -> Generator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise Unusable(f"the rows of the file do not fit here: {_first_line(error)}") from error


OLDER = ".restoring-"  # what versions before this one called what they had not finished


def key_here(place: Place) -> str | None:
    """The fingerprint of the key that is there already."""
    path = place.folder / "keys" / "seal.key"
    return fingerprint(path.read_bytes()) if path.exists() else None


def _manifest(content: bytes) -> Manifest:
    match said := orjson.loads(content):
        case {"format": format} if format not in (FORMAT, FORMAT_WITHOUT_BLOBS):
            raise Unusable(f"the file has the format {format}; this version of Trunkline reads {FORMAT}")
        case {"schema": str(schema)} if schema not in migrations.known():
            raise Unusable(
                f"the backup is of a newer Trunkline: its rows have the shape {schema}, and here the newest is {HEAD}",
                "restore it with that version",
            )
        case {"format": int(), "schema": str(), "made_at": str(), "seal": str() | None, "tables": dict()} if all(
            isinstance(columns, list) for columns in said["tables"].values()
        ):
            return Manifest(**said)
        case _:
            raise Unusable("the file is no backup: its manifest says too little")


def _table(entry: str) -> str | None:
    folder, *rest = entry.split("/")
    return rest[0] if folder == "tables" else None


def _refuse_what_is_there(place: Place, sealed_with: str | None) -> None:
    found = [name for name in FILES.values() if place.on_sqlite and (place.folder / name).exists()]
    found += [path.name for path in (place.folder / "journal").glob("*.jsonl")]
    found += [f"blobs/{name}" for name in islice(place.blobs.names(), 1)]
    if found:
        in_use = f"{place.folder} is in use ({', '.join(found)})"
        raise Unusable(in_use, "restore into an empty folder, or move this one away")
    refuse_other_key(place, sealed_with)


def refuse_other_key(place: Place, sealed_with: str | None) -> None:
    """One that is there must be the one. Raises Unusable."""
    here = key_here(place)
    if here and sealed_with and here != sealed_with:
        raise Unusable(
            f"the key in {place.folder}/keys does not open the SIP passwords of the backup",
            "put the old installation's seal.key there, or restore into an empty folder",
        )


@contextmanager
def _made(place: Place, staged: Path) -> Generator[Connection]:
    """Where to write: new files beside the place's, or its database, which must have no tables."""
    with migrations.changing(place if place.url else Place(staged)) as connection:
        if place.url and (found := portable.tables(connection) or inspect(connection).has_table("alembic_version")):
            names = ", ".join([*found][:3]) if isinstance(found, Mapping) else "alembic_version"
            raise Unusable(f"the database is in use (it has {names})", "restore into an empty one")
        yield connection


def _fill(connection: Connection, file: BinaryIO, contents: Contents, journal: Callable[[bytes], object]) -> None:
    schema = contents.manifest.schema
    if schema == HEAD:
        migrations.create(connection)
    else:
        migrations.upgrade(connection, schema)
    tables = portable.tables(connection)
    _compare(tables, contents.manifest)
    with _references_last(connection):
        for name, content in archive.read(file):
            if table := _table(name):
                portable.insert(connection, tables[table], contents.manifest.tables[table], io.BytesIO(content))
            elif name.startswith("journal/"):
                journal(content)
    if schema != HEAD:
        migrations.upgrade(connection)


def _unpack(file: BinaryIO, blobs: Folder) -> None:
    pieces = portable.Pieces()
    lines = (line for name, content in archive.read(file) if name.startswith("blobs/") for line in io.BytesIO(content))
    for name, found in groupby(map(pieces.read, lines), key=lambda piece: piece.blob):
        blobs.keep(name, (piece.content for piece in found))


def _compare(tables: Mapping[str, Table], manifest: Manifest) -> None:
    for name, columns in manifest.tables.items():
        if name not in tables or sorted(columns) != sorted(tables[name].columns.keys()):
            said = f"rows of the shape {manifest.schema} have no such {name} here"
            raise Unusable(f"the file is no backup, or one of another branch: {said}")


@contextmanager
def _references_last(connection: Connection) -> Generator[None]:
    """Rows may come in any order, and tables refer to each other in a circle: references are checked in the end."""
    if connection.dialect.name == "sqlite":  # which checks none unless told to
        yield
        for part in ("main", SCHEMA):
            if wrong := connection.execute(text(f"PRAGMA {part}.foreign_key_check")).first():
                raise Unusable(
                    f"the file is no backup: a row of {wrong[0]} refers to one of {wrong[2]} that is not there"
                )
        return
    found = connection.execute(
        text(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace IN (current_schema()::regnamespace, :records ::regnamespace)"
        ),
        {"records": SCHEMA},
    ).all()
    for table, name, _ in found:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    yield
    for table, name, definition in found:
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))


def _complete(staged: Path, contents: Contents, place: Place) -> None:
    """All that is to be moved in is there and synced: what was left out of it is removed."""
    absent = [name for name in keys.OF if not (keys.folder_of(place.folder) / name).exists()]
    keys.folder_of(staged).mkdir()
    if contents.key and keys.SEAL in absent:
        whole.write(keys.folder_of(staged) / keys.SEAL, [contents.key])
    # What opens nothing that is in a backup is made anew, as for a new installation.
    keys.make(staged, [name for name in absent if name != keys.SEAL or not contents.manifest.seal])
    for name in FILES.values() if place.on_sqlite else ():
        with closing(sqlite3.connect(staged / name)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the file that is moved
    if not contents.journal:
        shutil.rmtree(staged / "journal")
    for path in (*staged.glob("keys/*"), *staged.glob("journal/*"), *staged.iterdir(), staged):
        whole.sync(path)


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0]
