"""The lists of recordings of calls: those of one extension."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from trunkline.problems import refuse
from trunkline.store.records import Recording
from trunkline.store.tenant import Tenant

ORDER = (Recording.created, Recording.id)

RECORDINGS = select(
    Recording.id,
    Recording.created,
    Recording.seconds,
    Recording.file,
    Recording.direction,
    Recording.caller,
    Recording.callee,
)


def of_owner(owner: str, start: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    return RECORDINGS.where(Recording.owner == owner, Recording.created >= _ms(start), Recording.created < _ms(end))


def in_file(rows: Tenant, file: str) -> Recording:
    """The recording whose sound a file is."""
    return rows.first(Recording, Recording.file == file) or refuse("file_unknown")


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
