"""Brings an installation's rows to the shape this version needs: one history for SQLite and PostgreSQL.

On SQLite each file is brought there by itself, in a transaction of its own, the records first; no transaction is atomic
over two files. Whoever ends in between, the next start goes on with the other. So a migration may not take from one
part what it writes into the other.
"""

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from trunkline.problems import refuse
from trunkline.store import copies, shapes
from trunkline.store.head import HEAD, uri
from trunkline.store.records import SCHEMA
from trunkline.store.shapes import CURRENT, FILES, Part, Shape
from trunkline.store.store import Place
from trunkline.store.tables import Base

HISTORY = Path(__file__).parent / "versions"
_scratches = count()


def prepare(place: Place) -> bool:
    """Make the tables, or migrate them. True where there were none before. Refuses rows of another branch or of a newer
    version, and a disk without room for the copy that is made before."""
    if place.url:
        return _prepare_on_server(place)
    _with_files(place.folder)
    found = shapes.of_files(place.folder)
    if found is None:
        _create_files(place.folder)
    else:
        _bring_up(place.folder, found)
    return found is None


def _prepare_on_server(place: Place) -> bool:
    with changing(place) as connection:
        found = of(connection, place)
        if found is None:
            create(connection)
        elif found.state != HEAD:
            upgrade(connection)
        return found is None


def of(connection: Connection, place: Place) -> Shape | None:
    """Of the rows as they are there; None where there are no tables. Refuses as `shapes.of` does."""
    if place.on_sqlite:
        return shapes.of_files(place.folder)
    said = version(connection)
    if said is None:
        return None
    found = connection.execute(
        text(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns"
            " WHERE table_schema IN (current_schema(), :records)"
        ),
        {"records": SCHEMA},
    ).all()
    for part in FILES:
        shapes.of(part, ((t, c) for schema, t, c in found if (schema == SCHEMA) == (part == SCHEMA)), said, None)
    return Shape(said, said)


def _create_files(folder: Path) -> None:
    for part in FILES:
        with _alone(folder, part, None) as connection:
            schema = SCHEMA if part == "records" else None
            if not connection.execute(text(f"SELECT 1 FROM {_tables(part)} LIMIT 1")).first():  # noqa: S608
                tables = [table for table in Base.metadata.sorted_tables if table.schema == schema]
                Base.metadata.create_all(connection, tables)
                _stamp(connection, part, HEAD)


def _bring_up(folder: Path, found: Shape) -> None:
    if found != CURRENT:
        copies.make(folder, found)
    for part in FILES:
        has = found.state if part == "state" else found.records
        with _alone(folder, part, None if has == HEAD else has) as connection:
            # Another start may have been quicker.
            if has != HEAD and _said(connection, part) in (has, None):
                upgrade(connection)
            _stamp(connection, part, HEAD)


@contextmanager
def changing(place: Place) -> Generator[Connection]:
    """One transaction over both parts, which are there, if empty; no other process changes their shape meanwhile.

    On SQLite it is atomic for each file alone: for files that count only once all of it was done.
    """
    if place.on_sqlite:
        _with_files(place.folder)
    engine = _everything(place)
    try:
        with engine.begin() as connection:
            if place.url:
                connection.execute(text("SELECT pg_advisory_xact_lock(7267)"))
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            yield connection
    finally:
        engine.dispose()


def _with_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES.values():
        try:
            with sqlite3.connect(folder / name) as file:
                file.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            refuse("store_unusable", file=folder / name, reason=error)
        file.close()


def known() -> set[str]:
    """The shapes that this version can make: its own and older ones."""
    return {path.name.partition("_")[0] for path in HISTORY.glob("[0-9]*_*.py")}


def create(connection: Connection) -> None:
    """The newest shape at once: importing Alembic costs more than half a second. A test holds both ways equal."""
    Base.metadata.create_all(connection)
    for part in _stamped(connection):
        _stamp(connection, part, HEAD)


def upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("version_locations", str(HISTORY).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite" and (reached := version(connection)):
        _stamp(connection, "records", reached)


def version(connection: Connection) -> str | None:
    """What the rows say that they are; None where there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _stamped(connection: Connection) -> Iterable[Part]:
    return FILES if connection.dialect.name == "sqlite" else ("state",)


def _stamp(connection: Connection, part: Part, revision: str) -> None:
    table = f"{SCHEMA if part == 'records' else 'main'}." if connection.dialect.name == "sqlite" else ""
    columns = "(version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {table}alembic_version {columns}"))
    if connection.execute(text(f"SELECT version_num FROM {table}alembic_version")).scalars().all() != [revision]:  # noqa: S608
        connection.execute(text(f"DELETE FROM {table}alembic_version"))  # noqa: S608
        connection.execute(text(f"INSERT INTO {table}alembic_version VALUES (:revision)"), {"revision": revision})  # noqa: S608


def _said(connection: Connection, part: Part) -> str | None:
    schema = SCHEMA if part == "records" else "main"
    if not connection.execute(text(f"SELECT 1 FROM {_tables(part)} WHERE name = 'alembic_version'")).first():  # noqa: S608
        return None
    return connection.execute(text(f"SELECT version_num FROM {schema}.alembic_version")).scalar()  # noqa: S608


def _tables(part: Part) -> str:
    return f"{SCHEMA if part == 'records' else 'main'}.sqlite_master"


@contextmanager
def _alone(folder: Path, part: Part, has: str | None) -> Generator[Connection]:
    """A transaction over one file. In place of the other stands an empty one in memory, of the shape that this one has,
    if any: what is done to it comes to nothing."""
    number = next(_scratches)
    scratch: dict[Part, str] = {each: f"file:/{each}-{number}?vfs=memdb" for each in FILES}
    file = uri(folder / FILES[part], "rw") + "&vfs=unix"  # else it would be looked for where the main one is
    memory = _joined(scratch["state"], scratch["records"])
    mixed = _joined(*((file, scratch["records"]) if part == "state" else (scratch["state"], file)))
    try:
        with memory.connect() as standing:  # for as long as it is open the scratch is there
            if has:
                with standing.begin():
                    upgrade(standing, has)
            with mixed.begin() as connection:
                yield connection
    finally:
        mixed.dispose()
        memory.dispose()


def _everything(place: Place) -> Engine:
    """Both parts open for writing: nothing else runs while the shape changes."""
    if place.url:
        return create_engine(place.url)
    return _joined(*(uri(place.folder / name, "rw") for name in ("state.db", "records.db")))


def _joined(state: str, records: str) -> Engine:
    """Two files of SQLite as one database."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(state, uri=True))

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (records,))

    def began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)
    return engine
