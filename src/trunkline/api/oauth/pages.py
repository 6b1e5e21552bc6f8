"""The pages on which a person signs in and allows an app to act for them: /oauth/authorize and /oauth/device.

Both go the same way: what is asked is known to be good, then somebody signs in, then they decide. Every step is a plain
form that leads back to the page's own address.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from trunkline.api.access import is_account_wide
from trunkline.api.oauth import asked, authorizations, devices, forms, words
from trunkline.api.oauth.attempts import TooOften, network
from trunkline.api.oauth.browser import PATH, Browser
from trunkline.api.oauth.render import page
from trunkline.api.oauth.signin import SignIn
from trunkline.store.store import Store
from trunkline.store.tables import App, Person
from trunkline.store.tenant import Tenant

AUTHORIZE, DEVICE = f"{PATH}/authorize", f"{PATH}/device"

STALE = "This page was open for too long, or the browser keeps no cookies. Please try again."

log = structlog.get_logger()


@dataclass(frozen=True)
class Decision:
    """What a person is to decide, and where that leads."""

    app: App
    organisation: str
    allow: Callable[[Session, str], str | None]  # in a transaction, for this person: an address, or None for a page
    deny: Callable[[Session], str | None]
    cancel: str = ""  # the app's address with a refusal, for who does not even sign in
    returns_to: str = ""  # the app's address
    user_code: str = ""  # what the device shows


class Pages:
    def __init__(self, store: Store, url: str, key: bytes, clock: Callable[[], float]) -> None:
        self._store, self._key, self._clock = store, key, clock
        self._secure = url.startswith("https:")
        self._sign_in = SignIn(store, clock)
        self.routes = [
            Route(AUTHORIZE, self.authorize, methods=["GET", "POST"]),
            Route(DEVICE, self.device, methods=["GET", "POST"]),
        ]

    async def authorize(self, request: Request) -> Response:
        now = self._now()

        def look(session: Session) -> Decision:
            wish = asked.read(session, request.scope["query_string"])

            def allow(session: Session, person_id: str) -> str:
                return wish.answer(code=authorizations.code(session, wish.app, person_id, wish.challenge, now))

            refused = wish.answer(error="access_denied")
            organisation = Tenant(session, wish.app.account_id).account().name
            uri = wish.challenge.redirect_uri
            return Decision(wish.app, organisation, allow, lambda _: refused, refused, uri)

        try:
            wanted = await self._store.read_any_soon(look)
        except asked.Unanswerable as reason:
            return page("message", 400, title="This link does not work", text=str(reason))
        except asked.Wrong as wrong:
            return RedirectResponse(wrong.location, 302)
        return await self._visit(request, wanted)

    async def device(self, request: Request) -> Response:
        """The code comes by the address: typed in on the page, or within a link that the device shows."""
        now, code = self._now(), (forms.parsed(request.scope["query_string"]) or {}).get("user_code", "")
        if not code:
            return page("code", action=DEVICE, wrong=False)

        def look(session: Session) -> Decision | None:
            row = devices.shown_as(session, code, now)
            if row is None:
                return None
            app, shown = session.get_one(App, row.app_id), row.user_code
            return Decision(
                app,
                Tenant(session, app.account_id).account().name,
                lambda session, person_id: _decided(devices.decide(session, app, shown, person_id, now)),
                lambda session: _decided(devices.decide(session, app, shown, None, now)),
                user_code=shown,
            )

        place = network(forms.address(request))
        try:
            self._sign_in.by_address.begin(place, self._clock())
        except TooOften as often:
            return _too_often(often)
        wanted = await self._store.read_any_soon(look)
        if wanted is None:
            return page("code", 400, action=DEVICE, wrong=True)
        self._sign_in.by_address.succeeded(place)
        return await self._visit(request, wanted)

    async def _visit(self, request: Request, wanted: Decision) -> Response:
        target = f"{request.url.path}?{request.url.query}"
        secure = self._secure or request.url.scheme == "https"
        browser = Browser(self._key, request, self._now(), secure=secure)
        person = await self._signed_in(browser, wanted.app)
        if request.method != "POST":
            return _shown(browser, wanted, person, target)
        form = await forms.read_body(request) or {}
        if not browser.has_shown(form.get("token", ""), target):
            return _shown(browser, wanted, person, target, 403, STALE)
        match form.get("action"), person:
            case "sign in", _:
                return await self._signing_in(request, browser, wanted, form, target)
            case "sign out", _:
                response = RedirectResponse(target, 303)
                browser.sign_out(response)
                return response
            case "deny", _:
                return _led(await self._store.write_any_soon(wanted.deny), "denied", wanted)
            case "allow", Person() as person if _may_allow(person, wanted.app):
                person_id = person.id
                led = await self._store.write_any_soon(lambda session: wanted.allow(session, person_id))
                log.info("allowed", app=wanted.app.id, account=wanted.app.account_id, user=person_id)
                return _led(led, "allowed", wanted)
            case _:
                return _shown(browser, wanted, person, target, 403)

    async def _signing_in(
        self, request: Request, browser: Browser, wanted: Decision, form: forms.Form, target: str
    ) -> Response:
        email, password = form.get("email", ""), form.get("password", "")
        try:
            person = await self._sign_in.person(wanted.app.account_id, email, password, forms.address(request))
        except TooOften as often:
            return _too_often(often)
        if person is None:
            log.warning("sign-in failed", account=wanted.app.account_id, address=forms.address(request))
            return _shown(browser, wanted, None, target, 403, "The e-mail address or the password is wrong.", email)
        response = RedirectResponse(target, 303)
        browser.sign_in(response, person)
        log.info("signed in", account=person.account_id, user=person.id)
        return response

    async def _signed_in(self, browser: Browser, app: App) -> Person | None:
        """Who has signed in with this browser, if it is somebody of the app's account."""
        session = browser.session
        if session is None or session.account_id != app.account_id:
            return None

        def look(rows: Tenant) -> Person | None:
            return rows.first(Person, Person.id == session.person_id)

        person = await self._store.read_soon(app.account_id, look)
        return person if person and browser.is_of(session, person) else None

    def _now(self) -> int:
        return int(self._clock())


def _shown(
    browser: Browser,
    wanted: Decision,
    person: Person | None,
    target: str,
    status: int = 200,
    fault: str = "",
    email: str = "",
) -> Response:
    """The page for where a person stands: to sign in, to decide, or to be told that it is not theirs to decide."""
    own, everybodys = words.described(wanted.app.scopes)
    name = "sign_in" if person is None else "consent" if _may_allow(person, wanted.app) else "not_yours"
    response = page(
        name,
        status,
        leads_to=asked.scheme(wanted.returns_to) if name == "consent" else "",
        action=target,
        token=browser.form_token(target),
        wanted=wanted,
        person=person,
        own=own,
        everybodys=everybodys,
        fault=fault,
        email=email,
    )
    browser.remember(response)
    return response


def _may_allow(person: Person, app: App) -> bool:
    """What reaches the whole account is allowed by those alone who may administer it."""
    return person.admin or not any(map(is_account_wide, app.scopes))


def _decided(decided: bool) -> str | None:
    """A device hears of it when it asks again; one that no longer waits must be told from one that does."""
    return None if decided else DEVICE


def _led(location: str | None, outcome: str, wanted: Decision) -> Response:
    if location:
        return RedirectResponse(location, 303, {"cache-control": "no-store", "referrer-policy": "no-referrer"})
    titles = {"allowed": f"{wanted.app.name} is signed in", "denied": f"{wanted.app.name} was turned away"}
    return page("message", title=titles[outcome], text="You can close this page and go back to your device.")


def _too_often(often: TooOften) -> Response:
    minutes = -(-often.seconds // 60)
    text = f"Please try again in {minutes} minute{'s' if minutes > 1 else ''}."
    response = page("message", 429, title="Too many attempts", text=text)
    response.headers["retry-after"] = str(often.seconds)
    return response
