"""Sites, as other rooms ask about them."""

from sqlalchemy import func, select

from trunkline.settings import documents
from trunkline.settings.catalogue import SITE_SETTINGS
from trunkline.store.tables import AutoReceptionist, Extension, PhoneNumber, Site
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


def move(rows: Tenant, extension: Extension, to: Site) -> None:
    """An extension belongs to another site from now on, and its phone numbers with it."""
    extension.site = to
    for number in rows.find(PhoneNumber, PhoneNumber.extension_id == extension.id):
        number.site_id = to.id
