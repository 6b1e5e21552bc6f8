"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class GetDeviceLineKeysAnswerPositionsItemOutboundCallerIdsItem(TypedDict):
    extension_id: NotRequired[str]
    phone_number: NotRequired[str]
    usage_type: NotRequired[Literal['Main Company Number', 'Additional Company Number', 'Direct Number', 'Phone Number']]


class GetDeviceLineKeysAnswerPositionsItem(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['User', 'CommonArea']]
    index: NotRequired[int]
    outbound_caller_ids: NotRequired[list[GetDeviceLineKeysAnswerPositionsItemOutboundCallerIdsItem]]
    owner_extension_name: NotRequired[str]
    owner_extension_number: NotRequired[int]
    phone_number: NotRequired[str]


class GetDeviceLineKeysAnswer(TypedDict):
    device_id: NotRequired[str]
    device_name: NotRequired[str]
    positions: NotRequired[list[GetDeviceLineKeysAnswerPositionsItem]]


class UpdateDeviceLineKeysBodyPositionsItem(TypedDict):
    extension_id: NotRequired[str]
    index: NotRequired[int]


class UpdateDeviceLineKeysBody(TypedDict):
    positions: NotRequired[list[UpdateDeviceLineKeysBodyPositionsItem]]
