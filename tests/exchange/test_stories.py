"""What is recorded of a call, told as stories: A, B and C are users; B has two lines and a direct number."""

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, Dialling, Office, deactivated, told, user
from trunkline.exchange.vocabulary import Alert, Connect, Registered, Release

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


def test_an_unknown_number(office: Office) -> None:
    call = office.dial(0, "A", "9999")
    assert Release(f"{call.id}.0", 404) in office.wanted
    assert told(office.records[0]) == [
        "A>9999 outbound internal call_failed 0/-/0",
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


def test_a_deactivated_user_who_calls_a_colleague_shows_whom(office: Office) -> None:
    office.change(0, [deactivated(user("A", 1001)), user("B", 1002)])
    office.dial(1, "A", "1002")
    assert (office.records[0].callee.extension, office.records[0].callee.name) == ("B", "B Smith")


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


def test_the_record_says_who_and_where(office: Office) -> None:
    at_work = [
        replace(user(name, PEOPLE[name]), department=f"{name} team", cost_center=f"{name}9", site_id=f"{name} site")
        for name in "AB"
    ]
    office.change(0, at_work)
    call = office.dial(0, "A", "1002")
    call.answered(2)
    call.left(5)
    record = office.records[0]
    for party, name, number, private, public in (
        (record.caller, "A", "1001", "10.0.0.9", "192.0.2.9"),
        (record.callee, "B", "1002", "10.0.0.1", "192.0.2.1"),
    ):
        assert (party.number, party.name, party.email) == (number, f"{name} Smith", f"{name.lower()}@acme.example")
        assert (party.extension, party.extension_id, party.extension_type) == (name, f"ext-{name}", "user")
        assert (party.department, party.cost_center, party.site_id) == (f"{name} team", f"{name}9", f"{name} site")
        assert (party.device_type, party.private_ip, party.public_ip) == ("other phone 1", private, public)
        assert (party.did, party.number_type) == ("", "")


def test_a_call_told_again_names_its_records_alike(office: Office) -> None:
    call = office.dial(86400, "A", "1002")
    [marked] = office.exchange.open_records(86401)
    call.answered(86402)
    call.left(86410)
    record = office.records[0]
    ids = [record.id, *(element.id for element in record.elements)]
    assert ids == [marked.id, *(element.id for element in marked.elements)]
    assert all(id.startswith("19700102-") and len(id) == 45 for id in ids)
    assert len(set(ids)) == 3


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

    def test_holding_twice_is_holding_once(self, office: Office, call: Dialling) -> None:
        call.held(10)
        call.held(14)
        call.resumed(20)
        call.resumed(24)
        call.left(30)
        assert office.records[0].elements[0].hold == 10

    def test_a_hold_still_open_counts_to_the_end(self, office: Office, call: Dialling) -> None:
        call.held(10, None)
        call.caller_left(30)
        assert office.records[0].elements[1].hold == 20
