"""How a device comes to be, and changes."""

from trunkline import events
from trunkline.extensions import device_orders, devices, people
from trunkline.problems import refuse
from trunkline.store.seal import Seal
from trunkline.store.tables import Device, Extension, Person, Site, User
from trunkline.store.tenant import Tenant
from trunkline.wire import phone_devices as wire

SITE = 2  # level of a sync; 1 is the account


def create(rows: Tenant, seal: Seal, wishes: wire.CreateDeviceBody) -> Device:
    brand = devices.brand(wishes["type"]) or refuse("invalid", fields=["type"])
    if wishes.get("provision_template_id"):
        refuse("invalid", fields=["provision_template_id"])  # there are none yet
    assignees = devices.assignable(rows, wishes.get("assignee_extension_ids", []))
    if named := wishes.get("assigned_to"):
        assignees = [people.user(rows, named), *assignees]
    site = _site(rows, wishes.get("site_id"), assignees)
    device = Device(display_name=wishes["display_name"], mac_address=wishes["mac_address"], brand=brand)
    device.model, device.site_id = wishes.get("model", ""), site.id
    devices.create(rows, device)
    devices.assign(rows, seal, device, assignees, "assignee_extension_ids")
    if brand == devices.OTHER:
        _tell(rows, device, site)
    return device


def update(rows: Tenant, seal: Seal, device: Device, wishes: wire.UpdateDeviceBody) -> None:
    """Change what is given."""
    if wishes.get("provision_template_id"):
        refuse("invalid", fields=["provision_template_id"])  # there are none yet
    if "assigned_to" in wishes:
        devices.hand_over(rows, seal, device, _owner(rows, wishes["assigned_to"]))
    if "display_name" in wishes:
        device.display_name = wishes["display_name"]


def scope(rows: Tenant, wishes: wire.SyncDeskPhonesBody) -> str:
    """Which site's phones, or the whole account's."""
    if (wishes["level"] == SITE) != bool(wishes.get("site_id")):
        refuse("invalid", fields=["site_id"])
    site = wishes.get("site_id")
    return rows.get(Site, site).id if site else device_orders.WHOLE_ACCOUNT


def _owner(rows: Tenant, named: str) -> User:
    """Somebody of the directory who has no extension is told from somebody whom nobody knows."""
    person = rows.first(Person, Person.email == named.lower() if "@" in named else Person.id == named)
    if person and rows.first(User, User.person_id == person.id) is None:
        refuse("extension_unknown", id=named)
    return people.user(rows, named)


def _site(rows: Tenant, id: str | None, assignees: list[Extension]) -> Site:
    """An assigned device stands at its assignees' site; for another it must be said, where there are several."""
    said = rows.get(Site, id) if id else None
    if assignees:
        return assignees[0].site if said in (None, assignees[0].site) else refuse("invalid", fields=["site_id"])
    if said:
        return said
    sites = rows.find(Site)
    return sites[0] if len(sites) == 1 else refuse("invalid", fields=["site_id"])


def _tell(rows: Tenant, device: Device, site: Site) -> None:
    """The event names the device; the passwords are read by those who may, with `get_device`."""
    about = {"id": device.id, "display_name": device.display_name, "device_type": device.brand}
    about |= {"mac_address": device.mac_address, "site": {"id": site.id, "name": site.name}}
    events.emit(rows, "phone.generic_device_provision", about | {"provision": {"type": "manual"}})
