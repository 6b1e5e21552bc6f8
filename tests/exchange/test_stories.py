"""What is recorded of a call, told as stories: A, B and C are users; B has two lines and a direct number."""

import pytest

from tests.exchange.office import DID, PEOPLE, Dialling, Office, deactivated, told, user
from trunkline.exchange.vocabulary import Alert, Answered, Connect, Held, Left, Registered, Release, Resumed

pytestmark = pytest.mark.any_store


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    return office


def test_answered_then_b_hangs_up(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    assert call.rang(1) == [Alert(f"{call.id}.0")]
    assert call.answered(6) == [Connect(f"{call.id}.0", call.leg("B1@0"))]
    assert call.left(66)[0] == Release(f"{call.id}.0", 480)
    assert told(office.records[0]) == [
        "A>B outbound internal connected 0/6/66",
        "0.0 outgoing connected 0/6/66 @A",
        "0.1 incoming answered 1/6/66 @B op B",
    ]


def test_the_caller_hangs_up_first_and_it_reads_the_same(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    call.answered(6)
    assert call.caller_left(66)[0] == Release(call.leg("B1@0"), 480)
    assert told(office.records[0])[0] == "A>B outbound internal connected 0/6/66"


def test_nobody_answers(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    office.until(40)
    assert {Release(call.leg("B1@0"), 480), Release(f"{call.id}.0", 480)} <= set(office.wanted)
    assert told(office.records[0]) == [
        "A>B outbound internal no_answer 0/-/30",
        "0.0 outgoing no_answer 0/-/30 @A",
        "0.1 incoming no_answer 1/-/30 @B",
    ]


def test_busy(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    assert call.refused(1, 486)[0] == Release(f"{call.id}.0", 486)
    assert told(office.records[0]) == [
        "A>B outbound internal busy 0/-/1",
        "0.0 outgoing busy 0/-/1 @A",
        "0.1 incoming busy 0/-/1 @B",
    ]


def test_declined(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    assert call.refused(5, 603)[0] == Release(f"{call.id}.0", 603)
    assert told(office.records[0]) == [
        "A>B outbound internal rejected 0/-/5",
        "0.0 outgoing rejected 0/-/5 @A",
        "0.1 incoming rejected 1/-/5 @B op B",
    ]


def test_the_caller_gives_up(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    assert call.caller_left(10)[0] == Release(call.leg("B1@0"), 480)
    assert told(office.records[0]) == [
        "A>B outbound internal canceled 0/-/10",
        "0.0 outgoing canceled 0/-/10 @A",
        "0.1 incoming canceled 1/-/10 @B op A",
    ]


def test_the_caller_gives_up_while_the_answer_crosses(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    call.caller_left(10)
    assert call.answered(10) == [Release(call.leg("B1@0"))]
    assert [record.result for record in office.records] == ["canceled"]


def test_not_registered(office: Office) -> None:
    office.tell(0, Registered("B1", ()))
    call = office.dial(0, "A", "1002")
    assert call.rings == []
    assert Release(f"{call.id}.0", 480) in office.wanted
    assert told(office.records[0]) == [
        "A>B outbound internal unconnected 0/-/0",
        "0.0 outgoing unconnected 0/-/0 @A",
        "0.1 incoming unconnected 0/-/0 @B",
    ]


@pytest.mark.parametrize(("dialled", "connect_type"), [("9999", "internal"), ("+442079460000", "external")])
def test_an_unknown_number(office: Office, dialled: str, connect_type: str) -> None:
    call = office.dial(0, "A", dialled)
    assert Release(f"{call.id}.0", 404) in office.wanted
    assert told(office.records[0]) == [
        f"A>{dialled} outbound {connect_type} call_failed 0/-/0",
        "0.0 outgoing call_failed 0/-/0 @A",
    ]


def test_a_deactivated_user_cannot_call(office: Office) -> None:
    office.change(0, [deactivated(user("A", 1001)), user("B", 1002)])
    call = office.dial(1, "A", "1002")
    assert Release(f"{call.id}.0", 403) in office.wanted
    assert told(office.records[0]) == [
        "A>B outbound internal invalid_operation 1/-/1",
        "0.0 outgoing invalid_operation 1/-/1 @A",
    ]


def test_a_deactivated_user_cannot_be_called(office: Office) -> None:
    office.change(0, [user("A", 1001), deactivated(user("B", 1002))])
    call = office.dial(1, "A", "1002")
    assert call.rings == []
    assert told(office.records[0])[0] == "A>B outbound internal unconnected 1/-/1"


@pytest.mark.parametrize("dialled", [DID, DID.lstrip("+")])
def test_a_direct_number_dialled_inside_reaches_its_user(office: Office, dialled: str) -> None:
    call = office.dial(0, "A", dialled)
    call.answered(3)
    call.left(9)
    record = office.records[0]
    assert (record.callee.number, record.callee.did, record.callee.number_type) == ("1002", DID, "byoc")
    assert record.connect_type == "internal"


def test_an_engine_that_dies_keeps_what_was_said(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    ringing = office.exchange.open_records(3)
    assert told(ringing[0])[0] == "A>B outbound internal service_unavailable 0/-/3"
    call.answered(6)
    assert told(office.exchange.open_records(40)[0]) == [
        "A>B outbound internal connected 0/6/40",
        "0.0 outgoing connected 0/6/40 @A",
        "0.1 incoming answered 1/6/40 @B op B",
    ]
    assert office.records == []


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


class TestHold:
    @pytest.fixture
    def call(self, office: Office) -> Dialling:
        call = office.dial(0, "A", "1002")
        call.rang(1)
        call.answered(2)
        return call

    def test_it_counts_for_both(self, office: Office, call: Dialling) -> None:
        call.held(10)
        call.resumed(25)
        call.left(30)
        assert told(office.records[0])[1:] == [
            "0.0 outgoing connected 0/2/30 h15 @A",
            "0.1 incoming answered 1/2/30 h15 @B op B",
        ]

    def test_overlapping_holds_count_once(self, office: Office, call: Dialling) -> None:
        call.held(10)
        call.held(15, None)
        call.resumed(20)
        call.resumed(22, None)
        call.left(30)
        assert office.records[0].elements[0].hold == 12

    def test_a_hold_still_open_counts_to_the_end(self, office: Office, call: Dialling) -> None:
        call.held(10, None)
        call.caller_left(30)
        assert office.records[0].elements[1].hold == 20


def test_dialling_oneself_rings_the_other_phones(office: Office) -> None:
    office.register("A1", phones=2)
    assert [ring.contact for ring in office.dial(0, "A", "1001").rings] == ["A1@1"]


def test_a_second_call_rings_a_talking_phone_too(office: Office) -> None:
    office.dial(0, "A", "1002").answered(1)
    assert [ring.contact for ring in office.dial(5, "C", "1002").rings] == ["B1@0"]


def test_a_call_lives_on_when_the_callee_is_deleted(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.answered(2)
    office.change(3, [user("A", PEOPLE["A"])])
    call.left(9)
    assert told(office.records[0])[0] == "A>B outbound internal connected 0/2/9"


def test_nonsense_changes_nothing(office: Office) -> None:
    for happened in (Left("x"), Held("x"), Resumed("x")):
        assert office.tell(0, happened) == []
    assert office.tell(0, Answered("x")) == [Release("x")]
    office.register("nobody's")
    call = office.dial(0, "A", "1002")
    call.left(1)
    assert call.left(1) == []
    assert len(office.records) == 1
