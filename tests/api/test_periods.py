"""The stretch of time that lists of records cover: read in each form of RFC 3339, and answered as it was asked."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.acme import Acme, Clock
from tests.caller import SERVED, Caller
from tests.conftest import caller
from trunkline.api.contract import Operation
from trunkline.api.limits import Limiter
from trunkline.api.period import period
from trunkline.problems import Refusal

pytestmark = pytest.mark.any_store

LISTS = [operation for operation in SERVED if "from" in (operation.query or {}).get("properties", {})]
DAYS_ALONE = {operation.id for operation in LISTS if "date" in str(operation.shape["properties"]["to"].get("format"))}
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC).timestamp()


@pytest.fixture
def call(unchanging: Acme, clock: Clock, limiter: Limiter) -> Caller:
    return caller(unchanging, clock, limiter)


def path(operation: Operation, acme: Acme) -> str:
    return "/v2" + operation.path.format(userId=acme.users[0], callQueueId=acme.queue)


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.id)
def test_a_period_is_answered_as_it_was_asked(
    operation: Operation, call: Caller, unchanging: Acme, clock: Clock
) -> None:
    day = f"{datetime.fromtimestamp(clock.now, UTC):%Y-%m-%d}"
    asked = [(day, day), (f"{day}T00:00:00Z", f"{day}T01:02:03Z"), (f"{day}T00:00:00.123Z", f"{day}T01:02:03.5+00:00")]
    asked += [(day, f"{day}T00:00:00Z"), (f"{day}T01:00:00+02:00", f"{day}T02:00:00+02:00"), (f"{day}t00:00:00z", day)]
    for begin, end in asked:
        answer = call("GET", f"{path(operation, unchanging)}?from={quote(begin)}&to={quote(end)}")
        if operation.id in DAYS_ALONE:
            assert (answer.json["from"], answer.json["to"]) == (day, day)
        else:
            assert (answer.json["from"], answer.json["to"]) == (begin, end)
    plain = call("GET", f"{path(operation, unchanging)}?from={day}T00:00:00+00:00&to={day}T01:00:00+00:00")
    assert plain.status == 200
    if operation.id not in DAYS_ALONE:
        assert plain.json["to"] == f"{day}T01:00:00+00:00"


@pytest.mark.parametrize("text", ["2026-11-30T00:00:00", "2026-11-30 00:00:00", "2026-11-30T24:00:00Z", "20261130"])
@pytest.mark.parametrize("name", ["from", "to"])
def test_what_is_no_moment(text: str, name: str) -> None:
    query = {"from": "2026-11-30", "to": "2026-11-30"} | {name: text}
    with pytest.raises(Refusal) as refused:
        period(query, NOW)
    assert refused.value.fields == [name]


@pytest.mark.parametrize("form", ["", "T09:30:00Z", "T09:30:00.25+00:00"])
@pytest.mark.parametrize("last", ["2026-11-30", "2026-10-31", "2026-09-30", "2026-07-15"])
def test_a_month_goes_to_the_same_day(last: str, form: str) -> None:
    end = datetime.fromisoformat(last)
    before = end.replace(month=end.month - 1, day=min(end.day, 30))
    for to in (last, f"{last}T23:59:59Z", f"{last}{form}"):
        covered = period({"from": f"{before:%Y-%m-%d}{form}", "to": to}, NOW)
        assert covered.shown()["to"] == to
    with pytest.raises(Refusal):
        period({"from": f"{before:%Y-%m}-01", "to": f"{end.replace(day=2, month=end.month + 1):%Y-%m-%d}"}, NOW)


def test_a_day_is_covered_whole_and_a_fraction_is_exact() -> None:
    day = period({"from": "2026-11-29", "to": "2026-11-29"}, NOW)
    assert (day.end - day.start).total_seconds() == 86400
    moment = period({"from": "2026-11-29T01:00:00.25+01:00", "to": "2026-11-29T00:00:00.75Z"}, NOW)
    assert (moment.end - moment.start).total_seconds() == 0.5
