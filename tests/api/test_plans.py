"""Calling plans: bought by the owner, taken by extensions, counted for everybody."""

import threading
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from trunkline.extensions import calling_plans, directory, licences, people
from trunkline.problems import Refusal

UNLIMITED, METERED, SELECT = 200, 100, 1000


def counted(call: Caller, type: int) -> tuple[int, int, int]:
    """What was bought of a plan, is assigned, and is left."""
    (plan,) = [plan for plan in call("GET", "/calling_plans").json["calling_plans"] if plan["type"] == type]
    return plan["subscribed"], plan["assigned"], plan["available"]


def plans_of(call: Caller, user: str) -> list[int]:
    return [plan["type"] for plan in call("GET", f"/users/{user}").json["calling_plans"]]


def test_the_ledger_is_what_was_bought_and_what_is_taken(call: Caller) -> None:
    listed = call("GET", "/calling_plans").json["calling_plans"]
    assert [plan["type"] for plan in listed] == [100, 200, 600, 1000, 3000]
    assert [plan["name"] for plan in listed][1:] == [
        "US/CA Unlimited Calling Plan",
        "Beta Calling Plan",
        "Global Select Calling Plan",
        "Pro",
    ]
    assert counted(call, UNLIMITED) == (40, 35, 5)
    assert call("GET", "/plans").json["calling_plans"] == listed


def test_each_account_has_its_own(call: Caller, rival: Acme) -> None:
    rival.write(lambda rows: licences.buy(rows, "JP Metered", 7))
    assert counted(call.by("rival"), 107) == (7, 0, 7)
    assert 107 not in [plan["type"] for plan in call("GET", "/calling_plans").json["calling_plans"]]


def test_numbers_are_counted_as_they_are_there(call: Caller, acme: Acme) -> None:
    body = {"carrier": "C", "phone_numbers": ["+18005550100"], "site_id": acme.main}
    assert call("POST", "/byoc_numbers", body).status == 201
    assert call("GET", "/plans").json["phone_numbers"] == [
        {"assigned": 2, "available": 3, "name": "BYOC Phone Numbers", "subscribed": 5},
        {"assigned": 0, "available": 1, "name": "BYOC Toll-Free Phone Numbers", "subscribed": 1},
    ]
    assert call.by("rival")("GET", "/plans").json["phone_numbers"] == []


def test_a_plan_is_given_and_taken(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[3]}/calling_plans"
    body = {"calling_plans": [{"type": METERED}, {"type": SELECT}, {"type": METERED}]}
    assert call("POST", path, body).status == 200
    assert plans_of(call, acme.users[3]) == [METERED, UNLIMITED, SELECT]
    assert (counted(call, METERED), counted(call, SELECT)) == ((3, 1, 2), (1, 1, 0))
    assert call("POST", path, body).status == 200
    assert counted(call, METERED) == (3, 1, 2)
    listed = call("GET", "/users?keyword=Person03").json["users"][0]["calling_plans"]
    assert {"name": "Global Select Calling Plan", "type": SELECT} in listed
    assert call("DELETE", f"{path}/{SELECT}").status == 204
    assert counted(call, SELECT) == (1, 0, 1)
    assert call("DELETE", f"{path}/{SELECT}").refused == "calling_plan_not_assigned"


def test_when_one_cannot_be_given_none_is(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[3]}/calling_plans"
    assert call("POST", path, {"calling_plans": [{"type": METERED}, {"type": 600}]}).refused == "licences_used_up"
    assert call("POST", path, {"calling_plans": [{"type": METERED}, {"type": 101}]}).refused == "calling_plan_missing"
    assert plans_of(call, acme.users[3]) == [UNLIMITED]
    assert counted(call, METERED) == (3, 0, 3)


@pytest.mark.parametrize("plan", [{}, {"type": 3000, "billing_subscription_id": "x"}])
def test_a_plan_is_named_by_its_code_and_by_nothing_else(call: Caller, acme: Acme, plan: dict[str, Any]) -> None:
    path = f"/users/{acme.users[3]}/calling_plans"
    assert call("POST", path, {"calling_plans": [plan]}).refused == "field_invalid"
    answer = call("PUT", path, {"source_type": 200, "target_type": 3000, "target_billing_subscription_id": "x"})
    assert [fault["field"] for fault in answer.json["errors"]] == ["target_billing_subscription_id"]


@pytest.mark.parametrize("said", ["9999", "Pro", "²00", "3000?billing_account_id=x"])
def test_what_is_no_plan_cannot_be_taken_away(call: Caller, acme: Acme, said: str) -> None:
    assert call("DELETE", f"/users/{acme.users[3]}/calling_plans/{said}").refused == "field_invalid"


def test_plans_are_exchanged(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[3]}/calling_plans"
    assert call("PUT", path, {"source_type": UNLIMITED, "target_type": METERED}).status == 204
    assert plans_of(call, acme.users[3]) == [METERED]
    assert (counted(call, UNLIMITED), counted(call, METERED)) == ((40, 34, 6), (3, 1, 2))


def test_an_exchange_that_fails_leaves_the_old_plan(call: Caller, acme: Acme) -> None:
    body = {"source_type": UNLIMITED, "target_type": 600}
    assert call("PUT", f"/users/{acme.users[3]}/calling_plans", body).refused == "licences_used_up"
    assert plans_of(call, acme.users[3]) == [UNLIMITED]


def test_the_last_licence_is_exchanged_for_itself(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[3]}/calling_plans"
    assert call("POST", path, {"calling_plans": [{"type": SELECT}]}).status == 200
    assert call("PUT", path, {"source_type": SELECT, "target_type": SELECT}).status == 204
    assert counted(call, SELECT) == (1, 1, 0)


def test_whoever_leaves_gives_the_licence_back(call: Caller, acme: Acme) -> None:
    acme.write(lambda rows: directory.remove(rows, "p03@acme.example"))
    assert counted(call, UNLIMITED) == (40, 34, 6)


class TestManyAtOnce:
    def wish(self, acme: Acme, n: int, *plans: str) -> dict[str, Any]:
        said = {"email": acme.spare[n], "extension_number": str(3000 + n), "site_name": "Main Site"}
        return said | {"calling_plans": [*plans]}

    @pytest.mark.parametrize("plan", ["AU/NZ Metered", "101", "Beta", "Gold"])
    def test_a_plan_that_is_missing_or_used_up_is_a_fault_of_its_field(
        self, call: Caller, acme: Acme, plan: str
    ) -> None:
        answer = call("POST", "/users/batch", {"users": [self.wish(acme, 0, "Pro", plan)]})
        assert [fault["field"] for fault in answer.json["errors"]] == ["users.0.calling_plans.1"]

    def test_licences_can_run_out_within_a_batch(self, call: Caller, acme: Acme) -> None:
        wishes = [self.wish(acme, n, "Global Select") for n in range(2)]
        answer = call("POST", "/users/batch", {"users": wishes})
        assert [fault["field"] for fault in answer.json["errors"]] == ["users.1.calling_plans"]
        assert counted(call, SELECT) == (1, 0, 1)
        assert call("POST", "/users/batch", {"users": wishes[:1]}).status == 201
        assert counted(call, SELECT) == (1, 1, 0)


def test_two_at_the_same_time_cannot_have_the_last_licence(acme: Acme) -> None:
    """Whichever comes second waits, and then finds none: on PostgreSQL both transactions are open at once."""
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def take(user: str) -> None:
        def job(rows: Any) -> None:
            found = people.user(rows, user, to_change=True)
            if acme.store._readers:  # pyright: ignore[reportPrivateUsage]
                ready.wait(10)
            calling_plans.enrol(rows, found, [SELECT])

        try:
            acme.write(job)
            outcomes.append("enrolled")
        except Refusal as refusal:
            outcomes.append(refusal.key)

    threads = [threading.Thread(target=take, args=(user,)) for user in acme.users[3:5]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["enrolled", "licences_used_up"]


class TestTheOwner:
    def test_buys_more(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: licences.buy(rows, "200", 50))
        acme.write(lambda rows: licences.buy(rows, "uk/ireland metered", 2, "London"))
        assert counted(call, UNLIMITED) == (50, 35, 15)
        (london,) = [plan for plan in call("GET", "/calling_plans").json["calling_plans"] if plan["type"] == 102]
        assert london["name"] == "London"
        assert call("POST", f"/users/{acme.users[3]}/calling_plans", {"calling_plans": [{"type": 102}]}).status == 200
        named = call("GET", "/users?keyword=Person03").json["users"][0]["calling_plans"]
        assert {"name": "London", "type": 102} in named

    @pytest.mark.parametrize(
        ("count", "key"), [(34, "licences_in_use"), (-1, "licences_limit"), (10**9, "licences_limit")]
    )
    def test_cannot_give_back_what_is_in_use(self, acme: Acme, count: int, key: str) -> None:
        with pytest.raises(Refusal, match=key):
            acme.write(lambda rows: licences.buy(rows, "200", count))
        acme.write(lambda rows: licences.buy(rows, "200", 35))

    def test_gives_back_a_plan_that_nobody_has(self, call: Caller, acme: Acme) -> None:
        for plan, key in (
            ("200", "licences_in_use"),
            ("101", "calling_plan_missing"),
            ("Gold", "calling_plan_unknown"),
        ):
            with pytest.raises(Refusal, match=key):
                acme.write(lambda rows, plan=plan: licences.give_back(rows, plan))
        acme.write(lambda rows: licences.give_back(rows, "Pro"))
        path = f"/users/{acme.users[3]}/calling_plans"
        assert call("POST", path, {"calling_plans": [{"type": 3000}]}).refused == "calling_plan_missing"

    @pytest.mark.parametrize(
        ("country", "plans"), [("GB", [102, 202, 3000]), ("jp", [107, 207, 3000]), ("FR", [1000, 1001, 3000])]
    )
    def test_begins_with_the_plans_of_the_country(self, acme: Acme, country: str, plans: list[int]) -> None:
        def fresh(rows: Any) -> list[int]:
            for code in ("100", "600", "1000", "3000"):
                licences.give_back(rows, code)
            licences.begin(rows, country)
            return [entry.code for entry in licences.listed(rows) if entry.assigned == 0]

        assert acme.write(fresh) == plans


def test_a_number_that_rings_nobody_any_more_is_available(call: Caller, acme: Acme) -> None:
    """A number that rings somebody is assigned until it does not any more."""
    path = f"/users/{acme.users[0]}/phone_numbers"
    for number in NUMBERS[:2]:
        assert call("DELETE", f"{path}/{number}").status == 204
    assert call("GET", "/plans").json["phone_numbers"][0]["assigned"] == 0
