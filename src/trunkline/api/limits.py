"""How often an account may call: by the label of the operation and the plan of the account."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from trunkline.problems import refuse

DAY = 24 * 60 * 60
HEAVY = ("HEAVY", "RESOURCE_INTENSIVE")  # these two share the daily limit


@dataclass(frozen=True)
class RatePlan:
    at_once: Mapping[str, tuple[int, int]]  # label -> requests, in so many seconds
    daily: int


PLANS: Mapping[str, RatePlan | None] = {
    "pro": RatePlan({"LIGHT": (20, 1), "MEDIUM": (10, 1), "HEAVY": (5, 1), "RESOURCE_INTENSIVE": (5, 60)}, 15_000),
    "business": RatePlan(
        {"LIGHT": (40, 1), "MEDIUM": (20, 1), "HEAVY": (10, 1), "RESOURCE_INTENSIVE": (10, 60)}, 30_000
    ),
    "off": None,
}


class Limiter:
    """Counts in windows of a second, a minute and a day; kept in memory, so that a request costs no round trip."""

    def __init__(self, plan: RatePlan | None) -> None:
        self._plan = plan
        self._windows: dict[
            int, tuple[int, Counter[tuple[str, str]]]
        ] = {}  # by length: which one, what was taken in it

    def take(self, account_id: str, label: str, now: float, headers: dict[str, str]) -> None:
        """Count a request and say in the headers what is left; refuse one too many."""
        if self._plan is None:
            return
        most, seconds = self._plan.at_once[label]
        headers["x-ratelimit-category"] = label.capitalize().replace("_", "-")
        if label in HEAVY and self._over(account_id, "daily", DAY, self._plan.daily, "Daily-limit", now, headers):
            tomorrow = datetime.fromtimestamp((now // DAY + 1) * DAY, UTC)
            headers["retry-after"] = f"{tomorrow:%Y-%m-%dT%H:%M:%SZ}"
            refuse("rate_limited_daily")
        if self._over(account_id, label, seconds, most, "QPS", now, headers):
            refuse("rate_limited")

    def _over(
        self, account_id: str, what: str, seconds: int, most: int, kind: str, now: float, headers: dict[str, str]
    ) -> bool:
        window, taken = self._windows.get(seconds, (-1, Counter[tuple[str, str]]()))
        if window != int(now) // seconds:
            window, taken = int(now) // seconds, Counter[tuple[str, str]]()
            self._windows[seconds] = window, taken
        taken[account_id, what] += 1
        left = most - taken[account_id, what]
        headers["x-ratelimit-type"] = kind
        headers["x-ratelimit-limit"] = str(most)
        headers["x-ratelimit-remaining"] = str(max(left, 0))
        return left < 0
