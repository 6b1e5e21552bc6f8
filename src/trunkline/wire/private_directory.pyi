"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListPrivateDirectoryMembersQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int
    keyword: NotRequired[str]
    site_id: NotRequired[str]


class ListPrivateDirectoryMembersAnswerPrivateDirectoryMembersItem(TypedDict):
    extension_display_name: str
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'zoom_room', 'common_area', 'auto_receptionist', 'call_queue', 'shared_line_group']
    searchable_on_web_portal: Literal['everybody', 'admins_only', 'nobody']
    extension_email: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]


class ListPrivateDirectoryMembersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    private_directory_members: NotRequired[list[ListPrivateDirectoryMembersAnswerPrivateDirectoryMembersItem]]
    total_records: NotRequired[int]


class AddPrivateDirectoryMembersBodyMembersItem(TypedDict):
    extension_id: str
    searchable_on_web_portal: Literal['everybody', 'admins_only', 'nobody']


class AddPrivateDirectoryMembersBody(TypedDict):
    members: list[AddPrivateDirectoryMembersBodyMembersItem]
    site_id: NotRequired[str]


class RemovePrivateDirectoryMemberQuery(TypedDict):
    site_id: NotRequired[str]


class UpdatePrivateDirectoryMemberBody(TypedDict):
    searchable_on_web_portal: Literal['everybody', 'admins_only', 'nobody']
    site_id: NotRequired[str]
