"""Devices as the wire shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from trunkline.api.context import Installation
from trunkline.extensions.devices import OTHER, Assignee, Line, Seen
from trunkline.store.opening import opened
from trunkline.store.tables import Device, Site
from trunkline.wire import phone_devices as wire

UNSUPPORTED = "unsupported"  # nothing of ours controls a phone or lets guests sign in on it
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


def sip_accounts(device: Device, lines: Iterable[Line], domain: str, installation: Installation) -> list[Any]:
    """What is typed into a phone, one for each assignee."""
    return [
        {
            "authorization_id": line.sip_user,
            "outbound_proxy": installation.sip_address,
            "password": opened(installation.seal, line.sealed_password) or "",
            "sip_domain": domain,
            "user_name": line.sip_user,
        }
        | ({"shared_line": _shared_line(line)} if device.brand == OTHER else {})
        for line in lines
    ]


def smartphone(row: Any, assignees: Sequence[Assignee], app: Seen) -> Any:
    shown: dict[str, Any] = {
        "activation_status": "Activated",
        "device_name": row.display_name,
        "device_type": app.user_agent,
        "public_ip": app.public_ip,
        "serial_number": row.mac_address,
        "site": {"name": row.site_name, "site_id": row.site_id},
        "smartphone_id": row.id,
    }
    if assignees:
        shown["assignee"] = {"extension_number": assignees[0].number, "name": assignees[0].name}
    return shown


def _shared_line(line: Line) -> dict[str, Any]:
    whose: dict[str, Any] = {"display_name": line.name, "extension_number": line.number}
    if line.phone_number:
        whose["phone_number"] = line.phone_number
    shown = {"line_subscription": whose}
    return shown | ({"outbound_caller_id": line.outbound_caller_id} if line.outbound_caller_id else {})


def _shown(device: Any, site: dict[str, str], assignees: Sequence[Assignee], seen: Seen | None) -> Any:
    shown: dict[str, Any] = {
        "assignees": [_assignee(assignee) for assignee in assignees],
        "device_type": f"{device.brand} {device.model}".strip(),
        "display_name": device.display_name,
        "id": device.id,
        "mac_address": device.mac_address,
        "policy": {"call_control": {"status": UNSUPPORTED}, "hot_desking": {"status": UNSUPPORTED}},
        "provision_template_id": "",  # there are none yet
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
