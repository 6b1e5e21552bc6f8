"""Whose calls are recorded, from when, and what the record says of it: Q is a queue of B and C that is recorded."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.exchange.office import Office, X, reachable, user, well_formed
from tests.exchange.test_queue_stories import NUMBER, with_queue
from trunkline.exchange import sounds
from trunkline.exchange.explain import Tree, explain
from trunkline.exchange.plan import AutoReceptionist, Plan, Taping, To
from trunkline.exchange.vocabulary import Connect, Tape, Wanted

pytestmark = pytest.mark.any_store


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.adopt(with_queue(taping=Taping()))
    return office


def tapes(wanted: list[Wanted]) -> list[Tape]:
    return [each for each in wanted if isinstance(each, Tape)]


def test_a_call_is_recorded_as_soon_as_two_talk(office: Office) -> None:
    call = office.come(0, NUMBER)
    call.rang(1)
    assert tapes(office.wanted) == []
    wanted = call.answered(6)
    legs = (f"{call.id}.0", call.leg("B1@0"))
    (tape,) = tapes(wanted)
    assert wanted[wanted.index(Connect(*legs)) + 1] is tape
    assert (tape.caller, tape.callee, tape.sounds) == (*legs, (sounds.RECORDED,))
    call.left(66)
    [record] = office.records
    well_formed(record)
    [recording] = record.recordings
    assert (recording.id, recording.owner, recording.at) == (tape.recording, "Q", 6)
    assert record.elements[recording.element].owner == "Q"
    assert (recording.seconds, recording.file) == (0, ""), "the engine knows what was kept"


def test_nobody_hears_of_it_where_nothing_is_to_be_played(office: Office) -> None:
    office.adopt(with_queue(taping=Taping(told="")))
    call = office.come(0, NUMBER)
    assert [tape.sounds for tape in tapes(call.answered(6))] == [()]


def test_the_own_words_of_a_queue(office: Office) -> None:
    office.adopt(with_queue(taping=Taping(told="b" * 22)))
    call = office.come(0, NUMBER)
    assert [tape.sounds for tape in tapes(call.answered(6))] == [("b" * 22,)]


def test_where_nobody_talks_nothing_is_recorded(office: Office) -> None:
    call = office.come(0, NUMBER)
    call.rang(1)
    call.caller_left(20)
    assert tapes(office.wanted) == []
    assert office.records[0].recordings == ()


def test_who_takes_a_call_that_the_queue_gave_up_is_not_recorded(office: Office) -> None:
    office.adopt(with_queue(taping=Taping(), overflow=To("A"), max_wait=20))
    call = office.come(0, NUMBER)
    office.until(20)
    call.answered(25, "A1@0")
    call.caller_left(60)
    assert tapes(office.wanted) == []
    assert office.records[0].recordings == ()


@pytest.mark.parametrize(("before", "after"), [(None, Taping()), (Taping(), None)])
def test_the_policy_counts_as_it_is_when_the_call_is_answered(
    office: Office, before: Taping | None, after: Taping | None
) -> None:
    office.adopt(with_queue(taping=before))
    call = office.come(0, NUMBER)
    office.adopt(with_queue(taping=after), 3)
    assert len(tapes(call.answered(6))) == (after is not None)


def test_a_call_that_a_receptionist_sent_has_it_in_the_queues_part(office: Office) -> None:
    mine = AutoReceptionist("M", "ext-M", 4001, "Main", "s", "Main", direct_numbers=("+12125550190",), open=To("Q"))
    office.adopt(replace(with_queue(taping=Taping()), receptionists={"M": mine}))
    call = office.come(0, "+12125550190")
    call.answered(6)
    call.left(66)
    [record] = office.records
    well_formed(record)
    [recording] = record.recordings
    element = record.elements[recording.element]
    assert (element.owner, element.segment) == ("Q", 1)


def test_a_colleague_who_calls_the_queue_is_recorded_in_its_part(office: Office) -> None:
    call = office.dial(0, "A", "3001")
    call.answered(6)
    live = office.exchange.open_record(call.id, 7)
    assert live
    well_formed(live)
    call.caller_left(66)
    [record] = office.records
    assert [(each.owner, each.event) for each in record.elements][:2] == [("A", "outgoing"), ("Q", "incoming")]
    assert [each.element for each in record.recordings] == [1]


def test_each_call_has_a_recording_of_its_own_name(office: Office) -> None:
    for start in (0, 100):
        call = office.come(start, NUMBER)
        call.answered(start + 5)
        call.left(start + 50)
    ids = {each.recordings[0].id for each in office.records}
    assert len(ids) == 2
    assert all(len(id) == 32 for id in ids)


def decided(steps: list[Tree]) -> Iterator[Tree]:
    for step in steps:
        yield from step["decisions"]
        yield from decided(step["then"])


def test_explain_says_so() -> None:
    plan: Plan = reachable(with_queue(user("B", 1002), taping=Taping()))
    tree = explain(plan, X, NUMBER, 0, {"B": "answer"})
    told = {each["condition"]: (each["value"], each["setting"]) for each in decided(tree["steps"])}
    assert told["call is recorded"] == (True, "auto_call_recording")
    assert told["both hear"] == (sounds.RECORDED, "")
