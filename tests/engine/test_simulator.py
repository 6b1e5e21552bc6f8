"""An office that telephones."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.exchange.office import plan
from tests.exchange.test_properties import well_formed
from trunkline.engine.simulator import simulate
from trunkline.exchange.vocabulary import Record

pytestmark = pytest.mark.any_store

SINCE, UNTIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
ZONE = {"s": "America/New_York"}


@pytest.fixture(scope="module")
def month() -> list[Record]:
    return list(simulate(plan(), SINCE, UNTIL, 1, ZONE))


def test_the_same_seed_tells_the_same(month: list[Record]) -> None:
    assert list(simulate(plan(), SINCE, UNTIL, 1, ZONE)) == month
    assert list(simulate(plan(), SINCE, UNTIL, 2, ZONE)) != month


def test_calls_end_in_every_way_and_are_well_formed(month: list[Record]) -> None:
    results = Counter(record.result for record in month)
    assert results.keys() >= {"connected", "no_answer", "busy", "rejected", "canceled", "call_failed"}
    assert results["connected"] > len(month) / 2
    for record in month:
        well_formed(record)
    assert any(element.hold for record in month for element in record.elements)


def test_they_come_in_the_order_in_which_they_ended(month: list[Record]) -> None:
    ends = [record.end for record in month]
    assert ends == sorted(ends)
    assert SINCE.timestamp() <= min(record.start for record in month) <= max(ends) <= UNTIL.timestamp()


def test_people_work_by_day_and_on_weekdays(month: list[Record]) -> None:
    from zoneinfo import ZoneInfo

    walls = [datetime.fromtimestamp(record.start, ZoneInfo(ZONE["s"])) for record in month]
    assert all(8 <= wall.hour <= 18 for wall in walls)
    weekend = sum(wall.weekday() >= 5 for wall in walls)
    assert weekend < len(walls) / 20
    assert len({record.call for record in month}) == len(month)
