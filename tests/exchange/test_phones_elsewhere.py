"""Phones that send their calls elsewhere (302), and phones that are not there."""

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, Dialling, Office, X, Y, user, well_formed
from tests.exchange.test_outside_stories import RULES, outside
from tests.exchange.test_queue_stories import with_queue
from trunkline.exchange.plan import Handling, Mailbox, Outside, Sending, Taping, To, User, Voicemail
from trunkline.exchange.vocabulary import Connect, Redirected, Release, Silent, Wanted

Z = "+13105550180"  # outside

pytestmark = pytest.mark.any_store


def b(**more: object) -> User:
    return replace(user("B", 1002), outbound=RULES, **more)  # type: ignore[arg-type]


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "B2", "C1")
    office.adopt(outside(b()))
    return office


def sends_on(call: Dialling, now: float, *dialled: str, contact: str = "B1@0") -> list[Wanted]:
    call.office.ended.add(call.leg(contact))
    return call.office.tell(now, Redirected(call.leg(contact), dialled))


def silent(call: Dialling, now: float, contact: str) -> list[Wanted]:
    return call.office.tell(now, Silent(call.leg(contact)))


class TestSentOn:
    def test_to_a_colleague(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, "1003")
        assert call.is_ringing == {"C1@0"}  # the person's other phone does not ring any more
        assert call.answered(5, "C1@0") == [Connect(f"{call.id}.0", call.leg("C1@0"))]
        call.caller_left(9)
        well_formed(office.records[0])
        assert office.told == [
            "A>B outbound internal connected 0/5/9",
            "0.0 outgoing connected 0/5/9 @A",
            "0.1 incoming rejected 0/-/2 @B",
            "1.0 forward >C answered 2/5/9 @C op B",
        ]

    @pytest.mark.parametrize("dialled", ["3105550177", "+13105550177", "13105550177"])
    def test_to_a_number_outside_at_the_cost_of_whose_phone_it_is(self, office: Office, dialled: str) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, dialled)
        assert call.is_ringing == {Y}
        assert call.dials[0].shown == RULES.numbers[0]

    @pytest.mark.parametrize(
        "dialled",
        [
            "+442071234567",  # abroad
            "911",
            "1002",  # themselves
            "12",
            "",
            "sip:x@y",
        ],
    )
    def test_to_where_they_may_not_send_calls_is_a_refusal(self, office: Office, dialled: str) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, dialled)
        assert call.is_ringing == {"B2@0"}
        assert not call.dials
        sends_on(call, 3, contact="B2@0")
        assert office.records[0].result == "unconnected"

    def test_where_nobody_is_there_either_each_phone_ends_once(self) -> None:
        office = Office()
        office.register("A1", "B1", "B2")
        office.adopt(outside(b()))
        call = office.dial(0, "A", "1002")
        ended = [each.leg for each in sends_on(call, 2, "1003") if isinstance(each, Release)]
        assert sorted(ended) == [f"{call.id}.0", call.leg("B2@0")]

    @pytest.mark.parametrize("way", ["a phone sends it", "it is set", "it rings beside"])
    @pytest.mark.parametrize(
        ("policy", "reached"),
        [
            (Sending(), {Y, "C1@0", "A1@0"}),
            (Sending(outside=False), {"C1@0", "A1@0"}),
            (Sending(allowed=False), set[str]()),
            (Sending(outside=False, unrecorded=False), {"A1@0"}),
            (Sending(beyond_site=False), {Y, "C1@0"}),
        ],
    )
    @pytest.mark.parametrize("name", ["overflow", "forwarding"])
    def test_to_where_their_policies_let_what_they_set_go(
        self, name: str, policy: Sending, reached: set[str], way: str
    ) -> None:
        """C is not recorded; A is, at another site. By their direct numbers they are reached as by their own."""
        holds = way == "a phone sends it" or (way == "it is set") == (name == "overflow")
        c, a = replace(user("C", 1003), direct_numbers=("+12125550103",)), replace(user("A", 1001), site_id="t")
        a = replace(a, direct_numbers=("+12125550101",), tapes_incoming=Taping())
        for number, action, rings in (
            (Y, Outside(Y), Y),
            ("1003", To("C"), "C1@0"),
            ("2125550103", Outside("+12125550103"), "C1@0"),
            ("1001", To("A"), "A1@0"),
            ("+12125550101", Outside("+12125550101"), "A1@0"),
        ):
            if way == "it rings beside" and not isinstance(action, Outside):
                continue
            how = Handling(unanswered=action) if way == "it is set" else Handling()
            how = Handling(numbers=(action,)) if way == "it rings beside" and isinstance(action, Outside) else how
            office = Office()
            office.register("A1", "B1", "C1")
            office.adopt(outside(b(handling=how, **{name: policy}), c, a))
            call = office.come(0, DID)
            if way == "a phone sends it":
                sends_on(call, 2, number)
            elif way == "it is set":
                call.refused(2, 486, "B1@0")
            assert call.is_ringing - {"B1@0"} == ({rings} if rings in reached or not holds else set())

    def test_what_they_may_not_set_leaves_them_a_message(self, office: Office) -> None:
        how = Handling(unanswered=Outside(Y))
        office.adopt(outside(b(handling=how, overflow=Sending("call_overflow", outside=False), mailbox=Mailbox())))
        call = office.dial(0, "A", "1002")
        call.refused(1, 486, "B1@0")
        call.refused(1, 486, "B2@0")
        assert call.heard
        assert not call.dials

    def test_the_first_place_that_is_allowed_is_taken(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, "911", "+442071234567", "1003", Y)
        assert call.is_ringing == {"C1@0"}

    def test_where_nobody_outside_takes_it_it_goes_to_the_next_place(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y, "911", "+13105550179", "1003", Z)
        call.refused(4, 486, Y)
        assert call.is_ringing == {"+13105550179"}
        call.refused(6, 503, "+13105550179")
        assert call.is_ringing == {"C1@0"}
        call.answered(8, "C1@0")
        call.caller_left(9)
        well_formed(office.records[0])
        assert office.told == [
            "A>B outbound external connected 0/8/9",
            "0.0 outgoing connected 0/8/9 @A",
            "0.1 incoming rejected 0/-/2 @B",
            "1.0 forward >Y busy 2/-/4 @B op B",
            "2.0 forward >+13105550179 service_unavailable 4/-/6 @B op B",
            "3.0 forward >C answered 6/8/9 @C op B",
        ]

    def test_who_declines_outside_has_declined_for_all(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y, "1003")
        call.refused(4, 603, Y)
        assert not call.is_ringing
        assert office.records[0].result == "rejected"

    @pytest.mark.parametrize("status", [486, 503, 603])
    def test_whoever_reaches_nobody_there_leaves_the_person_a_message(self, office: Office, status: int) -> None:
        office.adopt(outside(b(mailbox=Mailbox(), handling=Handling(unanswered=Voicemail()))))
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y)
        call.refused(4, status, Y)
        call.played(5)
        call.recorded(9, 4)
        record = office.records[0]
        well_formed(record)
        assert record.result == "voicemail"
        assert office.told[-1] == "2.0 forward voicemail 4/-/9 @B op B"

    def test_the_next_place_is_not_called_for_a_caller_who_is_gone(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y, "1003")
        call.caller_left(3)
        assert not call.is_ringing
        assert office.records[0].result == "canceled"

    def test_the_next_place_is_called_where_the_first_rings_too_long(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y, "1003")
        office.until(123)
        assert call.is_ringing == {"C1@0"}

    def test_without_a_plan_nothing_goes_outside(self, office: Office) -> None:
        office.adopt(outside(user("B", 1002)))
        call = office.dial(0, "A", "1002")
        sends_on(call, 2, Y)
        assert not call.dials

    def test_phones_that_send_calls_to_each_other_do_not_do_so_for_ever(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        sends_on(call, 1, "1003")
        sends_on(call, 2, "1002", contact="C1@0")
        assert not call.is_ringing
        assert len(office.records) == 1

    def test_a_carrier_may_not(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        sends_on(call, 2, "1003", contact=Y)
        assert not call.is_ringing

    def test_a_member_s_phone_does_not_send_a_queue_s_callers_away(self, office: Office) -> None:
        office.adopt(with_queue())
        call = office.dial(0, "A", "3001")
        call.played(1)
        ringing = next(iter(call.is_ringing))
        sends_on(call, 2, Y, "1001", contact=ringing)
        assert not call.dials
        assert not office.records


class TestNotThere:
    def test_nobody_waits_for_phones_that_say_nothing_when_another_has_said_no(self, office: Office) -> None:
        office.register("B1", phones=10)
        call = office.dial(0, "A", "1002")
        call.refused(1, 486, "B2@0")
        for n in range(10):
            assert not office.records
            silent(call, 3, f"B1@{n}")
        assert (office.records[0].result, office.records[0].end) == ("busy", 3)
        assert not call.is_ringing

    def test_and_the_other_way_round(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        silent(call, 3, "B1@0")
        assert call.is_ringing == {"B1@0", "B2@0"}
        assert Release(f"{call.id}.0", 486) in call.refused(4, 486, "B2@0")

    def test_one_that_rings_after_all_has_its_time(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        silent(call, 3, "B1@0")
        call.rang(4)
        call.refused(5, 486, "B2@0")
        assert call.is_ringing == {"B1@0"}
        assert call.answered(20) == [Connect(f"{call.id}.0", call.leg("B1@0"))]

    def test_where_there_is_none_but_such_the_call_goes_on_soon(self, office: Office) -> None:
        office.adopt(outside(b(handling=Handling(unanswered=Voicemail()), mailbox=Mailbox())))
        call = office.dial(0, "A", "1002")
        silent(call, 3, "B1@0")
        silent(call, 3, "B2@0")
        office.until(5.9)
        assert call.is_ringing
        office.until(6.1)
        assert not call.is_ringing
        assert call.heard  # the mailbox

    def test_one_after_another_is_tried_without_waiting(self, office: Office) -> None:
        office.adopt(outside(b(handling=Handling(ring_mode="sequential"))))
        call = office.dial(0, "A", "1002")
        first = call.is_ringing
        silent(call, 3, *first)
        assert len(call.is_ringing) == 1
        assert call.is_ringing != first

    def test_a_queue_offers_the_call_to_others(self, office: Office) -> None:
        office.adopt(with_queue(distribution="sequential"))
        call = office.dial(0, "A", "3001")
        call.played(1)
        first = call.is_ringing
        assert first
        silent(call, 4, *first)
        assert call.is_ringing
        assert call.is_ringing != first


def test_outsiders_may_be_sent_on_too(office: Office) -> None:
    office.adopt(outside(b(direct_numbers=("+12125550102",))))
    call = office.come(0, "+12125550102", caller=X)
    sends_on(call, 2, "1003")
    assert call.is_ringing == {"C1@0"}
