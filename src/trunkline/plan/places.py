"""Sites and ways out, as the exchange needs them: how numbers are dialled there, and which are for emergencies."""

from collections.abc import Mapping
from functools import lru_cache

from phonenumbers import PhoneMetadata
from sqlalchemy import select

from trunkline.exchange.plan import Dialling, Site, Trunk
from trunkline.extensions.short_numbers import emergency_numbers
from trunkline.store import tables
from trunkline.store.tables import AutoReceptionist, EmergencyAddress, PhoneNumber
from trunkline.store.tenant import Tenant

ONE_LINE = ("address_line1", "address_line2", "city", "state_code", "zip", "country")

_sites = select(
    tables.Site.id,
    tables.Site.name,
    tables.Site.code,
    tables.Site.country,
    tables.Site.timezone,
    tables.Site.emergency_address_id,
)
_addresses = select(EmergencyAddress.id, *(getattr(EmergencyAddress, name) for name in ONE_LINE))
_trunks = select(tables.Trunk.id, tables.Trunk.host).order_by(tables.Trunk.id)
_main_numbers = (
    select(AutoReceptionist.main_of, PhoneNumber.number)
    .join(PhoneNumber, PhoneNumber.extension_id == AutoReceptionist.id)
    .where(AutoReceptionist.main_of.is_not(None))
    .order_by(PhoneNumber.id.desc())
)


def addresses(rows: Tenant) -> dict[str, str]:
    """Each emergency address as one line, by its id."""
    return {id: ", ".join(part for part in parts if part) for id, *parts in rows.all(_addresses)}


def sites(rows: Tenant, lines: Mapping[str, str]) -> dict[str, Site]:
    """The number that a site shows is the first of its main auto receptionist."""
    main: dict[str, str] = dict(rows.all(_main_numbers))
    return {
        site.id: Site(
            site.id,
            site.name,
            "" if site.code is None else str(site.code),
            dialling(site.country),
            emergency_numbers(site.country),
            lines.get(site.emergency_address_id, ""),
            main.get(site.id, ""),
        )
        for site in rows.all(_sites)
    }


def zones(rows: Tenant) -> dict[str, str]:
    return {site.id: site.timezone for site in rows.all(_sites)}


def trunks(rows: Tenant) -> tuple[Trunk, ...]:
    return tuple(Trunk(id, host) for id, host in rows.all(_trunks))


@lru_cache
def dialling(country: str) -> Dialling | None:
    """How people dial in a country, ISO 3166-1 alpha-2; None for one without a numbering plan."""
    metadata = PhoneMetadata.metadata_for_region(country)
    if metadata is None or metadata.country_code is None or metadata.general_desc is None:
        return None
    international = metadata.preferred_international_prefix or metadata.international_prefix or ""
    return Dialling(
        code=str(metadata.country_code),
        national=metadata.national_prefix or "",
        international="".join(digit for digit in international if digit.isdigit()),
        lengths=frozenset(metadata.general_desc.possible_length),
        country=country,
    )
