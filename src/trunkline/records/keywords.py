"""Which words are in calls at all, and from which day to which: a search reads the calls of those days alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from trunkline.records.totals import DAY
from trunkline.store import upsert
from trunkline.store.among import among
from trunkline.store.records import CallWord
from trunkline.store.tenant import Tenant

_table = cast("Table", CallWord.__table__)
_kept = select(_table.c.word, _table.c.first, _table.c.last).where(
    _table.c.account_id == bindparam("account"), among(_table.c.word, "words")
)


def days(rows: Tenant, keyword: str) -> tuple[int, int] | None:
    """From the first day with a word that has this in it to the last, or None if no call ever had one."""
    found = select(func.min(CallWord.first).label("first"), func.max(CallWord.last).label("last"))
    ((first, last),) = rows.all(found.where(CallWord.word.contains(keyword, autoescape=True)))
    return None if first is None else (first, last)


def add(session: Session, account_id: str, calls: Iterable[Mapping[str, Any]]) -> None:
    """Take in the words of new calls."""
    said = defaultdict[tuple[int, int], set[str]](set)  # by the days on which calls began and ended
    for call in calls:
        said[call["start"] // DAY, call["end"] // DAY].update(call["words"].split("\n")[1:])
    known: dict[str, tuple[int, int]] = {}
    for (began, ended), words in said.items():
        for word in words:
            first, last = known.get(word, (began, ended))
            known[word] = (min(first, began), max(last, ended))
    for word, first, last in session.connection().execute(_kept, {"account": account_id, "words": [*known]}):
        if first <= known[word][0] and known[word][1] <= last:
            del known[word]  # most are there, which is quicker to see than to say again
    if not known:
        return
    least, greatest = (func.least, func.greatest) if upsert.is_postgresql(session) else (func.min, func.max)
    statement = upsert.insert(session, _table)
    new, old = statement.excluded, _table.c
    statement = statement.on_conflict_do_update(
        index_elements=["account_id", "word"],
        set_={"first": least(new.first, old.first), "last": greatest(new.last, old.last)},
        where=(new.first < old.first) | (new.last > old.last),
    )
    lines = [{"account_id": account_id, "word": word, "first": a, "last": b} for word, (a, b) in sorted(known.items())]
    session.connection().execute(statement, lines)
