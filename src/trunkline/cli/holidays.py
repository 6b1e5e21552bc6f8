"""The days on which the demo's offices keep closed, by country: those that have the same rule every year.

Those that go with Easter are left out.
"""

from collections.abc import Iterator
from datetime import date, timedelta

MONDAY, THURSDAY = 0, 3
LAST = -1


def of(country: str, years: range) -> Iterator[tuple[str, date]]:
    for year in years:
        yield from (_british if country == "GB" else _american)(year)


def _american(year: int) -> Iterator[tuple[str, date]]:
    """The federal holidays (5 U.S.C. 6103) that most offices keep."""
    yield "New Year's Day", date(year, 1, 1)
    yield "Memorial Day", _the(LAST, MONDAY, year, 5)
    yield "Independence Day", date(year, 7, 4)
    yield "Labor Day", _the(1, MONDAY, year, 9)
    yield "Thanksgiving Day", _the(4, THURSDAY, year, 11)
    yield "Christmas Day", date(year, 12, 25)


def _british(year: int) -> Iterator[tuple[str, date]]:
    """The bank holidays of England and Wales."""
    yield "New Year's Day", date(year, 1, 1)
    yield "Early May bank holiday", _the(1, MONDAY, year, 5)
    yield "Spring bank holiday", _the(LAST, MONDAY, year, 5)
    yield "Summer bank holiday", _the(LAST, MONDAY, year, 8)
    yield "Christmas Day", date(year, 12, 25)
    yield "Boxing Day", date(year, 12, 26)


def _the(which: int, weekday: int, year: int, month: int) -> date:
    """Such a weekday of a month, counted from its first day, or the last one."""
    if which == LAST:
        next_month = date(year + month // 12, month % 12 + 1, 1)
        return next_month - timedelta(1 + (next_month.weekday() - 1 - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
