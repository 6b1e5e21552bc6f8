"""API clients of an account. A secret is shown once, when it is made."""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from trunkline.api import tokens
from trunkline.api.hosts import is_loopback
from trunkline.problems import refuse
from trunkline.store.tables import App, Authorization
from trunkline.store.tenant import Tenant

SECRET_BYTES = 24

# The ways in which an app may get tokens. Refreshing goes with the two in which a person allows it.
ACCOUNT, OWN, CODE, DEVICE = "account_credentials", "client_credentials", "authorization_code", "device_code"
GRANTS = (ACCOUNT, OWN, CODE, DEVICE)
BY_PEOPLE = (CODE, DEVICE)


class Ways(NamedTuple):
    """How an app gets tokens, and where the codes for it go."""

    grants: Sequence[str] = (ACCOUNT,)
    redirect_uris: Sequence[str] = ()  # compared to the letter
    public: bool = False  # keeps no secret


FOR_ITS_ACCOUNT = Ways()


class Credentials(NamedTuple):
    client_id: str
    secret: str  # empty for a public app


def create(
    rows: Tenant,
    name: str,
    scopes: Iterable[str],
    ways: Ways = FOR_ITS_ACCOUNT,
    *,
    client_id: str | None = None,
    secret: str | None = None,
) -> Credentials:
    """A client id and a secret are made up unless they are given; a public app has no secret."""
    if ways.public and (unfit := [grant for grant in ways.grants if grant not in BY_PEOPLE]):
        refuse("grant_needs_secret", names=", ".join(unfit))
    if (CODE in ways.grants) != bool(ways.redirect_uris):
        refuse("redirect_uri_missing" if CODE in ways.grants else "redirect_uri_without_grant")
    for uri in ways.redirect_uris:
        _check(uri)
    secret = "" if ways.public else secret or secrets.token_urlsafe(SECRET_BYTES)
    app = App(name=name, secret_hash=tokens.hashed(secret) if secret else "", scopes=sorted(scopes))
    app.grants, app.redirect_uris = list(ways.grants), list(ways.redirect_uris)
    if client_id:
        app.id = client_id
    return Credentials(rows.add(app).id, secret)


def listed(rows: Tenant) -> Sequence[App]:
    return rows.find(App)


def rotate(rows: Tenant, client_id: str) -> Credentials:
    """A new secret; the old one and all that was got with it are worth nothing any more."""
    app = _own(rows, client_id)
    if app.is_public:
        refuse("app_has_no_secret", id=client_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    app.secret_hash = tokens.hashed(secret)
    tokens.forget(rows, app.id)
    rows.forget(Authorization, Authorization.app_id == app.id)
    return Credentials(app.id, secret)


def remove(rows: Tenant, client_id: str) -> None:
    rows.delete(_own(rows, client_id))


def _own(rows: Tenant, client_id: str) -> App:
    return rows.first(App, App.id == client_id) or refuse("app_unknown", id=client_id)


def _check(uri: str) -> None:
    """Codes go to https, to this computer, or to an app by a scheme that is a domain in reverse (RFC 8252 section 7).

    So none goes over a network in the clear, and no scheme that a browser runs, such as `javascript:`, gets through.
    """
    try:
        parts = urlsplit(uri)
        fits = uri.isascii() and re.fullmatch(r"[!-~]+", uri) and not parts.fragment and "#" not in uri
        local = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if fits and ((parts.scheme == "https" and parts.hostname) or local or "." in parts.scheme):
            return
    except ValueError:  # no address at all, such as http://[
        pass
    refuse("redirect_uri_invalid", uri=uri)
