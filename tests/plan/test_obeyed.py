"""What was set through the API, in calls that are placed then: languages, greetings, names and numbers that are shown,
and what people's dialling means."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from tests.exchange.office import Office, X
from trunkline.exchange import sounds
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Came,
    Contact,
    Dial,
    Play,
    Pressed,
    Refused,
    Registered,
    Ring,
)
from trunkline.plan import Plans
from trunkline.store.ids import new_id
from trunkline.store.tables import AudioFile, Extension, PhoneNumber, Trunk
from trunkline.store.tenant import Tenant

CALL, LEG = "1900000000000000001", "1900000000000000001.0"
WAITS, LISTENS = 60.0, 5.0


class House:
    """The company's exchange, as its configuration is when a call is placed. Ada and Ben have phones."""

    def __init__(self, acme: Acme) -> None:
        self.acme = acme

        def connect(rows: Tenant) -> None:
            rows.add(Trunk(host="carrier.example", port=5060, transport="udp"))

        acme.write(connect)

    def open(self) -> Office:
        self.plan = Plans(self.acme.store).of(self.acme.id)
        office = Office(Exchange(self.plan))
        for line in self.plan.lines:
            office.tell(0, Registered(line, (Contact(line, line),)))
        return office

    def dials(self, nth: int, number: str) -> Office:
        office = self.open()
        line = next(line.id for line in self.plan.lines.values() if line.user == self.acme.users[nth])
        office.tell(1, Arrived(CALL, LEG, line, number, Contact("calling", line)))
        return office

    def comes(self, number: str = NUMBERS[0]) -> Office:
        office = self.open()
        office.tell(1, Came(CALL, LEG, "carrier", number, X, "Somebody"))
        return office


@pytest.fixture
def house(acme: Acme) -> House:
    return House(acme)


def of(office: Office, kind: type[Any]) -> Iterator[Any]:
    return (each for each in office.wanted if isinstance(each, kind))


def heard(office: Office) -> list[tuple[tuple[str, ...], str]]:
    return [(each.sounds, each.language) for each in of(office, Play) if each.leg == LEG]


def dialled(office: Office) -> list[str]:
    return [each.number for each in of(office, Dial)]


def extension_id(acme: Acme, id: str) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(Extension, id).extension_id)


def handle(call: Caller, acme: Acme, id: str, **settings: Any) -> None:
    path = f"/extension/{extension_id(acme, id)}/call_handling/settings/business_hours"
    wish = {"sub_setting_type": "call_handling", "settings": settings}
    assert call("PATCH", path, wish).status == 204


def speak(call: Caller, path: str, **said: Any) -> None:
    assert call("PATCH", path, said).status == 204


def give(acme: Acme, number: str, extension: str) -> None:
    def assign(rows: Tenant) -> None:
        rows.edit(PhoneNumber, number).extension_id = extension

    acme.write(assign)


def new_audio(acme: Acme) -> str:
    def add(rows: Tenant) -> str:
        return rows.add(AudioFile(name="Greeting", blob=new_id())).id

    return acme.write(add)


def sound(acme: Acme, id: str) -> str:
    return acme.store.read(acme.id, lambda rows: rows.get(AudioFile, id).blob)


# The language of prompts


def test_a_mailbox_speaks_the_language_of_its_owner_or_else_of_their_site(
    call: Caller, acme: Acme, house: House
) -> None:
    site, ada = f"/sites/{acme.main}/settings/audio_prompt", f"/users/{acme.users[0]}/settings"
    wishes: list[tuple[str, dict[str, Any], str]] = [
        (site, {}, "en-US"),
        (site, {"audio_prompt": {"language": "de-DE"}}, "de-DE"),
        (ada, {"audio_prompt_language": "fr-CA"}, "fr-CA"),
    ]
    for path, wish, language in wishes:
        if wish:
            speak(call, path, **wish)
        office = house.comes()
        office.until(WAITS)
        assert ((sounds.GREETING, sounds.BEEP), language) in heard(office)


def test_a_queue_speaks_its_own_to_whoever_calls(call: Caller, acme: Acme, house: House) -> None:
    speak(call, f"/users/{acme.users[0]}/settings", audio_prompt_language="it-IT")
    speak(call, f"/sites/{acme.main}/settings/audio_prompt", audio_prompt={"language": "ja-JP"})
    assert call("GET", f"/call_queues/{acme.queue}").json["audio_prompt_language"] == "ja"
    speak(call, f"/call_queues/{acme.queue}", audio_prompt_language="ko-KR")
    office = house.dials(0, "2000")
    for line in house.plan.lines:
        office.tell(2, Registered(line, ()))
    office.until(400)
    assert ((sounds.GREETING, sounds.BEEP), "ko-KR") in heard(office)


def test_who_may_not_dial_is_told_so_in_their_own(call: Caller, acme: Acme, house: House) -> None:
    speak(call, f"/users/{acme.users[1]}/settings", audio_prompt_language="es-ES")
    assert ((sounds.NOT_ALLOWED,), "es-ES") in heard(house.dials(1, "011442079460000"))


def test_whoever_takes_a_call_by_a_key_is_asked_in_theirs(call: Caller, acme: Acme, house: House) -> None:
    speak(call, f"/users/{acme.users[0]}/settings", audio_prompt_language="nl-NL")
    path = f"/extension/{extension_id(acme, acme.users[0])}/call_handling/settings/business_hours"
    wish = {"sub_setting_type": "call_forwarding", "settings": {"phone_number": "+13105550177", "description": ""}}
    assert call("POST", path, wish).status == 201
    office = house.comes()
    leg = next(each.leg for each in of(office, Dial))
    office.tell(2, Answered(leg))
    assert [(each.sounds, each.language) for each in of(office, Play) if each.leg == leg] == [
        ((sounds.PRESS_1,), "nl-NL")
    ]


def test_numbers_that_nobody_has_speak_that_of_their_site(call: Caller, acme: Acme, house: House) -> None:
    speak(call, f"/sites/{acme.main}/settings/audio_prompt", audio_prompt={"language": "da-DK"})
    wish = {"enable": True, "incoming_call_action": "play_message_then_disconnect"}
    speak(call, f"/sites/{acme.main}", policy={"manage_call_routing_for_unassigned_numbers": wish})
    assert heard(house.comes(NUMBERS[4])) == [((sounds.NOBODY,), "da-DK")]


# The callee's greeting


@pytest.mark.parametrize("plays", [True, False])
@pytest.mark.parametrize("action", ["unanswered", "busy", "number"])
def test_the_callees_greeting_is_heard_where_a_call_ends_that_went_on(
    call: Caller, acme: Acme, house: House, action: str, plays: bool
) -> None:
    ada, ben = acme.users[:2]
    own, bens = new_audio(acme), new_audio(acme)
    handle(call, acme, ben, voicemail_greeting_id=bens)
    handle(call, acme, ada, voicemail_greeting_id=own)
    to = extension_id(acme, ben)
    match action:
        case "unanswered":
            wish = {"call_not_answer_action": 2, "forward_to_extension_id": to}
            handle(call, acme, ada, **wish, overflow_play_callee_voicemail_greeting=plays)
        case "busy":
            wish = {"busy_on_another_call_action": 2, "busy_forward_to_extension_id": to}
            handle(call, acme, ada, **wish, busy_play_callee_voicemail_greeting=plays)
        case _:
            give(acme, acme.numbers[3], ben)
            wish = {"call_not_answer_action": 10, "phone_number": NUMBERS[3]}
            handle(call, acme, ada, **wish, overflow_play_callee_voicemail_greeting=plays)
    office = house.comes()
    if action == "busy":
        for ring in [*of(office, Ring)]:
            office.tell(2, Refused(ring.leg, 486))
    office.until(2 * WAITS)
    assert (sound(acme, own if plays else bens), sounds.BEEP) in [names for names, _ in heard(office)]


@pytest.mark.parametrize("plays", [True, False])
def test_and_where_it_was_sent_to_an_operator_by_a_key(call: Caller, acme: Acme, house: House, plays: bool) -> None:
    """The built-in instruction says the key."""
    ada, ben = acme.users[:2]
    own = new_audio(acme)
    handle(
        call,
        acme,
        ada,
        call_not_answer_action=1,
        voicemail_greeting_id=own,
        connect_to_operator=True,
        operator_extension_id=extension_id(acme, ben),
        play_callee_voicemail_greeting=plays,
    )
    office = house.comes()
    office.until(WAITS)
    assert heard(office)[-1][0] == (sound(acme, own), sounds.OPERATOR, sounds.BEEP)
    office.tell(WAITS + 1, Pressed(LEG, "0"))
    office.until(3 * WAITS)
    assert heard(office)[-1][0] == (sound(acme, own) if plays else sounds.GREETING, sounds.BEEP)


# What is shown


def test_a_sites_name_is_shown_outside_with_the_number(call: Caller, acme: Acme, house: House) -> None:
    assert [each.name for each in of(house.dials(0, "3105550177"), Dial)] == ["Person00 Smith"]
    speak(call, f"/sites/{acme.main}", caller_id_name="ACME CORP")
    assert [(each.name, each.shown) for each in of(house.dials(0, "3105550177"), Dial)] == [("ACME CORP", NUMBERS[0])]
    speak(call, f"/users/{acme.users[0]}/settings", outbound_caller_id="")
    assert [(each.name, each.shown) for each in of(house.dials(0, "3105550177"), Dial)] == [("", "")]
    assert [each.name for each in of(house.dials(0, "911"), Dial)] == ["Person00 Smith"], "who calls for help is told"


@pytest.mark.parametrize(
    ("switch", "chosen", "shown"),
    [
        (True, NUMBERS[3], (NUMBERS[3], "Support")),
        (True, NUMBERS[0], ("1000", "Person00 Smith")),
        (False, NUMBERS[3], ("1000", "Person00 Smith")),
    ],
)
def test_colleagues_see_the_queues_number_that_someone_calls_from(
    call: Caller, acme: Acme, house: House, switch: bool, chosen: str, shown: tuple[str, str]
) -> None:
    give(acme, acme.numbers[3], acme.queue)
    wish = {"call_queue_numbers": True, "show_outbound_caller_id_for_internal_call": switch}
    speak(call, f"/sites/{acme.main}/settings/outbound_caller_id", outbound_caller_id=wish)
    speak(call, f"/users/{acme.users[0]}/settings", outbound_caller_id=chosen)
    office = house.dials(0, "1001")
    assert {(each.caller.number, each.caller.name) for each in of(office, Ring)} == {shown}
    for ring in [*of(office, Ring)]:
        office.tell(2, Refused(ring.leg, 603))
    office.until(WAITS)
    assert {record.caller.number for record in office.records} <= {"1000"}, "the history knows who it was"


# What someone's dialling means


@pytest.mark.parametrize(
    ("said", "number", "leaves"),
    [
        ({}, "02079460000", []),
        ({"country_iso_code": "GB"}, "02079460000", ["+442079460000"]),
        ({"country_iso_code": "gb", "area_code": "020"}, "79460000", ["+442079460000"]),
        ({"country_iso_code": "DE", "area_code": "30"}, "23125000", ["+493023125000"]),
        ({"country_iso_code": "IT", "area_code": "06"}, "69812345", ["+390669812345"]),
        ({"area_code": "212"}, "5551234", ["+12125551234"]),
        ({"area_code": "1212"}, "555-1234", ["+12125551234"]),
        ({"area_code": "212"}, "3105550177", ["+13105550177"]),
        ({"area_code": "212"}, "1001", []),
        ({"area_code": "212"}, "1555123", []),
        ({}, "5551234", []),
        ({"country_iso_code": "GB"}, "911", ["911"]),
        ({"country_iso_code": "GB"}, "3105550177", []),
    ],
)
def test_people_dial_as_in_their_country_and_area(
    call: Caller, acme: Acme, house: House, said: dict[str, str], number: str, leaves: list[str]
) -> None:
    speak(call, f"/sites/{acme.main}", policy={"international_calling": {"enable": True}})
    if said:
        speak(call, f"/users/{acme.users[0]}/settings", **said)
    assert dialled(house.dials(0, number)) == leaves


def test_another_country_to_dial_in_does_not_make_it_cheaper(call: Caller, acme: Acme, house: House) -> None:
    speak(call, f"/users/{acme.users[0]}/settings", country_iso_code="GB")
    office = house.dials(0, "02079460000")
    assert dialled(office) == []
    assert heard(office)[0][0] == (sounds.NOT_ALLOWED,)
