"""How many records a list has, from counts by day and kind: nothing is gone through to be counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from trunkline.store import upsert
from trunkline.store.records import CallDay, PartDay
from trunkline.store.tenant import Tenant

DAY = 24 * 60 * 60 * 1000  # milliseconds
Days = type[CallDay] | type[PartDay]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Spread:
    """On which days of a stretch of time there is something, and how much in all of each of them."""

    start: int  # milliseconds; up to, but without, `end`
    end: int
    days: Mapping[int, int]

    @property
    def within(self) -> tuple[int, int]:
        """The stretch without the days at its ends that have nothing."""
        if not self.days:
            return self.start, self.start
        return max(self.start, min(self.days) * DAY), min(self.end, (max(self.days) + 1) * DAY)

    def between(self, first: int, last: int) -> "Spread":
        """Of these days alone."""
        return Spread(self.start, self.end, {day: n for day, n in self.days.items() if first <= day <= last})

    def total(self, count: Callable[[int, int], int]) -> int:
        """Whole days are known; of a day that is cut, if it has anything, `count` says how much of it is within."""
        found = 0
        for day, known in self.days.items():
            start, end = max(self.start, day * DAY), min(self.end, (day + 1) * DAY)
            found += known if end - start == DAY else count(start, end)
        return found


def spread(
    rows: Tenant, kind: Days, where: Iterable[ColumnElement[bool]], start: int, end: int, *, by_end: bool
) -> Spread:
    number = func.sum(kind.ended if by_end else kind.started)
    days = kind.day.between(start // DAY, (end - 1) // DAY)
    found = rows.all(select(kind.day, number.label("number")).where(days, *where).group_by(kind.day))
    return Spread(start, end, {row.day: int(row.number) for row in found if row.number})


def add(session: Session, kind: Days, account_id: str, started: Iterable[Row], ended: Iterable[Row]) -> None:
    """Count new rows: those that stand for a list by start, and those for one by end."""
    names = _names(kind)
    place = itemgetter(*names)
    by_start = Counter((row["start"] // DAY, place(row)) for row in started)
    by_end = Counter((row["end"] // DAY, place(row)) for row in ended)
    # Always in the same order, so that writers do not wait for each other in a circle.
    lines = [
        {"account_id": account_id, "day": day, **dict(zip(names, where, strict=True))}
        | {"started": by_start[day, where], "ended": by_end[day, where]}
        for day, where in sorted(by_start.keys() | by_end.keys())
    ]
    if not lines:
        return
    statement = upsert.insert(session, kind.__table__)
    raised = {name: kind.__table__.c[name] + statement.excluded[name] for name in ("started", "ended")}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["account_id", "day", *names], set_=raised), lines
    )


def _names(kind: Days) -> Sequence[str]:
    """What a day's rows are told apart by."""
    return [column.name for column in kind.__table__.primary_key if column.name not in ("account_id", "day")]
