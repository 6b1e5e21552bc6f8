"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ExternalContact(TypedDict):
    auto_call_recorded: NotRequired[bool]
    description: NotRequired[str]
    email: NotRequired[str]
    enable_internal_extension: NotRequired[bool]
    extension_number: NotRequired[str]
    external_contact_id: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    phone_numbers: NotRequired[list[str]]
    profile_picture_download_url: NotRequired[str]


class ListExternalContactsQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int


class ListExternalContactsAnswer(TypedDict):
    external_contacts: NotRequired[list[ExternalContact]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CreateExternalContactBodyProfilePicture(TypedDict):
    base64_encoding: NotRequired[str]
    type: NotRequired[Literal['JPG', 'JPEG', 'PNG', 'GIF']]


class CreateExternalContactBody(TypedDict):
    name: str
    auto_call_recorded: NotRequired[bool]
    description: NotRequired[str]
    email: NotRequired[str]
    enable_internal_extension: NotRequired[bool]
    extension_number: NotRequired[str]
    id: NotRequired[str]
    phone_numbers: NotRequired[list[str]]
    profile_picture: NotRequired[CreateExternalContactBodyProfilePicture]
    routing_path: NotRequired[str]


class CreateExternalContactAnswer(TypedDict):
    external_contact_id: NotRequired[str]
    name: NotRequired[str]


GetExternalContactAnswer = ExternalContact


class UpdateExternalContactBodyProfilePicture(TypedDict):
    base64_encoding: NotRequired[str]
    type: NotRequired[Literal['JPG', 'JPEG', 'PNG', 'GIF']]


class UpdateExternalContactBody(TypedDict):
    auto_call_recorded: NotRequired[bool]
    description: NotRequired[str]
    email: NotRequired[str]
    enable_internal_extension: NotRequired[bool]
    extension_number: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    phone_numbers: NotRequired[list[str]]
    profile_picture: NotRequired[UpdateExternalContactBodyProfilePicture]
    routing_path: NotRequired[str]
