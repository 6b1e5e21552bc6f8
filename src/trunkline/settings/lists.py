"""The lists in policies, whatever they are policies of: each entry is whole, and no two speak of the same thing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

LONGEST_KEPT: Mapping[str, int] = {"year": 10, "month": 18, "day": 60}
NO_END = -1

Wishes = Mapping[str, Any]


def faults(wishes: Wishes) -> Iterator[str]:
    """The fields of what is kept for how long, and of the reasons to leave a queue, that are missing or cannot be."""
    at = "auto_delete_data_after_retention_duration.items"
    items = wishes.get("auto_delete_data_after_retention_duration", {}).get("items", ())
    for place, item in enumerate(items):
        duration = item.get("duration", 0)
        if "type" not in item:
            yield f"{at}.{place}.type"
        if duration != NO_END and not 1 <= duration <= LONGEST_KEPT[item.get("time_unit", "day")]:
            yield f"{at}.{place}.duration"
    yield from _twice(at, items, "type")
    at = "call_queue_opt_out_reason.call_queue_opt_out_reasons_list"
    reasons = wishes.get("call_queue_opt_out_reason", {}).get("call_queue_opt_out_reasons_list", ())
    for place, reason in enumerate(reasons):
        if not reason.get("code"):
            yield f"{at}.{place}.code"
    yield from _twice(at, reasons, "code")


def _twice(at: str, entries: Iterable[Wishes], name: str) -> Iterator[str]:
    seen: set[object] = set()
    for place, entry in enumerate(entries):
        if entry.get(name) in seen:
            yield f"{at}.{place}.{name}"
        if entry.get(name):
            seen.add(entry[name])
