"""The lists of devices."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, String, cast, exists, false, func, or_, select

from trunkline.extensions.devices import SEEN, Seen
from trunkline.problems import refuse
from trunkline.store.records import Registration
from trunkline.store.tables import Device, DeviceLine, Extension, Site
from trunkline.store.tenant import Tenant
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

# Such apps name their system in the User-Agent. (Replacing heeds the case on both stores: `ios` is in many a word.)
_agent = Registration.user_agent
_on_a_smartphone = or_(
    _agent.icontains("android"),
    _agent.icontains("iphone"),
    _agent.icontains("ipad"),
    func.replace(_agent, "iOS", "") != _agent,
)
_apps = SEEN.where(_on_a_smartphone)

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


def smartphones(query: wire.ListSmartphonesQuery, now: float) -> Select[*tuple[Any, ...]]:
    """Devices with a line that an app on a smartphone has registered."""
    app = Registration.device_id == Device.id, Registration.expires_at > int(now), _on_a_smartphone
    statement = _devices.where(exists().where(*app))
    if "site_id" in query:
        statement = statement.where(Device.site_id == query["site_id"])
    if "keyword" in query:
        word: Any = query["keyword"]
        statement = statement.where(
            or_(
                _contains(Device.display_name, word),
                _contains(Device.mac_address, word),
                _assigned_to(_contains(Extension.name, word)),
                exists().where(*app, _contains(Registration.received_host, word)),
            )
        )
    return statement


def apps(rows: Tenant, device_ids: Iterable[str], now: float) -> dict[str, Seen]:
    """The app on each of the smartphones, as the registrar saw it last."""
    found = rows.all(_apps, devices=[*device_ids], now=int(now))
    return {device_id: Seen(*seen) for device_id, *seen in found}


def _assigned_to(which: Any) -> Any:
    return exists().where(DeviceLine.device_id == Device.id, Extension.id == DeviceLine.extension_id, which)


def _contains(column: Any, word: str) -> Any:
    return column.icontains(word, autoescape=True)
