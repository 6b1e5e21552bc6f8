"""Who may call what."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from trunkline.api.contract import Operation
from trunkline.problems import refuse


@dataclass(frozen=True)
class Grant:
    """What an access token stands for."""

    account_id: str
    app_id: str
    scopes: frozenset[str]
    expires_at: float  # seconds since the epoch


Grants = Callable[[str], Awaitable[Grant | None]]


async def identify(authorization: str, grants: Grants, now: float) -> Grant:
    """Whose bearer token this is (RFC 6750 section 2.1)."""
    scheme, _, token = authorization.partition(" ")
    grant = await grants(token) if scheme.lower() == "bearer" and token else None
    if grant is None:
        refuse("token_invalid")
    if grant.expires_at <= now:
        refuse("token_expired")
    return grant


def admit(operation: Operation, grant: Grant) -> None:
    if grant.scopes.isdisjoint(operation.scopes):
        refuse("scope_missing", scopes=", ".join(operation.scopes))
