"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListCarrierResellerNumbersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    assigned_status: NotRequired[Literal['assigned', 'unassigned', 'returned']]
    sub_account_id: NotRequired[str]
    keyword: NotRequired[str]


class ListCarrierResellerNumbersAnswerCarrierResellerNumbersItem(TypedDict):
    assigned_status: NotRequired[Literal['assigned', 'unassigned', 'returned']]
    carrier_code: NotRequired[int]
    country_iso_code: NotRequired[str]
    phone_number: NotRequired[str]
    status: NotRequired[Literal['inactive', 'active']]
    sub_account_id: NotRequired[str]
    sub_account_name: NotRequired[str]


class ListCarrierResellerNumbersAnswer(TypedDict):
    carrier_reseller_numbers: NotRequired[list[ListCarrierResellerNumbersAnswerCarrierResellerNumbersItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateCarrierResellerNumbersBodyItem(TypedDict):
    phone_number: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]


CreateCarrierResellerNumbersBody = list[CreateCarrierResellerNumbersBodyItem]


ActivateCarrierResellerNumbersBody = list[str]
