"""How numbers that an organisation brings along come into its account."""

import phonenumbers
from phonenumbers import PhoneNumberType

from trunkline.extensions.phone_numbers import normal
from trunkline.problems import refuse
from trunkline.store.tables import PhoneNumber, Site
from trunkline.store.tenant import Taken, Tenant
from trunkline.wire import phone_numbers as wire


def add(rows: Tenant, wishes: wire.AddByocPhoneNumbersBody) -> list[PhoneNumber]:
    if "sip_group_id" in wishes:
        refuse("sip_group_unknown", id=wishes["sip_group_id"])  # there are none yet
    said = [normal(number) for number in wishes["phone_numbers"]]
    if faults := [f"phone_numbers.{place}" for place, number in enumerate(said) if number is None]:
        refuse("invalid", fields=faults)
    site = _site(rows, wishes.get("site_id"))
    return [_add(rows, number, wishes["carrier"], site) for number in dict.fromkeys(said) if number]


def _site(rows: Tenant, id: str | None) -> Site:
    """Where there is only one, it need not be said."""
    if id is not None:
        return rows.get(Site, id)
    sites = rows.find(Site)
    return sites[0] if len(sites) == 1 else refuse("invalid", fields=["site_id"])


def _add(rows: Tenant, number: str, carrier: str, site: Site) -> PhoneNumber:
    parsed = phonenumbers.parse(number)
    free = phonenumbers.number_type(parsed) == PhoneNumberType.TOLL_FREE
    row = PhoneNumber(number=number, number_type="tollfree" if free else "toll", source="external")
    row.carrier, row.site_id, row.location = carrier, site.id, _location(parsed)
    try:
        with rows.claiming():
            return rows.add(row)
    except Taken:
        refuse("phone_number_taken", number=number)


def _location(number: phonenumbers.PhoneNumber) -> str:
    from phonenumbers import geocoder  # half a second that only this operation needs

    return geocoder.description_for_number(number, "en")
