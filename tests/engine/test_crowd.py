"""Who makes room for whom."""

from dataclasses import dataclass
from itertools import count

import pytest

from trunkline.engine.crowd import Crowd, Kind

pytestmark = pytest.mark.any_store

MOST, OF_AN_ADDRESS = 30, 10


class Place:
    """Full as it may be; those in it by name."""

    def __init__(self) -> None:
        self.crowd, self.numbers = Crowd["One"](MOST, OF_AN_ADDRESS), count()

    def come(self, address: str, kind: Kind = Kind.SILENT) -> "One | None":
        one = One(self.crowd, next(self.numbers))
        if not self.crowd.enter(one, address):
            return None
        self.crowd.did(one, kind)
        return one

    def fill(self, address: str, kind: Kind = Kind.SILENT, times: int = OF_AN_ADDRESS) -> list["One | None"]:
        return [self.come(address, kind) for _ in range(times)]


@dataclass(frozen=True)
class One:
    crowd: Crowd["One"]
    number: int

    def make_room(self) -> None:
        self.crowd.leave(self)


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("victim", Kind)
def test_a_phone_of_a_full_address_has_time_to_prove_itself(place: Place, kind: Kind, victim: Kind) -> None:
    place.fill("a", kind)
    phone = place.come("a", victim)
    place.fill("a", kind, OF_AN_ADDRESS - 1)
    assert phone in place.crowd
    if victim is not kind:
        place.fill("a", kind, 5 * OF_AN_ADDRESS)
        assert phone in place.crowd


def test_the_one_that_came_first_makes_room_and_of_the_same_address(place: Place) -> None:
    elsewhere, here = place.fill("b"), place.fill("a")
    place.fill("a", times=3)
    assert [each in place.crowd for each in here] == [False] * 3 + [True] * 7
    assert all(each in place.crowd for each in elsewhere)


def test_one_that_proved_itself_stays_whoever_comes(place: Place) -> None:
    phones = place.fill("a", times=3)
    for phone in phones:
        assert phone
        place.crowd.prove(phone)
    for address in "abcdef":
        place.fill(address, Kind.HELP, 2 * OF_AN_ADDRESS)
    assert all(phone in place.crowd for phone in phones)
    assert len(place.crowd.all()) == MOST


def test_where_all_is_full_those_make_room_whose_address_has_most(place: Place) -> None:
    few = place.fill("d", times=2)
    for address in "abc":
        place.fill(address)
    for n in range(20):
        assert place.come(f"e{n}")
    assert all(each in place.crowd for each in few)


def test_phones_that_proved_themselves_make_no_room(place: Place) -> None:
    for phone in place.fill("a"):
        assert phone
        place.crowd.prove(phone)
    assert place.come("a") is None
    assert place.come("b")


def test_who_left_holds_no_place(place: Place) -> None:
    for _ in range(3):
        for one in [*place.fill("a"), *place.fill("b", Kind.SPOKE), *place.fill("c", Kind.HELP)]:
            assert one
            place.crowd.leave(one)
    assert not place.crowd.all()
    assert place.come("a")
