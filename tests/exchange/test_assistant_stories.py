"""Who rings for somebody else: B is an executive, whose calls C takes too."""

import pytest
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, Office, User, deactivated, plan, reachable, user, well_formed
from trunkline.exchange.explain import explain
from trunkline.exchange.plan import BusySignal, Handling, Mailbox, Voicemail
from trunkline.exchange.vocabulary import Connect, Undisturbed

pytestmark = pytest.mark.any_store


def boss(**settings: object) -> User:
    wanted = {"handling": Handling(ring_for=20, unanswered=Voicemail()), "mailbox": Mailbox(), "assistants": ("C",)}
    return replace(user("B", 1002), **wanted | settings)  # type: ignore[arg-type]


def people(**changed: User) -> list[User]:
    return [changed.get(name, user(name, number)) for name, number in PEOPLE.items()]


@pytest.fixture
def office() -> Office:
    office = Office()
    office.register("A1", "B1", "C1")
    office.change(0, people(B=boss()))
    return office


def test_both_ring_and_the_assistant_takes_it(office: Office) -> None:
    call = office.come(0)
    assert call.is_ringing == {"B1@0", "C1@0"}
    call.rang(1, "B1@0")
    call.rang(2, "C1@0")
    wanted = call.answered(6, "C1@0")
    assert Connect(f"{call.id}.0", call.leg("C1@0")) in wanted
    assert call.is_ringing == {"C1@0"}
    call.left(66, "C1@0")
    assert office.told == [
        "X>B inbound external answered 0/6/66",
        "0.0 incoming answered answered_by_other 0/-/6 @B op C",
        "1.0 shared_line_incoming >C answered 2/6/66 @C op C",
    ]
    well_formed(office.records[0])


def test_the_executive_takes_it(office: Office) -> None:
    call = office.dial(0, "A", "1002")
    call.rang(1, "C1@0")
    call.answered(6, "B1@0")
    assert call.is_ringing == {"B1@0"}
    call.left(66)
    assert office.told == [
        "A>B outbound internal connected 0/6/66",
        "0.0 outgoing connected 0/6/66 @A",
        "0.1 incoming answered 1/6/66 @B op B",
        "1.0 shared_line_incoming >C answered answered_by_other 1/-/6 @C op B",
    ]
    well_formed(office.records[0])


def test_an_executive_without_a_phone_is_reached_by_the_assistant(office: Office) -> None:
    office.register("B1", phones=0)
    call = office.come(0)
    assert call.is_ringing == {"C1@0"}
    call.answered(5, "C1@0")
    call.caller_left(9)
    assert office.records[0].result == "answered"


def test_when_nobody_answers_the_executive_s_mailbox_does(office: Office) -> None:
    call = office.come(0)
    call.rang(1, "B1@0")
    call.rang(1, "C1@0")
    office.until(20)
    assert call.is_ringing == set()
    call.played(25)
    call.recorded(40, 14)
    assert office.told == [
        "X>B inbound external voicemail 0/-/40",
        "0.0 incoming voicemail 0/-/40 @B",
        "1.0 shared_line_incoming >C ring_timeout 1/-/20 @C",
    ]
    well_formed(office.records[0])


def test_an_executive_without_a_phone_has_the_assistant_ring_as_long(office: Office) -> None:
    office.register("B1", phones=0)
    call = office.come(0)
    call.rang(1, "C1@0")
    office.until(19)
    assert call.is_ringing == {"C1@0"}
    office.until(20)
    assert call.is_ringing == set()
    assert call.heard == [("greeting", "beep")]


def test_an_assistant_who_declines_leaves_it_to_the_executive(office: Office) -> None:
    call = office.come(0)
    call.refused(3, 603, "C1@0")
    assert call.is_ringing == {"B1@0"}
    call.answered(6)
    call.left(60)
    assert office.told[-1] == "1.0 shared_line_incoming >C rejected 0/-/3 @C op C"


def test_an_executive_who_declines_has_the_call_go_on(office: Office) -> None:
    call = office.come(0)
    call.refused(3, 603)
    assert call.is_ringing == set()
    assert call.heard == [("greeting", "beep")]


def test_a_phone_of_the_executive_that_fails_leaves_it_to_the_assistant(office: Office) -> None:
    call = office.come(0)
    call.refused(3, 486)
    assert call.is_ringing == {"C1@0"}
    call.refused(5, 603, "C1@0")
    assert call.is_ringing == set()


def test_phones_in_turn_and_the_assistant_beside_them(office: Office) -> None:
    office.register("B2")
    office.change(1, people(B=boss(handling=Handling("sequential", ring_for=10, unanswered=Voicemail()))))
    call = office.come(1)
    assert call.is_ringing == {"B1@0", "C1@0"}
    office.until(11)
    assert call.is_ringing == {"B2@0", "C1@0"}
    call.answered(15, "C1@0")
    assert call.is_ringing == {"C1@0"}


def test_a_caller_who_gives_up(office: Office) -> None:
    call = office.come(0)
    call.caller_left(4)
    assert call.is_ringing == set()
    assert office.told[-1] == "1.0 shared_line_incoming >C canceled 0/-/4 @C"
    well_formed(office.records[0])


@pytest.mark.parametrize(
    "why", ["calls themselves", "inactive", "does not want to be disturbed", "on a call", "nobody's phone"]
)
def test_an_assistant_who_cannot_take_it_does_not_ring(office: Office, why: str) -> None:
    if why == "inactive":
        office.change(0, people(B=boss(), C=deactivated(user("C", 1003))))
    if why == "does not want to be disturbed":
        office.tell(0, Undisturbed(("C",)))
    if why == "nobody's phone":
        office.change(0, people(B=boss(assistants=("nobody",))))
    if why == "on a call":
        office.change(0, people(B=boss(), C=replace(user("C", 1003), handling=Handling(busy=BusySignal()))))
        office.dial(0, "C", "1001").answered(1, "A1@0")
    call = office.dial(2, "C" if why == "calls themselves" else "A", "1002")
    assert call.is_ringing == {"B1@0"}


def test_explain_says_who_rings_beside() -> None:
    people = {"A": user("A", 1001), "B": boss(), "C": user("C", 1003)}
    tree = explain(reachable(replace(plan(), users=people)), "+14155550100", DID, 0, {"C": "answer"})
    assert tree["answered_by"] == "C Smith"
    [step] = [each for each in tree["steps"] if each["step"] == "user 1002"] or tree["steps"][0]["then"]
    told = {each["condition"]: (each["value"], each["setting"]) for each in step["decisions"]}
    assert told["rings beside"] == ("C Smith", "delegation")
