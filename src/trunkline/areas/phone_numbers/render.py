"""Phone numbers as the wire shows them."""

from collections.abc import Iterable
from typing import Any

from trunkline.extensions.number_lists import KINDS
from trunkline.extensions.phone_numbers import Assigned

_KINDS = {kind: name for name, kind in KINDS.items()}


def number(row: Any) -> Any:
    """The same in the list and alone."""
    shown: dict[str, Any] = {
        "capability": ["incoming", "outgoing"],
        "id": row.id,
        "location": row.location,
        "number": row.number,
        "number_type": row.number_type,
        "site": {"id": row.site_id, "name": row.site_name},
        "source": row.source,
        "status": "available",
    }
    if row.carrier:
        shown["carrier"] = {"name": row.carrier}
    if row.assignee_id:
        shown["assignee"] = {
            "extension_number": row.assignee_number,
            "id": row.assignee_id,
            "name": row.assignee_name,
            "type": _KINDS[row.assignee_kind],
        }
    return shown


def assigned(numbers: Iterable[Assigned]) -> list[Any]:
    return [{"id": each.id, "number": each.number} for each in numbers]
