"""Assistants: users who make and take calls for another, their executive."""

from collections.abc import Sequence

from trunkline.problems import refuse
from trunkline.store.tables import Assistant, Extension, User, UserProfile
from trunkline.store.tenant import Tenant

MOST = 15
# Privileges of assistants, as the reference numbers them. The others are kept for what there is not yet: calls that are
# held and picked up by somebody else (3), calls of three (6), VIP contacts (4) and hours that assistants set (7). So is
# `privacy`, which keeps others from calls that are held.
PLACE = 1  # to call out for the executive: under the executive's numbers
ANSWER = 2  # to take the executive's calls at all
OPT_OUT = 5  # to take them, or not


def assistants(rows: Tenant, user: User) -> list[Extension]:
    """In the order in which they became so."""
    present = _of(rows, user)
    ids = [row.extension_id for row in present]
    found = {row.id: row for row in rows.find(Extension, Extension.id.in_(ids))} if ids else {}
    return [found[id] for id in ids]


def executives(rows: Tenant, user: User) -> list[tuple[User, Assistant]]:
    """Whom the user assists, and how."""
    present = sorted(rows.find(Assistant, Assistant.extension_id == user.id), key=lambda row: row.id)
    ids = [row.user_id for row in present]
    found = {row.id: row for row in rows.find(User, User.id.in_(ids))} if ids else {}
    return [(found[row.user_id], row) for row in present]


def may_place(profile: UserProfile) -> bool:
    return PLACE in profile.delegation_privileges


def may_opt_out(executive: User) -> bool:
    return OPT_OUT in executive.profile.delegation_privileges


def add(rows: Tenant, user: User, extension_id: str) -> Extension:
    """Who is an assistant already stays one. The user's row is to be locked, or the limit would not hold."""
    found = rows.first(Extension, Extension.extension_id == extension_id)
    if found is None or found.id == user.id:
        refuse("assistant_unknown", id=extension_id)
    if found.kind != "user":
        refuse("assistant_type_invalid")
    present = _of(rows, user)
    if found.id not in {row.extension_id for row in present}:
        if len(present) >= MOST:
            refuse("assistants_full", most=MOST)
        rows.add(Assistant(user_id=user.id, extension_id=found.id))
    return found


def remove(rows: Tenant, user: User, extension_id: str) -> None:
    extension = rows.first(Extension, Extension.extension_id == extension_id)
    present = {row.extension_id: row for row in _of(rows, user)}
    found = present.get(extension.id) if extension else None
    rows.delete(found or refuse("assistant_unknown", id=extension_id))


def take_calls(rows: Tenant, user: User, executive_id: str, takes: bool) -> None:
    """Take the calls of an executive, or not any more."""
    found = next((pair for pair in executives(rows, user) if pair[0].id == executive_id), None)
    if found is None or (found[1].takes_calls != takes and not may_opt_out(found[0])):
        refuse("executive_opt_out_denied", user_id=user.id, executive_user_id=executive_id)
    found[1].takes_calls = takes


def _of(rows: Tenant, user: User) -> Sequence[Assistant]:
    return sorted(rows.find(Assistant, Assistant.user_id == user.id), key=lambda row: row.id)
