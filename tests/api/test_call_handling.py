"""How extensions handle calls, as the API sets and shows it."""

from typing import Any

import pytest

from tests.acme import Acme
from tests.caller import Answer, Caller
from trunkline.exchange.plan import Voicemail
from trunkline.plan import build
from trunkline.store.tables import AudioFile, Extension, Setting, Site

Path = str


@pytest.fixture
def user(call: Caller, acme: Acme) -> str:
    return call("GET", f"/users/{acme.users[5]}").json["extension_id"]


@pytest.fixture
def colleague(call: Caller, acme: Acme) -> Any:
    return call("GET", f"/users/{acme.users[6]}").json


@pytest.fixture
def queue(acme: Acme) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, acme.queue).extension_id)


@pytest.fixture
def receptionist(acme: Acme) -> str:
    return acme.write(lambda rows: rows.first(Extension, Extension.kind == "auto_receptionist").extension_id)


@pytest.fixture
def audio(acme: Acme) -> str:
    return acme.write(lambda rows: rows.add(AudioFile(name="Closed", blob="x")).id)


def path(extension: str, setting: str = "") -> Path:
    return f"/extension/{extension}/call_handling/settings" + (f"/{setting}" if setting else "")


def subs(call: Caller, extension: str, hours: str) -> dict[str, Any]:
    """Settings by sub-setting."""
    return {each["sub_setting_type"]: each["settings"] for each in call("GET", path(extension)).json[hours]}


def change(call: Caller, extension: str, hours: str, sub: str, **settings: Any) -> Answer:
    return call("PATCH", path(extension, hours), {"sub_setting_type": sub, "settings": settings})


def policy(acme: Acme, key: str, **value: Any) -> None:
    acme.write(lambda rows: rows.add(Setting(owner_id=acme.users[5], key=key, value=value)).id)


def test_a_user_who_set_nothing_rings_and_has_a_mailbox(call: Caller, user: str) -> None:
    shown = call("GET", path(user)).json
    assert [each["sub_setting_type"] for each in shown["business_hours"]] == [
        "custom_hours",
        "call_forwarding",
        "call_handling",
    ]
    assert [each["sub_setting_type"] for each in shown["closed_hours"]] == ["call_forwarding", "call_handling"]
    assert shown["holiday_hours"] == []
    hours = subs(call, user, "business_hours")
    assert hours["custom_hours"]["type"] == 1
    assert hours["call_handling"]["ring_mode"] == "simultaneous"
    assert hours["call_handling"]["max_wait_time"] == 30
    assert hours["call_handling"]["routing"] == {
        "action": 1,
        "allow_callers_check_voicemail": True,
        "connect_to_operator": False,
        "voicemail_greeting": {"id": "", "name": "Default"},
        "voicemail_leaving_instruction": {"id": "", "name": "Default"},
    }
    assert hours["call_handling"]["busy_routing"]["action"] == 21


def test_a_queue_has_what_queues_have(call: Caller, queue: str) -> None:
    (hours, handling) = subs(call, queue, "business_hours").values()
    assert hours["allow_members_to_reset"] is False
    assert handling["call_distribution"]["ring_mode"] == "simultaneous"
    assert (handling["max_wait_time"], handling["max_call_in_queue"], handling["wrap_up_time"]) == (300, 60, 10)
    assert subs(call, queue, "closed_hours").keys() == {"call_handling"}


def test_hours_are_set_day_by_day(call: Caller, user: str) -> None:
    monday = [{"weekday": 2, "type": 2, "from": "08:00", "to": "12:00"}]
    monday += [{"weekday": 2, "type": 2, "from": "13:00", "to": "24:00"}]
    answer = change(call, user, "business_hours", "custom_hours", type=2, custom_hours_settings=monday)
    assert answer.status == 204
    shown = subs(call, user, "business_hours")["custom_hours"]
    assert shown["type"] == 2
    assert [day for day in shown["custom_hours_settings"] if day["weekday"] == 2] == monday
    assert {day["weekday"] for day in shown["custom_hours_settings"]} == set(range(1, 8))
    change(call, user, "business_hours", "custom_hours", custom_hours_settings=[{"weekday": 2, "type": 0}])
    again = subs(call, user, "business_hours")["custom_hours"]
    assert (again["type"], again["custom_hours_settings"][1]) == (2, {"weekday": 2, "type": 0})


@pytest.mark.parametrize(
    "day",
    [
        {"weekday": 2, "type": 2, "from": "17:00", "to": "09:00"},
        {"weekday": 2, "type": 2, "from": "09:00"},
        {"weekday": 2, "type": 2, "from": "9", "to": "25:00"},
    ],
)
def test_hours_that_make_no_sense_are_refused_by_day(call: Caller, user: str, day: dict[str, Any]) -> None:
    answer = change(call, user, "business_hours", "custom_hours", custom_hours_settings=[day])
    assert answer.refused == "custom_hours_invalid"
    assert answer.json["message"] == "Invalid customer hours from/to time for weekday: 2."


def test_unanswered_calls_go_to_a_colleague_until_there_is_none(
    call: Caller, acme: Acme, user: str, colleague: Any
) -> None:
    target = colleague["extension_id"]
    said = {"call_not_answer_action": 2, "forward_to_extension_id": target}
    assert change(call, user, "business_hours", "call_handling", **said).status == 204
    routing = subs(call, user, "business_hours")["call_handling"]["routing"]
    assert (routing["action"], routing["forward_to"]["extension_id"]) == (2, target)
    assert subs(call, user, "closed_hours")["call_handling"]["routing"]["action"] == 1
    call("DELETE", f"/v2/users/{acme.users[6]}?action=delete")
    assert call("GET", f"/users/{acme.users[6]}").status == 404
    assert subs(call, user, "business_hours")["call_handling"]["routing"]["action"] == 1


def test_a_target_is_of_the_kind_that_the_action_means(
    call: Caller, user: str, queue: str, receptionist: str, colleague: Any
) -> None:
    person = colleague["extension_id"]
    for action, right in ((2, person), (6, receptionist), (7, queue)):
        for target in (person, receptionist, queue):
            said = {"call_not_answer_action": action, "forward_to_extension_id": target}
            answer = change(call, user, "closed_hours", "call_handling", **said)
            assert answer.refused == (None if target == right else "target_unknown")
    assert change(call, user, "closed_hours", "call_handling", call_not_answer_action=2).refused == "invalid"
    said = {"call_not_answer_action": 2, "forward_to_extension_id": colleague["id"]}
    assert change(call, user, "closed_hours", "call_handling", **said).refused == "target_unknown"


def test_a_busy_user_sends_calls_elsewhere(call: Caller, user: str) -> None:
    said = {"busy_on_another_call_action": 10, "busy_phone_number": "+1 408 555 0199", "busy_description": "Mobile"}
    assert change(call, user, "business_hours", "call_handling", **said).status == 204
    assert subs(call, user, "business_hours")["call_handling"]["busy_routing"] == {
        "action": 10,
        "busy_play_callee_voicemail_greeting": False,
        "forward_to": {"phone_number": "+14085550199", "description": "Mobile"},
        "require_press_1_before_connecting": True,
    }


def test_a_queue_is_told_how_it_distributes(call: Caller, queue: str, audio: str) -> None:
    said = {
        "call_distribution": {"ring_mode": "longest_idle", "ring_duration": 15, "handle_multiple_calls": True},
        "max_wait_time": 120,
        "max_call_in_queue": 5,
        "wrap_up_time": 30,
        "receive_call": True,
        "greeting_prompt_id": audio,
        "audio_while_connecting_id": "ring_tone",
        "music_on_hold_id": "0",
    }
    assert change(call, queue, "business_hours", "call_handling", **said).status == 204
    shown = subs(call, queue, "business_hours")["call_handling"]
    assert shown["call_distribution"] == {
        "handle_multiple_calls": True,
        "ring_duration": 15,
        "ring_mode": "longest_idle",
        "skip_offline_device_phone_number": False,
    }
    assert (shown["max_wait_time"], shown["max_call_in_queue"], shown["wrap_up_time"]) == (120, 5, 30)
    assert shown["receive_call"] is True
    assert shown["greeting_prompt"] == {"id": audio, "name": "Closed"}
    assert shown["audio_while_connecting"] == {"id": "ring_tone", "name": "Ring Tone"}
    assert shown["music_on_hold"] == {"id": "0", "name": "Disable"}


def test_what_a_kind_of_extension_has_not_is_refused(call: Caller, queue: str, user: str, receptionist: str) -> None:
    for extension, said in (
        (queue, {"busy_on_another_call_action": 22}),
        (user, {"wrap_up_time": 30}),
        (receptionist, {"max_wait_time": 30}),
        (receptionist, {"call_not_answer_action": 11}),
        (user, {"max_wait_time": 120, "ring_mode": "sequential"}),
        (queue, {"max_call_in_queue": 61}),
        (user, {"call_not_answer_action": 10}),
        (user, {"call_not_answer_action": 10, "phone_number": "nonsense"}),
    ):
        assert change(call, extension, "business_hours", "call_handling", **said).refused == "invalid", said


def test_callers_reach_an_operator_from_the_mailbox(call: Caller, user: str, colleague: Any) -> None:
    said = {"connect_to_operator": True, "operator_extension_id": colleague["extension_id"]}
    said["voicemail_leaving_instruction_id"] = ""
    assert change(call, user, "closed_hours", "call_handling", **said).status == 204
    routing = subs(call, user, "closed_hours")["call_handling"]["routing"]
    assert routing["operator"]["id"] == colleague["id"]
    assert routing["voicemail_leaving_instruction"] == {"id": "", "name": "Default"}


def test_a_holiday_is_kept_on_the_wall(call: Caller, acme: Acme, user: str) -> None:
    acme.write(lambda rows: setattr(rows.edit(Site, acme.main), "timezone", "America/New_York"))
    said = {"name": "Christmas", "from": "2026-12-24T05:00:00Z", "to": "2026-12-27T05:00:00Z"}
    body = {"sub_setting_type": "holiday", "settings": said}
    id = call("POST", path(user, "holiday_hours"), body).json["holiday_id"]
    (shown,) = call("GET", path(user)).json["holiday_hours"]
    assert shown["holiday_id"] == id
    assert shown["details"][0] == {"settings": said, "sub_setting_type": "holiday"}
    acme.write(lambda rows: setattr(rows.edit(Site, acme.main), "timezone", "Europe/London"))
    (shown,) = call("GET", path(user)).json["holiday_hours"]
    assert shown["details"][0]["settings"]["from"] == "2026-12-24T00:00:00Z"
    assert change(call, user, "holiday_hours", "holiday", holiday_id=id, name="Xmas").status == 204
    assert change(call, user, "holiday_hours", "call_handling", call_not_answer_action=11).status == 204
    (shown,) = call("GET", path(user)).json["holiday_hours"]
    assert shown["details"][0]["settings"]["name"] == "Xmas"
    assert shown["details"][-1]["settings"]["routing"] == {"action": 11}
    assert call("DELETE", path(user, "holiday_hours") + f"?holiday_id={id}").status == 204
    assert call("GET", path(user)).json["holiday_hours"] == []


def test_outside_numbers_ring_besides_the_phones(call: Caller, user: str) -> None:
    body = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "14085550199", "description": "Home"}}
    id = call("POST", path(user, "business_hours"), body).json["call_forwarding_id"]
    assert subs(call, user, "business_hours")["call_forwarding"] == {
        "call_forwarding_settings": [{"description": "Home", "enable": True, "id": id, "phone_number": "+14085550199"}],
        "require_press_1_before_connecting": True,
    }
    assert subs(call, user, "closed_hours")["call_forwarding"]["call_forwarding_settings"] == []
    said: Any = {"call_forwarding_settings": [{"id": id, "enable": False}], "require_press_1_before_connecting": False}
    assert change(call, user, "business_hours", "call_forwarding", **said).status == 204
    shown = subs(call, user, "business_hours")["call_forwarding"]
    assert (shown["call_forwarding_settings"][0]["enable"], shown["require_press_1_before_connecting"]) == (
        False,
        False,
    )
    assert change(call, user, "closed_hours", "call_forwarding", **said).refused == "call_forwarding_unknown"
    assert call("DELETE", path(user, "business_hours") + f"?call_forwarding_id={id}").status == 204
    assert subs(call, user, "business_hours")["call_forwarding"]["call_forwarding_settings"] == []


@pytest.mark.parametrize("restriction", [1, 2, 3])
def test_who_may_not_add_a_number_may_not_change_one_to_it(
    call: Caller, acme: Acme, user: str, restriction: int
) -> None:
    body = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "14085550199"}}
    id = call("POST", path(user, "business_hours"), body).json["call_forwarding_id"]
    policy(acme, "call_handling_forwarding_to_other_users", call_forwarding_type=restriction)

    def refused(**wish: Any) -> str | None:
        said = {"call_forwarding_settings": [{"id": id, **wish}]}
        return change(call, user, "business_hours", "call_forwarding", **said).refused

    assert call("POST", path(user, "business_hours"), body).refused == "external_forwarding_disabled"
    assert refused(phone_number="+14085550198") == "external_forwarding_disabled"
    assert refused(enable=True) == "external_forwarding_disabled"
    assert (refused(enable=False), refused(description="Home")) == (None, None)


def test_the_overflow_policy_bounds_where_calls_go(call: Caller, acme: Acme, user: str, colleague: Any) -> None:
    number = {"call_not_answer_action": 10, "phone_number": "+14085550199"}
    person = {"call_not_answer_action": 2, "forward_to_extension_id": colleague["extension_id"]}

    def refused(said: dict[str, Any]) -> str | None:
        return change(call, user, "business_hours", "call_handling", **said).refused

    assert (refused(number), refused(person)) == (None, None)
    policy(acme, "call_overflow", call_overflow_type=1)
    assert (refused(number), refused(person)) == ("overflow_to_number_restricted", None)
    call("PATCH", f"/users/{acme.users[5]}", {"policy": {"call_overflow": {"call_overflow_type": 3}}})
    assert refused(person) == "overflow_unrecorded_restricted"
    call("PATCH", f"/users/{acme.users[6]}", {"policy": {"auto_call_recording": {"enable": True}}})
    assert refused(person) is None
    call("PATCH", f"/users/{acme.users[5]}", {"policy": {"call_overflow": {"enable": False}}})
    assert refused(person) == "overflow_disabled"


@pytest.mark.parametrize("prefix", ["", "busy_"])
def test_a_part_of_what_was_chosen_before_is_bounded_as_the_whole(
    call: Caller, acme: Acme, user: str, colleague: Any, queue: str, receptionist: str, prefix: str
) -> None:
    action = "busy_on_another_call_action" if prefix else "call_not_answer_action"

    def refused(**said: Any) -> str | None:
        return change(call, user, "business_hours", "call_handling", **said).refused

    def targeted(extension: str, code: int | None = None) -> str | None:
        return refused(**{f"{prefix}forward_to_extension_id": extension}, **({action: code} if code else {}))

    ada = call("GET", f"/users/{acme.users[4]}").json
    call("PATCH", f"/users/{ada['id']}", {"policy": {"auto_call_recording": {"enable": True}}})
    call("PATCH", f"/users/{acme.users[5]}", {"policy": {"call_overflow": {"call_overflow_type": 3}}})
    assert targeted(ada["extension_id"], 2) is None
    assert targeted(colleague["extension_id"]) == "overflow_unrecorded_restricted"
    assert targeted(queue, 7) == "overflow_unrecorded_restricted"
    assert targeted(receptionist, 6) == "overflow_unrecorded_restricted"
    acme.write(lambda rows: rows.add(recorded_both_ways(acme.queue)).id)
    assert targeted(queue, 7) is None
    assert targeted(ada["extension_id"]) == "target_unknown"  # not a queue, which was chosen
    call("PATCH", f"/users/{acme.users[5]}", {"policy": {"call_overflow": {"call_overflow_type": 4}}})
    assert refused(**{f"{prefix}phone_number": "+14085550199", action: 10}) is None
    call("PATCH", f"/users/{acme.users[5]}", {"policy": {"call_overflow": {"call_overflow_type": 1}}})
    assert refused(**{f"{prefix}phone_number": "+14085550198"}) == "overflow_to_number_restricted"
    assert refused(ring_mode="simultaneous", max_wait_time=20) is None


def recorded_both_ways(queue: str) -> Setting:
    value = {"enable": True, "recording_calls": "inbound_and_outbound"}
    return Setting(owner_id=queue, key="auto_call_recording", value=value)


def test_an_action_that_is_chosen_takes_nothing_of_the_one_before(
    call: Caller, acme: Acme, queue: str, colleague: Any
) -> None:
    """A queue's messages went to whom its calls had gone to."""
    to = colleague["extension_id"]
    said = {"call_not_answer_action": 2, "forward_to_extension_id": to}
    assert change(call, queue, "business_hours", "call_handling", **said).status == 204
    assert change(call, queue, "business_hours", "call_handling", call_not_answer_action=1).status == 204
    assert "forward_to" not in subs(call, queue, "business_hours")["call_handling"]["routing"]
    overflow = acme.store.read(acme.id, lambda rows: build(rows, 1)).queues[acme.queue].overflow
    assert isinstance(overflow, Voicemail)
    assert overflow.of == ""
    named = {"forward_to_extension_id": to}  # a mailbox that is chosen for the messages stays chosen
    assert change(call, queue, "business_hours", "call_handling", **named).status == 204
    assert change(call, queue, "business_hours", "call_handling", call_not_answer_action=1).status == 204
    assert subs(call, queue, "business_hours")["call_handling"]["routing"]["forward_to"]["extension_id"] == to


@pytest.mark.parametrize("prefix", ["", "busy_"])
@pytest.mark.parametrize("between", [1, 12])
def test_a_number_or_a_target_of_before_is_to_be_said_anew(
    call: Caller, user: str, colleague: Any, prefix: str, between: int
) -> None:
    action = "busy_on_another_call_action" if prefix else "call_not_answer_action"
    press = f"{prefix or 'un_answered_'}require_press_1_before_connecting"

    def said(code: int, **parts: Any) -> Answer:
        given = {f"{prefix}{name}": part for name, part in parts.items()} | {action: code}
        return change(call, user, "business_hours", "call_handling", **given)

    assert said(10, phone_number="+14085550199", description="Mobile").status == 204
    assert change(call, user, "business_hours", "call_handling", **{press: False}).status == 204
    assert said(between).status == 204
    assert said(10).refused == "invalid"
    assert said(10, phone_number="+14085550198").status == 204
    routing = subs(call, user, "business_hours")["call_handling"]["busy_routing" if prefix else "routing"]
    assert routing["forward_to"] == {"phone_number": "+14085550198", "description": ""}
    assert routing["require_press_1_before_connecting"] is True
    assert said(2, forward_to_extension_id=colleague["extension_id"]).status == 204
    assert said(between).status == 204
    assert said(2).refused == "invalid"
