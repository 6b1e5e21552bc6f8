"""A visitor's browser: who has signed in with it, and whether a form that comes back is one that it was shown.

Nothing of it is stored. Cookies and forms carry what is needed, signed with the installation's key.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from trunkline.store.tables import Person

SIGNED_IN = 60 * 60  # seconds
FORM = 30 * 60  # seconds that a page may stay open before its form is sent
BROWSER, PERSON = "trunkline_browser", "trunkline_person"
PATH = "/oauth"
HOST = "__Host-"  # a cookie that no other host and no connection in the clear can set; it has no path of its own
VALUE = re.compile(r"[\w.-]{1,256}", re.ASCII)  # what ours are made of: nothing that would have to be quoted


@dataclass(frozen=True)
class Session:
    """Somebody has signed in; `proof` holds while the person's password stays the same."""

    account_id: str
    person_id: str
    until: int
    proof: str


class Browser:
    def __init__(self, key: bytes, request: Request, now: int, *, secure: bool) -> None:
        self._key, self._now, self._secure = key, now, secure
        self._prefix, self._path = (HOST, "/") if secure else ("", PATH)
        kept = _cookies(request, self._prefix + BROWSER, self._prefix + PERSON)
        self._id = kept.get(self._prefix + BROWSER) or secrets.token_urlsafe(24)
        self._said = kept.get(self._prefix + PERSON, "")

    @property
    def session(self) -> Session | None:
        """What the cookie says; whether it is true is told by `is_of`."""
        account_id, *rest = self._said.split(".")
        match rest:
            case [person_id, until, proof] if until.isascii() and until.isdigit() and len(until) < 12:
                return Session(account_id, person_id, int(until), proof)
            case _:
                return None

    def is_of(self, session: Session, person: Person) -> bool:
        return session.until > self._now and _same(session.proof, self._proof(person, session.until))

    def sign_in(self, response: Response, person: Person) -> None:
        until = self._now + SIGNED_IN
        said = f"{person.account_id}.{person.id}.{until}.{self._proof(person, until)}"
        self._set(response, PERSON, said, SIGNED_IN)

    def sign_out(self, response: Response) -> None:
        self._set(response, PERSON, "", 0)

    def remember(self, response: Response) -> None:
        self._set(response, BROWSER, self._id, None)

    def form_token(self, target: str) -> str:
        """For a form on the page at `target`; worth something in this browser only, while nobody else signs in."""
        until = self._now + FORM
        return f"{until}.{self._mac('form', self._said, target, until)}"

    def has_shown(self, token: str, target: str) -> bool:
        until, _, mac = token.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 12) or int(until) <= self._now:
            return False
        return _same(mac, self._mac("form", self._said, target, int(until)))

    def _proof(self, person: Person, until: int) -> str:
        kept = sha256(person.password_hash.encode()).hexdigest()
        return self._mac("session", person.account_id, person.id, until, kept)

    def _mac(self, *said: str | int) -> str:
        return hmac.digest(self._key, orjson.dumps([self._id, *said]), "sha256").hex()

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        kept: dict[str, Any] = {"path": self._path, "secure": self._secure, "httponly": True, "samesite": "lax"}
        response.set_cookie(self._prefix + name, value, seconds, **kept)


def _cookies(request: Request, *names: str) -> dict[str, str]:
    """Those of ours that came, in one pass (RFC 6265 section 4.2.1). The standard library would read everybody's, and
    takes seconds for a value of 40 kB that is quoted badly (CVE-2024-7592)."""
    pairs = (pair.strip().partition("=") for said in request.headers.getlist("cookie") for pair in said.split(";"))
    return {name: value for name, _, value in pairs if name in names and VALUE.fullmatch(value)}


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
