"""What was set through the API, as calls go by it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from tests.exchange.office import Office
from trunkline.exchange import sounds
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.explain import explain
from trunkline.exchange.numbers import target
from trunkline.exchange.outside import shown
from trunkline.exchange.plan import (
    SHARED,
    Beeps,
    BusySignal,
    Disconnect,
    Line,
    Outbound,
    Outside,
    Plan,
    Range,
    Screening,
    Sending,
    Taping,
    Tell,
    To,
    Trunk,
    Voicemail,
)
from trunkline.exchange.sending import forbidden
from trunkline.exchange.vocabulary import Ring
from trunkline.extensions import calling_plans, devices, short_numbers, timezones
from trunkline.plan import Plans, places
from trunkline.store import tables
from trunkline.store.tables import (
    AudioFile,
    AutoReceptionist,
    CallerNumber,
    CallingPlan,
    Device,
    Extension,
    OutsideLimits,
    PhoneNumber,
    Setting,
    Site,
    User,
)
from trunkline.store.tenant import Tenant

FORWARDING = "call_handling_forwarding_to_other_users"


def forward_call_outside_of_site(rows: Tenant) -> Setting:
    return Setting(owner_id=rows.account_id, key="forward_call_outside_of_site", value={"enable": False})


def plan(acme: Acme) -> Plan:
    return Plans(acme.store).of(acme.id)


def extension_id(acme: Acme, id: str) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, id).extension_id)


def change(call: Caller, acme: Acme, id: str, hours: str, sub: str, **settings: Any) -> None:
    path = f"/extension/{extension_id(acme, id)}/call_handling/settings/{hours}"
    assert call("PATCH", path, {"sub_setting_type": sub, "settings": settings}).status == 204


def test_a_person_who_set_nothing(acme: Acme) -> None:
    user = plan(acme).users[acme.users[0]]
    assert (user.number, user.direct_numbers) == (1000, tuple(NUMBERS[:2]))
    assert user.hours.weekly is None
    assert (user.handling.ring_mode, user.handling.ring_for) == ("simultaneous", 30)
    assert user.handling.unanswered == Voicemail()
    assert user.mailbox
    assert user.outbound
    assert user.outbound.numbers == tuple(NUMBERS[:2])
    assert not user.outbound.international


def test_every_kind_can_be_dialled(acme: Acme) -> None:
    made = plan(acme)
    assert made.dialled["2000"] == acme.queue
    assert made.dialled[NUMBERS[0]] == acme.users[0]
    assert {type(each).__name__ for each in made.extensions()} == {"User", "Queue", "AutoReceptionist"}


def test_hours_and_where_calls_go(call: Caller, acme: Acme) -> None:
    ada, ben = acme.users[:2]
    change(
        call,
        acme,
        ada,
        "business_hours",
        "custom_hours",
        type=2,
        custom_hours_settings=[{"weekday": 1, "type": 1}, {"weekday": 2, "type": 2, "from": "08:30", "to": "24:00"}],
    )
    change(call, acme, ada, "business_hours", "call_handling", ring_mode="sequential", max_wait_time=15)
    target = extension_id(acme, ben)
    change(call, acme, ada, "business_hours", "call_handling", call_not_answer_action=2, forward_to_extension_id=target)
    change(call, acme, ada, "business_hours", "call_handling", busy_on_another_call_action=22)
    change(call, acme, ada, "closed_hours", "call_handling", call_not_answer_action=10, phone_number="+14085550199")
    user = plan(acme).users[ada]
    assert user.hours.weekly
    assert user.hours.weekly[0] == (Range(510, 1440),)
    assert user.hours.weekly[6] == (Range(0, 1440),)
    assert user.hours.weekly[5] == ()
    assert (user.handling.ring_mode, user.handling.ring_for) == ("sequential", 15)
    assert user.handling.unanswered == To(ben)
    assert user.handling.busy == BusySignal()
    assert user.closed
    assert user.closed.unanswered == Outside("+14085550199", press_1=True)


@pytest.mark.parametrize(
    ("policy", "overflow", "forwarding"),
    [
        ({}, Sending("call_overflow"), Sending(FORWARDING)),
        (
            {"forwarding_to_external_numbers": False},
            Sending("call_overflow"),
            Sending(FORWARDING, outside=False),
        ),
        (
            {FORWARDING: {"call_forwarding_type": 1}, "call_overflow": {"call_overflow_type": 2}},
            Sending("call_overflow", outside=False),
            Sending(FORWARDING, outside=False),
        ),
        (
            {FORWARDING: {"call_forwarding_type": 3}, "call_overflow": {"call_overflow_type": 3}},
            Sending("call_overflow", outside=False, unrecorded=False),
            Sending(FORWARDING, outside=False, unrecorded=False),
        ),
        (
            {FORWARDING: {"enable": False}, "call_overflow": {"enable": False}},
            Sending("call_overflow", allowed=False),
            Sending(FORWARDING, allowed=False),
        ),
    ],
)
def test_where_a_persons_calls_may_go_on_to(
    policy: dict[str, Any], overflow: Sending, forwarding: Sending, call: Caller, acme: Acme
) -> None:
    ada = acme.users[0]
    if policy:
        assert call("PATCH", f"/users/{ada}", {"policy": policy}).status == 204
    user = plan(acme).users[ada]
    assert (user.overflow, user.forwarding) == (overflow, forwarding)


def test_calls_may_be_kept_within_a_site(acme: Acme) -> None:
    acme.write(lambda rows: rows.add(forward_call_outside_of_site(rows)).id)
    user = plan(acme).users[acme.users[0]]
    assert not user.overflow.beyond_site
    assert not user.forwarding.beyond_site


def test_a_holiday_is_kept_with_what_is_done_then(call: Caller, acme: Acme) -> None:
    path = f"/extension/{extension_id(acme, acme.users[0])}/call_handling/settings/holiday_hours"
    said = {"name": "Christmas", "from": "2026-12-25T00:00:00Z", "to": "2026-12-27T00:00:00Z"}
    id = call("POST", path, {"sub_setting_type": "holiday", "settings": said}).json["holiday_id"]
    change(call, acme, acme.users[0], "holiday_hours", "call_handling", call_not_answer_action=12)
    user = plan(acme).users[acme.users[0]]
    (holiday,) = user.hours.holidays
    assert (holiday.id, holiday.start, holiday.end) == (id, datetime(2026, 12, 25), datetime(2026, 12, 27))
    assert user.holidays[id].unanswered == Tell()


def test_numbers_that_ring_besides(call: Caller, acme: Acme) -> None:
    path = f"/extension/{extension_id(acme, acme.users[0])}/call_handling/settings/business_hours"
    call("POST", path, {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "+14085550199"}})
    assert plan(acme).users[acme.users[0]].handling.numbers == (Outside("+14085550199", press_1=True),)
    call("PATCH", f"/users/{acme.users[0]}", {"policy": {"forwarding_to_external_numbers": False}})
    assert not plan(acme).users[acme.users[0]].forwarding.outside


def test_a_policy_that_was_tightened_later_holds(call: Caller, acme: Acme) -> None:
    ada = acme.users[0]
    change(call, acme, ada, "closed_hours", "call_handling", call_not_answer_action=10, phone_number="+14085550199")
    call("PATCH", f"/users/{ada}", {"policy": {"call_overflow": {"call_overflow_type": 1}}})
    now = plan(acme)
    user = now.users[ada]
    assert user.closed
    assert forbidden(now, user, user.closed.unanswered, user.overflow) == "call_overflow"
    call("PATCH", f"/users/{ada}", {"policy": {"voicemail": {"enable": False}, "international_calling": True}})
    user = plan(acme).users[ada]
    assert user.handling.unanswered == Disconnect()
    assert user.mailbox is None
    assert user.outbound
    assert user.outbound.international


def test_what_a_site_says_holds_for_its_people(acme: Acme) -> None:
    value = {"enable": True}
    acme.write(lambda rows: rows.add(Setting(owner_id=acme.main, key="international_calling", value=value)).id)
    made = plan(acme)
    outbound = [user.outbound for user in made.users.values()]
    assert all(each and each.international for each in outbound)


def site_setting(call: Caller, acme: Acme, type: str, **said: Any) -> None:
    assert call("PATCH", f"/sites/{acme.main}/settings/{type}", {type: said}).status == 204


def test_hours_are_those_of_the_site_where_none_were_set(call: Caller, acme: Acme) -> None:
    ada, ben = acme.users[:2]
    change(call, acme, ada, "business_hours", "custom_hours", type=1)
    site_setting(call, acme, "business_hours", custom_hour_type=2)
    made = plan(acme)
    assert made.users[ada].hours.weekly is None
    office = (*[(Range(540, 1020),)] * 5, (), ())
    assert [each.hours.weekly for each in (made.users[ben], made.queues[acme.queue])] == [office, office]


def holiday(call: Caller, path: str, name: str) -> None:
    """Of a site or an extension."""
    said: Any = {"name": name, "from": "2026-12-25T00:00:00Z", "to": "2026-12-26T00:00:00Z"}
    body: Any = (
        {"sub_setting_type": "holiday", "settings": said} if path.startswith("/extension") else {"holidays": [said]}
    )
    assert call("POST", f"{path}/settings/holiday_hours", body).status == 201


def test_holidays_are_those_of_the_site_where_none_were_set(call: Caller, acme: Acme) -> None:
    ada, ben = acme.users[:2]
    holiday(call, f"/sites/{acme.main}", "Christmas")
    holiday(call, f"/extension/{extension_id(acme, ada)}/call_handling", "Mine")
    made = plan(acme)
    kept = {each.name: [holiday.name for holiday in each.hours.holidays] for each in made.extensions()}
    assert kept.pop("Branch Reception") == []
    assert kept.pop("Person00 Smith") == ["Mine"]
    assert all(names == ["Christmas"] for names in kept.values())
    (christmas,) = made.users[ben].hours.holidays
    assert (christmas.start, christmas.end) == (datetime(2026, 12, 25), datetime(2026, 12, 26))
    assert [holiday.id for holiday in made.users[ada].hours.holidays] == [*made.users[ada].holidays]


def test_on_a_holiday_of_the_site_calls_go_as_when_closed(call: Caller, acme: Acme) -> None:
    ada, ben = acme.users[:2]
    holiday(call, f"/sites/{acme.main}", "Christmas")
    target = extension_id(acme, ben)
    change(call, acme, ada, "closed_hours", "call_handling", call_not_answer_action=2, forward_to_extension_id=target)
    at = datetime(2026, 12, 25, 12, tzinfo=UTC).timestamp()
    told = explained(explain(plan(acme), "", NUMBERS[0], at))
    assert ("hours", "holiday_hours Christmas") in told
    assert ("goes on to", "Person01 Smith") in told
    assert ("hours", "business_hours") in explained(explain(plan(acme), "", NUMBERS[0], at + 86400))


def explained(tree: Any) -> list[tuple[str, object]]:
    """What every step looked at."""
    return [
        (each["condition"], each["value"])
        for step in tree["steps"]
        for each in (*step["decisions"], *({"condition": c, "value": v} for c, v in explained({"steps": step["then"]})))
    ]


def test_callers_reach_the_operator_of_the_site(call: Caller, acme: Acme) -> None:
    """Unless an extension has another, lets nobody reach one, or is the operator."""
    ada, ben, cay, dan = acme.users[:4]
    operator = {"operator": {"extension_id": extension_id(acme, dan)}, "allow_caller_to_reach_operator": True}
    site_setting(call, acme, "closed_hours", overflow=operator)
    change(call, acme, ada, "closed_hours", "call_handling", connect_to_operator=False)
    change(call, acme, ben, "closed_hours", "call_handling", operator_extension_id=extension_id(acme, cay))
    made = plan(acme)
    closed = {id: made.users[id].closed for id in acme.users[:4]}
    assert {id: each and each.unanswered for id, each in closed.items()} == {
        ada: Voicemail(),
        ben: Voicemail(instruction=sounds.OPERATOR, operator=cay),
        cay: Voicemail(instruction=sounds.OPERATOR, operator=dan),
        dan: Voicemail(),
    }
    assert made.users[cay].handling.unanswered == Voicemail()
    assert made.queues[acme.queue].closed == Voicemail(instruction=sounds.OPERATOR, operator=dan)


def test_and_that_of_holidays_on_holidays(call: Caller, acme: Acme) -> None:
    holiday(call, f"/sites/{acme.main}", "Christmas")
    operator = {"operator": {"extension_id": extension_id(acme, acme.queue)}, "allow_caller_to_reach_operator": True}
    site_setting(call, acme, "holiday_hours", overflow=operator)
    change(call, acme, acme.users[0], "closed_hours", "call_handling", voicemail_greeting_id="")
    made = plan(acme)
    for user in acme.users[:2]:
        (how,) = made.users[user].holidays.values()
        assert how.unanswered == Voicemail(instruction=sounds.OPERATOR, operator=acme.queue)
        closed = made.users[user].closed
        assert closed
        assert closed.unanswered == Voicemail()
    assert [*made.queues[acme.queue].holidays.values()] == [Voicemail()]


def test_the_api_says_so_too(call: Caller, acme: Acme) -> None:
    operator = extension_id(acme, acme.users[3])
    overflow = {"operator": {"extension_id": operator}, "allow_caller_to_reach_operator": True}
    site_setting(call, acme, "business_hours", overflow=overflow | {"allow_caller_to_check_voicemail": False})
    path = f"/extension/{extension_id(acme, acme.users[0])}/call_handling/settings"
    business, closed = (call("GET", path).json[f"{hours}_hours"] for hours in ("business", "closed"))
    routing, after = (part[-1]["settings"]["routing"] for part in (business, closed))
    assert (routing["connect_to_operator"], routing["allow_callers_check_voicemail"]) == (True, False)
    assert routing["operator"]["id"] == acme.users[3]
    assert (after["connect_to_operator"], after["allow_callers_check_voicemail"]) == (False, True)


def test_music_is_the_users_or_the_sites(call: Caller, acme: Acme) -> None:
    site, own = (acme.write(lambda rows, b=b: rows.add(AudioFile(name=b, blob=b * 22)).id) for b in "so")
    prompts = {"hold_music": {"audio_id": site}, "audio_while_connecting": {"audio_id": own}}
    site_setting(call, acme, "audio_prompt", **prompts)
    for user, music in zip(acme.users, (own, "0", ""), strict=False):
        assert call("PATCH", f"/users/{user}/settings", {"music_on_hold_id": music}).status == 204
    made = plan(acme)
    assert [made.users[user].music for user in acme.users[:3]] == ["o" * 22, "", "s" * 22]
    assert (made.queues[acme.queue].music, made.queues[acme.queue].connecting) == ("s" * 22, "o" * 22)


def test_who_has_no_number_is_called_back_at_one_of_the_site(call: Caller, acme: Acme) -> None:
    """Rather at one of a queue than of a person; where the site has none, at one of another."""

    def give(number: int, id: str) -> None:
        acme.write(lambda rows: setattr(rows.get(PhoneNumber, acme.numbers[number]), "extension_id", id))

    def told() -> tuple[str, str]:
        sites = plan(acme).sites
        return sites[acme.main].callback, sites[acme.branch].callback

    for number in range(len(acme.numbers)):
        give(number, acme.users[0])
    persons = told()[0]
    assert told() == (persons, persons) != ("", "")
    give(3, acme.queue)
    assert told()[0] == told()[1] != persons


class TestCallerIds:
    @pytest.fixture(autouse=True)
    def groups(self, call: Caller, acme: Acme) -> None:
        """The last three numbers ring the queue, and the receptionists of both sites; those of the branch and of the
        queue may be shown at the main site."""

        def ring(rows: Any) -> None:
            rows.get(PhoneNumber, acme.numbers[2]).extension_id = acme.queue
            for number, site in ((3, acme.main), (4, acme.branch)):
                receptionist = rows.first(AutoReceptionist, AutoReceptionist.main_of == site)
                rows.get(PhoneNumber, acme.numbers[number]).extension_id = receptionist.id

        acme.write(ring)
        chosen = {"phone_number_ids": [acme.numbers[4], acme.numbers[2]]}
        path = f"/sites/{acme.main}/outbound_caller_id/customized_numbers"
        assert call("POST", path, chosen).status == 201

    def shown(self, acme: Acme, user: str) -> str:
        """What a carrier is told of a call of the user's."""
        found = plan(acme)
        return shown(found, found.users[user])

    def told(self, call: Caller, user: str) -> list[str]:
        return [each["number"] for each in call("GET", f"/users/{user}/settings").json["outbound_caller_ids"]]

    def test_they_are_those_that_the_api_lists(self, call: Caller, acme: Acme) -> None:
        found: Any = None
        for switches in ({}, {"call_queue_numbers": True, "auto_receptionists_numbers": True}):
            if switches:
                site_setting(call, acme, "outbound_caller_id", **switches)
            users = plan(acme).users
            for user in (acme.users[0], acme.users[5]):
                outbound = users[user].outbound
                assert outbound
                found = list(outbound.numbers)
                assert found == self.told(call, user)
        assert found == [NUMBERS[3], NUMBERS[2], NUMBERS[4]]

    def test_switches_let_members_show_their_queue(self, call: Caller, acme: Acme) -> None:
        acme.write(lambda rows: [rows.delete(row) for row in rows.find(CallerNumber)] and None)
        site_setting(call, acme, "outbound_caller_id", call_queue_numbers=True)
        member, other = (plan(acme).users[user].outbound for user in (acme.users[1], acme.users[5]))
        assert member
        assert member.numbers == (NUMBERS[3], NUMBERS[2])
        assert other
        assert other.numbers == (NUMBERS[3],)

    def test_a_call_shows_the_one_that_was_chosen(self, call: Caller, acme: Acme) -> None:
        user = acme.users[0]
        assert self.shown(acme, user) == NUMBERS[0]
        for chosen in (NUMBERS[1], NUMBERS[3], NUMBERS[4]):
            assert call("PATCH", f"/users/{user}/settings", {"outbound_caller_id": chosen}).status == 204
            assert self.shown(acme, user) == chosen
        acme.write(lambda rows: [rows.delete(row) for row in rows.find(CallerNumber)] and None)
        assert self.shown(acme, user) == NUMBERS[0]

    def test_or_none_while_that_is_allowed(self, call: Caller, acme: Acme) -> None:
        user = acme.users[0]
        assert call("PATCH", f"/users/{user}/settings", {"outbound_caller_id": ""}).status == 204
        assert self.shown(acme, user) == ""
        hides = {"select_outbound_caller_id": {"allow_hide_outbound_caller_id": False}}
        assert call("PATCH", f"/sites/{acme.main}", {"policy": hides}).status == 204
        assert self.shown(acme, user) == NUMBERS[0]

    def test_one_that_is_not_to_be_called_from_is_not_shown(self, call: Caller, acme: Acme) -> None:
        assert call("PATCH", f"/numbers/{acme.numbers[0]}", {"capability": ["incoming"]}).status == 204
        assert self.shown(acme, acme.users[0]) == NUMBERS[1]


def test_a_queue_as_it_was_set(call: Caller, acme: Acme) -> None:
    audio = acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="b" * 22)).id)
    distribution = {"ring_mode": "rotating", "ring_duration": 15}
    change(
        call,
        acme,
        acme.queue,
        "business_hours",
        "call_handling",
        call_distribution=distribution,
        max_wait_time=120,
        wrap_up_time=30,
        greeting_prompt_id=audio,
        audio_while_connecting_id="ring_tone",
        music_on_hold_id="0",
    )
    queue = plan(acme).queues[acme.queue]
    assert [member.user for member in queue.members] == acme.users[:3]
    assert (queue.distribution, queue.ring_for, queue.max_wait, queue.wrap_up) == ("rotating", 15, 120, 30)
    assert (queue.greeting, queue.connecting, queue.music) == ("b" * 22, "ringback", "")
    assert queue.overflow == Voicemail()


class TestTaping:
    """Whether a queue's calls are recorded, and what those who talk are told."""

    @staticmethod
    def said(call: Caller, acme: Acme, **policy: object) -> None:
        path = f"/call_queues/{acme.queue}/policies"
        assert call("PATCH", path, {"auto_call_recording": policy}).status == 204

    def test_nobody_is_recorded_unless_it_is_said(self, acme: Acme) -> None:
        assert plan(acme).queues[acme.queue].taping is None

    def test_those_of_a_queue_that_says_so(self, call: Caller, acme: Acme) -> None:
        self.said(call, acme, enable=True)
        assert plan(acme).queues[acme.queue].taping == Taping("recorded")
        self.said(call, acme, enable=False)
        assert plan(acme).queues[acme.queue].taping is None

    @pytest.mark.parametrize(
        ("calls", "recorded"), [("inbound", True), ("outbound", False), ("inbound_and_outbound", True)]
    )
    def test_all_of_a_queues_calls_come_in(self, call: Caller, acme: Acme, calls: str, recorded: bool) -> None:
        self.said(call, acme, enable=True, recording_calls=calls)
        assert (plan(acme).queues[acme.queue].taping is not None) is recorded

    def test_what_is_played(self, call: Caller, acme: Acme) -> None:
        audio = acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="b" * 22)).id)
        self.said(call, acme, enable=True, inbound_audio_notification={"recording_start_prompt_audio_id": audio})
        assert plan(acme).queues[acme.queue].taping == Taping("b" * 22)
        self.said(call, acme, inbound_audio_notification={"recording_start_prompt": False})
        assert plan(acme).queues[acme.queue].taping == Taping("")

    def test_what_it_takes(self, call: Caller, acme: Acme) -> None:
        notice = {"recording_explicit_consent": True, "recording_start_prompt": False}
        beep = {"enable": True, "play_beep_member": "recordingSide", "play_beep_time_interval": 30}
        self.said(
            call,
            acme,
            enable=True,
            disconnect_on_recording_failure=True,
            inbound_audio_notification=notice,
            play_recording_beep_tone=beep | {"play_beep_volume": 80},
        )
        beeps = Beeps("beep_80", 30, all=False)
        assert plan(acme).queues[acme.queue].taping == Taping("", consent=True, beeps=beeps, or_no_call=True)
        self.said(call, acme, play_recording_beep_tone=beep | {"play_beep_volume": 0})
        assert plan(acme).queues[acme.queue].taping == Taping("", consent=True, or_no_call=True)

    def test_a_site_says_it_for_its_queues_and_a_lock_holds(self, call: Caller, acme: Acme) -> None:
        policy = {"auto_call_recording": {"enable": True}}
        assert call("PATCH", f"/sites/{acme.main}", {"policy": policy}).status == 204
        assert plan(acme).queues[acme.queue].taping == Taping()
        self.said(call, acme, enable=False)
        assert plan(acme).queues[acme.queue].taping is None
        value = {"enable": True}
        acme.write(
            lambda rows: rows.add(Setting(owner_id=acme.id, key="auto_call_recording", value=value, locked=True)).id
        )
        assert plan(acme).queues[acme.queue].taping == Taping()


@pytest.mark.parametrize(
    ("type", "secured"),
    [
        ("Yealink", {"yealink T54W", "yealink T46U"}),
        ("yealink t54w", {"yealink T54W"}),
        ("Polycom VVX450", {"poly VVX 450"}),
        ("Poly VVX 4", set[str]()),
        ("other", {"other"}),
    ],
)
def test_phones_of_some_makes_talk_by_secured_audio_alone(
    call: Caller, acme: Acme, type: str, secured: set[str]
) -> None:
    makes = ("yealink T54W", "yealink T46U", "poly VVX 450", "other")

    def own(rows: Tenant) -> None:
        for n, made in enumerate(makes):
            brand, _, model = made.partition(" ")
            phone = Device(display_name=made, mac_address=f"02000000{n:04d}", brand=brand, model=model)
            phone.site_id = acme.branch if n == 1 and type != "Yealink" else acme.main
            devices.assign(rows, acme.seal, devices.create(rows, phone), [rows.get(User, acme.users[n + 2])])

    acme.write(own)
    ours = {line.user for line in plan(acme).lines.values() if line.only_secured}
    assert ours == set()
    path = f"/sites/{acme.main}/settings/security"
    assert call("POST", path, {"device_type": type}).status in (200, 201, 204)
    found = {line.device_type for line in plan(acme).lines.values() if line.only_secured}
    assert found == secured
    assert call("DELETE", f"{path}?device_type={type.replace(' ', '%20')}").status == 204
    assert not any(line.only_secured for line in plan(acme).lines.values())


def test_nobody_is_kept_from_help_by_a_setting(call: Caller, acme: Acme) -> None:
    off = {f"allow_emergency_calls{each}": False for each in ("_from_clients", "_from_deskphones")}
    path, off = f"/users/{acme.users[0]}/policies/allow_emergency_calls", {"enable": False, **off}
    assert call("PATCH", path, {"allow_emergency_calls": off}).status == 204
    assert call("GET", path).json["allow_emergency_calls"]["enable"] is False
    made = plan(acme)
    ada = Line("A1", "d", "phone", acme.users[0])
    office = Office(Exchange(replace(made, lines={"A1": ada}, trunks=(Trunk("carrier"),))))
    office.register("A1")
    assert [each.number for each in office.dial(0, "A", "911").dials] == ["911"]


def test_phones_of_members_answer_by_themselves_where_the_queue_or_its_site_says_so(call: Caller, acme: Acme) -> None:
    def asked() -> list[bool]:
        made = plan(acme)
        office = Office(Exchange(replace(made, lines={"M1": Line("M1", "d", "phone", acme.users[1])})))
        office.register("M1")
        office.come(1, NUMBERS[2])
        return [each.answers for each in office.wanted if isinstance(each, Ring)]

    acme.write(lambda rows: setattr(rows.get(PhoneNumber, acme.numbers[2]), "extension_id", acme.queue))
    assert asked() == [True], "the account says so, and locks it"
    acme.write(lambda rows: [rows.delete(row) for row in rows.find(Setting)] and None)
    assert asked() == [False]
    said_by_the_site(acme, "auto_answer_call_queue_calls", enable=True)
    assert asked() == [True]
    own = {"auto_answer_call_queue_calls": {"enable": False}}
    assert call("PATCH", f"/call_queues/{acme.queue}/policies", own).status == 204
    assert asked() == [False]


class TestTapingOfPeople:
    """A person's calls are recorded in one direction or both, with the words of each."""

    @pytest.mark.parametrize(
        ("calls", "incoming", "outgoing"),
        [("inbound", True, False), ("outbound", False, True), ("both", True, True)],
    )
    def test_directions(self, call: Caller, acme: Acme, calls: str, incoming: bool, outgoing: bool) -> None:
        ada = acme.users[0]
        policy = {"auto_call_recording": {"enable": True, "recording_calls": calls}}
        assert call("PATCH", f"/users/{ada}", {"policy": policy}).status == 204
        made = plan(acme)
        assert (made.users[ada].tapes_incoming is not None) is incoming
        assert (made.users[ada].tapes_outgoing is not None) is outgoing
        assert made.users[acme.users[1]].tapes_incoming is None

    def test_what_is_played_in_each(self, acme: Acme) -> None:
        audio = acme.write(lambda rows: rows.add(AudioFile(name="Hello", blob="b" * 22)).id)
        notice = {"recording_start_prompt": True, "recording_start_prompt_audio_id": audio}
        said_by_the_site(acme, "auto_call_recording", enable=True, outbound_audio_notification=notice)
        user = plan(acme).users[acme.users[0]]
        assert (user.tapes_incoming, user.tapes_outgoing) == (Taping("recorded"), Taping("b" * 22))


class TestAssistants:
    """Whose phones ring beside an executive's."""

    @pytest.fixture
    def executive(self, call: Caller, acme: Acme) -> str:
        ada = acme.users[0]
        for assistant in acme.users[1:3]:
            body = {"delegation_assistant_extension_id": extension_id(acme, assistant)}
            assert call("POST", f"/users/{ada}/settings/delegation", body).status == 201
        return ada

    def test_all_who_take_calls(self, acme: Acme, executive: str) -> None:
        made = plan(acme)
        assert made.users[executive].assistants == tuple(acme.users[1:3])
        assert made.users[acme.users[1]].assistants == ()

    def test_one_who_does_not_want_them(self, call: Caller, acme: Acme, executive: str) -> None:
        path = f"/users/{executive}/settings/delegation"
        assert call("PATCH", path, {"delegation": {"privileges": [2, 5]}}).status == 204
        executives = [{"user_id": executive, "receive_calls": False}]
        said = {"shared_lines_call_setting": {"shared_line_appearances": {"executives": executives}}}
        assert call("PATCH", f"/users/{acme.users[1]}/settings", said).status == 204
        assert plan(acme).users[executive].assistants == (acme.users[2],)

    def test_the_privilege_to_answer(self, call: Caller, acme: Acme, executive: str) -> None:
        path = f"/users/{executive}/settings/delegation"
        assert call("PATCH", path, {"delegation": {"privileges": [1, 3]}}).status == 204
        assert plan(acme).users[executive].assistants == ()

    def test_the_privilege_to_place_calls_lets_them_show_the_executive_s_numbers(
        self, call: Caller, acme: Acme, executive: str
    ) -> None:
        assistant, theirs = acme.users[1], list(NUMBERS[:2])
        path = f"/users/{executive}/settings/delegation"

        def numbers(user: str) -> list[str]:
            outbound = plan(acme).users[user].outbound
            listed = call("GET", f"/users/{user}/settings").json["outbound_caller_ids"]
            assert outbound
            assert [each["number"] for each in listed] == list(outbound.numbers)
            return [number for number in outbound.numbers if number in theirs]

        assert numbers(assistant) == numbers(executive) == theirs
        assert numbers(acme.users[5]) == []
        assert call("PATCH", f"/users/{assistant}/settings", {"outbound_caller_id": theirs[1]}).status == 204
        made = plan(acme)
        assert shown(made, made.users[assistant]) == theirs[1]
        assert call("PATCH", path, {"delegation": {"privileges": [2]}}).status == 204
        assert numbers(assistant) == []
        assert call("PATCH", f"/users/{assistant}/settings", {"outbound_caller_id": theirs[1]}).status == 400
        made = plan(acme)
        assert shown(made, made.users[assistant]) != theirs[1], "what was chosen before holds no longer"
        assert call("PATCH", path, {"delegation": {"privileges": [1]}}).status == 204
        assert numbers(assistant) == theirs
        said_by_the_site(acme, "delegation", enable=False)
        assert numbers(assistant) == []

    def test_where_delegation_is_off_nobody_rings_beside(self, acme: Acme, executive: str) -> None:
        said_by_the_site(acme, "delegation", enable=False)
        assert plan(acme).users[executive].assistants == ()

    def test_one_who_is_no_assistant_any_more(self, call: Caller, acme: Acme, executive: str) -> None:
        gone = extension_id(acme, acme.users[1])
        path = f"/users/{executive}/settings/delegation?assistant_extension_id={gone}"
        assert call("DELETE", path).status == 204
        assert plan(acme).users[executive].assistants == (acme.users[2],)


def test_who_asks_callers_to_press_a_key(call: Caller, acme: Acme) -> None:
    assert not plan(acme).users[acme.users[0]].screening.asks
    said_by_the_site(acme, "call_screening", enable=True, exclude_user_company_contacts=True)
    found = plan(acme).users[acme.users[0]].screening
    assert (found.asks, found.knows_colleagues) == (True, True)


def test_who_has_no_calling_plan_calls_nobody_outside(call: Caller, acme: Acme) -> None:
    assert call("DELETE", f"/users/{acme.users[0]}/calling_plans/200").status == 204
    assert plan(acme).users[acme.users[0]].outbound is None


def enrolled(acme: Acme, user: str, *plans: str) -> Outbound | None:
    """What someone may do outside who has these plans and no others."""

    def put(rows: Tenant) -> None:
        for each in rows.find(CallingPlan, CallingPlan.extension_id == user):
            rows.delete(each)
        for name in plans:
            rows.add(CallingPlan(extension_id=user, type=calling_plans.BY_NAME[name]))

    acme.write(put)
    return plan(acme).users[user].outbound


@pytest.mark.parametrize(
    ("plans", "countries"),
    [
        (["US/CA Unlimited"], {"US", "CA"}),
        (["US/CA Metered", "UK/Ireland Metered"], {"US", "CA", "GB", "IE"}),
        (["AU/NZ Unlimited"], {"AU", "NZ"}),
        (["JP Metered"], {"JP"}),
        (["IN Unlimited"], {"IN"}),
        (["Global Select"], {"US"}),
        (["Global Select Metered"], {"US"}),
        (["Beta"], {"US"}),
        (["UK/Ireland Unlimited", "International Calling Add-On", "Pro"], {"GB", "IE"}),
        (["International Calling Add-On"], None),
        (["Pro"], None),
        (["Power Pack"], None),
        (["IN Pro", "IN International Calling Add-On"], None),
        ([], None),
    ],
)
def test_a_calling_plan_covers_countries(acme: Acme, plans: list[str], countries: set[str] | None) -> None:
    found = enrolled(acme, acme.users[0], *plans)
    assert (found and found.countries) == countries


def test_every_calling_plan_covers_some_country_or_is_none_for_calls() -> None:
    for name, code in calling_plans.BY_NAME.items():
        covered = calling_plans.covered([code], "XX")
        assert covered is None if code >= calling_plans.FIRST_PACKAGE else covered, name
    zones = [*calling_plans.ZONES.values()]
    assert sum(map(len, zones)) == len(frozenset().union(*zones)), "no country is in two"
    assert all(places.dialling(country) for zone in zones for country in zone)


def test_the_operator_says_what_calls_outside_may_come_to(acme: Acme) -> None:
    usual = plan(acme)
    assert usual.queues[acme.queue].outbound == replace(SHARED, numbers=usual.queues[acme.queue].direct_numbers)
    told = {"premium": True, "calls": 2, "minutes": 30, "shared_calls": 3, "shared_minutes": 40}
    acme.write(lambda rows: rows.add(OutsideLimits(**told)).id)
    made = plan(acme)
    outbound = made.users[acme.users[0]].outbound
    assert outbound
    assert (outbound.premium, outbound.at_once, outbound.minutes_a_day) == (True, 2, 30)
    for each in (*made.queues.values(), *made.receptionists.values()):
        assert (each.outbound.premium, each.outbound.at_once, each.outbound.minutes_a_day) == (True, 3, 40)
        assert each.outbound.countries == {"US", "CA"}
    assert made.calls_of_number == 3


def test_numbers_of_the_account_that_take_no_calls_are_known(acme: Acme) -> None:
    def deaf(rows: Tenant) -> None:
        for id in (acme.numbers[0], acme.numbers[3]):
            rows.edit(PhoneNumber, id).incoming = False

    acme.write(deaf)
    made = plan(acme)
    assert made.silent == {NUMBERS[0], NUMBERS[3]}
    for number in NUMBERS:
        assert not target(number, made.sites[acme.main], made).outside


@pytest.mark.any_store
@pytest.mark.parametrize(
    ("country", "code", "international", "number"),
    [("US", "1", "011", "911"), ("GB", "44", "00", "999"), ("DE", "49", "00", "112")],
)
def test_how_a_country_dials(country: str, code: str, international: str, number: str) -> None:
    how = places.dialling(country)
    assert how
    assert (how.code, how.international) == (code, international)
    assert number in short_numbers.emergency_numbers(country)
    assert how.country == country


def said_by_the_site(acme: Acme, key: str, **value: Any) -> None:
    acme.write(lambda rows: rows.add(Setting(owner_id=acme.main, key=key, value=value)).id)


def test_who_gets_through_from_outside(acme: Acme) -> None:
    said_by_the_site(acme, "block_calls_without_caller_id", enable=True)
    said_by_the_site(acme, "block_external_calls", enable=True, block_closed_hours=True, block_call_action=9)
    made = plan(acme)
    assert all(each.screening.withheld == (each.site_id == acme.main) for each in made.extensions())
    assert made.users[acme.users[0]].screening == Screening(True, frozenset({"closed"}), Disconnect())
    assert made.queues[acme.queue].screening.seasons == frozenset()


def test_numbers_that_nobody_has(acme: Acme) -> None:
    assert plan(acme).sites[acme.main].unassigned is None
    free = next(iter(plan(acme).unassigned))
    assert plan(acme).unassigned[free] == acme.main
    said_by_the_site(
        acme,
        "manage_call_routing_for_unassigned_numbers",
        enable=True,
        incoming_call_action="forward_to_another_extension",
        forward_to_extension_id=extension_id(acme, acme.queue),
    )
    assert plan(acme).sites[acme.main].unassigned == To(acme.queue)


def test_an_operator_may_be_out_of_reach(call: Caller, acme: Acme) -> None:
    ada, ben = acme.users[:2]
    change(
        call,
        acme,
        ada,
        "business_hours",
        "call_handling",
        allow_callers_check_voicemail=True,
        operator_extension_id=extension_id(acme, ben),
        connect_to_operator=True,
    )
    reached = plan(acme).users[ada].handling.unanswered
    assert reached == Voicemail(instruction=sounds.OPERATOR, operator=ben)
    said_by_the_site(acme, "allow_caller_reach_operator", enable=False)
    assert plan(acme).users[ada].handling.unanswered == Voicemail(instruction=sounds.OPERATOR)


def test_nor_does_a_queue_lead_to_one(call: Caller, acme: Acme) -> None:
    for hours in ("business_hours", "closed_hours"):
        operator = {"operator_extension_id": extension_id(acme, acme.users[1]), "connect_to_operator": True}
        change(call, acme, acme.queue, hours, "call_handling", **operator)
    holiday(call, f"/extension/{extension_id(acme, acme.queue)}/call_handling", "Mine")
    change(call, acme, acme.queue, "holiday_hours", "call_handling", **operator)

    def led_to() -> list[str]:
        queue = plan(acme).queues[acme.queue]
        found = [queue.overflow, queue.closed, *queue.holidays.values()]
        return [each.operator for each in found if isinstance(each, Voicemail)]

    assert led_to() == [acme.users[1]] * 3
    said_by_the_site(acme, "allow_caller_reach_operator", enable=False)
    assert led_to() == [""] * 3


def test_calls_that_may_only_go_where_they_are_recorded_do_not_go_where_they_were_sent_before(
    call: Caller, acme: Acme
) -> None:
    ada, ben = acme.users[:2]
    said = {"call_not_answer_action": 2, "forward_to_extension_id": extension_id(acme, ben)}
    change(call, acme, ada, "business_hours", "call_handling", **said)
    call("PATCH", f"/users/{ada}", {"policy": {"call_overflow": {"call_overflow_type": 3}}})

    def went_to() -> list[str]:
        return [each["callee"] for each in explain(plan(acme), "", NUMBERS[0], NOON)["elements"]]

    assert "Person01 Smith" not in went_to()
    call("PATCH", f"/users/{ben}", {"policy": {"auto_call_recording": {"enable": True}}})
    assert "Person01 Smith" in went_to()


@pytest.mark.parametrize(
    ("plans", "reached"),
    [
        (["US/CA Unlimited"], ["+12125551000", "+14165551000"]),
        (["US/CA Unlimited", "International Calling Add-On"], ["+12125551000", "+14165551000"]),
        (["UK/Ireland Unlimited"], ["+442079460000"]),
        (["UK/Ireland Metered", "US/CA Metered"], ["+12125551000", "+14165551000", "+442079460000"]),
        (["Global Select"], ["+12125551000"]),
        (["International Calling Add-On"], []),
        (["Pro"], []),
        (["Power Pack"], []),
        ([], []),
    ],
)
def test_who_calls_outside_reaches_what_their_plans_cover(acme: Acme, plans: list[str], reached: list[str]) -> None:
    enrolled(acme, acme.users[0], *plans)
    acme.write(lambda rows: rows.add(tables.Trunk(host="192.0.2.1", port=5060, transport="udp")).id)
    made = plan(acme)
    calls = {to: explain(made, "1000", to, NOON) for to in ("+12125551000", "+14165551000", "+442079460000")}
    assert [to for to, told in calls.items() if told["result"] == "connected"] == reached


NOON = datetime(2026, 11, 24, 17, tzinfo=UTC).timestamp()


def test_a_zone_that_is_unknown_here_is_said_once(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls go on, by UTC; on a computer that lost its data of time zones, say."""
    said: list[str] = []
    monkeypatch.setattr(timezones, "log", SimpleNamespace(error=lambda _, zone, **__: said.append(zone)))
    for code in (1, 2):
        acme.write(lambda rows, code=code: astray(rows.edit(Site, acme.main), code))
        Plans(acme.store).of(acme.id)
    assert said == ["Mars/Olympus"]


def astray(site: Site, length: int) -> None:
    site.timezone, site.short_extension_length = "Mars/Olympus", length + 2
