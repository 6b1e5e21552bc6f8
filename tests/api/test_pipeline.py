"""What every operation has from the pipeline: tokens, limits, ids, pages, one commit."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.acme import Acme, Clock
from tests.caller import Caller
from trunkline.api.limits import DAY, PLANS, Limiter
from trunkline.store.tables import AuditLine, OutboxEvent, Subscription
from trunkline.store.tenant import Tenant


def limited(call: Caller, plan: str) -> Caller:
    call.api._limiter = Limiter(PLANS[plan])  # pyright: ignore[reportPrivateUsage]
    return call


def test_every_answer_is_named(call: Caller) -> None:
    ids = {call("GET", "/sites").headers["x-zm-trackingid"], call("GET", "/nothing").headers["x-zm-trackingid"]}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("plan", "path", "most"),
    [("pro", "/users", 10), ("business", "/users", 20), ("pro", "/sites/x", 20), ("business", "/call_history", 10)],
)
def test_so_many_requests_a_second(call: Caller, plan: str, path: str, most: int) -> None:
    call = limited(call, plan)
    left = [call("GET", path).headers["x-ratelimit-remaining"] for _ in range(most)]
    assert left == [str(n) for n in reversed(range(most))]
    refused = call.by("other app")("GET", path)  # apps share what their account has
    assert refused.status == 429
    assert refused.json["message"] == (
        "You have reached the maximum per-second rate limit for this API. Try again later."
    )
    assert refused.headers["x-ratelimit-type"] == "QPS"


def test_the_limits_of_an_account_are_its_own(call: Caller, rival: Acme) -> None:
    call = limited(call, "business")
    for _ in range(20):
        call("GET", "/users")
    assert call("GET", "/users").status == 429
    assert call.by("rival")("GET", "/users").status == 200


def test_heavy_requests_have_a_daily_limit_too(call: Caller, clock: Clock) -> None:
    call = limited(call, "business")
    limiter = call.api._limiter  # pyright: ignore[reportPrivateUsage]
    for n in range(30_000):
        limiter.take("acme", "HEAVY", clock.now + n / 10 % 1000, {})
        if n % 10 == 9:
            clock.now += 1
    refused = call("GET", "/call_history")
    assert refused.refused == "rate_limited_daily"
    assert refused.headers["x-ratelimit-type"] == "Daily-limit"
    assert refused.headers["x-ratelimit-category"] == "Heavy"
    assert refused.headers["retry-after"] == "2026-05-29T00:00:00Z"
    assert call("GET", "/users").status == 200
    clock.now += DAY
    assert call("GET", "/call_history").status == 200


def test_resource_intensive_requests_are_counted_by_the_minute() -> None:
    limiter, headers = Limiter(PLANS["pro"]), dict[str, str]()
    for second in range(5):
        limiter.take("acme", "RESOURCE_INTENSIVE", 600.0 + second, headers)
    assert headers["x-ratelimit-category"] == "Resource-intensive"
    with pytest.raises(Exception, match="rate_limited"):
        limiter.take("acme", "RESOURCE_INTENSIVE", 659.0, headers)
    limiter.take("acme", "RESOURCE_INTENSIVE", 660.0, headers)


class TestPages:
    def walk(self, call: Caller, path: str) -> list[Any]:
        pages, token = list[Any](), "first"
        while token:
            more = "" if token == "first" else f"&next_page_token={token}"  # noqa: S105
            answer = call("GET", f"{path}{more}").json
            pages.append(answer)
            token = answer["next_page_token"]
        return pages

    def test_show_everyone_once(self, call: Caller, acme: Acme) -> None:
        pages = self.walk(call, "/users?page_size=10")
        assert [len(page["users"]) for page in pages] == [10, 10, 10, 5]
        assert [user["id"] for page in pages for user in page["users"]] == acme.users
        assert {page["total_records"] for page in pages} == {35}

    def test_keep_their_filter(self, call: Caller) -> None:
        pages = self.walk(call, "/users?page_size=5&department=Sales")
        assert {user["department"] for page in pages for user in page["users"]} == {"Sales"}

    def test_do_not_repeat_or_miss_when_someone_goes(self, call: Caller, acme: Acme) -> None:
        from trunkline.extensions import directory

        first = call("GET", "/users?page_size=10").json
        acme.write(lambda rows: directory.remove(rows, "p03@acme.example"))
        second = call("GET", f"/users?page_size=10&next_page_token={first['next_page_token']}").json
        assert [user["id"] for user in second["users"]] == acme.users[10:20]

    @pytest.mark.parametrize(
        "misuse",
        [
            lambda call, clock, token: call("GET", f"/sites?page_size=1&next_page_token={token}x"),
            lambda call, clock, token: call("GET", f"/numbers?page_size=1&next_page_token={token}"),
            lambda call, clock, token: call.by("other app")("GET", f"/sites?page_size=1&next_page_token={token}"),
            lambda call, clock, token: call.by("rival")("GET", f"/sites?page_size=1&next_page_token={token}"),
        ],
        ids=["bent", "another list", "another app", "another account"],
    )
    def test_are_bound_to_their_query_and_caller(self, call: Caller, clock: Clock, rival: Acme, misuse: Any) -> None:
        token = call("GET", "/sites?page_size=1").json["next_page_token"]
        answer = misuse(call, clock, token)
        assert (answer.status, answer.json["code"]) == (400, 300)
        assert answer.refused == "page_token_invalid"
        assert call("GET", f"/sites?page_size=2&next_page_token={token}").status == 200

    def test_live_for_fifteen_minutes(self, call: Caller, clock: Clock) -> None:
        token = call("GET", "/sites?page_size=1").json["next_page_token"]
        clock.now += 15 * 60 - 1
        assert call("GET", f"/sites?page_size=1&next_page_token={token}").status == 200
        clock.now += 2
        assert call("GET", f"/sites?page_size=1&next_page_token={token}").refused == "page_token_invalid"


class TestOneCommit:
    def test_a_change_leaves_an_audit_line(self, call: Caller, acme: Acme) -> None:
        call("PATCH", f"/users/{acme.users[1]}", {"extension_number": "3001"})
        line = acme.store.read(acme.id, lambda rows: rows.find(AuditLine))[0]
        assert (line.app_id, line.operation, line.path) == ("terraform", "update_user", {"user_id": acme.users[1]})

    def test_a_refused_change_leaves_nothing(self, call: Caller, acme: Acme) -> None:
        body = {"site_id": acme.branch, "extension_number": "1000"}
        assert call("PATCH", f"/users/{acme.users[1]}", body).refused == "extension_number_range"
        body["extension_number"] = "7199"
        assert call("PATCH", f"/users/{acme.users[1]}", body).refused is None
        assert call("PATCH", f"/users/{acme.users[2]}", body).refused == "extension_number_taken"
        assert call("GET", f"/users/{acme.users[2]}").json["site_id"] == acme.main
        assert len(acme.store.read(acme.id, lambda rows: rows.find(AuditLine))) == 1

    def test_a_change_makes_a_new_version_of_the_configuration(self, call: Caller, acme: Acme) -> None:
        def version() -> int:
            return acme.store.read(acme.id, lambda rows: rows.account().config_version)

        before = version()
        call("GET", "/users")
        assert version() == before
        call("PATCH", f"/users/{acme.users[1]}", {"extension_number": "3001"})
        assert version() == before + 1
        call("PATCH", f"/users/{acme.users[1]}", {})
        assert version() == before + 1

    def test_an_event_is_written_if_someone_wants_it(self, call: Caller, acme: Acme) -> None:
        def events() -> list[Any]:
            return acme.store.read_any(lambda session: list(session.scalars(select(OutboxEvent))))

        body = {"display_name": "Door", "mac_address": "0a0b0c0d0e0f", "type": "other", "site_id": acme.main}
        call("POST", "/devices", body)
        assert events() == []

        def subscribe(rows: Tenant) -> None:
            rows.add(Subscription(app_id="acme-app", event="phone.generic_device_provision"))

        acme.write(subscribe)
        device = call("POST", "/devices", body | {"mac_address": "0a0b0c0d0e10"}).json["id"]
        assert call("POST", "/devices", body).refused == "mac_address_taken"
        (event,) = events()
        assert event.event == "phone.generic_device_provision"
        assert event.payload["account_id"] == "acme"
        assert event.payload["object"]["id"] == device
        assert "password" not in str(event.payload)
