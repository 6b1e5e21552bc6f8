"""A client of the API for the commands that are its users, not its owners."""

import json
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from typing import Any

PATIENCE = 10.0  # seconds for an answer


class Unanswered(Exception):
    """The API did not do what it was asked; the text says what it said."""


class Silent(Unanswered):
    """It said nothing at all; later it may."""


class Client:
    def __init__(self, url: str, account_id: str, client_id: str, client_secret: str) -> None:
        self._url = url.rstrip("/")
        form = urllib.parse.urlencode({"grant_type": "account_credentials", "account_id": account_id}).encode()
        basic = b64encode(f"{client_id}:{client_secret}".encode()).decode()
        token = self._send("POST", "/oauth/token", form, {"Authorization": f"Basic {basic}"})["access_token"]
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, f"/v2/phone{path}", data, self._headers)

    def _send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Any:
        request = urllib.request.Request(self._url + path, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise Unanswered(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from error
        except OSError as error:
            raise Silent(f"{self._url} does not answer: {error}; see that it runs there, or give --url") from error
        return json.loads(text) if text else None
