"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListBillingAccountsQuery(TypedDict):
    site_id: NotRequired[str]


class ListBillingAccountsAnswerBillingAccountsItem(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListBillingAccountsAnswer(TypedDict):
    billing_accounts: NotRequired[list[ListBillingAccountsAnswerBillingAccountsItem]]


class GetBillingAccountAnswer(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]
