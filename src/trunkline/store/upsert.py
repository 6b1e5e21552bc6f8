"""INSERT ... ON CONFLICT: both databases know it, and the library has it in the dialect of each."""

from typing import Any, cast

from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.orm import Session


def is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def insert(session: Session, table: Any) -> Insert:
    """The statements of both have the same methods."""
    if not is_postgresql(session):
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # a start on SQLite does without

    return cast("Insert", postgresql.insert(table))
