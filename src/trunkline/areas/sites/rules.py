"""How a site comes to be, and how it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from trunkline import texts
from trunkline.extensions import addresses, handling, numbering
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.store.tables import AutoReceptionist, EmergencyAddress, Extension, Site, SiteProfile, User
from trunkline.store.tenant import Taken, Tenant
from trunkline.wire import sites as wire

Wishes = wire.CreateSiteBody

SHORT_LENGTHS = range(2, 6)
SHORT_LENGTH = 3  # unless said otherwise
LONGEST_CALLER_ID_NAME = 15
INDIA = "IN"


def create(rows: Tenant, wishes: Wishes) -> Site:
    """Add a site with its emergency address and its main auto receptionist, which gets the next free number."""
    source = wishes.get("source_auto_receptionist_id")
    like = rows.get(AutoReceptionist, source) if source else None
    length = wishes.get("short_extension", {}).get("length", SHORT_LENGTH)
    if length not in SHORT_LENGTHS:
        refuse("invalid", fields=["short_extension.length"])
    _no_zone(wishes)
    code = wishes.get("site_code")
    if code is not None and not _fits(code, length):
        refuse("site_code_length")
    address = addresses.add(rows, wishes["default_emergency_address"])
    site = Site(
        name=wishes["name"],
        country=address.country,
        country_name=addresses.country_name(address.country),
        code=code,
        short_extension_length=length,
        emergency_address_id=address.id,
        profile=_india(address.country, wishes),
    )
    try:
        with rows.claiming():
            rows.add(site)
    except Taken:
        refuse("site_taken", name=wishes["name"])
    receptionist = AutoReceptionist(site=site, name=wishes["auto_receptionist_name"], main_of=site.id)
    numbering.claim_free(rows, receptionist)
    if like:
        handling.copy(rows, like, receptionist)
    if off_net := wishes.get("force_off_net"):
        documents.say(rows, documents.of_site(site), "force_off_net", cast(Mapping[str, Any], off_net))
    return site


def _india(country: str, wishes: Wishes) -> SiteProfile:
    """A site in India says where its calls are charged from."""
    if country != INDIA:
        return SiteProfile()
    profile = SiteProfile(
        india_city=wishes.get("india_city", ""),
        india_entity_name=wishes.get("india_entity_name", ""),
        india_sdca_npa=wishes.get("india_sdca_npa", ""),
        india_state_code=wishes.get("india_state_code", ""),
    )
    if not (profile.india_state_code and profile.india_city):
        refuse("india_state_city_required")
    if not (profile.india_sdca_npa.isascii() and profile.india_sdca_npa.isdigit()):
        refuse("india_sdca_invalid")
    if not profile.india_entity_name:
        refuse("india_entity_name_required")
    return profile


def change(rows: Tenant, site: Site, wishes: wire.UpdateSiteBody) -> None:
    """Change what is given."""
    _no_zone(wishes)
    if "name" in wishes:
        if not 1 <= len(wishes["name"]) <= texts.LONGEST_NAME:
            refuse("invalid", fields=["name"])
        _named(rows, site, wishes["name"])
    if "caller_id_name" in wishes:
        if len(wishes["caller_id_name"]) > LONGEST_CALLER_ID_NAME:
            refuse("invalid", fields=["caller_id_name"])
        site.profile = replace(site.profile, caller_id_name=wishes["caller_id_name"])
    if "short_extension" in wishes:
        _shorten(site, wishes["short_extension"])
    if "site_code" in wishes:
        _code(rows, site, wishes["site_code"])
    elif site.code is not None and not _fits(site.code, site.short_extension_length):
        refuse("site_code_length")
    if "default_emergency_address" in wishes:
        _address(rows, site, cast(Mapping[str, Any], wishes["default_emergency_address"]))


def _named(rows: Tenant, site: Site, name: str) -> None:
    try:
        with rows.claiming():
            site.name = name
    except Taken:
        refuse("site_taken", name=name)


def _shorten(site: Site, said: wire.UpdateSiteBodyShortExtension) -> None:
    """Ranges of another length end with it."""
    length = said.get("length", site.short_extension_length)
    if length not in SHORT_LENGTHS:
        refuse("short_extension_length_invalid")
    kept = site.profile.short_ranges if length == site.short_extension_length else ()
    ranges = [[each.get("range_from", ""), each.get("range_to", "")] for each in said.get("ranges", ())]
    _sensible(ranges, length)
    site.short_extension_length = length
    site.profile = replace(site.profile, short_ranges=ranges if "ranges" in said else kept)


def _sensible(ranges: Sequence[Sequence[str]], length: int) -> None:
    ends = [end for pair in ranges for end in pair]
    if not all(ends):
        refuse("short_extension_range_required")
    if not all(end.isascii() and end.isdigit() for end in ends):
        refuse("short_extension_range_digits")
    if any(len(end) != length for end in ends):
        refuse("short_extension_range_length")
    if any(first >= last for first, last in ranges):
        refuse("short_extension_range_order")
    if ends != sorted(set(ends)):
        refuse("short_extension_ranges_overlap")


def _code(rows: Tenant, site: Site, code: int) -> None:
    """Numbers that begin with the old code begin with the new one. The first code of an account is a new site's."""
    if not _fits(code, site.short_extension_length):
        refuse("site_code_length")
    if rows.first(Site, Site.code.is_not(None)) is None:
        refuse("site_code_disabled")
    before = site.code
    try:
        with rows.claiming():
            site.code = code
    except Taken:
        refuse("site_taken", name=site.name)
    try:
        numbering.recode(rows, rows.find(Extension, Extension.site_id == site.id), before, site)
    except Taken:
        refuse("extension_number_taken")


def _address(rows: Tenant, site: Site, said: Mapping[str, Any]) -> None:
    """The address that calls of the site are made from is corrected; it stays in its country, and nobody's own."""
    if said["country"].upper() != site.country:
        refuse("country_fixed")
    parts = addresses.normal(site.country, said)
    if parts is None:
        told = [texts.trimmed(said.get(name, "")) for name in ("address_line1", "city", "zip")]
        if not all(told):
            refuse("address_not_validated")
        refuse("address_invalid", address=", ".join(told))
    same = [getattr(EmergencyAddress, name) == part for name, part in parts.items()]
    alike = rows.first(EmergencyAddress, EmergencyAddress.country == site.country, *same)
    if alike and _is_personal(rows, alike):
        refuse("emergency_address_personal")
    row = rows.known(EmergencyAddress, site.emergency_address_id)
    for name, part in parts.items():
        setattr(row, name, part)


def _is_personal(rows: Tenant, address: EmergencyAddress) -> bool:
    """Somebody's own, and no site's."""
    return (
        rows.first(User, User.emergency_address_id == address.id) is not None
        and rows.first(Site, Site.emergency_address_id == address.id) is None
    )


def _fits(code: int, length: int) -> bool:
    return code >= 0 and len(str(code)) + length <= numbering.LONGEST_WITH_CODE


def _no_zone(wishes: wire.CreateSiteBody | wire.UpdateSiteBody) -> None:
    """There are no SIP zones to choose."""
    if wishes.get("sip_zone", {}).get("id"):
        refuse("invalid", fields=["sip_zone.id"])
