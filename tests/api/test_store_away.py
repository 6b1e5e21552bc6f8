"""While the store is away or too slow everybody is told to ask again, in the shape that they know."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.acme import Acme
from tests.http import Http, basic
from trunkline import app
from trunkline.api import apps
from trunkline.api.context import Installation
from trunkline.store import store as stores
from trunkline.store.away import TooSlow

GRANT = {"grant_type": "account_credentials", "account_id": "acme"}


@pytest.fixture
def http(acme: Acme, tmp_path: Path) -> Http:
    scopes = ["phone:read:admin", "phone:write:admin"]
    acme.write(lambda rows: apps.create(rows, "crm", scopes, client_id="crm", secret="s3cret"))  # noqa: S106
    installation = Installation(acme.seal, "192.0.2.1:5060", "http://api.example")
    socket = tmp_path / "engine.sock"
    return Http(app.http(acme.store, installation, page_key=b"k", rate_plan="off", engine_socket=socket))


@pytest.fixture
def bearer(http: Http) -> str:
    status, _, body = http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic())
    assert status == 200
    return f"Bearer {json.loads(body)['access_token']}"


@pytest.fixture
def away(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on."""

    def fails(*_: object) -> Any:
        raise TooSlow

    def leave() -> None:
        for name in ("read", "read_any"):
            monkeypatch.setattr(acme.store, name, fails)

    return leave


def test_a_request_of_the_api(http: Http, bearer: str, away: Callable[[], None]) -> None:
    away()
    status, headers, body = http("GET", "/v2/phone/users", authorization=bearer)
    assert (status, headers["retry-after"], headers["content-type"]) == (503, "2", "application/json")
    assert json.loads(body)["code"] == 503
    assert headers["x-zm-trackingid"]


def test_an_app_that_asks_for_a_token(http: Http, away: Callable[[], None]) -> None:
    away()
    status, headers, body = http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic())
    assert (status, headers["retry-after"]) == (503, "2")
    assert json.loads(body)["error"] == "temporarily_unavailable"


def test_somebody_at_a_browser(http: Http, away: Callable[[], None]) -> None:
    away()
    query = urlencode({"client_id": "crm", "response_type": "code", "redirect_uri": "https://app.example/back"})
    status, headers, body = http("GET", f"/oauth/authorize?{query}")
    assert (status, headers["retry-after"]) == (503, "2")
    assert headers["content-type"].startswith("text/html")
    assert b"Try again in a few seconds" in body


@pytest.fixture
def held(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Somebody else's change does not come to an end."""
    monkeypatch.setattr(stores, "PATIENCE", 0.3)
    goes_on, begun = Event(), Event()

    def hang(_: object) -> None:
        begun.set()
        goes_on.wait(20)

    for _ in range(stores.POOL):
        acme.store.write_any(hang)
    begun.wait(5)
    yield goes_on
    goes_on.set()


def test_a_change_that_has_not_begun_in_time_is_not_made(http: Http, bearer: str, acme: Acme, held: Event) -> None:
    path, change = f"/v2/phone/users/{acme.users[0]}", json.dumps({"department": "Later"}).encode()
    began = time.monotonic()
    status, headers, _ = http("PATCH", path, change, authorization=bearer, content_type="application/json")
    assert (status, headers["retry-after"]) == (503, "2")
    assert time.monotonic() - began < 5
    held.set()
    acme.write(lambda _: None)
    status, _, body = http("GET", path, authorization=bearer)
    assert status == 200
    assert json.loads(body).get("department") != "Later"
