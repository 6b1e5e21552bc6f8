"""The endpoints that apps ask for tokens, by RFC 6749, 7009 and 8628; errors are in the vendor's shape."""

import binascii
from asyncio import sleep
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

import structlog
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from trunkline import clock
from trunkline.api import apps
from trunkline.api.oauth import authorizations, devices, forms
from trunkline.api.oauth.attempts import Attempts, TooOften, network
from trunkline.api.oauth.authorizations import Denied, Issued
from trunkline.api.tokens import LIFETIME, Tokens
from trunkline.store.store import Store
from trunkline.store.tables import App

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

DEVICES_OF_ONE_ADDRESS = 200  # device codes in a window: each is a row, asked for by whoever knows an app's id

OF_ONE_APP = 100  # wrong secrets in a window, from one address
BETWEEN = 0.2  # seconds between those looked at after that, right ones too: whoever shares the address is not shut out
PATIENCE = 1.0  # seconds that one waits for its turn
TOLD_OF_ONE_ADDRESS = 20  # refused apps in a window, in the log
LONGEST_ID = 64  # characters of what one calls itself that are remembered and told

Answer = Awaitable[JSONResponse]

log = structlog.get_logger()


class Clients:
    def __init__(self, store: Store, tokens: Tokens, url: str, clock: Callable[[], float] = clock.steady) -> None:
        self._store, self._tokens, self._url, self._clock = store, tokens, url, clock
        self._devices = Attempts(DEVICES_OF_ONE_ADDRESS, then=1.0)
        self._guesses, self._told = Attempts(OF_ONE_APP, then=BETWEEN, patience=PATIENCE), Attempts(TOLD_OF_ONE_ADDRESS)
        self._by_type: Mapping[str, tuple[str, Callable[[App, forms.Form], Answer]]] = {
            "account_credentials": (apps.ACCOUNT, self._for_account),
            "client_credentials": (apps.OWN, self._for_itself),
            "authorization_code": (apps.CODE, self._for_code),
            "refresh_token": ("", self._for_refresh_token),
            DEVICE_GRANT: (apps.DEVICE, self._for_device_code),
        }
        self.routes = [
            Route("/oauth/token", _patient(self.token), methods=["POST"]),
            Route("/oauth/revoke", _patient(self.revoke), methods=["POST"]),
            Route("/oauth/devicecode", _patient(self.devicecode), methods=["POST"]),
        ]

    async def token(self, request: Request) -> JSONResponse:
        """Parameters may come in the form or in the query, the client by HTTP Basic or among them."""
        form = await forms.read(request)
        if form is None:
            return _refused("invalid_request", "Bad Request")
        app = await self._authenticated(request, *_client(request, form))
        if app is None:
            return _refused("invalid_client", "Invalid client_id or client_secret")
        if not form.get("grant_type"):
            return _refused("invalid_request", "Missing grant_type")
        grant, answer = self._by_type.get(form["grant_type"], ("", None))
        if answer is None:
            return _refused("unsupported_grant_type", "Unsupported grant type")
        if grant and grant not in app.grants:
            return _refused("unauthorized_client", f"The app may not use {grant}")
        return await answer(app, form)

    async def _for_account(self, app: App, form: forms.Form) -> JSONResponse:
        """The app acts on its own account."""
        if form.get("account_id") != app.account_id:
            return _refused("invalid_request", "Invalid account_id")
        return self._issued(app, await self._tokens.issue(app, app.scopes), app.scopes)

    async def _for_itself(self, app: App, _: forms.Form) -> JSONResponse:
        """For what the app itself owns: no scope, so nothing of an account is reached with it."""
        return self._issued(app, await self._tokens.issue(app, []), [])

    async def _for_code(self, app: App, form: forms.Form) -> JSONResponse:
        code, uri, verifier = (form.get(name, "") for name in ("code", "redirect_uri", "code_verifier"))
        if not code or not uri:
            return _refused("invalid_request", f"Missing {'redirect_uri' if code else 'code'}")
        return await self._given(app, lambda s: authorizations.exchange(s, app, code, uri, verifier, self._now()))

    async def _for_refresh_token(self, app: App, form: forms.Form) -> JSONResponse:
        if not (token := form.get("refresh_token")):
            return _refused("invalid_request", "Missing refresh_token")
        return await self._given(app, lambda session: authorizations.refresh(session, app, token, self._now()))

    async def _for_device_code(self, app: App, form: forms.Form) -> JSONResponse:
        if not (code := form.get("device_code")):
            return _refused("invalid_request", "Missing device_code")
        return await self._given(app, lambda session: devices.ask(session, app, code, self._now()))

    async def _given(self, app: App, work: Callable[[Session], Issued | Denied]) -> JSONResponse:
        match await self._store.write_any_soon(work):
            case Issued(access, refresh, scopes):
                return self._issued(app, access, scopes, {"refresh_token": refresh})
            case Denied(error, reason, ended):
                if ended:
                    self._tokens.doubt()
                    log.warning("a used code or token came again; what came of it has ended", app=app.id)
                return _refused(error, reason)

    def _issued(
        self, app: App, token: str, scopes: Sequence[str], more: Mapping[str, object] | None = None
    ) -> JSONResponse:
        log.info("token issued", app=app.id, account=app.account_id)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": LIFETIME, **(more or {})}
        return _answer({**answer, "scope": " ".join(scopes), "api_url": self._url})

    async def revoke(self, request: Request) -> JSONResponse:
        """RFC 7009. A refresh token takes with it whatever came of the same consent."""
        form = await forms.read(request)
        if form is None or not form.get("token"):
            return _refused("invalid_request", "Missing token")
        app = await self._authenticated(request, *_client(request, form))
        if app is None:
            return _refused("invalid_client", "Invalid client_id or client_secret")
        token = form["token"]
        await self._tokens.revoke(app, token)
        await self._store.write_any_soon(lambda session: authorizations.revoke(session, app, token))
        self._tokens.doubt()
        log.info("token revoked", app=app.id, account=app.account_id)
        return _answer({"status": "success"})

    async def devicecode(self, request: Request) -> JSONResponse:
        """A device says which app it runs; who it is shows when it asks for its token. A secret given must be right."""
        form = await forms.read(request)
        if form is None:
            return _refused("invalid_request", "Bad Request")
        client_id, secret = _client(request, form)
        client_id = client_id or form.get("client_id", "")
        app = await (self._authenticated(request, client_id, secret) if secret else self._known(client_id))
        if app is None:
            return _refused("invalid_client", "Invalid client_id or client_secret")
        if apps.DEVICE not in app.grants:
            return _refused("unauthorized_client", f"The app may not use {apps.DEVICE}")
        self._devices.begin(network(forms.address(request)), self._clock())
        waiting = await self._store.write_any_soon(lambda session: devices.begin(session, app, self._now()))
        page = f"{self._url}/oauth/device"
        answer = {"device_code": waiting.device_code, "user_code": waiting.user_code, "verification_uri": page}
        answer["verification_uri_complete"] = f"{page}?user_code={waiting.user_code}"
        return _answer({**answer, "expires_in": devices.LIFETIME, "interval": devices.INTERVAL})

    async def _authenticated(self, request: Request, client_id: str, secret: str) -> App | None:
        """The app whose secret it is. Raises TooOften, also for the right one: it would be the end of the guessing."""
        address = forms.address(request)
        place, now = network(address), self._clock()
        who = place, client_id[:LONGEST_ID]
        await sleep(self._guesses.begin(who, now))
        app = await self._tokens.authenticate(client_id, secret)
        if app:
            self._guesses.succeeded(who)
        else:
            with suppress(TooOften):
                self._told.begin(place, now)
                log.warning("app refused", client=who[1], address=address)
        return app

    async def _known(self, client_id: str) -> App | None:
        return await self._store.read_any_soon(lambda session: session.get(App, client_id))

    def _now(self) -> int:
        return int(self._clock())


def _patient(answer: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    async def answered(request: Request) -> JSONResponse:
        try:
            return await answer(request)
        except TooOften as often:
            refused = _refused("slow_down", f"Too many attempts, try again in {often.seconds} seconds", 429)
            refused.headers["retry-after"] = str(often.seconds)
            return refused

    return answered


def _client(request: Request, form: forms.Form) -> tuple[str, str]:
    """Id and secret, by HTTP Basic (RFC 7617) or as parameters; nonsense is nobody's."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, secret = b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return ("", "") if "\0" in client_id + secret else (client_id, secret)


def _refused(error: str, reason: str, status: int = 400) -> JSONResponse:
    return _answer({"reason": reason, "error": error}, status)


def _answer(content: Mapping[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, {"cache-control": "no-store"})  # RFC 6749 section 5.1
