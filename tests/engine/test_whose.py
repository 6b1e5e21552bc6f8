"""Whose packets are a phone's behind a NAT, told by a clock that stands still."""

import pytest

from trunkline.engine.whose import MOVING, PATIENT, SILENT, Whose

pytestmark = pytest.mark.any_store

SEEN, SAID = "203.0.113.7", ("10.1.2.3", 4000)
PORT, NEIGHBOUR, STRANGER = (SEEN, 31000), (SEEN, 31007), ("198.51.100.9", 4000)
LATER = SILENT + 0.1


@pytest.fixture
def whose() -> Whose:
    made = Whose()
    made.tell(SEEN, SAID, 10)
    return made


def test_nobody_is_believed_before_anything_is_said() -> None:
    assert not Whose().takes(PORT, 10)
    assert Whose().to is None


def test_the_first_port_of_its_host_is_kept_to(whose: Whose) -> None:
    assert whose.to is None
    assert not whose.takes(STRANGER, 10)
    assert whose.takes(PORT, 10)
    assert whose.to == PORT
    for now in (10, 11, 100):  # silent or not
        assert not whose.takes(NEIGHBOUR, now)
        assert not whose.takes(STRANGER, now)


def test_it_may_send_from_where_it_says_that_it_listens_but_is_sent_nothing_there_before() -> None:
    whose = Whose()
    whose.tell(SEEN, STRANGER, 10)
    assert whose.to is None
    assert not whose.takes(("198.51.100.9", 4001), 10)
    assert whose.takes(STRANGER, 10)
    assert whose.to == STRANGER


HOME = (SEEN, 4000)


def test_one_that_listens_at_the_host_it_is_seen_at_is_sent_to_and_believed_there_at_once(whose: Whose) -> None:
    whose.tell(SEEN, HOME, 10)
    assert whose.to == HOME
    assert not whose.takes(NEIGHBOUR, 10)
    assert whose.takes(HOME, 10.5)
    for now in (11, 20, 100):
        assert not whose.takes(NEIGHBOUR, now)
    whose.tell(SEEN, HOME, 200)
    for now in (200, 201, 202, 203):
        assert not whose.takes(NEIGHBOUR, now)


def test_one_that_a_nat_gave_another_port_than_it_names_is_heard_after_a_while(whose: Whose) -> None:
    whose.tell(SEEN, HOME, 10)
    assert not whose.takes(PORT, 20)
    assert whose.takes(PORT, 20 + PATIENT + 0.1)
    assert whose.to == PORT
    assert not whose.takes(NEIGHBOUR, 30)
    assert whose.takes(HOME, 31), "who sends from where it says that it is was it all along"
    assert whose.to == HOME
    assert not whose.takes(PORT, 40)


def test_after_it_said_something_it_may_come_from_another_port_if_it_left_the_one_before(whose: Whose) -> None:
    assert whose.takes(PORT, 10)
    whose.tell(SEEN, SAID, 20)
    assert not whose.takes(NEIGHBOUR, 20)
    assert not whose.takes(STRANGER, 20 + LATER)
    assert whose.takes(NEIGHBOUR, 20 + LATER)
    assert not whose.takes(PORT, 20 + LATER)


def test_one_that_is_heard_again_from_the_same_port_has_not_left_it(whose: Whose) -> None:
    assert whose.takes(PORT, 10)
    whose.tell(SEEN, SAID, 20)
    assert whose.takes(PORT, 20.1)
    assert not whose.takes(NEIGHBOUR, 22)


@pytest.mark.parametrize(("after", "taken"), [(LATER, True), (MOVING, False)])
def test_one_that_says_that_it_listens_elsewhere_leaves_soon_or_not(whose: Whose, after: float, taken: bool) -> None:
    """What it sent before is still on its way."""
    assert whose.takes(PORT, 10)
    whose.tell(SEEN, ("10.1.2.3", 4002), 20)
    assert whose.takes(PORT, 20.01)
    assert whose.takes(NEIGHBOUR, 20.01 + after) is taken


def test_one_that_is_seen_at_another_host_is_not_where_it_was(whose: Whose) -> None:
    assert whose.takes(PORT, 10)
    whose.tell("192.0.2.44", SAID, 20)
    assert whose.to is None
    assert not whose.takes(PORT, 20)
    assert whose.takes(("192.0.2.44", 5), 20)
