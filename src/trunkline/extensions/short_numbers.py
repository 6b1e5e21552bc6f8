"""Numbers of a country that are shorter than any subscriber's: of the emergency services, and of public services.

What the numbering plans of countries say is the library's. A number that is "for help" is one whose beginning must not
be taken either, since phones and gateways know such numbers and call them once they are dialled.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

LONGEST_EMERGENCY = 4  # digits
SHORT = 3  # digits of a public service's number
HARMONISED = (
    "116",
    "116000",
)  # services of social value in Europe (Commission Decision 2007/116/EC) begin so; one of them
NORTH_AMERICA = 1  # country code
N11 = re.compile("[2-9]11|988")  # which everywhere there are kept for services to the public


@lru_cache
def emergency_numbers(country: str) -> frozenset[str]:
    candidates = (number for length in range(2, LONGEST_EMERGENCY + 1) for number in _of(length))
    known = PhoneMetadata.short_metadata_for_region(country)
    return frozenset(number for number in candidates if known and phonenumbers.is_emergency_number(number, country))


@lru_cache
def numbers_for_help(country: str) -> frozenset[str]:
    """Emergency numbers, and those of services that anybody may call for nothing, of three digits or after 116."""
    found = emergency_numbers(country) | _such(country, "toll_free", _of(SHORT))
    if phonenumbers.country_code_for_region(country) == NORTH_AMERICA:
        found |= {number for number in _of(SHORT) if N11.fullmatch(number)}
    begins, one = HARMONISED
    return found | {begins} if _such(country, "toll_free", [one]) else found


@lru_cache
def service_numbers(country: str) -> frozenset[str]:
    """Every number of three digits that some service of the public network has there."""
    return numbers_for_help(country) | _such(country, "short_code", _of(SHORT))


def begins_or_is_begun_by(dialled: str, numbers: Iterable[str]) -> bool:
    return any(dialled.startswith(number) or number.startswith(dialled) for number in numbers)


def _such(country: str, kind: str, candidates: Iterable[str]) -> frozenset[str]:
    known = getattr(PhoneMetadata.short_metadata_for_region(country), kind, None)
    pattern = re.compile(known.national_number_pattern or "") if known else None
    return frozenset(number for number in candidates if pattern and pattern.fullmatch(number))


def _of(length: int) -> Iterable[str]:
    return (str(n).zfill(length) for n in range(10**length))
