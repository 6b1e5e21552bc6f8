"""Sites: changed, their policies inherited below, and handed over to another when they go."""

from typing import Any

import pytest

from tests.acme import ADDRESS, NUMBERS, Acme
from tests.caller import Caller
from trunkline.store.tables import (
    AudioFile,
    CallerNumber,
    CallHandling,
    Device,
    EmergencyAddress,
    Extension,
    Handling,
    PhoneNumber,
    Setting,
    Site,
    User,
)


def site(call: Caller, id: str) -> Any:
    return call("GET", f"/sites/{id}").json


def policy(call: Caller, id: str, key: str) -> Any:
    return site(call, id)["policy"][key]


def change(call: Caller, id: str, **said: Any) -> None:
    answer = call("PATCH", f"/sites/{id}", said)
    assert answer.status == 204, answer.json


def say(call: Caller, id: str, **policies: Any) -> None:
    change(call, id, policy=policies)


def faults(call: Caller, id: str, **said: Any) -> list[str]:
    answer = call("PATCH", f"/sites/{id}", said)
    assert answer.refused == "invalid", answer.json
    return [fault["field"] for fault in answer.json["errors"]]


def number(call: Caller, user: str) -> int:
    return call("GET", f"/users/{user}").json["extension_number"]


def audio(acme: Acme, **said: Any) -> str:
    return acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="x", **said)).id)


class TestPolicies:
    def test_what_nobody_said_is_as_it_comes(self, call: Caller, acme: Acme) -> None:
        shown = site(call, acme.main)["policy"]
        assert shown["audio_intercom"] == {"enable": True, "locked": True, "locked_by": "account", "modified": False}
        assert shown["select_outbound_caller_id"]["locked_by"] == "invalid"
        assert shown["call_summary"]["call_summary_start_prompt"] == {
            "audio_id": "",
            "audio_name": "Default",
            "enable": True,
        }
        schedule = shown["schedule_firmware_update"]
        assert schedule["repeat_setting"] == {"weekly_setting": {"weekday": "monday"}}
        assert schedule["time_period_start"] < schedule["time_period_end"] <= 23

    def test_users_and_queues_of_the_site_inherit(self, call: Caller, acme: Acme) -> None:
        say(call, acme.main, international_calling={"enable": True}, show_user_last_transferred_call=True)
        assert call("GET", f"/users/{acme.users[5]}").json["policy"]["international_calling"] is True
        assert policy(call, acme.main, "international_calling")["modified"] is True
        assert policy(call, acme.main, "show_user_last_transferred_call") is True
        assert policy(call, acme.branch, "international_calling")["enable"] is False

    def test_a_lock_holds_for_all_below_until_it_is_taken_away(self, call: Caller, acme: Acme) -> None:
        user = acme.users[5]
        wish = {"policy": {"call_overflow": {"call_overflow_type": 1}}}
        say(call, acme.main, call_overflow={"call_overflow_type": 2, "locked": True})
        assert call("PATCH", f"/users/{user}", wish).refused == "setting_locked"
        shown = call("GET", f"/users/{user}").json["policy"]["call_overflow"]
        assert shown == {
            "call_overflow_type": 2,
            "enable": True,
            "locked": True,
            "locked_by": "site",
            "modified": False,
        }
        say(call, acme.main, call_overflow={"locked": False})
        assert call("PATCH", f"/users/{user}", wish).status == 204
        say(call, acme.main, call_overflow={"reset": True})
        assert policy(call, acme.main, "call_overflow") == {
            "call_overflow_type": 4,
            "enable": True,
            "locked": False,
            "locked_by": "invalid",
            "modified": False,
        }

    def test_what_the_account_locks_stands(self, call: Caller, acme: Acme) -> None:
        said = {"policy": {"audio_intercom": {"enable": False}, "sms": {"enable": False}}}
        assert call("PATCH", f"/sites/{acme.main}", said).refused == "setting_locked"
        assert policy(call, acme.main, "sms")["enable"] is True

    def test_prompts_are_files_of_the_account(self, call: Caller, acme: Acme) -> None:
        ours, users = audio(acme), audio(acme, extension_id=acme.users[0])
        prompt = {"enable": True, "audio_id": ours}
        say(call, acme.main, call_live_transcription={"transcription_start_prompt": prompt})
        shown = policy(call, acme.main, "call_live_transcription")["transcription_start_prompt"]
        assert shown == prompt | {"audio_name": "Hello"}
        for id in (users, "x"):
            wish = {"policy": {"call_summary": {"call_summary_start_prompt": {"audio_id": id}}}}
            assert call("PATCH", f"/sites/{acme.main}", wish).refused == "audio_unknown"
        acme.write(lambda rows: rows.delete(rows.get(AudioFile, ours)))
        shown = policy(call, acme.main, "call_live_transcription")["transcription_start_prompt"]
        assert shown == {"enable": True, "audio_id": "", "audio_name": "Default"}

    def test_a_prompt_that_is_switched_on_is_named(self, call: Caller, acme: Acme) -> None:
        wish = {"call_summary": {"call_summary_start_prompt": {"enable": True}}}
        assert faults(call, acme.main, policy=wish) == ["policy.call_summary.call_summary_start_prompt.audio_id"]

    def test_calls_for_numbers_of_nobody_may_go_to_an_extension(self, call: Caller, acme: Acme) -> None:
        extension = call("GET", f"/users/{acme.users[5]}").json["extension_id"]
        routing = {"forward_to_extension_id": extension}
        wish = {"incoming_call_action": "forward_to_another_extension", "incoming_call_routing_setting": routing}
        say(call, acme.main, manage_call_routing_for_unassigned_numbers=wish)
        shown = policy(call, acme.main, "manage_call_routing_for_unassigned_numbers")
        assert shown["incoming_call_routing_setting"] == {"audio_id": "", "audio_name": "Default", **routing}
        lost = {"policy": {"manage_call_routing_for_unassigned_numbers": {"incoming_call_action": TO_EXTENSION}}}
        assert call("PATCH", f"/sites/{acme.branch}", lost).refused == "target_unknown"

    def test_parked_calls_may_go_to_an_extension(self, call: Caller, acme: Acme) -> None:
        extension = call("GET", f"/users/{acme.users[5]}").json["extension_id"]
        say(call, acme.main, call_park={"call_not_picked_up_action": 50, "forward_to_extension_id": extension})
        assert policy(call, acme.main, "call_park")["forward_to"]["extension_number"] == 1005
        say(call, acme.main, call_park={"call_not_picked_up_action": 50})
        wish: Any = {"call_park": {"call_not_picked_up_action": 50}}
        assert call("PATCH", f"/sites/{acme.branch}", {"policy": wish}).refused == "target_unknown"
        wish = {"call_park": {"call_not_picked_up_action": 3}}
        assert faults(call, acme.main, policy=wish) == ["policy.call_park.call_not_picked_up_action"]

    def test_what_belonged_to_another_choice_is_to_be_said_anew(self, call: Caller, acme: Acme) -> None:
        def lacks_target(**policies: Any) -> bool:
            return call("PATCH", f"/sites/{acme.main}", {"policy": policies}).refused == "target_unknown"

        extension = call("GET", f"/users/{acme.users[5]}").json["extension_id"]
        key = "manage_call_routing_for_unassigned_numbers"
        routing = {"forward_to_extension_id": extension}
        say(call, acme.main, **{key: {"incoming_call_action": TO_EXTENSION, "incoming_call_routing_setting": routing}})
        tell = {"enable": True, "audio_id": audio(acme)}
        message = {"incoming_call_action": "play_message_then_disconnect", "incoming_call_routing_setting": tell}
        say(call, acme.main, **{key: message})
        assert lacks_target(**{key: {"incoming_call_action": TO_EXTENSION}})
        say(call, acme.main, **{key: {"incoming_call_action": TO_EXTENSION, "incoming_call_routing_setting": routing}})
        assert policy(call, acme.main, key)["incoming_call_routing_setting"]["audio_id"] == ""
        say(call, acme.main, call_park={"call_not_picked_up_action": 50, "forward_to_extension_id": extension})
        say(call, acme.main, call_park={"call_not_picked_up_action": 9})
        assert "forward_to" not in policy(call, acme.main, "call_park")
        assert lacks_target(call_park={"call_not_picked_up_action": 50})

    def test_old_recording_fields_are_of_both_notices(self, call: Caller, acme: Acme) -> None:
        say(call, acme.main, auto_call_recording={"recording_explicit_consent": True})
        for shown in (
            policy(call, acme.main, "auto_call_recording"),
            call("GET", f"/users/{acme.users[5]}").json["policy"]["auto_call_recording"],
        ):
            assert shown["recording_explicit_consent"] is True
            for way in ("inbound", "outbound"):
                assert shown[f"{way}_audio_notification"]["recording_explicit_consent"] is True

    def test_firmware_comes_when_it_is_said_to(self, call: Caller, acme: Acme) -> None:
        monthly = {"week_and_day": {"week_of_month": 2, "weekday": "friday"}}
        said = {"repeat_type": "monthly", "repeat_setting": {"monthly_setting": monthly}, "time_zone": "Europe/Paris"}
        end = {"never_end": False, "end_date": "2031-12-24"}
        say(call, acme.main, schedule_firmware_update=said | {"end_setting": end, "time_period_end": 4})
        shown = policy(call, acme.main, "schedule_firmware_update")
        assert (shown["repeat_setting"], shown["end_setting"], shown["time_period_end"]) == (monthly, end, 4)
        last = {"monthly_setting": {"specific_date": {"day_of_month": 0}}}
        say(call, acme.main, schedule_firmware_update={"repeat_setting": last})
        shown = policy(call, acme.main, "schedule_firmware_update")
        assert shown["repeat_setting"] == {"specific_date": {"day_of_month": 0}}
        wish = {"schedule_firmware_update": {"repeat_type": "weekly"}}
        assert faults(call, acme.main, policy=wish) == ["policy.schedule_firmware_update.repeat_setting"]

    @pytest.mark.parametrize(
        ("wish", "fault"),
        [
            (
                {"auto_delete_data_after_retention_duration": {"items": [{"type": "sms", "duration": 61}]}},
                "auto_delete_data_after_retention_duration.items.0.duration",
            ),
            (
                {"auto_delete_data_after_retention_duration": {"items": [{"duration": -1}]}},
                "auto_delete_data_after_retention_duration.items.0.type",
            ),
            (
                {"call_queue_opt_out_reason": {"call_queue_opt_out_reasons_list": [{"enable": True}]}},
                "call_queue_opt_out_reason.call_queue_opt_out_reasons_list.0.code",
            ),
            (
                {"display_call_feedback_survey": {"feedback_duration": {"min": 9, "max": 3}}},
                "display_call_feedback_survey.feedback_duration",
            ),
            ({"sms": {"international_sms_countries": ["GB", "ZQ"]}}, "sms.international_sms_countries.1"),
        ],
    )
    def test_what_cannot_be_meant(self, call: Caller, acme: Acme, wish: Any, fault: str) -> None:
        assert faults(call, acme.main, policy=wish) == [f"policy.{fault}"]

    def test_lists_are_shown_whole(self, call: Caller, acme: Acme) -> None:
        say(
            call,
            acme.main,
            auto_delete_data_after_retention_duration={"items": [{"type": "sms", "duration": 30}]},
            call_queue_opt_out_reason={"call_queue_opt_out_reasons_list": [{"code": "Lunch"}, {"code": "Break"}]},
        )
        shown = site(call, acme.main)["policy"]
        kept = shown["auto_delete_data_after_retention_duration"]["items"]
        assert kept == [{"type": "sms", "duration": 30, "time_unit": "day"}]
        reasons = shown["call_queue_opt_out_reason"]["call_queue_opt_out_reasons_list"]
        assert [(each["code"], each["system"]) for each in reasons] == [("Lunch", False), ("Break", True)]


TO_EXTENSION = "forward_to_another_extension"


class TestChanges:
    def test_name_and_caller_id_name(self, call: Caller, acme: Acme) -> None:
        change(call, acme.branch, name="Annex", caller_id_name="Acme Annex")
        shown = site(call, acme.branch)
        assert (shown["name"], shown["caller_id_name"]) == ("Annex", "Acme Annex")
        change(call, acme.branch, caller_id_name="")
        assert site(call, acme.branch)["caller_id_name"] == ""
        assert faults(call, acme.branch, caller_id_name="x" * 16) == ["caller_id_name"]
        assert faults(call, acme.branch, name="") == ["name"]

    def test_there_are_no_zones_to_choose(self, call: Caller, acme: Acme) -> None:
        assert faults(call, acme.branch, sip_zone={"id": "x"}) == ["sip_zone.id"]
        body: Any = {"name": "x", "auto_receptionist_name": "x", "default_emergency_address": ADDRESS}
        assert call("POST", "/sites", body | {"sip_zone": {"id": "x"}}).refused == "invalid"
        assert "sip_zone" not in site(call, acme.branch)

    def test_the_address_is_corrected_in_its_country(self, call: Caller, acme: Acme) -> None:
        before = site(call, acme.branch)["default_emergency_address"]
        change(call, acme.branch, default_emergency_address={**ADDRESS, "address_line1": "2 Main St", "city": "fresno"})
        after = site(call, acme.branch)["default_emergency_address"]
        assert after == before | {"address_line1": "2 Main St", "city": "FRESNO"}

    @pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\u200b", "\u3164\u2060"])
    @pytest.mark.parametrize("part", ["address_line1", "city", "zip", "state_code"])
    def test_one_with_a_part_that_is_not_to_be_seen_is_none(
        self, call: Caller, acme: Acme, part: str, blank: str
    ) -> None:
        """An ambulance is sent there."""
        address = {**ADDRESS, part: blank}
        body: Any = {"name": "x", "auto_receptionist_name": "x", "default_emergency_address": address}
        assert call("POST", "/sites", body).refused == "address_invalid"
        wrong = call("PATCH", f"/sites/{acme.branch}", {"default_emergency_address": address})
        assert wrong.refused in ("address_invalid", "address_not_validated")
        kept = {**ADDRESS, part: f"\u200b{ADDRESS[part]} \u00a0"}
        assert call("PATCH", f"/sites/{acme.branch}", {"default_emergency_address": kept}).status == 204
        assert site(call, acme.branch)["default_emergency_address"][part] == ADDRESS[part].upper() or part != "city"

    def test_one_that_lacks_what_its_country_has_is_none(self, call: Caller, acme: Acme) -> None:
        address = {name: part for name, part in ADDRESS.items() if name != "zip"}
        wrong = call("PATCH", f"/sites/{acme.branch}", {"default_emergency_address": address})
        assert wrong.refused == "address_not_validated"

    @pytest.mark.parametrize(
        ("country", "state", "zip", "is_known"),
        [
            ("US", "QQ", "10118", False),
            ("US", "ZZ", "10118", False),
            ("US", "ny", "10118", True),
            ("CA", "QQ", "K1A 0B1", False),
            ("AU", "XX", "2000", False),
            ("AU", "NSW", "2000", True),
            ("MX", "Jalisco", "44100", True),
            ("MX", "JAL", "44100", True),
            ("MX", "nowhere", "44100", False),
            ("DE", "", "10115", True),
        ],
    )
    def test_a_state_is_one_of_its_country(
        self, call: Caller, acme: Acme, country: str, state: str, zip: str, is_known: bool
    ) -> None:
        address = {"address_line1": "1 Main St", "city": "X", "state_code": state, "zip": zip, "country": country}
        body: Any = {"name": "x", "auto_receptionist_name": "x", "default_emergency_address": address}
        assert call("POST", "/sites", body).refused == (None if is_known else "address_invalid")

    def test_new_numbers_are_taken_from_the_ranges(self, call: Caller, acme: Acme) -> None:
        ranges = [{"range_from": "2000", "range_to": "2001"}, {"range_from": "3000", "range_to": "3001"}]
        change(call, acme.main, short_extension={"length": 4, "ranges": ranges})
        assert site(call, acme.main)["short_extension"] == {"length": 4}
        made: list[int] = []
        for email in acme.spare[:4]:  # the queue has 2000
            assert call("PATCH", f"/v2/users/{email}", {"feature": {"zoom_phone": True}}).status == 204
            made.append(number(call, email))
        assert made[:3] == [2001, 3000, 3001]
        assert made[3] not in range(2000, 3002)

    def test_numbers_go_with_the_code(self, call: Caller, acme: Acme) -> None:
        coded, other = acme.users[5:7]
        for user, chosen in ((coded, "7123"), (other, "7456")):
            body = {"site_id": acme.branch, "extension_number": chosen}
            assert call("PATCH", f"/users/{user}", body).status == 204
        change(call, acme.branch, site_code=77)
        assert site(call, acme.branch)["site_code"] == 77
        assert (number(call, coded), number(call, other)) == (77123, 77456)
        assert number(call, acme.users[7]) == 1007

    def test_a_code_that_makes_a_number_of_somebody_elses_is_refused(self, call: Caller, acme: Acme) -> None:
        assert call("PATCH", f"/users/{acme.users[5]}", {"site_id": acme.branch}).status == 204
        assert call("PATCH", f"/users/{acme.users[5]}", {"extension_number": "7005"}).status == 204
        assert call("PATCH", f"/users/{acme.users[6]}", {"extension_number": "8005"}).status == 204
        assert call("PATCH", f"/sites/{acme.branch}", {"site_code": 8}).refused == "extension_number_taken"
        assert (number(call, acme.users[5]), site(call, acme.branch)["site_code"]) == (7005, 7)

    def test_a_new_site_may_be_like_another_and_off_net(self, call: Caller, acme: Acme) -> None:
        source = site(call, acme.main)["main_auto_receptionist"]["id"]

        def greet(rows: Any) -> str:
            told = Handling(greeting="0")
            return rows.add(CallHandling(extension_id=source, hours="business", action=12, handling=told)).id

        acme.write(greet)
        body: Any = {"name": "New", "auto_receptionist_name": "New", "default_emergency_address": ADDRESS}
        body |= {"source_auto_receptionist_id": source, "force_off_net": {"enable": True}}
        made = site(call, call("POST", "/sites", body).json["id"])
        extension = made["main_auto_receptionist"]["extension_id"]
        business, *_ = call("GET", f"/extension/{extension}/call_handling/settings").json["business_hours"][1:]
        assert business["settings"]["greeting_prompt"]["name"] == "Disable"
        assert made["policy"]["force_off_net"]["enable"] is True
        assert policy(call, acme.main, "force_off_net")["enable"] is False


class TestRemoval:
    def test_what_the_site_holds_moves_to_the_other(self, call: Caller, acme: Acme) -> None:
        user, queue = acme.users[5], acme.queue
        receptionist = site(call, acme.branch)["main_auto_receptionist"]["id"]
        address = site(call, acme.branch)["default_emergency_address"]["id"]

        def furnish(rows: Any) -> None:
            for id in (user, queue):
                rows.get(Extension, id).site = rows.get(Site, acme.branch)
            rows.get(Device, acme.devices[2]).site_id = acme.branch
            rows.get(PhoneNumber, acme.numbers[3]).site_id = acme.branch
            number = rows.get(PhoneNumber, acme.numbers[4])
            number.site_id, number.extension_id = acme.branch, receptionist
            rows.add(Setting(owner_id=acme.branch, key="sms", value={"enable": False}))
            rows.add(CallerNumber(owner_id=acme.branch, phone_number_id=acme.numbers[4]))

        acme.write(furnish)
        assert call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}").status == 204
        assert call("GET", f"/sites/{acme.branch}").refused == "site_unknown"
        assert [each["name"] for each in call("GET", "/sites").json["sites"]] == ["Main Site"]
        moved = call("GET", f"/users/{user}").json
        assert (moved["site_id"], moved["extension_number"]) == (acme.main, 1005)
        assert moved["policy"]["sms"]["enable"] is True
        assert call("GET", f"/devices/{acme.devices[2]}").json["site"]["id"] == acme.main
        for id in acme.numbers[3:]:
            shown = call("GET", f"/numbers/{id}").json
            assert (shown["site"]["id"], "assignee" in shown) == (acme.main, False)

        def left(rows: Any) -> list[Any]:
            return [
                rows.first(Extension, Extension.id == receptionist),
                rows.first(EmergencyAddress, EmergencyAddress.id == address),
                *rows.find(Setting, Setting.owner_id == acme.branch),
                *rows.find(CallerNumber, CallerNumber.owner_id == acme.branch),
            ]

        assert acme.store.read(acme.id, left) == [None, None]

    def test_numbers_with_the_code_lose_it(self, call: Caller, acme: Acme) -> None:
        body = {"site_id": acme.branch, "extension_number": "7123"}
        assert call("PATCH", f"/users/{acme.users[5]}", body).status == 204
        assert call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}").status == 204
        assert number(call, acme.users[5]) == 123

    def test_numbers_that_would_clash_keep_the_site(self, call: Caller, acme: Acme) -> None:
        assert call("PATCH", f"/users/{acme.users[6]}", {"extension_number": "456"}).status == 204
        body = {"site_id": acme.branch, "extension_number": "7456"}
        assert call("PATCH", f"/users/{acme.users[5]}", body).status == 204
        answer = call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}")
        assert (answer.status, answer.refused) == (409, "extension_number_conflict")
        assert call("GET", f"/users/{acme.users[5]}").json["site_id"] == acme.branch

    def test_an_address_that_is_somebodys_own_stays(self, call: Caller, acme: Acme) -> None:
        address = site(call, acme.branch)["default_emergency_address"]["id"]
        assert call("PATCH", f"/users/{acme.users[5]}", {"emergency_address_id": address}).status == 204
        assert call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}").status == 204
        assert call("GET", f"/users/{acme.users[5]}").json["emergency_address"]["id"] == address

    def test_the_other_site_must_be_named(self, call: Caller, acme: Acme) -> None:
        assert call("DELETE", f"/sites/{acme.branch}").refused == "invalid"

    def test_the_last_site_stays(self, call: Caller, acme: Acme) -> None:
        assert call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}").status == 204
        assert call("DELETE", f"/sites/{acme.main}?transfer_site_id={acme.branch}").refused == "site_unknown"

    def test_users_do_not_lose_their_own_numbers(self, call: Caller, acme: Acme) -> None:
        """The rows that a site's users hang on are others than the users' own."""
        assert call("PATCH", f"/users/{acme.users[0]}", {"site_id": acme.branch}).status == 204
        assert call("DELETE", f"/sites/{acme.branch}?transfer_site_id={acme.main}").status == 204
        assert [each["number"] for each in call("GET", f"/users/{acme.users[0]}").json["phone_numbers"]] == NUMBERS[:2]
        assert acme.store.read(acme.id, lambda rows: rows.get(User, acme.users[0]).site_id) == acme.main
