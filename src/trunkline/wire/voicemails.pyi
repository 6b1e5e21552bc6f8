"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Transcription(TypedDict):
    content: NotRequired[str]
    engine: NotRequired[str]
    status: NotRequired[Literal[0, 1, 2, 4, 5, 9, 11, 12, 13, 14, 409, 415, 422, 500, 601, 602, 603, 999]]


class GetUserCallLogVoicemailAnswer(TypedDict):
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
    download_url: NotRequired[str]
    duration: NotRequired[int]
    id: NotRequired[str]
    status: NotRequired[Literal['read', 'unread']]
    transcription: NotRequired[Transcription]


ListUserVoicemailsQuery = TypedDict("ListUserVoicemailsQuery", {
    "page_size": "int",
    "status": "Literal['all', 'read', 'unread']",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "trash": "NotRequired[bool]",
})


class ListUserVoicemailsAnswerVoiceMailsItem(TypedDict):
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
    download_url: NotRequired[str]
    duration: NotRequired[int]
    id: NotRequired[str]
    status: NotRequired[Literal['read', 'unread']]


ListUserVoicemailsAnswer = TypedDict("ListUserVoicemailsAnswer", {
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_count": "NotRequired[int]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
    "voice_mails": "NotRequired[list[ListUserVoicemailsAnswerVoiceMailsItem]]",
})


ListAccountVoicemailsQuery = TypedDict("ListAccountVoicemailsQuery", {
    "page_size": "int",
    "status": "Literal['all', 'read', 'unread']",
    "site_id": "NotRequired[str]",
    "owner_type": "NotRequired[Literal['user', 'callQueue', 'sharedLineGroup', 'autoReceptionist', 'commonArea']]",
    "voicemail_type": "NotRequired[Literal['normal', 'spam', 'maybeSpam']]",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "trashed": "bool",
})


class ListAccountVoicemailsAnswerVoiceMailsItemOwner(TypedDict):
    extension_deleted_time: NotRequired[str]
    extension_number: NotRequired[int]
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'sharedLineGroup', 'autoReceptionist', 'commonArea']]


class ListAccountVoicemailsAnswerVoiceMailsItem(TypedDict):
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
    days_left_auto_permantely_delete: NotRequired[int]
    deleted_time: NotRequired[str]
    download_url: NotRequired[str]
    duration: NotRequired[int]
    id: NotRequired[str]
    owner: NotRequired[ListAccountVoicemailsAnswerVoiceMailsItemOwner]
    soft_deleted_type: NotRequired[Literal['Manual', 'Data Retention']]
    status: NotRequired[Literal['read', 'unread']]


ListAccountVoicemailsAnswer = TypedDict("ListAccountVoicemailsAnswer", {
    "from": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "page_count": "NotRequired[int]",
    "page_size": "NotRequired[int]",
    "to": "NotRequired[str]",
    "total_records": "NotRequired[int]",
    "voice_mails": "NotRequired[list[ListAccountVoicemailsAnswerVoiceMailsItem]]",
})


class GetVoicemailAnswerIntentResultsItem(TypedDict):
    confidence_score: NotRequired[float]
    intent_id: NotRequired[str]


class GetVoicemailAnswerVoiceMailTask(TypedDict):
    content: NotRequired[str]
    feedback: NotRequired[Literal['none', 'thumbs_up', 'thumbs_down']]
    status: NotRequired[Literal['processing', 'success', 'no_task', 'failure']]


class GetVoicemailAnswer(TypedDict):
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
    download_url: NotRequired[str]
    duration: NotRequired[int]
    id: NotRequired[str]
    intent_detect_status: NotRequired[Literal['not_started', 'processing', 'success', 'ai_detection_failed', 'unknown_reason_failed']]
    intent_results: NotRequired[list[GetVoicemailAnswerIntentResultsItem]]
    soft_deleted_type: NotRequired[Literal['Manual', 'Data Retention']]
    status: NotRequired[Literal['read', 'unread']]
    transcription: NotRequired[Transcription]
    voice_mail_task: NotRequired[GetVoicemailAnswerVoiceMailTask]


class UpdateVoicemailReadStatusQuery(TypedDict):
    read_status: Literal['Read', 'Unread']
