"""Numbers of a country that are shorter than any subscriber's: of the emergency services, and of public services.

What the numbering plans of countries say is the library's. A number that is "for help" is one whose beginning must not
be taken either, since phones and gateways know such numbers and call them once they are dialled.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc

from trunkline.extensions.patterns import numbers_of

SHORT = 3  # digits of a public service's number that phones know
# Services of social value in Europe (Commission Decision 2007/116/EC) begin with 116, who asks for a number of someone
# dials 118: each with such as there may be, of which phones know the beginning
HARMONISED = {"116": ("116000", "116117"), "118": ("118", "1180", "11850", "118500", "118000")}
HEALTH = "111"  # the line for who needs a doctor, where it is one
NORTH_AMERICA = 1  # country code
N11 = re.compile("[2-9]11|988")  # which everywhere there are kept for services to the public
EVERYWHERE = frozenset({"112"})  # which mobile networks know in each country (3GPP TS 22.101 section 10.1)


@lru_cache
def emergency_numbers(country: str) -> frozenset[str]:
    """112 where the library knows of none: of a few small countries."""
    known = _known(country, "emergency")
    if known:
        return frozenset(numbers_of(known.pattern))
    return EVERYWHERE if country in phonenumbers.SUPPORTED_REGIONS else frozenset()


@lru_cache
def numbers_for_help(country: str) -> frozenset[str]:
    """Emergency numbers, those of services that anybody may call for nothing, of three digits or after 116, the line
    of public health, and who tells numbers of others."""
    found = emergency_numbers(country) | _such(country, "toll_free", _of(SHORT))
    if _is_north_american(country):
        found |= {number for number in _of(SHORT) if N11.fullmatch(number)}
    found |= {HEALTH} & _such(country, "short_code", [HEALTH])
    return found | {
        begin for begin, some in HARMONISED.items() if any(is_service_number(each, country) for each in some)
    }


def is_service_number(dialled: str, country: str) -> bool:
    """Whether a call there goes to some service of the public network. Numbers that only take texts are none; in North
    America those are all that have more than three digits."""
    if not _such(country, "short_code", [dialled]):
        return False
    return len(dialled) == SHORT if _is_north_american(country) else not _such(country, "sms_services", [dialled])


def begins_or_is_begun_by(dialled: str, numbers: Iterable[str]) -> bool:
    return any(dialled.startswith(number) or number.startswith(dialled) for number in numbers)


def _is_north_american(country: str) -> bool:
    return phonenumbers.country_code_for_region(country) == NORTH_AMERICA


def _such(country: str, kind: str, candidates: Iterable[str]) -> frozenset[str]:
    pattern = _known(country, kind)
    return frozenset(number for number in candidates if pattern and pattern.fullmatch(number))


@lru_cache
def _known(country: str, kind: str) -> re.Pattern[str] | None:
    known: PhoneNumberDesc | None = getattr(PhoneMetadata.short_metadata_for_region(country), kind, None)
    return re.compile(known.national_number_pattern) if known and known.national_number_pattern else None


def _of(length: int) -> Iterable[str]:
    return (str(n).zfill(length) for n in range(10**length))
