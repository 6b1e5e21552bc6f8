"""Databases on the PostgreSQL that TRUNKLINE_TEST_DATABASE names: new ones, and copies of one.

To make a database and to drop it takes longer than most tests. So a copy is kept for the next test, and put right
before: each table has the rows again that it had.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

SERVER = os.environ.get("TRUNKLINE_TEST_DATABASE")
MOST_USES = 300  # of a copy: rows that were deleted take room

_OURS = """FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('kept', 'information_schema', 'pg_catalog')"""
TABLES = text(f"SELECT n.nspname, c.relname {_OURS} ORDER BY 1, 2")
SHAPE = text(
    f"""SELECT string_agg(concat_ws(' ', c.oid, a.attname, a.atttypid), ',' ORDER BY c.oid, a.attnum)
    {_OURS.replace("WHERE", "JOIN pg_attribute a ON a.attrelid = c.oid WHERE")}"""
)


class Copy:
    """A database like another one, with what it takes to be like it again."""

    def __init__(self, original: str) -> None:
        self.url = new(original)
        self._uses = 0
        with connected(self.url) as connection:
            self._shape = connection.scalar(SHAPE)
            tables = connection.execute(TABLES).all()
            connection.execute(text("CREATE SCHEMA kept"))
            again = ["SET session_replication_role = replica", "SET lock_timeout = '5s'"]
            again += [f'DELETE FROM "{schema}"."{table}"' for schema, table in tables]
            for n, (schema, table) in enumerate(tables):
                if connection.execute(text(f'CREATE TABLE kept.t{n} AS TABLE "{schema}"."{table}"')).rowcount:
                    again.append(f'INSERT INTO "{schema}"."{table}" SELECT * FROM kept.t{n}')
        self._again = text("; ".join(again))  # in one transaction, as several statements in one message are

    def put_right(self) -> bool:
        """Whether it is like the other again. One that has another shape now, or that somebody still uses, is not."""
        self._uses += 1
        try:
            with connected(self.url) as connection:
                connection.execute(self._again)
                return self._uses < MOST_USES and connection.scalar(SHAPE) == self._shape
        except DBAPIError:
            return False


_free: dict[str, list[Copy]] = {}  # by the URL of what they are like


@contextmanager
def copy(original: str) -> Iterator[str]:
    """The URL of a copy of a database that nobody uses at the moment."""
    free = _free.setdefault(original, [])
    found = free.pop() if free else Copy(original)
    try:
        yield found.url
    finally:
        if found.put_right():
            free.append(found)
        else:
            drop(found.url)


def drop_copies(original: str) -> None:
    for each in _free.pop(original, ()):
        drop(each.url)


def new(template: str | None = None) -> str:
    """The URL of a database of its own."""
    name = f"test_{uuid.uuid4().hex}"
    run(f"CREATE DATABASE {name}{f' TEMPLATE {make_url(template).database}' if template else ''}")
    return make_url(SERVER or "").set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def run(statement: str) -> None:
    with connected(SERVER or "") as connection:
        connection.execute(text(statement))


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
