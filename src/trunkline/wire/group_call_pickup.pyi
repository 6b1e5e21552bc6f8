"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class ListGroupCallPickupsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]


class ListGroupCallPickupsAnswerGroupCallPickupItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListGroupCallPickupsAnswerGroupCallPickupItem(TypedDict):
    cost_center: NotRequired[str]
    delay: NotRequired[Literal[0, 5, 10, 15]]
    department: NotRequired[str]
    description: NotRequired[str]
    directed_call_pickup: NotRequired[bool]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    member_count: NotRequired[int]
    site: NotRequired[ListGroupCallPickupsAnswerGroupCallPickupItemSite]


class ListGroupCallPickupsAnswer(TypedDict):
    group_call_pickup: NotRequired[list[ListGroupCallPickupsAnswerGroupCallPickupItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class CreateGroupCallPickupBodyPlayIncomingCallsSound(TypedDict):
    duration: NotRequired[Literal[0, 1, 3, 5]]
    enable: NotRequired[bool]
    ring_tone: NotRequired[Literal['ringtone_1', 'ringtone_2', 'ringtone_3']]


class CreateGroupCallPickupBody(TypedDict):
    display_name: str
    site_id: str
    delay: NotRequired[Literal[0, 5, 10, 15]]
    description: NotRequired[str]
    directed_call_pickup: NotRequired[bool]
    extension_number: NotRequired[int]
    member_extension_ids: NotRequired[list[str]]
    play_incoming_calls_sound: NotRequired[CreateGroupCallPickupBodyPlayIncomingCallsSound]


class CreateGroupCallPickupAnswer(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class GetGroupCallPickupAnswerPlayIncomingCallsSound(TypedDict):
    duration: NotRequired[Literal[0, 1, 3, 5]]
    enable: NotRequired[bool]
    ring_tone: NotRequired[Literal['ringtone_1', 'ringtone_2', 'ringtone_3']]


class GetGroupCallPickupAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetGroupCallPickupAnswer(TypedDict):
    cost_center: NotRequired[str]
    delay: NotRequired[Literal[0, 5, 10, 15]]
    department: NotRequired[str]
    description: NotRequired[str]
    directed_call_pickup: NotRequired[bool]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    member_count: NotRequired[int]
    play_incoming_calls_sound: NotRequired[GetGroupCallPickupAnswerPlayIncomingCallsSound]
    site: NotRequired[GetGroupCallPickupAnswerSite]


class UpdateGroupCallPickupBodyPlayIncomingCallsSound(TypedDict):
    duration: NotRequired[Literal[0, 1, 3, 5]]
    enable: NotRequired[bool]
    ring_tone: NotRequired[Literal['ringtone_1', 'ringtone_2', 'ringtone_3']]


class UpdateGroupCallPickupBody(TypedDict):
    cost_center: NotRequired[str]
    delay: NotRequired[Literal[0, 5, 10, 15]]
    department: NotRequired[str]
    description: NotRequired[str]
    directed_call_pickup: NotRequired[bool]
    display_name: NotRequired[str]
    extension_number: NotRequired[int]
    play_incoming_calls_sound: NotRequired[UpdateGroupCallPickupBodyPlayIncomingCallsSound]


class ListGroupCallPickupMembersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]
    extension_type: NotRequired[Literal['user', 'commonArea']]


class ListGroupCallPickupMembersAnswerGroupCallPickupMemberItem(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'commonArea']]
    id: NotRequired[str]


class ListGroupCallPickupMembersAnswer(TypedDict):
    group_call_pickup_member: NotRequired[list[ListGroupCallPickupMembersAnswerGroupCallPickupMemberItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class AddGroupCallPickupMembersBody(TypedDict):
    member_extension_ids: NotRequired[list[str]]
