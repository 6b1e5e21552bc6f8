"""Calls to and from outside: the trunk, who may dial what, and emergencies. X and Y are outside."""

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, Office, X, Y, plan, reachable, user, well_formed
from trunkline.exchange import sounds
from trunkline.exchange.explain import explain
from trunkline.exchange.plan import (
    Action,
    Address,
    AutoReceptionist,
    Dialling,
    Handling,
    Hours,
    Mailbox,
    Outbound,
    Outside,
    Plan,
    Queue,
    Range,
    Screening,
    Site,
    Tell,
    To,
    Trunk,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Alert,
    Answer,
    Arrived,
    Came,
    Connect,
    Dial,
    Hear,
    Left,
    Played,
    Rang,
    Refused,
    Release,
)

pytestmark = pytest.mark.any_store

SITE = Site(
    "s",
    "Main",
    dialling=Dialling(),
    emergency=frozenset({"911"}),
    address=Address("1 Main St", "", "Springfield", "NY", "10001", "US"),
    number="+12125550100",
)
A_NUMBERS = ("+12125550101", "+12125550111")
RULES = Outbound(A_NUMBERS)


def outside(*people: User, trunks: int = 1, site: Site = SITE, loopback: bool = False) -> Plan:
    """A may dial within the country; B has no calling plan."""
    found = {name: user(name, number) for name, number in PEOPLE.items()}
    found["A"] = replace(found["A"], outbound=RULES)
    found |= {each.id: each for each in people}
    return replace(
        plan(2, found.values()),
        sites={"s": site},
        trunks=tuple(Trunk(f"carrier{n or ''}") for n in range(trunks)),
        loopback=loopback,
    )


def a(**rules: object) -> User:
    return replace(user("A", 1001), outbound=replace(RULES, **rules))  # type: ignore[arg-type]


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.adopt(outside())
    return office


class TestOutbound:
    def test_answered(self, office: Office) -> None:
        call = office.dial(0, "A", "3105550177")
        assert call.dials == [
            Dial(call.id, f"{call.id}.1", "carrier", Y, shown=A_NUMBERS[0], name="A Smith", charged="A")
        ]
        assert call.rang(3, Y) == [Alert(f"{call.id}.0")]
        assert call.answered(12, Y) == [Connect(f"{call.id}.0", call.leg(Y))]
        call.left(72, Y)
        assert office.told == ["A>Y outbound external connected 0/12/72", "0.0 outgoing connected 0/12/72 @A"]
        record = office.records[0]
        assert (record.caller.did, record.caller.number_type) == (A_NUMBERS[0], "byoc")
        assert (record.callee.number, record.callee.number_type) == (Y, "external_pstn")

    def test_under_a_number_of_the_queue_it_is_a_call_of_the_queue_too(self, office: Office) -> None:
        queue = Queue("Q", "ext-Q", 3001, "Support", "s", "Main", direct_numbers=("+12125550199",))
        office.adopt(
            replace(outside(a(numbers=(*A_NUMBERS, "+12125550199"), shown="+12125550199")), queues={"Q": queue})
        )
        call = office.dial(0, "A", Y)
        assert [(each.shown, each.name, each.charged) for each in call.dials] == [("+12125550199", "Support", "A")]
        call.answered(6, Y)
        call.left(90, Y)
        assert office.told == [
            "A>Y outbound external connected 0/6/90",
            "0.0 outgoing connected 0/6/90 @A",
            "0.1 outgoing connected call_out_by_other 0/-/90 @Q op A",
        ]
        well_formed(office.records[0])
        call = office.dial(100, "A", Y)
        call.rang(101, Y)
        call.caller_left(110)
        assert [(each.result, each.reason) for each in office.records[1].elements] == [("canceled", "")] * 2
        well_formed(office.records[1])

    def test_under_a_number_of_an_executive_it_is_the_executive_s(self, office: Office) -> None:
        office.adopt(outside(a(shown=DID, numbers=(*A_NUMBERS, DID))))
        call = office.dial(0, "A", Y)
        assert [(each.shown, each.name) for each in call.dials] == [(DID, "B Smith")]
        call.answered(6, Y)
        call.left(90, Y)
        assert office.told[2] == "0.1 outgoing connected call_out_by_other 0/-/90 @B op A"
        assert office.records[0].caller.did == office.records[0].elements[1].caller.did == DID

    def test_what_the_carrier_plays_is_heard(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        assert office.tell(2, Rang(call.leg(Y), heard=True)) == [Hear(f"{call.id}.0", call.leg(Y))]
        assert office.tell(3, Rang(call.leg(Y), heard=True)) == []
        assert office.tell(4, Rang(call.leg(Y))) == []

    def test_ringing_then_early_media(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        assert call.rang(1, Y) == [Alert(f"{call.id}.0")]
        assert office.tell(2, Rang(call.leg(Y), heard=True)) == [Hear(f"{call.id}.0", call.leg(Y))]

    @pytest.mark.parametrize(
        ("status", "result", "told_to_caller"),
        [
            (486, "busy", 486),
            (600, "busy", 486),
            (603, "rejected", 603),
            (404, "call_failed", 404),
            (484, "call_failed", 484),
            (480, "unconnected", 480),
            (488, "call_failed", 488),
            (503, "service_unavailable", 503),
        ],
    )
    def test_what_a_carrier_says(self, office: Office, status: int, result: str, told_to_caller: int) -> None:
        call = office.dial(0, "A", Y)
        assert call.refused(1, status, Y)[0] == Release(f"{call.id}.0", told_to_caller)
        assert office.told == [f"A>Y outbound external {result} 0/-/1", f"0.0 outgoing {result} 0/-/1 @A"]

    def test_it_rings_and_nobody_answers(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        call.rang(2, Y)
        office.until(200)
        assert office.told[0] == "A>Y outbound external no_answer 0/-/180"

    @pytest.mark.parametrize("status", [503, 500, 408])
    def test_every_trunk_is_tried(self, office: Office, status: int) -> None:
        office.adopt(outside(trunks=3))
        call = office.dial(0, "A", Y)
        for n in range(3):
            assert [each.trunk for each in call.dials] == ["carrier", "carrier1", "carrier2"][: n + 1]
            call.refused(1, status, Y)
        assert len(call.dials) == len(office.records) + 2 == 3

    def test_but_not_when_the_number_is_busy(self, office: Office) -> None:
        office.adopt(outside(trunks=2))
        call = office.dial(0, "A", Y)
        call.refused(1, 486, Y)
        assert len(call.dials) == 1

    def test_nor_by_a_trunk_that_was_taken_away(self, office: Office) -> None:
        office.adopt(outside(trunks=2))
        call = office.dial(0, "A", Y)
        office.adopt(outside(trunks=1), 1)
        call.refused(2, 503, Y)
        assert len(call.dials) == 1

    def test_no_trunk(self, office: Office) -> None:
        office.adopt(outside(trunks=0))
        call = office.dial(0, "A", Y)
        assert Release(f"{call.id}.0", 503) in office.wanted
        assert office.told[0] == "A>Y outbound external service_unavailable 0/-/0"

    def test_the_caller_gives_up(self, office: Office) -> None:
        call = office.dial(0, "A", Y)
        call.caller_left(4)
        assert office.told[0] == "A>Y outbound external canceled 0/-/4"
        assert call.is_ringing == set()


class TestCallerId:
    @pytest.mark.parametrize(
        ("rules", "shown"),
        [
            ({}, A_NUMBERS[0]),
            ({"shown": A_NUMBERS[1]}, A_NUMBERS[1]),
            ({"shown": "+12125559999"}, A_NUMBERS[0]),
            ({"numbers": ()}, SITE.number),
            ({"withheld": True}, ""),
        ],
    )
    def test_one_that_is_allowed_is_shown(self, office: Office, rules: dict[str, object], shown: str) -> None:
        office.adopt(outside(a(**rules)))
        call = office.dial(0, "A", Y)
        assert call.dials[0].shown == shown
        assert (call.dials[0].name == "") == (shown == "")
        call.caller_left(3)
        caller = office.records[0].caller
        assert (caller.hidden, caller.did) == (shown == "", shown)


class TestWhoMayDialWhat:
    @pytest.mark.parametrize(
        ("who", "number", "why"),
        [
            ("A", "+442079460000", sounds.NOT_ALLOWED),
            ("A", "+18765550123", sounds.NOT_ALLOWED),
            ("B", Y, sounds.NO_PLAN),
        ],
    )
    def test_a_caller_who_may_not_hears_why(self, office: Office, who: str, number: str, why: str) -> None:
        call = office.dial(0, who, number)
        assert (call.dials, call.heard) == ([], [(why,)])
        assert not any(isinstance(each, Answer) for each in office.wanted), "it costs nothing to hear it"
        assert call.played(4)[0] == Release(f"{call.id}.0", 403)
        assert office.told[0].endswith("outbound external invalid_operation 0/-/4")

    def test_or_hangs_up_before(self, office: Office) -> None:
        office.dial(0, "B", Y).caller_left(1)
        assert office.told[0] == "B>Y outbound external invalid_operation 0/-/1"

    def test_international_when_it_is_allowed(self, office: Office) -> None:
        office.adopt(outside(a(international=True)))
        assert office.dial(0, "A", "011442079460000").dials[0].number == "+442079460000"

    def test_so_many_calls_at_once(self, office: Office) -> None:
        office.adopt(outside(a(at_once=2)))
        calls = [office.dial(n, "A", f"+1310555010{n}") for n in range(3)]
        assert [len(each.dials) for each in calls] == [1, 1, 0]
        assert calls[2].heard == [(sounds.LIMIT,)]
        calls[0].caller_left(5)
        assert len(office.dial(6, "A", Y).dials) == 1

    def test_so_many_minutes_a_day(self, office: Office) -> None:
        """A day by the clock of the caller's own site, and calls that go on count too."""
        office.adopt(outside(replace(a(minutes_a_day=10), hours=Hours("America/New_York"))))
        midnight = 5 * 3600.0  # of 1 January 1970 in New York
        first = office.dial(midnight, "A", Y)
        first.answered(midnight, Y)
        assert office.dial(midnight + 599, "A", "+13105550199").dials
        assert office.dial(midnight + 600, "A", Y).heard == [(sounds.LIMIT,)]
        first.left(midnight + 620, Y)
        assert office.dial(midnight + 700, "A", Y).heard == [(sounds.LIMIT,)]
        assert office.dial(midnight + 86400, "A", "+13105550155").dials

    def test_calls_that_are_forwarded_count(self, office: Office) -> None:
        b = replace(
            user("B", 1002), outbound=replace(RULES, at_once=1), handling=Handling(phones=False, unanswered=Outside(Y))
        )
        office.adopt(outside(b))
        first, second = office.come(0), office.come(1)
        assert (first.is_ringing, second.is_ringing) == ({Y}, set())

    def test_the_limits_are_there_unless_changed(self) -> None:
        assert not Outbound().international
        assert 0 < Outbound().at_once < 10
        assert 0 < Outbound().minutes_a_day < 24 * 60


class TestInbound:
    def test_answered(self, office: Office) -> None:
        office.register("B1", "B2")
        call = office.come(0, name="Example Ltd")
        assert call.is_ringing == {"B1@0", "B2@0"}
        assert call.rings[0].caller.number == X
        call.rang(1, "B2@0")
        call.answered(7, "B2@0")
        call.caller_left(67)
        assert office.told == ["X>B inbound external answered 0/7/67", "0.0 incoming answered 0/7/67 @B op B"]
        record = office.records[0]
        assert record.callee.device_type == "other phone 2"
        assert (record.callee.did, record.callee.number_type) == (DID, "byoc")
        assert (record.caller.name, record.caller.number_type) == ("Example Ltd", "external_pstn")

    def test_withheld(self, office: Office) -> None:
        office.come(0, caller="").caller_left(1)
        assert (office.records[0].caller.number, office.records[0].caller.number_type) == ("", "anonymous_number")

    @pytest.mark.parametrize("number", ["+12125550188", "12125550188"])
    def test_a_number_that_is_nobodys(self, office: Office, number: str) -> None:
        call = office.come(0, number)
        assert Release(f"{call.id}.0", 404) in office.wanted
        assert office.told == ["X>+12125550188 inbound external call_failed 0/-/0", "0.0 incoming call_failed 0/-/0"]
        well_formed(office.records[0])

    def test_an_extension_number_is_not_dialled_from_outside(self, office: Office) -> None:
        office.come(0, "1002")
        assert office.records[0].result == "call_failed"

    def test_without_audio_to_be_had(self, office: Office) -> None:
        wanted = office.tell(0, Came("1", "1.0", "carrier", DID, X, audible=False))
        assert wanted[0] == Release("1.0", 503)
        assert office.told[0] == "X>B inbound external service_unavailable 0/-/0"

    def test_told_twice(self, office: Office) -> None:
        came = Came("1", "1.0", "carrier", DID, X)
        office.tell(0, came)
        assert office.tell(0, came) == []
        assert office.tell(0, replace(came, leg="other")) == [Release("other", 482)]

    def test_into_a_mailbox(self, office: Office) -> None:
        b = replace(user("B", 1002), handling=Handling(unanswered=Voicemail()), mailbox=Mailbox())
        office.adopt(outside(b))
        call = office.come(0)
        call.refused(3, 480)
        call.played(8)
        call.recorded(20, 11)
        assert office.told == ["X>B inbound external voicemail 0/-/20", "0.0 incoming voicemail 0/-/20 @B"]


class TestReceptionist:
    def receptionist(self, office: Office) -> None:
        mine = AutoReceptionist(
            "M",
            "ext-M",
            4001,
            "Main",
            "s",
            "Main",
            direct_numbers=("+12125550144",),
            greeting="welcome",
            hours=Hours(weekly=((Range(0, 1),),) * 7),
            open=To("B"),
            closed=Voicemail(of="C"),
        )
        c = replace(user("C", 1003), mailbox=Mailbox())
        office.adopt(replace(outside(c), receptionists={"M": mine}))

    def test_it_greets_and_sends_on(self, office: Office) -> None:
        self.receptionist(office)
        call = office.come(0, "+12125550144")
        assert (call.heard, call.is_ringing) == ([("welcome",)], set())
        call.played(8)
        call.answered(14)
        call.caller_left(74)
        assert office.told == [
            "X>M inbound external answered 0/14/74",
            "0.0 incoming succeeded 0/-/8 @M",
            "1.0 forward >B answered 8/14/74 @B op M",
        ]

    def test_when_closed_it_takes_a_message_for_someone(self, office: Office) -> None:
        self.receptionist(office)
        call = office.come(60, "+12125550144")
        call.played(68)
        call.played(70)
        call.recorded(80, 9)
        assert office.told == [
            "X>M inbound external voicemail 60/-/80",
            "0.0 incoming succeeded 60/-/68 @M",
            "1.0 forward >C voicemail 68/-/80 @C op M",
        ]

    def test_left_in_the_greeting(self, office: Office) -> None:
        self.receptionist(office)
        office.come(0, "+12125550144").caller_left(3)
        assert office.told == ["X>M inbound external hang_up 0/-/3", "0.0 incoming hang_up 0/-/3 @M"]


class TestEmergency:
    def test_who_helps_hears_no_music_when_the_caller_s_phone_holds(self, office: Office) -> None:
        call = office.dial(0, "A", "911")
        call.answered(3, "911")
        before = len(office.wanted)
        call.held(5, None)
        call.resumed(6, None)
        assert office.wanted[before:] == []

    def test_it_goes_out_with_the_place_and_a_number_to_call_back(self, office: Office) -> None:
        call = office.dial(0, "A", "911")
        assert call.dials == [
            Dial(
                call.id,
                f"{call.id}.1",
                "carrier",
                "911",
                shown=A_NUMBERS[0],
                name="A Smith",
                location=SITE.address,
            )
        ]
        call.answered(3, "911")
        call.left(9, "911")
        assert office.told == ["A>911 outbound external connected 0/3/9", "0.0 outgoing connected 0/3/9 @A"]
        assert office.records[0].call_type == "emergency"

    def test_the_place_of_the_phone_itself_is_better(self, office: Office) -> None:
        found = outside()
        lines = {**found.lines, "A1": replace(found.lines["A1"], address=Address(line2="Room 12"))}
        office.adopt(replace(found, lines=lines))
        assert office.dial(0, "A", "911").dials[0].location == Address(line2="Room 12")

    @pytest.mark.parametrize("hindrance", ["deactivated", "no plan", "withheld", "limit", "an extension", "no audio"])
    def test_nothing_keeps_it_from_going_out(self, office: Office, hindrance: str) -> None:
        people = {
            "deactivated": replace(a(), active=False),
            "no plan": user("A", 1001),
            "withheld": a(withheld=True),
            "limit": a(at_once=0, minutes_a_day=0),
            "an extension": user("C", 911),
            "no audio": a(),
        }
        office.adopt(outside(people[hindrance]))
        office.tell(0, Arrived("1", "1.0", "A1", "911", audible=hindrance != "no audio"))
        [dial] = [each for each in office.wanted if isinstance(each, Dial)]
        assert dial.number == "911"
        assert dial.shown in (A_NUMBERS[0], SITE.number), "a number that can be called back"

    @pytest.mark.parametrize("status", [403, 404, 486, 503, 603])
    def test_any_refusal_has_the_next_carrier_tried(self, office: Office, status: int) -> None:
        office.adopt(outside(trunks=2))
        call = office.dial(0, "A", "911")
        call.rang(1, "911")
        call.refused(2, status, "911")
        assert [each.trunk for each in call.dials] == ["carrier", "carrier1"]
        call.refused(3, status, "911")
        assert call.heard == [(sounds.NO_EMERGENCY,)], "never silently"
        assert call.played(9)[0] == Release(f"{call.id}.0", 503)
        assert office.told[0] == "A>911 outbound external service_unavailable 0/-/9"

    def test_who_has_no_number_is_called_back_by_one_of_the_site(self, office: Office) -> None:
        site = replace(SITE, number="", callback="+12125550199")
        office.adopt(outside(replace(user("A", 1001), direct_numbers=()), site=site))
        assert office.dial(0, "A", "911").dials[0].shown == "+12125550199"

    def test_without_a_carrier(self, office: Office) -> None:
        office.adopt(outside(trunks=0))
        assert office.dial(0, "A", "911").heard == [(sounds.NO_EMERGENCY,)]

    def test_a_demo_answers_itself(self, office: Office) -> None:
        office.adopt(outside(trunks=0, loopback=True))
        call = office.dial(0, "A", "911")
        assert Answer(f"{call.id}.0") in office.wanted
        assert call.heard == [(sounds.EMERGENCY, sounds.EMERGENCY)]
        call.played(12)
        assert office.told == ["A>911 outbound external connected 0/0/12", "0.0 outgoing connected 0/0/12 @A"]
        assert office.records[0].call_type == "emergency"

    def test_or_the_caller_hangs_up(self, office: Office) -> None:
        office.adopt(outside(trunks=0, loopback=True))
        office.dial(0, "A", "911").caller_left(5)
        assert office.told[0] == "A>911 outbound external connected 0/0/5"

    def test_early_media(self, office: Office) -> None:
        call = office.dial(0, "A", "911")
        assert office.tell(1, Rang(call.leg("911"), heard=True)) == [Hear(f"{call.id}.0", call.leg("911"))]

    def test_another_countrys_number_is_none(self, office: Office) -> None:
        office.dial(0, "A", "999")
        assert office.records[0].result == "call_failed"


def test_nonsense_from_outside_changes_nothing(office: Office) -> None:
    for happened in (Played("x"), Left("x"), Refused("x", 503)):
        assert office.tell(0, happened) == []
    call = office.come(0)
    assert call.played(1) == []
    assert call.pressed(1, "1") == []


def b(**parts: object) -> User:
    return replace(user("B", 1002), **parts)  # type: ignore[arg-type]


class TestAsking:
    """Calls from outside get through to whom they dialled when the caller presses 1."""

    @pytest.fixture(autouse=True)
    def asked(self, office: Office) -> None:
        office.adopt(outside(replace(user("B", 1002), screening=Screening(asks=True, knows_colleagues=True))))

    def test_who_presses_1_gets_through(self, office: Office) -> None:
        call = office.come(0)
        assert (call.is_ringing, call.heard) == (set(), [(sounds.SCREENED,)])
        call.pressed(2, "5")
        assert call.is_ringing == set()
        call.pressed(3, "1")
        assert call.is_ringing == {"B1@0"}
        call.rang(4)
        assert call.heard[-1] == (sounds.RINGBACK,)
        call.answered(6)
        call.left(66)
        assert office.told == ["X>B inbound external answered 0/6/66", "0.0 incoming answered 0/6/66 @B op B"]

    def test_who_presses_nothing_is_disconnected(self, office: Office) -> None:
        call = office.come(0)
        office.until(20)
        assert call.rings == []
        assert office.told == ["X>B inbound external system_blocked 0/-/20", "0.0 incoming system_blocked 0/-/20 @B"]
        well_formed(office.records[0])

    def test_who_hangs_up_meanwhile(self, office: Office) -> None:
        office.come(0).caller_left(5)
        assert office.told[0] == "X>B inbound external canceled 0/-/5"

    def test_colleagues_are_not_asked(self, office: Office) -> None:
        assert office.dial(0, "A", "1002").is_ringing == {"B1@0"}

    def test_nor_who_calls_from_a_number_of_the_company(self, office: Office) -> None:
        assert office.come(0, caller=DID).is_ringing == {"B1@0"}

    def test_explain_presses_1(self) -> None:
        mine = outside(replace(user("B", 1002), screening=Screening(asks=True)))
        tree = explain(reachable(mine), X, DID, 0, {"B": "answer"})
        assert (tree["result"], tree["answered_by"]) == ("answered", "B Smith")


class TestScreening:
    CLOSED = Hours(weekly=((),) * 7)

    def test_a_call_without_a_number_is_blocked(self, office: Office) -> None:
        office.adopt(outside(b(screening=Screening(withheld=True))))
        office.register("B1")
        call = office.come(0, caller="")
        assert Release(f"{call.id}.0", 603) in office.wanted
        assert office.records[0].result == "system_blocked"
        assert not call.rings
        assert office.come(1).is_ringing == {"B1@0"}
        well_formed(office.records[0])

    def test_calls_from_outside_are_blocked_by_the_hour(self, office: Office) -> None:
        office.adopt(outside(b(hours=self.CLOSED, screening=Screening(seasons=frozenset({"closed"})))))
        office.register("B1")
        office.come(0)
        assert office.told == ["X>B inbound external system_blocked 0/-/0", "0.0 incoming system_blocked 0/-/0 @B"]
        assert office.dial(1, "A", "1002").is_ringing == {"B1@0"}  # a colleague gets through

    def test_a_blocked_caller_may_leave_a_message(self, office: Office) -> None:
        screening = Screening(seasons=frozenset({"business"}), instead=Voicemail())
        office.adopt(outside(b(mailbox=Mailbox(), screening=screening)))
        call = office.come(0)
        assert call.heard == [(sounds.GREETING, sounds.BEEP)]
        call.played(5)
        call.recorded(20, 11)
        assert office.told == ["X>B inbound external voicemail 0/-/20", "0.0 incoming voicemail 0/-/20 @B"]


class TestNumbersThatNobodyHas:
    FREE = "+12125550188"

    def free(self, action: Action | None) -> Plan:
        found = outside(site=replace(SITE, unassigned=action))
        return replace(found, unassigned={self.FREE: "s"})

    def test_they_go_to_an_extension(self, office: Office) -> None:
        office.adopt(self.free(To("C")))
        assert office.come(0, self.FREE).is_ringing == {"C1@0"}
        assert office.dial(1, "A", self.FREE).is_ringing == {"C1@0"}  # not by the carrier and back

    def test_callers_are_told(self, office: Office) -> None:
        office.adopt(self.free(Tell("message")))
        call = office.come(0, self.FREE)
        assert call.heard == [("message",)]
        office.tell(4, Played(f"{call.id}.0"))
        assert office.told[0] == "X>+12125550188 inbound external call_failed 0/-/4"

    def test_where_nothing_was_said_they_are_unknown(self, office: Office) -> None:
        office.adopt(self.free(None))
        call = office.come(0, self.FREE)
        assert Release(f"{call.id}.0", 404) in office.wanted
        inside = office.dial(1, "A", self.FREE)
        assert not inside.dials, "the carrier would send it back"
        assert Release(f"{inside.id}.0", 404) in office.wanted


class TestWhatTheLogSaysBesides:
    def test_seconds_in_which_a_phone_rang(self, office: Office) -> None:
        """Neither a busy tone is ringing nor a message, nor the time until a phone is heard of."""
        b = replace(user("B", 1002), handling=Handling(unanswered=Voicemail(), ring_for=20), mailbox=Mailbox())
        office.adopt(outside(b))
        call = office.come(0)
        call.rang(2)
        office.until(20)
        call.played(25)
        call.recorded(45, 18)
        assert (office.records[0].result, office.records[0].rang) == ("voicemail", 18)
        office.come(50).refused(51, 486)
        assert office.exchange.open_records(52)[0].rang == 0

    @pytest.mark.parametrize("beside", [True, False])
    def test_the_number_outside_that_took_it(self, office: Office, beside: bool) -> None:
        how = Handling(numbers=(Outside(Y),)) if beside else Handling(phones=False, unanswered=Outside(Y))
        office.adopt(outside(replace(user("B", 1002), outbound=RULES, handling=how)))
        call = office.come(0)
        call.rang(1, Y)
        call.answered(4, Y)
        call.left(9, Y)
        [found] = office.records
        assert (found.sent_to, found.taken_at, found.rang, found.why) == ((Y,), Y, 3, "")

    @pytest.mark.parametrize(
        ("who", "number", "why"),
        [
            ("A", "+19005551234", "limits.premium"),
            ("A", "+442079460000", "international_calling"),
            ("B", Y, "calling_plans"),
            ("A", "4711", "no such extension or number"),
        ],
    )
    def test_why_one_was_refused(self, office: Office, who: str, number: str, why: str) -> None:
        office.dial(0, who, number).played(4)
        assert office.records[0].why == why

    def test_or_was_not_sent_on(self, office: Office) -> None:
        handling = Handling(phones=False, unanswered=Outside("+19005551234"))
        office.adopt(outside(replace(user("B", 1002), outbound=RULES, handling=handling)))
        office.come(0)
        office.come(1, "+12125550188")
        assert [each.why for each in office.records] == ["limits.premium", "nobody has the number"]
