"""Parties of calls, each kept once however many calls it is in, and from which day to which it was in any: a search for
words reads parties, then only the calls of those days.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, cast

import orjson
from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import BigInteger, ColumnElement, Table, bindparam, func, or_, select
from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import Party
from trunkline.store import records as tables
from trunkline.store import upsert
from trunkline.store.among import among
from trunkline.store.records import Call, CallElement
from trunkline.store.tenant import Tenant

SEARCHED = ("name", "number", "did", "email")

_table = cast("Table", tables.Party.__table__)
_known = select(_table.c.key, _table.c.first, _table.c.last).where(
    _table.c.account_id == bindparam("account_id"), among(_table.c.key, "keys", BigInteger)
)


class Kept(Struct, frozen=True, eq=False):
    """A party as it is kept."""

    key: int
    said: Mapping[str, str]  # what is known of it; what is not takes no room
    words: str


def kept(party: Party) -> Kept:
    said = {name: value for name, value in asdict(party).items() if value}
    words = "".join(f"\n{said[name].lower()}" for name in SEARCHED if name in said)
    return Kept(_key(said), said, words)


def _key(said: Mapping[str, str]) -> int:
    """63 bits of a hash of what is said: the same party has the same key, whoever writes it."""
    return int.from_bytes(blake2b(orjson.dumps(said), digest_size=8).digest()) >> 1


def add(session: Session, account_id: str, met: Mapping[tuple[int, int], Iterable[Kept]]) -> None:
    """Keep the parties of new calls, by the days on which those began and ended."""
    lines: dict[int, dict[str, Any]] = {}
    for (began, ended), those in met.items():
        for each in those:
            line = lines.setdefault(each.key, {"of": each, "first": began, "last": ended})
            line["first"], line["last"] = min(line["first"], began), max(line["last"], ended)
    for key, first, last in session.connection().execute(_known, {"account_id": account_id, "keys": [*lines]}):
        if first <= lines[key]["first"] and lines[key]["last"] <= last:
            del lines[key]  # most are there, which is quicker to see than to say again
    if not lines:
        return
    least, greatest = (func.least, func.greatest) if upsert.is_postgresql(session) else (func.min, func.max)
    statement = upsert.insert(session, _table)
    new, old = statement.excluded, _table.c
    statement = statement.on_conflict_do_update(
        index_elements=["account_id", "key"],
        set_={"first": least(new.first, old.first), "last": greatest(new.last, old.last)},
    )
    session.connection().execute(
        statement, [{"account_id": account_id, **_row(**line)} for _, line in sorted(lines.items())]
    )


def _row(of: Kept, first: int, last: int) -> Mapping[str, Any]:
    return {"key": of.key, "said": of.said, "words": of.words, "first": first, "last": last}


def days(rows: Tenant, keyword: str) -> tuple[int, int] | None:
    """From the first day with a party that has this in a word to the last, or None if there never was one."""
    found = select(func.min(tables.Party.first).label("first"), func.max(tables.Party.last).label("last"))
    ((first, last),) = rows.all(found.where(having(keyword)))
    return None if first is None else (first, last)


def having(keyword: str) -> ColumnElement[bool]:
    """The parties with this, in lower case, in a word."""
    return tables.Party.words.contains(keyword, autoescape=True)


def called(number: str) -> ColumnElement[bool]:
    """The parties with this, in lower case, as a word."""
    words = tables.Party.words
    return or_(words.contains(f"\n{number}\n", autoescape=True), words.endswith(f"\n{number}", autoescape=True))


def takes_part(kind: type[Call] | type[CallElement], which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The calls or elements that such a party is in, of a call as caller or callee. `Tenant` says the account."""
    those = select(tables.Party.key).where(tables.Party.account_id == bindparam("account_id"), which)
    columns = (
        (Call.caller, Call.callee) if kind is Call else (CallElement.caller, CallElement.callee, CallElement.operator)
    )
    return or_(*(column.in_(those) for column in columns))
