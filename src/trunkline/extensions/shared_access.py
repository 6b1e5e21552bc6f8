"""Who may hear the messages and recordings of an extension besides its owner."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from trunkline.problems import refuse
from trunkline.store.tables import Extension, SharedAccess, User
from trunkline.store.tenant import Tenant

Subject = Literal["voicemail", "automatic_recording", "ad_hoc_recording"]
MOST = 50

# The wire's names of the permissions.
PERMISSIONS = {"allow_delete": "may_delete", "allow_download": "may_download", "allow_sharing": "may_share"}


def of(rows: Tenant, owner: Extension, subject: Subject) -> Sequence[SharedAccess]:
    """In the order in which they were let in."""
    found = rows.find(SharedAccess, SharedAccess.owner_id == owner.id, SharedAccess.subject == subject)
    return sorted(found, key=lambda access: access.id)


def add(rows: Tenant, owner: Extension, subject: Subject, wishes: Sequence[Mapping[str, Any]]) -> list[SharedAccess]:
    """Let others in. Raises `access_full`, `access_taken`, `access_user_unknown`."""
    present = of(rows, owner, subject)
    if len(present) + len(wishes) > MOST:
        refuse("access_full", most=MOST)
    let_in = {access.accessor_id for access in present}
    for id in (wish.get("access_user_id", "") for wish in wishes):
        if id in let_in:
            refuse("access_taken", id=id)
        let_in.add(id)
    return [_let_in(rows, owner, subject, wish) for wish in wishes]


def give(rows: Tenant, owner: Extension, subject: Subject, wishes: Sequence[Mapping[str, Any]]) -> list[SharedAccess]:
    """Let others in; who is in already may do from now on what is said, and keeps the `shared_id`."""
    present = {access.accessor_id: access for access in of(rows, owner, subject)}
    made = add(rows, owner, subject, [wish for wish in wishes if wish.get("access_user_id", "") not in present])
    by_id = present | {access.accessor_id: access for access in made}
    for wish in wishes:
        _permit(by_id[wish["access_user_id"]], wish)
    return [by_id[wish["access_user_id"]] for wish in wishes]


def change(rows: Tenant, owner: Extension, subject: Subject, wishes: Iterable[Mapping[str, Any]]) -> None:
    """Change what those may do who are named by `shared_id`, or by whom they are. Raises `access_unknown`."""
    present = of(rows, owner, subject)
    for wish in wishes:
        named = wish.get("shared_id") or _id_of(rows, wish.get("access_user_id", ""))
        found = next((access for access in present if named in (access.id, access.accessor_id)), None)
        _permit(found or refuse("access_unknown", id=named), wish)


def replace(rows: Tenant, owner: Extension, subject: Subject, wishes: Sequence[Mapping[str, Any]], field: str) -> None:
    """Let in those named, and nobody else; who stays keeps the `shared_id`. `field` is where they are named."""
    if len(wishes) > MOST:
        refuse("invalid", fields=[field])
    wanted = {wish.get("access_user_id", ""): wish for wish in wishes}
    present = {access.accessor_id: access for access in of(rows, owner, subject)}
    for accessor_id, access in present.items():
        if accessor_id in wanted:
            _permit(access, wanted[accessor_id])
        else:
            rows.delete(access)
    for id, wish in wanted.items():
        if id not in present:
            _let_in(rows, owner, subject, wish)


def remove(rows: Tenant, owner: Extension, subject: Subject, ids: Iterable[str]) -> None:
    """By `shared_id`. Raises `access_unknown` before anybody is shut out."""
    present = {access.id: access for access in of(rows, owner, subject)}
    for access in [present.get(id) or refuse("access_unknown", id=id) for id in dict.fromkeys(ids)]:
        rows.delete(access)


def shown(access: SharedAccess, fields: Iterable[str]) -> dict[str, Any]:
    """With those fields of the wire that the document has."""
    made: dict[str, Any] = {"access_user_id": access.accessor_id, "access_user_type": "user", "shared_id": access.id}
    made |= {wire: getattr(access, ours) for wire, ours in PERMISSIONS.items()}
    return {name: made[name] for name in fields}


def _let_in(rows: Tenant, owner: Extension, subject: Subject, wish: Mapping[str, Any]) -> SharedAccess:
    """Nobody is let in to what is their own."""
    id = wish.get("access_user_id", "")
    may_be = id != owner.id and wish.get("access_user_type", "user") == "user"
    accessor = rows.first(User, User.id == id) if may_be else None
    access = SharedAccess(subject=subject, owner_id=owner.id)
    access.accessor_id = accessor.id if accessor else refuse("access_user_unknown", id=id)
    _permit(access, wish)
    return rows.add(access)


def _id_of(rows: Tenant, named: str) -> str:
    """Who is to be changed may be named by e-mail address too."""
    found = rows.first(User, User.email == named.lower()) if "@" in named else None
    return found.id if found else named


def _permit(access: SharedAccess, wish: Mapping[str, Any]) -> None:
    for wire, ours in PERMISSIONS.items():
        if wire in wish:
            setattr(access, ours, wish[wire])
