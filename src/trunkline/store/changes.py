"""The numbers of an account's changes to its call records."""

from sqlalchemy.orm import Session

from trunkline.store import upsert
from trunkline.store.records import LastChange


def take(session: Session, account_id: str, count: int = 1) -> int:
    """The first of so many new numbers. Until the commit nobody else gets one, so they also say who commits first."""
    statement = upsert.insert(session, LastChange).values(account_id=account_id, number=count)
    raised = statement.on_conflict_do_update(
        index_elements=["account_id"], set_={"number": LastChange.number + count}
    ).returning(LastChange.number)
    return session.execute(raised).scalar_one() - count + 1
