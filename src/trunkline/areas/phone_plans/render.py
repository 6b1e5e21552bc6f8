"""Plans as the wire shows them."""

from typing import Any

from trunkline.extensions.licences import Entry

NUMBERS = {
    ("internal", "toll"): "Included Phone Numbers",
    ("internal", "tollfree"): "Toll-Free Phone Numbers",
    ("external", "toll"): "BYOC Phone Numbers",
    ("external", "tollfree"): "BYOC Toll-Free Phone Numbers",
}


def calling_plan(entry: Entry) -> Any:
    return {
        "assigned": entry.assigned,
        "available": entry.left,
        "name": entry.name,
        "subscribed": entry.bought,
        "type": entry.code,
    }


def numbers(source: str, type: str, all: int, assigned: int) -> Any:
    name = NUMBERS[source, type]
    return {"assigned": assigned, "available": all - assigned, "name": name, "subscribed": all}
