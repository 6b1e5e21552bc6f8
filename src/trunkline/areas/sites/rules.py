"""How a site comes to be."""

from trunkline.extensions import addresses, numbering
from trunkline.problems import refuse
from trunkline.store.tables import AutoReceptionist, Site, SiteProfile
from trunkline.store.tenant import Taken, Tenant
from trunkline.wire import sites as wire

Wishes = wire.CreateSiteBody

SHORT_LENGTHS = range(2, 6)
SHORT_LENGTH = 3  # unless said otherwise
INDIA = "IN"


def create(rows: Tenant, wishes: Wishes) -> Site:
    """Add a site with its emergency address and its main auto receptionist, which gets the next free number."""
    if source := wishes.get("source_auto_receptionist_id"):
        rows.get(AutoReceptionist, source)
    length = wishes.get("short_extension", {}).get("length", SHORT_LENGTH)
    if length not in SHORT_LENGTHS:
        refuse("invalid", fields=["short_extension.length"])
    code = wishes.get("site_code")
    if code is not None and (code < 0 or len(str(code)) + length > numbering.LONGEST_WITH_CODE):
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
