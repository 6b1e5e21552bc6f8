"""Which value applies."""

import pytest

from trunkline.settings.resolve import Resolved, Said, resolve

pytestmark = pytest.mark.any_store

OFF, ON = {"enable": False}, {"enable": True}


def test_the_default_applies_when_nobody_says_anything() -> None:
    assert resolve(OFF, [Said("account"), Said("site"), Said("user")]) == Resolved(OFF, None, modified=False)


def test_the_nearest_value_applies() -> None:
    assert resolve(OFF, [Said("account", OFF), Said("site", ON), Said("user")]) == Resolved(ON, None, modified=False)
    assert resolve(OFF, [Said("account", ON), Said("site"), Said("user", OFF)]) == Resolved(OFF, None, modified=True)


def test_the_outermost_lock_wins() -> None:
    chain = [Said("account", ON, locked=True), Said("site", OFF, locked=True), Said("user", OFF)]
    assert resolve(OFF, chain) == Resolved(ON, "account", modified=True)


def test_a_level_that_locks_without_a_value_locks_what_it_inherits() -> None:
    chain = [Said("account", ON), Said("site", {}, locked=True), Said("user", OFF)]
    assert resolve(OFF, chain) == Resolved(ON, "site", modified=True)


def test_fields_are_inherited_one_by_one_and_so_are_theirs() -> None:
    default = {"enable": False, "tone": {"enable": False, "volume": 20}, "countries": ["US"]}
    said = [Said("site", {"tone": {"volume": 60}, "countries": ["GB"]}), Said("user", {"tone": {"enable": True}})]
    assert resolve(default, said).value == {
        "enable": False,
        "tone": {"enable": True, "volume": 60},
        "countries": ["GB"],
    }
    assert default["tone"] == {"enable": False, "volume": 20}
