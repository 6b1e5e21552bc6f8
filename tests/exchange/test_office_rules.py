"""The virtual office keeps the rules that a real one cannot break, and some that people rarely do."""

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from tests.exchange.office import well_formed
from trunkline.engine.outsiders import OUTSIDERS
from trunkline.engine.simulator import simulate
from trunkline.exchange.plan import (
    AutoReceptionist,
    Dialling,
    Holiday,
    Hours,
    Line,
    Mailbox,
    Member,
    Outbound,
    Outside,
    Plan,
    Queue,
    Site,
    Taping,
    To,
    Trunk,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import Record

pytestmark = pytest.mark.any_store

ZONES = {"ny": "America/New_York", "ldn": "Europe/London"}
SINCE = datetime(2026, 10, 12, tzinfo=UTC)  # a Monday; both clocks change within the month
MONTH = timedelta(days=28)
WORKING_DAYS = 20
LONDON = Dialling("44", "0", "00", frozenset({9, 10}), "GB")
TEAMS = ("Sales", "Support", "Engineering")


def twelve(number_of_first: int = 1001) -> Plan:
    people = [
        User(
            f"u{n}",
            f"ext-u{n}",
            number_of_first + n,
            f"Person {n}",
            f"p{n}@acme.example",
            "ny" if n < 7 else "ldn",
            "New York" if n < 7 else "London",
            department=TEAMS[n % 3],
            direct_numbers=(f"+121255501{n:02d}",),
        )
        for n in range(12)
    ]
    dialled = {str(one.number): one.id for one in people} | {one.direct_numbers[0]: one.id for one in people}
    lines = {f"l{n}": Line(f"l{n}", f"d{n}", "phone", one.id) for n, one in enumerate(people)}
    return Plan("acme", 1, {one.id: one for one in people}, lines, dialled)


@pytest.fixture(scope="module", params=range(4))
def month(request: pytest.FixtureRequest) -> list[Record]:
    return list(simulate(twelve(), SINCE, SINCE + MONTH, request.param, ZONES))


def wall(when: float, site: str) -> datetime:
    return datetime.fromtimestamp(when, ZoneInfo(ZONES[site]))


def test_nobody_is_on_two_calls_at_once(month: list[Record]) -> None:
    calls: dict[str, list[tuple[float, float]]] = {}
    for record in month:
        calls.setdefault(record.caller.extension, []).append((record.start, record.end))
        if record.answer is not None:
            calls.setdefault(record.callee.extension, []).append((record.answer, record.end))
    for theirs in calls.values():
        for (_, end), (start, _) in pairwise(sorted(theirs)):
            assert end <= start


def test_records_keep_every_rule(month: list[Record]) -> None:
    for record in month:
        well_formed(record)
        assert record.connect_type == "internal"
        assert len(record.call) == 19
        assert record.call.isdigit()
        assert SINCE.timestamp() <= record.start <= record.end < (SINCE + MONTH).timestamp()
    assert len({record.call for record in month}) == len({record.id for record in month}) == len(month)
    assert [record.end for record in month] == sorted(record.end for record in month)


def test_each_site_keeps_its_own_hours(month: list[Record]) -> None:
    """Who is not there does not pick up or decline, either."""
    for record in month:
        assert 8 <= wall(record.start, record.caller.site_id).hour <= 18
        if record.result in ("connected", "rejected"):
            assert 8 <= wall(record.start, record.callee.site_id).hour <= 18


def test_weekends_are_quiet_and_lunch_is_a_dip(month: list[Record]) -> None:
    walls = [wall(record.start, record.caller.site_id) for record in month]
    weekend = sum(each.weekday() >= 5 for each in walls)
    assert 0 < weekend < len(walls) / 20
    hours = Counter(each.hour for each in walls)
    assert hours[12] < 0.7 * min(hours[10], hours[14])
    assert hours[18] < hours[8] < hours[10]


def test_people_make_six_to_ten_calls_a_working_day(month: list[Record]) -> None:
    made = Counter(record.caller.extension for record in month)
    assert len(made) == 12
    assert all(6 <= calls / WORKING_DAYS <= 10 for calls in made.values())


def test_calls_end_in_every_way_as_often_as_is_usual(month: list[Record]) -> None:
    shares = {result: n / len(month) for result, n in Counter(record.result for record in month).items()}
    usual = {
        "connected": (0.6, 0.8),
        "no_answer": (0.08, 0.25),
        "busy": (0.02, 0.1),
        "rejected": (0.02, 0.1),
        "canceled": (0.01, 0.08),
        "call_failed": (0.005, 0.05),
    }
    assert shares.keys() == usual.keys()
    assert {result: share for result, share in shares.items() if not usual[result][0] < share < usual[result][1]} == {}


def test_talks_last_some_minutes_and_some_are_held(month: list[Record]) -> None:
    talks = sorted(record.end - record.answer for record in month if record.answer is not None)
    assert 110 < talks[len(talks) // 2] < 190
    assert 160 < sum(talks) / len(talks) < 260
    held = sum(any(element.hold for element in record.elements) for record in month)
    assert 0.02 < held / len(talks) < 0.2


def test_colleagues_call_each_other_more(month: list[Record]) -> None:
    """Those of one team and site, rather than those who share neither."""
    people = [*twelve().users.values()]
    calls = Counter(frozenset((record.caller.extension, record.callee.extension)) for record in month)
    pairs = {"close": list[int](), "far": list[int]()}
    for one, other in combinations(people, 2):
        shared = (one.department == other.department) + (one.site_id == other.site_id)
        if shared != 1:
            pairs["close" if shared else "far"].append(calls[frozenset((one.id, other.id))])
    close, far = (sum(each) / len(each) for each in pairs.values())
    assert close > 2 * far


def test_a_wrong_number_is_nobodys() -> None:
    """Also where the extensions are those that a misdialled number could be taken for."""
    plan = twelve(1995)
    month = list(simulate(plan, SINCE, SINCE + MONTH, 1, ZONES))
    wrong = [record.callee for record in month if record.result == "call_failed"]
    assert len({party.number for party in wrong}) > 10
    assert all(party.number not in plan.dialled and not party.extension for party in wrong)


def test_it_is_told_as_it_happens() -> None:
    told = simulate(twelve(), SINCE, SINCE + MONTH, 3, ZONES)
    assert len([*islice(told, 5)]) == 5
    assert sum(1 for _ in told) > 1000


def test_the_same_seed_tells_the_same_in_another_process() -> None:
    script = (
        "from tests.exchange.test_office_rules import *;"
        "print([*simulate(twelve(), SINCE, SINCE + timedelta(days=2), 5, ZONES)])"
    )

    def told(hash_seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, check=True).stdout.decode()

    assert told("1") == told("2") == f"{[*simulate(twelve(), SINCE, SINCE + timedelta(days=2), 5, ZONES)]}\n"


def test_an_office_of_one_or_of_nobody() -> None:
    plan = twelve()
    one = Plan("acme", 1, {"u0": plan.users["u0"]}, {"l0": plan.lines["l0"]}, {"1001": "u0"})
    assert {record.result for record in simulate(one, SINCE, SINCE + MONTH, 1, {})} <= {"call_failed", "canceled"}
    assert [*simulate(Plan("acme", 1), SINCE, SINCE + MONTH, 1, {})] == []
    assert [*simulate(plan, SINCE, SINCE, 1, ZONES)] == []


class TestWithACarrier:
    """The same office with what a company has: a carrier, queues, mailboxes, holidays."""

    HOLIDAY = datetime(2026, 10, 15), datetime(2026, 10, 16)  # a Thursday

    @staticmethod
    def plan() -> Plan:
        plan = twelve()
        hours = {
            site: Hours(zone, None, (Holiday("h", "A day off", *TestWithACarrier.HOLIDAY),))
            for site, zone in ZONES.items()
        }
        users = {
            id: replace(
                user,
                hours=hours[user.site_id],
                mailbox=Mailbox(),
                outbound=Outbound(
                    user.direct_numbers,
                    countries=frozenset({"US", "CA"} if user.site_id == "ny" else {"GB"}),
                    international=user.department == "Sales",
                ),
                handling=replace(
                    user.handling,
                    unanswered=To("u5") if id == "u4" else Voicemail(),
                    numbers=(Outside("+447700900123", press_1=True),) if id == "u8" else (),
                ),
            )
            for id, user in plan.users.items()
        }
        members = tuple(Member(id) for id, user in users.items() if user.department == "Support")
        common = {"site_id": "ny", "site_name": "New York", "mailbox": Mailbox()}
        queue = Queue(
            "q",
            "ext-q",
            2001,
            "Support",
            **common,
            direct_numbers=("+12125550100",),
            members=members,
            hours=hours["ny"],
            overflow=Voicemail(),
            closed=Voicemail(),
            taping=Taping(),
        )
        front = AutoReceptionist(
            "r", "ext-r", 801, "Reception", **common, direct_numbers=("+12125550120",), open=To("q"), closed=To("q")
        )
        dialled = {**plan.dialled, "2001": "q", "801": "r", "+12125550100": "q", "+12125550120": "r"}
        sites = {"ny": Site("ny", dialling=Dialling()), "ldn": Site("ldn", dialling=LONDON)}
        return replace(
            plan,
            users=users,
            dialled=dialled,
            queues={"q": queue},
            receptionists={"r": front},
            sites=sites,
            trunks=(Trunk("t"),),
        )

    @pytest.fixture
    def told(self) -> list[Record]:
        return _told_with_a_carrier()

    def test_all_kinds_of_calls_are_told(self, told: list[Record]) -> None:
        kinds = Counter((record.direction, record.connect_type) for record in told)
        assert {("outbound", "internal"), ("outbound", "external"), ("inbound", "external")} == kinds.keys()
        assert all(count > 100 for count in kinds.values())
        events = Counter((element.event, element.result) for record in told for element in record.elements)
        for kind in (
            ("ring_to_member", "answered"),
            ("incoming", "abandoned"),
            ("incoming", "overflowed"),
            ("overflow", "voicemail"),
            ("incoming", "voicemail"),
            ("incoming", "no_answer"),
            ("forward", "answered"),
            ("incoming", "succeeded"),
            ("outgoing", "invalid_operation"),
        ):
            assert events[kind] > 0, kind

    def test_they_keep_every_rule_of_the_exchange(self, told: list[Record]) -> None:
        for record in told:
            well_formed(record)
        assert len({record.call for record in told}) == len(told)

    def test_messages_and_recordings_are_as_long_as_they_are(self, told: list[Record]) -> None:
        messages = [(record, message) for record in told for message in record.messages]
        assert len(messages) > 50
        for record, message in messages:
            assert (message.file, message.seconds) == (message.id, 7.5)
            assert message.at + message.seconds <= record.end + 0.01
        taped = [(record, each) for record in told for each in record.recordings]
        assert len(taped) > 50
        for record, each in taped:
            assert (each.file, each.at + each.seconds) == (each.id, pytest.approx(record.end))
            assert each.owner == "q"

    def test_those_outside_have_numbers_that_are_nobodys(self, told: list[Record]) -> None:
        known = {each.number for each in OUTSIDERS} | {"", "+447700900123"}
        parties = [party for record in told for party in (record.caller, record.callee) if party.is_outside]
        assert {party.number for party in parties} <= known
        assert any(party.number_type == "anonymous_number" for party in parties)
        abroad = [party.number for party in parties if party.number[:2] != "+1"]
        assert len(abroad) > 10

    def test_a_holiday_is_as_quiet_as_a_weekend_and_its_callers_find_it_closed(self, told: list[Record]) -> None:
        def of(day: int) -> list[Record]:
            return [each for each in told if wall(each.start, "ny").date() == datetime(2026, 10, day).date()]

        own = [len([each for each in of(day) if each.direction == "outbound"]) for day in (14, 15)]
        assert own[1] < own[0] / 5
        queued = [element for each in of(15) for element in each.elements if element.owner == "q"]
        assert queued
        assert {element.event for element in queued} <= {"incoming", "forward", "overflow"}

    def test_without_one_nobody_outside_is_talked_to(self) -> None:
        alone = replace(self.plan(), trunks=())
        told = simulate(alone, SINCE, SINCE + timedelta(days=3), 1, ZONES)
        assert {record.connect_type for record in told} == {"internal"}


@cache
def _told_with_a_carrier() -> list[Record]:
    return [*simulate(TestWithACarrier.plan(), SINCE, SINCE + MONTH, 1, ZONES, lambda _: 7.5)]
