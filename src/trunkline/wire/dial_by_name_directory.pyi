"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import NotRequired, TypedDict


class ListDirectoryUserResultItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListDirectoryUserResultItem(TypedDict):
    display_name: NotRequired[str]
    email: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[str]
    site: NotRequired[ListDirectoryUserResultItemSite]


class ListDirectoryUser(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    result: NotRequired[list[ListDirectoryUserResultItem]]


class ListDirectoryUsersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    in_directory: bool
    site_id: str


ListDirectoryUsersAnswer = ListDirectoryUser


class AddDirectoryUsersBody(TypedDict):
    site_id: str
    extension_ids: NotRequired[list[str]]


class RemoveDirectoryUsersQuery(TypedDict):
    site_id: str
    extension_ids: NotRequired[list[str]]


class ListSiteDirectoryUsersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    in_directory: bool
    site_id: NotRequired[str]


ListSiteDirectoryUsersAnswer = ListDirectoryUser


class AddSiteDirectoryUsersBody(TypedDict):
    extension_ids: NotRequired[list[str]]
    site_id: NotRequired[str]


class RemoveSiteDirectoryUsersQuery(TypedDict):
    site_id: NotRequired[str]
    extension_ids: NotRequired[list[str]]
