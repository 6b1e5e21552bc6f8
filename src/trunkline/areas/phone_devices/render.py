"""Devices as the wire shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from trunkline.api.context import Installation
from trunkline.extensions.devices import Assignee, Seen
from trunkline.store.tables import Device, DeviceLine, Site
from trunkline.wire import phone_devices as wire

_KINDS = {"user": "user", "common_area": "commonArea"}


def listed(row: Any, assignees: Sequence[Assignee], seen: Seen | None) -> Any:
    site = {"id": row.site_id, "name": row.site_name}
    return _shown(row, site, assignees, seen) | ({"firmware_version": seen.user_agent} if seen else {})


def device(
    device: Device, site: Site, assignees: Sequence[Assignee], seen: Seen | None, accounts: list[Any]
) -> wire.GetDeviceAnswer:
    shown = _shown(device, {"id": site.id, "name": site.name}, assignees, seen)
    shown["provision"] = {"sip_accounts": accounts, "type": "manual"}
    return shown


def sip_accounts(lines: Iterable[DeviceLine], domain: str, installation: Installation) -> list[Any]:
    """What is typed into a phone, one for each assignee."""
    return [
        {
            "authorization_id": line.sip_user,
            "outbound_proxy": installation.sip_address,
            "password": installation.seal.open(line.sealed_password),
            "sip_domain": domain,
            "user_name": line.sip_user,
        }
        for line in lines
    ]


def _shown(device: Any, site: dict[str, str], assignees: Sequence[Assignee], seen: Seen | None) -> Any:
    shown: dict[str, Any] = {
        "assignees": [_assignee(assignee) for assignee in assignees],
        "device_type": f"{device.brand} {device.model}".strip(),
        "display_name": device.display_name,
        "id": device.id,
        "mac_address": device.mac_address,
        "site": site,
        "status": "online" if seen else "offline",
    }
    if assignees:
        first = _assignee(assignees[0])
        del first["extension_id"]
        shown["assignee"] = first
    if seen:
        shown["public_ip"], shown["private_ip"] = seen.public_ip, seen.private_ip
    return shown


def _assignee(assignee: Assignee) -> dict[str, Any]:
    return {
        "extension_id": assignee.extension_id,
        "extension_number": assignee.number,
        "extension_type": _KINDS[assignee.kind],
        "id": assignee.id,
        "name": assignee.name,
    }
