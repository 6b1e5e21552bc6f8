"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Transcription(TypedDict):
    content: NotRequired[str]
    engine: NotRequired[str]
    status: Literal[0, 1, 2, 4, 5, 9, 11, 12, 13, 14, 409, 415, 422, 500, 601, 602, 603, 999]


class GetUserCallLogVoicemailAnswer(TypedDict):
    call_element_id: str
    call_history_id: str
    call_id: str
    call_log_id: str
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: Literal[1, 2, 3]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: Literal[1, 2]
    date_time: str
    download_url: str
    duration: int
    id: str
    status: Literal['read', 'unread']
    transcription: Transcription


ListUserVoicemailsQuery = TypedDict("ListUserVoicemailsQuery", {
    "page_size": "int",
    "status": "Literal['all', 'read', 'unread']",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "trash": "NotRequired[bool]",
})


class ListUserVoicemailsAnswerVoiceMailsItem(TypedDict):
    call_element_id: str
    call_history_id: str
    call_id: str
    call_log_id: str
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: Literal[1, 2, 3]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: Literal[1, 2]
    date_time: str
    download_url: str
    duration: int
    id: str
    status: Literal['read', 'unread']


ListUserVoicemailsAnswer = TypedDict("ListUserVoicemailsAnswer", {
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
    "voice_mails": "list[ListUserVoicemailsAnswerVoiceMailsItem]",
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
    extension_number: int
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    id: str
    name: str
    type: Literal['user', 'callQueue', 'sharedLineGroup', 'autoReceptionist', 'commonArea']


class ListAccountVoicemailsAnswerVoiceMailsItem(TypedDict):
    call_element_id: str
    call_id: str
    call_log_id: str
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: Literal[1, 2, 3]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: Literal[1, 2]
    date_time: str
    days_left_auto_permantely_delete: NotRequired[int]
    deleted_time: NotRequired[str]
    download_url: str
    duration: int
    id: str
    owner: ListAccountVoicemailsAnswerVoiceMailsItemOwner
    soft_deleted_type: NotRequired[Literal['Manual', 'Data Retention']]
    status: Literal['read', 'unread']


ListAccountVoicemailsAnswer = TypedDict("ListAccountVoicemailsAnswer", {
    "from": "str",
    "next_page_token": "str",
    "page_count": "int",
    "page_size": "int",
    "to": "str",
    "total_records": "int",
    "voice_mails": "list[ListAccountVoicemailsAnswerVoiceMailsItem]",
})


class GetVoicemailAnswerIntentResultsItem(TypedDict):
    confidence_score: float
    intent_id: str


class GetVoicemailAnswerVoiceMailTask(TypedDict):
    content: str
    feedback: Literal['none', 'thumbs_up', 'thumbs_down']
    status: Literal['processing', 'success', 'no_task', 'failure']


class GetVoicemailAnswer(TypedDict):
    call_element_id: str
    call_history_id: str
    call_id: str
    call_log_id: str
    callee_account_code: NotRequired[str]
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: Literal[1, 2, 3]
    caller_account_code: NotRequired[str]
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: Literal[1, 2]
    date_time: str
    days_left_auto_permantely_delete: NotRequired[int]
    deleted_time: NotRequired[str]
    download_url: str
    duration: int
    id: str
    intent_detect_status: Literal['not_started', 'processing', 'success', 'ai_detection_failed', 'unknown_reason_failed']
    intent_results: list[GetVoicemailAnswerIntentResultsItem]
    soft_deleted_type: NotRequired[Literal['Manual', 'Data Retention']]
    status: Literal['read', 'unread']
    transcription: Transcription
    voice_mail_task: NotRequired[GetVoicemailAnswerVoiceMailTask]


class UpdateVoicemailReadStatusQuery(TypedDict):
    read_status: Literal['Read', 'Unread']
