"""The virtual office keeps the rules that a real one cannot break, and some that people rarely do."""

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.exchange.office import well_formed
from trunkline.engine.simulator import simulate
from trunkline.exchange.plan import Line, Plan, User
from trunkline.exchange.vocabulary import Record

pytestmark = pytest.mark.any_store

ZONES = {"ny": "America/New_York", "ldn": "Europe/London"}
SINCE = datetime(2026, 10, 12, tzinfo=UTC)  # a Monday; both clocks change within the month
MONTH = timedelta(days=28)
WORKING_DAYS = 20
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
