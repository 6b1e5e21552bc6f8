"""The lists of devices."""

from typing import Any

from sqlalchemy import Select, String, cast, exists, false, or_, select

from trunkline.problems import refuse
from trunkline.store.records import Registration
from trunkline.store.tables import Device, DeviceLine, Extension, Site
from trunkline.wire import phone_devices as wire

_KINDS = {"user": "user", "commonArea": "common_area"}
ONLY_ASSIGNED = ("assignee_type", "location_status")

_devices = select(
    Device.id,
    Device.brand,
    Device.model,
    Device.display_name,
    Device.mac_address,
    Device.site_id,
    Site.name.label("site_name"),
).join(Site, Site.id == Device.site_id)

_has_line = exists().where(DeviceLine.device_id == Device.id)


def devices(query: wire.ListDevicesQuery, now: float) -> Select[*tuple[Any, ...]]:
    """Sources and location states that no device here has find nothing: all are bought and placed by their owner."""
    assigned = query["type"] == "assigned"
    if not assigned and (misplaced := [name for name in ONLY_ASSIGNED if name in query]):
        refuse("invalid", fields=misplaced)
    statement = _devices.where(_has_line if assigned else ~_has_line)
    if "device_source" in query or "location_status" in query:
        statement = statement.where(false())
    if "assignee_type" in query:
        statement = statement.where(_assigned_to(Extension.kind == _KINDS[query["assignee_type"]]))
    if "site_id" in query:
        statement = statement.where(Device.site_id == query["site_id"])
    if "device_type" in query:
        statement = statement.where(Device.brand == query["device_type"])
    if "keyword" in query:
        word: Any = query["keyword"]
        at_address = exists().where(
            Registration.device_id == Device.id,
            Registration.expires_at > int(now),
            or_(_contains(Registration.received_host, word), _contains(Registration.private_host, word)),
        )
        names = or_(_contains(Extension.name, word), _contains(cast(Extension.number, String), word))
        statement = statement.where(or_(_contains(Device.mac_address, word), _assigned_to(names), at_address))
    return statement


def _assigned_to(which: Any) -> Any:
    return exists().where(DeviceLine.device_id == Device.id, Extension.id == DeviceLine.extension_id, which)


def _contains(column: Any, word: str) -> Any:
    return column.icontains(word, autoescape=True)
