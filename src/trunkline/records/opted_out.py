"""Members of queues who take no calls of them for now: said by phone, so kept by the engine. A membership that was
ended and begun anew is another, whose holder takes calls."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from trunkline.store.records import OptedOut
from trunkline.store.tables import Member
from trunkline.store.tenant import Tenant


def of(rows: Tenant) -> Sequence[str]:
    """The ids of the memberships."""
    return [id for (id,) in rows.all(_members)]


def everywhere(session: Session) -> Mapping[str, Sequence[str]]:
    """The same by account."""
    found: dict[str, list[str]] = {}
    for member, account_id in session.execute(_members.add_columns(OptedOut.account_id)):
        found.setdefault(account_id, []).append(member)
    return found


def say(session: Session, account_id: str, member: str, out: bool) -> None:
    """What was said of memberships that are over is forgotten with it."""
    over = or_(OptedOut.member_id == member, ~exists().where(Member.id == OptedOut.member_id))
    session.execute(delete(OptedOut).where(OptedOut.account_id == account_id, over))
    if out:
        session.add(OptedOut(member_id=member, account_id=account_id))


_members = select(OptedOut.member_id).order_by(OptedOut.member_id)
