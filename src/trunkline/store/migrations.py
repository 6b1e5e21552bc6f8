"""Brings an installation's rows to the shape this version needs: one history for SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from trunkline.store.head import HEAD
from trunkline.store.records import SCHEMA
from trunkline.store.store import Place
from trunkline.store.tables import Base

HISTORY = Path(__file__).parent / "versions"


def prepare(place: Place) -> bool:
    """Make the tables, or migrate them. True where there were none before."""
    with changing(place) as connection:
        found = version(connection)
        if found is None:
            create(connection)
        elif found != HEAD:
            upgrade(connection)
        return found is None


@contextmanager
def changing(place: Place) -> Generator[Connection]:
    """One transaction over both parts, which are there, if empty; no other process changes their shape meanwhile."""
    if place.on_sqlite:
        place.folder.mkdir(parents=True, exist_ok=True)
        for name in ("state.db", "records.db"):
            with sqlite3.connect(place.folder / name) as file:
                file.execute("PRAGMA journal_mode=WAL")
            file.close()
    engine = _everything(place)
    try:
        with engine.begin() as connection:
            if place.url:
                connection.execute(text("SELECT pg_advisory_xact_lock(7267)"))
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            yield connection
    finally:
        engine.dispose()


def known() -> set[str]:
    """The shapes that this version can make: its own and older ones."""
    return {path.name.partition("_")[0] for path in HISTORY.glob("[0-9]*_*.py")}


def create(connection: Connection) -> None:
    """The newest shape at once: importing Alembic costs more than half a second. A test holds both ways equal."""
    Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("version_locations", str(HISTORY))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def version(connection: Connection) -> str | None:
    """Of the shape that the rows have; None where there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _everything(place: Place) -> Engine:
    """Both parts open for writing: nothing else runs while the shape changes."""
    if place.url:
        return create_engine(place.url)
    engine = create_engine(f"sqlite:///{place.folder}/state.db")

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute(f"ATTACH DATABASE '{place.folder}/records.db' AS {SCHEMA}")

    def began(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)
    return engine
