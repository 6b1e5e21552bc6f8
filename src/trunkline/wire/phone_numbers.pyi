"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class EmergencyAddress(TypedDict):
    address_line1: str
    address_line2: str
    city: str
    country: str
    state_code: str
    zip: str


class AddByocPhoneNumbersBody(TypedDict):
    carrier: str
    phone_numbers: list[str]
    sip_group_id: NotRequired[str]
    site_id: NotRequired[str]


class AddByocPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    id: str
    number: str


class AddByocPhoneNumbersAnswer(TypedDict):
    phone_numbers: list[AddByocPhoneNumbersAnswerPhoneNumbersItem]


class ListPhoneNumbersQuery(TypedDict):
    next_page_token: NotRequired[str]
    type: NotRequired[Literal['assigned', 'unassigned', 'byoc', 'all']]
    extension_type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService', 'sharedLineGroup']]
    page_size: int
    number_type: NotRequired[Literal['toll', 'tollfree']]
    pending_numbers: NotRequired[bool]
    site_id: NotRequired[str]


class ListPhoneNumbersAnswerPhoneNumbersItemAssignee(TypedDict):
    extension_number: int
    id: str
    name: str
    type: Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService', 'sharedLineGroup']


class ListPhoneNumbersAnswerPhoneNumbersItemCarrier(TypedDict):
    code: NotRequired[int]
    name: str


class ListPhoneNumbersAnswerPhoneNumbersItemSipGroup(TypedDict):
    display_name: str
    id: str


class ListPhoneNumbersAnswerPhoneNumbersItemSite(TypedDict):
    id: str
    name: str


class ListPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    assignee: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemAssignee]
    capability: list[str]
    carrier: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemCarrier]
    display_name: NotRequired[str]
    emergency_address: NotRequired[EmergencyAddress]
    emergency_address_status: NotRequired[Literal[1, 2]]
    emergency_address_update_time: NotRequired[str]
    id: str
    location: str
    number: str
    number_type: Literal['toll', 'tollfree']
    sip_group: NotRequired[ListPhoneNumbersAnswerPhoneNumbersItemSipGroup]
    site: ListPhoneNumbersAnswerPhoneNumbersItemSite
    source: Literal['internal', 'external']
    status: Literal['pending', 'available']


class ListPhoneNumbersAnswer(TypedDict):
    next_page_token: str
    page_size: int
    phone_numbers: list[ListPhoneNumbersAnswerPhoneNumbersItem]
    total_records: int


class DeleteUnassignedPhoneNumbersQuery(TypedDict):
    phone_numbers: list[str]


class UpdateSiteUnassignedPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[str]]


class GetPhoneNumberAnswerAssigneeGreeting(TypedDict):
    id: str
    name: str


class GetPhoneNumberAnswerAssigneeOnHoldMusic(TypedDict):
    id: str
    name: str


class GetPhoneNumberAnswerAssignee(TypedDict):
    audio_prompt_language: NotRequired[str]
    display_number: NotRequired[str]
    extension_number: int
    greeting: NotRequired[GetPhoneNumberAnswerAssigneeGreeting]
    id: str
    label: NotRequired[str]
    meeting_id: NotRequired[str]
    name: str
    on_hold_music: NotRequired[GetPhoneNumberAnswerAssigneeOnHoldMusic]
    type: Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'emergencyNumberPool', 'companyLocation', 'meetingService']


class GetPhoneNumberAnswerCarrier(TypedDict):
    code: NotRequired[int]
    name: str


class GetPhoneNumberAnswerSipGroup(TypedDict):
    display_name: str
    id: str


class GetPhoneNumberAnswerSite(TypedDict):
    id: str
    name: str


class GetPhoneNumberAnswer(TypedDict):
    assignee: NotRequired[GetPhoneNumberAnswerAssignee]
    capability: list[str]
    carrier: NotRequired[GetPhoneNumberAnswerCarrier]
    display_name: NotRequired[str]
    emergency_address: NotRequired[EmergencyAddress]
    emergency_address_status: NotRequired[Literal[1, 2]]
    emergency_address_update_time: NotRequired[str]
    id: str
    location: str
    number: str
    number_type: Literal['toll', 'tollfree']
    sip_group: NotRequired[GetPhoneNumberAnswerSipGroup]
    site: GetPhoneNumberAnswerSite
    source: Literal['internal', 'external']
    status: Literal['pending', 'available']


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
    id: str
    number: str


class AssignUserPhoneNumbersAnswer(TypedDict):
    phone_numbers: list[AssignUserPhoneNumbersAnswerPhoneNumbersItem]
