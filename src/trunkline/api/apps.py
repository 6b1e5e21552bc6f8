"""API clients of an account. A secret is shown once, when it is made."""

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from trunkline.api import tokens
from trunkline.problems import refuse
from trunkline.store.tables import App
from trunkline.store.tenant import Tenant

SECRET_BYTES = 24


class Credentials(NamedTuple):
    client_id: str
    secret: str


def create(
    rows: Tenant, name: str, scopes: Iterable[str], *, client_id: str | None = None, secret: str | None = None
) -> Credentials:
    """A client id and a secret are made up unless they are given."""
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    app = App(name=name, secret_hash=tokens.hashed(secret), scopes=sorted(scopes))
    if client_id:
        app.id = client_id
    return Credentials(rows.add(app).id, secret)


def listed(rows: Tenant) -> Sequence[App]:
    return rows.find(App)


def rotate(rows: Tenant, client_id: str) -> Credentials:
    """A new secret; the old one and the tokens got with it are worth nothing any more."""
    app = _own(rows, client_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    app.secret_hash = tokens.hashed(secret)
    tokens.forget(rows, app.id)
    return Credentials(app.id, secret)


def remove(rows: Tenant, client_id: str) -> None:
    rows.delete(_own(rows, client_id))


def _own(rows: Tenant, client_id: str) -> App:
    return rows.first(App, App.id == client_id) or refuse("app_unknown", id=client_id)
