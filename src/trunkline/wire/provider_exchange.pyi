"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListCarrierPeeringNumbersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    phone_number: NotRequired[str]


class ListCarrierPeeringNumbersAnswerNumbersItem(TypedDict):
    assigned: int
    phone_number: str
    sip_trunk_name: str
    status: int
    billing_reference_id: NotRequired[str]
    customer_account_name: NotRequired[str]
    customer_account_number: NotRequired[str]
    service_info: NotRequired[str]


class ListCarrierPeeringNumbersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    numbers: NotRequired[list[ListCarrierPeeringNumbersAnswerNumbersItem]]
    total_records: NotRequired[int]


class ListPeeringNumbersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    phone_number: NotRequired[str]
    carrier_code: NotRequired[int]


class ListPeeringNumbersAnswerNumbersItem(TypedDict):
    assigned: int
    phone_number: str
    sip_trunk_name: str
    status: int
    billing_reference_id: NotRequired[str]
    service_info: NotRequired[str]


class ListPeeringNumbersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    numbers: NotRequired[list[ListPeeringNumbersAnswerNumbersItem]]
    total_records: NotRequired[int]


class AddPeeringNumbersBodyPhoneNumbersItem(TypedDict):
    phone_number: str
    sip_trunk_name: str
    status: int
    billing_reference_id: NotRequired[str]
    service_info: NotRequired[str]


class AddPeeringNumbersBody(TypedDict):
    carrier_code: NotRequired[int]
    phone_numbers: NotRequired[list[AddPeeringNumbersBodyPhoneNumbersItem]]


class AddPeeringNumbersAnswerUnprocessedNumbersItem(TypedDict):
    failure_reason: NotRequired[str]
    phone_number: NotRequired[str]


class AddPeeringNumbersAnswer(TypedDict):
    unprocessed_numbers: NotRequired[list[AddPeeringNumbersAnswerUnprocessedNumbersItem]]


class RemovePeeringNumbersQuery(TypedDict):
    carrier_code: NotRequired[int]
    phone_numbers: list[str]


class RemovePeeringNumbersAnswerUnprocessedNumbersItem(TypedDict):
    failure_reason: NotRequired[str]
    phone_number: NotRequired[str]


class RemovePeeringNumbersAnswer(TypedDict):
    unprocessed_numbers: NotRequired[list[RemovePeeringNumbersAnswerUnprocessedNumbersItem]]


class UpdatePeeringNumbersBodyPhoneNumbersItem(TypedDict):
    phone_number: str
    billing_reference_id: NotRequired[str]
    service_info: NotRequired[str]
    sip_trunk_name: NotRequired[str]
    status: NotRequired[int]


class UpdatePeeringNumbersBody(TypedDict):
    carrier_code: NotRequired[int]
    phone_numbers: NotRequired[list[UpdatePeeringNumbersBodyPhoneNumbersItem]]


class UpdatePeeringNumbersAnswerUnprocessedNumbersItem(TypedDict):
    failure_reason: NotRequired[str]
    phone_number: NotRequired[str]


class UpdatePeeringNumbersAnswer(TypedDict):
    unprocessed_numbers: NotRequired[list[UpdatePeeringNumbersAnswerUnprocessedNumbersItem]]
