"""A call queue's policies: inherited from account and site, locked, set, reset; and who may hear its messages."""

from typing import Any

import pytest

from tests.acme import Acme
from tests.api.test_user_policies import say
from tests.caller import Caller
from trunkline.store.tables import AudioFile


def policy(call: Caller, acme: Acme) -> Any:
    return call("GET", f"/call_queues/{acme.queue}/policies").json


DAYS = "permanently_delete_after_days"


def change(call: Caller, acme: Acme, **said: Any) -> str | None:
    answer = call("PATCH", f"/call_queues/{acme.queue}/policies", said)
    return answer.refused


def test_what_nobody_said_is_as_it_comes(call: Caller, acme: Acme) -> None:
    shown = policy(call, acme)
    assert shown["sms"]["enable"] is True
    assert shown["call_queue_pickup_code"] == {"enable": False}
    assert shown["voicemail_transcription"] == {
        "enable": False,
        "locked": False,
        "locked_by": "invalid",
        "modified": False,
    }
    assert shown["auto_call_recording"]["recording_calls"] == "inbound_and_outbound"
    assert all(reason["system"] for reason in shown["call_queue_opt_out_reason"]["call_queue_opt_out_reasons_list"])


def test_a_change_is_of_the_fields_given_and_can_be_taken_back(call: Caller, acme: Acme) -> None:
    before = policy(call, acme)
    said = {"include_voicemail_file": False, "forward_email_list": ["a@acme.example"]}
    assert (
        change(call, acme, voicemail_notification_by_email=said, block_calls_without_caller_id={"enable": True}) is None
    )
    after = policy(call, acme)
    assert after["voicemail_notification_by_email"] == (
        before["voicemail_notification_by_email"] | said | {"modified": True}
    )
    assert after["block_calls_without_caller_id"]["enable"] is True
    assert change(call, acme, voicemail_notification_by_email={"reset": True}) is None
    assert policy(call, acme)["voicemail_notification_by_email"] == before["voicemail_notification_by_email"]


def test_site_and_account_say_it_for_the_queue(call: Caller, acme: Acme) -> None:
    say(acme, acme.id, "online_fax", {"enable": True, "include_fax_as_attachment": False})
    say(acme, acme.main, "online_fax", {"include_fax_as_attachment": True}, locked=True)
    shown = policy(call, acme)["online_fax"]
    assert (shown["enable"], shown["include_fax_as_attachment"]) == (True, True)
    assert (shown["locked"], shown["locked_by"], shown["modified"]) == (True, "site", False)
    assert policy(call, acme)["auto_answer_call_queue_calls"] == {
        "enable": True,
        "locked": True,
        "locked_by": "account",
        "modified": False,
    }
    assert change(call, acme, online_fax={"enable": False}) == "setting_locked"
    assert call("PATCH", f"/call_queues/{acme.queue}", {"site_id": acme.branch}).status == 204
    assert policy(call, acme)["online_fax"]["locked"] is False


def test_nothing_is_done_when_one_policy_is_locked(call: Caller, acme: Acme) -> None:
    assert change(call, acme, sms={"enable": False}, auto_answer_call_queue_calls={"enable": False}) == "setting_locked"
    assert policy(call, acme)["sms"]["enable"] is True


def test_a_queue_locks_nothing(call: Caller, acme: Acme) -> None:
    """Nobody is below it: what a request says of locks is ignored, like all that its operation does not know."""
    assert change(call, acme, sms={"enable": False, "locked": True}, call_park=5, voicemail={"enable": 5}) is None
    shown = policy(call, acme)["sms"]
    assert (shown["enable"], shown["locked"]) == (False, False)


def test_reasons_of_ones_own(call: Caller, acme: Acme) -> None:
    said = [{"code": "Lunch"}, {"code": "Break", "enable": False}]
    assert change(call, acme, call_queue_opt_out_reason={"call_queue_opt_out_reasons_list": said}) is None
    shown = policy(call, acme)["call_queue_opt_out_reason"]
    assert shown["call_queue_opt_out_reasons_list"] == [
        {"code": "Lunch", "enable": True, "system": False},
        {"code": "Break", "enable": False, "system": True},
    ]


def test_for_how_long_data_is_kept(call: Caller, acme: Acme) -> None:
    said = [{"type": "voicemail", "duration": 60}, {"type": "callLog", "duration": -1, "time_unit": "day"}]
    assert change(call, acme, auto_delete_data_after_retention_duration={"enable": True, "items": said}) is None
    shown = policy(call, acme)["auto_delete_data_after_retention_duration"]
    assert shown["items"] == [each | {"time_unit": "day"} for each in said]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"call_queue_opt_out_reason": {"call_queue_opt_out_reasons_list": [{"enable": True}]}}, "code"),
        ({"auto_delete_data_after_retention_duration": {"items": [{"duration": 1}]}}, "type"),
        ({"auto_delete_data_after_retention_duration": {"items": [{"type": "fax", "duration": 0}]}}, "duration"),
        ({"auto_delete_data_after_retention_duration": {"items": [{"type": "fax"}]}}, "duration"),
        ({"auto_delete_data_after_retention_duration": {"items": [{"type": "fax", "duration": 61}]}}, "duration"),
        ({"auto_delete_data_after_retention_duration": {"items": [{"type": "fax", "duration": 9}] * 2}}, "type"),
        ({"call_queue_opt_out_reason": {"call_queue_opt_out_reasons_list": [{"code": "Break"}] * 2}}, "code"),
        ({"auto_delete_data_after_retention_duration": {DAYS: -2}}, DAYS),
    ],
)
def test_what_lacks_a_part_is_refused(call: Caller, acme: Acme, said: Any, field: str) -> None:
    answer = call("PATCH", f"/call_queues/{acme.queue}/policies", said)
    assert [fault["field"].rpartition(".")[2] for fault in answer.json["errors"]] == [field]


def test_consent_is_asked_for_both_ways_unless_a_notification_says_itself(call: Caller, acme: Acme) -> None:
    said = {"recording_explicit_consent": True, "outbound_audio_notification": {"recording_explicit_consent": False}}
    assert change(call, acme, auto_call_recording=said) is None
    shown = policy(call, acme)["auto_call_recording"]
    assert shown["inbound_audio_notification"]["recording_explicit_consent"] is True
    assert shown["outbound_audio_notification"]["recording_explicit_consent"] is False


def test_audio_is_the_accounts_or_the_queues_own(call: Caller, acme: Acme) -> None:
    other = call("POST", "/call_queues", {"name": "Sales", "site_id": acme.main}).json["id"]
    owners = {None: None, acme.queue: None, other: "audio_unknown"}
    for owner, refused in owners.items():
        audio = acme.write(lambda rows, owner=owner: rows.add(AudioFile(name="Hello", blob="x", extension_id=owner)).id)
        said = {"inbound_audio_notification": {"recording_start_prompt_audio_id": audio}}
        assert change(call, acme, auto_call_recording=said) == refused
        shown = policy(call, acme)["auto_call_recording"]["inbound_audio_notification"]
        assert (shown["recording_start_prompt_audio_id"] == audio) == (refused is None)
    assert (
        change(call, acme, auto_call_recording={"inbound_audio_notification": {"recording_start_prompt_audio_id": ""}})
        is None
    )


class TestSharedMailbox:
    def test_others_are_let_in_changed_and_shut_out(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/policies/voice_mail"
        wishes = [{"access_user_id": acme.users[0], "allow_download": True}, {"access_user_id": acme.users[9]}]
        made = call("POST", path, {"voicemail_access_members": wishes}).json["voicemail_access_members"]
        assert self.listed(call, acme) == made
        assert made[0] == {
            "access_user_id": acme.users[0],
            "access_user_type": "user",
            "allow_delete": False,
            "allow_download": True,
            "allow_sharing": False,
            "shared_id": made[0]["shared_id"],
        }
        said = [
            {"shared_id": made[0]["shared_id"], "allow_download": False},
            {"access_user_id": "P09@acme.example", "allow_delete": True},
        ]
        assert call("PATCH", path, {"voicemail_access_members": said}).status == 204
        first, second = self.listed(call, acme)
        assert first == made[0] | {"allow_download": False}
        assert second == made[1] | {"allow_delete": True}
        assert call("DELETE", f"{path}?shared_ids={first['shared_id']},{second['shared_id']}").status == 204
        assert self.listed(call, acme) == []

    def test_nobody_is_shut_out_when_one_is_unknown(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/policies/voice_mail"
        body = {"voicemail_access_members": [{"access_user_id": acme.users[0]}]}
        (made,) = call("POST", path, body).json["voicemail_access_members"]
        assert call("DELETE", f"{path}?shared_ids={made['shared_id']},x").refused == "access_unknown"
        assert self.listed(call, acme) == [made]

    def test_ten_at_a_time(self, call: Caller, acme: Acme) -> None:
        path = f"/call_queues/{acme.queue}/policies/voice_mail"
        wishes = [{"access_user_id": id} for id in acme.users[:11]]
        assert call("POST", path, {"voicemail_access_members": wishes}).refused == "invalid"
        assert call("POST", path, {"voicemail_access_members": wishes[:10]}).status == 201
        assert call("DELETE", f"{path}?shared_ids={','.join(acme.users[:11])}").refused == "invalid"
        assert len(self.listed(call, acme)) == 10

    def listed(self, call: Caller, acme: Acme) -> Any:
        return call("GET", f"/call_queues/{acme.queue}").json["policy"]["voicemail_access_members"]
