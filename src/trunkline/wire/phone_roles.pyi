"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Role(TypedDict):
    description: NotRequired[str]
    id: NotRequired[str]
    is_default: NotRequired[bool]
    name: NotRequired[str]
    total_members: NotRequired[int]


class AddPhoneRoleTargetInputTargetsItem(TypedDict):
    target_ids: list[str]
    target_type: NotRequired[Literal['site', 'callQueue', 'autoReceptionist', 'user', 'group', 'sharedLineGroup', 'commonArea']]


class AddPhoneRoleTargetInput(TypedDict):
    targets: list[AddPhoneRoleTargetInputTargetsItem]
    is_default: NotRequired[bool]
    user_id: NotRequired[str]


class ListPhoneRolesAnswer(TypedDict):
    roles: NotRequired[list[Role]]


class DuplicatePhoneRoleBody(TypedDict):
    role_id: str
    description: NotRequired[str]
    name: NotRequired[str]


class DuplicatePhoneRoleAnswer(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


GetPhoneRoleAnswer = Role


class UpdatePhoneRoleBody(TypedDict):
    description: NotRequired[str]
    name: NotRequired[str]


class ListPhoneRoleMembersQuery(TypedDict):
    in_role: bool


class ListPhoneRoleMembersAnswerMembersItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListPhoneRoleMembersAnswerMembersItem(TypedDict):
    display_name: NotRequired[str]
    email: NotRequired[str]
    extension_number: NotRequired[int]
    site: NotRequired[ListPhoneRoleMembersAnswerMembersItemSite]
    user_id: NotRequired[str]


class ListPhoneRoleMembersAnswer(TypedDict):
    members: NotRequired[list[ListPhoneRoleMembersAnswerMembersItem]]


class AddPhoneRoleMembersBody(TypedDict):
    copy_all_members: NotRequired[bool]
    copy_targets: NotRequired[bool]
    role_id: NotRequired[str]
    user_ids: NotRequired[list[str]]


class RemovePhoneRoleMembersQuery(TypedDict):
    user_ids: list[str]


class ListPhoneRoleTargetsQuery(TypedDict):
    is_default: NotRequired[bool]
    user_id: NotRequired[str]
    selected: NotRequired[bool]
    target_type: NotRequired[Literal['site', 'callQueue', 'autoReceptionist', 'user', 'group', 'sharedLineGroup', 'commonArea']]
    site_id: NotRequired[str]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListPhoneRoleTargetsAnswerTargetsItem(TypedDict):
    extension_number: NotRequired[int]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    target_id: NotRequired[str]
    target_name: NotRequired[str]
    target_type: NotRequired[Literal['site', 'callQueue', 'autoReceptionist', 'user', 'group', 'sharedLineGroup', 'commonArea']]


class ListPhoneRoleTargetsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    targets: NotRequired[list[ListPhoneRoleTargetsAnswerTargetsItem]]
    total_records: NotRequired[int]


AddPhoneRoleTargetsBody = AddPhoneRoleTargetInput


class AddPhoneRoleTargetsAnswerTargetsItem(TypedDict):
    target_ids: NotRequired[list[str]]
    target_type: NotRequired[Literal['site', 'callQueue', 'autoReceptionist', 'user', 'group', 'sharedLineGroup', 'commonArea']]


class AddPhoneRoleTargetsAnswer(TypedDict):
    is_default: NotRequired[bool]
    targets: NotRequired[list[AddPhoneRoleTargetsAnswerTargetsItem]]
    user_id: NotRequired[str]


RemovePhoneRoleTargetsBody = AddPhoneRoleTargetInput
