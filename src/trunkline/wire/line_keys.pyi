"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class GetExtensionLineKeysAnswerLineKeysItemKeyAssignment(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[str]
    phone_number: NotRequired[str]
    retrieval_code: NotRequired[str]
    speed_dial_number: NotRequired[str]


class GetExtensionLineKeysAnswerLineKeysItem(TypedDict):
    alias: NotRequired[str]
    index: NotRequired[int]
    key_assignment: NotRequired[GetExtensionLineKeysAnswerLineKeysItemKeyAssignment]
    line_key_id: NotRequired[str]
    outbound_caller_id: NotRequired[str]
    type: NotRequired[Literal['line', 'blf', 'speed_dial', 'zoom_meeting', 'call_park', 'group_call_pickup']]


class GetExtensionLineKeysAnswer(TypedDict):
    line_keys: NotRequired[list[GetExtensionLineKeysAnswerLineKeysItem]]


class UpdateExtensionLineKeysBodyLineKeysItemKeyAssignment(TypedDict):
    extension_id: NotRequired[str]
    retrieval_code: NotRequired[str]
    speed_dial_number: NotRequired[str]


class UpdateExtensionLineKeysBodyLineKeysItem(TypedDict):
    alias: NotRequired[str]
    index: NotRequired[int]
    key_assignment: NotRequired[UpdateExtensionLineKeysBodyLineKeysItemKeyAssignment]
    line_key_id: NotRequired[str]
    outbound_caller_id: NotRequired[str]
    type: NotRequired[Literal['line', 'blf', 'speed_dial', 'zoom_meeting', 'call_park', 'group_call_pickup']]


class UpdateExtensionLineKeysBody(TypedDict):
    line_keys: NotRequired[list[UpdateExtensionLineKeysBodyLineKeysItem]]
