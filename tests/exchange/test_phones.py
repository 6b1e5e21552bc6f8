"""Which phones ring, what they may answer, and which of them has the call."""

import pytest
from msgspec.structs import replace

from tests.exchange.office import Dialling, Office, plan, told
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Alert, Answered, Arrived, Connect, PlanChanged, Registered, Release, Ring

pytestmark = pytest.mark.any_store


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    return office


@pytest.mark.parametrize(
    ("status", "at_once", "after_ringing", "told_to_caller"),
    [
        (486, "busy", "busy", 486),
        (600, "busy", "busy", 486),
        (603, "rejected", "rejected", 603),
        (606, "call_failed", "call_failed", 488),
        (607, "rejected", "rejected", 603),
        (408, "unconnected", "no_answer", 480),
        (430, "unconnected", "no_answer", 480),
        (480, "unconnected", "no_answer", 480),
        (404, "call_failed", "call_failed", 404),
        (410, "call_failed", "call_failed", 404),
        (484, "call_failed", "call_failed", 484),
        (500, "call_failed", "call_failed", 500),
        (604, "call_failed", "call_failed", 404),
        (503, "service_unavailable", "service_unavailable", 503),
        # The caller's phone would take these for ours: it would dial elsewhere, or send its password.
        (302, "call_failed", "call_failed", 480),
        (401, "call_failed", "call_failed", 480),
        (407, "call_failed", "call_failed", 480),
        # Their codecs do not meet: this the caller's phone should know.
        (488, "call_failed", "call_failed", 488),
    ],
)
def test_what_a_phone_answers_and_what_becomes_of_it(
    office: Office, status: int, at_once: str, after_ringing: str, told_to_caller: int
) -> None:
    for n, result in enumerate((at_once, after_ringing)):
        call = office.dial(n * 10, "A", "1002")
        if n:
            call.rang(11)
        assert call.refused(n * 10 + 2, status)[0] == Release(f"{call.id}.0", told_to_caller)
        assert [office.records[n].result, *(each.result for each in office.records[n].elements)] == [result] * 3


class TestSeveralPhones:
    @pytest.fixture
    def call(self, office: Office) -> Dialling:
        office.register("B1", phones=2)
        office.register("B2")
        return office.dial(0, "A", "1002")

    def test_all_of_them_ring(self, call: Dialling) -> None:
        assert [ring.contact for ring in call.rings] == ["B1@0", "B1@1", "B2@0"]
        assert {ring.caller.number for ring in call.rings} == {"1001"}

    def test_the_caller_hears_of_it_once(self, call: Dialling) -> None:
        assert call.rang(1, "B1@1") == [Alert(f"{call.id}.0")]
        assert call.rang(1, "B2@0") == []

    def test_the_first_answer_wins_and_a_second_is_ended(self, call: Dialling) -> None:
        call.rang(1)
        stopped, connected = Release(call.leg("B1@0")), Connect(f"{call.id}.0", call.leg("B2@0"))
        wanted = call.answered(4, "B2@0")
        assert stopped in wanted
        assert wanted[-1] == connected
        assert call.answered(4, "B1@1") == [Release(call.leg("B1@1"))]

    def test_ringing_is_counted_from_the_first(self, office: Office, call: Dialling) -> None:
        call.rang(1, "B1@1")
        call.rang(4, "B2@0")
        call.caller_left(9)
        assert told(office.records[0])[2] == "0.1 incoming canceled 1/-/9 @B op A"

    def test_the_record_names_the_phone_that_answered(self, office: Office, call: Dialling) -> None:
        call.answered(4, "B2@0")
        call.left(9, "B2@0")
        assert office.records[0].callee.device_type == "other phone 2"
        assert office.records[0].callee.public_ip == "192.0.2.1"

    def test_one_busy_phone_leaves_the_others_ringing(self, office: Office, call: Dialling) -> None:
        call.rang(1, "B2@0")
        assert call.refused(1, 486) == []
        call.answered(5, "B2@0")
        call.left(8, "B2@0")
        assert office.records[0].result == "connected"

    def test_declining_at_one_phone_silences_all(self, office: Office, call: Dialling) -> None:
        wanted = call.refused(2, 603, "B1@1")
        assert {Release(call.leg("B1@0")), Release(call.leg("B2@0")), Release(f"{call.id}.0", 603)} <= set(wanted)
        assert office.records[0].result == "rejected"

    @pytest.mark.parametrize("status", [600, 604, 607])
    def test_what_is_said_for_the_person_silences_all(self, call: Dialling, status: int) -> None:
        assert {Release(call.leg("B1@0")), Release(call.leg("B2@0"))} <= {*call.refused(2, status, "B1@1")}

    def test_a_phone_that_registers_meanwhile_does_not_ring(self, office: Office, call: Dialling) -> None:
        office.register("B2", phones=2)
        assert len(call.rings) == 3
        assert office.tell(1, Answered(f"{call.id}.4")) == [Release(f"{call.id}.4")]

    @pytest.mark.parametrize(
        ("statuses", "result"),
        [
            ((486, 480, 404), "busy"),
            ((480, 408, 404), "unconnected"),
            ((404, 500, 503), "call_failed"),
            ((503, 503, 503), "service_unavailable"),
        ],
    )
    def test_the_best_reason_is_told(
        self, office: Office, call: Dialling, statuses: tuple[int, int, int], result: str
    ) -> None:
        for status, contact in zip(statuses, ("B1@0", "B1@1", "B2@0"), strict=True):
            call.refused(1, status, contact)
        assert office.records[0].result == result

    def test_a_phone_that_unregisters_stops_ringing(self, office: Office, call: Dialling) -> None:
        assert office.tell(1, Registered("B2", ())) == [Release(call.leg("B2@0"), 480)]

    @pytest.mark.parametrize(("rings", "result"), [(True, "no_answer"), (False, "unconnected")])
    def test_when_the_last_unregisters_the_call_is_over(
        self, office: Office, call: Dialling, rings: bool, result: str
    ) -> None:
        if rings:
            call.rang(1)
            call.rang(1, "B2@0")
        office.tell(2, Registered("B2", ()))
        assert Release(f"{call.id}.0", 480) in office.tell(3, Registered("B1", ()))
        assert [record.result for record in office.records] == [result]

    def test_a_phone_that_unregisters_while_it_talks_goes_on(self, office: Office, call: Dialling) -> None:
        call.answered(2)
        assert office.tell(3, Registered("B1", ())) == []
        call.left(9)
        assert told(office.records[0])[0] == "A>B outbound internal connected 0/2/9"


def test_dialling_oneself_rings_the_other_phones(office: Office) -> None:
    office.register("A1", phones=2)
    assert [ring.contact for ring in office.dial(0, "A", "1001").rings] == ["A1@1"]


def test_dialling_oneself_with_one_phone_reaches_nobody(office: Office) -> None:
    assert office.dial(0, "A", "1001").rings == []
    assert told(office.records[0])[0] == "A>A outbound internal unconnected 0/-/0"


def test_dialling_oneself_from_who_knows_where_rings_other_lines_only(office: Office) -> None:
    office.register("B1", phones=2)
    office.register("B2")
    wanted = office.tell(0, Arrived("1", "1.0", "B1", "1002"))
    assert [each.contact for each in wanted if isinstance(each, Ring)] == ["B2@0"]


def test_a_second_call_rings_a_talking_phone_too(office: Office) -> None:
    office.dial(0, "A", "1002").answered(1)
    assert [ring.contact for ring in office.dial(5, "C", "1002").rings] == ["B1@0"]


def test_a_phone_is_remembered_as_it_was(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    office.tell(1, PlanChanged(Plan("acme", 2)))
    call.answered(2)
    call.left(9)
    assert office.records[0].callee.device_type == "other phone 1"


def test_a_phone_that_was_taken_away_rings_no_more(office: Office) -> None:
    """Its registration may outlive it by a moment."""
    both = plan()
    office.register("B2")
    office.tell(0, PlanChanged(replace(both, version=2, lines={k: v for k, v in both.lines.items() if k != "B2"})))
    assert [ring.contact for ring in office.dial(1, "A", "1002").rings] == ["B1@0"]
