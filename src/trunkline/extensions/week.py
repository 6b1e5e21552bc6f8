"""The business hours of a week, in the wire's words: for each day whether it is closed, open all day, or from when to
when.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

CLOSED, ALL_DAY, FROM_TO = 0, 1, 2
WHOLE = "00:00", "24:00"
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
    until: dict[int, tuple[str, int]] = {}  # by weekday: how late one ends of those so far, and its place
    for place, (begins, ends) in sorted(enumerate(map(_span, days)), key=lambda each: each[1]):
        weekday = days[place]["weekday"]
        latest, other = until.get(weekday, ("", place))
        if begins < latest:
            yield max(place, other)
        until[weekday] = max((ends, place), (latest, other))


def _span(day: Day) -> tuple[str, str]:
    return (day["from"], day["to"]) if day["type"] == FROM_TO else WHOLE


def changed(before: Iterable[Day], given: Sequence[Day]) -> list[Day]:
    """A day may be given in several pieces; one that is not given stays as it is."""
    named = {day["weekday"] for day in given}
    days = [day for day in before if day["weekday"] not in named] + [_kept(day) for day in given]
    return sorted(days, key=lambda day: (day["weekday"], day.get("from", "")))


def _kept(day: Day) -> Day:
    names = ("weekday", "type", "from", "to") if day["type"] == FROM_TO else ("weekday", "type")
    return {name: day[name] for name in names}
