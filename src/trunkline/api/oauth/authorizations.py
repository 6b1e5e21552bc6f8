"""What people have allowed apps, and what the apps get for it: codes, access tokens, refresh tokens.

All that comes of one consent is a family, held together by a row of `authorizations`: deleting that row ends it.
Each function is one transaction's work; what must happen although the app is refused is committed with the refusal.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from trunkline.api import tokens
from trunkline.api.oauth import pkce
from trunkline.api.tokens import hashed
from trunkline.store.tables import App, AuditLine, Authorization, AuthorizationCode, RefreshToken
from trunkline.store.tenant import Tenant

CODE_LIFETIME = 5 * 60  # seconds
REFRESH_LIFETIME = 90 * 24 * 60 * 60
SECRET_BYTES = 32


class Issued(NamedTuple):
    access_token: str
    refresh_token: str
    scopes: Sequence[str]


class Denied(NamedTuple):
    """The error code of RFC 6749 section 5.2, and the vendor's words for it."""

    error: str
    reason: str
    ended: bool = False  # a family of tokens was ended because of this


@dataclass(frozen=True)
class Challenge:
    redirect_uri: str
    challenge: str = ""  # RFC 7636; empty: none
    method: str = ""


INVALID_CODE = Denied("invalid_grant", "Invalid authorization code")
CODE_USED = Denied("invalid_grant", "Invalid authorization code", ended=True)
INVALID_REFRESH = Denied("invalid_grant", "Invalid Token!")
REFRESH_USED = Denied("invalid_grant", "Invalid Token!", ended=True)


def allow(session: Session, app: App, person_id: str, how: str, until: int, now: int) -> Authorization:
    """A person lets an app act for them. `until` is when the first thing given on it runs out."""
    session.execute(delete(Authorization).where(Authorization.expires_at < now))
    rows = Tenant(session, app.account_id)
    rows.add(AuditLine(app_id=app.id, person_id=person_id, operation=how, path={}))
    return rows.add(Authorization(app_id=app.id, person_id=person_id, scopes=app.scopes, expires_at=until))


def code(session: Session, app: App, person_id: str, challenge: Challenge, now: int) -> str:
    """An authorization code: five minutes, one use (RFC 6749 section 4.1.2)."""
    made = secrets.token_urlsafe(SECRET_BYTES)
    until = now + CODE_LIFETIME
    row = AuthorizationCode(hash=hashed(made), redirect_uri=challenge.redirect_uri, expires_at=until)
    row.challenge, row.challenge_method = challenge.challenge, challenge.method
    row.authorization_id = allow(session, app, person_id, "oauth_authorize", until, now).id
    session.add(row)
    return made


def exchange(session: Session, app: App, code: str, redirect_uri: str, verifier: str, now: int) -> Issued | Denied:
    """Tokens for a code. A second use ends what the first gave: one of the two is a thief's."""
    row = session.get(AuthorizationCode, hashed(code))
    authorization = _of(session, app, row.authorization_id) if row else None
    if row is None or authorization is None:
        return INVALID_CODE
    if not _spend(session, AuthorizationCode, row.hash):
        _end(session, authorization.id)
        return CODE_USED
    if row.expires_at <= now:
        return INVALID_CODE
    if row.redirect_uri != redirect_uri:
        return Denied("invalid_grant", "Redirect URI mismatch")
    if row.challenge and not pkce.proves(verifier, row.challenge, row.challenge_method):
        return Denied("invalid_grant", "Invalid code verifier")
    if verifier and not row.challenge:  # RFC 9700 section 4.8.2: the challenge was taken away on the way
        return Denied("invalid_grant", "Invalid code verifier")
    return issue(session, app, authorization, now)


def issue(session: Session, app: App, authorization: Authorization, now: int) -> Issued:
    """An access token and a refresh token: of what was allowed, what the app may still ask for."""
    scopes = [scope for scope in authorization.scopes if scope in app.scopes]
    access = tokens.given(session, app, scopes, now, authorization.id)
    refresh, until = secrets.token_urlsafe(SECRET_BYTES), now + REFRESH_LIFETIME
    session.execute(delete(RefreshToken).where(RefreshToken.expires_at < now))
    session.add(RefreshToken(hash=hashed(refresh), authorization_id=authorization.id, expires_at=until))
    authorization.expires_at = until
    return Issued(access, refresh, scopes)


def refresh(session: Session, app: App, token: str, now: int) -> Issued | Denied:
    """New tokens for a refresh token, which is spent by it. A spent one ends the family (RFC 9700 section 4.14.2)."""
    row = session.get(RefreshToken, hashed(token))
    authorization = _of(session, app, row.authorization_id) if row else None
    if row is None or authorization is None or row.expires_at <= now:
        return INVALID_REFRESH
    if not _spend(session, RefreshToken, row.hash):
        _end(session, authorization.id)
        return REFRESH_USED
    return issue(session, app, authorization, now)


def revoke(session: Session, app: App, token: str) -> None:
    """End the family of a refresh token, if it is the app's."""
    row = session.get(RefreshToken, hashed(token))
    if row and _of(session, app, row.authorization_id):
        _end(session, row.authorization_id)


def _of(session: Session, app: App, authorization_id: str) -> Authorization | None:
    """The app's own, another's is nothing to it. Locked first: what uses a family and what ends it take turns."""
    own = Authorization.id == authorization_id, Authorization.app_id == app.id
    return session.scalar(select(Authorization).where(*own).with_for_update())


def _spend(session: Session, kind: type[AuthorizationCode] | type[RefreshToken], hash: str) -> bool:
    """The database decides which of several uses is the first: whoever finds it unspent."""
    first = update(kind).where(kind.hash == hash, kind.spent.is_(False)).values(spent=True)
    spent = session.execute(first, execution_options={"synchronize_session": False})
    return isinstance(spent, CursorResult) and spent.rowcount == 1


def _end(session: Session, authorization_id: str) -> None:
    session.execute(delete(Authorization).where(Authorization.id == authorization_id))
