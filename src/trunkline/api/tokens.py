"""Access tokens: opaque, an hour long, kept only as hashes."""

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trunkline.api.access import Grant
from trunkline.store.store import Store
from trunkline.store.tables import App, Token
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
        app = await self._store.read_any_soon(lambda session: session.get(App, client_id))
        return app if app and hmac.compare_digest(app.secret_hash, hashed(client_secret)) else None

    async def issue(self, app: App) -> str:
        token = secrets.token_urlsafe(48)
        now = int(self._clock())
        row = Token(hash=hashed(token), app_id=app.id, account_id=app.account_id, scopes=app.scopes)
        row.expires_at = now + LIFETIME

        def work(session: Session) -> None:
            session.execute(delete(Token).where(Token.expires_at < now - KEPT))
            session.add(row)

        await self._store.write_any_soon(work)
        return token

    async def revoke(self, app: App, token: str) -> None:
        """RFC 7009: an unknown token is as good as a revoked one; another app's stays."""
        self._fresh.pop(token, None)
        own = delete(Token).where(Token.hash == hashed(token), Token.app_id == app.id)
        await self._store.write_any_soon(lambda session: session.execute(own))
        self._fresh.pop(token, None)


def _look_up(session: Session, token: str) -> Grant | None:
    columns = Token.account_id, Token.app_id, Token.scopes, Token.expires_at
    row = session.execute(select(*columns).where(Token.hash == hashed(token))).first()
    return Grant(row.account_id, row.app_id, frozenset(row.scopes), row.expires_at) if row else None


def forget(rows: Tenant, app_id: str) -> None:
    """All that an app was given."""
    rows.forget(Token, Token.app_id == app_id)
