"""The policies of a phone user: inherited, set, locked, reset."""

from typing import Any

from tests.acme import Acme
from tests.caller import Caller
from trunkline.store.tables import Setting


def policy(call: Caller, user: str) -> Any:
    return call("GET", f"/users/{user}").json["policy"]


def say(acme: Acme, owner: str, key: str, value: dict[str, Any], *, locked: bool = False) -> None:
    """As the operations of the levels above will."""
    acme.write(lambda rows: rows.add(Setting(owner_id=owner, key=key, value=value, locked=locked)).id)


def test_what_nobody_said_is_as_it_comes(call: Caller, acme: Acme) -> None:
    shown = policy(call, acme.users[5])
    assert shown["voicemail"]["enable"] is True
    assert shown["international_calling"] is False
    assert shown["call_overflow"] == {"call_overflow_type": 4, "enable": True, "locked": False, "modified": False}
    assert shown["zoom_phone_on_desktop"]["locked_by"] == "invalid"


def test_a_change_is_of_the_fields_given_and_can_be_taken_back(call: Caller, acme: Acme) -> None:
    user = acme.users[5]
    call("PATCH", f"/users/{user}", {"policy": {"call_overflow": {"call_overflow_type": 1}}})
    shown = policy(call, user)["call_overflow"]
    assert shown == {"call_overflow_type": 1, "enable": True, "locked": False, "modified": True}
    call("PATCH", f"/users/{user}", {"policy": {"call_overflow": {"reset": True}}})
    assert policy(call, user)["call_overflow"]["call_overflow_type"] == 4
    assert policy(call, acme.users[6])["call_overflow"]["modified"] is False


def test_a_policy_that_is_only_on_or_off(call: Caller, acme: Acme) -> None:
    assert call("PATCH", f"/users/{acme.users[5]}", {"policy": {"international_calling": True}}).status == 204
    assert policy(call, acme.users[5])["international_calling"] is True


def test_what_the_site_says_holds_for_who_is_there_and_said_nothing(call: Caller, acme: Acme) -> None:
    call("PATCH", f"/users/{acme.users[6]}", {"policy": {"sms": {"allow_copy": True}}})
    say(acme, acme.main, "sms", {"allow_copy": False, "allow_paste": False})
    inherits, says = policy(call, acme.users[5])["sms"], policy(call, acme.users[6])["sms"]
    assert (inherits["allow_copy"], inherits["allow_paste"]) == (False, False)
    assert (says["allow_copy"], says["allow_paste"]) == (True, False)
    call("PATCH", f"/users/{acme.users[5]}", {"site_id": acme.branch})
    assert policy(call, acme.users[5])["sms"]["allow_copy"] is True


def test_a_lock_above_holds_whatever_was_said_below(call: Caller, acme: Acme) -> None:
    user = acme.users[5]
    call("PATCH", f"/users/{user}", {"policy": {"voicemail_transcription": {"enable": True}, "sms": {"enable": False}}})
    say(acme, acme.main, "voicemail_transcription", {"enable": False}, locked=True)
    shown = policy(call, user)["voicemail_transcription"]
    assert shown == {"enable": False, "locked": True, "locked_by": "site", "modified": True}


def test_nothing_of_a_request_is_done_when_one_policy_is_locked(call: Caller, acme: Acme) -> None:
    wishes = {"sms": {"enable": False}, "audio_intercom": {"enable": False}}
    answer = call("PATCH", f"/users/{acme.users[5]}", {"policy": wishes, "extension_number": "4321"})
    assert answer.refused == "setting_locked"
    assert policy(call, acme.users[5])["sms"]["enable"] is True
    assert call("GET", f"/users/{acme.users[5]}").json["extension_number"] == 1005


def test_a_parked_call_may_go_to_an_extension(call: Caller, acme: Acme) -> None:
    target = call("GET", f"/users/{acme.users[6]}").json
    wish = {"policy": {"call_park": {"forward_to_extension_id": target["extension_id"]}}}
    assert call("PATCH", f"/users/{acme.users[5]}", wish).status == 204
    assert policy(call, acme.users[5])["call_park"]["forward_to"] == {
        "display_name": "Person06 Smith",
        "extension_id": target["extension_id"],
        "extension_number": 1006,
        "extension_type": "user",
        "id": acme.users[6],
    }


def test_those_who_may_hear_messages_are_those_named(call: Caller, acme: Acme) -> None:
    user, (first, second) = acme.users[5], acme.users[6:8]

    def let_in(*ids: str) -> list[Any]:
        members = [{"access_user_id": id, "allow_download": id == first} for id in ids]
        assert call("PATCH", f"/users/{user}", {"policy": {"voicemail_access_members": members}}).status == 204
        return policy(call, user)["voicemail_access_members"]

    before = let_in(first, second)
    assert [(each["access_user_id"], each["allow_download"]) for each in before] == [(first, True), (second, False)]
    (after,) = let_in(second)
    assert after == before[1]
    assert policy(call, user)["auto_call_recording_access_members"] == []


def test_one_policy_alone(call: Caller, acme: Acme) -> None:
    path = f"/users/{acme.users[5]}/policies/allow_emergency_calls"
    inherited = {
        "allow_emergency_calls_from_clients": True,
        "allow_emergency_calls_from_deskphones": True,
        "enable": True,
        "locked": False,
        "locked_by": "invalid",
        "modified": False,
    }
    assert call("GET", path).json == {"allow_emergency_calls": inherited}
    wish: Any = {"allow_emergency_calls": {"allow_emergency_calls_from_clients": False}}
    assert call("PATCH", path, wish).status == 204
    changed = inherited | {"allow_emergency_calls_from_clients": False, "modified": True}
    assert call("GET", path).json == {"allow_emergency_calls": changed}
    assert call("PATCH", path, {"allow_emergency_calls": {"reset": True}}).status == 204
    assert call("GET", path).json == {"allow_emergency_calls": inherited}


def test_old_recording_fields_are_of_both_notices(call: Caller, acme: Acme) -> None:
    wish = {"policy": {"auto_call_recording": {"recording_start_prompt": False}}}
    assert call("PATCH", f"/users/{acme.users[5]}", wish).status == 204
    shown = policy(call, acme.users[5])["auto_call_recording"]
    assert shown["recording_start_prompt"] is False
    for way in ("inbound", "outbound"):
        assert shown[f"{way}_audio_notification"]["recording_start_prompt"] is False
