"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Any, Literal, NotRequired, TypedDict


class GetRecordingByCallAnswerAcceptedBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class GetRecordingByCallAnswerOutgoingBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class GetRecordingByCallAnswerOwner(TypedDict):
    extension_deleted_time: NotRequired[str]
    extension_number: NotRequired[int]
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'commonArea']]


class GetRecordingByCallAnswer(TypedDict):
    accepted_by: NotRequired[GetRecordingByCallAnswerAcceptedBy]
    call_element_id: NotRequired[str]
    call_history_id: NotRequired[str]
    call_id: NotRequired[str]
    call_log_id: NotRequired[str]
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: NotRequired[Literal[1, 2]]
    date_time: NotRequired[str]
    days_left_auto_permantely_delete: NotRequired[int]
    deleted_time: NotRequired[str]
    direction: NotRequired[str]
    disclaimer_status: NotRequired[Literal[0, 1, 2]]
    download_url: NotRequired[str]
    duration: NotRequired[int]
    end_time: NotRequired[str]
    file_url: NotRequired[str]
    id: NotRequired[str]
    meeting_uuid: NotRequired[str]
    outgoing_by: NotRequired[GetRecordingByCallAnswerOutgoingBy]
    owner: NotRequired[GetRecordingByCallAnswerOwner]
    recording_type: NotRequired[Literal['OnDemand', 'Automatic']]
    soft_deleted_type: NotRequired[Literal['Manual', 'Data Retention']]


class DownloadRecordingTranscriptAnswerTimelineItem(TypedDict):
    channelMark: NotRequired[str]
    end_ts: NotRequired[str]
    raw_text: NotRequired[str]
    text: NotRequired[str]
    ts: NotRequired[str]
    userId: NotRequired[str]
    userIds: NotRequired[list[str]]
    users: NotRequired[list[dict[str, Any]]]


class DownloadRecordingTranscriptAnswer(TypedDict):
    type: NotRequired[Literal['zoom_transcript']]
    ver: NotRequired[int]
    account_id: NotRequired[str]
    host_id: NotRequired[str]
    meeting_id: NotRequired[str]
    recording_id: NotRequired[str]
    recording_start: NotRequired[str]
    recording_end: NotRequired[str]
    timeline: NotRequired[list[DownloadRecordingTranscriptAnswerTimelineItem]]


ListAccountRecordingsQuery = TypedDict("ListAccountRecordingsQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "owner_type": "str",
    "recording_type": "NotRequired[str]",
    "site_id": "str",
    "query_date_type": "str",
    "group_id": "str",
})


class ListAccountRecordingsAnswerRecordingsItemAcceptedBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class ListAccountRecordingsAnswerRecordingsItemOutgoingBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class ListAccountRecordingsAnswerRecordingsItemOwner(TypedDict):
    extension_deleted_time: NotRequired[str]
    extension_number: NotRequired[int]
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'commonArea']]


class ListAccountRecordingsAnswerRecordingsItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListAccountRecordingsAnswerRecordingsItem(TypedDict):
    accepted_by: NotRequired[ListAccountRecordingsAnswerRecordingsItemAcceptedBy]
    auto_delete_enable: NotRequired[bool]
    auto_delete_policy: NotRequired[str]
    call_element_id: NotRequired[str]
    call_id: NotRequired[str]
    call_log_id: NotRequired[str]
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: NotRequired[Literal[1, 2]]
    date_time: NotRequired[str]
    direction: NotRequired[Literal['inbound', 'outbound']]
    disclaimer_status: NotRequired[Literal[0, 1, 2]]
    download_url: NotRequired[str]
    duration: NotRequired[int]
    end_time: NotRequired[str]
    id: NotRequired[str]
    meeting_uuid: NotRequired[str]
    outgoing_by: NotRequired[ListAccountRecordingsAnswerRecordingsItemOutgoingBy]
    owner: NotRequired[ListAccountRecordingsAnswerRecordingsItemOwner]
    recording_type: NotRequired[str]
    site: NotRequired[ListAccountRecordingsAnswerRecordingsItemSite]
    transcript_download_url: NotRequired[str]


class ListAccountRecordingsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    recordings: NotRequired[list[ListAccountRecordingsAnswerRecordingsItem]]
    total_records: NotRequired[int]


class UpdateRecordingAutoDeleteBody(TypedDict):
    auto_delete_enable: NotRequired[bool]


class UpdateRecordingStatusBody(TypedDict):
    action: NotRequired[Literal['recover']]


ListUserRecordingsQuery = TypedDict("ListUserRecordingsQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class ListUserRecordingsAnswerRecordingsItemAcceptedBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class ListUserRecordingsAnswerRecordingsItemOutgoingBy(TypedDict):
    extension_number: NotRequired[str]
    name: NotRequired[str]


class ListUserRecordingsAnswerRecordingsItem(TypedDict):
    accepted_by: NotRequired[ListUserRecordingsAnswerRecordingsItemAcceptedBy]
    call_element_id: NotRequired[str]
    call_history_id: NotRequired[str]
    call_id: NotRequired[str]
    call_log_id: NotRequired[str]
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: NotRequired[Literal[1, 2, 3]]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: NotRequired[Literal[1, 2]]
    date_time: NotRequired[str]
    direction: NotRequired[str]
    download_url: NotRequired[str]
    duration: NotRequired[int]
    id: NotRequired[str]
    meeting_uuid: NotRequired[str]
    outgoing_by: NotRequired[ListUserRecordingsAnswerRecordingsItemOutgoingBy]
    transcript_download_url: NotRequired[str]


ListUserRecordingsAnswer = TypedDict("ListUserRecordingsAnswer", {
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_count": "NotRequired[int]",
    "page_size": "NotRequired[int]",
    "recordings": "NotRequired[list[ListUserRecordingsAnswerRecordingsItem]]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
})
