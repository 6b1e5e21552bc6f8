"""Who may call what, and how far it reaches: the whole account, or one user's own things."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from trunkline.api import own_writes
from trunkline.api.contract import Operation, OwnWrite, Schema
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tables import User
from trunkline.store.tenant import Tenant

ME = "me"
USER = "user_id"  # the path parameter that names a user


class Granter(NamedTuple):
    """The person who allowed an app to act for them."""

    id: str
    email: str  # lower case


@dataclass(frozen=True)
class Grant:
    """What an access token stands for."""

    account_id: str
    app_id: str
    scopes: frozenset[str]
    expires_at: float  # seconds since the epoch
    user: Granter | None = None  # None: the app acts for its account


Grants = Callable[[str], Awaitable[Grant | None]]


class Reach(NamedTuple):
    """How far a request goes."""

    path: Mapping[str, str]  # with the user's id in place of `me`
    only: str | None  # the id of the user beyond whose own things it does not go; None: the whole account
    writes: Sequence[OwnWrite] | None = None  # what alone it may change; None: whatever its operation does


async def identify(authorization: str, grants: Grants, now: float) -> Grant:
    """Whose bearer token this is (RFC 6750 section 2.1)."""
    scheme, _, token = authorization.partition(" ")
    grant = await grants(token) if scheme.lower() == "bearer" and token else None
    if grant is None:
        refuse("token_invalid")
    if grant.expires_at <= now:
        refuse("token_expired")
    return grant


def is_account_wide(scope: str) -> bool:
    """A bare scope, `phone:read` say, is of the user's own things; with this ending it is of everybody's."""
    return scope.endswith(":admin")


def admit(operation: Operation, grant: Grant, path: Mapping[str, str]) -> Reach:
    """The one place that decides reach.

    A bare scope admits to operations whose path names a user, if it names the token's own, and to those that
    the contract marks `x-reach: own`, whose handlers keep to `Context.only`. To no other, whatever may be added.
    That things are one's own is enough to read them. To change them takes a mark besides, `x-own-write`: much of what
    belongs to a person is for an administrator to change.
    """
    held = grant.scopes.intersection((*operation.scopes, *operation.own_scopes))
    if not held:
        refuse("scope_missing", scopes=", ".join(operation.scopes))
    user, named = grant.user, path.get(USER)
    if user and named == ME:
        path = {**path, USER: user.id}
    if any(map(is_account_wide, held)):
        return Reach(path, None)
    own = user and (
        operation.is_of_own_things if named is None else named.lower() in (ME, user.email) or named == user.id
    )
    if user is None or not own:
        leave_to_administrators(operation)
    if not operation.writes:
        return Reach(path, user.id)
    return Reach(path, user.id, own_writes.marked(operation, path) or leave_to_administrators(operation))


def keep_to(operation: Operation, reach: Reach, schema: Schema, said: object) -> None:
    """Refuse a body or query that names a field which is not the person's to change, whatever it would come to."""
    if reach.writes is not None and own_writes.goes_beyond(reach.writes, schema, said):
        leave_to_administrators(operation)


def check_policies(rows: Tenant, operation: Operation, reach: Reach, arguments: Mapping[str, Any]) -> None:
    """Refuse what the person's own policies leave to administrators."""
    needed = own_writes.policies(reach.writes or (), arguments)
    user = rows.first(User, User.id == reach.only) if needed else None
    if user is None:  # who has no phone has nothing to change by it, and will be told so
        return
    keys = {key for key, _ in needed}
    found = documents.read(rows, documents.of_extension(user), [POLICIES[key] for key in keys])
    if not all(found[key].value[field] for key, field in needed):
        leave_to_administrators(operation)


def leave_to_administrators(operation: Operation) -> NoReturn:
    refuse("scope_missing", scopes=", ".join(filter(is_account_wide, operation.scopes)))
