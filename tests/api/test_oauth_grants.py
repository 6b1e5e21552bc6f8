"""How apps get tokens because a person allows it: codes with PKCE, refresh tokens, devices; and what ends them."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import select

from tests.acme import Acme, Clock
from tests.api.consents import (
    CALLBACK,
    CHALLENGE,
    LOCAL,
    OWN,
    PASSWORD,
    VERIFIER,
    authorize,
    code,
    people_and_apps,
    served,
)
from tests.http import Http, basic
from tests.visitor import Visitor
from trunkline.api import apps
from trunkline.api.oauth import clients
from trunkline.extensions import directory
from trunkline.store.tables import App, AuditLine, AuthorizationCode, DeviceCode, Person, RefreshToken, Token
from trunkline.store.tenant import Tenant

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def http(acme: Acme, clock: Clock, tmp_path: Path) -> Http:
    acme.write(people_and_apps)
    return served(acme, clock, tmp_path)


def ask(http: Http, client: str = "crm", **form: str) -> tuple[int, Any]:
    status, headers, body = http("POST", "/oauth/token", urlencode(form).encode(), authorization=basic(client))
    assert headers["cache-control"] == "no-store"
    return status, json.loads(body)


def exchange(http: Http, given: str, client: str = "crm", **said: str) -> tuple[int, Any]:
    form = {"grant_type": "authorization_code", "code": given, "redirect_uri": CALLBACK}
    return ask(http, client, **form | said)


def refresh(http: Http, token: str, client: str = "crm") -> tuple[int, Any]:
    return ask(http, client, grant_type="refresh_token", refresh_token=token)


def tokens(http: Http, **said: str) -> Any:
    status, answer = exchange(http, code(http, **said))
    assert status == 200
    return answer


def me(http: Http, token: str) -> tuple[int, Any]:
    status, _, body = http("GET", "/v2/phone/users/me", authorization=f"Bearer {token}")
    return status, json.loads(body)


def error(answer: tuple[int, Any]) -> str:
    """The vendor's shape of an error, and nothing else in it."""
    status, said = answer
    assert (status, said.keys()) == (400, {"reason", "error"})
    return said["error"]


class TestCode:
    def test_it_gives_tokens_that_are_the_persons(self, http: Http, acme: Acme) -> None:
        answer = tokens(http)
        assert answer.pop("access_token") != answer.pop("refresh_token")
        expected = {"token_type": "bearer", "expires_in": 3600, "api_url": "http://api.example"}
        assert answer == expected | {"scope": " ".join(OWN)}
        assert me(http, tokens(http)["access_token"])[1]["id"] == acme.users[0]
        assert me(http, tokens(http, email="p01@acme.example")["access_token"])[1]["id"] == acme.users[1]

    def test_it_lives_five_minutes(self, http: Http, clock: Clock) -> None:
        late, in_time = code(http), code(http)
        clock.now += 299
        assert exchange(http, in_time)[0] == 200
        clock.now += 2
        assert error(exchange(http, late)) == "invalid_grant"

    def test_a_second_use_ends_what_the_first_gave(self, http: Http, clock: Clock) -> None:
        given = code(http)
        first = exchange(http, given)[1]
        second = refresh(http, first["refresh_token"])[1]
        bystander = tokens(http)
        assert me(http, second["access_token"])[0] == 200
        clock.now += 24 * 3600 - 3000
        assert error(exchange(http, given)) == "invalid_grant"
        assert me(http, second["access_token"]) == (401, {"code": 124, "message": "Invalid access token."})
        assert error(refresh(http, second["refresh_token"])) == "invalid_grant"
        assert refresh(http, bystander["refresh_token"])[0] == 200

    @pytest.mark.parametrize(
        ("wrong", "expected"),
        [
            ({"redirect_uri": LOCAL}, "invalid_grant"),
            ({"redirect_uri": CALLBACK + "8"}, "invalid_grant"),
            ({"redirect_uri": ""}, "invalid_request"),
            ({"given": "x"}, "invalid_grant"),
            ({"given": ""}, "invalid_request"),
            ({"client": "other"}, "invalid_grant"),
            ({"code_verifier": VERIFIER}, "invalid_grant"),  # where no challenge was made
        ],
    )
    def test_what_is_not_as_it_was_asked_for(self, http: Http, wrong: dict[str, str], expected: str) -> None:
        assert error(exchange(http, **({"given": code(http)} | wrong))) == expected

    def test_one_wrong_try_is_the_last(self, http: Http) -> None:
        given = code(http)
        assert error(exchange(http, given, redirect_uri=LOCAL)) == "invalid_grant"
        assert error(exchange(http, given)) == "invalid_grant"

    def test_another_apps_try_does_not_spend_it(self, http: Http) -> None:
        given = code(http)
        assert error(exchange(http, given, "other")) == "invalid_grant"
        assert exchange(http, given)[0] == 200

    @pytest.mark.parametrize("said", [{"code_challenge_method": "S256"}, {"code_challenge_method": "plain"}, {}])
    def test_pkce(self, http: Http, said: dict[str, str]) -> None:
        challenge = CHALLENGE if said.get("code_challenge_method") == "S256" else VERIFIER
        asked = {"code_challenge": challenge, **said}
        for verifier in ("", VERIFIER + "x", VERIFIER[:42], challenge if challenge == CHALLENGE else CHALLENGE):
            assert error(exchange(http, code(http, **asked), code_verifier=verifier)) == "invalid_grant"
        assert exchange(http, code(http, **asked), code_verifier=VERIFIER)[0] == 200

    def test_an_app_that_keeps_no_secret_has_to_use_pkce(self, http: Http) -> None:
        visitor = Visitor(http).get(authorize("cli", redirect_uri=LOCAL))
        assert (visitor.status, visitor.told["error"]) == (302, "invalid_request")
        asked = {"redirect_uri": LOCAL, "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        given = code(http, "cli", **asked)
        form = {"grant_type": "authorization_code", "code": given, "redirect_uri": LOCAL, "code_verifier": VERIFIER}
        told = form | {"client_id": "cli"}
        assert http("POST", "/oauth/token", urlencode(told | {"client_secret": "guess"}).encode())[0] == 400
        status, _, body = http("POST", "/oauth/token", urlencode(told).encode())
        assert status == 200
        again = {"grant_type": "refresh_token", "refresh_token": json.loads(body)["refresh_token"], "client_id": "cli"}
        assert http("POST", "/oauth/token", urlencode(again).encode())[0] == 200


class TestRefreshToken:
    def test_it_gives_new_tokens_each_time(self, http: Http, clock: Clock) -> None:
        first = tokens(http)
        clock.now += 3601
        assert me(http, first["access_token"]) == (401, {"code": 124, "message": "Access token is expired."})
        second = refresh(http, first["refresh_token"])[1]
        assert second["refresh_token"] != first["refresh_token"]
        assert me(http, second["access_token"])[0] == 200

    def test_it_lives_ninety_days_from_its_making(self, http: Http, clock: Clock) -> None:
        token, other = tokens(http)["refresh_token"], tokens(http)["refresh_token"]
        for _ in range(3):
            clock.now += 89 * 24 * 3600
            status, answer = refresh(http, token)
            assert status == 200
            token = answer["refresh_token"]
        assert error(refresh(http, other)) == "invalid_grant"
        clock.now += 90 * 24 * 3600 + 1
        assert error(refresh(http, token)) == "invalid_grant"

    def test_a_spent_one_ends_the_family(self, http: Http) -> None:
        first = tokens(http)
        second = refresh(http, first["refresh_token"])[1]
        third = refresh(http, second["refresh_token"])[1]
        assert me(http, third["access_token"])[0] == 200
        assert error(refresh(http, first["refresh_token"])) == "invalid_grant"
        for each in (first, second, third):
            assert me(http, each["access_token"])[0] == 401
            assert error(refresh(http, each["refresh_token"])) == "invalid_grant"

    def test_of_many_at_once_one_is_the_first(self, http: Http, acme: Acme, clock: Clock, tmp_path: Path) -> None:
        token = tokens(http)["refresh_token"]
        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(lambda _: refresh(http, token), range(6)))
        assert sorted(status for status, _ in answers)[:2] == [200, 400]
        won = next(answer for status, answer in answers if status == 200)
        assert error(refresh(http, won["refresh_token"])) == "invalid_grant"  # and none of them has anything left
        clock.now += 2
        assert me(http, won["access_token"])[0] == 401

    def test_use_and_replay_at_once_leave_nothing(self, http: Http) -> None:
        for _ in range(5):
            spent = tokens(http)["refresh_token"]
            fresh = refresh(http, spent)[1]["refresh_token"]
            with ThreadPoolExecutor(6) as threads:
                answers = list(threads.map(lambda token: refresh(http, token), [fresh, spent] * 3))
            assert {status for status, _ in answers} <= {200, 400}
            for answer in (answer for status, answer in answers if status == 200):
                assert error(refresh(http, answer["refresh_token"])) == "invalid_grant"

    def test_it_is_its_apps_alone(self, http: Http) -> None:
        token = tokens(http)["refresh_token"]
        assert error(refresh(http, token, "other")) == "invalid_grant"
        assert refresh(http, token)[0] == 200
        assert error(ask(http, grant_type="refresh_token")) == "invalid_request"

    def test_an_app_gets_no_more_than_was_allowed(self, http: Http, acme: Acme) -> None:
        token = tokens(http)["refresh_token"]

        def change(rows: Tenant) -> None:
            rows.edit(App, "crm").scopes = ["phone:read", "phone:write"]

        acme.write(change)
        assert refresh(http, token)[1]["scope"] == "phone:read"

    def test_revoking_it_ends_the_family(self, http: Http) -> None:
        first, bystander = tokens(http), tokens(http)
        second = refresh(http, first["refresh_token"])[1]
        assert me(http, second["access_token"])[0] == 200
        form = urlencode({"token": second["refresh_token"]}).encode()
        assert http("POST", "/oauth/revoke", form, authorization=basic("other"))[0] == 200
        assert me(http, second["access_token"])[0] == 200
        assert http("POST", "/oauth/revoke", form, authorization=basic())[0] == 200
        assert me(http, second["access_token"])[0] == 401
        assert error(refresh(http, second["refresh_token"])) == "invalid_grant"
        assert me(http, bystander["access_token"])[0] == 200

    def test_revoking_an_access_token_ends_that_alone(self, http: Http) -> None:
        first = tokens(http)
        form = urlencode({"token": first["access_token"]}).encode()
        http("POST", "/oauth/revoke", form, authorization=basic())
        assert me(http, first["access_token"])[0] == 401
        assert refresh(http, first["refresh_token"])[0] == 200


def device(http: Http, client: str = "crm") -> Any:
    status, _, body = http("POST", f"/oauth/devicecode?client_id={client}")
    assert status == 200
    return json.loads(body)


def poll(http: Http, waiting: Any, client: str = "crm") -> tuple[int, Any]:
    return ask(http, client, grant_type=DEVICE_GRANT, device_code=waiting["device_code"])


class TestDevice:
    def test_it_waits_until_somebody_lets_it_in(self, http: Http, clock: Clock, acme: Acme) -> None:
        waiting = device(http)
        page = "http://api.example/oauth/device"
        assert (waiting["verification_uri"], waiting["interval"], waiting["expires_in"]) == (page, 5, 900)
        assert waiting["verification_uri_complete"] == f"{page}?user_code={waiting['user_code']}"
        assert error(poll(http, waiting)) == "authorization_pending"
        typed = waiting["user_code"].lower().replace("-", " ")
        visitor = Visitor(http).get("/oauth/device")
        assert visitor.page.actions == ["/oauth/device"]
        visitor.get(f"/oauth/device?user_code={quote(typed)}").sign_in("p00@acme.example", PASSWORD)
        assert waiting["user_code"] in visitor.page.text
        assert "CRM & Co is signed in" in visitor.send("allow").page.text
        clock.now += 5
        answer = poll(http, waiting)[1]
        assert me(http, answer["access_token"])[1]["id"] == acme.users[0]
        assert refresh(http, answer["refresh_token"])[0] == 200
        assert error(poll(http, waiting)) == "invalid_grant"

    def test_it_is_told_to_slow_down(self, http: Http, clock: Clock) -> None:
        waiting = device(http)
        assert error(poll(http, waiting)) == "authorization_pending"
        clock.now += 4
        assert error(poll(http, waiting)) == "slow_down"
        clock.now += 9
        assert error(poll(http, waiting)) == "slow_down"
        clock.now += 15
        assert error(poll(http, waiting)) == "authorization_pending"

    def test_it_is_turned_away(self, http: Http, clock: Clock) -> None:
        waiting = device(http)
        visitor = Visitor(http).get(f"/oauth/device?user_code={waiting['user_code']}")
        visitor.sign_in("p00@acme.example", PASSWORD).send("deny")
        assert "turned away" in visitor.page.text
        assert error(poll(http, waiting)) == "access_denied"
        assert error(poll(http, waiting)) == "invalid_grant"

    def test_its_code_ends(self, http: Http, clock: Clock) -> None:
        waiting = device(http)
        clock.now += 900
        assert error(poll(http, waiting)) == "expired_token"
        visitor = Visitor(http).get(f"/oauth/device?user_code={waiting['user_code']}")
        assert (visitor.status, visitor.page.actions) == (400, ["/oauth/device"])

    def test_one_that_ends_while_somebody_decides(self, http: Http, clock: Clock) -> None:
        waiting = device(http)
        visitor = Visitor(http).get(f"/oauth/device?user_code={waiting['user_code']}")
        visitor.sign_in("p00@acme.example", PASSWORD)
        clock.now += 900
        assert "is signed in" not in visitor.send("allow").page.text
        assert error(poll(http, waiting)) == "expired_token"

    @pytest.mark.parametrize("client", ["robot", "nobody", ""])
    def test_apps_that_may_not(self, http: Http, client: str) -> None:
        status, _, body = http("POST", f"/oauth/devicecode?client_id={client}")
        assert error((status, json.loads(body))) == ("unauthorized_client" if client == "robot" else "invalid_client")

    def test_another_apps_code_is_unknown(self, http: Http) -> None:
        assert error(poll(http, device(http), "other")) == "invalid_grant"
        assert error(ask(http, grant_type=DEVICE_GRANT)) == "invalid_request"

    def test_one_address_gets_only_so_many(self, http: Http) -> None:
        for _ in range(clients.DEVICES_OF_ONE_ADDRESS):
            device(http)
        status, _, body = http("POST", "/oauth/devicecode?client_id=crm")
        assert (status, json.loads(body)["error"]) == (429, "slow_down")

    def test_a_wrong_secret_is_refused(self, http: Http) -> None:
        target = "/oauth/devicecode?client_id=crm"
        assert http("POST", target, authorization=basic())[0] == 200
        assert http("POST", target, authorization=basic(secret="x"))[0] == 400  # noqa: S106


class TestClientCredentials:
    def test_they_reach_nothing_of_an_account(self, http: Http) -> None:
        status, answer = ask(http, "archive", grant_type="client_credentials")
        assert (status, answer["scope"]) == (200, "")
        assert "refresh_token" not in answer
        status, _, body = http("GET", "/v2/phone/users", authorization=f"Bearer {answer['access_token']}")
        assert (status, json.loads(body)["code"]) == (400, 4711)


@pytest.mark.parametrize("grant", ["authorization_code", "client_credentials", DEVICE_GRANT])
def test_an_app_uses_its_own_grants_alone(http: Http, grant: str) -> None:
    assert error(ask(http, "robot", grant_type=grant, code="x", device_code="x")) == "unauthorized_client"


def test_what_a_person_may_is_asked_when_a_token_is_used(http: Http, acme: Acme, clock: Clock) -> None:
    given = code(http, "archive", "p01@acme.example")
    token = exchange(http, given, "archive")[1]["access_token"]

    def users() -> int:
        return http("GET", "/v2/phone/users", authorization=f"Bearer {token}")[0]

    assert users() == 200
    acme.write(lambda rows: setattr(directory.known(rows, "p01@acme.example"), "admin", False))
    clock.now += 2
    assert users() == 400


def test_what_hangs_on_a_person_goes_with_them(http: Http, acme: Acme, clock: Clock) -> None:
    answer, waiting, pending = tokens(http), device(http), code(http)
    Visitor(http).get(f"/oauth/device?user_code={waiting['user_code']}").sign_in("p00@acme.example", PASSWORD).send(
        "allow"
    )
    acme.write(lambda rows: directory.remove(rows, "p00@acme.example"))
    clock.now += 2
    assert me(http, answer["access_token"])[0] == 401
    for refused in (refresh(http, answer["refresh_token"]), poll(http, waiting), exchange(http, pending)):
        assert error(refused) == "invalid_grant"


def test_a_new_secret_ends_what_people_allowed_too(http: Http, acme: Acme, clock: Clock) -> None:
    answer = tokens(http)
    fresh = acme.write(lambda rows: apps.rotate(rows, "crm")).secret
    clock.now += 2
    assert me(http, answer["access_token"])[0] == 401
    form = urlencode({"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}).encode()
    status, _, body = http("POST", "/oauth/token", form, authorization=basic(secret=fresh))
    assert error((status, json.loads(body))) == "invalid_grant"


def test_only_hashes_are_kept_and_a_consent_is_on_record(http: Http, acme: Acme) -> None:
    secrets = [code(http), device(http)["device_code"], *map(tokens(http).get, ("access_token", "refresh_token"))]

    def look(session: Any) -> list[Any]:
        kinds = Token, RefreshToken, AuthorizationCode, DeviceCode, Person
        return [row for kind in kinds for row in session.scalars(select(kind))]

    said = str([vars(row) for row in acme.store.read_any(look)])
    assert all(secret not in said for secret in [*secrets, PASSWORD])
    lines = acme.store.read(acme.id, lambda rows: rows.find(AuditLine, AuditLine.operation == "oauth_authorize"))
    assert {(line.app_id, line.person_id) for line in lines} == {("crm", acme.users[0])}


class TestApps:
    @pytest.mark.parametrize(
        "uri",
        [
            "http://crm.example/callback",
            "javascript:alert(1)",
            "data:text/html,x",
            "/callback",
            "//crm.example",
            "https:///callback",
            "https://crm.example/#x",
            "https://crm.example/a b",
            "https://crm.example/\r\nx",
            "https://crm.exämple/",
            "http://[",
            "",
        ],
    )
    def test_addresses_that_codes_must_not_go_to(self, acme: Acme, uri: str) -> None:
        with pytest.raises(Exception, match="redirect_uri_invalid"):
            acme.write(lambda rows: apps.create(rows, "x", OWN, apps.Ways((apps.CODE,), (uri,))))

    @pytest.mark.parametrize("uri", [CALLBACK, LOCAL, "http://localhost/", "http://[::1]:8/", "com.example.app:/cb"])
    def test_addresses_that_they_may(self, acme: Acme, uri: str) -> None:
        acme.write(lambda rows: apps.create(rows, "x", OWN, apps.Ways((apps.CODE,), (uri,))))

    @pytest.mark.parametrize(
        ("ways", "refused"),
        [
            (apps.Ways((apps.CODE,)), "redirect_uri_missing"),
            (apps.Ways((apps.ACCOUNT,), (LOCAL,)), "redirect_uri_without_grant"),
            (apps.Ways((apps.ACCOUNT,), public=True), "grant_needs_secret"),
            (apps.Ways((apps.DEVICE, apps.OWN), public=True), "grant_needs_secret"),
        ],
    )
    def test_ways_that_do_not_fit(self, acme: Acme, ways: apps.Ways, refused: str) -> None:
        with pytest.raises(Exception, match=refused):
            acme.write(lambda rows: apps.create(rows, "x", OWN, ways))

    def test_a_public_one_has_no_secret_to_change(self, acme: Acme) -> None:
        acme.write(people_and_apps)
        with pytest.raises(Exception, match="app_has_no_secret"):
            acme.write(lambda rows: apps.rotate(rows, "cli"))
