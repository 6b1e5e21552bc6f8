"""Sites, phone numbers and devices."""

from typing import Any

import pytest

from tests.acme import ADDRESS, NUMBERS, Acme
from tests.caller import Caller
from trunkline.extensions import directory


class TestSites:
    def test_a_site_comes_with_an_address_and_a_receptionist(self, call: Caller) -> None:
        body: Any = {
            "name": "Paris",
            "auto_receptionist_name": "Accueil",
            "site_code": 33,
            "short_extension": {"length": 4},
        }
        body["default_emergency_address"] = {
            "address_line1": "1 rue de Rivoli",
            "city": "Paris",
            "state_code": "",
            "zip": "75001",
            "country": "fr",
        }
        made = call("POST", "/sites", body).json
        shown = call("GET", f"/sites/{made['id']}").json
        assert shown["country"] == {"code": "FR", "name": "France"}
        assert (shown["site_code"], shown["short_extension"]) == (33, {"length": 4})
        assert shown["main_auto_receptionist"]["name"] == "Accueil"
        assert shown["default_emergency_address"]["zip"] == "75001"
        listed = call("GET", "/sites").json
        assert [site["name"] for site in listed["sites"]] == ["Main Site", "Branch", "Paris"]
        assert listed["sites"][2]["main_auto_receptionist"] == shown["main_auto_receptionist"]

    def test_a_refused_site_leaves_nothing(self, call: Caller) -> None:
        body = {"name": "Branch", "auto_receptionist_name": "x", "default_emergency_address": ADDRESS}
        assert call("POST", "/sites", body).refused == "site_taken"
        assert call("GET", "/sites").json["total_records"] == 2

    @pytest.mark.parametrize("length", [1, 6])
    def test_a_short_number_has_two_to_five_digits(self, call: Caller, length: int) -> None:
        body: Any = {"name": "x", "auto_receptionist_name": "x", "default_emergency_address": ADDRESS}
        answer = call("POST", "/sites", body | {"short_extension": {"length": length}})
        assert [fault["field"] for fault in answer.json["errors"]] == ["short_extension.length"]


class TestPhoneNumbers:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("type=assigned", NUMBERS[:2]),
            ("type=unassigned", NUMBERS[2:]),
            ("type=byoc", NUMBERS),
            ("type=all", NUMBERS),
            ("", NUMBERS),
            ("type=assigned&extension_type=user", NUMBERS[:2]),
            ("type=assigned&extension_type=callQueue", []),
            ("number_type=tollfree", []),
            ("pending_numbers=true", NUMBERS),
            ("site_id=x", []),
        ],
    )
    def test_the_list_is_filtered(self, call: Caller, query: str, found: list[str]) -> None:
        answer = call("GET", f"/numbers?{query}").json
        assert [number["number"] for number in answer["phone_numbers"]] == found

    def test_a_kind_of_assignee_only_goes_with_assigned_numbers(self, call: Caller) -> None:
        assert call("GET", "/numbers?extension_type=user").refused == "invalid"

    def test_a_number_says_whom_it_rings(self, call: Caller, acme: Acme) -> None:
        shown = call("GET", f"/numbers/{acme.numbers[0]}").json
        assert shown["assignee"] == {
            "extension_number": 1000,
            "id": acme.users[0],
            "name": "Person00 Smith",
            "type": "user",
        }
        assert (shown["location"], shown["source"], shown["carrier"]) == ("California", "external", {"name": "Carrier"})
        assert "assignee" not in call("GET", f"/numbers/{acme.numbers[4]}").json

    def test_numbers_come_in_many_spellings(self, call: Caller, acme: Acme) -> None:
        said = ["442079460999", "+1 (800) 555-0100", "+442079460999"]
        body = {"carrier": "BT", "phone_numbers": said, "site_id": acme.main}
        made = call("POST", "/byoc_numbers", body).json["phone_numbers"]
        assert [number["number"] for number in made] == ["+442079460999", "+18005550100"]
        assert call("GET", f"/numbers/{made[1]['id']}").json["number_type"] == "tollfree"

    def test_one_bad_number_spoils_all(self, call: Caller, acme: Acme) -> None:
        body = {"carrier": "BT", "phone_numbers": ["+442079460999", "12", "x"], "site_id": acme.main}
        answer = call("POST", "/byoc_numbers", body)
        assert [fault["field"] for fault in answer.json["errors"]] == ["phone_numbers.1", "phone_numbers.2"]
        assert call("GET", "/numbers").json["total_records"] == 5

    def test_the_site_must_be_said_where_there_are_several(self, call: Caller) -> None:
        answer = call("POST", "/byoc_numbers", {"carrier": "BT", "phone_numbers": ["+442079460999"]})
        assert [fault["field"] for fault in answer.json["errors"]] == ["site_id"]

    def test_a_number_of_another_account_is_taken(self, call: Caller, acme: Acme, rival: Acme) -> None:
        body = {"carrier": "BT", "phone_numbers": [NUMBERS[0]], "site_id": rival.main}
        assert call.by("rival")("POST", "/byoc_numbers", body).refused == "phone_number_taken"

    def test_numbers_are_assigned_and_unassigned(self, call: Caller, acme: Acme) -> None:
        path = f"/users/{acme.users[3]}/phone_numbers"
        chosen = [{"id": acme.numbers[2]}, {"number": NUMBERS[3].lstrip("+")}]
        answer = call("POST", path, {"phone_numbers": chosen})
        assert [number["number"] for number in answer.json["phone_numbers"]] == NUMBERS[2:4]
        assert call("POST", path, {"phone_numbers": chosen}).status == 200
        assert call("DELETE", f"{path}/{acme.numbers[2]}").status == 204
        assert call("DELETE", f"{path}/%2B{NUMBERS[3][1:]}").status == 204
        assert call("DELETE", f"{path}/{acme.numbers[2]}").refused == "phone_number_unknown"
        assert call("GET", f"/users/{acme.users[3]}").json["phone_numbers"] == []

    def test_who_leaves_gives_the_numbers_back(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: directory.remove(rows, "p00@acme.example"))
        assert call("GET", f"/users/{acme.users[0]}").refused == "user_unknown"
        assert "assignee" not in call("GET", f"/numbers/{acme.numbers[0]}").json
        assert call("GET", "/devices?type=assigned").json["total_records"] == 1


class TestDevices:
    def test_a_device_has_a_line_with_credentials_for_each_assignee(self, call: Caller, acme: Acme) -> None:
        extension = call("GET", f"/users/{acme.users[4]}").json["extension_id"]
        body: Any = {
            "display_name": "Desk",
            "mac_address": "0A:0B:0C:0D:0E:0F",
            "type": "other",
            "assigned_to": "p03@acme.example",
        }
        id = call("POST", "/devices", body | {"assignee_extension_ids": [extension]}).json["id"]
        shown = call("GET", f"/devices/{id}").json
        assert shown["mac_address"] == "0a0b0c0d0e0f"
        assert [assignee["extension_number"] for assignee in shown["assignees"]] == [1003, 1004]
        assert shown["provision"]["type"] == "manual"
        accounts = shown["provision"]["sip_accounts"]
        assert {account["outbound_proxy"] for account in accounts} == {"192.0.2.1:5060"}
        assert {account["sip_domain"] for account in accounts} == {"acme.example"}
        assert len({account["user_name"] for account in accounts}) == 2
        assert len({account["password"] for account in accounts}) == 2
        assert all(len(account["password"]) >= 16 for account in accounts)

    def test_passwords_are_sealed_in_the_store(self, call: Caller, acme: Acme) -> None:
        from trunkline.store.tables import DeviceLine

        shown = call("GET", f"/devices/{acme.devices[0]}").json["provision"]["sip_accounts"][0]
        line = acme.store.read(acme.id, lambda rows: rows.first(DeviceLine, DeviceLine.sip_user == shown["user_name"]))
        assert line
        assert shown["password"] not in line.sealed_password

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("type=assigned", ["Phone 0", "Phone 1"]),
            ("type=unassigned", ["Phone 2"]),
            ("type=assigned&assignee_type=user", ["Phone 0", "Phone 1"]),
            ("type=assigned&assignee_type=commonArea", []),
            ("type=assigned&device_source=haas", []),
            ("type=assigned&location_status=unknownAddress", []),
            ("type=unassigned&device_type=other", ["Phone 2"]),
            ("type=unassigned&device_type=poly", []),
            ("type=assigned&keyword=person01", ["Phone 1"]),
            ("type=assigned&keyword=1000", ["Phone 0"]),
            ("type=assigned&keyword=001122334401", ["Phone 1"]),
            ("type=assigned&site_id=x", []),
        ],
    )
    def test_the_list_is_filtered(self, call: Caller, query: str, found: list[str]) -> None:
        answer = call("GET", f"/devices?{query}").json
        assert [device["display_name"] for device in answer["devices"]] == found

    @pytest.mark.parametrize(
        "query", ["type=unassigned&assignee_type=user", "type=unassigned&location_status=unknownAddress", ""]
    )
    def test_filters_that_do_not_go_together(self, call: Caller, query: str) -> None:
        assert call("GET", f"/devices?{query}").refused == "invalid"

    def test_a_device_changes_hands(self, call: Caller, acme: Acme) -> None:
        path = f"/devices/{acme.devices[2]}"
        extension = call("GET", f"/users/{acme.users[9]}").json["extension_id"]
        assert call("POST", f"{path}/extensions", {"assignee_extension_ids": [extension]}).status == 201
        before = call("GET", path).json["provision"]
        assert call("POST", f"{path}/extensions", {"assignee_extension_ids": [extension]}).status == 201
        assert call("GET", path).json["provision"] == before
        assert call("DELETE", path).refused == "device_assigned"
        assert call("DELETE", f"{path}/extensions/{extension}").status == 204
        assert call("DELETE", path).status == 204
        assert call("GET", path).refused == "device_unknown"

    def test_nobody_shares_a_phone_with_another_site(self, call: Caller, acme: Acme) -> None:
        far, near = acme.users[8], acme.users[9]
        assert call("PATCH", f"/users/{far}", {"site_id": acme.branch}).status == 204
        ids = [call("GET", f"/users/{id}").json["extension_id"] for id in (near, far)]
        body = {"display_name": "x", "mac_address": "0a0b0c0d0e0f", "type": "other"}
        desk = {"desk_phones": [{"brand": "poly", "model": "vvx411", "mac": "001122334400"}]}
        wish = {"email": acme.spare[0], "extension_number": "301", "calling_plans": ["US/CA Unlimited"]}
        wish |= {"site_name": "Branch", **desk}
        for field, answer in (
            ("assignee_extension_ids", call("POST", "/devices", body | {"assignee_extension_ids": ids})),
            ("assignee_extension_ids", call("POST", "/devices", body | {"assigned_to": far} | _assigned(ids[:1]))),
            ("site_id", call("POST", "/devices", body | {"assigned_to": far, "site_id": acme.main})),
            ("assignee_extension_ids", call("POST", f"/devices/{acme.devices[0]}/extensions", _assigned(ids[1:]))),
            ("assignee_extension_ids", call("POST", f"/devices/{acme.devices[2]}/extensions", _assigned(ids))),
            ("device_id", call("POST", f"/users/{far}/settings/desk_phone", {"device_id": acme.devices[0]})),
            ("users.0.desk_phones", call("POST", "/users/batch", {"users": [wish]})),
        ):
            assert (answer.refused, answer.json["errors"][0]["field"]) == ("invalid", field)
        assert call("POST", f"/devices/{acme.devices[2]}/extensions", _assigned(ids[1:])).status == 201
        assert call("GET", f"/devices/{acme.devices[2]}").json["site"]["id"] == acme.branch
        assert call("PATCH", f"/devices/{acme.devices[2]}", {"assigned_to": near}).status == 204
        assert call("GET", f"/devices/{acme.devices[2]}").json["site"]["id"] == acme.main

    def test_brands(self, call: Caller, acme: Acme) -> None:
        body = {"display_name": "x", "mac_address": "0a0b0c0d0e0f", "site_id": acme.main}
        assert call("POST", "/devices", body | {"type": "Acme"}).refused == "invalid"
        assert call("POST", "/devices", body | {"type": "Polycom", "model": "vvx411"}).status == 201
        assert (
            call("GET", "/devices?type=unassigned&device_type=poly").json["devices"][0]["device_type"] == "poly vvx411"
        )

    def test_an_unassigned_device_needs_a_site_where_there_are_several(self, call: Caller) -> None:
        body = {"display_name": "x", "mac_address": "0a0b0c0d0e0f", "type": "other"}
        assert [fault["field"] for fault in call("POST", "/devices", body).json["errors"]] == ["site_id"]


def _assigned(extension_ids: list[str]) -> dict[str, list[str]]:
    return {"assignee_extension_ids": extension_ids}
