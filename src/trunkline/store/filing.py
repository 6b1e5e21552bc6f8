"""Changes of records from an operation, whose audit line is in the other file.

SQLite commits two files one after the other, the records first. So the line is kept beside the records too, in the same
commit; whoever changes both next, or starts, files what has not come to the other file and clears what has. Nothing
else of the configuration may be changed along with records.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert, Table, insert, select
from sqlalchemy.orm import Session

from trunkline import clock
from trunkline.store.ids import new_id
from trunkline.store.records import SCHEMA, UnfiledLine
from trunkline.store.tables import Base

APART = "apart"
_metadata = Base.metadata
_unfiled: Table = _metadata.tables[f"{SCHEMA}.{UnfiledLine.__tablename__}"]
_lines: Table = _metadata.tables["audit_lines"]
_names = [column.name for column in _unfiled.columns]
_file = insert(_lines).prefix_with("OR IGNORE").from_select(_names, select(*(_unfiled.c[name] for name in _names)))
_clear = _unfiled.delete()
_keep = insert(_unfiled)


def is_needed(session: Session) -> bool:
    return session.execute(select(_unfiled.c.id).limit(1)).first() is not None


def begin(session: Session) -> None:
    """File what was left, in a transaction over both files."""
    session.info[APART] = True
    connection = session.connection()
    connection.execute(_file)
    connection.execute(_clear)


def note(session: Session, added: Insert, cells: Mapping[str, Any]) -> None:
    """Add an audit line, and where two files are changed keep it with the records until it is known to be there."""
    connection = session.connection()
    if not session.info.get(APART) or added.table is not _lines:
        connection.execute(added, dict(cells))
        return
    whole = {"id": new_id(), "at": int(clock.wall()), "person_id": None, **cells}
    connection.execute(added, whole)
    connection.execute(_keep, whole)


def refuse_others(session: Session) -> None:
    """What could be cut off and never be finished."""
    if session.info.get(APART):
        for row in (*session.new, *session.dirty, *session.deleted):
            if row.__table__.schema != SCHEMA:
                raise TypeError(f"{type(row).__name__} is changed along with records, which is atomic on no two files")
