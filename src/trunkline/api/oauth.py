"""The OAuth endpoints that clients ask for tokens (RFC 6749): so far for apps acting on their own account."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from trunkline.api.tokens import LIFETIME, Tokens

LARGEST_FORM = 65_536  # bytes

log = structlog.get_logger()


class OAuth:
    def __init__(self, tokens: Tokens, api_url: str) -> None:
        self._tokens, self._api_url = tokens, api_url
        self.routes = [
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/oauth/revoke", self.revoke, methods=["POST"]),
        ]

    async def token(self, request: Request) -> JSONResponse:
        """Parameters may come in the form or in the query, the client by HTTP Basic or among them."""
        form = await _form(request)
        if form is None:
            return _refused("Bad Request", "invalid_request")
        grant_type = form.get("grant_type", "")
        app = await self._tokens.authenticate(*_client(request, form))
        if app is None:
            return _refused("Invalid client_id or client_secret", "invalid_client")
        if not grant_type:
            return _refused("Missing grant_type", "invalid_request")
        if grant_type != "account_credentials":
            return _refused("Unsupported grant type", "unsupported_grant_type")
        if form.get("account_id") != app.account_id:
            return _refused("Invalid account_id", "invalid_request")
        token = await self._tokens.issue(app)
        log.info("token issued", app=app.id, account=app.account_id)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": LIFETIME}
        return _answer(answer | {"scope": " ".join(app.scopes), "api_url": self._api_url})

    async def revoke(self, request: Request) -> JSONResponse:
        form = await _form(request)
        if form is None or not form.get("token"):
            return _refused("Missing token", "invalid_request")
        app = await self._tokens.authenticate(*_client(request, form))
        if app is None:
            return _refused("Invalid client_id or client_secret", "invalid_client")
        await self._tokens.revoke(app, form["token"])
        log.info("token revoked", app=app.id, account=app.account_id)
        return _answer({"status": "success"})


def _client(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """Id and secret, by HTTP Basic (RFC 7617) or as parameters; nonsense is nobody's."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, secret = b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, secret


async def _form(request: Request) -> dict[str, str] | None:
    """What the query and an urlencoded body say; None where they say nothing that can be read."""
    body = bytearray(request.url.query.encode() + b"&")
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return None
    try:
        found = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50, errors="strict"))
    except ValueError:
        return None
    return None if any("\0" in value for value in found.values()) else found


def _refused(reason: str, error: str) -> JSONResponse:
    return _answer({"reason": reason, "error": error}, 400)


def _answer(content: Mapping[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, {"cache-control": "no-store"})  # RFC 6749 section 5.1
