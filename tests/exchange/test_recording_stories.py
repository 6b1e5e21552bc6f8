"""Whose calls are recorded, from when, and what the record says of it. Q is a queue of B and C."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.exchange.office import Office, X, Y, reachable, user, well_formed
from tests.exchange.test_queue_stories import NUMBER, with_queue
from tests.exchange.test_user_stories import outside
from trunkline.exchange import sounds
from trunkline.exchange.explain import Tree, explain
from trunkline.exchange.plan import AutoReceptionist, Beeps, Handling, Outside, Plan, Taping, To
from trunkline.exchange.vocabulary import Announce, Connect, Play, Release, Tape, Untaped, Wanted

pytestmark = pytest.mark.any_store


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.adopt(with_queue(taping=Taping()))
    return office


def tapes(wanted: list[Wanted]) -> list[Tape]:
    return [each for each in wanted if isinstance(each, Tape)]


def announced(wanted: list[Wanted]) -> list[tuple[str, ...]]:
    """What both who talk hear."""
    return [each.sounds for each in wanted if isinstance(each, Announce)]


def test_a_call_is_recorded_as_soon_as_two_talk(office: Office) -> None:
    call = office.come(0, NUMBER)
    call.rang(1)
    assert tapes(office.wanted) == []
    wanted = call.answered(6)
    legs = (f"{call.id}.0", call.leg("B1@0"))
    (tape,) = tapes(wanted)
    assert wanted[wanted.index(Connect(*legs)) + 1 :][:2] == [tape, Announce(*legs, (sounds.RECORDED,))]
    assert (tape.caller, tape.callee) == legs
    call.left(66)
    [record] = office.records
    well_formed(record)
    [recording] = record.recordings
    assert ((recording.id,), recording.owner, recording.at) == (tape.recordings, "Q", 6)
    assert record.elements[recording.element].owner == "Q"
    assert (recording.seconds, recording.file) == (0, ""), "the engine knows what was kept"


def test_nobody_hears_of_it_where_nothing_is_to_be_played(office: Office) -> None:
    office.adopt(with_queue(taping=Taping(told="")))
    call = office.come(0, NUMBER)
    wanted = call.answered(6)
    assert (len(tapes(wanted)), announced(wanted)) == (1, [])


def test_the_own_words_of_a_queue(office: Office) -> None:
    office.adopt(with_queue(taping=Taping(told="b" * 22)))
    call = office.come(0, NUMBER)
    assert announced(call.answered(6)) == [("b" * 22,)]


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


class TestPeople:
    """B's calls are recorded as they come in, A's as they go out."""

    @pytest.fixture(autouse=True)
    def recorded(self, office: Office) -> None:
        taping = Taping(told="b" * 22)
        a, b = replace(user("A", 1001), tapes_outgoing=Taping()), replace(user("B", 1002), tapes_incoming=taping)
        office.adopt(outside(a, b))

    def test_a_call_that_comes_in(self, office: Office) -> None:
        call = office.come(0)
        assert announced(call.answered(6)) == [("b" * 22,)]
        call.left(66)
        [record] = office.records
        well_formed(record)
        assert [(each.owner, each.element) for each in record.recordings] == [("B", 0)]

    def test_a_call_that_goes_out(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        assert announced(call.answered(6, Y)) == [(sounds.RECORDED,)]
        call.caller_left(66)
        assert [(each.owner, each.element) for each in office.records[0].recordings] == [("A", 0)]

    def test_two_whose_calls_are_recorded_have_a_recording_each(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        wanted = call.answered(6)
        [tape] = tapes(wanted)
        assert announced(wanted) == [(sounds.RECORDED, "b" * 22)]
        call.left(66)
        [record] = office.records
        well_formed(record)
        assert [(each.owner, each.element) for each in record.recordings] == [("A", 0), ("B", 1)]
        assert tape.recordings == tuple(each.id for each in record.recordings)

    def test_whose_direction_it_is_not_is_not_recorded(self, office: Office) -> None:
        office.dial(0, "B", "1003").answered(6, "C1@0")
        office.dial(10, "C", "1001").answered(16, "A1@0")
        assert tapes(office.wanted) == []

    def test_a_member_s_policy_does_not_count_in_a_queue(self, office: Office) -> None:
        office.adopt(with_queue(replace(user("B", 1002), tapes_incoming=Taping())))
        call = office.come(0, NUMBER)
        call.answered(6)
        assert tapes(office.wanted) == []

    def test_what_is_sent_on_to_a_number_outside_is_not_recorded(self, office: Office) -> None:
        sends = replace(user("B", 1002), tapes_incoming=Taping(), tapes_outgoing=Taping())
        office.adopt(outside(replace(sends, handling=Handling(phones=False, unanswered=Outside(Y)))))
        call = office.come(0)
        call.answered(6, Y)
        assert tapes(office.wanted) == []


class TestConsent:
    """A's calls are recorded as they go out, B's as they come in, both only if the other agrees."""

    @pytest.fixture(autouse=True)
    def asked(self, office: Office) -> None:
        out, come = Taping(consent=True), Taping(told="", consent=True)
        a, b = replace(user("A", 1001), tapes_outgoing=out), replace(user("B", 1002), tapes_incoming=come)
        office.adopt(outside(a, b))

    def test_nothing_is_recorded_before_the_other_party_agrees(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        wanted = call.answered(6, Y)
        assert (tapes(wanted), announced(wanted)) == ([], [(sounds.CONSENT,)])
        assert call.pressed(8, "1") == [], "the one whose calls are recorded is not asked"
        assert call.pressed(8, "2", Y) == []
        wanted = call.pressed(9, "1", Y)
        assert (len(tapes(wanted)), announced(wanted)) == (1, [(sounds.RECORDED,)])
        call.caller_left(66)
        [record] = office.records
        well_formed(record)
        assert [(each.owner, each.at) for each in record.recordings] == [("A", 9)]

    def test_the_question_ends_with_its_answer(self, office: Office) -> None:
        call = office.come(0)
        assert announced(call.answered(6)) == [(sounds.CONSENT,)]
        wanted = call.pressed(8, "1")
        assert (len(tapes(wanted)), announced(wanted)) == (1, [()])
        assert call.pressed(10, "1") == []

    def test_who_does_not_agree_is_not_recorded_and_goes_on_talking(self, office: Office) -> None:
        call = office.come(0)
        call.answered(6)
        office.until(26)
        assert call.pressed(27, "1") == [], "too late"
        call.left(66)
        [record] = office.records
        assert (record.result, record.recordings) == ("answered", ())

    def test_two_who_both_want_it_are_both_asked(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        assert announced(call.answered(6)) == [(sounds.CONSENT,)]
        wanted = call.pressed(8, "1", "B1@0")
        assert announced(wanted) == [(sounds.RECORDED, sounds.CONSENT)]
        [first] = tapes(wanted)
        [second] = tapes(call.pressed(12, "1"))
        call.left(66)
        [record] = office.records
        well_formed(record)
        assert [(each.owner, each.at) for each in record.recordings] == [("A", 8), ("B", 12)]
        assert (*first.recordings, *second.recordings) == tuple(each.id for each in record.recordings)

    def test_who_needs_no_consent_is_recorded_meanwhile(self, office: Office) -> None:
        asks, need_not = Taping(told="", consent=True), Taping()
        a, b = replace(user("A", 1001), tapes_outgoing=need_not), replace(user("B", 1002), tapes_incoming=asks)
        office.adopt(outside(a, b))
        call = office.dial(0, "A", "1002")
        wanted = call.answered(6)
        assert (len(tapes(wanted)), announced(wanted)) == (1, [(sounds.RECORDED, sounds.CONSENT)])
        call.left(66)
        assert [each.owner for each in office.records[0].recordings] == ["A"]


class TestBeeps:
    def beeps(self, office: Office) -> list[str]:
        return [each.leg for each in office.wanted if isinstance(each, Play) and each.sounds == ("beep_60",)]

    @pytest.mark.parametrize("all", [True, False])
    def test_who_is_recorded_hears_them_again_and_again(self, office: Office, all: bool) -> None:
        office.adopt(with_queue(taping=Taping(beeps=Beeps("beep_60", 15, all))))
        call = office.come(0, NUMBER)
        call.answered(6)
        mine, caller = call.leg("B1@0"), f"{call.id}.0"
        office.until(20)
        assert self.beeps(office) == []
        office.until(36)
        assert self.beeps(office) == ([caller, mine] if all else [mine]) * 2
        call.left(40)
        office.until(600)
        assert len(self.beeps(office)) == (4 if all else 2)

    def test_who_is_on_hold_hears_music_alone(self, office: Office) -> None:
        office.adopt(with_queue(taping=Taping(beeps=Beeps("beep_60", 15))))
        call = office.come(0, NUMBER)
        call.answered(6)
        call.held(10)
        office.until(30)
        assert self.beeps(office) == []
        call.resumed(32)
        office.until(36)
        assert len(self.beeps(office)) == 2

    def test_there_are_none_before_the_other_party_agrees(self, office: Office) -> None:
        office.adopt(with_queue(taping=Taping(consent=True, beeps=Beeps("beep_60", 5))))
        call = office.come(0, NUMBER)
        call.answered(6)
        office.until(12)
        assert self.beeps(office) == []
        call.pressed(13, "1")
        office.until(18)
        assert len(self.beeps(office)) == 2


@pytest.mark.parametrize("ends", [True, False])
def test_a_call_that_cannot_be_recorded_may_not_go_on(office: Office, ends: bool) -> None:
    office.adopt(with_queue(taping=Taping(or_no_call=ends)))
    call = office.come(0, NUMBER)
    call.answered(6)
    caller, mine = f"{call.id}.0", call.leg("B1@0")
    wanted = office.tell(12, Untaped(caller))
    assert {each.leg for each in wanted if isinstance(each, Release)} == ({caller, mine} if ends else set())
    if ends:
        [record] = office.records
        well_formed(record)
        assert (record.result, record.end) == ("answered", 12)


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


def test_explain_agrees_when_it_is_asked() -> None:
    taping = Taping(consent=True, beeps=Beeps("beep_60", 5))
    plan: Plan = reachable(with_queue(user("B", 1002), taping=taping))
    tree = explain(plan, X, NUMBER, 0, {"B": "answer"})
    told = [(each["condition"], each["value"]) for each in decided(tree["steps"])]
    assert told.index(("both hear", sounds.CONSENT)) < told.index(("call is recorded", True))
    assert told.count(("caller hears", "beep_60")) == 1, "told once, however often"
