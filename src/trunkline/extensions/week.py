"""The business hours of a week, in the wire's words: for each day whether it is closed, open all day, or from when to
when.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

CLOSED, ALL_DAY, FROM_TO = 0, 1, 2
CUSTOM = 2  # the type of a week that is not open around the clock

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")

Day = Mapping[str, Any]


def is_whole(day: Day) -> bool:
    return "weekday" in day and "type" in day


def is_sensible(day: Day) -> bool:
    """Whether it begins before it ends."""
    if day["type"] != FROM_TO:
        return True
    begins, ends = day.get("from", ""), day.get("to", "")
    return bool(_CLOCK.fullmatch(begins) and _CLOCK.fullmatch(ends)) and begins < ends


def overlaps(days: Sequence[Day]) -> Iterator[int]:
    """The places of days that contradict one before them: open twice at a time, or both open and closed."""
    for place, day in enumerate(days):
        if any(day["weekday"] == other["weekday"] and _clash(day, other) for other in days[:place]):
            yield place


def _clash(one: Day, other: Day) -> bool:
    if one["type"] != FROM_TO or other["type"] != FROM_TO:
        return True
    return one["from"] < other["to"] and other["from"] < one["to"]


def changed(before: Iterable[Day], given: Sequence[Day]) -> list[Day]:
    """A day may be given in several pieces; one that is not given stays as it is."""
    named = {day["weekday"] for day in given}
    days = [day for day in before if day["weekday"] not in named] + [_kept(day) for day in given]
    return sorted(days, key=lambda day: (day["weekday"], day.get("from", "")))


def _kept(day: Day) -> Day:
    names = ("weekday", "type", "from", "to") if day["type"] == FROM_TO else ("weekday", "type")
    return {name: day[name] for name in names}
