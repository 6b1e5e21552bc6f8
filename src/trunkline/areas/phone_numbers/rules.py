"""How numbers that an organisation brings along come into its account, and what becomes of them there."""

from trunkline.exchange.destinations import details
from trunkline.extensions import e164, number_lists
from trunkline.extensions.phone_numbers import CAPABILITIES, CARRIER_UPDATE_REQUIRED, CONFIRMED
from trunkline.problems import refuse
from trunkline.store.tables import PhoneNumber, Site
from trunkline.store.tenant import Taken, Tenant
from trunkline.wire import phone_numbers as wire


def add(rows: Tenant, wishes: wire.AddByocPhoneNumbersBody, location: str = "") -> list[PhoneNumber]:
    """`location` is where they are, where that is known already; otherwise it is looked up."""
    if "sip_group_id" in wishes:
        refuse("sip_group_unknown", id=wishes["sip_group_id"])  # there are none yet
    said = [e164.normal(number) for number in wishes["phone_numbers"]]
    if faults := [f"phone_numbers.{place}" for place, number in enumerate(said) if number is None]:
        refuse("invalid", fields=faults)
    site = _site(rows, wishes.get("site_id"))
    return [_add(rows, number, wishes["carrier"], site, location) for number in dict.fromkeys(said) if number]


def _site(rows: Tenant, id: str | None) -> Site:
    """Where there is only one, it need not be said."""
    if id is not None:
        return rows.get(Site, id)
    sites = rows.find(Site)
    return sites[0] if len(sites) == 1 else refuse("invalid", fields=["site_id"])


def _add(rows: Tenant, number: str, carrier: str, site: Site, location: str) -> PhoneNumber:
    kind = "tollfree" if details(number).toll_free else "toll"
    row = PhoneNumber(number=number, number_type=kind, source="external")
    row.carrier, row.site_id, row.location = carrier, site.id, location or e164.location(number)
    try:
        with rows.claiming():
            return rows.add(row)
    except Taken:
        refuse("phone_number_taken", number=number)


def update(rows: Tenant, number: PhoneNumber, wishes: wire.UpdatePhoneNumberBody, now: float) -> None:
    """Change what is given."""
    if number.source != number_lists.BYOC and wishes.keys() & {"emergency_address_status", "sip_group_id"}:
        refuse("phone_number_not_byoc")
    if group := wishes.get("sip_group_id"):
        refuse("sip_group_unknown", id=group)  # there are none yet
    if "capability" in wishes:
        if not wishes["capability"]:
            refuse("capability_required")
        if not set(wishes["capability"]) <= set(CAPABILITIES):
            refuse("capability_invalid")
        number.incoming, number.outgoing = (name in wishes["capability"] for name in CAPABILITIES)
    if "display_name" in wishes:
        number.display_name = wishes["display_name"]
    if "emergency_address_status" in wishes:
        _confirm(rows, number, wishes["emergency_address_status"], now)


def _confirm(rows: Tenant, number: PhoneNumber, status: int, now: float) -> None:
    """The carrier knows the emergency address that the number has now, or has yet to be told."""
    if status not in (CARRIER_UPDATE_REQUIRED, CONFIRMED):
        refuse("invalid", fields=["emergency_address_status"])
    address = number_lists.addresses(rows, [number.id]).get(number.id)
    if address is None:
        refuse("phone_number_not_bound")
    number.told_address_id = address.address_id if status == CONFIRMED else None
    number.told_at = int(now)
