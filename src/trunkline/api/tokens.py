"""Access tokens: opaque, an hour long, kept only as hashes. What else people and apps get: api/oauth/."""

import hmac
import secrets
from collections.abc import Callable, Sequence
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trunkline.api.access import Grant, Granter, is_account_wide
from trunkline.store.store import Store
from trunkline.store.tables import App, Authorization, Person, Token
from trunkline.store.tenant import Tenant

LIFETIME = 60 * 60  # seconds
KEPT = 24 * 60 * 60  # an expired token is told from an unknown one for so long
FRESH = 1  # seconds that a token may be believed without asking the store again
MOST_FRESH = 10_000


def hashed(secret: str) -> str:
    """Secrets and tokens are 192 random bits or more, so that a fast hash is enough."""
    return sha256(secret.encode()).hexdigest()


class Tokens:
    """The tokens of an installation."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._fresh: dict[str, tuple[float, Grant]] = {}  # token -> until when, what

    async def grant(self, token: str) -> Grant | None:
        """What a token stands for; a revoked one may be believed for a second more by another process."""
        until, grant = self._fresh.get(token, (0, None))
        if grant is None or until < self._clock():
            grant = await self._store.read_any_soon(lambda session: _look_up(session, token))
            if len(self._fresh) >= MOST_FRESH:
                self._fresh.clear()
            if grant:
                self._fresh[token] = (self._clock() + FRESH, grant)
        return grant

    async def authenticate(self, client_id: str, client_secret: str) -> App | None:
        """The app of that id and secret; a public one has none to give."""
        app = await self._store.read_any_soon(lambda session: session.get(App, client_id))
        expected = hashed(client_secret) if client_secret else ""
        return app if app and hmac.compare_digest(app.secret_hash, expected) else None

    async def issue(self, app: App, scopes: Sequence[str]) -> str:
        """A token for the app itself."""
        now = int(self._clock())
        return await self._store.write_any_soon(lambda session: given(session, app, scopes, now))

    async def revoke(self, app: App, token: str) -> None:
        """RFC 7009: an unknown token is as good as a revoked one; another app's stays."""
        self._fresh.pop(token, None)
        own = delete(Token).where(Token.hash == hashed(token), Token.app_id == app.id)
        await self._store.write_any_soon(lambda session: session.execute(own))
        self._fresh.pop(token, None)

    def doubt(self) -> None:
        """Ask the store again about every token: some have just ended."""
        self._fresh.clear()


def given(session: Session, app: App, scopes: Sequence[str], now: int, authorization_id: str | None = None) -> str:
    """A new access token, for the app itself or on a person's authorization."""
    session.execute(delete(Token).where(Token.expires_at < now - KEPT))
    token = secrets.token_urlsafe(48)
    row = Token(hash=hashed(token), app_id=app.id, account_id=app.account_id, scopes=[*scopes])
    row.authorization_id, row.expires_at = authorization_id, now + LIFETIME
    session.add(row)
    return token


def _look_up(session: Session, token: str) -> Grant | None:
    row = session.execute(_known.where(Token.hash == hashed(token))).first()
    if row is None:
        return None
    if row.person_id is None:
        return Grant(row.account_id, row.app_id, frozenset(row.scopes), row.expires_at)
    scopes = frozenset(scope for scope in row.scopes if row.admin or not is_account_wide(scope))
    granter = Granter(row.person_id, row.email)
    return Grant(row.account_id, row.app_id, scopes, row.expires_at, granter)


# Whether a person may act on the whole account is asked when a token is used, not when it was given.
_known = (
    select(
        Token.account_id,
        Token.app_id,
        Token.scopes,
        Token.expires_at,
        Authorization.person_id,
        Person.email,
        Person.admin,
    )
    .outerjoin(Authorization, Authorization.id == Token.authorization_id)
    .outerjoin(Person, Person.id == Authorization.person_id)
)


def forget(rows: Tenant, app_id: str) -> None:
    """All that an app was given."""
    rows.forget(Token, Token.app_id == app_id)
