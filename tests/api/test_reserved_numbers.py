"""Extension numbers that nobody gets in any way: those that are emergency or service numbers as they are dialled."""

from typing import Any

import pytest
from phonenumbers import SUPPORTED_REGIONS, is_emergency_number

from tests.acme import ADDRESS, Acme
from tests.caller import Answer, Caller
from tests.figures import Figure
from trunkline.extensions.patterns import numbers_of
from trunkline.extensions.reserved import taken_before
from trunkline.extensions.short_numbers import emergency_numbers, is_service_number, numbers_for_help
from trunkline.problems import Refusal
from trunkline.store.tables import CallQueue, Extension, Site, User
from trunkline.store.tenant import Tenant

LONDON: Any = {"address_line1": "1 Poultry", "city": "London", "state_code": "", "zip": "EC2R 8EJ", "country": "GB"}
# As dialled in the United States: emergency numbers, 211 to 811, the test number of 911, and the lifeline.
NEW_YORK = ("911", "91", "11", "112", "9110", "9111234567", "11234", "211", "2110", "411", "8114", "81", "933", "988")
OTHERWISE = ("800", "810", "812", "899", "1001", "1010", "1099", "2001", "999", "9990", "3000")
IN_LONDON = (
    "999",
    "99",
    "9991",
    "112",
    "1123",
    "105",
    "116",
    "116123",
    "1161",
    "100",
    "101",
    "111",
    "123",
    "1471",
    "118118",
    "118",
    "1180",
    "1110",
    "1161",
    "11850",
)
SERVICES_IN_LONDON = ("1471", "118118")
OTHERWISE_IN_LONDON = ("800", "911", "1008", "1010", "1012", "2001", "1100", "1170", "1230", "1500")


def wish(email: str, number: str, **said: str) -> dict[str, Any]:
    return {"users": [{"email": email, "extension_number": number, "calling_plans": ["Pro"], **said}]}


def london(call: Caller, **said: Any) -> str:
    body = {"name": "London", "auto_receptionist_name": "London", "default_emergency_address": LONDON, **said}
    return call("POST", "/sites", body).json["id"]


def user_at(call: Caller, acme: Acme, site: str, n: int = 5) -> str:
    assert call("PATCH", f"/users/{acme.users[n]}", {"site_id": site}).status == 204
    return acme.users[n]


def number(call: Caller, id: str) -> int:
    return call("GET", f"/users/{id}").json["extension_number"]


def is_reserved(answer: Answer) -> bool:
    return answer.refused == "extension_number_reserved"


@pytest.mark.parametrize("said", NEW_YORK)
def test_a_number_for_help_is_refused_at_its_site(call: Caller, acme: Acme, said: str, figure: Figure) -> None:
    batch = call("POST", "/users/batch", wish(acme.spare[0], said, site_name="Main Site"))
    assert (batch.refused, batch.json["errors"][0]["field"]) == ("invalid", "users.0.extension_number")
    assert is_reserved(call("PATCH", f"/users/{acme.users[3]}", {"extension_number": said}))
    assert is_reserved(call("PATCH", f"/users/{acme.users[3]}", {"extension_number": f"0{said}"}))
    queue = {"name": "New", "site_id": acme.main, "extension_number": int(said)}
    assert is_reserved(call("POST", "/call_queues", queue))
    assert is_reserved(call("PATCH", f"/call_queues/{acme.queue}", {"extension_number": int(said)}))
    figure(f"{len(NEW_YORK)} numbers for help in New York, each asked for in five ways: given", "0")


@pytest.mark.parametrize("said", OTHERWISE)
def test_other_numbers_are_given(call: Caller, acme: Acme, said: str) -> None:
    answer = call("PATCH", f"/users/{acme.users[3]}", {"extension_number": said})
    assert answer.status == 204 or answer.refused == "extension_number_taken"


@pytest.mark.parametrize("said", [*IN_LONDON, *SERVICES_IN_LONDON])
def test_each_site_has_the_numbers_of_its_country(call: Caller, acme: Acme, said: str) -> None:
    user = user_at(call, acme, london(call), 20)
    assert is_reserved(call("PATCH", f"/users/{user}", {"extension_number": said}))


@pytest.mark.parametrize("said", OTHERWISE_IN_LONDON)
def test_other_numbers_are_given_in_london(call: Caller, acme: Acme, said: str) -> None:
    user = user_at(call, acme, london(call), 20)
    answer = call("PATCH", f"/users/{user}", {"extension_number": said})
    expected = {"911": "extension_number_reserved"}  # which the office in the United States dials too
    assert answer.refused in (expected.get(said), "extension_number_taken")


@pytest.mark.parametrize("short", ["911", "91", "112", "611", "988"])
def test_the_short_number_is_what_is_dialled_at_its_site(call: Caller, acme: Acme, short: str) -> None:
    user = user_at(call, acme, acme.branch)  # code 7
    if len(short) == 3:
        assert is_reserved(call("PATCH", f"/users/{user}", {"extension_number": f"7{short}"}))
    batch = call("POST", "/users/batch", wish(acme.spare[0], short, site_code="7"))
    assert (batch.refused, batch.json["errors"][0]["field"]) == ("invalid", "users.0.extension_number")
    if len(short) == 3:
        queue = {"name": "New", "site_id": acme.branch, "extension_number": int(short)}
        assert is_reserved(call("POST", "/call_queues", queue))


def test_a_number_of_another_site_is_no_emergency_number_behind_a_code(call: Caller, acme: Acme) -> None:
    assert is_reserved(call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "7911"}))  # dialled 911 there
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "79112"}).status == 204


def test_a_move_to_where_the_number_is_for_help_is_refused(call: Caller, acme: Acme) -> None:
    site, user = london(call), acme.users[5]
    assert call("PATCH", f"/users/{user}", {"extension_number": "1055"}).status == 204  # there 105 is of the grid
    assert is_reserved(call("PATCH", f"/users/{user}", {"site_id": site}))
    moved = {"batch_type": "move_site", "user_ids": acme.users[4:6], "site_id": site}
    assert is_reserved(call("PUT", "/users/batch", moved))
    assert call("GET", f"/users/{acme.users[4]}").json["site_id"] == acme.main  # all or none
    assert call("PATCH", f"/users/{user}", {"site_id": site, "extension_number": "1065"}).status == 204


def test_a_queue_moves_only_to_where_its_number_is_none(call: Caller, acme: Acme) -> None:
    assert call("PATCH", f"/call_queues/{acme.queue}", {"extension_number": 2480}).status == 204
    assert is_reserved(call("PATCH", f"/call_queues/{acme.queue}", {"site_id": london(call)}))


def test_a_new_code_of_a_site_must_not_make_one(call: Caller, acme: Acme) -> None:
    user = user_at(call, acme, acme.branch)
    assert call("PATCH", f"/users/{user}", {"extension_number": "7123"}).status == 204
    assert is_reserved(call("PATCH", f"/sites/{acme.branch}", {"site_code": 81}))  # 81123
    assert is_reserved(call("PATCH", f"/sites/{acme.branch}", {"site_code": 911}))
    assert call("PATCH", f"/sites/{acme.branch}", {"site_code": 9}).status == 204
    assert number(call, user) == 9123


def test_a_code_that_makes_a_short_one_of_a_colleagues_number_is_refused(call: Caller, acme: Acme) -> None:
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "6911"}).status == 204
    assert is_reserved(call("PATCH", f"/sites/{acme.branch}", {"site_code": 6}))
    body = {"name": "New", "auto_receptionist_name": "New", "default_emergency_address": ADDRESS, "site_code": 6}
    assert is_reserved(call("POST", "/sites", body))


def test_a_site_in_a_country_where_somebodys_number_is_the_emergency_number_waits(call: Caller, acme: Acme) -> None:
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "999"}).status == 204
    body = {"name": "London", "auto_receptionist_name": "London", "default_emergency_address": LONDON}
    assert is_reserved(call("POST", "/sites", body))
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "998"}).status == 204
    assert call("POST", "/sites", body).status == 201


def test_a_site_that_closes_hands_over_no_such_number(call: Caller, acme: Acme) -> None:
    site = london(call, site_code=5)
    user = user_at(call, acme, site)
    assert call("PATCH", f"/users/{user}", {"extension_number": "5611"}).status == 204  # 611 means nothing in London
    assert is_reserved(call("DELETE", f"/sites/{site}?transfer_site_id={acme.main}"))
    assert call("PATCH", f"/users/{user}", {"extension_number": "5612"}).status == 204
    assert call("DELETE", f"/sites/{site}?transfer_site_id={acme.main}").status == 204
    assert number(call, user) == 612


def test_free_numbers_pass_over_them(call: Caller, acme: Acme) -> None:
    given = {number(call, id) for id in acme.more_users(14)}
    assert {810, 812} <= given
    assert 811 not in given


def test_free_numbers_of_ranges_pass_over_them_too(call: Caller, acme: Acme) -> None:
    ranges = [{"range_from": "0910", "range_to": "0912"}, {"range_from": "4108", "range_to": "4121"}]
    assert call("PATCH", f"/sites/{acme.main}", {"short_extension": {"length": 4, "ranges": ranges}}).status == 204
    assert [number(call, id) for id in acme.more_users(5)] == [910, 912, 4108, 4109, 4120]


def test_a_number_from_before_there_was_this_rule_stays_and_is_told(call: Caller, acme: Acme) -> None:
    def before(rows: Tenant) -> None:
        table = Extension.metadata.tables["extensions"]
        connection = rows._session.connection()  # pyright: ignore[reportPrivateUsage]
        connection.execute(table.update().where(table.c.id == acme.users[3]).values(number=911))

    acme.write(before)
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "911"}).status == 204
    assert call("PATCH", f"/v2/users/{acme.users[3]}", {"first_name": "Renamed"}).status == 204
    assert number(call, acme.users[3]) == 911
    assert acme.store.read_any(lambda session: [*taken_before(session)]) == [("acme", 911)]


def test_a_way_that_comes_later_is_held_to_it(acme: Acme) -> None:
    """Whatever writes a number, a site or a code, without a word to `numbering`."""

    def renumber(rows: Tenant) -> None:
        rows.edit(Extension, acme.users[3]).number = 9112

    def add(rows: Tenant) -> None:
        rows.add(CallQueue(site=rows.get(Site, acme.main), name="x", number=988))

    def add_by_id(rows: Tenant) -> None:
        rows.add(CallQueue(site_id=acme.branch, name="x", number=7411))

    def move(rows: Tenant) -> None:
        rows.edit(User, acme.users[0]).site_id = acme.branch

    def relocate(rows: Tenant) -> None:
        rows.edit(Site, acme.branch).country = "IN"  # where 100 are the police

    for way in (renumber, add, add_by_id):
        with pytest.raises(Refusal, match="extension_number_reserved"):
            acme.write(way)
    acme.write(relocate)
    with pytest.raises(Refusal, match="extension_number_reserved"):
        acme.write(move)


def test_emergency_numbers_may_be_long(call: Caller, acme: Acme) -> None:
    """10111 are the police in South Africa, and 10177 the ambulances."""
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "10111"}).status == 204
    there = {**LONDON, "address_line1": "12 Adderley Street", "city": "Cape Town", "zip": "8001", "country": "ZA"}
    body = {"name": "Cape Town", "auto_receptionist_name": "Cape Town", "default_emergency_address": there}
    assert is_reserved(call("POST", "/sites", body))
    assert call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "10112"}).status == 204
    site = call("POST", "/sites", body).json["id"]
    assert is_reserved(call("PATCH", f"/users/{acme.users[3]}", {"extension_number": "10111"}))
    user = user_at(call, acme, site)
    for said in ("101", "10177", "101112"):
        assert is_reserved(call("PATCH", f"/users/{user}", {"extension_number": said})), said


def test_every_country_has_emergency_numbers_and_they_are_for_help() -> None:
    for country in SUPPORTED_REGIONS:
        assert emergency_numbers(country), country
        assert emergency_numbers(country) <= numbers_for_help(country)
        assert all(is_emergency_number(each, country) for each in emergency_numbers(country) - {"112"})
    assert emergency_numbers("NA") == {"10111"}
    assert emergency_numbers("ZA") == {"112", "10111", "10177"}
    assert numbers_for_help("CA") == {"112", "211", "311", "411", "511", "611", "711", "811", "911", "988"}
    assert emergency_numbers("ZZ") == frozenset()


@pytest.mark.parametrize(
    ("country", "said"), [("SE", "1177"), ("FR", "3114"), ("CH", "1414"), ("GB", "1571"), ("US", "933")]
)
def test_services_have_numbers_of_any_length(country: str, said: str) -> None:
    assert is_service_number(said, country)


def test_numbers_that_take_texts_alone_are_no_services() -> None:
    assert not any(is_service_number(str(number), "US") for number in (2001, 24280, 888222))


def test_a_pattern_stands_for_its_numbers() -> None:
    assert numbers_of(r"1(?:0[1-3]?|12{2}|3\d)|9") == {
        "10",
        "101",
        "102",
        "103",
        "1122",
        "9",
        *map(str, range(130, 140)),
    }
    assert numbers_of(r"1{1,2}(?:2|3)?") == {"1", "11", "12", "13", "112", "113"}
    with pytest.raises(ValueError, match=r"1\.2"):
        numbers_of("1.2")
