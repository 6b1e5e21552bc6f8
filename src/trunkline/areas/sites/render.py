"""Sites as the wire shows them."""

from typing import Any

from trunkline.store.tables import AutoReceptionist, EmergencyAddress, Site
from trunkline.wire import sites as wire

ACCOUNT_LEVEL = 0
NOT_VERIFIED_BY_ANYONE = 1  # verification not required
LEVEL = "level"  # of a site; told where clients saw it


def _level(id: str, main: str | None) -> Any:
    """Which site it is, where the id of the main one is given."""
    return {} if main is None else {LEVEL: "main" if id == main else "sub"}


def listed(site: Any, main: str | None) -> wire.ListSitesAnswerSitesItem:
    shown: wire.ListSitesAnswerSitesItem = {
        "country": {"code": site.country, "name": site.country_name},
        "id": site.id,
        "name": site.name,
    }
    shown |= _level(site.id, main)
    if site.receptionist_id:
        shown["main_auto_receptionist"] = {
            "extension_id": site.receptionist_extension_id,
            "extension_number": site.receptionist_number,
            "id": site.receptionist_id,
            "name": site.receptionist_name,
        }
    if site.code is not None:
        shown["site_code"] = site.code
    return shown


def site(
    site: Site, address: EmergencyAddress, receptionist: AutoReceptionist | None, policy: Any, main: str | None
) -> wire.GetSiteAnswer:
    shown: wire.GetSiteAnswer = {
        "caller_id_name": site.profile.caller_id_name,
        "country": {"code": site.country, "name": site.country_name},
        "default_emergency_address": {
            "address_line1": address.address_line1,
            "address_line2": address.address_line2,
            "city": address.city,
            "country": address.country,
            "id": address.id,
            "is_default": True,
            "level": ACCOUNT_LEVEL,
            "state_code": address.state_code,
            "status": NOT_VERIFIED_BY_ANYONE,
            "zip": address.zip,
        },
        "id": site.id,
        "name": site.name,
        "policy": policy,
        "short_extension": {"length": site.short_extension_length},
    }
    shown |= _level(site.id, main)
    if receptionist:
        shown["main_auto_receptionist"] = {
            "extension_id": receptionist.extension_id,
            "extension_number": receptionist.number,
            "id": receptionist.id,
            "name": receptionist.name,
        }
    if site.code is not None:
        shown["site_code"] = site.code
    if india := site.profile.india_state_code:
        shown["india_state_code"] = india
        shown["india_city"] = site.profile.india_city
        shown["india_entity_name"] = site.profile.india_entity_name
        shown["india_sdca_npa"] = site.profile.india_sdca_npa
    return shown
