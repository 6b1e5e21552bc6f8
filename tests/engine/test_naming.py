"""An operator knows people by their numbers; messages name lines, contacts, and numbers as they were dialled."""

from types import SimpleNamespace
from typing import Any

import pytest

from trunkline.engine.naming import Naming
from trunkline.exchange.plan import Dialling, Line, Plan, Site, User

pytestmark = pytest.mark.any_store

ADA = User("ada", "e1", 1001, "Ada", "", "site", "Main", direct_numbers=("+12125559000",))
PLAN = Plan(
    "acme",
    1,
    users={"ada": ADA},
    lines={"desk": Line("desk", "d1", "", "ada"), "other": Line("other", "d2", "", "ben")},
    dialled={"1001": "ada", "+12125559000": "ada"},
    sites={"site": Site("site", "Main", dialling=Dialling())},
)
USERS = {"desk": "1771", "other": "1772"}
CONTACTS = {"desk": "sip:1771-0xabc@192.0.2.7:5060", "other": "sip:ben@192.0.2.8"}


def _users(lines: set[str]) -> set[str]:
    return {USERS[each] for each in lines}


def _reached(line: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(contact=CONTACTS[line])]


@pytest.fixture
def naming() -> Naming:
    directory: Any = SimpleNamespace(plans=lambda: [PLAN], users=_users)
    registrar: Any = SimpleNamespace(reached=_reached)
    return Naming(directory, registrar)


def test_an_extension_is_its_lines_their_contacts_and_its_numbers(naming: Naming) -> None:
    found = naming.of("1001")
    assert {"1001", "1771", "1771-0xabc", "+12125559000", "2125559000", "12125559000"} <= found
    assert not {"1772", "ben"} & found


@pytest.mark.parametrize("said", ["+12125559000", "12125559000", "2125559000"])
def test_a_number_is_all_ways_to_dial_it(naming: Naming, said: str) -> None:
    found = naming.of(said)
    assert {"+12125559000", "12125559000", "2125559000"} <= found
    assert "1771" not in found


def test_what_nobody_has_is_itself(naming: Naming) -> None:
    assert naming.of("4711") == {"4711"}
    assert naming.of("911") == {"911"}
