"""Sites and ways out, as the exchange needs them: how numbers are dialled there, and which are for emergencies."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from phonenumbers import PhoneMetadata
from sqlalchemy import select

from trunkline.exchange.plan import NOWHERE, Address, Dialling, Site, Trunk
from trunkline.extensions.short_numbers import emergency_numbers
from trunkline.store import tables
from trunkline.store.tables import AutoReceptionist, EmergencyAddress, PhoneNumber
from trunkline.store.tenant import Tenant

PARTS = ("address_line1", "address_line2", "city", "state_code", "zip", "country")  # as `Address` has them

_sites = select(
    tables.Site.id,
    tables.Site.name,
    tables.Site.code,
    tables.Site.country,
    tables.Site.timezone,
    tables.Site.emergency_address_id,
    tables.Site.profile,
)
_addresses = select(EmergencyAddress.id, *(getattr(EmergencyAddress, name) for name in PARTS))
_trunks = select(tables.Trunk.id, tables.Trunk.host).order_by(tables.Trunk.id)
_main_numbers = (
    select(AutoReceptionist.main_of, PhoneNumber.number)
    .join(PhoneNumber, PhoneNumber.extension_id == AutoReceptionist.id)
    .where(AutoReceptionist.main_of.is_not(None))
    .order_by(PhoneNumber.id.desc())
)


def addresses(rows: Tenant) -> dict[str, Address]:
    """Each emergency address, by its id."""
    return {id: Address(*(part or "" for part in parts)) for id, *parts in rows.all(_addresses)}


def callbacks(extensions: Iterable[Any], numbers: Iterable[Any]) -> dict[str, str]:
    """By site a number at which somebody there can be called, rather that of a queue or a receptionist than a person's;
    for a site that has none, under the empty id, one of another."""
    found, of = dict[str, str](), {row.id: row for row in extensions}
    known = [(of[each.extension_id], each.number) for each in numbers if each.incoming and each.extension_id in of]
    for extension, number in sorted(known, key=lambda each: each[0].kind == "user"):
        found.setdefault(extension.site_id, number)
        found.setdefault("", number)
    return found


def sites(rows: Tenant, where: Mapping[str, Address], callback: Mapping[str, str]) -> dict[str, Site]:
    """The number that a site shows is the first of its main auto receptionist."""
    main: dict[str, str] = dict(rows.all(_main_numbers))
    return {
        site.id: Site(
            site.id,
            site.name,
            "" if site.code is None else str(site.code),
            dialling(site.country),
            emergency_numbers(site.country),
            where.get(site.emergency_address_id, NOWHERE),
            main.get(site.id, ""),
            callback.get(site.id, callback.get("", "")),
            site.profile.caller_id_name,
        )
        for site in rows.all(_sites)
    }


def zones(rows: Tenant) -> dict[str, str]:
    return {site.id: site.timezone for site in rows.all(_sites)}


def trunks(rows: Tenant) -> tuple[Trunk, ...]:
    return tuple(Trunk(id, host) for id, host in rows.all(_trunks))


@lru_cache
def dialling(country: str, area: str = "") -> Dialling | None:
    """How people dial in a country, ISO 3166-1 alpha-2, and in an area of it; None for one without a numbering plan."""
    metadata = PhoneMetadata.metadata_for_region(country)
    if metadata is None or metadata.country_code is None or metadata.general_desc is None:
        return None
    return Dialling(
        code=str(metadata.country_code),
        national=metadata.national_prefix or "",
        international=metadata.international_prefix or "",
        lengths=frozenset(metadata.general_desc.possible_length),
        country=country,
        area=area.removeprefix(metadata.national_prefix or ""),
    )
