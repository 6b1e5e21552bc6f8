"""The door to the API: tokens, the contract, health. In process, through the whole ASGI app."""

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha384
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from tests.acme import Acme, Clock
from tests.http import Http, basic
from trunkline import app
from trunkline.api import apps
from trunkline.api.context import Installation
from trunkline.api.operation import handlers
from trunkline.store.tables import App, Token
from trunkline.store.tenant import Tenant


@pytest.fixture
def http(acme: Acme, clock: Clock, tmp_path: Path) -> Http:
    scopes = ["phone:read:admin", "phone:write:admin"]
    acme.write(lambda rows: apps.create(rows, "crm", scopes, client_id="crm", secret="s3cret"))  # noqa: S106
    installation = Installation(acme.seal, "192.0.2.1:5060", "http://api.example")
    socket = tmp_path / "engine.sock"
    return Http(app.http(acme.store, installation, page_key=b"k", rate_plan="off", engine_socket=socket, clock=clock))


PROGRAM = "/docs/redoc.standalone.js"
GRANT = {"grant_type": "account_credentials", "account_id": "acme"}


def token(http: Http) -> str:
    status, _, body = http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic())
    assert status == 200
    return json.loads(body)["access_token"]


def users(http: Http, bearer: str) -> Any:
    status, _, body = http("GET", "/v2/phone/users", authorization=f"Bearer {bearer}")
    return status, json.loads(body)


def test_an_app_gets_a_token_of_an_hour(http: Http, clock: Clock) -> None:
    status, headers, body = http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic())
    answer = json.loads(body)
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert answer.pop("access_token")
    assert answer == {
        "token_type": "bearer",
        "expires_in": 3600,
        "scope": "phone:read:admin phone:write:admin",
        "api_url": "http://api.example",
    }
    bearer = token(http)
    assert users(http, bearer)[0] == 200
    clock.now += 3599
    assert users(http, bearer)[0] == 200
    clock.now += 2
    assert users(http, bearer) == (401, {"code": 124, "message": "Access token is expired."})


def test_parameters_may_come_in_the_query_and_the_client_in_the_form(http: Http) -> None:
    status, _, _ = http("POST", f"/oauth/token?{urlencode(GRANT)}", authorization=basic())
    assert status == 200
    form = urlencode(GRANT | {"client_id": "crm", "client_secret": "s3cret"}).encode()
    assert http("POST", "/oauth/token", form)[0] == 200


@pytest.mark.parametrize(
    ("form", "authorization", "error"),
    [
        (GRANT, basic("crm", "wrong"), "invalid_client"),
        (GRANT, basic(client="nobody"), "invalid_client"),
        (GRANT, "Basic !", "invalid_client"),
        (GRANT, "", "invalid_client"),
        (GRANT | {"account_id": "rival"}, basic(), "invalid_request"),
        ({"grant_type": "account_credentials"}, basic(), "invalid_request"),
        ({}, basic(), "invalid_request"),
        (GRANT | {"grant_type": "password"}, basic(), "unsupported_grant_type"),
        (GRANT | {"x": "\0"}, basic(), "invalid_request"),
    ],
)
def test_who_gets_none(http: Http, form: dict[str, str], authorization: str, error: str) -> None:
    status, _, body = http("POST", "/oauth/token", urlencode(form).encode(), authorization=authorization)
    answer = json.loads(body)
    assert (status, answer.pop("error")) == (400, error)
    assert answer.keys() == {"reason"}


def test_a_revoked_token_is_worth_nothing_at_once(http: Http) -> None:
    bearer = token(http)
    assert users(http, bearer)[0] == 200
    answer = http("POST", "/oauth/revoke", urlencode({"token": bearer}).encode(), authorization=basic())
    assert (answer[0], json.loads(answer[2])) == (200, {"status": "success"})
    assert users(http, bearer) == (401, {"code": 124, "message": "Invalid access token."})


def test_another_apps_token_cannot_be_revoked(http: Http, acme: Acme) -> None:
    bearer = token(http)
    other = basic("acme-app", acme.secret)
    assert http("POST", "/oauth/revoke", urlencode({"token": bearer}).encode(), authorization=other)[0] == 200
    assert users(http, bearer)[0] == 200


def test_neither_tokens_nor_secrets_are_in_the_store(http: Http, acme: Acme) -> None:
    bearer = token(http)
    rows = acme.store.read_any(lambda session: [*session.scalars(select(Token)), *session.scalars(select(App))])
    said = str([vars(row) for row in rows])
    assert rows
    assert bearer not in said
    assert "s3cret" not in said


def test_a_new_secret_ends_the_old_one_and_its_tokens(http: Http, acme: Acme, clock: Clock) -> None:
    bearer = token(http)
    fresh = acme.write(lambda rows: apps.rotate(rows, "crm")).secret
    clock.now += 2
    assert users(http, bearer)[0] == 401
    assert http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic())[0] == 400
    assert http("POST", "/oauth/token", urlencode(GRANT).encode(), authorization=basic(secret=fresh))[0] == 200


def test_a_deleted_app_takes_its_tokens_along(http: Http, acme: Acme, clock: Clock) -> None:
    bearer = token(http)
    acme.write(lambda rows: apps.remove(rows, "crm"))
    clock.now += 2
    assert users(http, bearer)[0] == 401


def test_an_app_can_do_what_its_scopes_allow(http: Http, acme: Acme, clock: Clock) -> None:
    def narrow(rows: Tenant) -> None:
        rows.edit(App, "crm").scopes = ["phone:read:list_users:admin"]

    acme.write(narrow)
    bearer = token(http)
    assert users(http, bearer)[0] == 200
    status, _, body = http("GET", "/v2/phone/sites", authorization=f"Bearer {bearer}")
    assert (status, json.loads(body)["code"]) == (400, 4711)


def test_the_contract_is_served_with_the_addresses_of_the_system(http: Http) -> None:
    status, headers, body = http("GET", "/openapi.json")
    assert status == 200
    document = json.loads(body)
    assert len(document["paths"]) == 215
    assert document["servers"] == [{"url": "http://api.example/v2"}]
    for scheme in document["components"]["securitySchemes"].values():
        flow = scheme["flows"]["authorizationCode"]
        assert flow["authorizationUrl"] == "http://api.example/oauth/authorize"
        for each in scheme["flows"].values():
            assert each["tokenUrl"] == "http://api.example/oauth/token"
    zipped = http("GET", "/openapi.json", accept_encoding="gzip")
    assert gzip.decompress(zipped[2]) == body
    assert http("GET", "/openapi.json", if_none_match=headers["etag"])[0] == 304


def test_what_is_not_served_can_be_left_out_of_the_contract(http: Http) -> None:
    whole, served = (json.loads(http("GET", f"/openapi.json{query}")[2]) for query in ("", "?served=true"))

    def operations(document: Any) -> dict[str, Any]:
        return {said["operationId"]: said for item in document["paths"].values() for said in item.values()}

    assert operations(served).keys() == handlers.keys()
    marked = {id: said for id, said in operations(whole).items() if said.get("x-served") is not False}
    assert marked == operations(served)
    assert {tag["name"] for tag in served["tags"]} == {tag for said in marked.values() for tag in said["tags"]}
    spoken_of = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(served)))
    assert served["components"]["schemas"].keys() == spoken_of
    assert http("GET", "/openapi.json?served=false")[2] == http("GET", "/openapi.json")[2]


def test_the_reference_page_needs_nothing_from_elsewhere(http: Http) -> None:
    status, headers, body = http("GET", "/docs")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = body.decode()
    assert "//" not in page
    assert re.findall(r'(?:src|href)="(/[^"]*)"', page) == ["/docs", "/docs?whole", "/openapi.json", PROGRAM]


def test_nothing_leads_to_a_host_that_a_request_names(http: Http) -> None:
    status, headers, _ = http("GET", "/docs/", host="evil.example")
    assert (status, headers.get("location")) == (404, None)


def test_the_viewer_is_the_one_that_was_chosen(http: Http) -> None:
    """What the page lets browsers run is what is there, and it says whose it is."""
    status, headers, program = http("GET", PROGRAM)
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    chosen = re.findall(r'integrity="sha384-([^"]*)"', http("GET", "/docs")[2].decode())
    assert chosen == [b64encode(sha384(program).digest()).decode()]
    named = re.search(r"license information please see (\S+)", program.decode())
    assert named
    assert b"MIT license" in http("GET", f"/docs/{named[1]}")[2]


def test_health_asks_the_engine(http: Http) -> None:
    status, _, body = http("GET", "/healthz")
    assert (status, json.loads(body)["status"]) == (503, "starting")
