"""The settings of a site by type."""

from typing import Any

import pytest

from tests.acme import Acme
from tests.caller import Caller
from trunkline.store.tables import AudioFile, Site


def setting(call: Caller, acme: Acme, type: str, key: str = "") -> Any:
    answer = call("GET", f"/sites/{acme.main}/settings/{type}").json
    assert answer.keys() == {key or type}
    return answer[key or type]


def change(call: Caller, acme: Acme, type: str, **said: Any) -> None:
    answer = call("PATCH", f"/sites/{acme.main}/settings/{type}", said)
    assert answer.status == 204, answer.json


def faults(call: Caller, acme: Acme, type: str, **said: Any) -> list[str]:
    answer = call("PATCH", f"/sites/{acme.main}/settings/{type}", said)
    assert answer.refused == "invalid", answer.json
    return [fault["field"] for fault in answer.json["errors"]]


def test_hours_are_those_of_an_office_until_they_are_changed(call: Caller, acme: Acme) -> None:
    shown = setting(call, acme, "business_hours")
    assert shown["custom_hour_type"] == 1
    assert shown["custom_hours"][1] == {"weekday": 2, "type": 2, "from": "09:00", "to": "17:00"}
    days = [
        {"weekday": 7, "type": 1},
        {"weekday": 2, "type": 2, "from": "13:00", "to": "18:00"},
        {"weekday": 2, "type": 2, "from": "08:00", "to": "12:00"},
    ]
    change(call, acme, "business_hours", business_hours={"custom_hour_type": 2, "custom_hours": days})
    shown = setting(call, acme, "business_hours")
    assert shown["custom_hour_type"] == 2
    assert [(day["weekday"], day["type"], day.get("from")) for day in shown["custom_hours"]] == [
        (1, 0, None),
        (2, 2, "08:00"),
        (2, 2, "13:00"),
        *((weekday, 2, "09:00") for weekday in range(3, 7)),
        (7, 1, None),
    ]


def test_an_extension_that_set_no_hours_has_those_of_its_site(call: Caller, acme: Acme) -> None:
    extension = call("GET", f"/users/{acme.users[5]}").json["extension_id"]
    day = {"weekday": 1, "type": 2, "from": "10:00", "to": "11:00"}
    change(call, acme, "business_hours", business_hours={"custom_hour_type": 2, "custom_hours": [day]})
    hours = call("GET", f"/extension/{extension}/call_handling/settings").json["business_hours"][0]["settings"]
    assert (hours["type"], hours["custom_hours_settings"][0]) == (2, day)


@pytest.mark.parametrize(
    "day",
    [
        {"weekday": 2, "type": 2, "from": "17:00", "to": "09:00"},
        {"weekday": 2, "type": 2, "from": "9:00", "to": "17:00"},
        {"weekday": 2, "type": 2},
        {"type": 1},
        {"weekday": 2},
    ],
)
def test_hours_that_cannot_be_meant(call: Caller, acme: Acme, day: Any) -> None:
    said = {"custom_hours": [{"weekday": 1, "type": 0}, day]}
    assert faults(call, acme, "business_hours", business_hours=said) == ["business_hours.custom_hours.1"]


@pytest.mark.parametrize("type", ["business_hours", "closed_hours", "holiday_hours"])
def test_callers_may_reach_an_operator(call: Caller, acme: Acme, type: str) -> None:
    assert setting(call, acme, type)["overflow"] == {
        "allow_caller_to_check_voicemail": True,
        "allow_caller_to_reach_operator": False,
    }
    extension = call("GET", f"/users/{acme.users[5]}").json["extension_id"]
    overflow = {"allow_caller_to_reach_operator": True, "operator": {"extension_id": extension}}
    change(call, acme, type, **{type: {"overflow": overflow}})
    assert setting(call, acme, type)["overflow"] == {
        "allow_caller_to_check_voicemail": True,
        "allow_caller_to_reach_operator": True,
        "operator": {
            "display_name": "Person05 Smith",
            "extension_id": extension,
            "extension_number": 1005,
            "extension_type": "user",
        },
    }
    change(call, acme, type, **{type: {"overflow": {"operator": {"extension_id": ""}}}})
    assert "operator" not in setting(call, acme, type)["overflow"]


CHRISTMAS = {"name": "Christmas", "from": "2026-12-25T08:00:00Z", "to": "2026-12-26T08:00:00Z"}


class TestHolidays:
    def test_they_are_added_changed_and_removed(self, call: Caller, acme: Acme) -> None:
        path = f"/sites/{acme.main}/settings/holiday_hours"
        new_year = {"name": "New Year", "from": "2027-01-01T08:00:00Z", "to": "2027-01-02T08:00:00Z"}
        added = call("POST", path, {"holidays": [CHRISTMAS, new_year]}).json["holidays"]
        assert [{**each, "holiday_id": ""} for each in added] == [
            {**CHRISTMAS, "holiday_id": ""},
            {**new_year, "holiday_id": ""},
        ]
        assert setting(call, acme, "holiday_hours")["holidays"] == added
        longer = {"holiday_id": added[0]["holiday_id"], "to": "2026-12-27T08:00:00Z"}
        change(call, acme, "holiday_hours", holiday_hours={"holidays": [longer]})
        assert setting(call, acme, "holiday_hours")["holidays"] == [added[0] | longer, added[1]]
        assert call("DELETE", f"{path}?holiday_id={added[0]['holiday_id']}").status == 204
        assert setting(call, acme, "holiday_hours")["holidays"] == added[1:]

    def test_they_stay_on_their_day_where_the_site_is(self, call: Caller, acme: Acme) -> None:
        """Kept as a clock on the wall of the site shows it, wherever that is."""

        def place(zone: str) -> None:
            def move(rows: Any) -> None:
                rows.get(Site, acme.main).timezone = zone

            acme.write(move)

        place("America/Los_Angeles")
        said = {"name": "x", "from": "2026-12-25T00:00:00-08:00", "to": "2026-12-26T00:00:00-08:00"}
        (shown,) = call("POST", f"/sites/{acme.main}/settings/holiday_hours", {"holidays": [said]}).json["holidays"]
        assert (shown["from"], shown["to"]) == ("2026-12-25T08:00:00Z", "2026-12-26T08:00:00Z")
        place("Europe/Paris")
        assert setting(call, acme, "holiday_hours")["holidays"][0]["from"] == "2026-12-24T23:00:00Z"

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            ({"name": " "}, "holidays.1.name"),
            ({"to": "2026-12-24T00:00:00Z"}, "holidays.1.to"),
            ({"to": "2026-12-25T08:00:00Z"}, "holidays.1.to"),
        ],
    )
    def test_one_that_cannot_be_meant_spoils_all(self, call: Caller, acme: Acme, said: Any, fault: str) -> None:
        body = {"holidays": [CHRISTMAS, CHRISTMAS | said]}
        answer = call("POST", f"/sites/{acme.main}/settings/holiday_hours", body)
        assert fault in [each["field"] for each in answer.json["errors"]]
        assert setting(call, acme, "holiday_hours")["holidays"] == []

    def test_at_least_one_and_not_too_many(self, call: Caller, acme: Acme) -> None:
        path = f"/sites/{acme.main}/settings/holiday_hours"
        assert call("POST", path, {}).refused == "invalid"
        assert call("POST", path, {"holidays": [CHRISTMAS] * 100}).status == 201
        assert call("POST", path, {"holidays": [CHRISTMAS]}).refused == "invalid"


def test_types_of_devices_are_secured(call: Caller, acme: Acme) -> None:
    path = f"/sites/{acme.main}/settings/security"
    for named in ("Poly trioc60", "yealink", "Poly trioc60"):
        answer = call("POST", path, {"device_type": named})
        assert (answer.status, answer.json) == (201, {})
    assert setting(call, acme, "security") == {"device_types": ["Poly trioc60", "yealink"]}
    for named in ("", "Acme 9000"):
        assert call("POST", path, {"device_type": named}).refused == "invalid"
    assert call("DELETE", f"{path}?device_type=yealink").status == 204
    assert setting(call, acme, "security") == {"device_types": ["Poly trioc60"]}


@pytest.mark.parametrize(
    ("type", "key", "said"),
    [
        ("outbound_caller_id", "outbound_caller_id", {"call_queue_numbers": True}),
        ("local_based_routing", "location_based_routing", {"enable": True, "place_receive_pstn_calls": True}),
    ],
)
def test_switches(call: Caller, acme: Acme, type: str, key: str, said: Any) -> None:
    before = setting(call, acme, type, key)
    assert set(before.values()) == {False}
    change(call, acme, type, **{key: said})
    assert setting(call, acme, type, key) == before | said


def test_prompts(call: Caller, acme: Acme) -> None:
    built_in = {"audio_id": "", "name": "Default"}
    ours = acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="x")).id)
    said = {
        "language": "fr-FR",
        "hold_music": {"audio_id": ours},
        "message_greeting": {"closed_hours": {"audio_id": ours}},
    }
    change(call, acme, "audio_prompt", audio_prompt=said)
    shown = setting(call, acme, "audio_prompt")
    assert (shown["language"], shown["audio_while_connecting"]) == ("fr-FR", built_in)
    assert shown["hold_music"] == {"audio_id": ours, "name": "Hello"}
    assert shown["message_greeting"] == {
        "business_hours": built_in,
        "closed_hours": {"audio_id": ours, "name": "Hello"},
        "holiday_hours": built_in,
    }
    assert faults(call, acme, "audio_prompt", audio_prompt={"language": "tlh"}) == ["audio_prompt.language"]
    wrong = {"audio_prompt": {"message_greeting": {"closed_hours": {"audio_id": "x"}}}}
    assert call("PATCH", f"/sites/{acme.main}/settings/audio_prompt", wrong).refused == "audio_unknown"


def test_desk_phones(call: Caller, acme: Acme) -> None:
    assert setting(call, acme, "desk_phone") == {
        "general_setting": {"setting_type": "account_setting"},
        "hot_desking_session_timeout": {"number": 24, "unit": "hours"},
    }
    change(
        call,
        acme,
        "desk_phone",
        desk_phone={"hot_desking_session_timeout": {"number": 30, "unit": "minutes"}},
        general_setting={"setting_type": "custom_setting", "web_interface": True},
    )
    assert setting(call, acme, "desk_phone") == {
        "general_setting": {"setting_type": "custom_setting", "web_interface": True},
        "hot_desking_session_timeout": {"number": 30, "unit": "minutes"},
    }


def test_dialling_by_name_is_the_accounts_unless_the_site_has_its_own(call: Caller, acme: Acme) -> None:
    as_it_comes = {"inherit": True, "rule": "first_name", "status": True}
    for said in ({"rule": "last_name"}, {"inherit": True, "rule": "last_name"}):
        assert faults(call, acme, "dial_by_name", dial_by_name=said) == ["dial_by_name.rule"]
    assert faults(call, acme, "dial_by_name", dial_by_name={"status": False}) == ["dial_by_name.status"]
    change(call, acme, "dial_by_name", dial_by_name=as_it_comes)
    assert setting(call, acme, "dial_by_name") == as_it_comes
    change(call, acme, "dial_by_name", dial_by_name={"inherit": False, "rule": "last_name"})
    assert setting(call, acme, "dial_by_name") == {"inherit": False, "rule": "last_name", "status": True}


def test_no_site_is_billed(call: Caller, acme: Acme) -> None:
    assert setting(call, acme, "billing_account") == {}
    assert faults(call, acme, "billing_account", billing_account={"id": "x"}) == ["billing_account.id"]


def test_a_type_that_is_not_there(call: Caller, acme: Acme) -> None:
    assert call("GET", f"/sites/{acme.main}/settings/weather").refused == "invalid"
    assert call("PATCH", f"/sites/{acme.main}/settings/security", {}).refused == "invalid"


def test_only_the_object_of_the_type_is_read(call: Caller, acme: Acme) -> None:
    assert faults(call, acme, "dial_by_name", outbound_caller_id={"call_queue_numbers": True}) == ["dial_by_name"]
    change(call, acme, "dial_by_name", dial_by_name={"inherit": False}, outbound_caller_id={"call_queue_numbers": True})
    assert setting(call, acme, "outbound_caller_id")["call_queue_numbers"] is False


def test_sites_do_not_share_their_settings(call: Caller, acme: Acme) -> None:
    change(call, acme, "outbound_caller_id", outbound_caller_id={"call_queue_numbers": True})
    other = call("GET", f"/sites/{acme.branch}/settings/outbound_caller_id").json["outbound_caller_id"]
    assert other["call_queue_numbers"] is False
