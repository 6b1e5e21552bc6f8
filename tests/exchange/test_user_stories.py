"""What becomes of a call to a person, as their settings say. A, B and C are users; X and Y are outside."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, Dialling, Office, X, Y, plan, told, user, well_formed
from trunkline.exchange import sounds
from trunkline.exchange.plan import (
    Action,
    BusyAction,
    BusySignal,
    Disconnect,
    Handling,
    Holiday,
    Hours,
    Mailbox,
    Outbound,
    Outside,
    Plan,
    Range,
    Tell,
    To,
    Trunk,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Alert,
    Answer,
    Connect,
    Dial,
    Disturb,
    Hush,
    PlanChanged,
    Play,
    Release,
    StopTaking,
    Take,
    Undisturbed,
)

pytestmark = pytest.mark.any_store

NINE_TO_FIVE = (*[(Range(540, 1020),)] * 5, (), ())
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
SUNDAY_NOON = MONDAY_NOON - 86400


def people(**changed: User) -> list[User]:
    return [changed.get(name, user(name, number)) for name, number in PEOPLE.items()]


def b(**settings: object) -> User:
    """B has a mailbox, and calls that are not answered go there."""
    handling = Handling(unanswered=Voicemail(), ring_for=25)
    return replace(user("B", 1002), **{"handling": handling, "mailbox": Mailbox(), **settings})  # type: ignore[arg-type]


def handled(**settings: object) -> Handling:
    return replace(Handling(unanswered=Voicemail(), ring_for=20), **settings)  # type: ignore[arg-type]


def outside(*changed: User) -> Plan:
    """With a trunk, and everyone has a calling plan."""
    found = {each.id: each for each in people(**{each.id: each for each in changed})}
    users = {id: replace(each, outbound=each.outbound or Outbound(international=True)) for id, each in found.items()}
    return replace(plan(2), users=users, trunks=(Trunk("carrier"),))


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.change(0, people(B=b()))
    return office


def no_answer(office: Office) -> Dialling:
    call = office.dial(0, "A", "1002")
    call.rang(1)
    office.until(25)
    return call


class TestVoicemail:
    def test_a_message_is_left(self, office: Office) -> None:
        call = no_answer(office)
        assert office.wanted[-3:] == [
            Release(call.leg("B1@0")),
            Answer(f"{call.id}.0"),
            Play(f"{call.id}.0", (sounds.GREETING, sounds.BEEP)),
        ]
        [take] = call.played(31)
        assert isinstance(take, Take)
        assert (take.longest, take.silence) == (180, 10)
        call.recorded(50, 18)
        assert office.told == [
            "A>B outbound internal voicemail 0/-/50",
            "0.0 outgoing voicemail 0/-/50 @A",
            "0.1 incoming voicemail 1/-/50 @B",
        ]
        [message] = office.records[0].messages
        assert (message.id, message.file) == (take.message, f"{take.message}.wav")
        assert (message.owner, message.element, message.seconds, message.at) == ("B", 1, 18, 31)

    def test_the_caller_hangs_up_when_all_is_said(self, office: Office) -> None:
        call = no_answer(office)
        call.played(31)
        call.recorded(50, 18)
        assert call.caller_left(50) == []
        assert len(office.records) == 1

    @pytest.mark.parametrize("seconds", [0, 1.9])
    def test_nothing_was_said(self, office: Office, seconds: float) -> None:
        call = no_answer(office)
        call.played(31)
        call.recorded(33, seconds)
        assert office.told == [
            "A>B outbound internal no_answer 0/-/33",
            "0.0 outgoing no_answer 0/-/33 @A",
            "0.1 incoming no_answer 1/-/33 @B",
        ]
        assert office.records[0].messages == ()

    def test_the_caller_hangs_up_during_the_greeting(self, office: Office) -> None:
        no_answer(office).caller_left(28)
        assert office.told[0] == "A>B outbound internal no_answer 0/-/28"

    def test_declined(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        call.rang(1)
        call.refused(5, 603)
        call.caller_left(9)
        assert office.told == [
            "A>B outbound internal rejected 0/-/9",
            "0.0 outgoing rejected 0/-/9 @A",
            "0.1 incoming rejected 1/-/9 @B op B",
        ]

    def test_declined_and_a_message_left(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        call.refused(5, 603)
        call.played(9)
        call.recorded(20, 10)
        assert office.told[0] == "A>B outbound internal voicemail 0/-/20"

    @pytest.mark.parametrize("gone", [True, False])
    def test_nothing_to_ring(self, office: Office, gone: bool) -> None:
        if gone:
            office.register("B1", phones=0)
        else:
            office.dial(0, "B", "*78").played(0)
            office.records.clear()
        call = office.dial(0, "A", "1002")
        assert call.rings == []
        call.played(5)
        call.recorded(20, 10)
        assert office.told[0] == "A>B outbound internal voicemail 0/-/20"

    def test_do_not_disturb_without_a_message_is_busy(self, office: Office) -> None:
        office.dial(0, "B", "*78").played(0)
        office.records.clear()
        office.dial(0, "A", "1002").caller_left(3)
        assert office.told[0] == "A>B outbound internal busy 0/-/3"

    def test_do_not_disturb_is_dialled_and_taken_back(self, office: Office) -> None:
        call = office.dial(0, "B", "*78")
        leg = f"{call.id}.0"
        assert office.wanted == [Disturb("B", may=False), Answer(leg), Play(leg, ("undisturbed",), forever=False)]
        call.played(2)
        assert told(office.records.pop())[0] == "B>*78 outbound internal succeeded 0/-/2"
        assert office.dial(5, "A", "1002").rings == []
        office.dial(6, "B", "*79").caller_left(7)
        assert Disturb("B", may=True) in office.wanted
        assert office.dial(8, "A", "1002").is_ringing == {"B1@0"}

    def test_who_said_so_before_a_restart_is_not_disturbed_after_it(self, office: Office) -> None:
        office.tell(0, Undisturbed(("B",)))
        assert office.dial(0, "A", "1002").rings == []
        assert office.dial(0, "C", "1001").is_ringing == {"A1@0"}

    def test_hash_ends_the_message(self, office: Office) -> None:
        call = no_answer(office)
        call.played(31)
        assert call.pressed(40, "#") == [StopTaking(f"{call.id}.0")]
        call.recorded(40, 9)
        assert office.told[0] == "A>B outbound internal voicemail 0/-/40"

    def test_hash_skips_the_greeting(self, office: Office) -> None:
        call = no_answer(office)
        assert call.pressed(26, "#") == [Play(f"{call.id}.0", (sounds.BEEP,))]
        assert isinstance(call.played(27)[0], Take)

    def test_greetings_of_the_owner(self, office: Office) -> None:
        action = Voicemail(greeting="closed.wav", instruction="keys.wav")
        mailbox = Mailbox(greeting="hello.wav", beep="", longest=60, silence=5)
        office.change(0, people(B=b(handling=handled(unanswered=action), mailbox=mailbox)))
        call = office.dial(0, "A", "1002")
        call.refused(1, 480)
        assert call.heard == [("closed.wav", "keys.wav")]
        assert call.played(3)[0] == Take(f"{call.id}.0", _message(office), 60, 5)

    def test_key_0_leads_to_the_operator(self, office: Office) -> None:
        office.change(0, people(B=b(handling=handled(unanswered=Voicemail(operator="C")))))
        call = office.dial(0, "A", "1002")
        call.rang(1)
        office.until(20)
        call.pressed(22, "5")
        call.pressed(23, "0")
        assert call.is_ringing == {"C1@0"}
        assert call.rang(24, "C1@0") == [Play(f"{call.id}.0", (sounds.RINGBACK,), forever=True)]
        call.answered(26, "C1@0")
        call.left(30, "C1@0")
        assert office.told == [
            "A>B outbound internal connected 0/26/30",
            "0.0 outgoing connected 0/26/30 @A",
            "0.1 incoming no_answer 1/-/23 @B",
            "1.0 forward >C answered 23/26/30 @C op B",
        ]

    def test_key_0_keeps_a_message_that_was_begun(self, office: Office) -> None:
        office.change(0, people(B=b(handling=handled(unanswered=Voicemail(operator="C")))))
        call = office.dial(0, "A", "1002")
        call.refused(1, 480)
        call.played(9)
        assert call.pressed(20, "0") == [StopTaking(f"{call.id}.0")]
        call.recorded(20, 11)
        assert call.is_ringing == {"C1@0"}
        call.answered(26, "C1@0")
        call.left(30, "C1@0")
        assert office.told == [
            "A>B outbound internal connected 0/26/30",
            "0.0 outgoing connected 0/26/30 @A",
            "0.1 incoming voicemail 0/-/20 @B",
            "1.0 forward >C answered 20/26/30 @C op B",
        ]
        assert [each.seconds for each in office.records[0].messages] == [11]

    def test_who_presses_0_before_they_say_anything_leaves_no_message(self, office: Office) -> None:
        office.change(0, people(B=b(handling=handled(unanswered=Voicemail(operator="C")))))
        call = office.dial(0, "A", "1002")
        call.refused(1, 480)
        call.played(9)
        call.pressed(10, "0")
        call.recorded(10, 0)
        assert call.is_ringing == {"C1@0"}
        call.caller_left(12)
        assert office.records[0].messages == ()

    @pytest.mark.parametrize(
        ("action", "heard"),
        [
            (Voicemail(instruction=sounds.OPERATOR, operator="C"), (sounds.GREETING, sounds.OPERATOR, sounds.BEEP)),
            (Voicemail(instruction=sounds.OPERATOR), (sounds.GREETING, sounds.BEEP)),
            (Voicemail(instruction=sounds.OPERATOR, operator="B"), (sounds.GREETING, sounds.BEEP)),
            (Voicemail(instruction=sounds.OPERATOR, operator="gone"), (sounds.GREETING, sounds.BEEP)),
            (Voicemail(instruction="", operator="C"), (sounds.GREETING, sounds.BEEP)),
        ],
    )
    def test_callers_are_told_of_the_keys_that_work(
        self, office: Office, action: Voicemail, heard: tuple[str, ...]
    ) -> None:
        office.change(0, people(B=b(handling=handled(unanswered=action))))
        call = office.dial(0, "A", "1002")
        call.refused(1, 480)
        assert call.heard == [heard]
        call.pressed(2, "0")
        assert bool(call.is_ringing) == (action.operator == "C")

    def test_without_a_mailbox_the_call_ends(self, office: Office) -> None:
        office.change(0, people(B=b(mailbox=None)))
        no_answer(office)
        assert office.told[0] == "A>B outbound internal no_answer 0/-/25"

    def test_a_message_that_nobody_takes_is_nobodys(self, office: Office) -> None:
        """What is told of another message, or after the end, changes nothing."""
        call = no_answer(office)
        call.pressed(26, "9")
        call.played(31)
        call.played(32)
        call.recorded(40, 8)
        assert call.recorded(41, 8) == []
        assert len(office.records) == 1


def _message(office: Office) -> str:
    return next(each.message for each in office.wanted if isinstance(each, Take))


class TestHours:
    @pytest.mark.parametrize(
        ("now", "holidays", "rings"),
        [
            (MONDAY_NOON, (), True),
            (MONDAY_NOON + 6 * 3600, (), False),
            (SUNDAY_NOON, (), False),
            (MONDAY_NOON, (Holiday("h", "Bank holiday", datetime(2026, 11, 23), datetime(2026, 11, 24)),), False),
            (MONDAY_NOON, (Holiday("h", "Morning", datetime(2026, 11, 23), datetime(2026, 11, 23, 12)),), True),
        ],
    )
    def test_a_phone_rings_in_business_hours(
        self, office: Office, now: float, holidays: tuple[Holiday, ...], rings: bool
    ) -> None:
        closed = handled(phones=False, unanswered=Tell("we-are-closed"))
        office.change(0, people(B=b(hours=Hours("Europe/London", NINE_TO_FIVE, holidays), closed=closed)))
        call = office.dial(now, "A", "1002")
        assert bool(call.rings) == rings
        assert call.heard == ([] if rings else [("we-are-closed",)])

    def test_a_holiday_has_a_handling_of_its_own(self, office: Office) -> None:
        hours = Hours(holidays=(Holiday("h", "Bank holiday", datetime(2026, 11, 23), datetime(2026, 11, 24)),))
        on_holiday = handled(phones=False, unanswered=To("C"))
        office.change(0, people(B=b(hours=hours, holidays={"h": on_holiday})))
        assert office.dial(MONDAY_NOON, "A", "1002").is_ringing == {"C1@0"}
        assert office.dial(SUNDAY_NOON + 2 * 86400, "A", "1002").is_ringing == {"B1@0"}


class TestRingModes:
    def test_one_phone_after_another(self, office: Office) -> None:
        office.register("B1", "B2")
        office.change(0, people(B=b(handling=handled(ring_mode="sequential", ring_for=10))))
        call = office.dial(0, "A", "1002")
        assert call.is_ringing == {"B1@0"}
        call.rang(1)
        office.until(10)
        assert call.is_ringing == {"B2@0"}
        call.refused(12, 486, "B2@0")
        assert call.heard == [(sounds.GREETING, sounds.BEEP)]
        call.caller_left(15)
        assert office.told[2] == "0.1 incoming busy 1/-/15 @B"

    def test_a_phone_that_is_gone_when_its_turn_comes(self, office: Office) -> None:
        office.register("B1", "B2")
        office.change(0, people(B=b(handling=handled(ring_mode="sequential", ring_for=10))))
        call = office.dial(0, "A", "1002")
        office.register("B2", phones=0)
        office.until(10)
        assert call.is_ringing == set()
        assert call.heard == [(sounds.GREETING, sounds.BEEP)]

    def test_a_phone_of_ones_own_outside_rings_too(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(numbers=(Outside(Y),)))))
        call = office.come(0)
        assert call.dials == [Dial(call.id, f"{call.id}.2", "carrier", Y, shown=X, charged="B", came_to=DID)]
        assert call.is_ringing == {"B1@0", Y}
        assert call.rang(2, Y) == [Alert(f"{call.id}.0")]
        assert call.answered(5, Y)[-1] == Connect(f"{call.id}.0", call.leg(Y))
        assert call.is_ringing == {Y}
        call.left(9, Y)
        assert office.told == [
            "X>B inbound external answered 0/5/9",
            "0.0 incoming answered 0/5/9 @B op B",
            "1.0 forward >Y connected 0/5/9 @B op B",
        ]

    def test_a_colleagues_call_that_is_answered_outside_is_external(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(ring_mode="sequential", ring_for=10, numbers=(Outside(Y, True),)))))
        office.register("B2", phones=0)
        call = office.dial(0, "A", "1002")
        office.until(10)
        call.answered(13, Y)
        call.pressed(15, "1", Y)
        call.caller_left(19)
        assert office.told == [
            "A>B outbound external connected 0/15/19",
            "0.0 outgoing connected 0/15/19 @A",
            "0.1 incoming answered 0/15/19 @B op B",
            "1.0 forward >Y accepted 10/15/19 @B op B",
        ]
        [record] = office.records
        carried = record.elements[-1]
        assert (carried.direction, carried.callee.number_type, carried.connect_type) == (
            "outbound",
            "external_pstn",
            "external",
        )

    def test_who_answers_outside_presses_1(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(numbers=(Outside(Y, press_1=True),)))))
        call = office.come(0)
        assert call.answered(5, Y) == [Play(call.leg(Y), (sounds.PRESS_1,), forever=True)]
        assert call.is_ringing == {"B1@0", Y}, "it is not known yet who answered"
        assert call.pressed(6, "7", Y) == []
        assert Connect(f"{call.id}.0", call.leg(Y)) in call.pressed(7, "1", Y)
        call.caller_left(9)
        assert office.told[0] == "X>B inbound external answered 0/7/9"

    @pytest.mark.parametrize("hangs_up", [True, False])
    def test_a_mailbox_outside_presses_nothing(self, office: Office, hangs_up: bool) -> None:
        office.adopt(outside(b(handling=handled(ring_for=60, phones=False, numbers=(Outside(Y, press_1=True),)))))
        call = office.come(0)
        call.answered(5, Y)
        if hangs_up:
            call.left(10, Y)
        else:
            office.until(25)
            assert Release(call.leg(Y)) in office.wanted
        assert call.heard == [(sounds.GREETING, sounds.BEEP)]
        call.caller_left(30)
        assert office.told == [
            "X>B inbound external no_answer 0/-/30",
            "0.0 incoming no_answer 0/-/30 @B",
            f"1.0 forward >Y no_answer 0/-/{10 if hangs_up else 25} @B op B",
        ]

    def test_what_was_not_confirmed_outside_is_in_the_history_of_a_call_another_phone_took(
        self, office: Office
    ) -> None:
        office.adopt(outside(b(handling=handled(numbers=(Outside(Y, press_1=True),)))))
        call = office.come(0)
        call.answered(5, Y)
        call.answered(8)
        call.caller_left(20)
        assert office.told == [
            "X>B inbound external answered 0/8/20",
            "0.0 incoming answered 0/8/20 @B op B",
            "1.0 forward >Y no_answer 0/-/8 @B op B",
        ]

    def test_a_caller_may_give_up_before_it_is_confirmed_outside(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(phones=False, numbers=(Outside(Y, press_1=True),)))))
        call = office.come(0)
        call.answered(5, Y)
        call.caller_left(9)
        assert office.told == [
            "X>B inbound external canceled 0/-/9",
            "0.0 incoming canceled 0/-/9 @B op X",
            "1.0 forward >Y no_answer 0/-/9 @B op B",
        ]

    def test_own_phones_may_be_off(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(phones=False, numbers=(Outside(Y),)))))
        assert office.come(0).is_ringing == {Y}

    def test_a_phone_outside_that_one_may_not_dial_does_not_ring(self, office: Office) -> None:
        """Else a stolen password would dial abroad by forwarding."""
        limited = b(handling=handled(numbers=(Outside("+442079460000"),)), outbound=Outbound())
        office.adopt(outside(limited))
        assert office.come(0).is_ringing == {"B1@0"}


class TestBusy:
    @pytest.fixture
    def talking(self, office: Office) -> Office:
        office.dial(0, "C", "1002").answered(1)
        return office

    def busy(self, office: Office, action: BusyAction) -> Dialling:
        office.adopt(outside(b(handling=handled(busy=action))))
        return office.dial(5, "A", "1002")

    def test_call_waiting_rings(self, talking: Office) -> None:
        assert talking.dial(5, "A", "1002").is_ringing == {"B1@0"}

    def test_the_busy_signal(self, talking: Office) -> None:
        call = self.busy(talking, BusySignal())
        assert Release(f"{call.id}.0", 486) in talking.wanted
        assert talking.told == [
            "A>B outbound internal busy 5/-/5",
            "0.0 outgoing busy 5/-/5 @A",
            "0.1 incoming busy 5/-/5 @B",
        ]

    def test_voicemail(self, talking: Office) -> None:
        call = self.busy(talking, Voicemail())
        call.played(8)
        call.recorded(20, 10)
        assert talking.told[0] == "A>B outbound internal voicemail 5/-/20"

    def test_nothing_said_is_busy(self, talking: Office) -> None:
        self.busy(talking, Voicemail()).caller_left(9)
        assert talking.told[0] == "A>B outbound internal busy 5/-/9"

    def test_a_number_outside(self, talking: Office) -> None:
        assert self.busy(talking, Outside(Y)).is_ringing == {Y}

    def test_a_message(self, talking: Office) -> None:
        call = self.busy(talking, Tell("on-the-phone"))
        assert call.heard == [("on-the-phone",)]
        call.played(9)
        assert talking.told[0] == "A>B outbound internal busy 5/-/9"

    def test_phones_that_say_so_themselves(self, office: Office) -> None:
        call = self.busy(office, BusySignal())
        call.refused(6, 486)
        assert Release(f"{call.id}.0", 486) in office.wanted

    def test_whose_phone_rings_is_not_busy(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(busy=BusySignal()))))
        office.dial(0, "C", "1002")
        assert office.dial(1, "A", "1002").is_ringing == {"B1@0"}

    def test_the_end_of_a_talk_makes_free(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(busy=BusySignal()))))
        first = office.dial(0, "C", "1002")
        first.answered(1)
        first.left(4)
        assert office.dial(5, "A", "1002").is_ringing == {"B1@0"}


class TestForward:
    def unanswered(self, office: Office, action: Action) -> Dialling:
        office.adopt(outside(b(handling=handled(unanswered=action))))
        call = office.come(0)
        call.rang(1)
        office.until(20)
        return call

    def test_to_a_number_outside(self, office: Office) -> None:
        call = self.unanswered(office, Outside(Y))
        assert call.is_ringing == {Y}
        call.answered(28, Y)
        call.left(88, Y)
        assert office.told == [
            "X>B inbound external connected 0/28/88",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >Y connected 20/28/88 @B op B",
        ]
        assert office.records[0].elements[1].direction == "outbound"

    def test_outside_with_press_1(self, office: Office) -> None:
        call = self.unanswered(office, Outside(Y, press_1=True))
        call.answered(24, Y)
        call.pressed(28, "1", Y)
        call.left(88, Y)
        assert office.told == [
            "X>B inbound external accepted 0/28/88",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >Y accepted 20/28/88 @B op B",
        ]

    @pytest.mark.parametrize(("status", "result"), [(486, "busy"), (503, "service_unavailable"), (404, "call_failed")])
    def test_outside_says_no(self, office: Office, status: int, result: str) -> None:
        self.unanswered(office, Outside(Y)).refused(25, status, Y)
        assert office.told[0] == f"X>B inbound external {result} 0/-/25"
        assert office.told[2] == f"1.0 forward >Y {result} 20/-/25 @B op B"

    def test_outside_rings_for_two_minutes(self, office: Office) -> None:
        call = self.unanswered(office, Outside(Y))
        office.until(200)
        assert call.is_ringing == set()
        assert office.told[0] == "X>B inbound external no_answer 0/-/140"

    def test_abroad_if_allowed_only(self, office: Office) -> None:
        action = Outside("+442079460000")
        office.adopt(outside(b(handling=handled(unanswered=action), outbound=Outbound())))
        office.come(0)
        office.until(20)
        assert office.told[0] == "X>B inbound external no_answer 0/-/20"

    def test_to_a_colleague(self, office: Office) -> None:
        call = self.unanswered(office, To("C"))
        assert call.is_ringing == {"C1@0"}
        call.rang(21, "C1@0")
        call.answered(26, "C1@0")
        call.left(40, "C1@0")
        assert office.told == [
            "X>B inbound external answered 0/26/40",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >C answered 20/26/40 @C op B",
        ]

    def test_a_colleague_who_does_not_answer(self, office: Office) -> None:
        call = self.unanswered(office, To("C"))
        call.caller_left(33)
        assert office.told == [
            "X>B inbound external canceled 0/-/33",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >C canceled 20/-/33 @C op B",
        ]

    def test_into_the_colleagues_mailbox(self, office: Office) -> None:
        c = replace(user("C", 1003), handling=handled(unanswered=Voicemail()), mailbox=Mailbox(greeting="c.wav"))
        office.adopt(outside(b(handling=handled(unanswered=To("C"))), c))
        call = office.come(0)
        office.until(40)
        assert call.heard == [("c.wav", sounds.BEEP)]
        call.played(45)
        call.recorded(50, 5)
        assert office.told == [
            "X>B inbound external voicemail 0/-/50",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >C voicemail 20/-/50 @C op B",
        ]
        assert office.records[0].messages[0].owner == "C"

    def test_a_message_then_disconnect(self, office: Office) -> None:
        call = self.unanswered(office, Tell())
        assert call.heard == [(sounds.NOBODY,)]
        call.played(24)
        assert office.told == ["X>B inbound external no_answer 0/-/24", "0.0 incoming no_answer 0/-/24 @B"]

    def test_a_message_that_is_never_heard_to_its_end(self, office: Office) -> None:
        self.unanswered(office, Tell())
        office.until(200)
        assert office.told[0] == "X>B inbound external no_answer 0/-/80"

    def test_disconnect(self, office: Office) -> None:
        call = self.unanswered(office, Disconnect())
        assert Release(f"{call.id}.0", 480) in office.wanted

    def test_in_a_circle_ends_where_it_would_close(self, office: Office) -> None:
        c = replace(user("C", 1003), handling=handled(unanswered=To("B")))
        office.adopt(outside(b(handling=handled(unanswered=To("C"))), c))
        call = office.come(0)
        office.until(100)
        assert len(call.rings) == 2, "each of them is rung once"
        assert office.told == [
            "X>B inbound external no_answer 0/-/40",
            "0.0 incoming ring_timeout 0/-/20 @B",
            "1.0 forward >C no_answer 20/-/40 @C op B",
        ]

    def test_through_ten_extensions_at_most(self, office: Office) -> None:
        chain = [
            replace(user(f"U{n}", 2000 + n), handling=handled(phones=False, unanswered=To(f"U{n + 1}")))
            for n in range(20)
        ]
        office.adopt(replace(plan(2, [*people(), *chain])))
        office.dial(0, "A", "2000")
        assert len(office.records[0].elements) == 11
        assert office.records[0].result == "unconnected"
        well_formed(office.records[0])

    def test_to_whom_is_not_there_any_more(self, office: Office) -> None:
        call = self.unanswered(office, To("deleted"))
        assert Release(f"{call.id}.0", 480) in office.wanted
        assert office.told[0] == "X>B inbound external no_answer 0/-/20"

    def test_who_declined_is_not_offered_it_again(self, office: Office) -> None:
        """Not by an operator's key, either."""
        action = Voicemail(operator="B")
        c = replace(user("C", 1003), handling=handled(unanswered=action), mailbox=Mailbox())
        office.adopt(outside(b(handling=handled(unanswered=To("C"))), c))
        call = office.come(0)
        call.refused(2, 603)
        call.refused(4, 480, "C1@0")
        call.pressed(6, "0")
        assert call.is_ringing == set()
        call.caller_left(9)
        assert office.told == [
            "X>B inbound external no_answer 0/-/9",
            "0.0 incoming rejected 0/-/2 @B op B",
            "1.0 forward >C no_answer 2/-/9 @C op B",
        ]

    def test_who_is_withheld_stays_so(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(unanswered=Outside(Y)))))
        call = office.come(0, caller="")
        office.until(20)
        assert (call.dials[0].shown, call.dials[0].name) == ("", "")

    def test_a_colleagues_call_goes_out_under_the_number_of_who_sends_it(self, office: Office) -> None:
        office.adopt(outside(b(handling=handled(unanswered=Outside(Y)), outbound=Outbound((DID,), international=True))))
        call = office.dial(0, "A", "1002")
        office.until(20)
        assert (call.dials[0].shown, call.dials[0].name) == (DID, "B Smith")


class TestHold:
    def test_who_is_held_hears_music(self, office: Office) -> None:
        call = office.dial(0, "A", "1002")
        call.answered(2)
        call.held(5)
        assert office.wanted[-1] == Play(f"{call.id}.0", (sounds.MUSIC,), forever=True)
        call.resumed(9)
        assert office.wanted[-1] == Hush(f"{call.id}.0")

    def test_it_is_that_of_whoever_holds(self, office: Office) -> None:
        office.change(0, people(A=replace(user("A", 1001), music="a.wav"), B=b(music="b.wav")))
        call = office.dial(0, "A", "1002")
        call.answered(2)
        call.held(5, None)
        assert office.wanted[-1] == Play(call.leg("B1@0"), ("a.wav",), forever=True)
        office.change(6, people(A=replace(user("A", 1001), music="")))
        call.resumed(7, None)
        assert office.wanted[-1] == Hush(call.leg("B1@0")), "which ends what began"
        call.held(8)
        assert office.wanted[-1] == Play(f"{call.id}.0", ("b.wav",), forever=True)

    def test_or_none(self, office: Office) -> None:
        office.change(0, people(B=b(music="")))
        call = office.dial(0, "A", "1002")
        call.answered(2)
        before = len(office.wanted)
        call.held(5)
        call.resumed(9)
        assert office.wanted[before:] == []


def test_settings_that_change_hold_for_the_next_call(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    office.tell(1, PlanChanged(plan(3, people())))
    office.until(25)
    assert call.heard == [(sounds.GREETING, sounds.BEEP)]
