"""Phone numbers as the wire shows them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from trunkline.extensions.number_lists import KINDS
from trunkline.extensions.phone_numbers import CAPABILITIES, CARRIER_UPDATE_REQUIRED, CONFIRMED, Assigned

_KINDS = {kind: name for name, kind in KINDS.items()}


def number(row: Any) -> Any:
    shown: dict[str, Any] = {
        "capability": [name for name in CAPABILITIES if getattr(row, name)],
        "id": row.id,
        "location": row.location,
        "number": row.number,
        "number_type": row.number_type,
        "site": {"id": row.site_id, "name": row.site_name},
        "source": row.source,
        "status": "available",
    }
    if row.display_name:
        shown["display_name"] = row.display_name
    if row.assignee_id:
        shown["assignee"] = {
            "extension_number": row.assignee_number,
            "id": row.assignee_id,
            "name": row.assignee_name,
            "type": _KINDS[row.assignee_kind],
        }
    return shown


def byoc(row: Any, address: Any) -> Any:
    """With what its carrier is asked and told; `address` is the emergency address of whom it rings."""
    shown = number(row)
    if row.carrier:
        shown["carrier"] = {"name": row.carrier}
    if address:
        shown["emergency_address"] = {
            "address_line1": address.address_line1,
            "address_line2": address.address_line2,
            "city": address.city,
            "country": address.country,
            "state_code": address.state_code,
            "zip": address.zip,
        }
        told = address.told_address_id == address.address_id
        shown["emergency_address_status"] = CONFIRMED if told else CARRIER_UPDATE_REQUIRED
        if told:
            shown["emergency_address_update_time"] = (
                f"{datetime.fromtimestamp(address.told_at, UTC):%Y-%m-%dT%H:%M:%SZ}"
            )
    return shown


def assigned(numbers: Iterable[Assigned]) -> list[Any]:
    return [{"id": each.id, "number": each.number} for each in numbers]
