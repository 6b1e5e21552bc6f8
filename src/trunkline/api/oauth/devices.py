"""Devices without a browser (RFC 8628): a person types the code that one shows, and until then it asks and asks."""

import secrets
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trunkline.api.oauth import authorizations
from trunkline.api.oauth.authorizations import Denied, Issued
from trunkline.api.tokens import hashed
from trunkline.store.tables import App, Authorization, DeviceCode

LIFETIME = 15 * 60  # seconds
INTERVAL = 5  # seconds between two questions, and how much longer for one asked too soon (section 3.5)
KEPT = 60 * 60  # seconds that an expired code is told from an unknown one
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so no words (section 6.1)
HALF = 4  # letters on each side of the hyphen

INVALID = Denied("invalid_grant", "Invalid device code")


class Waiting(NamedTuple):
    """What a device shows, and what it asks with."""

    user_code: str
    device_code: str


def begin(session: Session, app: App, now: int) -> Waiting:
    session.execute(delete(DeviceCode).where(DeviceCode.expires_at < now - KEPT))
    made = secrets.token_urlsafe(authorizations.SECRET_BYTES)
    shown = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    user_code = f"{shown[:HALF]}-{shown[HALF:]}"
    row = DeviceCode(hash=hashed(made), user_code=user_code, app_id=app.id, interval=INTERVAL)
    row.expires_at = now + LIFETIME
    session.add(row)
    return Waiting(user_code, made)


def ask(session: Session, app: App, device_code: str, now: int) -> Issued | Denied:
    """What a device gets for asking: tokens once, if somebody let it in; else the reason to wait or to give up."""
    own = DeviceCode.hash == hashed(device_code), DeviceCode.app_id == app.id
    row = session.scalar(select(DeviceCode).where(*own).with_for_update())
    if row is None:
        return INVALID
    if row.expires_at <= now:
        return Denied("expired_token", "The device code has expired")
    if row.denied:
        session.delete(row)
        return Denied("access_denied", "The user denied the request")
    too_soon = now < row.asked_at + row.interval
    row.asked_at = now
    if too_soon:
        row.interval += INTERVAL
        return Denied("slow_down", "The device asks too often")
    if row.authorization_id is None:
        return Denied("authorization_pending", "The user has not decided yet")
    authorization = session.get_one(Authorization, row.authorization_id)
    session.delete(row)
    return authorizations.issue(session, app, authorization, now)


def shown_as(session: Session, user_code: str, now: int, *, to_change: bool = False) -> DeviceCode | None:
    """The device that shows this code and waits, however a person writes it."""
    letters = "".join(letter for letter in user_code.upper() if letter in LETTERS)
    shown = DeviceCode.user_code == f"{letters[:HALF]}-{letters[HALF:]}"
    undecided = DeviceCode.authorization_id.is_(None), DeviceCode.denied.is_(False)
    waiting = select(DeviceCode).where(shown, DeviceCode.expires_at > now, *undecided)
    return session.scalar(waiting.with_for_update() if to_change else waiting)


def decide(session: Session, app: App, user_code: str, person_id: str | None, now: int) -> bool:
    """Let the device in for this person, or turn it away; whether it still waited for that."""
    row = shown_as(session, user_code, now, to_change=True)
    if row is None or row.app_id != app.id:
        return False
    if person_id is None:
        row.denied = True
    else:
        allowed = authorizations.allow(session, app, person_id, "oauth_device", row.expires_at, now)
        row.authorization_id = allowed.id
    return True
