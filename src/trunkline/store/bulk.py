"""Many rows in one go, past the library: on SQLite a prepared statement run again and again, on PostgreSQL a COPY."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table
from sqlalchemy.orm import Session

from trunkline.store import upsert
from trunkline.store.records import SCHEMA

if TYPE_CHECKING:
    from psycopg import Connection as Server

Row = Mapping[str, Any]

MANY = 10_000  # calls or rows in one go
ROOM = 65_536  # KiB for the pages that so many touch: an index of owners has a place of its own for each


def insert(session: Session, table: Table, rows: Sequence[Row], beside: str) -> None:
    """New rows, part of the session's transaction; all of the same keys, with JSON as text. What the table has no
    column for is left out.

    SQLite is given those together that are `beside` each other in an index: it then looks for the place of most of them
    near the one before. PostgreSQL gains nothing by that.
    """
    if not rows:
        return
    connection = session.connection()
    quote = connection.dialect.identifier_preparer.quote
    keys = [key for key in rows[0] if key in table.c]
    name, columns = f"{table.schema}.{table.name}", ", ".join(map(quote, keys))
    cells = itemgetter(*keys)
    driver: Any = connection.connection.driver_connection
    if upsert.is_postgresql(session):
        types = [_type(table.c[key]) for key in keys]
        _copy(driver, f"COPY {name} ({columns}) FROM STDIN (FORMAT BINARY)", types, map(cells, rows))
    else:
        places = ", ".join("?" * len(keys))
        values = map(cells, sorted(rows, key=itemgetter(beside)))
        driver.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", values)  # noqa: S608


def make_room(session: Session, number: int) -> None:
    """Memory for what so many new rows touch. The connection keeps it: whoever writes many has more to come."""
    if number > MANY and not upsert.is_postgresql(session):
        driver: Any = session.connection().connection.driver_connection
        driver.execute(f"PRAGMA {SCHEMA}.cache_size = -{ROOM}")


def _copy(server: "Server[Any]", statement: str, types: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    with server.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types(types)
        for row in values:
            copy.write_row(row)


def _type(column: Column[Any]) -> str:
    """As the server reads it; JSON is text to it."""
    match column.type:
        case BigInteger():
            return "int8"
        case Integer():
            return "int4"
        case Boolean():
            return "bool"
        case _:
            return "text"
