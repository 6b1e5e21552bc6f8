"""What becomes of callers in a queue: Q is a queue of B and C; A is an outsider to it, X calls from outside."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, Dialling, Office, plan, user, well_formed
from trunkline.exchange import sounds
from trunkline.exchange.plan import (
    SHARED,
    Handling,
    Holiday,
    Hours,
    Line,
    Mailbox,
    Member,
    Outbound,
    Outside,
    Plan,
    Queue,
    Range,
    Tell,
    To,
    Trunk,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Answer,
    Connect,
    Contact,
    OptedOut,
    OptOut,
    Play,
    Registered,
    Ring,
    WrappedUp,
)

pytestmark = pytest.mark.any_store

NUMBER = "+12125550199"
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
TEN = tuple(f"M{n}" for n in range(10))


def queue(**settings: object) -> Queue:
    q = Queue("Q", "ext-Q", 3001, "Support", "s", "Main", direct_numbers=(NUMBER,), members=members("B", "C"))
    return replace(q, **settings)  # type: ignore[arg-type]


def members(*users: str) -> tuple[Member, ...]:
    return tuple(map(Member, users))


def with_queue(*people: User, **settings: object) -> Plan:
    found = {name: user(name, number) for name, number in PEOPLE.items()} | {each.id: each for each in people}
    base = replace(plan(2, found.values()), queues={"Q": queue(**settings)}, trunks=(Trunk("carrier"),))
    lines = {f"{name}1": Line(f"{name}1", f"dev-{name}", "phone", name) for name in found}
    return replace(base, lines=lines)


def wrapped_up(office: Office) -> list[tuple[str, str, float, float]]:
    told = [each for each in office.wanted if isinstance(each, WrappedUp)]
    return [(each.call, each.queue, each.came, each.seconds) for each in told]


def results(office: Office) -> list[tuple[str, str, str]]:
    """What the only record so far says of each of its elements."""
    [record] = office.records
    return [(each.event, each.result, each.owner) for each in record.elements]


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.adopt(with_queue())
    return office


def test_one_declines_another_answers(office: Office) -> None:
    call = office.come(0, NUMBER)
    assert office.wanted[-4:-2] == [Answer(f"{call.id}.0"), Play(f"{call.id}.0", (sounds.MUSIC,), forever=True)]
    call.rang(1)
    call.rang(1, "C1@0")
    call.refused(5, 603)
    call.answered(9, "C1@0")
    call.left(69, "C1@0")
    assert office.told == [
        "X>Q inbound external answered 0/9/69",
        "0.0 incoming answered 0/9/69 @Q",
        "1.0 ring_to_member >B rejected 1/-/5 @B op B",
        "1.1 ring_to_member >C answered 1/9/69 @C op C",
    ]


def test_overflow_to_the_queues_voicemail(office: Office) -> None:
    office.adopt(with_queue(overflow=Voicemail(), mailbox=Mailbox("leave-a-message")))
    call = office.come(0, NUMBER)
    call.rang(1)
    call.rang(1, "C1@0")
    office.until(60)
    assert call.heard[-1] == ("leave-a-message", sounds.BEEP)
    call.played(65)
    call.recorded(80, 15)
    assert office.told == [
        "X>Q inbound external voicemail 0/-/80",
        "0.0 incoming overflowed 0/-/60 @Q",
        "1.0 ring_to_member >B ring_timeout 1/-/31 @B",
        "1.1 ring_to_member >C ring_timeout 1/-/31 @C",
        "2.0 overflow voicemail 60/-/80 @Q op Q",
    ]
    [message] = office.records[0].messages
    assert (message.owner, message.element) == ("Q", 3)


def test_the_caller_gives_up(office: Office) -> None:
    call = office.come(0, NUMBER)
    call.rang(1)
    call.rang(1, "C1@0")
    call.caller_left(20)
    assert call.is_ringing == set()
    assert office.told == [
        "X>Q inbound external abandoned 0/-/20",
        "0.0 incoming abandoned 0/-/20 @Q",
        "1.0 ring_to_member >B canceled 1/-/20 @B",
        "1.1 ring_to_member >C canceled 1/-/20 @C",
    ]


def test_who_rang_in_vain(office: Office) -> None:
    call = office.come(0, NUMBER)
    call.rang(1)
    call.rang(1, "C1@0")
    assert call.answered(6)[-1] == Connect(f"{call.id}.0", call.leg("B1@0"))
    assert call.is_ringing == {"B1@0"}
    call.caller_left(66)
    assert office.told[2:] == [
        "1.0 ring_to_member >B answered 1/6/66 @B op B",
        "1.1 ring_to_member >C answered answered_by_other 1/-/6 @C op B",
    ]


def test_a_colleague_calls(office: Office) -> None:
    call = office.dial(0, "A", "3001")
    call.rang(1)
    call.answered(4)
    call.left(9)
    assert office.told == [
        "A>Q outbound internal connected 0/4/9",
        "0.0 outgoing connected 0/4/9 @A",
        "0.1 incoming answered 0/4/9 @Q",
        "1.0 ring_to_member >B answered 1/4/9 @B op B",
        "1.1 ring_to_member >C answered answered_by_other 0/-/4 @C op B",
    ]
    assert office.records[0].callee.extension_type == "call_queue"


def test_a_member_who_calls_is_not_rung(office: Office) -> None:
    assert office.dial(0, "B", "3001").is_ringing == {"C1@0"}


class TestWhoRings:
    """Three members, one after another."""

    def three(self, office: Office, **settings: object) -> None:
        office.register("A1", "B1", "C1")
        office.adopt(with_queue(members=members("A", "B", "C"), ring_for=10, max_wait=600, **settings))

    def test_sequential_begins_at_the_top(self, office: Office) -> None:
        self.three(office, distribution="sequential")
        for start in (0, 100):
            call = office.come(start, NUMBER)
            assert call.is_ringing == {"A1@0"}
            office.until(start + 10)
            assert call.is_ringing == {"B1@0"}
            office.until(start + 20)
            assert call.is_ringing == {"C1@0"}
            office.until(start + 30)
            assert call.is_ringing == set()
            office.until(start + 40)
            assert call.is_ringing == {"A1@0"}, "a second round, after a rest"
            call.caller_left(start + 45)
        assert [(each.segment, each.node) for each in office.records[0].elements] == [
            (0, 0),
            (1, 0),
            (1, 1),
            (1, 2),
            (2, 0),
        ]

    def test_rotating_goes_on_where_it_was(self, office: Office) -> None:
        self.three(office, distribution="rotating")
        rung: list[str] = []
        for start in range(0, 500, 100):
            call = office.come(start, NUMBER)
            rung += [each.partition("1")[0] for each in call.is_ringing]
            call.answered(start + 1, *call.is_ringing)
            call.caller_left(start + 5)
        assert rung == ["A", "B", "C", "A", "B"]

    def test_longest_idle(self, office: Office) -> None:
        self.three(office, distribution="longest_idle")
        for who, number, end in (("A", "1002", 30), ("C", "1001", 50)):
            call = office.dial(end - 10, who, number)
            call.answered(end - 5, f"{dict(zip(PEOPLE.values(), PEOPLE, strict=True))[int(number)]}1@0")
            call.caller_left(end)
        # B's talk ended at 30, those of A and C at 50.
        call = office.come(60, NUMBER)
        assert call.is_ringing == {"B1@0"}
        call.answered(61)
        call.left(62)
        again = office.come(70, NUMBER)
        assert again.is_ringing in ({"A1@0"}, {"C1@0"})

    def test_each_caller_has_a_member_of_their_own(self, office: Office) -> None:
        self.three(office, distribution="sequential")
        calls = [office.come(n, NUMBER) for n in range(4)]
        assert [each.is_ringing for each in calls] == [{"A1@0"}, {"B1@0"}, {"C1@0"}, set()]
        calls[1].answered(5)
        assert calls[3].is_ringing == set()
        calls[1].left(8)
        assert calls[3].is_ringing == {"B1@0"}

    def test_or_one_caller_at_a_time_is_offered(self, office: Office) -> None:
        self.three(office, distribution="sequential", several_at_once=False)
        first, second = office.come(0, NUMBER), office.come(1, NUMBER)
        assert (first.is_ringing, second.is_ringing) == ({"A1@0"}, set())
        first.answered(2, "A1@0")
        assert second.is_ringing == {"B1@0"}


class TestMembers:
    def test_who_has_opted_out_is_not_rung(self, office: Office) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C"))))
        office.exchange.receive(OptedOut(("m",)), 0)
        assert office.come(0, NUMBER).is_ringing == {"C1@0"}

    @pytest.mark.parametrize("code", ["*63", "*633001", "*63 3001"])
    def test_a_member_opts_out_by_phone_and_in_again(self, office: Office, code: str) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C", id="n"))))
        said = office.dial(0, "B", code)
        assert Play(f"{said.id}.0", ("opted_out",), forever=False) in office.wanted
        assert OptOut("m", out=True) in office.wanted
        said.played(1)
        call = office.come(2, NUMBER)
        assert call.is_ringing == {"C1@0"}
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C", id="n"))), 3)  # for whatever reason
        second = office.come(4, NUMBER)
        assert second.is_ringing == set()
        call.caller_left(5)
        second.caller_left(5)
        office.dial(6, "B", code.replace("63", "62")).played(7)
        assert OptOut("m", out=False) in office.wanted
        assert office.come(8, NUMBER).is_ringing == {"B1@0", "C1@0"}

    def test_who_opts_in_is_offered_those_who_wait(self, office: Office) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C", id="n"))))
        office.dial(0, "B", "*63").played(1)
        office.dial(2, "A", "1003").answered(3, "C1@0")
        call = office.come(4, NUMBER)
        assert call.is_ringing == set()
        office.dial(5, "B", "*62").played(6)
        assert call.is_ringing == {"B1@0"}

    def test_who_joins_anew_takes_calls(self, office: Office) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C", id="n"))))
        office.dial(0, "B", "*63").played(1)
        office.adopt(with_queue(members=(Member("B", id="another"),)), 2)
        assert office.come(3, NUMBER).is_ringing == {"B1@0"}

    def test_where_all_have_opted_out_a_caller_goes_on_at_once(self, office: Office) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"), Member("C", id="n"))))
        for who in ("B", "C"):
            office.dial(0, who, "*63").played(1)
        office.records.clear()
        office.come(2, NUMBER)
        assert office.records[0].result == "overflowed"

    @pytest.mark.parametrize(("who", "code"), [("A", "*63"), ("B", "*631003"), ("B", "*639999"), ("A", "*623001")])
    def test_who_is_no_member_is_told_so(self, office: Office, who: str, code: str) -> None:
        office.adopt(with_queue(members=(Member("B", id="m"),)))
        office.dial(0, who, code).played(1)
        assert not any(isinstance(each, OptOut) for each in office.wanted)
        assert office.records[0].result == "invalid_operation"

    def test_who_has_hours_of_their_own_is_rung_in_these(self, office: Office) -> None:
        mornings = Hours("UTC", (((Range(480, 721),)),) * 7)
        office.adopt(with_queue(members=(Member("B", hours=mornings), Member("C")), max_wait=600))
        call = office.come(MONDAY_NOON, NUMBER)
        assert call.is_ringing == {"B1@0", "C1@0"}
        call.caller_left(MONDAY_NOON + 5)
        assert office.come(MONDAY_NOON + 3600, NUMBER).is_ringing == {"C1@0"}

    def test_whose_hours_begin_while_callers_wait(self, office: Office) -> None:
        afternoons = Hours("UTC", (((Range(721, 1000),)),) * 7)
        office.adopt(with_queue(members=(Member("B", hours=afternoons), Member("C")), max_wait=600))
        call = office.come(MONDAY_NOON + 20, NUMBER)
        assert call.is_ringing == {"C1@0"}
        office.until(MONDAY_NOON + 59)
        assert "B1@0" not in call.is_ringing
        office.until(MONDAY_NOON + 60)
        assert "B1@0" in call.is_ringing

    @pytest.mark.parametrize("state", ["talks", "rings", "dials", "not registered", "deactivated", "do not disturb"])
    def test_who_is_not_free_is_not_rung(self, office: Office, state: str) -> None:
        c = user("C", 1003)
        match state:
            case "talks":
                office.dial(0, "A", "1003").answered(1, "C1@0")
            case "rings":
                office.dial(0, "A", "1003")
            case "dials":
                office.dial(0, "C", "1001")
            case "not registered":
                office.register("C1", phones=0)
            case "deactivated":
                office.adopt(with_queue(replace(c, active=False)))
            case _:
                office.dial(0, "C", "*78").played(2)
        assert office.come(5, NUMBER).is_ringing == {"B1@0"}

    def test_or_even_so(self, office: Office) -> None:
        office.adopt(with_queue(while_on_a_call=True))
        office.dial(0, "A", "1003").answered(1, "C1@0")
        assert office.come(5, NUMBER).is_ringing == {"B1@0", "C1@0"}

    def test_who_comes_free_is_offered_the_next_at_once(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B")))
        talk = office.dial(0, "A", "1002")
        talk.answered(1)
        call = office.come(5, NUMBER)
        assert call.is_ringing == set()
        assert any(isinstance(each, Ring) and each.call == call.id for each in talk.caller_left(10))

    def test_wrap_up_is_not_disturbed(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B"), wrap_up=20))
        first, second = office.come(0, NUMBER), office.come(1, NUMBER)
        first.answered(5)
        first.left(10)
        office.until(29)
        assert second.is_ringing == set()
        office.until(30)
        assert second.is_ringing == {"B1@0"}
        assert wrapped_up(office) == [(first.id, "Q", 0, 20)]

    def test_who_takes_up_another_call_is_done_with_the_one_before(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B"), wrap_up=20))
        first, second = office.come(0, NUMBER), office.come(1, NUMBER)
        first.answered(5)
        first.left(10)
        office.dial(17, "B", "1001").caller_left(18)
        assert wrapped_up(office) == [(first.id, "Q", 0, 7)]
        assert second.is_ringing == set(), "they have their time all the same"
        office.until(30)
        assert (len(wrapped_up(office)), second.is_ringing) == (1, {"B1@0"})

    def test_who_talks_in_another_call_takes_no_time_for_the_one_before(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B"), wrap_up=20, while_on_a_call=True))
        first = office.come(0, NUMBER)
        first.answered(5)
        office.dial(6, "A", "1002").answered(8, "B1@0")
        first.caller_left(10)
        office.until(40)
        assert wrapped_up(office) == []

    def test_who_takes_up_another_call_is_offered_this_one_no_more(self, office: Office) -> None:
        office.adopt(with_queue(distribution="sequential", members=members("B")))
        call = office.come(0, NUMBER)
        office.dial(2, "B", "1001")
        assert call.is_ringing == set()
        assert office.exchange.open_record(call.id, 3).elements[1].result == "busy"  # type: ignore[union-attr]

    def test_who_registers_is_offered_who_waits(self, office: Office) -> None:
        office.register("B1", "C1", phones=0)
        office.register("B1")
        office.adopt(with_queue(members=members("B", "C")))
        call = office.come(0, NUMBER)
        assert call.is_ringing == {"B1@0"}
        office.tell(3, Registered("C1", (Contact("C1@0", "C1"),)))
        assert call.is_ringing == {"B1@0", "C1@0"}

    def test_members_come_and_go_while_callers_wait(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B"), max_wait=600))
        call = office.come(0, NUMBER)
        office.adopt(with_queue(members=members("B", "C"), max_wait=600), 5)
        assert call.is_ringing == {"B1@0", "C1@0"}
        office.adopt(with_queue(members=members("B"), max_wait=600), 10)
        assert call.is_ringing == {"B1@0", "C1@0"}, "what rings goes on"
        office.until(36)
        assert call.is_ringing == set()
        office.until(70)
        assert call.is_ringing == {"B1@0"}

    def test_the_line_of_a_deleted_queue_is_served(self, office: Office) -> None:
        office.register("B1", "C1")
        call = office.come(0, NUMBER)
        office.adopt(plan(3), 2)
        call.answered(5)
        call.left(8)
        assert office.records[0].result == "answered"

    def test_a_member_who_is_deleted_while_their_phone_rings(self, office: Office) -> None:
        call = office.come(0, NUMBER)
        office.adopt(plan(3, [user("A", 1001)]), 2)
        call.answered(5)
        call.left(8)
        well_formed(office.records[0])

    def test_a_members_numbers_outside_ring_if_the_queue_says_so(self, office: Office) -> None:
        handling = Handling(numbers=(Outside("+13105550177"),))
        b = replace(user("B", 1002), handling=handling, outbound=Outbound(international=True))
        office.adopt(with_queue(b, members=members("B")))
        assert office.come(0, NUMBER).is_ringing == {"B1@0"}
        office.adopt(with_queue(b, members=members("B"), numbers=True), 100)
        call = office.come(200, NUMBER)
        assert call.is_ringing == {"B1@0", "+13105550177"}
        call.answered(203, "+13105550177")
        assert call.is_ringing == {"B1@0", "+13105550177"}, "whoever answers outside presses 1"
        call.pressed(205, "1", "+13105550177")
        assert call.is_ringing == {"+13105550177"}
        call.caller_left(209)
        [record] = [each for each in office.records if each.call == call.id]
        forward = record.elements[-1]
        told = (forward.event, forward.owner, forward.callee.number, forward.result, forward.start, forward.answer)
        assert told == ("forward", "B", "+13105550177", "accepted", 200, 205)

    def test_a_members_phone_outside_where_nobody_pressed_1_is_in_the_history(self, office: Office) -> None:
        b = replace(user("B", 1002), handling=Handling(numbers=(Outside("+13105550177"),)), outbound=Outbound())
        office.adopt(with_queue(b, members=members("B"), numbers=True))
        call = office.come(0, NUMBER)
        call.answered(3, "+13105550177")
        call.left(6, "+13105550177")
        call.answered(8)
        call.caller_left(9)
        forward = office.records[0].elements[-1]
        told = (forward.event, forward.direction, forward.owner, forward.callee.number, forward.result, forward.end)
        assert told == ("forward", "outbound", "B", "+13105550177", "no_answer", 6)
        assert office.records[0].result == "answered"


class TestCallers:
    def test_a_place_is_kept_when_a_member_rejects(self, office: Office) -> None:
        office.adopt(with_queue(members=members("B"), distribution="sequential"))
        first, second = office.come(0, NUMBER), office.come(1, NUMBER)
        first.refused(3, 603)
        assert (first.is_ringing, second.is_ringing) == (set(), {"B1@0"}), "B would not have the first"
        office.adopt(with_queue(members=members("B", "C"), distribution="sequential"), 4)
        assert first.is_ringing == {"C1@0"}, "who came first is served first"

    def test_the_greeting_comes_before_any_phone_rings(self, office: Office) -> None:
        office.adopt(with_queue(greeting="welcome", connecting=sounds.RINGBACK))
        call = office.come(0, NUMBER)
        assert (call.heard, call.is_ringing) == ([("welcome",)], set())
        call.played(4)
        assert (call.heard[1:], call.is_ringing) == ([(sounds.RINGBACK,)], {"B1@0", "C1@0"})

    def test_who_came_first_is_first_whosever_greeting_ends_first(self, office: Office) -> None:
        office.adopt(with_queue(greeting="welcome", distribution="sequential", members=members("B")))
        busy = office.dial(0, "A", "1002")
        busy.answered(1)
        first, second = office.come(2, NUMBER), office.come(3, NUMBER)
        second.played(4)
        first.played(5)
        busy.caller_left(6)
        assert (first.is_ringing, second.is_ringing) == ({"B1@0"}, set())

    def test_the_line_has_an_end(self, office: Office) -> None:
        office.adopt(with_queue(max_callers=2, overflow=Tell("full")))
        calls = [office.come(n, NUMBER) for n in range(3)]
        assert calls[2].heard == [("full",)]
        calls[2].played(5)
        assert office.told == ["X>Q inbound external overflowed 2/-/5", "0.0 incoming overflowed 2/-/2 @Q"]

    def test_a_member_who_calls_does_not_wait_for_themselves(self, office: Office) -> None:
        office.adopt(with_queue(members=members("A"), overflow=To("C")))
        call = office.dial(0, "A", "3001")
        assert call.is_ringing == {"C1@0"}

    def test_nobody_is_at_work(self, office: Office) -> None:
        office.register("B1", "C1", phones=0)
        office.adopt(with_queue(overflow=To("A")))
        assert office.come(0, NUMBER).is_ringing == {"A1@0"}

    def test_overflow_to_a_person(self, office: Office) -> None:
        office.adopt(with_queue(overflow=To("A"), max_wait=10))
        call = office.come(0, NUMBER)
        office.until(10)
        call.rang(11, "A1@0")
        assert call.heard[-1] == (sounds.RINGBACK,)
        call.answered(14, "A1@0")
        call.left(20, "A1@0")
        assert office.told == [
            "X>Q inbound external answered 0/14/20",
            "0.0 incoming overflowed 0/-/10 @Q",
            "1.0 ring_to_member >B ring_timeout 0/-/10 @B",
            "1.1 ring_to_member >C ring_timeout 0/-/10 @C",
            "2.0 overflow >A answered 10/14/20 @A op Q",
        ]

    def test_overflow_outside(self, office: Office) -> None:
        nowhere = replace(SHARED, countries=frozenset())
        office.adopt(replace(with_queue(overflow=Outside("+13105550177"), max_wait=10, outbound=nowhere)))
        office.come(0, NUMBER)
        office.until(10)
        assert office.told[0] == "X>Q inbound external overflowed 0/-/10", "no site says what is abroad"

    @pytest.mark.parametrize("holiday", [True, False])
    def test_outside_business_hours_nobody_rings(self, office: Office, holiday: bool) -> None:
        kept = Holiday("h", "Bank holiday", datetime(2026, 11, 23), datetime(2026, 11, 24))
        hours = Hours("UTC", ((),) * 7, (kept,) if holiday else ())
        office.adopt(with_queue(hours=hours, closed=Tell("closed"), holidays={"h": Tell("holiday")}))
        call = office.come(MONDAY_NOON, NUMBER)
        assert (call.heard, call.is_ringing) == ([("holiday" if holiday else "closed",)], set())
        call.played(MONDAY_NOON + 5)
        assert results(office) == [("incoming", "no_answer", "Q")], "who never waited is no overflow"

    def test_who_calls_a_closed_queue_is_sent_on(self, office: Office) -> None:
        hours = Hours("UTC", ((),) * 7)
        office.adopt(with_queue(hours=hours, closed=To("A")))
        call = office.come(MONDAY_NOON, NUMBER)
        call.answered(MONDAY_NOON + 4, "A1@0")
        call.left(MONDAY_NOON + 20, "A1@0")
        assert results(office) == [("incoming", "succeeded", "Q"), ("forward", "answered", "A")]
        assert [each.end - each.start for each in office.records[0].elements] == [0, 20]

    def test_who_calls_a_closed_queue_can_leave_a_message(self, office: Office) -> None:
        office.adopt(with_queue(hours=Hours("UTC", ((),) * 7), closed=Voicemail(), mailbox=Mailbox()))
        call = office.come(MONDAY_NOON, NUMBER)
        call.played(MONDAY_NOON + 5)
        call.recorded(MONDAY_NOON + 20, 15)
        assert results(office) == [("incoming", "voicemail", "Q")]

    def test_a_queue_that_is_off(self, office: Office) -> None:
        office.adopt(with_queue(active=False))
        office.come(0, NUMBER)
        assert office.told[0] == "X>Q inbound external unconnected 0/-/0"

    def test_a_member_holds_the_caller_with_the_queues_music(self, office: Office) -> None:
        office.adopt(with_queue(music="queue-music"))
        call = office.come(0, NUMBER)
        call.answered(3)
        call.held(5)
        assert call.heard[-1] == ("queue-music",)


def fifty_and_ten(office: Office, **settings: object) -> list[Dialling]:
    people = [user(name, 2000 + n) for n, name in enumerate(TEN)]
    office.register(*(f"{name}1" for name in TEN))
    office.adopt(with_queue(*people, members=members(*TEN), max_wait=1800, **settings))
    return [office.come(n / 100, NUMBER) for n in range(50)]


@pytest.mark.parametrize("distribution", ["sequential", "rotating", "longest_idle"])
def test_fifty_callers_and_ten_agents_keep_the_order(office: Office, distribution: str) -> None:
    calls = fifty_and_ten(office, distribution=distribution, wrap_up=5)
    answered: list[str] = []
    now = 1.0
    talking: dict[str, Dialling] = {}

    def ringing() -> Iterator[tuple[Dialling, str]]:
        for call in calls:
            if call.id not in answered:
                yield from ((call, contact) for contact in sorted(call.is_ringing))

    while len(answered) < 50:
        rings = [*ringing()]
        assert len({contact for _, contact in rings}) == len(rings), "each agent is offered one call at a time"
        assert not {contact for _, contact in rings} & {*talking}, "nobody is offered a call while they talk"
        waiting = [call.id for call in calls if call.id not in answered]
        assert [call.id for call, _ in rings] == waiting[: len(rings)], "those who came first are offered first"
        for call, contact in rings:
            now += 0.1
            call.answered(now, contact)
            answered.append(call.id)
            talking[contact] = call
        contact, call = next(iter(talking.items()))
        del talking[contact]
        now += 1
        call.left(now, contact)
        office.until(now + 5)
        now += 5
    assert answered == [call.id for call in calls]


def test_fifty_callers_and_ten_agents_simultaneous(office: Office) -> None:
    """The first caller rings everyone, and then the next everyone who is left."""
    calls = fifty_and_ten(office)
    for n in range(10):
        assert len(calls[n].is_ringing) == 10 - n
        calls[n].answered(1 + n, min(calls[n].is_ringing))
    assert calls[10].is_ringing == set()


def test_direct_numbers_reach_the_queue(office: Office) -> None:
    assert office.dial(0, "A", NUMBER).is_ringing == {"B1@0", "C1@0"}
    assert DID != NUMBER
