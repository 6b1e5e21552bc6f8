"""What a number of the public network says by itself (ITU-T E.164): its country, and what calling it costs.

The library that knows this is loaded when the first number is asked about, and each answer is kept: calls inside never
ask.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

KEPT = 10_000  # numbers whose details are remembered
NOWHERE = "001"  # what the library has for the country of numbers that belong to none (ITU-T E.164.1): +870, +979
NORTH_AMERICA = 1
SAME_RANGE = 2  # digits of a national number: those that begin with fewer in common have nothing in common
# What the library counts as ordinary there, or does not know: 976, as an exchange and as an area code, is for those who
# pay by the call; behind 600 and 700 each carrier sells services of its own; 555 1212 tells numbers, at a price.
PRICED = re.compile("(?:[2-9][0-9]{2})?976.*|[67]00.*|[2-9][0-9]{2}5551212")
AREA_CODE = "23456789"  # how one begins there


class Details(NamedTuple):
    """Where a number belongs, who pays for calling it, and whether that costs more than other calls."""

    calling_code: str  # 44
    country: str  # ISO 3166-1 alpha-2, or 001 for what belongs to none, such as +800; empty: not known
    toll_free: bool
    premium: bool


UNKNOWN = Details("", "", False, False)


@lru_cache(KEPT)
def details(number: str) -> Details:
    """Of a number in E.164; of anything else nothing is known.

    Premium are those that pay whoever is called, and follow-me numbers (+44 70), which are abused alike; of numbers
    without a country all but the free ones, for satellites and virtual networks cost as much. What callers pay a part
    of (+49 180, +61 13) is not. A number that is too long costs what the beginning of it does: carriers cut it. What no
    list of its country has counts as what it begins like, and what cannot be a number there as premium: carriers take
    short codes too (118 118 after +44), and each for itself.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return UNKNOWN
    phonenumbers.truncate_too_long_number(parsed)
    country = phonenumbers.region_code_for_number(parsed) or ""
    kind = phonenumbers.number_type(parsed)
    pays = kind in (Type.PREMIUM_RATE, Type.PERSONAL_NUMBER)
    if kind == Type.UNKNOWN:
        possible = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
        pays = not possible or phonenumbers.is_valid_short_number(parsed) or _begins_like_premium(parsed)
    if parsed.country_code == NORTH_AMERICA:
        digits = str(parsed.national_number)
        priced = digits[0] not in AREA_CODE or PRICED.fullmatch(digits)
        pays = pays or bool(priced and kind != Type.TOLL_FREE)
    elif phonenumbers.region_code_for_country_code(parsed.country_code or 0) == NOWHERE:
        pays = kind not in (Type.TOLL_FREE, Type.SHARED_COST)
    return Details(str(parsed.country_code), country, kind == Type.TOLL_FREE, pays)


def _begins_like_premium(number: "PhoneNumber") -> bool:
    """Whether all that is known to begin with the same digits, as many of them as anything known does, is premium."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    digits = phonenumbers.national_significant_number(number)
    for kept in range(len(digits) - 1, SAME_RANGE - 1, -1):
        others = (f"{digits[:kept]}{each * (len(digits) - kept)}" for each in "0123456789")
        parsed = (phonenumbers.parse(f"+{number.country_code}{other}") for other in others)
        if known := {phonenumbers.number_type(other) for other in parsed} - {Type.UNKNOWN}:
            return known <= {Type.PREMIUM_RATE, Type.PERSONAL_NUMBER}
    return False


@lru_cache(KEPT)
def written(number: str) -> str:
    """A number as E.164 has it, if it was written with what is dialled before it at home, +44 (0)20, or with digits
    after it, which carriers cut."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    phonenumbers.truncate_too_long_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(KEPT)
def is_known(number: str) -> bool:
    """Whether a number in E.164 is one that its country has given out, or might."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(KEPT)
def dialled_at_home(number: str) -> str:
    """What is dialled for a number in E.164 within its country, such as 1300 123 456 in Australia, where others begin
    with 0; empty for one that no list has."""
    if not is_known(number):
        return ""
    import phonenumbers

    at_home = phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.normalize_digits_only(at_home)


@lru_cache(KEPT)
def read_at_home(dialled: str, country: str) -> str:
    """What is dialled within a country, as E.164, where it has ways of its own (8 0 152 in Belarus); empty for what is
    in no list."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(dialled, country)
    except phonenumbers.NumberParseException:
        return ""
    valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if valid else ""


def country(number: str) -> str:
    """Where a call to a number in E.164 goes. One that is in no list of its country yet is of the country that its
    code is named for."""
    found = details(number)
    if found.country or not found.calling_code:
        return found.country
    import phonenumbers

    return phonenumbers.region_code_for_country_code(int(found.calling_code))
