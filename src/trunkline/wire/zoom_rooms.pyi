"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class RoomCallingPlan(TypedDict):
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[int]


class ListZoomRoomsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]
    calling_type: NotRequired[int]
    keyword: NotRequired[str]


class ListZoomRoomsAnswerRoomsItemPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class ListZoomRoomsAnswerRoomsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListZoomRoomsAnswerRoomsItem(TypedDict):
    calling_plans: NotRequired[list[RoomCallingPlan]]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]
    phone_numbers: NotRequired[list[ListZoomRoomsAnswerRoomsItemPhoneNumbersItem]]
    site: NotRequired[ListZoomRoomsAnswerRoomsItemSite]


class ListZoomRoomsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    rooms: NotRequired[list[ListZoomRoomsAnswerRoomsItem]]
    total_records: NotRequired[int]


class AddZoomRoomBodyCallingPlansItem(TypedDict):
    billing_subscription_id: NotRequired[str]
    type: NotRequired[int]


class AddZoomRoomBody(TypedDict):
    calling_plans: NotRequired[list[AddZoomRoomBodyCallingPlansItem]]
    id: NotRequired[str]
    site_id: NotRequired[str]


class ListUnassignedZoomRoomsQuery(TypedDict):
    keyword: NotRequired[str]


class ListUnassignedZoomRoomsAnswerRoomsItem(TypedDict):
    cost_center: NotRequired[str]
    department: NotRequired[str]
    display_name: NotRequired[str]
    id: NotRequired[str]
    location_id: NotRequired[str]
    location_info: NotRequired[str]


class ListUnassignedZoomRoomsAnswer(TypedDict):
    rooms: NotRequired[list[ListUnassignedZoomRoomsAnswerRoomsItem]]


class GetZoomRoomAnswerEmergencyAddress(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    state_code: NotRequired[str]
    zip: NotRequired[str]


class GetZoomRoomAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class GetZoomRoomAnswerPolicyInternationalCalling(TypedDict):
    enable: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group', 'site', 'extension']]


class GetZoomRoomAnswerPolicySelectOutboundCallerId(TypedDict):
    enable: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group', 'site', 'extension']]


class GetZoomRoomAnswerPolicy(TypedDict):
    international_calling: NotRequired[GetZoomRoomAnswerPolicyInternationalCalling]
    select_outbound_caller_id: NotRequired[GetZoomRoomAnswerPolicySelectOutboundCallerId]


class GetZoomRoomAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetZoomRoomAnswer(TypedDict):
    calling_plans: NotRequired[list[RoomCallingPlan]]
    emergency_address: NotRequired[GetZoomRoomAnswerEmergencyAddress]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    name: NotRequired[str]
    phone_numbers: NotRequired[list[GetZoomRoomAnswerPhoneNumbersItem]]
    policy: NotRequired[GetZoomRoomAnswerPolicy]
    site: NotRequired[GetZoomRoomAnswerSite]


class UpdateZoomRoomBodyPolicyInternationalCalling(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateZoomRoomBodyPolicySelectOutboundCallerId(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateZoomRoomBodyPolicy(TypedDict):
    international_calling: NotRequired[UpdateZoomRoomBodyPolicyInternationalCalling]
    select_outbound_caller_id: NotRequired[UpdateZoomRoomBodyPolicySelectOutboundCallerId]


class UpdateZoomRoomBody(TypedDict):
    extension_number: NotRequired[int]
    policy: NotRequired[UpdateZoomRoomBodyPolicy]
    site_id: NotRequired[str]


class AssignZoomRoomCallingPlansBodyCallingPlansItem(TypedDict):
    billing_account_id: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    type: NotRequired[int]


class AssignZoomRoomCallingPlansBody(TypedDict):
    calling_plans: NotRequired[list[AssignZoomRoomCallingPlansBodyCallingPlansItem]]


class UnassignZoomRoomCallingPlanQuery(TypedDict):
    billing_account_id: NotRequired[str]


class AssignZoomRoomPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignZoomRoomPhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[AssignZoomRoomPhoneNumbersBodyPhoneNumbersItem]]
