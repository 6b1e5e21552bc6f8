"""The clock that people read is set while calls go on: they see when a call began, how long it was, and their hours."""

from msgspec.structs import replace

from tests.exchange.office import Office, plan, told, user
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.floor import Reason
from trunkline.exchange.plan import Hours, Range

HOUR = 3600.0
UNTIL_ONE = Hours("UTC", ((Range(0, 60),),) * 7)


class People:
    """How far their clock is ahead of ours."""

    ahead = 0.0

    def __call__(self) -> float:
        return self.ahead


def test_a_call_is_as_long_as_it_was_and_began_when_people_say() -> None:
    people = People()
    office = Office(Exchange(plan(), ahead=people))
    office.register("A1", "B1")
    for began, at_first, later in ((100, 0.0, HOUR), (200, HOUR, -HOUR), (300, -HOUR, 0.0)):
        people.ahead = at_first
        call = office.dial(began, "A", "1002")
        call.rang(began + 1)
        call.answered(began + 10)
        people.ahead = later
        call.left(began + 70)
    assert [told(record)[0].split()[-1] for record in office.records] == [
        "100/110/170",
        "3800/3810/3870",
        "-3300/-3290/-3230",
    ]


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    people, reasons = People(), list[Reason]()
    there = [user("A", 1001), replace(user("B", 1002), hours=UNTIL_ONE)]
    office = Office(Exchange(plan(1, there), reasons, people))
    office.register("A1", "B1")
    office.dial(100, "A", "1002").caller_left(110)
    people.ahead = HOUR
    office.dial(200, "A", "1002").caller_left(210)
    assert [each.value for each in reasons if each.condition == "hours"] == ["business_hours", "closed_hours"]


def test_nothing_rings_longer_or_shorter() -> None:
    people = People()
    office = Office(Exchange(plan(), ahead=people))
    office.register("A1", "B1")
    call = office.dial(100, "A", "1002")
    call.rang(101)
    deadline = office.exchange.deadline
    people.ahead = -HOUR
    office.until(110)
    assert office.exchange.deadline == deadline
    assert call.is_ringing == {"B1@0"}
