"""Many rows in one go, past the library: on SQLite a prepared statement run again and again, on PostgreSQL a COPY."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from trunkline.store import upsert

if TYPE_CHECKING:
    from psycopg import Connection as Server

Row = Mapping[str, Any]


def insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """New rows, part of the session's transaction; all of the same keys, with JSON as text. What the table has no
    column for is left out."""
    if not rows:
        return
    connection = session.connection()
    quote = connection.dialect.identifier_preparer.quote
    keys = [key for key in rows[0] if key in table.c]
    name, columns = f"{table.schema}.{table.name}", ", ".join(map(quote, keys))
    values = [*map(itemgetter(*keys), rows)]
    if upsert.is_postgresql(session):
        server = cast("Server[Any]", connection.connection.driver_connection)
        with server.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN".encode()) as copy:
            for row in values:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(keys))
        connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) VALUES ({places})", values)  # noqa: S608
