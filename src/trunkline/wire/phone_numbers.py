"""Generated from contract/ by tools/make_wire.py: do not edit."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class EmergencyAddress(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    state_code: NotRequired[str]
    zip: NotRequired[str]


class AddByocPhoneNumbersBody(TypedDict):
    carrier: str
    phone_numbers: list[str]
    sip_group_id: NotRequired[str]
    site_id: NotRequired[str]


class AddByocPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AddByocPhoneNumbersAnswer(TypedDict):
    phone_numbers: NotRequired[list[AddByocPhoneNumbersAnswerPhoneNumbersItem]]


class ListPhoneNumbersQuery(TypedDict):
    next_page_token: NotRequired[str]
    type: NotRequired[Literal['assigned', 'unassigned', 'byoc', 'all']]
    extension_type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService', 'sharedLineGroup']]
    page_size: int
    number_type: NotRequired[Literal['toll', 'tollfree']]
    pending_numbers: NotRequired[bool]
    site_id: NotRequired[str]


class ListPhoneNumbersAnswerPhoneNumbersItemAssignee(TypedDict):
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService', 'sharedLineGroup']]


class ListPhoneNumbersAnswerPhoneNumbersItemCarrier(TypedDict):
    code: NotRequired[int]
    name: NotRequired[str]


class ListPhoneNumbersAnswerPhoneNumbersItemSipGroup(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class ListPhoneNumbersAnswerPhoneNumbersItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    assignee: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemAssignee]
    capability: NotRequired[list[str]]
    carrier: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemCarrier]
    display_name: NotRequired[str]
    emergency_address: NotRequired[EmergencyAddress]
    emergency_address_status: NotRequired[Literal[1, 2]]
    emergency_address_update_time: NotRequired[str]
    id: NotRequired[str]
    location: NotRequired[str]
    number: NotRequired[str]
    number_type: NotRequired[Literal['toll', 'tollfree']]
    sip_group: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemSipGroup]
    site: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemSite]
    source: NotRequired[Literal['internal', 'external']]
    status: NotRequired[Literal['pending', 'available']]


class ListPhoneNumbersAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    phone_numbers: NotRequired[list[ListPhoneNumbersAnswerPhoneNumbersItem]]
    total_records: NotRequired[int]


class DeleteUnassignedPhoneNumbersQuery(TypedDict):
    phone_numbers: list[str]


class UpdateSiteUnassignedPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[str]]


class GetPhoneNumberAnswerAssigneeGreeting(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetPhoneNumberAnswerAssigneeOnHoldMusic(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetPhoneNumberAnswerAssignee(TypedDict):
    audio_prompt_language: NotRequired[str]
    display_number: NotRequired[str]
    extension_number: NotRequired[int]
    greeting: NotRequired[GetPhoneNumberAnswerAssigneeGreeting]
    id: NotRequired[str]
    label: NotRequired[str]
    meeting_id: NotRequired[str]
    name: NotRequired[str]
    on_hold_music: NotRequired[GetPhoneNumberAnswerAssigneeOnHoldMusic]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService']]


class GetPhoneNumberAnswerCarrier(TypedDict):
    code: NotRequired[int]
    name: NotRequired[str]


class GetPhoneNumberAnswerSipGroup(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class GetPhoneNumberAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetPhoneNumberAnswer(TypedDict):
    assignee: NotRequired[GetPhoneNumberAnswerAssignee]
    capability: NotRequired[list[str]]
    carrier: NotRequired[GetPhoneNumberAnswerCarrier]
    display_name: NotRequired[str]
    emergency_address: NotRequired[EmergencyAddress]
    emergency_address_status: NotRequired[Literal[1, 2]]
    emergency_address_update_time: NotRequired[str]
    id: NotRequired[str]
    location: NotRequired[str]
    number: NotRequired[str]
    number_type: NotRequired[Literal['toll', 'tollfree']]
    sip_group: NotRequired[GetPhoneNumberAnswerSipGroup]
    site: NotRequired[GetPhoneNumberAnswerSite]
    source: NotRequired[Literal['internal', 'external']]
    status: NotRequired[Literal['pending', 'available']]


class UpdatePhoneNumberBody(TypedDict):
    capability: NotRequired[list[str]]
    display_name: NotRequired[str]
    emergency_address_status: NotRequired[int]
    sip_group_id: NotRequired[str]


class AssignUserPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignUserPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[AssignUserPhoneNumbersBodyPhoneNumbersItem]]


class AssignUserPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignUserPhoneNumbersAnswer(TypedDict):
    phone_numbers: NotRequired[list[AssignUserPhoneNumbersAnswerPhoneNumbersItem]]
