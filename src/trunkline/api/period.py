"""The stretch of time that a list of records covers, as its query says with `from` and `to`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from trunkline.problems import refuse

DAY = timedelta(days=1)
LONGEST = timedelta(days=31)
OLDEST = timedelta(days=184)  # six months
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
SHOWN = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Period:
    """From `start` up to, but without, `end`; UTC. `shown_end` is where it ends for those who read it."""

    start: datetime
    end: datetime
    shown_end: datetime

    def shown(self) -> dict[str, str]:
        return {"from": f"{self.start:{SHOWN}}", "to": f"{self.shown_end:{SHOWN}}"}

    def shown_as_days(self) -> dict[str, str]:
        """The first day and the last, both of which may be covered in part."""
        return {"from": f"{self.start:%Y-%m-%d}", "to": f"{self.shown_end - timedelta.resolution:%Y-%m-%d}"}


def period(
    query: Mapping[str, Any], now: float, unless_said: timedelta = DAY, too_old: str = "period_invalid"
) -> Period:
    """The last day, or as much as is usual, unless `from` is given, and then `to` must be; at most a month, within the
    last six. Unless its end is given, nothing is too late for it: a clock that was set back hides no call.

    `too_old` is what is refused with where it begins before those.
    """
    present = datetime.fromtimestamp(now, UTC)
    if "from" not in query:
        end = _read(query, "to", inclusive=True) if "to" in query else present
        if end < present - OLDEST:
            refuse("period_invalid", fields=["to"], name="to")
        start = end - unless_said
    elif "to" not in query:
        refuse("period_invalid", fields=["to"], name="to")
    else:
        start, end = _read(query, "from"), _read(query, "to", inclusive=True)
    if start < present - OLDEST - DAY:
        refuse(too_old, fields=["from"], name="from")
    backwards = "from" in query and _read(query, "to") < start
    if backwards or end - start > LONGEST:
        refuse("period_invalid", fields=["to"], name="to")
    return Period(start, end if "to" in query else NEVER, end)


def _read(query: Mapping[str, Any], name: str, *, inclusive: bool = False) -> datetime:
    """A moment, or a day: as an end, a day counts whole."""
    said = query[name]
    for form, rest in ((SHOWN, timedelta()), ("%Y-%m-%d", DAY if inclusive else timedelta())):
        try:
            return datetime.strptime(said, form).replace(tzinfo=UTC) + rest
        except (ValueError, OverflowError):
            continue
    refuse("period_invalid", fields=[name], name=name)
