"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class EmergencyAddresseOwner(TypedDict):
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]


class EmergencyAddresseSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class EmergencyAddresse(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    is_default: NotRequired[bool]
    level: NotRequired[Literal[0, 1, 2]]
    owner: NotRequired[EmergencyAddresseOwner]
    site: NotRequired[EmergencyAddresseSite]
    state_code: NotRequired[str]
    status: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    zip: NotRequired[str]


class ListEmergencyAddressesQuery(TypedDict):
    site_id: NotRequired[str]
    user_id: NotRequired[str]
    level: NotRequired[Literal[0, 1, 2]]
    status: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    address_keyword: NotRequired[str]
    next_page_token: NotRequired[str]
    page_size: int


class ListEmergencyAddressesAnswer(TypedDict):
    emergency_addresses: NotRequired[list[EmergencyAddresse]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateEmergencyAddressBody(TypedDict):
    address_line1: str
    city: str
    country: str
    state_code: str
    zip: str
    address_line2: NotRequired[str]
    is_default: NotRequired[bool]
    site_id: NotRequired[str]
    user_id: NotRequired[str]


class CreateEmergencyAddressAnswerOwner(TypedDict):
    extension_number: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]


class CreateEmergencyAddressAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class CreateEmergencyAddressAnswer(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    is_default: NotRequired[bool]
    level: NotRequired[Literal[0, 1, 2]]
    owner: NotRequired[CreateEmergencyAddressAnswerOwner]
    site: NotRequired[CreateEmergencyAddressAnswerSite]
    state_code: NotRequired[str]
    status: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    zip: NotRequired[str]


GetEmergencyAddressAnswer = EmergencyAddresse


class UpdateEmergencyAddressBody(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    is_default: NotRequired[bool]
    state_code: NotRequired[str]
    zip: NotRequired[str]


UpdateEmergencyAddressAnswer = EmergencyAddresse
