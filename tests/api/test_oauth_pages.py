"""The pages on which people sign in and decide: what they refuse, and that nobody is made to decide unawares."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog
from structlog.testing import LogCapture
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tests.acme import Acme, Clock
from tests.api.consents import (
    CALLBACK,
    CHALLENGE,
    LOCAL,
    PASSWORD,
    authorize,
    code,
    people_and_apps,
    served,
)
from tests.http import Http, basic
from tests.visitor import Visitor
from trunkline.api import hosts
from trunkline.api.oauth import attempts, clients, guesses, signin
from trunkline.extensions import directory, passwords
from trunkline.store.tables import App
from trunkline.store.tenant import Tenant

pytestmark = pytest.mark.any_store

ME = "p00@acme.example"


@pytest.fixture
def http(acme: Acme, clock: Clock, tmp_path: Path) -> Http:
    acme.write(people_and_apps)
    return served(acme, clock, tmp_path)


@pytest.fixture
def visitor(http: Http) -> Visitor:
    return Visitor(http)


class TestWhatIsAsked:
    @pytest.mark.parametrize(
        "target",
        [
            authorize("nobody"),
            authorize(""),
            authorize(redirect_uri=""),
            authorize(redirect_uri="https://thief.example/"),
            authorize(redirect_uri=CALLBACK + "#x"),
            authorize(redirect_uri=CALLBACK.removesuffix("?tenant=7")),
            authorize("robot"),
            authorize() + "&client_id=crm",
            authorize() + "&redirect_uri=https://thief.example/",
            authorize() + "&state=%00",
            authorize() + "&x=%ff",
            authorize() + "&x=\xff",
        ],
    )
    def test_nobody_is_sent_to_an_address_that_is_not_known_to_be_good(self, visitor: Visitor, target: str) -> None:
        assert (visitor.get(target).status, visitor.location) == (400, "")
        assert visitor.page.links == visitor.page.forms == []

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"response_type": ""}, "unsupported_response_type"),
            ({"code_challenge": "short"}, "invalid_request"),
            ({"code_challenge": CHALLENGE + "="}, "invalid_request"),
            ({"code_challenge": CHALLENGE, "code_challenge_method": "S512"}, "invalid_request"),
            ({"code_challenge_method": "S256"}, "invalid_request"),
        ],
    )
    def test_the_app_is_told_at_its_own_address(self, visitor: Visitor, said: Any, error: str) -> None:
        visitor.get(authorize(**said))
        assert visitor.status == 302
        assert visitor.location.startswith(CALLBACK + "&")
        assert (visitor.told["error"], visitor.told["state"], visitor.told["tenant"]) == (error, "x&y=z", "7")

    def test_a_state_is_optional(self, visitor: Visitor) -> None:
        visitor.get(authorize(state="")).sign_in(ME, PASSWORD).send("allow")
        assert visitor.told.keys() == {"code", "tenant"}

    def test_an_app_that_lost_the_grant(self, visitor: Visitor, acme: Acme) -> None:
        acme.write(lambda rows: setattr(rows.edit(App, "crm"), "grants", ["account_credentials"]))
        assert visitor.get(authorize()).told["error"] == "unauthorized_client"


class TestSignIn:
    def test_then_consent_then_the_app(self, visitor: Visitor) -> None:
        visitor.get(authorize())
        assert (visitor.status, "Sign in" in visitor.page.text) == (200, True)
        visitor.sign_in(" P00@Acme.example ", PASSWORD)
        assert visitor.status == 200
        for expected in ("CRM & Co", "Person00 Smith", ME, "See your call history", "Of your own"):
            assert expected in visitor.page.text
        assert "Of everyone" not in visitor.page.text
        assert visitor.send("allow").status == 303
        assert visitor.location.startswith(CALLBACK)

    def test_it_lasts_an_hour_and_as_long_as_the_password(self, visitor: Visitor, acme: Acme, clock: Clock) -> None:
        def signed_in() -> bool:
            return "Allow" in visitor.get(authorize()).page.text

        assert not signed_in()
        visitor.sign_in(ME, PASSWORD)
        clock.now += 3599
        assert signed_in()
        clock.now += 2
        assert not signed_in()
        visitor.sign_in(ME, PASSWORD)
        assert signed_in()
        kept = passwords.hashed("another long password")
        acme.write(lambda rows: setattr(directory.known(rows, ME), "password_hash", kept))
        assert not signed_in()
        assert visitor.sign_in(ME, PASSWORD).status == 403
        visitor.sign_in(ME, "another long password")
        assert signed_in()

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            (ME, "wrong"),
            (ME, ""),
            (ME, PASSWORD + "x"),
            ("p02@acme.example", ""),  # has no password
            ("p02@acme.example", PASSWORD),
            ("nobody@acme.example", PASSWORD),
            ("p00@rival.example", PASSWORD),  # of another account
            ("", ""),
            ("x" * 5000, "y" * 5000),
        ],
    )
    def test_wrong_ones_are_told_the_same(self, visitor: Visitor, email: str, password: str) -> None:
        visitor.get(authorize()).sign_in(email, password)
        assert visitor.status == 403
        assert "The e-mail address or the password is wrong." in visitor.page.text
        assert "trunkline_person" not in visitor.cookies

    def test_a_person_can_go_back_or_be_somebody_else(self, visitor: Visitor) -> None:
        (cancel,) = visitor.get(authorize()).page.links
        assert cancel == CALLBACK + "&error=access_denied&state=x%26y%3Dz"
        visitor.sign_in(ME, PASSWORD).send("sign out", form=0)
        assert "Sign in" in visitor.page.text
        assert "Allow" not in visitor.get(authorize()).page.text

    def test_denying_is_told_the_app(self, visitor: Visitor) -> None:
        visitor.get(authorize()).sign_in(ME, PASSWORD).send("deny")
        assert (visitor.status, visitor.told["error"], visitor.told["state"]) == (303, "access_denied", "x&y=z")

    def test_letters_are_the_same_however_they_are_composed(self, visitor: Visitor, acme: Acme) -> None:
        kept = passwords.hashed("pässwörd of mine")
        acme.write(lambda rows: setattr(directory.known(rows, ME), "password_hash", kept))
        decomposed = "pa\u0308sswo\u0308rd of mine"
        assert visitor.get(authorize()).sign_in(ME, decomposed).status == 200

    @pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 1025])
    def test_passwords_that_are_none(self, password: str) -> None:
        with pytest.raises(Exception, match="password_length"):
            passwords.hashed(password)


class TestWhoMayAllow:
    def test_an_app_for_the_whole_account_takes_an_administrator(self, visitor: Visitor) -> None:
        visitor.get(authorize("archive")).sign_in(ME, PASSWORD)
        assert "needs an administrator" in visitor.page.text
        assert visitor.page.links == [CALLBACK + "&error=access_denied&state=x%26y%3Dz"]
        visitor.send("allow")
        assert (visitor.status, visitor.location) == (403, "")
        visitor.send("sign out").sign_in("p01@acme.example", PASSWORD)
        assert "Of everyone at acme" in visitor.page.text
        assert visitor.send("allow").told["code"]

    def test_who_has_signed_in_to_one_account_has_not_to_another(
        self, visitor: Visitor, acme: Acme, rival: Acme
    ) -> None:
        rival.write(people_of_the_rival)
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        assert "Allow" in visitor.page.text
        assert "Allow" not in visitor.get(authorize("rivals", redirect_uri=LOCAL)).page.text


def people_of_the_rival(rows: Tenant) -> None:
    from trunkline.api import apps

    apps.create(rows, "Rival", ["phone:read"], apps.Ways((apps.CODE,), (LOCAL,)), client_id="rivals")


class TestForms:
    def test_one_that_another_site_made_does_nothing(self, visitor: Visitor) -> None:
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        for token in ("", "x", "1.x", "9" * 12 + ".x", f"{10**11}.{'0' * 64}", "²." + "0" * 64):
            assert (visitor.send("allow", token=token).status, visitor.location) == (403, "")

    def test_one_of_another_browser_does_nothing(self, http: Http, visitor: Visitor) -> None:
        """A thief who has signed in as themselves lends their form to somebody else."""
        thief = Visitor(http).get(authorize()).sign_in("p01@acme.example", PASSWORD)
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        visitor.send("allow", token=thief.page.forms[-1]["token"])
        assert (visitor.status, visitor.location) == (403, "")

    def test_nobody_is_signed_in_as_somebody_else_unawares(self, http: Http, visitor: Visitor) -> None:
        thief = Visitor(http).get(authorize())
        visitor.get(authorize())
        visitor.send("sign in", email=ME, password=PASSWORD, token=thief.page.forms[-1]["token"])
        assert visitor.status == 403
        assert "trunkline_person" not in visitor.cookies

    def test_one_serves_its_own_page_only(self, visitor: Visitor) -> None:
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        token = visitor.page.forms[-1]["token"]
        visitor.get(authorize(state="another")).send("allow", token=token)
        assert visitor.status == 403

    def test_one_ends_after_half_an_hour(self, visitor: Visitor, clock: Clock) -> None:
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        clock.now += 1801
        assert "open for too long" in visitor.send("allow").page.text
        assert visitor.send("allow").told["code"]

    def test_a_cookie_of_ones_own_making_is_nobody(self, visitor: Visitor, acme: Acme, clock: Clock) -> None:
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        account, person, until, proof = visitor.cookies["trunkline_person"].split(".")
        for cookie in (
            f"{account}.{acme.users[1]}.{until}.{proof}",
            f"{account}.{person}.{int(until) + 1}.{proof}",
            f"{account}.{person}.{until}.",
            f"{account}.{person}.x.{proof}",
            f"{account}.{person}.{until}.\xff",
            "x",
        ):
            visitor.cookies["trunkline_person"] = cookie
            assert "Allow" not in visitor.get(authorize()).page.text

    def test_cookies_are_out_of_reach(
        self, http: Http, visitor: Visitor, acme: Acme, clock: Clock, tmp_path: Path
    ) -> None:
        visitor.get(authorize()).send("sign in", email="p00@acme.example", password=PASSWORD)
        visitor.cookies.clear()
        visitor.get(authorize())
        (browser,) = http.set_cookies
        assert {"HttpOnly", "Path=/oauth", "SameSite=lax"} <= {part.strip() for part in browser.split(";")}
        assert "Secure" not in browser
        secure = served(acme, clock, tmp_path, "https://pbx.example")
        there = Visitor(secure).get(authorize())
        (browser,) = secure.set_cookies
        assert browser.startswith("__Host-trunkline_browser=")
        assert {"HttpOnly", "Path=/", "Secure"} <= {part.strip() for part in browser.split(";")}
        assert "Allow" in there.sign_in("p00@acme.example", PASSWORD).page.text
        assert all("Secure" in said for said in secure.set_cookies)
        assert "Password" in there.send("sign out").page.text

    def test_too_large_or_unreadable(self, http: Http, visitor: Visitor) -> None:
        for body in (b"action=allow&x=" + b"y" * 70_000, b"\xff", b"a=" + b"%00"):
            assert http("POST", authorize(), body)[0] == 403


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> LogCapture:
    """What the log is told of apps."""
    lines = LogCapture()
    monkeypatch.setattr(clients, "log", structlog.wrap_logger(None, [lines], structlog.make_filtering_bound_logger(0)))
    return lines


class TestGuessing:
    def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(self, http: Http) -> None:
        """Whatever a client writes before it; and of a proxy that was not named nothing is believed."""
        http.served = ProxyHeadersMiddleware(http.served, [str(each) for each in hosts.read("192.0.2.1, 10.0.0.0/8")])

        def guess(n: int, *seen: str) -> int:
            target, said = f"/oauth/device?user_code=BCDF-{n:04}", ", ".join((f"203.0.113.{n % 250}", *seen))
            return http("GET", target, x_forwarded_for=said)[0]

        http.address = "192.0.2.1"
        assert [guess(n, "198.51.100.9", "10.0.0.1") for n in range(60)] == [400] * 50 + [429] * 10
        assert guess(60, "198.51.100.10") == 400
        http.address = "192.0.2.2"
        assert [guess(n) for n in range(60)] == [400] * 50 + [429] * 10

    def test_an_apps_secret(self, http: Http, clock: Clock, told: LogCapture) -> None:
        """Whoever guesses is slowed, and nobody at the address is shut out: an app's id is known to many."""
        asked = b"grant_type=account_credentials&account_id=acme"

        def ask(secret: str, app: str = "robot") -> tuple[int, str | None]:
            status, headers, _ = http("POST", "/oauth/token", asked, authorization=basic(app, secret))
            return status, headers.get("retry-after")

        assert {ask(f"guess {n}") for n in range(clients.OF_ONE_APP)} == {(400, None)}
        assert len(told.entries) == clients.TOLD_OF_ONE_ADDRESS
        assert told.entries[0] == {
            "event": "app refused",
            "client": "robot",
            "address": http.address,
            "log_level": "warning",
        }
        assert ask("s3cret") == (200, None)  # in its turn
        while ask("guess") == (400, None):
            pass
        assert ask("s3cret") == (429, "2")  # nor does a right one show, where too many wait
        assert ask("guess", "crm") == (400, None)  # others at that address ask on
        clock.now += clients.BETWEEN + 0.01
        assert ask("s3cret") == (200, None)
        http.address = "198.51.100.99"
        assert ask("guess") == (400, None)

    def test_who_calls_itself_much_is_told_shortly(self, http: Http, told: LogCapture) -> None:
        http("POST", "/oauth/token", f"client_id={'x' * 60_000}&client_secret=x".encode())
        (line,) = told.entries
        assert len(line["client"]) == clients.LONGEST_ID

    def test_one_persons_password(self, http: Http, visitor: Visitor, clock: Clock) -> None:
        """From one address; who guesses there keeps nobody out elsewhere."""
        for _ in range(guesses.OF_ONE_PERSON):
            assert visitor.get(authorize()).sign_in(ME, "wrong").status == 403
        visitor.get(authorize()).sign_in(ME, PASSWORD)
        assert (visitor.status, visitor.headers["retry-after"]) == (429, "901")
        assert "Too many attempts" in visitor.page.text
        assert visitor.get(authorize()).sign_in("p01@acme.example", PASSWORD).status == 200
        visitor.cookies.clear()
        http.address = "198.51.100.99"
        assert visitor.get(authorize()).sign_in(ME, PASSWORD).status == 200
        http.address = "203.0.113.99"
        clock.now += attempts.WINDOW
        visitor.cookies.clear()
        assert visitor.get(authorize()).sign_in(ME, PASSWORD).status == 200

    @pytest.mark.parametrize("email", [ME, "nobody@acme.example"])
    def test_one_persons_password_from_everywhere(
        self, http: Http, visitor: Visitor, clock: Clock, email: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Unknown ones are slowed alike. The person waits for their turn at worst."""
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)
            clock.now += 0.7 * (seconds > 0)  # others come meanwhile

        monkeypatch.setattr(signin, "sleep", sleep)
        for n in range(2 * guesses.OF_ONE_PERSON):
            http.address = f"198.51.100.{n}"
            assert visitor.get(authorize()).sign_in(email, "wrong").status == 403
        assert waited[: guesses.FEW + 1] == [0] * (guesses.FEW + 1)
        assert max(waited) > guesses.BETWEEN
        http.address = "203.0.113.200"
        assert visitor.get(authorize()).sign_in(ME, PASSWORD).status == 200

    def test_from_one_address(self) -> None:
        """Of the newer kind, a network counts as one."""
        tried = attempts.Attempts(signin.OF_ONE_ADDRESS)
        for n in range(signin.OF_ONE_ADDRESS):
            tried.begin(attempts.network(f"2001:db8::{n:x}"), 0)
        with pytest.raises(attempts.TooOften):
            tried.begin(attempts.network("2001:db8::ffff:1"), 0)
        tried.begin(attempts.network("2001:db8:0:1::1"), 0)
        tried.begin(attempts.network("192.0.2.1"), 0)
        tried.begin(attempts.network("::ffff:192.0.2.2"), 0)

    def test_the_codes_of_devices(self, http: Http, visitor: Visitor) -> None:
        for n in range(signin.OF_ONE_ADDRESS):
            assert visitor.get(f"/oauth/device?user_code=BCDF-{n:04}").status == 400
        assert visitor.get("/oauth/device?user_code=BCDF-GHJK").status == 429
        assert visitor.get(authorize()).sign_in(ME, PASSWORD).status == 429
        http.address = "203.0.113.1"
        assert visitor.get(authorize()).sign_in(ME, PASSWORD).status == 200

    def test_success_is_no_attempt(self, http: Http) -> None:
        for _ in range(guesses.OF_ONE_PERSON + 2):
            assert code(http)

    def test_what_is_remembered_is_bounded(self) -> None:
        tried = attempts.Attempts(1)
        for n in range(attempts.MOST_REMEMBERED + 10):
            tried.begin(n, 0)
        tried.begin(0, 0)  # forgotten
        with pytest.raises(attempts.TooOften):
            tried.begin(attempts.MOST_REMEMBERED + 9, 0)


class TestGuessesAtAPerson:
    """Where time is told."""

    def test_from_few_addresses_each_has_its_verdict_at_once(self) -> None:
        tried = guesses.Guesses()
        assert [tried.begin("a", ME, f"p{n % guesses.FEW}", 0) for n in range(9)] == [0] * 9

    def test_from_many_they_share_one_a_second(self) -> None:
        tried = guesses.Guesses()
        for n in range(guesses.FEW):
            tried.begin("a", ME, f"p{n}", 0)
        assert [tried.begin("a", ME, f"q{n}", 0) for n in range(11)] == [*range(11)]
        with pytest.raises(attempts.TooOften):
            tried.begin("a", ME, "r", 0)
        with pytest.raises(attempts.TooOften):
            tried.begin("a", ME, "q10", 1)  # an address has one place in line
        assert tried.begin("a", ME, "r", 1) == 10
        assert tried.begin("a", "another", "q1", 1) == 0
        assert tried.begin("a", ME, "r", 12 + attempts.WINDOW) == 0

    def test_none_of_that_is_for_where_they_sign_in(self) -> None:
        tried = guesses.Guesses()
        tried.begin("a", ME, "home", 0)
        tried.succeeded("a", ME, "home")
        for n in range(100):
            with suppress(attempts.TooOften):
                tried.begin("a", ME, f"p{n}", 0)
        assert tried.begin("a", ME, "home", 0) == 0

    def test_what_is_not_looked_at_does_not_count(self) -> None:
        tried = guesses.Guesses()
        for n in range(guesses.FEW + 11):
            tried.begin("a", ME, f"p{n}", 0)
        for _ in range(3 * guesses.OF_ONE_PERSON):
            with pytest.raises(attempts.TooOften) as refused:
                tried.begin("a", ME, "office", 0)
            assert refused.value.seconds == 1

    def test_what_is_remembered_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guesses, "SLOTS", 8)
        tried = guesses.Guesses()
        for n in range(2000):
            with suppress(attempts.TooOften):
                tried.begin("a", f"nobody{n}", f"p{n}", 0)
        held = tried._tried.values()  # pyright: ignore[reportPrivateUsage]
        assert len(held) <= 8
        assert all(len(each.times) <= guesses.MOST_PLACES for each in held)
        assert all(len(each.turns) <= 12 for each in held)


class TestPages:
    def test_they_allow_nothing_but_themselves(self, visitor: Visitor) -> None:
        visitor.get(authorize())
        policy = dict(part.strip().split(" ", 1) for part in visitor.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert policy["style-src"].startswith("'sha256-")
        assert visitor.headers["cache-control"] == "no-store"
        assert visitor.headers["referrer-policy"] == "no-referrer"
        assert visitor.headers["x-frame-options"] == "DENY"
        assert "script" not in visitor.html
        visitor.sign_in(ME, PASSWORD)
        assert "form-action 'self' https:;" in visitor.headers["content-security-policy"]

    def test_what_they_show_is_text(self, visitor: Visitor, acme: Acme) -> None:
        evil = '"><script>alert(1)</script>'
        acme.write(lambda rows: setattr(rows.edit(App, "crm"), "name", evil))
        visitor.get(authorize(state=evil, extra=evil)).sign_in(evil, evil)
        assert "<script" not in visitor.html
        assert evil in visitor.page.text
        assert visitor.page.forms[-1]["email"] == evil
        visitor.sign_in(ME, PASSWORD)
        assert "<script" not in visitor.html
        visitor.get("/oauth/device?" + urlencode({"user_code": evil}))
        assert "<script" not in visitor.html

    def test_they_lead_nowhere_else(self, visitor: Visitor) -> None:
        """The way back after signing in is the page's own address, whatever the query holds."""
        visitor.get(authorize() + "&next=//thief.example&action=//thief.example")
        assert visitor.page.actions[0].startswith("/oauth/authorize?")
        visitor.sign_in(ME, PASSWORD)
        assert all(action.startswith("/oauth/authorize?") for action in visitor.page.actions)


def test_every_page_may_do_what_it_needs_and_is_in_no_other(http: Http) -> None:
    for target in (
        "/",
        "/docs",
        "/docs/redoc.standalone.js",
        "/openapi.json",
        "/oauth/device",
        authorize(),
        authorize("nobody"),
    ):
        status, headers, body = http("GET", target)
        assert status in (200, 307, 400)
        policy = headers["content-security-policy"]
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= {*policy.split("; ")}
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        if not target.endswith(".js"):
            assert b" style=" not in body
            assert b" onclick=" not in body


def test_the_first_page_says_what_this_is_and_leads_on(http: Http) -> None:
    status, headers, body = http("GET", "/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = body.decode()
    assert "business phone system" in page
    links = set(re.findall(r'href="(/[^"]*)"', page))
    assert {"/docs", "/openapi.json", "/oauth/device"} <= links
    assert {link for link in links if http("GET", link)[0] == 404} == set()


@pytest.mark.parametrize("said", ["*", "proxy.example", "10.0.0.0/33", "127.0.0.1;::1"])
def test_a_proxy_is_named_by_its_address(said: str) -> None:
    with pytest.raises(ValueError, match="does not appear"):
        hosts.read(said)
