"""What becomes of numbers in the account: what they can do, where they belong, and how they leave it."""

from typing import Any

import pytest

from tests.acme import NUMBERS, Acme, Clock
from tests.caller import Caller
from trunkline.extensions import phone_numbers
from trunkline.plan import Plans
from trunkline.store.tables import AutoReceptionist, PhoneNumber

NOBODYS = NUMBERS[2:]


def every(call: Caller, query: str = "") -> dict[str, Any]:
    return {each["number"]: each for each in call("GET", f"/numbers?{query}").json["phone_numbers"]}


class TestLeaving:
    def test_numbers_that_nobody_has_are_deleted(self, call: Caller, acme: Acme) -> None:
        said = f"{acme.numbers[2]},{NOBODYS[1].lstrip('+')}"
        assert call("DELETE", f"/numbers?phone_numbers={said}&phone_numbers=%2B{NOBODYS[2][1:]}").status == 204
        assert [*every(call)] == NUMBERS[:2]
        assert call("GET", f"/numbers/{acme.numbers[2]}").refused == "phone_number_unknown"

    def test_they_can_come_back_to_any_account(self, call: Caller, acme: Acme, rival: Acme) -> None:
        assert call("DELETE", f"/numbers?phone_numbers={acme.numbers[2]}").status == 204
        body = {"carrier": "BT", "phone_numbers": [NOBODYS[0]], "site_id": rival.main}
        assert call.by("rival")("POST", "/byoc_numbers", body).status == 201

    @pytest.mark.parametrize("spoilt", ["phone_number_assigned", "phone_number_unknown"])
    def test_one_that_cannot_go_keeps_all(self, call: Caller, acme: Acme, spoilt: str) -> None:
        other = acme.numbers[0] if spoilt == "phone_number_assigned" else "+14085559999"
        assert call("DELETE", f"/numbers?phone_numbers={acme.numbers[2]},{other}").refused == spoilt
        assert len(every(call)) == 5

    def test_twenty_at_most(self, call: Caller) -> None:
        answer = call("DELETE", f"/numbers?phone_numbers={','.join(NOBODYS * 7)}")
        assert [fault["field"] for fault in answer.json["errors"]] == ["phone_numbers"]
        assert call("DELETE", f"/numbers?phone_numbers={','.join(NOBODYS[:2] * 10)}").status == 204
        assert len(every(call)) == 3

    def test_which_ones_must_be_said(self, call: Caller) -> None:
        assert call("DELETE", "/numbers").refused == "invalid"


class TestMoving:
    def test_unassigned_numbers_move_to_a_site(self, call: Caller, acme: Acme) -> None:
        body = {"phone_numbers": [acme.numbers[2], NOBODYS[1]]}
        assert call("PATCH", f"/numbers/sites/{acme.branch}", body).status == 204
        assert [*every(call, f"site_id={acme.branch}")] == NOBODYS[:2]
        assert every(call)[NOBODYS[0]]["site"] == {"id": acme.branch, "name": "Branch"}

    def test_one_that_rings_somebody_stays_and_so_do_the_others(self, call: Caller, acme: Acme) -> None:
        body = {"phone_numbers": [acme.numbers[2], acme.numbers[0]]}
        assert call("PATCH", f"/numbers/sites/{acme.branch}", body).refused == "phone_number_assigned"
        assert every(call, f"site_id={acme.branch}") == {}

    def test_twenty_at_most(self, call: Caller, acme: Acme) -> None:
        body = {"phone_numbers": [NOBODYS[0]] * 21}
        assert call("PATCH", f"/numbers/sites/{acme.branch}", body).refused == "invalid"
        assert call("PATCH", f"/numbers/sites/{acme.branch}").refused == "invalid"


class TestChanging:
    def test_what_is_given_is_changed(self, call: Caller, acme: Acme) -> None:
        path = f"/numbers/{acme.numbers[0]}"
        assert call("GET", path).json["capability"] == ["incoming", "outgoing"]
        assert call("PATCH", path, {"capability": ["outgoing"]}).status == 204
        assert call("PATCH", path, {"display_name": "Front desk"}).status == 204
        shown = call("GET", path).json
        assert (shown["capability"], shown["display_name"]) == (["outgoing"], "Front desk")
        listed = every(call)[NUMBERS[0]]
        assert (listed["capability"], listed["display_name"]) == (["outgoing"], "Front desk")
        assert call("PATCH", path, {"capability": ["outgoing", "incoming"], "display_name": ""}).status == 204
        assert call("GET", path).json["capability"] == ["incoming", "outgoing"]
        assert "display_name" not in call("GET", path).json

    def test_a_number_that_takes_no_calls_rings_nobody(self, call: Caller, acme: Acme) -> None:
        plans = Plans(acme.store)
        assert plans.of(acme.id).dialled[NUMBERS[0]] == acme.users[0]
        assert call("PATCH", f"/numbers/{acme.numbers[0]}", {"capability": ["outgoing"]}).status == 204
        assert NUMBERS[0] not in plans.of(acme.id).dialled
        assert plans.of(acme.id).dialled[NUMBERS[1]] == acme.users[0]

    def test_a_refused_change_changes_nothing(self, call: Caller, acme: Acme) -> None:
        body = {"display_name": "New", "capability": ["outgoing"], "emergency_address_status": 3}
        assert call("PATCH", f"/numbers/{acme.numbers[0]}", body).refused == "invalid"
        shown = call("GET", f"/numbers/{acme.numbers[0]}").json
        assert shown["capability"] == ["incoming", "outgoing"]
        assert "display_name" not in shown


class TestEmergencyAddresses:
    def test_it_is_that_of_whom_the_number_rings(self, call: Caller, acme: Acme) -> None:
        path = f"/numbers/{acme.numbers[0]}"
        own = dict(call("GET", f"/users/{acme.users[0]}").json["emergency_address"])
        assert own.pop("id")
        shown = call("GET", path).json
        assert (shown["emergency_address"], shown["emergency_address_status"]) == (own, 1)
        assert every(call, "type=byoc")[NUMBERS[0]]["emergency_address"] == own
        for unassigned in (call("GET", f"/numbers/{acme.numbers[2]}").json, every(call, "type=byoc")[NOBODYS[0]]):
            assert not [field for field in unassigned if field.startswith("emergency")]

    def test_other_lists_do_not_say_it(self, call: Caller) -> None:
        assert [field for field in every(call)[NUMBERS[0]] if field in ("carrier", "emergency_address")] == []
        assert every(call, "type=byoc")[NUMBERS[0]]["carrier"] == {"name": "Carrier"}

    def test_it_is_confirmed_until_it_changes(self, call: Caller, acme: Acme, clock: Clock) -> None:
        path = f"/numbers/{acme.numbers[0]}"
        assert call("PATCH", path, {"emergency_address_status": 2}).status == 204
        shown = call("GET", path).json
        assert (shown["emergency_address_status"], shown["emergency_address_update_time"]) == (
            2,
            "2026-05-28T20:26:40Z",
        )
        branch = call("GET", f"/sites/{acme.branch}").json["default_emergency_address"]["id"]
        assert call("PATCH", f"/users/{acme.users[0]}", {"emergency_address_id": branch}).status == 204
        changed = call("GET", path).json
        assert changed["emergency_address_status"] == 1
        assert "emergency_address_update_time" not in changed

    def test_a_confirmation_is_taken_back(self, call: Caller, acme: Acme) -> None:
        for status in (2, 1):
            assert call("PATCH", f"/numbers/{acme.numbers[0]}", {"emergency_address_status": status}).status == 204
            assert every(call, "type=byoc")[NUMBERS[0]]["emergency_address_status"] == status


def test_a_number_of_an_auto_receptionist(call: Caller, acme: Acme) -> None:
    def assign(rows: Any) -> AutoReceptionist:
        receptionist = rows.first(AutoReceptionist, AutoReceptionist.main_of == acme.branch)
        phone_numbers.assign(rows, receptionist, [{"number": NOBODYS[0]}])
        return receptionist.id

    id = acme.write(assign)
    main = call("GET", f"/sites/{acme.branch}").json
    shown = call("GET", f"/numbers/{acme.numbers[2]}").json
    assert shown["assignee"] == {
        "extension_number": main["main_auto_receptionist"]["extension_number"],
        "id": id,
        "name": "Branch Reception",
        "type": "autoReceptionist",
    }
    assert shown["site"]["id"] == acme.branch
    assert shown["emergency_address"]["city"] == main["default_emergency_address"]["city"]
    assert [*every(call, "type=assigned&extension_type=autoReceptionist")] == [NOBODYS[0]]
    assert call("DELETE", f"/numbers?phone_numbers={NOBODYS[0]}").refused == "phone_number_assigned"


def internal(acme: Acme) -> str:
    """A number that no carrier of the account's own brought along."""

    def add(rows: Any) -> str:
        row = PhoneNumber(
            number="+14155550100", number_type="toll", source="internal", carrier="", location="California"
        )
        row.site_id = acme.main
        return rows.add(row).id

    return acme.write(add)


def test_a_number_that_is_not_byoc_has_no_carrier_to_tell(call: Caller, acme: Acme) -> None:
    id = internal(acme)
    assert call("PATCH", f"/numbers/{id}", {"display_name": "x"}).status == 204
    assert call("PATCH", f"/numbers/{id}", {"emergency_address_status": 2}).refused == "phone_number_not_byoc"
    shown = call("GET", f"/numbers/{id}").json
    assert shown["source"] == "internal"
    assert "carrier" not in shown
    assert "+14155550100" not in every(call, "type=byoc")
