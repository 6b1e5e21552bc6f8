"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


FaxLogExtensionType = Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'sharedLineGroup']


class UploadFaxFileAnswer(TypedDict):
    file_id: str


class ListExtensionFaxLogsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    sender_number: NotRequired[str]
    receiver_number: NotRequired[str]


class ListExtensionFaxLogsAnswerFaxLogsItem(TypedDict):
    create_time: NotRequired[str]
    direction: NotRequired[Literal['outbound', 'inbound']]
    extension_id: NotRequired[str]
    extension_type: NotRequired[FaxLogExtensionType]
    fax_id: NotRequired[str]
    fax_log_id: NotRequired[str]
    file_id: NotRequired[str]
    file_pages_count: NotRequired[int]
    read_status: NotRequired[Literal['read', 'unread']]
    receiver_extension_id: NotRequired[str]
    receiver_extension_number: NotRequired[str]
    receiver_extension_type: NotRequired[FaxLogExtensionType]
    receiver_location: NotRequired[str]
    receiver_name: NotRequired[str]
    receiver_number: NotRequired[str]
    receiver_type: NotRequired[Literal['client', 'ata', 'pstn']]
    receiver_user_agent: NotRequired[str]
    sender_extension_id: NotRequired[str]
    sender_extension_number: NotRequired[str]
    sender_extension_type: NotRequired[FaxLogExtensionType]
    sender_location: NotRequired[str]
    sender_name: NotRequired[str]
    sender_number: NotRequired[str]
    sender_type: NotRequired[Literal['client', 'ata', 'pstn', 'email', 'openapi']]
    sender_user_agent: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    status: NotRequired[Literal['failed', 'processing', 'submitted', 'sent', 'received']]


class ListExtensionFaxLogsAnswer(TypedDict):
    fax_logs: list[ListExtensionFaxLogsAnswerFaxLogsItem]
    total_records: int
    next_page_token: NotRequired[str]


class SendFaxBodyReceiversItem(TypedDict):
    receiver_number: str
    receiver_name: NotRequired[str]


class SendFaxBody(TypedDict):
    file_id: str
    receivers: list[SendFaxBodyReceiversItem]
    sender_number: str
    sender_name: NotRequired[str]


class SendFaxAnswerReceiversItem(TypedDict):
    receiver_number: str
    status: Literal['success', 'unknown', 'invalid_parameter', 'sender_fax_disabled', 'invalid_sender_number', 'invalid_receiver_number', 'receiver_fax_disabled']
    fax_log_id: NotRequired[str]


class SendFaxAnswer(TypedDict):
    fax_id: NotRequired[str]
    receivers: NotRequired[list[SendFaxAnswerReceiversItem]]


class ListAccountFaxLogsQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]
    sender_number: NotRequired[str]
    receiver_number: NotRequired[str]
    extension_type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'sharedLineGroup']]


class ListAccountFaxLogsAnswerFaxLogsItem(TypedDict):
    create_time: NotRequired[str]
    direction: NotRequired[Literal['outbound', 'inbound']]
    extension_id: NotRequired[str]
    extension_type: NotRequired[FaxLogExtensionType]
    fax_id: NotRequired[str]
    fax_log_id: NotRequired[str]
    file_id: NotRequired[str]
    file_pages_count: NotRequired[int]
    read_status: NotRequired[Literal['read', 'unread']]
    receiver_extension_id: NotRequired[str]
    receiver_extension_number: NotRequired[str]
    receiver_extension_type: NotRequired[Literal['user', 'call_queue', 'auto_receptionist', 'common_area', 'shared_line_group']]
    receiver_location: NotRequired[str]
    receiver_name: NotRequired[str]
    receiver_number: NotRequired[str]
    receiver_type: NotRequired[Literal['client', 'ata', 'pstn']]
    receiver_user_agent: NotRequired[str]
    sender_extension_id: NotRequired[str]
    sender_extension_number: NotRequired[str]
    sender_extension_type: NotRequired[FaxLogExtensionType]
    sender_location: NotRequired[str]
    sender_name: NotRequired[str]
    sender_number: NotRequired[str]
    sender_type: NotRequired[Literal['client', 'ata', 'pstn', 'email', 'openapi']]
    sender_user_agent: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    status: NotRequired[Literal['failed', 'processing', 'submitted', 'sent', 'received']]


class ListAccountFaxLogsAnswer(TypedDict):
    fax_logs: list[ListAccountFaxLogsAnswerFaxLogsItem]
    total_records: int
    next_page_token: NotRequired[str]


class GetFaxLogAnswerItem(TypedDict):
    create_time: NotRequired[str]
    direction: NotRequired[Literal['outbound', 'inbound']]
    extension_id: NotRequired[str]
    extension_type: NotRequired[FaxLogExtensionType]
    fax_id: NotRequired[str]
    fax_log_id: NotRequired[str]
    file_id: NotRequired[str]
    file_pages_count: NotRequired[int]
    node: NotRequired[int]
    read_status: NotRequired[Literal['read', 'unread']]
    receiver_extension_id: NotRequired[str]
    receiver_extension_number: NotRequired[str]
    receiver_extension_type: NotRequired[FaxLogExtensionType]
    receiver_location: NotRequired[str]
    receiver_name: NotRequired[str]
    receiver_number: NotRequired[str]
    receiver_type: NotRequired[Literal['client', 'ata', 'pstn']]
    receiver_user_agent: NotRequired[str]
    retry_times: NotRequired[int]
    sender_extension_id: NotRequired[str]
    sender_extension_number: NotRequired[str]
    sender_extension_type: NotRequired[FaxLogExtensionType]
    sender_location: NotRequired[str]
    sender_name: NotRequired[str]
    sender_number: NotRequired[str]
    sender_type: NotRequired[Literal['client', 'ata', 'pstn', 'email', 'openapi']]
    sender_user_agent: NotRequired[str]
    site_id: NotRequired[str]
    site_name: NotRequired[str]
    status: NotRequired[Literal['failed', 'processing', 'submitted', 'sent', 'received']]
    status_reason: NotRequired[Literal['success', 'no_answer', 'number_busy', 'invalid_phone_number', 'failure_transmission', 'internal_system_error', 'fax_machine_not_detected']]


GetFaxLogAnswer = list[GetFaxLogAnswerItem]


class UpdateFaxLogReadStatusQuery(TypedDict):
    read_status: NotRequired[Literal['read', 'unread']]
