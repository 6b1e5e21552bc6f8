"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Any, Literal, NotRequired, TypedDict


AccountUserType = Literal[1, 2, 4, 99]


class AccountUser(TypedDict):
    id: str
    account_id: str
    email: str
    first_name: str
    last_name: str
    display_name: str
    type: AccountUserType
    status: Literal['active', 'inactive', 'pending']
    dept: NotRequired[str]
    cost_center: NotRequired[str]


class AccountUserFeature(TypedDict):
    zoom_phone: NotRequired[bool]


class ListAccountUsersQuery(TypedDict):
    page_size: int
    page_number: int
    next_page_token: NotRequired[str]
    status: Literal['active', 'inactive', 'pending']


class ListAccountUsersAnswer(TypedDict):
    next_page_token: str
    page_count: int
    page_number: int
    page_size: int
    total_records: int
    users: list[AccountUser]


class CreateAccountUserBodyUserInfo(TypedDict):
    email: str
    type: AccountUserType
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    password: NotRequired[str]
    feature: NotRequired[AccountUserFeature]


class CreateAccountUserBody(TypedDict):
    action: Literal['create', 'autoCreate', 'custCreate', 'ssoCreate']
    user_info: CreateAccountUserBodyUserInfo


class CreateAccountUserAnswer(TypedDict):
    id: str
    email: str
    first_name: str
    last_name: str
    type: AccountUserType


GetAccountUserAnswer = AccountUser


class UpdateAccountUserBody(TypedDict):
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    type: NotRequired[AccountUserType]
    dept: NotRequired[str]
    cost_center: NotRequired[str]
    feature: NotRequired[AccountUserFeature]
    company: NotRequired[str]
    custom_attributes: NotRequired[list[dict[str, Any]]]
    display_name: NotRequired[str]
    group_id: NotRequired[str]
    job_title: NotRequired[str]
    language: NotRequired[str]
    location: NotRequired[str]
    manager: NotRequired[str]
    phone_numbers: NotRequired[list[dict[str, Any]]]
    pronouns: NotRequired[str]
    role_id: NotRequired[str]
    timezone: NotRequired[str]


class DeleteAccountUserQuery(TypedDict):
    action: Literal['disassociate', 'delete']
