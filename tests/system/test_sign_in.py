"""People sign in and decide in a real browser; what they allow is used by a client that is not ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.system.chromium import Browser, chromium
from tests.system.installation import System, running
from tests.system.test_cli import trunkline

pytestmark = pytest.mark.any_store

ADA, BEN, PASSWORD = "ada.moreno@example.com", "ben.whitfield@example.com", "demo-password"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system"), "--demo") as system:
        yield system


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with chromium(tmp_path / "profile", "blink-settings=scriptEnabled=false") as browser:
        yield browser


class Listener(HTTPServer):
    """The app: at one address it takes codes and sends people on to its home, which is another host, as many do."""

    def __init__(self, home: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.home, self.seen = home, list[str]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Visit(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.seen.append(self.path)
        self.send_response(302 if self.server.home else 200)
        if self.server.home:
            self.send_header("location", self.server.home)
        self.end_headers()
        self.wfile.write(b"welcome home")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to standard error."""


@contextmanager
def listening(home: str = "") -> Iterator[Listener]:
    with Listener(home) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def new_app(system: System, *words: str) -> list[str]:
    """Client id and secret, if it has one."""
    where = ["--data", str(system.data), *(["--database", system.database] if system.database else [])]
    return [line.split()[-1] for line in trunkline("app", "create", "Call Notes", *words, *where).splitlines()]


def client(system: System, id: str, secret: str | None = None, **more: Any) -> OAuth2Session:
    def take(token: Any, refresh_token: str | None = None, access_token: str | None = None) -> None:
        """Authlib wants to know where refreshed tokens are kept; the session is enough here."""

    url = f"{system.client.url}/oauth/token"
    method = "client_secret_basic" if secret else "none"
    return OAuth2Session(id, secret, token_endpoint=url, token_endpoint_auth_method=method, update_token=take, **more)


def sign_in(browser: Browser, email: str) -> None:
    browser.field("E-mail address").send_keys(email)
    browser.field("Password").send_keys(PASSWORD)
    browser.press("Sign in")


def test_a_person_lets_an_app_in(system: System, browser: Browser) -> None:
    with listening() as home, listening(home.url + "/home") as app:
        callback = app.url + "/callback"
        words = ["--redirect-uri", callback, "--scopes", "phone:read,phone_call_log:read", "--public"]
        (id,) = new_app(system, *words)
        session = client(system, id, redirect_uri=callback, code_challenge_method="S256")
        verifier = generate_token(48)
        url, state = session.create_authorization_url(f"{system.client.url}/oauth/authorize", code_verifier=verifier)
        browser.open(url)
        browser.wait_for("to go on to Call Notes")
        browser.field("E-mail address").send_keys(BEN)
        browser.field("Password").send_keys("not this")
        browser.press("Sign in")
        browser.wait_for("The e-mail address or the password is wrong.")
        browser.field("Password").send_keys(PASSWORD)
        browser.press("Sign in")
        browser.wait_for("Allow Call Notes to act for you?")
        for expected in ("Ben Whitfield", "See your call history", f"you go back to {callback}"):
            assert expected in browser.text
        browser.press("Allow")
        browser.wait_at(home.url)
        browser.wait_for("welcome home")
        (seen,) = app.seen
        assert f"state={state}" in seen
        token = session.fetch_token(authorization_response=app.url + seen, code_verifier=verifier, state=state)
        assert token["scope"] == "phone:read phone_call_log:read"
        me = session.get(f"{system.client.url}/v2/phone/users/me").json()
        assert me["email"] == BEN
        fresh = session.refresh_token()
        assert fresh["refresh_token"] != token["refresh_token"]
        assert session.get(f"{system.client.url}/v2/phone/users/{BEN}").json() == me
        with pytest.raises(OAuthError, match="invalid_grant"):
            session.refresh_token(refresh_token=token["refresh_token"])
        assert session.get(f"{system.client.url}/v2/phone/users/me", withhold_token=False).status_code == 401


def test_a_person_says_no(system: System, browser: Browser) -> None:
    with listening() as app:
        words = ["--redirect-uri", app.url + "/callback", "--scopes", "phone:read:admin"]
        id, secret = new_app(system, *words)
        session = client(system, id, secret, redirect_uri=app.url + "/callback")
        url, _ = session.create_authorization_url(f"{system.client.url}/oauth/authorize")
        browser.open(url)
        sign_in(browser, BEN)
        browser.wait_for("needs an administrator")
        browser.press("Sign in as somebody else")
        browser.wait_for("to go on to Call Notes")
        sign_in(browser, ADA)
        browser.wait_for("Of everyone at Example Company")
        browser.press("Deny")
        assert "error=access_denied" in browser.wait_at(app.url)
        browser.open(url)
        browser.press("Allow")
        code = browser.wait_at(app.url)
        session.fetch_token(authorization_response=code)
        assert session.get(f"{system.client.url}/v2/phone/users?page_size=1").json()["total_records"] == 12


def test_a_device_is_let_in(system: System, browser: Browser) -> None:
    (id,) = new_app(system, "--grant", "device_code", "--public", "--scopes", "phone:read")
    session = client(system, id)
    waiting = session.request(
        "POST", f"{system.client.url}/oauth/devicecode?client_id={id}", withhold_token=True
    ).json()
    browser.open(waiting["verification_uri"])
    browser.field("Code").send_keys(waiting["user_code"].lower())
    browser.press("Go on")
    browser.wait_for("Sign in")
    sign_in(browser, BEN)
    browser.wait_for(waiting["user_code"])
    browser.press("Allow")
    browser.wait_for("Call Notes is signed in")
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    session.fetch_token(grant_type=grant, device_code=waiting["device_code"])
    assert session.get(f"{system.client.url}/v2/phone/users/me").json()["email"] == BEN


def test_the_pages_keep_within_their_policy(system: System, tmp_path: Path) -> None:
    """With scripts allowed, the browser has nothing to complain of."""
    with chromium(tmp_path / "profile") as browser:
        target = "response_type=code&client_id=demo-user-client&redirect_uri=http://127.0.0.1:3000/callback"
        for path in ("device", "device?user_code=BCDF-GHJK", f"authorize?{target}", "authorize?client_id=x"):
            browser.open(f"{system.client.url}/oauth/{path}")
            style = browser.driver.execute_script("return getComputedStyle(document.querySelector('main')).maxWidth")
            assert style == "416px"
        browser.open(f"{system.client.url}/")
        browser.wait_for("This is a business phone system")
        browser.open(f"{system.client.url}/docs")
        browser.wait_for("Call Queues")
        sign_in_page = f"{system.client.url}/oauth/authorize?{target}"
        browser.open(sign_in_page)
        sign_in(browser, ADA)
        browser.wait_for("Allow Demo Dialer to act for you?")
        # The viewer would show a sign of its makers' from their computer: it is not fetched.
        assert [line for line in browser.complaints if "400" not in line and "logo-mini" not in line] == []
