"""Hours by the wall clock of a zone, over both changes of the clock, held against zoneinfo."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.exchange.hours import season
from trunkline.exchange.plan import Holiday, Hours, Range

pytestmark = pytest.mark.any_store

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC")
DAY = 24 * 60
minutes = st.integers(0, DAY)
ranges = st.lists(st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]), max_size=3)
weeks = st.lists(ranges, min_size=7, max_size=7)
moments = st.integers(
    int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2028, 1, 1, tzinfo=UTC).timestamp())
)


def hours(zone: str, week: list[list[tuple[int, int]]], holidays: tuple[Holiday, ...] = ()) -> Hours:
    return Hours(zone, tuple(tuple(Range(*each) for each in day) for day in week), holidays)


def changes(zone: str) -> list[datetime]:
    """When the clocks of a zone are changed, to the minute."""
    found, now, end = [], datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    while now < end:
        now += timedelta(minutes=30)
        if (then := now.astimezone(ZoneInfo(zone)).utcoffset()) != offset:
            found.append(now)
            offset = then
    return found


NEAR_CHANGES = {zone: changes(zone) for zone in ZONES}


@st.composite
def zones_and_moments(draw: st.DrawFn) -> tuple[str, int]:
    """Half of them within three hours of a change of the clock."""
    zone = draw(st.sampled_from(ZONES))
    if NEAR_CHANGES[zone] and draw(st.booleans()):
        change = draw(st.sampled_from(NEAR_CHANGES[zone]))
        return zone, int(change.timestamp()) + draw(st.integers(-3 * 3600, 3 * 3600))
    return zone, draw(moments)


@given(zones_and_moments(), weeks)
@settings(max_examples=300, deadline=None)
def test_open_is_what_the_clock_on_the_wall_says(when: tuple[str, int], week: list[list[tuple[int, int]]]) -> None:
    zone, now = when
    wall = datetime.fromtimestamp(now, ZoneInfo(zone))
    shown = wall.strftime("%H:%M")
    expected = any(clock(start) <= shown < clock(end) for start, end in week[wall.weekday()])
    assert (season(hours(zone, week), now) == "business") == expected


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@given(zones_and_moments(), st.integers(-48, 48), st.integers(1, 72))
@settings(max_examples=300, deadline=None)
def test_a_holiday_is_kept_by_the_wall_clock(when: tuple[str, int], begins: int, lasts: int) -> None:
    zone, now = when
    wall = datetime.fromtimestamp(now, ZoneInfo(zone)).replace(tzinfo=None)
    start = wall.replace(minute=0, second=0) + timedelta(hours=begins)
    holiday = Holiday("h", "Holiday", start, start + timedelta(hours=lasts))
    kept = season(hours(zone, [[(0, DAY)]] * 7, (holiday,)), now)
    assert kept == (holiday if begins <= 0 < begins + lasts else "business")


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London"])
def test_nine_is_nine_all_the_year(zone: str) -> None:
    """Stored as UTC, a shop would open at eight or ten for half of it."""
    shop = hours(zone, [[(540, 1020)]] * 7)
    for day in range(365):
        on = date(2026, 1, 1) + timedelta(day)
        for hour, minute, expected in ((8, 59, "closed"), (9, 0, "business"), (16, 59, "business"), (17, 0, "closed")):
            now = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(zone)).timestamp()
            assert season(shop, now) == expected, (on, hour, minute)


def test_an_hour_that_is_had_twice_counts_twice_and_one_that_is_left_out_not_at_all() -> None:
    nights = hours("America/New_York", [[(60, 180)]] * 7)  # one to three

    def open_minutes(on: date) -> int:
        midnight = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo("America/New_York")).timestamp()
        return sum(season(nights, midnight + 60 * n) == "business" for n in range(12 * 60))

    assert open_minutes(date(2026, 3, 7)) == 120
    assert open_minutes(date(2026, 3, 8)) == 60
    assert open_minutes(date(2026, 11, 1)) == 180


def test_several_ranges_a_day() -> None:
    lunch = hours("UTC", [[(540, 720), (780, 1020)]] * 7)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
    assert [season(lunch, noon + 60 * n) for n in (-1, 0, 59, 60)] == ["business", "closed", "closed", "business"]


def test_always() -> None:
    assert season(Hours(), 0) == "business"


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert season(hours("Mars/Olympus", [[(0, 60)]] * 7), 0) == "business"
    assert season(hours("../etc", [[(0, 60)]] * 7), 3600) == "closed"
