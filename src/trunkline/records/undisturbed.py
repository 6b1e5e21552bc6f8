"""Who does not want to be disturbed: said by phone, so kept by the engine."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trunkline.store.records import Undisturbed
from trunkline.store.tenant import Tenant


def of(rows: Tenant) -> Sequence[str]:
    """The ids of the users."""
    return [id for (id,) in rows.all(_users)]


def everywhere(session: Session) -> Mapping[str, Sequence[str]]:
    """The same by account."""
    found: dict[str, list[str]] = {}
    for user, account_id in session.execute(_users.add_columns(Undisturbed.account_id)):
        found.setdefault(account_id, []).append(user)
    return found


def say(session: Session, account_id: str, user: str, may: bool) -> None:
    session.execute(delete(Undisturbed).where(Undisturbed.user_id == user, Undisturbed.account_id == account_id))
    if not may:
        session.add(Undisturbed(user_id=user, account_id=account_id))


_users = select(Undisturbed.user_id).order_by(Undisturbed.user_id)
