"""What should not happen, and does: nothing is lost by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exchange.office import PEOPLE, Office, told, user, well_formed
from trunkline.exchange.vocabulary import Answered, Arrived, Held, Left, Rang, Registered, Release, Resumed, Write

pytestmark = pytest.mark.any_store


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    return office


def test_a_line_that_nobody_has_is_turned_away_without_a_record(office: Office) -> None:
    assert office.tell(0, Arrived("1", "1.0", "nobody's", "1002")) == [Release("1.0", 403)]


@pytest.mark.parametrize(
    ("dialled", "told_as"),
    [
        (
            "1002",
            [
                "A>B outbound internal service_unavailable 5/-/5",
                "0.0 outgoing service_unavailable 5/-/5 @A",
                "0.1 incoming service_unavailable 5/-/5 @B",
            ],
        ),
        ("4711", ["A>4711 outbound internal service_unavailable 5/-/5", "0.0 outgoing service_unavailable 5/-/5 @A"]),
    ],
)
def test_a_call_without_audio_to_be_had_is_refused_and_recorded(
    office: Office, dialled: str, told_as: list[str]
) -> None:
    wanted = office.tell(5, Arrived("1", "1.0", "A1", dialled, audible=False))
    assert wanted[0] == Release("1.0", 503)
    assert told(office.records[0]) == told_as
    well_formed(office.records[0])
    assert not office.exchange.open_records(6)


@pytest.mark.parametrize("dialled", ["", "+", "+x", "*86", "+0123", "+1234567890123456"])
def test_what_is_no_number_at_all_is_not_outside(office: Office, dialled: str) -> None:
    office.dial(0, "A", dialled)
    record = office.records[0]
    assert (record.result, record.connect_type) == ("call_failed", "internal")
    assert (record.callee.number, record.callee.number_type) == (dialled, "")


def test_a_call_lives_on_when_the_callee_is_deleted(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.answered(2)
    office.change(3, [user("A", PEOPLE["A"])])
    call.left(9)
    assert told(office.records[0])[0] == "A>B outbound internal connected 0/2/9"


def test_a_call_rings_on_when_the_callee_is_deleted(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    office.change(1, [user("A", PEOPLE["A"])])
    call.rang(2)
    office.until(40)
    assert told(office.records[0])[0] == "A>B outbound internal no_answer 0/-/30"
    assert office.dial(50, "A", "1002").rings == []
    assert office.records[1].result == "call_failed"


@pytest.mark.parametrize("answered", [False, True])
def test_the_callers_line_may_vanish(office: Office, answered: bool) -> None:
    call = office.dial(0, "A", "1002")
    if answered:
        call.answered(1)
    assert office.tell(2, Registered("A1", ())) == []
    assert len(office.exchange.open_records(3)) == 1


def test_a_call_that_arrives_twice(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    again = Arrived(call.id, f"{call.id}.0", "A1", "1002")
    assert office.tell(1, again) == []
    assert office.tell(1, replace(again, leg="other")) == [Release("other", 482)]
    call.answered(2)
    assert len([each for each in call.left(5) if isinstance(each, Write)]) == 1


def test_everything_told_twice_reads_the_same(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    for act, now in ((call.rang, 1), (call.answered, 6), (call.held, 10), (call.resumed, 15), (call.left, 66)):
        act(now)
        assert not act(now)
    assert told(office.records[0])[1:] == [
        "0.0 outgoing connected 0/6/66 h5 @A",
        "0.1 incoming answered 1/6/66 h5 @B op B",
    ]


def test_nonsense_changes_nothing(office: Office) -> None:
    for happened in (Left("x"), Held("x"), Resumed("x")):
        assert office.tell(0, happened) == []
    assert office.tell(0, Answered("x")) == [Release("x")]
    office.register("nobody's")
    call = office.dial(0, "A", "1002")
    call.left(1)
    assert call.left(1) == []
    assert len(office.records) == 1


@given(st.lists(st.floats(0, 100), min_size=6, max_size=6))
@settings(deadline=None)
def test_a_clock_that_is_set_back_keeps_the_record_in_order(times: list[float]) -> None:
    office = Office()
    office.register("B1")
    acts = (Rang("1.1"), Answered("1.1"), Held("1.1"), Resumed("1.1"), Left("1.1"))
    office.exchange.receive(Arrived("1", "1.0", "A1", "1002"), times[0])
    for act, now in zip(acts, times[1:], strict=True):
        for record in office.exchange.open_records(now):
            well_formed(record)
        office.keep(office.exchange.receive(act, now))
    assert len(office.records) == 1
    well_formed(office.records[0])
