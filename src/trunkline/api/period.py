"""The stretch of time that a list of records covers, as its query says with `from` and `to`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from trunkline.problems import refuse

DAY = timedelta(days=1)
LONGEST = timedelta(days=31)  # between the first day and the last: as far as the same day of the next month
OLDEST = timedelta(days=184)  # six months
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
SHOWN, DATE = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"

# RFC 3339: a full-date, or a date-time with any fraction of a second and any offset.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DATE.pattern + r"[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


@dataclass(frozen=True)
class Period:
    """From `start` up to, but without, `end`; UTC. `shown_end` is where it ends for those who read it, and `asked` is
    what the query said of it."""

    start: datetime
    end: datetime
    shown_end: datetime
    asked: Mapping[str, str]

    def shown(self, form: str = SHOWN) -> dict[str, str]:
        """As it was asked; what was not, in the form given."""
        return {"from": f"{self.start:{form}}", "to": f"{self._last(form):{form}}", **self.asked}

    def shown_as_days(self) -> dict[str, str]:
        """The first day and the last as they were written, in whatever zone; both may be covered in part."""
        days = {name: said[: len("YYYY-MM-DD")] for name, said in self.asked.items()}
        return {"from": f"{self.start:{DATE}}", "to": f"{self._last(DATE):{DATE}}", **days}

    def _last(self, form: str) -> datetime:
        return self.shown_end - timedelta.resolution if form == DATE else self.shown_end


def period(
    query: Mapping[str, Any], now: float, unless_said: timedelta = DAY, too_old: str = "period_invalid"
) -> Period:
    """The last day, or as much as is usual, unless `from` is given, and then `to` must be; at most a month, within the
    last six. Unless its end is given, nothing is too late for it: a clock that was set back hides no call.

    `too_old` is what is refused with where it begins before those.
    """
    present = datetime.fromtimestamp(now, UTC)
    # A plus sign that was not encoded has come as a space.
    asked = {name: query[name].replace(" ", "+") for name in ("from", "to") if name in query}
    if "from" not in asked:
        end = _read(asked, "to", inclusive=True) if "to" in asked else present
        if end < present - OLDEST:
            refuse("period_invalid", fields=["to"], name="to")
        start = end - unless_said
    elif "to" not in asked:
        refuse("period_invalid", fields=["to"], name="to")
    else:
        start, end = _read(asked, "from"), _read(asked, "to", inclusive=True)
    if start < present - OLDEST - DAY:
        refuse(too_old, fields=["from"], name="from")
    if "from" in asked:
        last = _read(asked, "to")
        if last < start or last.date() - start.date() > LONGEST:
            refuse("period_invalid", fields=["to"], name="to")
    return Period(start, end if "to" in asked else NEVER, end, asked)


def _read(asked: Mapping[str, str], name: str, *, inclusive: bool = False) -> datetime:
    """A moment, or a day: as an end, a day counts whole."""
    said = asked[name]
    try:
        if _MOMENT.fullmatch(said):
            return datetime.fromisoformat(said.upper()).astimezone(UTC)
        if _DATE.fullmatch(said):
            return datetime.fromisoformat(said).replace(tzinfo=UTC) + (DAY if inclusive else timedelta())
    except (ValueError, OverflowError):
        pass
    refuse("period_invalid", fields=[name], name=name)
