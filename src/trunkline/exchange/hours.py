"""What an extension's wall clock says: whether it does business, has closed, or keeps a holiday."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from trunkline.exchange.plan import Holiday, Hours

Season = Literal["business", "closed"] | Holiday


def season(hours: Hours, now: float) -> Season:
    """Wall time is kept over both changes of the clock: nine is nine, and an hour that is had twice counts twice."""
    if hours.weekly is None and not hours.holidays:
        return "business"
    wall = datetime.fromtimestamp(now, _zone(hours.zone)).replace(tzinfo=None)
    for holiday in hours.holidays:
        if holiday.start <= wall < holiday.end:
            return holiday
    if hours.weekly is None:
        return "business"
    minute = wall.hour * 60 + wall.minute
    open_now = any(each.start <= minute < each.end for each in hours.weekly[wall.weekday()])
    return "business" if open_now else "closed"


def day(hours: Hours, now: float) -> int:
    """The day that it is there."""
    return datetime.fromtimestamp(now, _zone(hours.zone)).toordinal()


@lru_cache
def _zone(name: str) -> tzinfo:
    """A zone that is not known here must not keep calls from being put through."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return UTC
