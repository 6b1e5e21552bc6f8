"""What an app asks of a person's browser at /oauth/authorize (RFC 6749 section 4.1.1)."""

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlencode, urlsplit

from sqlalchemy.orm import Session

from trunkline.api import apps
from trunkline.api.oauth import forms, pkce
from trunkline.api.oauth.authorizations import Challenge
from trunkline.store.tables import App


class Unanswerable(Exception):
    """Nobody is told but the person: the app, or the place to answer it at, is not known to be good."""


class Wrong(Exception):
    """The app is told at its own address. `location` is that address, with the error."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


@dataclass(frozen=True)
class Asked:
    app: App
    challenge: Challenge
    state: str | None

    def answer(self, **said: str) -> str:
        """The app's address with the answer, and the state as it came."""
        return _answer(self.challenge.redirect_uri, self.state, **said)


def read(session: Session, query: bytes) -> Asked:
    """First who asks and where the answer goes (section 4.1.2.1), then the rest."""
    form = forms.parsed(query, once=True)
    if form is None:
        raise Unanswerable("The address that the app opened cannot be read, or says something twice.")
    app = session.get(App, form.get("client_id", ""))
    if app is None:
        raise Unanswerable("The app that sent you here is not known.")
    uri = form.get("redirect_uri", "")
    if uri not in app.redirect_uris:
        raise Unanswerable(f"{app.name} sent you here to be returned to an address that it has not registered.")
    state = form.get("state")

    def wrong(error: str, description: str) -> NoReturn:
        raise Wrong(_answer(uri, state, error=error, error_description=description))

    if apps.CODE not in app.grants:
        wrong("unauthorized_client", "The app may not use authorization_code")
    if form.get("response_type") != "code":
        wrong("unsupported_response_type", "The response type is not code")
    challenge, method = form.get("code_challenge", ""), form.get("code_challenge_method", "plain")
    if not challenge and (app.is_public or "code_challenge_method" in form):
        wrong("invalid_request", "Missing code_challenge")
    if challenge and method not in pkce.METHODS:
        wrong("invalid_request", "The code challenge method is neither S256 nor plain")
    if challenge and not pkce.is_challenge(challenge):
        wrong("invalid_request", "The code challenge has a wrong form")
    return Asked(app, Challenge(uri, challenge, method if challenge else ""), state)


def scheme(uri: str) -> str:
    return urlsplit(uri).scheme


def _answer(uri: str, state: str | None, **said: str) -> str:
    given = said if state is None else {**said, "state": state}
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{urlencode(given)}"
