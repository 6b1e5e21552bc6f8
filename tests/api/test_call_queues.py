"""Call queues: their profile, members and numbers."""

from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from trunkline.extensions import directory
from trunkline.store.records import OptedOut
from trunkline.store.tables import CallerNumber, Member, Setting, SharedAccess


def shown(call: Caller, id: str) -> Any:
    return call("GET", f"/call_queues/{id}").json


def create(call: Caller, acme: Acme, **said: Any) -> Any:
    return call("POST", "/call_queues", {"name": "Sales", "site_id": acme.main} | said)


def members(call: Caller, id: str) -> list[str]:
    return [member["id"] for member in shown(call, id)["members"]["users"]]


class TestQueues:
    def test_a_new_queue_is_active_and_has_its_sites_next_number(self, call: Caller, acme: Acme) -> None:
        made = create(call, acme, department="Sales", cost_center="7", description="All of it").json
        assert (made["name"], made["status"]) == ("Sales", "active")
        queue = shown(call, made["id"])
        assert (queue["extension_number"], queue["site"]) == (
            made["extension_number"],
            {"id": acme.main, "name": "Main Site"},
        )
        assert made["extension_number"] == 802  # the sites' receptionists have the two before
        assert (queue["department"], queue["cost_center"]) == ("Sales", "7")
        assert queue["members"] == {"common_areas": [], "users": []}
        assert queue["id"] != queue["extension_id"]

    def test_a_site_with_a_code_is_told_short_numbers(self, call: Caller, acme: Acme) -> None:
        made = create(call, acme, site_id=acme.branch, extension_number=123).json
        assert made["extension_number"] == 7123
        assert create(call, acme, site_id=acme.branch).json["extension_number"] == 7800
        for number in (7123, 12, -12):
            answer = create(call, acme, site_id=acme.branch, extension_number=number)
            assert answer.refused == "extension_length_invalid"

    def test_a_refused_queue_leaves_nothing(self, call: Caller, acme: Acme) -> None:
        wish = {"users": [{"id": acme.users[0]}, {"id": "x"}]}
        assert create(call, acme, members=wish).refused == "user_unknown"
        assert call("GET", "/call_queues").json["total_records"] == 1

    def test_members_are_one_at_least_if_any_are_said(self, call: Caller, acme: Acme) -> None:
        assert create(call, acme, members={"users": []}).refused == "invalid"

    def test_a_profile_changes(self, call: Caller, acme: Acme) -> None:
        wish = {
            "name": "Help",
            "status": "inactive",
            "timezone": "Pacific/Midway",
            "audio_prompt_language": "fr-CA",
            "default_transcription_language": "de-DE",
            "recording_storage_location": "DE",
            "department": "Care",
        }
        before = shown(call, acme.queue)
        assert (before["timezone"], before["status"]) == ("UTC", "active")
        assert call("PATCH", f"/call_queues/{acme.queue}", wish).status == 204
        assert shown(call, acme.queue) == before | wish
        assert call("PATCH", f"/call_queues/{acme.queue}", {"department": ""}).status == 204
        assert "department" not in shown(call, acme.queue)
        assert call("PATCH", f"/call_queues/{acme.queue}", {"name": ""}).refused == "invalid"

    def test_a_moved_queue_keeps_its_number_and_members(self, call: Caller, acme: Acme) -> None:
        path, before = f"/call_queues/{acme.queue}", shown(call, acme.queue)
        assert call("PATCH", path, {"site_id": acme.branch}).status == 204
        assert shown(call, acme.queue) == before | {"site": {"id": acme.branch, "name": "Branch"}}
        assert call("PATCH", path, {"extension_number": 321}).status == 204
        assert shown(call, acme.queue)["extension_number"] == 7321

    def test_a_moved_queue_takes_its_numbers_along(self, call: Caller, acme: Acme) -> None:
        numbers = {"phone_numbers": [{"id": acme.numbers[2]}]}
        assert call("POST", f"/call_queues/{acme.queue}/phone_numbers", numbers).status == 204
        assert call("PATCH", f"/call_queues/{acme.queue}", {"site_id": acme.branch}).status == 204
        assert call("GET", f"/numbers/{acme.numbers[2]}").json["site"]["id"] == acme.branch

    @pytest.mark.parametrize("zone", ["Mars/Base", "", "../UTC", "/etc/passwd", "Europe"])
    def test_time_zones_are_those_of_the_world(self, call: Caller, acme: Acme, zone: str) -> None:
        answer = call("PATCH", f"/call_queues/{acme.queue}", {"timezone": zone, "name": "Other"})
        assert answer.refused == "time_zone_invalid"
        assert shown(call, acme.queue)["name"] == "Support"

    def test_a_number_is_an_extensions_alone_whatever_its_kind(self, call: Caller, acme: Acme) -> None:
        assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "2000"}).refused == (
            "extension_number_taken"
        )
        assert create(call, acme, extension_number=1000).refused == "extension_number_taken"

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Support", "Sales", "Service"]),
            ("department=Sales", ["Sales"]),
            ("cost_center=7", ["Sales"]),
            ("department=sales", []),
            ("site_id={branch}", ["Service"]),
            ("site_id=x", []),
        ],
    )
    def test_the_list_is_filtered(self, call: Caller, acme: Acme, query: str, found: list[str]) -> None:
        create(call, acme, department="Sales", cost_center="7")
        create(call, acme, name="Service", site_id=acme.branch)
        answer = call("GET", f"/call_queues?{query.format(branch=acme.branch)}").json
        assert [queue["name"] for queue in answer["call_queues"]] == found
        assert answer["total_records"] == len(found)

    def test_the_list_goes_by_pages(self, call: Caller, acme: Acme) -> None:
        create(call, acme)
        names, token = list[str](), ""
        for _ in range(2):
            answer = call("GET", f"/call_queues?page_size=1&next_page_token={token}").json
            names += [queue["name"] for queue in answer["call_queues"]]
            token = answer["next_page_token"]
        assert (names, token) == (["Support", "Sales"], "")

    def test_a_deleted_queue_leaves_no_trace_but_its_numbers(self, call: Caller, acme: Acme) -> None:
        path, number = f"/call_queues/{acme.queue}", acme.numbers[2]
        assert call("POST", f"{path}/phone_numbers", {"phone_numbers": [{"id": number}]}).status == 204
        assert call("PATCH", f"{path}/policies", {"sms": {"enable": False}}).status == 204
        access = {"voicemail_access_members": [{"access_user_id": acme.users[0]}]}
        assert call("POST", f"{path}/policies/voice_mail", access).status == 201
        acme.write(lambda rows: rows.add(CallerNumber(owner_id=acme.main, phone_number_id=number)).id)
        assert call("DELETE", path).status == 204
        assert call("GET", path).refused == "call_queue_unknown"
        assert call("GET", "/call_queues").json["call_queues"] == []
        assert "assignee" not in call("GET", f"/numbers/{number}").json
        for kind, where in ((Member, []), (SharedAccess, []), (CallerNumber, []), (Setting, [Setting.key == "sms"])):
            assert acme.store.read(acme.id, lambda rows, kind=kind, where=where: rows.find(kind, *where)) == []
        assert create(call, acme, extension_number=2000).status == 201


class TestMembers:
    def test_they_are_listed_in_the_order_in_which_they_joined(self, call: Caller, acme: Acme) -> None:
        wish = {"users": [{"id": acme.users[9]}, {"email": "P05@acme.example"}, {"id": acme.users[0]}]}
        assert call("POST", f"/call_queues/{acme.queue}/members", {"members": wish}).status == 201
        joined = [*acme.users[:3], acme.users[9], acme.users[5]]
        assert members(call, acme.queue) == joined
        answer = call("GET", f"/call_queues/{acme.queue}/members?page_size=2").json
        token = answer["next_page_token"]
        assert answer["total_records"] == 5
        rest = call("GET", f"/call_queues/{acme.queue}/members?page_size=3&next_page_token={token}").json
        listed = answer["call_queue_members"] + rest["call_queue_members"]
        assert [member["id"] for member in listed] == joined
        user = call("GET", f"/users/{acme.users[9]}").json
        assert listed[3] == {
            "extension_id": user["extension_id"],
            "id": acme.users[9],
            "level": "user",
            "name": "Person09 Smith",
            "receive_call": True,
        }

    def test_who_has_turned_queue_calls_off_is_shown_so(self, call: Caller, acme: Acme) -> None:
        def turn_off(rows: Any) -> None:
            member = rows.first(Member, Member.extension_id == acme.users[1])
            rows.add(OptedOut(member_id=member.id))

        acme.store.write(acme.id, turn_off, both=True).result()
        receive = [member["receive_call"] for member in shown(call, acme.queue)["members"]["users"]]
        assert receive == [True, False, True]

    def test_fifty_at_most_and_ten_at_a_time(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/members"
        joining, late = acme.more_users(46), [{"id": id} for id in acme.users[3:5]]
        for begin in range(0, 46, 10):
            wish = {"users": [{"id": id} for id in joining[begin : begin + 10]]}
            assert call("POST", path, {"members": wish}).status == 201
        assert call("POST", path, {"members": {"users": late}}).refused == "members_full"
        assert call("GET", path).json["total_records"] == 49
        assert call("POST", path, {"members": {"users": late[:1]}}).status == 201
        assert call("POST", path, {"members": {"users": late[:1]}}).status == 201  # nobody new
        assert call("GET", path).json["total_records"] == 50

    def test_nobody_joins_when_one_cannot(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/members"
        wish = {"users": [{"id": acme.users[9]}], "common_area_ids": ["x"]}
        assert call("POST", path, {"members": wish}).refused == "common_area_unknown"
        assert members(call, acme.queue) == acme.users[:3]

    def test_they_leave(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/members"
        assert call("DELETE", f"{path}/{acme.users[1]}").status == 204
        assert call("DELETE", f"{path}/{acme.users[1]}").refused == "member_unknown"
        assert members(call, acme.queue) == [acme.users[0], acme.users[2]]
        assert call("DELETE", path).status == 204
        assert members(call, acme.queue) == []
        assert call("DELETE", path).status == 204

    def test_a_user_who_goes_is_no_member(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: directory.remove(rows, "p01@acme.example"))
        assert members(call, acme.queue) == [acme.users[0], acme.users[2]]

    def test_who_belongs_to_another_account_cannot_join(self, call: Caller, acme: Acme, rival: Acme) -> None:
        path = f"/call_queues/{acme.queue}/members"
        for who in ({"id": rival.users[0]}, {"email": "p00@rival.example"}):
            assert call("POST", path, {"members": {"users": [who]}}).refused == "user_unknown"

    def test_each_change_is_one_of_the_plan_of_calls(self, call: Caller, acme: Acme) -> None:
        """What the exchange goes by is built anew."""
        path = f"/call_queues/{acme.queue}/members"

        def version() -> int:
            return acme.store.read(acme.id, lambda rows: rows.account().config_version)

        seen = [version()]
        for method, target, body in (
            ("POST", path, {"members": {"users": [{"id": acme.users[9]}]}}),
            ("DELETE", f"{path}/{acme.users[9]}", None),
            ("DELETE", path, None),
        ):
            assert call(method, target, body).refused is None
            seen.append(version())
        assert seen == [seen[0] + n for n in range(4)]


class TestNumbers:
    def test_they_are_assigned_and_unassigned(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/phone_numbers"
        chosen = [{"id": acme.numbers[2]}, {"number": NUMBERS[3]}]
        assert call("POST", path, {"phone_numbers": chosen}).status == 204
        numbers = shown(call, acme.queue)["phone_numbers"]
        assert [(each["number"], each["source"]) for each in numbers] == [(n, "external") for n in NUMBERS[2:4]]
        assert call("GET", "/call_queues").json["call_queues"][0]["phone_numbers"] == numbers
        assert call("GET", f"/numbers/{acme.numbers[2]}").json["assignee"] == {
            "extension_number": 2000,
            "id": acme.queue,
            "name": "Support",
            "type": "callQueue",
        }
        listed = call("GET", "/numbers?type=assigned&extension_type=callQueue").json["phone_numbers"]
        assert [number["number"] for number in listed] == NUMBERS[2:4]
        assert call("DELETE", f"{path}/{acme.numbers[2]}").status == 204
        assert [each["number"] for each in shown(call, acme.queue)["phone_numbers"]] == NUMBERS[3:4]
        assert call("DELETE", path).status == 204
        assert shown(call, acme.queue)["phone_numbers"] == []

    def test_who_shows_a_number_shows_it_no_more_once_it_is_nobodys(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/phone_numbers"
        assert call("POST", path, {"phone_numbers": [{"id": acme.numbers[2]}]}).status == 204
        shows = CallerNumber(owner_id=acme.id, phone_number_id=acme.numbers[2])
        acme.write(lambda rows: rows.add(shows) and None)
        assert call("DELETE", f"{path}/{acme.numbers[2]}").status == 204
        assert acme.store.read(acme.id, lambda rows: rows.find(CallerNumber)) == []

    def test_five_at_a_time(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/phone_numbers"
        said = [f"+1408555020{n}" for n in range(6)]
        body = {"carrier": "C", "phone_numbers": said, "site_id": acme.main}
        ids = [{"id": number["id"]} for number in call("POST", "/byoc_numbers", body).json["phone_numbers"]]
        answer = call("POST", path, {"phone_numbers": ids})
        assert [fault["field"] for fault in answer.json["errors"]] == ["phone_numbers"]
        assert call("POST", path, {"phone_numbers": ids[:5]}).status == 204

    def test_a_number_moves_to_the_site_of_its_queue(self, call: Caller, acme: Acme) -> None:
        id = create(call, acme, site_id=acme.branch).json["id"]
        chosen = {"phone_numbers": [{"id": acme.numbers[2]}]}
        assert call("POST", f"/call_queues/{id}/phone_numbers", chosen).status == 204
        assert call("GET", f"/numbers/{acme.numbers[2]}").json["site"]["id"] == acme.branch


def test_an_account_with_one_site_has_not_enabled_several(call: Caller, acme: Acme) -> None:
    acme.close_branch()
    assert create(call, acme, site_id="x").refused == "multiple_sites_disabled"
    assert create(call, acme).status == 201
