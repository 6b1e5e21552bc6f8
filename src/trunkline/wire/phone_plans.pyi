"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListCallingPlansAnswerCallingPlansItem(TypedDict):
    assigned: NotRequired[int]
    available: NotRequired[int]
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: NotRequired[str]
    subscribed: NotRequired[int]
    type: NotRequired[int]


class ListCallingPlansAnswer(TypedDict):
    calling_plans: NotRequired[list[ListCallingPlansAnswerCallingPlansItem]]


class ListPlansAnswerCallingPlansItem(TypedDict):
    assigned: NotRequired[int]
    available: NotRequired[int]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: NotRequired[str]
    subscribed: NotRequired[int]
    type: NotRequired[int]


class ListPlansAnswerPhoneNumbersItem(TypedDict):
    assigned: NotRequired[int]
    available: NotRequired[int]
    name: NotRequired[str]
    subscribed: NotRequired[int]


class ListPlansAnswer(TypedDict):
    calling_plans: NotRequired[list[ListPlansAnswerCallingPlansItem]]
    phone_numbers: NotRequired[list[ListPlansAnswerPhoneNumbersItem]]
