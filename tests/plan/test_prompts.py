"""What callers hear by the hours of the site, where an extension has nothing of its own: calls are placed for it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from tests.exchange.office import Office
from tests.plan.test_plan import change, extension_id, holiday, plan, site_setting
from trunkline.exchange import sounds
from trunkline.exchange.exchange import Exchange
from trunkline.store.tables import AudioFile
from trunkline.store.tenant import Tenant

# By the clocks of the main site, which does business on weekdays from nine to five and keeps Christmas.
WHEN = {
    "business_hours": datetime(2026, 12, 14, 10, tzinfo=UTC).timestamp(),
    "closed_hours": datetime(2026, 12, 13, 17, tzinfo=UTC).timestamp(),
    "holiday_hours": datetime(2026, 12, 25, 17, tzinfo=UTC).timestamp(),
}
LEAVE = "greeting_leave_voicemail_instruction"
OR_CHECK = "greeting_menu_leave_or_check_voicemail"
OR_OPERATOR = "greeting_menu_connect_to_operator_or_leave_voicemail"
OR_BOTH = "greeting_menu_connect_to_operator_leave_or_check_voicemail"
AFTER, MESSAGE = "leave_voicemail_introduction", "message_greeting"


@pytest.fixture
def site(call: Caller, acme: Acme) -> Caller:
    """It has a sound for each prompt at each hour but the last, which is made of the number of both."""
    holiday(call, f"/sites/{acme.main}", "Christmas")
    for hours in WHEN:
        overflow = {"allow_caller_to_check_voicemail": False, "allow_caller_to_reach_operator": False}
        more: Any = {"custom_hour_type": 2} if hours == "business_hours" else {}
        site_setting(call, acme, hours, overflow=overflow, **more)
    return call


def hears(call: Caller, acme: Acme, *names: str) -> None:
    """The site's own sounds for these at all hours, named by both."""

    def audio(name: str, hours: str) -> dict[str, str]:
        return {"audio_id": kept(acme, name, sound(name, hours))}

    site_setting(call, acme, "audio_prompt", **{name: {hours: audio(name, hours) for hours in WHEN} for name in names})


def kept(acme: Acme, name: str, blob: str) -> str:
    def work(rows: Tenant) -> str:
        return rows.add(AudioFile(name=name, blob=blob)).id

    return acme.write(work)


def forget(acme: Acme, id: str) -> None:
    def work(rows: Tenant) -> None:
        rows.delete(rows.edit(AudioFile, id))

    acme.write(work)


def sound(name: str, hours: str) -> str:
    return f"{name} {hours}"


def heard(acme: Acme, hours: str, number: str = NUMBERS[0]) -> tuple[str, ...]:
    """By somebody outside who dials a number whose phones are all off."""
    office = Office(Exchange(plan(acme)))
    return office.come(WHEN[hours], number).heard[-1]


def offers(call: Caller, acme: Acme, *, operator: bool, checks: bool) -> None:
    overflow: Any = {"allow_caller_to_check_voicemail": checks, "allow_caller_to_reach_operator": operator}
    overflow["operator"] = {"extension_id": extension_id(acme, acme.users[4])}
    for hours in WHEN:
        site_setting(call, acme, hours, overflow=overflow)


@pytest.mark.parametrize("hours", WHEN)
@pytest.mark.parametrize(
    ("operator", "checks", "name"),
    [(False, False, LEAVE), (False, True, OR_CHECK), (True, False, OR_OPERATOR), (True, True, OR_BOTH)],
)
def test_the_greeting_goes_by_what_callers_may_do(
    site: Caller, acme: Acme, hours: str, operator: bool, checks: bool, name: str
) -> None:
    offers(site, acme, operator=operator, checks=checks)
    built_in = (sounds.GREETING, *([sounds.OPERATOR] if operator else []), sounds.BEEP)
    assert heard(acme, hours) == built_in
    hears(site, acme, *{LEAVE, OR_CHECK, OR_OPERATOR, OR_BOTH} - {name})
    assert heard(acme, hours) == built_in, "the others are for those who may do something else"
    hears(site, acme, name)
    assert heard(acme, hours) == (sound(name, hours), sounds.BEEP), "which says itself what 0 does"


@pytest.mark.parametrize("hours", WHEN)
def test_what_is_told_after_it(site: Caller, acme: Acme, hours: str) -> None:
    hears(site, acme, AFTER)
    assert heard(acme, hours) == (sounds.GREETING, sound(AFTER, hours), sounds.BEEP)


def test_who_has_a_greeting_of_their_own_is_heard(site: Caller, acme: Acme) -> None:
    offers(site, acme, operator=True, checks=False)
    hears(site, acme, OR_OPERATOR)
    own = kept(acme, "Mine", "mine")
    change(site, acme, acme.users[0], "business_hours", "call_handling", voicemail_greeting_id=own)
    assert heard(acme, "business_hours") == ("mine", sounds.OPERATOR, sounds.BEEP)
    assert heard(acme, "closed_hours") == (sound(OR_OPERATOR, "closed_hours"), sounds.BEEP)
    forget(acme, own)
    assert heard(acme, "business_hours") == (sound(OR_OPERATOR, "business_hours"), sounds.BEEP)


def test_where_no_operator_may_be_reached_no_greeting_says_so(site: Caller, acme: Acme) -> None:
    offers(site, acme, operator=True, checks=False)
    hears(site, acme, OR_OPERATOR, LEAVE)
    policy = {"allow_caller_reach_operator": {"enable": False}}
    assert site("PATCH", f"/sites/{acme.main}", {"policy": policy}).status == 204
    assert heard(acme, "business_hours")[0] == sound(LEAVE, "business_hours")


@pytest.mark.parametrize("hours", WHEN)
def test_a_message_before_calls_end(site: Caller, acme: Acme, hours: str) -> None:
    for each in ("business_hours", "closed_hours"):
        change(site, acme, acme.users[0], each, "call_handling", call_not_answer_action=12)
    assert heard(acme, hours) == (sounds.NOBODY,)
    hears(site, acme, MESSAGE)
    said = sound(MESSAGE, hours)
    assert heard(acme, hours) == (said,)
