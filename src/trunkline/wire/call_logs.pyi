"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


CalleeExtType = Literal['user', 'call_queue', 'auto_receptionist', 'common_area', 'zoom_room', 'cisco_room', 'shared_line_group', 'group_call_pickup', 'external_contact']


CalleeNumberType = Literal['zoom_pstn', 'zoom_toll_free_number', 'external_pstn', 'external_contact', 'byoc', 'byop', '3rd_party_contact_center', 'zoom_service_number', 'external_service_number', 'zoom_contact_center', 'meeting_phone_number', 'meeting_id', 'anonymous_number', 'zra_phone_number']


Event = Literal['incoming', 'transfer_from_zoom_contact_center', 'shared_line_incoming', 'outgoing', 'call_me_on', 'outgoing_to_zoom_contact_center', 'warm_transfer', 'forward', 'ring_to_member', 'overflow', 'direct_transfer', 'barge', 'monitor', 'whisper', 'listen', 'takeover', 'conference_barge', 'park', 'timeout', 'park_pick_up', 'merge', 'shared']


Result = Literal['answered', 'accepted', 'picked_up', 'connected', 'succeeded', 'voicemail', 'hang_up', 'canceled', 'call_failed', 'unconnected', 'rejected', 'busy', 'ring_timeout', 'overflowed', 'no_answer', 'invalid_key', 'invalid_operation', 'abandoned', 'system_blocked', 'service_unavailable']


ResultReason = Literal['answered_by_other', 'pickup_by_other', 'call_out_by_other']


CallHistoryCalleeNumberType = Literal['zoom_pstn', 'zoom_toll_free_number', 'external_pstn', 'external_contact', 'byoc', 'byop', '3rd_party_contact_center', 'zoom_service_number', 'external_service_number', 'zoom_contact_center', 'meeting_phone_number', 'meeting_id', 'anonymous_number', 'zoom_revenue_accelerator']


CallType = Literal['voip', 'pstn', 'tollfree', 'international', 'contactCenter']


class AcceptedBy(TypedDict):
    extension_number: NotRequired[str]
    location: NotRequired[str]
    name: NotRequired[str]
    number_type: int
    phone_number: NotRequired[str]


class ForwardedBy(TypedDict):
    extension_number: NotRequired[str]
    extension_type: NotRequired[Literal['user', 'callQueue', 'commonAreaPhone', 'autoReceptionist', 'sharedLineGroup']]
    location: NotRequired[str]
    name: NotRequired[str]
    number_type: int
    phone_number: NotRequired[str]


class GetCallElementAnswer(TypedDict):
    answer_time: NotRequired[str]
    call_element_id: str
    call_history_uuid: str
    call_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CalleeNumberType]
    caller_account_code: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CalleeNumberType]
    client_code: NotRequired[str]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    is_node: int
    node: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    press_key: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    segment: int
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    start_time: str
    voicemail_id: NotRequired[str]
    waiting_time: int


ListAccountCallHistoryQuery = TypedDict("ListAccountCallHistoryQuery", {
    "page_size": "int",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "keyword": "NotRequired[str]",
    "directions": "NotRequired[list[Literal['inbound', 'outbound']]]",
    "connect_types": "NotRequired[list[Literal['internal', 'external']]]",
    "number_types": "NotRequired[list[Literal['zoom_pstn', 'zoom_toll_free_number', 'external_pstn', 'external_contact', 'byoc', 'byop', '3rd_party_contact_center', 'zoom_service_number', 'external_service_number', 'zoom_contact_center', 'meeting_phone_number', 'meeting_id', 'anonymous_number', 'zoom_revenue_accelerator']]]",
    "call_types": "NotRequired[list[Literal['general', 'emergency']]]",
    "extension_types": "NotRequired[list[Literal['user', 'call_queue', 'auto_receptionist', 'common_area', 'zoom_room', 'cisco_room', 'shared_line_group', 'group_call_pickup', 'external_contact']]]",
    "call_results": "NotRequired[list[Literal['answered', 'accepted', 'picked_up', 'connected', 'succeeded', 'voicemail', 'hang_up', 'canceled', 'call_failed', 'unconnected', 'rejected', 'busy', 'ring_timeout', 'overflowed', 'no_answer', 'invalid_key', 'invalid_operation', 'abandoned', 'system_blocked', 'service_unavailable']]]",
    "group_ids": "NotRequired[list[str]]",
    "site_ids": "NotRequired[list[str]]",
    "department": "NotRequired[str]",
    "cost_center": "NotRequired[str]",
    "time_type": "Literal['start_time', 'end_time']",
    "recording_status": "NotRequired[Literal['recorded', 'non_recorded']]",
    "with_voicemail": "NotRequired[bool]",
})


class ListAccountCallHistoryAnswerCallHistoryItem(TypedDict):
    answer_time: NotRequired[str]
    call_history_uuid: str
    call_id: str
    call_result: Result
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_account_code: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    duration: int
    end_time: str
    end_to_end: bool
    group_id: NotRequired[str]
    hide_caller_id: bool
    international: bool
    recording_status: Literal['recorded', 'non_recorded']
    sbc_id: NotRequired[str]
    sbc_name: NotRequired[str]
    sip_group_id: NotRequired[str]
    sip_group_name: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    spam: NotRequired[str]
    start_time: str


class ListAccountCallHistoryAnswerCallLogsItem(TypedDict):
    answer_time: NotRequired[str]
    call_id: str
    call_result: Result
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_account_code: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    duration: int
    end_time: str
    end_to_end: bool
    group_id: NotRequired[str]
    hide_caller_id: bool
    id: str
    international: bool
    recording_status: Literal['recorded', 'non_recorded']
    sbc_id: NotRequired[str]
    sbc_name: NotRequired[str]
    sip_group_id: NotRequired[str]
    sip_group_name: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    spam: NotRequired[str]
    start_time: str


ListAccountCallHistoryAnswer = TypedDict("ListAccountCallHistoryAnswer", {
    "call_history": "list[ListAccountCallHistoryAnswerCallHistoryItem]",
    "call_logs": "list[ListAccountCallHistoryAnswerCallLogsItem]",
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
})


class GetCallHistoryAnswerCallElementsItem(TypedDict):
    answer_time: NotRequired[str]
    call_element_id: str
    call_id: str
    call_type: Literal['general', 'emergency']
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CalleeNumberType]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CalleeNumberType]
    client_code: NotRequired[str]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    is_node: int
    node: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    press_key: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['automatic', 'ad-hoc']]
    result: Result
    result_reason: NotRequired[ResultReason]
    segment: int
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    start_time: str
    voicemail_id: NotRequired[str]
    waiting_time: int


class GetCallHistoryAnswerCallPathItem(TypedDict):
    answer_time: NotRequired[str]
    call_id: str
    call_type: Literal['general', 'emergency']
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CalleeNumberType]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CalleeNumberType]
    client_code: NotRequired[str]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    id: str
    is_node: int
    node: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    press_key: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['automatic', 'ad-hoc']]
    result: Result
    result_reason: NotRequired[ResultReason]
    segment: int
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    start_time: str
    voicemail_id: NotRequired[str]
    waiting_time: int


class GetCallHistoryAnswer(TypedDict):
    answer_time: NotRequired[str]
    call_elements: list[GetCallHistoryAnswerCallElementsItem]
    call_history_uuid: str
    call_id: str
    call_path: list[GetCallHistoryAnswerCallPathItem]
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    caller_acconut_code: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    group_id: NotRequired[str]
    hide_caller_id: bool
    id: str
    international: bool
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    start_time: str


class AddCallHistoryClientCodeBody(TypedDict):
    client_code: str


class GetCallHistoryDetailAnswer(TypedDict):
    answer_time: NotRequired[str]
    call_id: str
    call_path_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CalleeNumberType]
    caller_account_code: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CalleeNumberType]
    client_code: NotRequired[str]
    connect_type: Literal['internal', 'external']
    cost_center: NotRequired[str]
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    id: str
    is_node: int
    node: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    press_key: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    segment: int
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    start_time: str
    voicemail_id: NotRequired[str]
    waiting_time: int


ListAccountCallLogsQuery = TypedDict("ListAccountCallLogsQuery", {
    "page_size": "int",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "path": "NotRequired[str]",
    "time_type": "Literal['startTime', 'endTime']",
    "site_id": "NotRequired[str]",
    "charged_call_logs": "NotRequired[bool]",
})


class ListAccountCallLogsAnswerCallLogsItemOwner(TypedDict):
    extension_number: NotRequired[int]
    id: str
    name: NotRequired[str]
    type: Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'sharedLineGroup']


class ListAccountCallLogsAnswerCallLogsItemSite(TypedDict):
    id: str
    name: str


class ListAccountCallLogsAnswerCallLogsItem(TypedDict):
    answer_start_time: NotRequired[str]
    call_end_time: str
    call_id: str
    call_type: CallType
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    caller_billing_reference_id: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    caller_number_type: NotRequired[Literal[1, 2]]
    charge: NotRequired[str]
    client_code: NotRequired[str]
    cost_center: NotRequired[str]
    date_time: str
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: str
    duration: int
    hold_time: int
    id: str
    owner: ListAccountCallLogsAnswerCallLogsItemOwner
    path: str
    rate: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['OnDemand', 'Automatic']]
    result: str
    site: NotRequired[ListAccountCallLogsAnswerCallLogsItemSite]
    user_id: NotRequired[str]
    waiting_time: int


ListAccountCallLogsAnswer = TypedDict("ListAccountCallLogsAnswer", {
    "call_logs": "list[ListAccountCallLogsAnswerCallLogsItem]",
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
})


class GetCallLogAnswerLogDetailsItemForwardTo(TypedDict):
    extension_deleted_time: NotRequired[str]
    extension_number: NotRequired[str]
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'sharedLineGroup']]


class GetCallLogAnswerLogDetailsItemSite(TypedDict):
    id: str
    name: str


class GetCallLogAnswerLogDetailsItem(TypedDict):
    date_time: str
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    duration: int
    forward_to: NotRequired[GetCallLogAnswerLogDetailsItemForwardTo]
    hold_time: int
    id: str
    path: str
    result: str
    site: NotRequired[GetCallLogAnswerLogDetailsItemSite]


class GetCallLogAnswer(TypedDict):
    call_id: str
    call_type: CallType
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_deleted_time: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    callee_status: NotRequired[Literal['inactive', 'deleted']]
    caller_billing_reference_id: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_deleted_time: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    caller_number_type: NotRequired[Literal[1, 2]]
    caller_status: NotRequired[Literal['inactive', 'deleted']]
    cost_center: NotRequired[str]
    date_time: str
    department: NotRequired[str]
    device_private_ip: NotRequired[str]
    device_public_ip: NotRequired[str]
    direction: Literal['inbound', 'outbound']
    duration: int
    has_recording: bool
    has_voicemail: bool
    id: str
    log_details: list[GetCallLogAnswerLogDetailsItem]
    path: str
    result: str


class AddCallLogClientCodeBody(TypedDict):
    client_code: str


class GetUserAiCallSummaryAnswer(TypedDict):
    account_id: NotRequired[str]
    ai_call_summary_id: NotRequired[str]
    call_id: NotRequired[str]
    call_summary: NotRequired[str]
    call_summary_rate: NotRequired[Literal['thumb_up', 'thumb_down']]
    created_time: NotRequired[str]
    detailed_summary: NotRequired[str]
    edited: NotRequired[bool]
    modified_time: NotRequired[str]
    next_steps: NotRequired[str]
    transcript_language: NotRequired[str]
    user_id: NotRequired[str]


ListUserCallHistoryQuery = TypedDict("ListUserCallHistoryQuery", {
    "page_size": "int",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "keyword": "NotRequired[str]",
    "directions": "NotRequired[list[Literal['inbound', 'outbound']]]",
    "connect_types": "NotRequired[list[Literal['internal', 'external']]]",
    "number_types": "NotRequired[list[Literal['zoom_pstn', 'zoom_toll_free_number', 'external_pstn', 'external_contact', 'byoc', 'byop', '3rd_party_contact_center', 'zoom_service_number', 'external_service_number', 'zoom_contact_center', 'meeting_phone_number', 'meeting_id', 'anonymous_number', 'zoom_revenue_accelerator']]]",
    "call_types": "NotRequired[list[Literal['general', 'emergency']]]",
    "extension_types": "NotRequired[list[Literal['user', 'call_queue', 'auto_receptionist', 'common_area', 'zoom_room', 'cisco_room', 'shared_line_group', 'group_call_pickup', 'external_contact']]]",
    "call_results": "NotRequired[list[Literal['answered', 'accepted', 'picked_up', 'connected', 'succeeded', 'voicemail', 'hang_up', 'canceled', 'call_failed', 'unconnected', 'rejected', 'busy', 'ring_timeout', 'overflowed', 'no_answer', 'invalid_key', 'invalid_operation', 'abandoned', 'system_blocked', 'service_unavailable', 'blocked']]]",
    "group_ids": "NotRequired[list[str]]",
    "site_ids": "NotRequired[list[str]]",
    "department": "NotRequired[str]",
    "cost_center": "NotRequired[str]",
    "time_type": "Literal['start_time', 'end_time']",
    "recording_status": "NotRequired[Literal['recorded', 'non_recorded']]",
    "with_voicemail": "NotRequired[bool]",
})


class ListUserCallHistoryAnswerCallElementsItem(TypedDict):
    answer_time: NotRequired[str]
    call_element_id: str
    call_history_uuid: str
    call_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_cost_center: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_department: NotRequired[str]
    callee_device_private_ip: NotRequired[str]
    callee_device_public_ip: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_employee_id: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    callee_site_id: NotRequired[str]
    caller_account_code: NotRequired[str]
    caller_cost_center: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_department: NotRequired[str]
    caller_device_private_ip: NotRequired[str]
    caller_device_public_ip: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_employee_id: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_site_id: NotRequired[str]
    connect_type: Literal['internal', 'external']
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    start_time: str
    talk_time: int
    voicemail_id: NotRequired[str]
    wait_time: int


class ListUserCallHistoryAnswerCallLogsItem(TypedDict):
    answer_time: NotRequired[str]
    call_id: str
    call_path_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_cost_center: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_department: NotRequired[str]
    callee_device_private_ip: NotRequired[str]
    callee_device_public_ip: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_employee_id: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    callee_site_id: NotRequired[str]
    caller_account_code: NotRequired[str]
    caller_cost_center: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_department: NotRequired[str]
    caller_device_private_ip: NotRequired[str]
    caller_device_public_ip: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_employee_id: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_site_id: NotRequired[str]
    connect_type: Literal['internal', 'external']
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    id: str
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    start_time: str
    talk_time: int
    voicemail_id: NotRequired[str]
    wait_time: int


ListUserCallHistoryAnswer = TypedDict("ListUserCallHistoryAnswer", {
    "call_elements": "list[ListUserCallHistoryAnswerCallElementsItem]",
    "call_logs": "list[ListUserCallHistoryAnswerCallLogsItem]",
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
})


class SyncUserCallHistoryQuery(TypedDict):
    sync_type: Literal['FSync', 'ISync', 'BSync']
    count: NotRequired[int]
    sync_token: NotRequired[str]


class SyncUserCallHistoryAnswerCallElementsItem(TypedDict):
    ai_call_summary_id: NotRequired[str]
    answer_time: NotRequired[str]
    call_element_id: str
    call_history_uuid: str
    call_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_cost_center: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_department: NotRequired[str]
    callee_device_private_ip: NotRequired[str]
    callee_device_public_ip: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_employee_id: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    callee_site_id: NotRequired[str]
    caller_account_code: NotRequired[str]
    caller_cost_center: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_department: NotRequired[str]
    caller_device_private_ip: NotRequired[str]
    caller_device_public_ip: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_employee_id: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_site_id: NotRequired[str]
    connect_type: Literal['internal', 'external']
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    start_time: str
    talk_time: int
    voicemail_id: NotRequired[str]
    wait_time: int


class SyncUserCallHistoryAnswerCallLogsItem(TypedDict):
    ai_call_summary_id: NotRequired[str]
    answer_time: NotRequired[str]
    call_id: str
    call_path_id: str
    call_type: Literal['general', 'emergency']
    callee_account_code: NotRequired[str]
    callee_cost_center: NotRequired[str]
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_department: NotRequired[str]
    callee_device_private_ip: NotRequired[str]
    callee_device_public_ip: NotRequired[str]
    callee_device_type: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_email: NotRequired[str]
    callee_employee_id: NotRequired[str]
    callee_ext_id: NotRequired[str]
    callee_ext_number: NotRequired[str]
    callee_ext_type: NotRequired[CalleeExtType]
    callee_name: NotRequired[str]
    callee_number_type: NotRequired[CallHistoryCalleeNumberType]
    callee_site_id: NotRequired[str]
    caller_account_code: NotRequired[str]
    caller_cost_center: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_department: NotRequired[str]
    caller_device_private_ip: NotRequired[str]
    caller_device_public_ip: NotRequired[str]
    caller_device_type: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_email: NotRequired[str]
    caller_employee_id: NotRequired[str]
    caller_ext_id: NotRequired[str]
    caller_ext_number: NotRequired[str]
    caller_ext_type: NotRequired[CalleeExtType]
    caller_name: NotRequired[str]
    caller_number_type: NotRequired[CallHistoryCalleeNumberType]
    caller_site_id: NotRequired[str]
    connect_type: Literal['internal', 'external']
    direction: Literal['inbound', 'outbound']
    end_time: str
    end_to_end: bool
    event: Event
    group_id: NotRequired[str]
    hide_caller_id: bool
    hold_time: int
    id: str
    operator_ext_id: NotRequired[str]
    operator_ext_number: NotRequired[str]
    operator_ext_type: NotRequired[CalleeExtType]
    operator_name: NotRequired[str]
    recording_id: NotRequired[str]
    recording_type: NotRequired[Literal['ad-hoc', 'automatic']]
    result: Result
    result_reason: NotRequired[ResultReason]
    start_time: str
    talk_time: int
    voicemail_id: NotRequired[str]
    wait_time: int


class SyncUserCallHistoryAnswer(TypedDict):
    call_elements: list[SyncUserCallHistoryAnswerCallElementsItem]
    call_logs: list[SyncUserCallHistoryAnswerCallLogsItem]
    sync_token: str


ListUserCallLogsQuery = TypedDict("ListUserCallLogsQuery", {
    "page_size": "int",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal['all', 'missed']]",
    "next_page_token": "NotRequired[str]",
    "phone_number": "NotRequired[str]",
    "time_type": "Literal['startTime', 'endTime']",
})


class ListUserCallLogsAnswerCallLogsItemSite(TypedDict):
    id: str
    name: str


class ListUserCallLogsAnswerCallLogsItem(TypedDict):
    accepted_by: NotRequired[AcceptedBy]
    answer_start_time: NotRequired[str]
    call_end_time: str
    call_id: str
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    caller_billing_reference_id: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    caller_number_type: NotRequired[Literal[1, 2]]
    charge: NotRequired[str]
    client_code: NotRequired[str]
    cost_center: NotRequired[str]
    date_time: str
    department: NotRequired[str]
    direction: str
    duration: int
    forwarded_by: NotRequired[ForwardedBy]
    forwarded_to: NotRequired[AcceptedBy]
    has_recording: bool
    has_voicemail: bool
    hold_time: int
    id: str
    outgoing_by: NotRequired[AcceptedBy]
    path: str
    rate: NotRequired[str]
    recording_type: NotRequired[Literal['OnDemand', 'Automatic']]
    result: str
    site: NotRequired[ListUserCallLogsAnswerCallLogsItemSite]
    user_id: str
    waiting_time: int


ListUserCallLogsAnswer = TypedDict("ListUserCallLogsAnswer", {
    "call_logs": "list[ListUserCallLogsAnswerCallLogsItem]",
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
})


class SyncUserCallLogsQuery(TypedDict):
    sync_type: NotRequired[Literal['FSync', 'ISync', 'BSync']]
    count: NotRequired[int]
    sync_token: NotRequired[str]


class SyncUserCallLogsAnswerCallLogsItemSite(TypedDict):
    id: str
    name: str


class SyncUserCallLogsAnswerCallLogsItem(TypedDict):
    accepted_by: NotRequired[AcceptedBy]
    answer_start_time: NotRequired[str]
    call_end_time: str
    call_id: str
    callee_country_code: NotRequired[str]
    callee_country_iso_code: NotRequired[str]
    callee_did_number: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    callee_user_id: NotRequired[str]
    caller_billing_reference_id: NotRequired[str]
    caller_country_code: NotRequired[str]
    caller_country_iso_code: NotRequired[str]
    caller_did_number: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_source: NotRequired[Literal['internal', 'external', 'byop']]
    caller_number_type: NotRequired[Literal[1, 2]]
    caller_user_id: NotRequired[str]
    charge: NotRequired[str]
    client_code: NotRequired[str]
    date_time: str
    direction: str
    duration: int
    forwarded_by: NotRequired[ForwardedBy]
    forwarded_to: NotRequired[AcceptedBy]
    has_recording: bool
    has_voicemail: bool
    hold_time: int
    id: str
    outgoing_by: NotRequired[AcceptedBy]
    path: str
    rate: NotRequired[str]
    recording_type: NotRequired[Literal['OnDemand', 'Automatic']]
    result: str
    site: NotRequired[SyncUserCallLogsAnswerCallLogsItemSite]
    user_id: str
    waiting_time: int


class SyncUserCallLogsAnswer(TypedDict):
    call_logs: list[SyncUserCallLogsAnswerCallLogsItem]
    sync_token: str
