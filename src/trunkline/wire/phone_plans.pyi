"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListCallingPlansAnswerCallingPlansItem(TypedDict):
    assigned: int
    available: int
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: str
    subscribed: int
    type: int


class ListCallingPlansAnswer(TypedDict):
    calling_plans: list[ListCallingPlansAnswerCallingPlansItem]


class ListPlansAnswerCallingPlansItem(TypedDict):
    assigned: int
    available: int
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: str
    subscribed: int
    type: int


class ListPlansAnswerPhoneNumbersItem(TypedDict):
    assigned: int
    available: int
    name: str
    subscribed: int


class ListPlansAnswer(TypedDict):
    calling_plans: list[ListPlansAnswerCallingPlansItem]
    phone_numbers: list[ListPlansAnswerPhoneNumbersItem]
