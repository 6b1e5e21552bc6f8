"""What a telephone number says by itself (ITU-T E.164): how it is written, its country, whether calling it is free.

The library that knows this is loaded when the first number is asked about: a start need not wait for it.
"""

from functools import lru_cache
from typing import NamedTuple

KEPT = 10_000  # numbers whose details are remembered


class Details(NamedTuple):
    """Where a number belongs, and who pays for calling it."""

    calling_code: str  # 44
    country: str  # GB; 001 for what belongs to no country, such as +800
    toll_free: bool


UNKNOWN = Details("", "", False)


def normal(said: str) -> str | None:
    """E.164 for what may be written with or without `+` and with separators; None for what is no number."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse("+" + said.strip().lstrip("+"))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(KEPT)
def details(number: str) -> Details:
    """Of a number in E.164; of anything else nothing is known."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return UNKNOWN
    toll_free = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE
    return Details(str(parsed.country_code), phonenumbers.region_code_for_number(parsed) or "", toll_free)


def location(number: str) -> str:
    """The place that a number in E.164 belongs to, in English; empty where none is known."""
    import phonenumbers
    from phonenumbers import geocoder  # a second that only this needs

    return geocoder.description_for_number(phonenumbers.parse(number), "en")


def calling_code(country: str) -> str:
    """Of a country, ISO 3166-1 alpha-2; empty for one without telephone numbers."""
    import phonenumbers

    return str(phonenumbers.country_code_for_region(country) or "")
