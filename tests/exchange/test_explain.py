"""Why a call goes where it goes: told by the exchange itself, so never otherwise than it would go."""

import heapq
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exchange.office import DID, PEOPLE, X, Y, plan, reachable, user
from tests.exchange.test_whole_exchange import DIDS, NUMBERS, plans
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.explain import (
    ANSWERS_AFTER,
    LISTENS,
    REFUSES_AFTER,
    RINGS_AFTER,
    SPEAKS,
    TALKS,
    Phone,
    Tree,
    explain,
)
from trunkline.exchange.plan import (
    Dialling,
    Handling,
    Holiday,
    Hours,
    Mailbox,
    Member,
    Outbound,
    Plan,
    Queue,
    Range,
    Site,
    Tell,
    To,
    Trunk,
    Voicemail,
)
from trunkline.exchange.sounds import CONSENT, SCREENED
from trunkline.exchange.vocabulary import (
    Announce,
    Answered,
    Arrived,
    Came,
    Connect,
    Contact,
    Dial,
    Happened,
    Left,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Refused,
    Registered,
    Ring,
    Take,
    Wanted,
    Write,
)

pytestmark = pytest.mark.any_store

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
NIGHT = MONDAY_NOON + 10 * 3600


@pytest.fixture
def office() -> Plan:
    """B does business from nine to five; who is not answered leaves a message. Q sends on to B."""
    b = replace(
        user("B", 1002),
        hours=Hours("Europe/London", ((Range(540, 1020),),) * 7),
        handling=Handling(ring_for=20, unanswered=To("C")),
        closed=Handling(phones=False, unanswered=Voicemail()),
        mailbox=Mailbox(),
    )
    a = replace(user("A", PEOPLE["A"]), outbound=Outbound((DID,)))
    q = Queue("Q", "ext-Q", 3001, "Support", "s", "Main", members=(Member("C"),), max_wait=40, overflow=To("B"))
    found = replace(plan(1, [a, b, user("C", 1003)]), queues={"Q": q}, trunks=(Trunk("carrier"),))
    return reachable(replace(found, sites={"s": Site("s", dialling=Dialling(), emergency=frozenset({"911"}))}))


def chain(tree: Tree) -> list[str]:
    """The steps, from the first to the last."""
    steps, found = tree["steps"], list[str]()
    while steps:
        found.append(steps[0]["step"])
        steps = steps[0]["then"]
    return found


def decisions(tree: Tree) -> dict[str, object]:
    return {each["condition"]: each["value"] for each in _decisions(tree["steps"])}


def _decisions(steps: list[Tree]) -> Iterator[Tree]:
    for step in steps:
        yield from step["decisions"]
        yield from _decisions(step["then"])


def test_who_is_not_to_be_disturbed_is_not_rung(office: Plan) -> None:
    tree = explain(office, X, DID, MONDAY_NOON, undisturbed=["B"])
    assert decisions(tree)["do not disturb"] is True
    assert "B Smith rings" not in decisions(tree)
    assert decisions(tree)["goes on to"] == "C Smith"


@pytest.mark.parametrize(
    ("number", "whose"), [("1002", "B Smith"), ("9999", "nobody's"), ("*63", "a code"), ("*79", "a code")]
)
def test_whose_a_number_is_that_was_dialled(office: Plan, number: str, whose: str) -> None:
    assert decisions(explain(office, "1001", number, MONDAY_NOON))[number] == whose


def test_by_day_the_phone_rings_and_the_call_goes_on_to_a_colleague(office: Plan) -> None:
    tree = explain(office, X, DID, MONDAY_NOON)
    assert decisions(tree)["hours"] == "business_hours"
    assert decisions(tree)["B Smith rings"] == "no answer"
    assert decisions(tree)["goes on to"] == "C Smith"
    assert [(each["event"], each["callee"], each["result"]) for each in tree["elements"]] == [
        ("incoming", "B Smith", "ring_timeout"),
        ("forward", "C Smith", "no_answer"),
    ]
    assert tree["result"] == "no_answer"


def test_by_night_a_message_is_left(office: Plan) -> None:
    tree = explain(office, X, DID, NIGHT)
    assert decisions(tree)["hours"] == "closed_hours"
    assert decisions(tree)["phones that can ring"] == 0
    assert tree["result"] == "voicemail"
    assert chain(tree)[-1] == "voicemail of 1002"


def test_each_decision_says_where_it_is_set(office: Plan) -> None:
    hours = next(each for each in _decisions(explain(office, X, DID, NIGHT)["steps"]) if each["condition"] == "hours")
    assert hours == {
        "at": NIGHT,
        "condition": "hours",
        "value": "closed_hours",
        "setting": "call_handling.custom_hours",
    }


@pytest.mark.parametrize(
    ("phones", "result", "answered_by"),
    [
        ({"B": "answer"}, "answered", "B Smith"),
        ({"B": "busy", "C": "answer"}, "answered", "C Smith"),
        ({"B": "decline"}, "no_answer", ""),
        ({"B": "gone", "C": "gone"}, "unconnected", ""),
        ({}, "no_answer", ""),
    ],
)
def test_phones_do_as_they_are_told(office: Plan, phones: Mapping[str, Phone], result: str, answered_by: str) -> None:
    tree = explain(office, X, DID, MONDAY_NOON, phones)
    assert (tree["result"], tree["answered_by"]) == (result, answered_by)


def test_a_queue_and_on(office: Plan) -> None:
    tree = explain(office, "1001", "3001", MONDAY_NOON, {"B": "answer"})
    assert chain(tree)[-2:] == ["Support", "user 1002"]
    assert tree["result"] == "connected"
    assert tree["seconds"] == pytest.approx(40 + 4 + 60)


def test_out_and_why_not(office: Plan) -> None:
    assert decisions(explain(office, "1001", "3105550177", MONDAY_NOON, {Y: "answer"}))["may dial"] is True
    refused = explain(office, "1001", "011442079460000", MONDAY_NOON)
    assert decisions(refused)["may dial"] is False
    assert refused["result"] == "invalid_operation"


def test_a_carrier_is_taken_to_be_there_and_is_told_by_its_host(office: Plan) -> None:
    named = replace(office, trunks=(Trunk("carrier", "sip.carrier.example"),))
    for dialled, number in (("911", "911"), ("3105550177", Y)):
        tree = explain(named, "1001", dialled, MONDAY_NOON)
        assert decisions(tree)[f"{number} is dialled through sip.carrier.example"] == "answer"
        assert tree["result"] == "connected"
        told = explain(named, "1001", dialled, MONDAY_NOON, {number: "busy"})
        assert told["result"] != "connected"


def test_who_has_no_phone_on_is_not_rung(office: Plan) -> None:
    tree = explain(office, X, DID, MONDAY_NOON, registered=["C1"])
    assert "B Smith rings" not in decisions(tree)
    assert decisions(tree)["C Smith rings"] == "no answer"
    queued = explain(office, "1001", "3001", MONDAY_NOON, registered=["B1"])
    assert decisions(queued)["members at work"] == 0


def test_whoever_is_to_answer_has_a_phone(office: Plan) -> None:
    tree = explain(office, X, DID, MONDAY_NOON, {"B": "answer"}, registered=[])
    assert (tree["result"], tree["answered_by"]) == ("answered", "B Smith")


def test_rounds_are_told_once(office: Plan) -> None:
    waits = replace(office.queues["Q"], members=(Member("C"), Member("B")), max_wait=1200, distribution="sequential")
    tree = explain(replace(office, queues={"Q": waits}), "1001", "3001", MONDAY_NOON)
    told = [each["condition"] for each in tree["steps"][0]["then"][0]["decisions"]]
    assert "and the same again, times" in told
    assert len(told) < 20


def test_holidays_are_named(office: Plan) -> None:
    day = Holiday("h", "Boxing day", datetime(2026, 11, 23), datetime(2026, 11, 24))
    b = replace(office.users["B"], hours=Hours("Europe/London", None, (day,)), closed=Handling(unanswered=Tell()))
    tree = explain(replace(office, users={**office.users, "B": b}), X, DID, MONDAY_NOON)
    assert decisions(tree)["hours"] == "holiday_hours Boxing day"


def test_someone_without_a_phone_may_be_asked_about(office: Plan) -> None:
    alone = replace(office, lines={id: line for id, line in office.lines.items() if line.user != "A"})
    assert explain(alone, "A", "1002", MONDAY_NOON, {"B": "answer"})["result"] == "connected"


@given(plans(), st.sampled_from(["1001", "B", X, ""]), st.sampled_from([*NUMBERS, *DIDS]))
@settings(max_examples=40, deadline=None)
def test_every_call_can_be_explained_as_plain_data(plan: Plan, caller: str, number: str) -> None:
    tree = explain(plan, caller, number, MONDAY_NOON)
    assert json.loads(json.dumps(tree)) == tree
    assert tree["elements"]


callers = st.sampled_from(["A", "C", ""])
absentees = st.sets(st.sampled_from([*PEOPLE]))
some: list[Phone] = ["answer", "busy", "decline"]
doings = st.dictionaries(st.sampled_from([*PEOPLE]), st.sampled_from(some))


@pytest.mark.parametrize(
    "examples", [pytest.param(100, id="a hundred"), pytest.param(1_000, id="a thousand", marks=pytest.mark.soak)]
)
def test_it_is_what_virtual_callers_then_meet(examples: int) -> None:
    """In random offices, at random times, whoever has a phone on and whatever those phones do."""

    @given(plans(), callers, st.sampled_from([*NUMBERS, *DIDS]), st.integers(0, 7 * 24), absentees, doings)
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    def meets_it(plan: Plan, caller: str, number: str, hours: int, absent: set[str], do: Mapping[str, Phone]) -> None:
        at, caller = MONDAY_NOON + hours * 3600.0, caller if caller in plan.users else ""
        on = [line.id for line in plan.lines.values() if line.user in do or line.user not in absent]
        told = explain(plan, caller or X, number, at, do, registered=on)
        met = Caller(plan, at, on, do).calls(caller, number)
        assert told["result"] == met.result
        assert [(each["event"], each["result"], each["from"], each["to"]) for each in told["elements"]] == [
            (each.event, each.result, each.start - at, each.end - at) for each in met.elements
        ]

    meets_it()


class Caller:
    """Somebody in a real exchange, with phones that do the same as those that are explained."""

    def __init__(self, plan: Plan, at: float, on: Sequence[str], do: Mapping[str, Phone]) -> None:
        self.plan, self.at, self.do = plan, at, do
        self.exchange, self.soon, self.order = Exchange(plan), list[tuple[float, int, Happened]](), count()
        for line in on:
            self.exchange.receive(Registered(line, (Contact(line, line),)), at)
        self.record: Record | None = None
        self.heard: Happened | None = None

    def calls(self, who: str, number: str) -> Record:
        self.who, line = who, f"{who}1"
        first = (
            Arrived("0", "0.0", line, number, Contact(line, line)) if who else Came("0", "0.0", "carrier", number, X)
        )
        self.meet(self.exchange.receive(first, self.at), self.at)
        while self.record is None:
            timer, next_ = self.exchange.deadline or math.inf, self.soon[0][0] if self.soon else math.inf
            now = min(timer, next_)
            assert now < self.at + 4 * 3600, "the call never ends"
            if timer <= next_:
                self.meet(self.exchange.wake(timer), timer)
            else:
                happened = heapq.heappop(self.soon)[2]
                if not isinstance(happened, Played) or happened is self.heard:
                    self.meet(self.exchange.receive(happened, now), now)
        return self.record

    def then(self, when: float, happened: Happened) -> Happened:
        heapq.heappush(self.soon, (when, next(self.order), happened))
        return happened

    def meet(self, wanted: Sequence[Wanted], now: float) -> None:
        for each in wanted:
            match each:
                case Ring(leg=leg, contact=contact):
                    self.phone(leg, self.do.get(self.plan.lines[contact].user, "no answer"), now)
                case Dial(leg=leg, charged=charged):  # whoever the caller dials outside is there
                    self.phone(leg, "answer" if charged in ("", self.who) else "no answer", now)
                case Play(leg="0.0", forever=forever, sounds=sounds):
                    self.heard = None if forever else self.then(now + LISTENS, Played("0.0"))
                    if SCREENED in sounds:
                        self.then(now + LISTENS, Pressed("0.0", "1"))
                case Play(leg=leg):
                    self.then(now + REFUSES_AFTER, Pressed(leg, "1"))
                case Take(leg, message):
                    self.then(now + SPEAKS, Recorded(leg, message, SPEAKS, message))
                case Connect():
                    self.then(now + TALKS, Left("0.0"))
                case Announce(_, leg, sounds) if CONSENT in sounds:
                    self.then(now + LISTENS, Pressed("0.0", "1"))
                    self.then(now + LISTENS, Pressed(leg, "1"))
                case Write(record):
                    self.record = record
                case _:
                    pass

    def phone(self, leg: str, does: Phone, now: float) -> None:
        if status := {"busy": 486, "decline": 603}.get(does):
            self.then(now + REFUSES_AFTER, Refused(leg, status))
            return
        self.then(now + RINGS_AFTER, Rang(leg))
        if does == "answer":
            self.then(now + ANSWERS_AFTER, Answered(leg))
