"""How long queues' members had to do with calls after them: told later than the calls are written."""

from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import WrappedUp
from trunkline.store import upsert
from trunkline.store.records import WrapUp


def add(session: Session, account_id: str, *told: WrappedUp) -> None:
    """Once, however often it is told."""
    rows = [
        {
            "account_id": account_id,
            "owner": each.queue,
            "start": round(each.came * 1000),
            "key": int(each.call),
            "milliseconds": round(each.seconds * 1000),
        }
        for each in told
    ]
    if rows:
        session.execute(upsert.insert(session, WrapUp).on_conflict_do_nothing(), rows)
