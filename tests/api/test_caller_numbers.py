"""Numbers of queues and receptionists that a site or a user may show when calling out."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from tests.caller import Caller
from trunkline.store.tables import AutoReceptionist, PhoneNumber

Owner = Callable[[Acme], str]
OWNERS: dict[str, Owner] = {
    "site": lambda acme: f"/sites/{acme.branch}",
    "user": lambda acme: f"/users/{acme.users[5]}",
}
PATH = "outbound_caller_id/customized_numbers"


@pytest.fixture(autouse=True)
def groups(acme: Acme) -> None:
    """The last two numbers ring the queue and the receptionist of the branch."""

    def ring(rows: Any) -> None:
        receptionist = rows.first(AutoReceptionist, AutoReceptionist.main_of == acme.branch)
        rows.get(PhoneNumber, acme.numbers[3]).extension_id = acme.queue
        number = rows.get(PhoneNumber, acme.numbers[4])
        number.extension_id, number.site_id = receptionist.id, acme.branch

    acme.write(ring)


@pytest.fixture(params=OWNERS)
def path(request: pytest.FixtureRequest, acme: Acme) -> str:
    return f"{OWNERS[request.param](acme)}/{PATH}"


def numbers(call: Caller, path: str, query: str = "") -> list[str]:
    return [row["phone_number"] for row in call("GET", f"{path}?{query}").json["customize_numbers"]]


def choose(call: Caller, path: str, *ids: str) -> None:
    answer = call("POST", path, {"phone_number_ids": [*ids]})
    assert answer.status == 201, answer.json


def test_those_of_groups_can_be_chosen(call: Caller, acme: Acme, path: str) -> None:
    assert numbers(call, path) == NUMBERS[3:]
    assert numbers(call, path, "selected=true") == []
    choose(call, path, acme.numbers[4])
    choose(call, path, acme.numbers[4])
    assert numbers(call, path, "selected=true") == NUMBERS[4:]
    assert numbers(call, path, "selected=false") == NUMBERS[3:4]
    first, second = call("GET", path).json["customize_numbers"]
    assert "customize_id" not in first
    assert first | {"site": {}, "extension_id": ""} == {
        "extension_id": "",
        "extension_name": "Support",
        "extension_number": "2000",
        "extension_type": "callQueue",
        "incoming": True,
        "outgoing": True,
        "phone_number": NUMBERS[3],
        "phone_number_id": acme.numbers[3],
        "site": {},
    }
    assert (second["extension_type"], second["site"]["name"]) == ("autoReceptionist", "Branch")
    (chosen,) = call("GET", f"{path}?selected=true").json["customize_numbers"]
    assert chosen == second
    assert call("DELETE", f"{path}?customize_ids={chosen['customize_id']}").status == 204
    assert numbers(call, path, "selected=true") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("extension_type=callQueue", NUMBERS[3:4]),
        ("extension_type=autoReceptionist", NUMBERS[4:]),
        ("extension_type=sharedLineGroup", []),
        ("keyword=2000", NUMBERS[3:4]),
        ("keyword=50104", NUMBERS[4:]),
        ("keyword=%25", []),
        ("page_size=1", NUMBERS[3:4]),
    ],
)
@pytest.mark.parametrize("selected", ["", "selected=true&"])
def test_the_list_is_filtered(call: Caller, acme: Acme, path: str, selected: str, query: str, found: list[str]) -> None:
    choose(call, path, *acme.numbers[3:])
    assert numbers(call, path, selected + query) == found
    assert numbers(call, path, f"{selected}site_id={acme.branch}") == NUMBERS[4:]
    assert numbers(call, path, f"{selected}site_id=x") == []


def test_pages_go_on(call: Caller, acme: Acme, path: str) -> None:
    choose(call, path, *acme.numbers[3:])
    for query in ("page_size=1&selected=true", "page_size=1"):
        token = call("GET", f"{path}?{query}").json["next_page_token"]
        assert numbers(call, path, f"{query}&next_page_token={token}") == NUMBERS[4:]


def test_all_or_none(call: Caller, acme: Acme, path: str) -> None:
    ids = [acme.numbers[4], acme.numbers[0]]
    assert call("POST", path, {"phone_number_ids": ids}).refused == "caller_number_unfit"
    assert call("POST", path, {"phone_number_ids": [acme.numbers[4], acme.numbers[2]]}).refused == "caller_number_unfit"
    assert call("POST", path, {"phone_number_ids": ["x"] * 31}).refused == "invalid"
    assert numbers(call, path, "selected=true") == []
    choose(call, path, *acme.numbers[3:])
    first, _ = call("GET", f"{path}?selected=true").json["customize_numbers"]
    ids = f"{first['customize_id']},x"
    assert call("DELETE", f"{path}?customize_ids={ids}").refused == "caller_number_unknown"
    assert numbers(call, path, "selected=true") == NUMBERS[3:]


def test_what_one_chose_is_no_other_ones(call: Caller, acme: Acme) -> None:
    mine, other = (f"{owner}/{PATH}" for owner in (f"/users/{acme.users[5]}", f"/users/{acme.users[6]}"))
    choose(call, mine, acme.numbers[4])
    (chosen,) = call("GET", f"{mine}?selected=true").json["customize_numbers"]
    assert numbers(call, other, "selected=true") == []
    assert call("DELETE", f"{other}?customize_ids={chosen['customize_id']}").refused == "caller_number_unknown"


def test_a_number_that_rings_a_user_from_now_on_is_theirs(call: Caller, acme: Acme, path: str) -> None:
    choose(call, path, acme.numbers[4])

    def ring(rows: Any) -> None:
        rows.get(PhoneNumber, acme.numbers[4]).extension_id = acme.users[0]

    acme.write(ring)
    assert numbers(call, path, "selected=true") == []
