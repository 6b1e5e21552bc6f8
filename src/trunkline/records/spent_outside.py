"""What calls outside have cost each extension of late: said by calls as they end, so kept by the engine."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trunkline import clock
from trunkline.exchange.vocabulary import Orphan, Spend, Spent
from trunkline.store import upsert
from trunkline.store.records import Leg, SpentOutside
from trunkline.store.tenant import Tenant

_totals = select(SpentOutside.extension_id, SpentOutside.day, SpentOutside.milliseconds).order_by(
    SpentOutside.day, SpentOutside.extension_id
)
_live = select(Leg.id, Leg.charged, Leg.came_to, Leg.answered).where(Leg.charged != "")


def of(rows: Tenant) -> Spent:
    """By today's clock anywhere, and the calls that go on: as many rows as extensions that called outside."""
    recent = rows.all(_totals.where(SpentOutside.day >= _yesterday()))
    return Spent(
        tuple(Spend(extension, day, milliseconds / 1000) for extension, day, milliseconds in recent),
        tuple(Orphan(leg, charged, came_to, answered / 1000) for leg, charged, came_to, answered in rows.all(_live)),
    )


def everywhere(session: Session) -> Mapping[str, Spent]:
    """The same by account."""
    totals: dict[str, list[Spend]] = {}
    orphans: dict[str, list[Orphan]] = {}
    recent = _totals.where(SpentOutside.day >= _yesterday()).add_columns(SpentOutside.account_id)
    for extension, day, milliseconds, account in session.execute(recent):
        totals.setdefault(account, []).append(Spend(extension, day, milliseconds / 1000))
    for leg, charged, came_to, answered, account in session.execute(_live.add_columns(Leg.account_id)):
        orphans.setdefault(account, []).append(Orphan(leg, charged, came_to, answered / 1000))
    return {id: Spent(tuple(totals.get(id, ())), tuple(orphans.get(id, ()))) for id in {*totals, *orphans}}


def add(session: Session, account_id: str, spend: Spend) -> None:
    """Of a call that is over; what nobody asks for any more goes."""
    key = {"account_id": account_id, "day": spend.day, "extension_id": spend.extension}
    seconds = round(spend.seconds * 1000)
    statement = upsert.insert(session, SpentOutside).values(**key, milliseconds=seconds)
    more = {"milliseconds": SpentOutside.milliseconds + seconds}
    session.execute(statement.on_conflict_do_update(index_elements=[*key], set_=more))
    old = SpentOutside.day < _yesterday()
    session.execute(delete(SpentOutside).where(SpentOutside.account_id == account_id, old))


def _yesterday() -> int:
    """Where it is still the day before ours: no zone is a whole day behind."""
    return (datetime.fromtimestamp(clock.wall(), UTC) - timedelta(days=1)).toordinal()
