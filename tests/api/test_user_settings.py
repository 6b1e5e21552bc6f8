"""What users set for themselves beside their policies, and what they share with others."""

from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.api.test_devices import Register, engine, register  # noqa: F401 (fixtures)
from tests.caller import Caller
from trunkline.store.tables import AudioFile, AutoReceptionist, PhoneNumber

CALLER_NUMBERS = "outbound_caller_id/customized_numbers"


def settings(call: Caller, user: str) -> Any:
    return call("GET", f"/users/{user}/settings").json


def change(call: Caller, user: str, **said: Any) -> None:
    answer = call("PATCH", f"/users/{user}/settings", said)
    assert answer.status == 204, answer.json


def share(call: Caller, method: str, user: str, type: str, body: object = None) -> Any:
    answer = call(method, f"/users/{user}/settings/{type}", body)
    assert answer.refused is None, answer.json
    return answer.json


def extension_id(call: Caller, user: str) -> str:
    return call("GET", f"/users/{user}").json["extension_id"]


def rings(acme: Acme, site: str, number: str) -> None:
    """The number is that of the site's main receptionist."""

    def ring(rows: Any) -> None:
        receptionist = rows.first(AutoReceptionist, AutoReceptionist.main_of == site)
        rows.get(PhoneNumber, number).extension_id = receptionist.id

    acme.write(ring)


def test_of_a_user_who_set_nothing(call: Caller, acme: Acme) -> None:
    shown = settings(call, acme.users[5])
    assert shown == {
        "ad_hoc_call_recording_access_members": [],
        "area_code": "",
        "audio_prompt_language": "en-US",
        "auto_call_recording_access_members": [],
        "country": {"code": "US", "country_code": "1", "name": "United States"},
        "default_transcription_language": "en-US",
        "delegation": {"assistants": [], "locked": False, "privacy": False, "privileges": [1, 2, 3]},
        "desk_phone": {"devices": [], "keys_positions": {}, "phone_screen_lock": False},
        "extension_number": 1005,
        "intercom": {"audio_intercoms": []},
        "music_on_hold_id": "",
        "outbound_caller": {"number": ""},
        "outbound_caller_ids": [],
        "shared_lines_call_setting": {
            "shared_line_appearances": {"executives": []},
            "shared_line_groups": {"receive_calls": True, "shared_line_group": []},
        },
        "status": "Active",
        "voice_mail": [],
    }


def test_what_is_set_is_kept_and_the_rest_stays(call: Caller, acme: Acme) -> None:
    user = acme.users[5]
    said = {"area_code": "408", "audio_prompt_language": "de-DE", "default_transcription_language": "fr-FR"}
    change(call, user, **said, country_iso_code="de")
    change(call, user, shared_lines_call_setting={"shared_line_groups": {"receive_calls": False}})
    shown = settings(call, user)
    assert shown.items() >= said.items()
    assert shown["country"] == {"code": "DE", "country_code": "49", "name": "Germany"}
    assert shown["shared_lines_call_setting"]["shared_line_groups"]["receive_calls"] is False
    assert settings(call, acme.users[6])["area_code"] == ""


def test_prompts_are_spoken_as_the_site_says(call: Caller, acme: Acme) -> None:
    wish = {"audio_prompt": {"language": "ja-JP"}}
    assert call("PATCH", f"/sites/{acme.main}/settings/audio_prompt", wish).status == 204
    assert settings(call, acme.users[5])["audio_prompt_language"] == "ja-JP"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area_code", "4o8"),
        ("area_code", "12345678901"),
        ("audio_prompt_language", "tlh"),
        ("country_iso_code", "XX"),
        ("country_iso_code", "EU"),
        ("default_transcription_language", "tlh"),
    ],
)
def test_what_makes_no_sense_is_named(call: Caller, acme: Acme, field: str, value: str) -> None:
    answer = call("PATCH", f"/users/{acme.users[5]}/settings", {field: value})
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


def test_a_shared_line_group_that_nobody_has(call: Caller, acme: Acme) -> None:
    group = {"shared_line_groups": {"shared_line_group": [{"slg_id": "x", "receive_calls": True}]}}
    answer = call("PATCH", f"/users/{acme.users[5]}/settings", {"shared_lines_call_setting": group})
    assert answer.refused == "invalid"


def test_music_is_of_the_account_or_of_the_user(call: Caller, acme: Acme) -> None:
    user = acme.users[5]

    def file(owner: str | None) -> str:
        return acme.write(lambda rows: rows.add(AudioFile(name="Waltz", blob="b" * 22, extension_id=owner)).id)

    for id in (file(None), file(user), "0", ""):
        change(call, user, music_on_hold_id=id)
        assert settings(call, user)["music_on_hold_id"] == id
    foreign = call("PATCH", f"/users/{user}/settings", {"music_on_hold_id": file(acme.users[6])})
    assert foreign.refused == "audio_unknown"


def test_music_that_has_gone_is_the_usual(call: Caller, acme: Acme) -> None:
    id = acme.write(lambda rows: rows.add(AudioFile(name="Waltz", blob="b" * 22)).id)
    change(call, acme.users[5], music_on_hold_id=id)
    acme.write(lambda rows: rows.delete(rows.get(AudioFile, id)))
    assert settings(call, acme.users[5])["music_on_hold_id"] == ""


class TestCallerId:
    def test_ones_own_numbers_then_that_of_the_company(self, call: Caller, acme: Acme) -> None:
        rings(acme, acme.main, acme.numbers[4])
        shown = settings(call, acme.users[0])
        assert shown["outbound_caller_ids"] == [
            {"is_default": True, "name": "Person00 Smith", "number": NUMBERS[0]},
            {"is_default": False, "name": "Person00 Smith", "number": NUMBERS[1]},
            {"is_default": False, "name": "Main Site", "number": NUMBERS[4]},
        ]
        assert shown["outbound_caller"] == {"number": NUMBERS[0]}
        assert shown["company_number"] == NUMBERS[4]
        assert settings(call, acme.users[5])["outbound_caller"] == {"number": NUMBERS[4]}

    def test_one_is_chosen_as_long_as_it_may_be_shown(self, call: Caller, acme: Acme) -> None:
        user = acme.users[0]
        change(call, user, outbound_caller_id=NUMBERS[1].removeprefix("+"))
        assert settings(call, user)["outbound_caller"] == {"number": NUMBERS[1]}
        number = f"/numbers/{acme.numbers[1]}"
        assert call("PATCH", number, {"capability": ["incoming"]}).status == 204
        shown = settings(call, user)
        assert [each["number"] for each in shown["outbound_caller_ids"]] == NUMBERS[:1]
        assert shown["outbound_caller"] == {"number": NUMBERS[0]}
        assert call("PATCH", number, {"capability": ["incoming", "outgoing"]}).status == 204
        assert settings(call, user)["outbound_caller"] == {"number": NUMBERS[1]}

    def test_those_of_groups_that_were_chosen(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: setattr(rows.get(PhoneNumber, acme.numbers[3]), "extension_id", acme.queue))
        user = acme.users[5]
        refused = call("PATCH", f"/users/{user}/settings", {"outbound_caller_id": NUMBERS[3]})
        assert refused.refused == "outbound_caller_id_invalid"
        chosen = {"phone_number_ids": [acme.numbers[3]]}
        assert call("POST", f"/sites/{acme.main}/{CALLER_NUMBERS}", chosen).status == 201
        change(call, user, outbound_caller_id=NUMBERS[3])
        (shown,) = settings(call, user)["outbound_caller_ids"]
        assert shown == {"is_default": True, "name": "Support", "number": NUMBERS[3]}

    def test_those_that_the_site_allows(self, call: Caller, acme: Acme) -> None:
        """Of queues to their members, of receptionists to everybody there."""

        def ring(rows: Any) -> None:
            rows.get(PhoneNumber, acme.numbers[3]).extension_id = acme.queue
            more = AutoReceptionist(number=850, name="Night", site_id=acme.main, account_id=acme.id)
            rows.get(PhoneNumber, acme.numbers[4]).extension_id = rows.add(more).id

        acme.write(ring)
        switches = {"outbound_caller_id": {"call_queue_numbers": True, "auto_receptionists_numbers": True}}
        assert call("PATCH", f"/sites/{acme.main}/settings/outbound_caller_id", switches).status == 204

        def numbers(user: str) -> list[str]:
            return [each["number"] for each in settings(call, user)["outbound_caller_ids"]]

        assert numbers(acme.users[1]) == NUMBERS[3:]
        assert numbers(acme.users[5]) == NUMBERS[4:]

    def test_hiding_it_holds_as_long_as_it_is_allowed(self, call: Caller, acme: Acme) -> None:
        user = acme.users[0]
        change(call, user, outbound_caller_id="")
        shown = settings(call, user)
        assert shown["outbound_caller"] == {"number": ""}
        assert [each["is_default"] for each in shown["outbound_caller_ids"]] == [False, False]
        no_more = {"select_outbound_caller_id": {"allow_hide_outbound_caller_id": False}}
        assert call("PATCH", f"/sites/{acme.main}", {"policy": no_more}).status == 204
        assert settings(call, user)["outbound_caller"] == {"number": NUMBERS[0]}
        change(call, user, outbound_caller_id=NUMBERS[1])
        assert settings(call, user)["outbound_caller"] == {"number": NUMBERS[1]}

    def test_a_batch_can_choose_no_other(self, call: Caller, acme: Acme) -> None:
        wish = {"email": acme.spare[0], "extension_number": "3000", "calling_plans": ["Pro"], "site_name": "Main Site"}
        answer = call("POST", "/users/batch", {"users": [wish | {"outbound_caller_id": NUMBERS[4]}]})
        assert [fault["field"] for fault in answer.json["errors"]] == ["users.0.outbound_caller_id"]


class TestDeskPhones:
    def test_they_are_added_and_taken_away(self, call: Caller, acme: Acme) -> None:
        user, device = acme.users[5], acme.devices[2]
        assert share(call, "POST", user, "desk_phone", {"device_id": device}) == {}
        (shown,) = settings(call, user)["desk_phone"]["devices"]
        assert shown == {
            "device_type": "other",
            "display_name": "Phone 2",
            "id": device,
            "mac_address": "001122334402",
            "policy": {"call_control": {"status": "unsupported"}, "hot_desking": {"status": "unsupported"}},
            "status": "offline",
        }
        assert call("GET", f"/devices/{device}").json["assignees"][0]["id"] == user
        share(call, "DELETE", user, f"desk_phone?device_id={device}")
        assert settings(call, user)["desk_phone"]["devices"] == []
        assert call("GET", f"/devices/{device}").json["assignees"] == []

    def test_of_those_that_are_there_it_is_known_where(
        self,
        call: Caller,
        acme: Acme,
        register: Register,  # noqa: F811
    ) -> None:
        register(acme.devices[0])
        shown = settings(call, acme.users[0])["desk_phone"]
        (device,) = shown["devices"]
        assert (device["status"], device["public_ip"], device["private_ip"]) == ("online", "198.51.100.9", "10.0.0.7")
        assert shown["keys_positions"] == {"primary_number": NUMBERS[0]}

    def test_a_screen_is_locked_by_a_pin(self, call: Caller, acme: Acme) -> None:
        user, path = acme.users[0], f"/users/{acme.users[0]}/settings/desk_phone"
        for said in ({"phone_screen_lock": True}, {"pin_code": "12a4"}, {"pin_code": "123"}):
            assert call("PATCH", path, {"desk_phone": said}).refused == "invalid"
        share(call, "PATCH", user, "desk_phone", {"desk_phone": {"phone_screen_lock": True, "pin_code": "0995"}})
        share(call, "PATCH", user, "desk_phone", {"desk_phone": {"devices": [{"id": acme.devices[0]}]}})
        shown = settings(call, user)["desk_phone"]
        assert (shown["phone_screen_lock"], shown["pin_code"]) == (True, "0995")

    def test_what_a_phone_cannot_do_is_not_switched_on(self, call: Caller, acme: Acme) -> None:
        for status, refused in (("off", None), ("on", "invalid")):
            said = {"devices": [{"id": acme.devices[0], "policy": {"hot_desking": {"status": status}}}]}
            path = f"/users/{acme.users[0]}/settings/desk_phone"
            assert call("PATCH", path, {"desk_phone": said}).refused == refused


class TestDelegation:
    def test_assistants_come_and_go(self, call: Caller, acme: Acme) -> None:
        user, (first, second) = acme.users[5], acme.users[6:8]
        made = share(call, "POST", user, "delegation", assistant(call, first))
        assert [each["id"] for each in made["delegation"]["assistants"]] == [first]
        for each in (second, first):
            share(call, "POST", user, "delegation", assistant(call, each))
        shown = settings(call, user)["delegation"]["assistants"]
        assert [each["id"] for each in shown] == [first, second]
        assert shown[0] == {
            "display_name": "Person06 Smith",
            "extension_id": extension_id(call, first),
            "extension_number": 1006,
            "extension_type": "user",
            "id": first,
        }
        share(call, "DELETE", user, f"delegation?assistant_extension_id={extension_id(call, first)}")
        assert [each["id"] for each in settings(call, user)["delegation"]["assistants"]] == [second]

    def test_nobody_assists_themselves(self, call: Caller, acme: Acme) -> None:
        answer = call("POST", f"/users/{acme.users[5]}/settings/delegation", assistant(call, acme.users[5]))
        assert answer.refused == "assistant_unknown"

    def test_an_assistant_sees_whose_calls_ring(self, call: Caller, acme: Acme) -> None:
        boss, user = acme.users[5:7]
        share(call, "POST", boss, "delegation", assistant(call, user))
        assert executives(call, user) == [(boss, "Person05 Smith", True, False)]
        no_more = {"shared_line_appearances": {"executives": [{"user_id": boss, "receive_calls": False}]}}
        path = f"/users/{user}/settings"
        refused = call("PATCH", path, {"shared_lines_call_setting": no_more})
        assert refused.refused == "executive_opt_out_denied"
        said = {"privileges": [5, 1, 8, 1], "privacy": True, "locked": True}
        share(call, "PATCH", boss, "delegation", {"delegation": said})
        change(call, user, shared_lines_call_setting=no_more)
        assert executives(call, user) == [(boss, "Person05 Smith", False, True)]
        shown = settings(call, boss)["delegation"]
        assert (shown["privileges"], shown["privacy"], shown["locked"]) == ([1, 5], True, True)


def assistant(call: Caller, user: str) -> dict[str, str]:
    return {"delegation_assistant_extension_id": extension_id(call, user)}


def executives(call: Caller, user: str) -> list[tuple[Any, ...]]:
    shown = settings(call, user)["shared_lines_call_setting"]["shared_line_appearances"]["executives"]
    return [(each["user_id"], each["display_name"], each["receive_calls"], each["allow_opt_out"]) for each in shown]


class TestSharedAccess:
    @pytest.mark.parametrize(
        ("type", "field"),
        [
            ("voice_mail", "voicemail_access_members"),
            ("auto_call_recording", "auto_call_recording_access_members"),
            ("ad_hoc_call_recording", "ad_hoc_call_recording_access_members"),
        ],
    )
    def test_others_are_let_in_with_what_they_may_do(self, call: Caller, acme: Acme, type: str, field: str) -> None:
        user, (first, second) = acme.users[5], acme.users[6:8]
        wishes = {field: [{"access_user_id": first, "allow_delete": True}, {"access_user_id": second}]}
        made = share(call, "POST", user, type, wishes)[field]
        assert [(each["access_user_id"], each["allow_delete"]) for each in made] == [(first, True), (second, False)]
        ids = [each["shared_id"] for each in made]
        change = {"shared_id": ids[1], "allow_download": True}
        share(call, "PATCH", user, type, {field: [change, {"access_user_id": first, "allow_delete": False}]})
        shown = call("GET", f"/users/{user}").json["policy"][field]
        assert [(each["allow_delete"], each["allow_download"]) for each in shown] == [(False, False), (False, True)]
        share(call, "DELETE", user, f"{type}?shared_id={ids[0]}")
        (left,) = call("GET", f"/users/{user}").json["policy"][field]
        assert left["shared_id"] == ids[1]

    def test_all_of_them_or_none(self, call: Caller, acme: Acme) -> None:
        path = f"/users/{acme.users[5]}/settings/voice_mail"
        members = [{"access_user_id": acme.users[6]}, {"access_user_id": "x"}]
        assert call("POST", path, {"voicemail_access_members": members}).refused == "access_user_unknown"
        twice = {"voicemail_access_members": [members[0], members[0]]}
        assert call("POST", path, twice).refused == "access_taken"
        assert call("POST", path, {}).refused == "invalid"
        assert settings(call, acme.users[5])["voice_mail"] == []

    def test_in_the_words_it_had_first(self, call: Caller, acme: Acme) -> None:
        user, other = acme.users[5:7]
        wish = {"voice_mail": {"access_user_id": other, "access_user_type": "user", "download": True}}
        made = share(call, "POST", user, "voice_mail", wish)
        assert made.keys() == {"voice_mail"}
        expected = {"access_user_id": other, "access_user_type": "user", "delete": False, "download": True}
        assert made["voice_mail"] == expected | {"shared_id": made["voice_mail"]["shared_id"]}
        change = {"voice_mail": {"shared_id": made["voice_mail"]["shared_id"], "delete": True, "download": False}}
        share(call, "PATCH", user, "voice_mail", change)
        (shown,) = settings(call, user)["voice_mail"]
        assert (shown["delete"], shown["download"]) == (True, False)

    def test_recordings_that_are_shared_stand_in_the_settings(self, call: Caller, acme: Acme) -> None:
        user, other = acme.users[5:7]
        field = "auto_call_recording_access_members"
        made = share(call, "POST", user, "auto_call_recording", {field: [{"access_user_id": other}]})
        shown = settings(call, user)
        assert shown[field] == made[field]
        assert shown["ad_hoc_call_recording_access_members"] == []


@pytest.mark.parametrize("type", ["voice_mail", "delegation", "desk_phone", "intercom"])
def test_what_is_to_be_taken_away_has_to_be_named(call: Caller, acme: Acme, type: str) -> None:
    assert call("DELETE", f"/users/{acme.users[0]}/settings/{type}").refused == "invalid"


def test_nobody_has_an_intercom(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[0]}/settings/intercom"
    assert call("POST", path, {}).refused == "invalid"
    assert call("PATCH", path, {"intercom": {"extension_id": "x"}}).refused == "invalid"
    assert call("PATCH", path, {"intercom": {}}).refused == "invalid"
