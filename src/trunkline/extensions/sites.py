"""Sites, as other rooms ask about them."""

from collections.abc import Iterable

from sqlalchemy import func, select

from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import SITE_SETTINGS
from trunkline.store.tables import AutoReceptionist, Device, DeviceLine, Extension, PhoneNumber, Site
from trunkline.store.tenant import Tenant

_FIRST = select(func.min(Site.id).label("id"))


def main_id(rows: Tenant) -> str:
    return rows.all(_FIRST)[0].id


def main(rows: Tenant) -> Site:
    """The first site of the account."""
    return rows.known(Site, main_id(rows))


def main_receptionist(rows: Tenant, site_id: str) -> AutoReceptionist | None:
    return rows.first(AutoReceptionist, AutoReceptionist.main_of == site_id)


def company_number(rows: Tenant, site_id: str) -> str | None:
    """The number by which the site's extensions are reached from outside: the first of its main receptionist."""
    receptionist = main_receptionist(rows, site_id)
    if receptionist is None:
        return None
    numbers = rows.find(PhoneNumber, PhoneNumber.extension_id == receptionist.id)
    return min(numbers, key=lambda row: row.id).number if numbers else None


def language(rows: Tenant, site: Site) -> str:
    """In which those of it speak to callers who do not say."""
    entry = SITE_SETTINGS["audio_prompt"]
    return documents.read(rows, documents.of_site(site), [entry])[entry.key].value["language"]


def move(rows: Tenant, extensions: Iterable[Extension], to: Site) -> None:
    """Extensions belong to another site from now on, and their phone numbers and phones with them. Who shares a phone
    cannot go without the others: it stands at one site."""
    moving = {extension.id: extension for extension in extensions}
    for extension in moving.values():
        extension.site = to
    for number in rows.find(PhoneNumber, PhoneNumber.extension_id.in_(moving)):
        number.site_id = to.id
    phones = {line.device_id for line in rows.find(DeviceLine, DeviceLine.extension_id.in_(moving))}
    shared = rows.find(DeviceLine, DeviceLine.device_id.in_(phones), DeviceLine.extension_id.not_in(moving))
    if rows.first(Extension, Extension.id.in_({line.extension_id for line in shared}), Extension.site_id != to.id):
        refuse("invalid", fields=["site_id"])
    for phone in rows.find(Device, Device.id.in_(phones)):
        phone.site_id = to.id
