"""What calls outside cost: numbers of ours stay inside, and what may not be called or is used up is not. X and Y are
outside."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, Office, X, Y, user, well_formed
from tests.exchange.test_outside_stories import RULES, SITE, a, outside
from trunkline.exchange import sounds
from trunkline.exchange.explain import explain
from trunkline.exchange.outside import NUMBERS
from trunkline.exchange.plan import (
    SHARED,
    AutoReceptionist,
    Dialling,
    Handling,
    Member,
    Outside,
    Plan,
    Queue,
    To,
    User,
)
from trunkline.exchange.vocabulary import Announce, Left, Orphan, Redirected, Release, Spend, Spent

pytestmark = pytest.mark.any_store

C_DID, FREE, SILENT, DESK, DOOR = (f"+1212555{n}" for n in ("0103", "0188", "0189", "0199", "0144"))
PREMIUM = (
    "+19005551234",
    "+12129761234",
    "+19765551234",
    "+16005551234",
    "+17005551234",
    "+12125551212",
    "+11900555123",
    "+449098790000",
    "+447011234567",
    "+870773111632",
)


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    return office


def b(**parts: object) -> User:
    return replace(user("B", 1002), outbound=RULES, **parts)  # type: ignore[arg-type]


def sends_on(to: str, *, press_1: bool = False) -> User:
    return b(handling=Handling(phones=False, unanswered=Outside(to, press_1)))


def company(*people: User, **more: object) -> Plan:
    """C has a direct number, the queue Q and the receptionist M too; one number is nobody's, another takes no calls."""
    c = replace(user("C", 1003), direct_numbers=(C_DID,))
    found = outside(*people, *(() if any(each.id == "C" for each in people) else (c,)))
    desk = Queue("Q", "ext-Q", 2001, "Desk", "s", "Main", direct_numbers=(DESK,), members=(Member("C"),))
    door = AutoReceptionist("M", "ext-M", 4001, "Door", "s", "Main", direct_numbers=(DOOR,))
    parts = {"queues": {"Q": desk}, "receptionists": {"M": door}, "unassigned": {FREE: "s"}}
    return replace(found, **(parts | {"silent": frozenset({SILENT})} | more))  # type: ignore[arg-type]


class TestOurOwnNumbers:
    @pytest.mark.parametrize("spelt", [C_DID, "12125550103", "2125550103", "+1 (212) 555-0103", "+1-212-555.0103"])
    def test_a_call_that_goes_on_to_one_stays_inside(self, office: Office, spelt: str) -> None:
        office.adopt(company(sends_on(spelt)))
        call = office.come(0)
        assert (call.is_ringing, call.dials) == ({"C1@0"}, [])
        call.answered(5, "C1@0")
        call.left(65, "C1@0")
        assert office.told == [
            "X>B inbound external answered 0/5/65",
            "0.0 incoming unconnected 0/-/0 @B",
            "1.0 forward >C answered 0/5/65 @C op B",
        ]
        assert office.records[0].elements[1].callee.did == C_DID

    @pytest.mark.parametrize("to", [DID, FREE, SILENT])
    def test_or_ends_where_nobody_is(self, office: Office, to: str) -> None:
        """One's own number, one that nobody has, one that takes no calls."""
        office.adopt(company(sends_on(to)))
        call = office.come(0)
        assert (call.rings, call.dials) == ([], [])
        assert office.records[0].result in ("no_answer", "unconnected")
        well_formed(office.records[0])

    def test_a_number_that_nobody_has_goes_where_its_site_says(self, office: Office) -> None:
        site = replace(SITE, unassigned=To("C"))
        office.adopt(company(sends_on(FREE), sites={"s": site}))
        assert office.come(0).is_ringing == {"C1@0"}

    def test_two_who_send_calls_on_to_each_other_send_each_on_once(self, office: Office) -> None:
        c = replace(user("C", 1003), direct_numbers=(C_DID,), outbound=RULES)
        c = replace(c, handling=Handling(phones=False, unanswered=Outside(DID)))
        office.adopt(company(sends_on(C_DID), c))
        call = office.come(0)
        assert (call.rings, call.dials) == ([], [])
        assert [each.owner for each in office.records[0].elements] == ["B", "C"]

    @pytest.mark.parametrize(("of", "to"), [("Q", DESK), ("M", DOOR)])
    def test_queues_and_receptionists_too(self, office: Office, of: str, to: str) -> None:
        found = company(b())
        queue, door = replace(found.queues["Q"], overflow=Outside(C_DID), members=()), found.receptionists["M"]
        door = replace(door, open=Outside(C_DID))
        office.adopt(replace(found, queues={"Q": queue}, receptionists={"M": door}))
        call = office.come(0, to)
        assert (call.is_ringing, call.dials) == ({"C1@0"}, []), of

    def test_what_rings_besides_is_the_colleagues_phone(self, office: Office) -> None:
        office.adopt(company(b(handling=Handling(numbers=(Outside(C_DID, True), Outside(DID), Outside(Y))))))
        call = office.come(0)
        assert call.is_ringing == {"B1@0", "C1@0", Y}
        call.answered(3, "C1@0")
        assert office.exchange._floor.engaged("C")
        call.left(9, "C1@0")
        assert office.told[0] == "X>B inbound external answered 0/3/9"

    def test_unless_the_colleague_takes_no_call(self, office: Office) -> None:
        office.adopt(company(b(handling=Handling(numbers=(Outside(C_DID), Outside(DESK), Outside(FREE))))))
        talk = office.dial(0, "C", "*78")
        talk.played(1)
        assert office.come(2).is_ringing == {"B1@0"}

    def test_a_member_whose_calls_ring_at_a_colleague(self, office: Office) -> None:
        """Who answered talks, the member is free again; and no phone rings twice, though both are members."""
        c = replace(user("C", 1003), direct_numbers=(C_DID,))
        found = company(b(handling=Handling(numbers=(Outside(C_DID),))), c)
        desk = replace(found.queues["Q"], members=(Member("B"),), numbers=True, distribution="sequential")
        office.adopt(replace(found, queues={"Q": desk}))
        call = office.come(0, DESK)
        call.played(0)
        assert call.is_ringing == {"B1@0", "C1@0"}
        call.answered(4, "C1@0")
        floor = office.exchange._floor
        assert (floor.engaged("C"), floor.engaged("B"), floor.agent("B").offered) == (True, False, "")
        call.left(9, "C1@0")
        well_formed(office.records[0])

    @pytest.mark.parametrize("dialled", [FREE, SILENT, "2125550189"])
    def test_one_that_nobody_has_is_not_dialled_outside(self, office: Office, dialled: str) -> None:
        office.adopt(company(a()))
        call = office.dial(0, "A", dialled)
        assert not call.dials
        assert Release(f"{call.id}.0", 404) in office.wanted

    @pytest.mark.parametrize("to", ["911", "4711", "*79"])
    def test_what_is_no_number_is_not_sent_on_to(self, office: Office, to: str) -> None:
        office.adopt(company(sends_on(to)))
        assert office.come(0).dials == []


class TestPremium:
    """By every way out."""

    @pytest.mark.parametrize("number", PREMIUM)
    def test_dialled(self, office: Office, number: str) -> None:
        office.adopt(outside(a(international=True)))
        call = office.dial(0, "A", number)
        assert (call.dials, call.heard) == ([], [(sounds.NOT_ALLOWED,)])
        assert call.played(2)[0] == Release(f"{call.id}.0", 403)
        office.adopt(outside(a(international=True, premium=True)))
        assert office.dial(3, "A", number).dials

    @pytest.mark.parametrize("number", PREMIUM)
    @pytest.mark.parametrize("way", ["forward", "beside", "overflow", "receptionist"])
    def test_sent_on(self, office: Office, number: str, way: str) -> None:
        def tried(premium: bool) -> bool:
            rules = replace(RULES, international=True, premium=premium)
            shared = replace(SHARED, international=True, premium=premium)
            how = Handling(
                phones=False, numbers=(Outside(number),) if way == "beside" else (), unanswered=Outside(number)
            )
            found = company(replace(b(handling=how), outbound=rules))
            queue = replace(found.queues["Q"], overflow=Outside(number), members=(), outbound=shared)
            door = replace(found.receptionists["M"], open=Outside(number), outbound=shared)
            office.adopt(replace(found, queues={"Q": queue}, receptionists={"M": door}))
            return bool(office.come(0, {"overflow": DESK, "receptionist": DOOR}.get(way, DID)).dials)

        assert (tried(False), tried(True)) == (False, True)

    def test_explain_says_which_limit_it_is(self) -> None:
        told = explain(outside(a()), "1001", PREMIUM[0], 0)
        decisions = [each for step in told["steps"] for part in (step, *step["then"]) for each in part["decisions"]]
        assert ("may dial", False, "limits.premium") in {
            (each["condition"], each["value"], each["setting"]) for each in decisions
        }

    def test_an_emergency_number_is_none(self, office: Office) -> None:
        """Where 976 or 900 is nobody's area but someone's emergency number, it goes out."""
        site = replace(SITE, emergency=frozenset({"900"}))
        office.adopt(outside(a(at_once=0, minutes_a_day=0, countries=frozenset()), site=site))
        assert office.dial(0, "A", "900").dials


LONDON = replace(SITE, dialling=Dialling("44", "0", "00", frozenset({7, 9, 10}), "GB"))


class TestCallingPlans:
    @pytest.mark.parametrize(
        ("site", "countries", "international", "number", "setting"),
        [
            (SITE, {"US", "CA"}, False, "+12125551000", ""),
            (SITE, {"US", "CA"}, False, "+14165551000", ""),
            (SITE, {"US", "CA"}, False, "+18765551000", "international_calling"),
            (SITE, {"US", "CA"}, False, "+442079460000", "international_calling"),
            (SITE, {"US", "CA"}, True, "+442079460000", ""),
            (SITE, {"GB", "IE"}, False, "+442079460000", ""),
            (SITE, {"GB", "IE"}, False, "+12125551000", "calling_plans"),
            (SITE, {"GB", "IE"}, True, "+12125551000", "calling_plans"),
            (SITE, {"GB", "IE"}, True, "+493012345678", ""),
            (SITE, {"US", "CA", "GB", "IE"}, False, "+35312345678", ""),
            (LONDON, {"GB", "IE"}, False, "+442079460000", ""),
            (LONDON, {"GB", "IE"}, False, "+447797123456", "international_calling"),
            (LONDON, {"US", "CA"}, False, "+442079460000", "calling_plans"),
        ],
    )
    def test_they_say_which_countries_are_called(
        self, office: Office, site: object, countries: set[str], international: bool, number: str, setting: str
    ) -> None:
        office.adopt(outside(a(countries=frozenset(countries), international=international), site=site))  # type: ignore[arg-type]
        assert bool(office.dial(0, "A", number).dials) == (not setting)
        office.exchange._floor.reasons = []
        office.dial(1, "A", number)
        [why] = [each for each in office.exchange._floor.reasons if each.condition == "may dial"]
        assert why.setting == (setting or "calling_plans")

    def test_calls_outside_may_be_switched_off(self, office: Office) -> None:
        office.adopt(outside(a(barred=True)))
        office.exchange._floor.reasons = []
        assert office.dial(0, "A", Y).heard == [(sounds.NOT_ALLOWED,)]
        assert [each.setting for each in office.exchange._floor.reasons if each.condition == "may dial"] == [
            "outbound_calling"
        ]


class TestLimits:
    def queue(self, **rules: object) -> Plan:
        found = company(b())
        desk = replace(found.queues["Q"], members=(), overflow=Outside(Y), outbound=replace(SHARED, **rules))  # type: ignore[arg-type]
        return replace(found, queues={"Q": desk})

    def test_a_queue_sends_on_so_many_at_once(self, office: Office) -> None:
        office.adopt(self.queue(at_once=3))
        dialled = [bool(office.come(n, DESK, f"+4915112345{n:02}").dials) for n in range(5)]
        assert dialled == [True] * 3 + [False] * 2

    def test_and_so_many_minutes_a_day(self, office: Office) -> None:
        office.adopt(self.queue(minutes_a_day=2))
        call = office.come(0, DESK)
        call.answered(10, Y)
        office.until(131)
        assert (office.records[0].result, office.records[0].end) == ("connected", 130)
        assert office.come(140, DESK).dials == []

    def test_what_comes_to_one_direct_number_too(self, office: Office) -> None:
        """Whoever it is that sends each of them on."""
        found = self.queue(at_once=50)
        office.adopt(replace(found, calls_of_number=4))
        dialled = [bool(office.come(n, DESK, f"+4915112345{n:02}").dials) for n in range(6)]
        assert dialled == [True] * 4 + [False] * 2
        assert office.come(9, DOOR).dials == []

    def test_a_call_that_its_carrier_sends_back_is_noticed(self, office: Office) -> None:
        """It comes from the same caller as before, though no header says that it was here."""
        office.adopt(self.queue())
        calls = [office.come(n / 10, DESK) for n in range(8)]
        assert sum(len(call.dials) for call in calls) == 2
        calls[0].answered(1, Y)
        calls[0].left(2, Y)
        assert office.come(3, DESK).dials

    def test_one_that_is_withheld_is_bounded_by_the_limit(self, office: Office) -> None:
        office.adopt(self.queue())
        assert sum(len(office.come(n / 10, DESK, "").dials) for n in range(60)) == SHARED.at_once

    @pytest.mark.parametrize("mode", ["sequential", "simultaneous"])
    def test_one_call_is_sent_to_so_many_numbers_of_a_person(self, office: Office, mode: str) -> None:
        numbers = tuple(Outside(f"+1212444{n:04}") for n in range(1000))
        ringing = Handling(phones=False, ring_mode=mode, numbers=(*numbers, *numbers))  # type: ignore[arg-type]
        office.adopt(outside(replace(b(handling=ringing), outbound=replace(RULES, at_once=100))))
        call, dialled = office.come(0), set[str]()
        for now in range(1, 100):
            for number in {dial.number for dial in call.dials} - dialled:
                dialled.add(number)
                call.refused(now, 486, number)
        assert len(dialled) == NUMBERS

    def test_a_phone_that_names_a_thousand_numbers_has_the_first_tried(self, office: Office) -> None:
        office.adopt(company(b()))
        call = office.come(0)
        named = (*(f"+1900555{n:04}" for n in range(NUMBERS)), Y)
        office.tell(1, Redirected(call.leg("B1@0"), named))
        assert call.dials == []

    def test_the_limits_are_there_unless_changed(self) -> None:
        assert not SHARED.premium
        assert not SHARED.international
        assert 0 < SHARED.at_once <= 10
        assert 0 < SHARED.minutes_a_day < 24 * 60


class TestMinutes:
    def test_a_call_that_reaches_the_limit_ends(self, office: Office) -> None:
        """Both who talk are told a moment before."""
        office.adopt(outside(a(minutes_a_day=10)))
        call = office.dial(0, "A", Y)
        call.answered(5, Y)
        office.until(594)
        assert Announce(f"{call.id}.0", call.leg(Y), (sounds.LIMIT,)) not in office.wanted
        office.until(596)
        assert Announce(f"{call.id}.0", call.leg(Y), (sounds.LIMIT,)) in office.wanted
        office.until(700)
        assert {Release(f"{call.id}.0", 480), Release(call.leg(Y))} <= set(office.wanted)
        assert office.told == ["A>Y outbound external connected 0/5/605", "0.0 outgoing connected 0/5/605 @A"]
        assert Spend("A", 719163, 600.0) in office.wanted

    def test_also_one_that_is_begun_at_the_end(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=10)))
        first = office.dial(0, "A", Y)
        first.answered(0, Y)
        first.left(595, Y)
        second = office.dial(1000, "A", Y)
        second.answered(1000, Y)
        office.until(1003)
        assert Announce(f"{second.id}.0", second.leg(Y), (sounds.LIMIT,)) in office.wanted
        office.until(1010)
        assert [record.end for record in office.records] == [595, 1005]

    def test_several_at_once_use_them_up_sooner(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=10)))
        calls = [office.dial(0, "A", f"+1310555010{n}") for n in range(3)]
        for n, call in enumerate(calls):
            call.answered(0, f"+1310555010{n}")
        office.until(199)
        assert office.records == []
        office.until(201)
        assert [round(record.end) for record in office.records] == [200] * 3

    def test_one_that_is_answered_too_late_ends_at_once(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=1)))
        calls = [office.dial(n, "A", f"+1310555010{n}") for n in range(2)]
        calls[0].answered(5, "+13105550100")
        office.until(66)
        calls[1].answered(70, "+13105550101")
        office.until(72)
        assert [(record.result, round(record.end)) for record in office.records] == [
            ("connected", 65),
            ("connected", 70),
        ]
        for record in office.records:
            well_formed(record)

    def test_limits_that_change_hold_for_calls_that_go_on(self, office: Office) -> None:
        office.adopt(outside(a()))
        call = office.dial(0, "A", Y)
        call.answered(0, Y)
        office.adopt(outside(a(minutes_a_day=2)), 30)
        office.until(121)
        assert [record.end for record in office.records] == [120]

    def test_they_hold_though_the_calling_plan_was_taken_away(self, office: Office) -> None:
        office.adopt(outside(a()))
        call = office.dial(0, "A", Y)
        call.answered(0, Y)
        office.adopt(outside(user("A", 1001)), 30)
        office.until(36_001)
        assert [record.end for record in office.records] == [36_000]

    def test_what_rings_beside_ones_phones_costs_too(self, office: Office) -> None:
        """From when it was picked up, though whoever did had a key to press first."""
        mine = replace(RULES, minutes_a_day=2)
        office.adopt(outside(replace(b(handling=Handling(phones=False, numbers=(Outside(Y, True),))), outbound=mine)))
        call = office.come(0)
        call.answered(2, Y)
        call.pressed(12, "1", Y)
        office.until(200)
        assert [(record.result, record.end) for record in office.records] == [("answered", 122)]

    def test_a_call_inside_costs_nothing(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=1)))
        call = office.dial(0, "A", "1002")
        call.answered(1)
        office.until(3600)
        assert office.records == []
        call.left(3700)
        assert not [each for each in office.wanted if isinstance(each, Spend)]


class TestAfterARestart:
    DAY = 719163  # 1 January 1970

    def told(self, office: Office, *orphans: Orphan, **seconds: float) -> None:
        office.tell(0, Spent(tuple(Spend(who, self.DAY, each) for who, each in seconds.items()), orphans))

    def test_minutes_of_the_day_are_known(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=10)))
        self.told(office, A=590)
        call = office.dial(100, "A", Y)
        call.answered(100, Y)
        office.until(120)
        assert [record.end for record in office.records] == [110]
        assert office.dial(130, "A", Y).heard == [(sounds.LIMIT,)]
        assert office.dial(90_000, "A", Y).dials, "another day"

    def test_calls_that_go_on_count(self, office: Office) -> None:
        office.adopt(outside(a(at_once=4)))
        self.told(office, *(Orphan(f"old.{n}", "A", "", -60) for n in range(4)))
        call = office.dial(0, "A", Y)
        assert (call.dials, call.heard) == ([], [(sounds.LIMIT,)])
        assert Spend("A", self.DAY, 65.0) in office.tell(5, Left("old.0"))
        assert office.dial(6, "A", Y).dials
        assert office.tell(7, Left("old.0")) == []

    def test_and_end_when_the_minutes_are_used_up(self, office: Office) -> None:
        office.adopt(outside(a(minutes_a_day=10)))
        self.told(office, Orphan("old.1", "A", DID, 0), Orphan("old.2", "A", DID, 0), A=400)
        office.until(99)
        assert Release("old.1") not in office.wanted
        office.until(101)
        assert {Release("old.1"), Release("old.2")} <= {each for each in office.wanted if isinstance(each, Release)}

    def test_so_do_those_of_a_direct_number(self, office: Office) -> None:
        office.adopt(replace(company(sends_on(Y)), calls_of_number=1))
        self.told(office, Orphan("old.1", "Q", DID, 0))
        assert office.come(1).dials == []
        office.tell(2, Left("old.1"))
        assert office.come(3).dials


def test_what_explain_is_told_of_minutes_it_knows() -> None:
    mine = outside(a(minutes_a_day=10))
    spent = Spent((Spend("A", 719163, 600),))

    def may_dial(spent: Spent | None) -> Mapping[str, object]:
        steps = explain(mine, "1001", Y, 0, spent=spent)["steps"]
        found = [each for step in steps for part in (step, *step["then"]) for each in part["decisions"]]
        return next(each for each in found if each["condition"] == "may dial")

    assert may_dial(None)["value"] is True
    assert (may_dial(spent)["value"], may_dial(spent)["setting"]) == (False, "limits.minutes")


def test_nobody_needs_a_plan_for_numbers_of_ours(office: Office) -> None:
    office.adopt(company(replace(sends_on(C_DID), outbound=None)))
    assert office.come(0, caller=X).is_ringing == {"C1@0"}
