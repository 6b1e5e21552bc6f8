"""Members of a group: the extensions whose phones ring for a call queue, in the order in which they joined."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, select

from trunkline.problems import refuse
from trunkline.store.records import OptedOut
from trunkline.store.tables import Extension, Member, User
from trunkline.store.tenant import Order, Tenant

MOST_AT_ONCE = 10
MOST: Mapping[str, int] = MappingProxyType({"call_queue": 50})  # by the kind of group

ORDER: Order = (Member.id,)

_members = (
    select(
        Member.id.label("member_id"),
        Extension.id,
        Extension.extension_id,
        Extension.name,
        Extension.kind,
        OptedOut.member_id.is_(None).label("receives_calls"),
    )
    .join(Extension, Extension.id == Member.extension_id)
    .outerjoin(OptedOut, OptedOut.member_id == Member.id)
)


def of(rows: Tenant, group: Extension) -> Sequence[Any]:
    return rows.all(listed(group).order_by(*ORDER))


def listed(group: Extension) -> Select[*tuple[Any, ...]]:
    """For a list of them; its pages go by `ORDER`."""
    return _members.where(Member.group_id == group.id)


def add(rows: Tenant, group: Extension, wishes: Mapping[str, Any]) -> None:
    """Let users join who are named by id or e-mail address. Who is a member already stays one.

    The group's row is to be locked, or the limit would not hold against another request.
    """
    users, common_areas = wishes.get("users", ()), wishes.get("common_area_ids", ())
    if len(users) + len(common_areas) > MOST_AT_ONCE:
        refuse("members_at_once")
    for id in common_areas:
        refuse("common_area_unknown", id=id)  # there are none yet
    wanted = [_user(rows, wish).id for wish in users]
    present = {member.extension_id for member in rows.find(Member, Member.group_id == group.id)}
    joining = [id for id in dict.fromkeys(wanted) if id not in present]
    if len(present) + len(joining) > MOST[group.kind]:
        refuse("members_full", most=MOST[group.kind])
    for id in joining:
        rows.add(Member(group_id=group.id, extension_id=id))


def remove(rows: Tenant, group: Extension, id: str) -> None:
    member = rows.first(Member, Member.group_id == group.id, Member.extension_id == id)
    _leave(rows, [member or refuse("member_unknown", id=id)])


def remove_all(rows: Tenant, group: Extension) -> None:
    _leave(rows, rows.find(Member, Member.group_id == group.id))


def _leave(rows: Tenant, members: Iterable[Member]) -> None:
    for member in members:
        rows.delete(member)


def _user(rows: Tenant, wish: Mapping[str, Any]) -> User:
    """The id decides where an e-mail address is given too."""
    id, email = wish.get("id"), wish.get("email", "")
    where = User.email == email.lower() if id is None else User.id == id
    return rows.first(User, where) or refuse("user_unknown", id=email if id is None else id)
