"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, TypedDict


class ListSmsConsentOptStatusesQuery(TypedDict):
    consumer_phone_number: str
    zoom_phone_user_numbers: list[str]


class ListSmsConsentOptStatusesAnswerPhoneNumberConsentOptStatusesItem(TypedDict):
    consumer_phone_number: str
    opt_status: Literal['pending', 'opt_out', 'opt_in']
    zoom_phone_user_number: str


class ListSmsConsentOptStatusesAnswer(TypedDict):
    phone_number_consent_opt_statuses: list[ListSmsConsentOptStatusesAnswerPhoneNumberConsentOptStatusesItem]
