"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Attachment(TypedDict):
    download_url: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    size: NotRequired[int]
    type: NotRequired[Literal['OTHER', 'PNG', 'GIF', 'JPG', 'AUDIO', 'VIDEO']]


class SenderOwner(TypedDict):
    id: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'sharedLineGroup']]


class Sender(TypedDict):
    phone_number: str
    display_name: NotRequired[str]
    owner: NotRequired[SenderOwner]


class SmsHistory(TypedDict):
    attachments: NotRequired[list[Attachment]]
    date_time: NotRequired[str]
    delivery_status: NotRequired[Literal['received', 'delivered', 'failed_to_send', 'sent', 'failed_to_deliver', 'unknown']]
    direction: NotRequired[str]
    message: NotRequired[str]
    message_id: NotRequired[str]
    message_type: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    sender: NotRequired[Sender]
    to_members: NotRequired[list[Sender]]


class ParticipantOwner(TypedDict):
    id: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'sharedLineGroup']]


class Participant(TypedDict):
    display_name: NotRequired[str]
    is_session_owner: NotRequired[bool]
    owner: NotRequired[ParticipantOwner]
    phone_number: NotRequired[str]


class SendSmsMessageBodySender(TypedDict):
    phone_number: str
    id: NotRequired[str]
    user_id: NotRequired[str]


class SendSmsMessageBodyToMembersItem(TypedDict):
    phone_number: str


class SendSmsMessageBodyAttachmentsItem(TypedDict):
    base64_encoding: NotRequired[str]
    type: NotRequired[Literal['PNG', 'JPEG', 'JPG', 'GIF', 'PDF']]


class SendSmsMessageBody(TypedDict):
    sender: SendSmsMessageBodySender
    to_members: list[SendSmsMessageBodyToMembersItem]
    attachments: NotRequired[list[SendSmsMessageBodyAttachmentsItem]]
    message: NotRequired[str]
    session_id: NotRequired[str]


class SendSmsMessageAnswer(TypedDict):
    date_time: NotRequired[str]
    message_id: NotRequired[str]
    session_id: NotRequired[str]


ListAccountSmsSessionsQuery = TypedDict("ListAccountSmsSessionsQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "session_type": "str",
    "phone_number": "NotRequired[str]",
    "filter_type": "Literal['sent_message_time', 'received_message_time', 'last_message_time', 'sent_received_message_time']",
})


class ListAccountSmsSessionsAnswerSmsSessionsItemParticipantsItemOwner(TypedDict):
    id: NotRequired[str]
    type: NotRequired[Literal['user', 'callQueue', 'autoReceptionist', 'sharedLineGroup']]


class ListAccountSmsSessionsAnswerSmsSessionsItemParticipantsItem(TypedDict):
    display_name: NotRequired[str]
    extension_deleted_time: NotRequired[str]
    extension_status: NotRequired[Literal['inactive', 'deleted']]
    is_session_owner: NotRequired[bool]
    owner: NotRequired[ListAccountSmsSessionsAnswerSmsSessionsItemParticipantsItemOwner]
    phone_number: NotRequired[str]


class ListAccountSmsSessionsAnswerSmsSessionsItem(TypedDict):
    last_access_time: NotRequired[str]
    participants: NotRequired[list[ListAccountSmsSessionsAnswerSmsSessionsItemParticipantsItem]]
    session_id: NotRequired[str]
    session_type: NotRequired[str]


class ListAccountSmsSessionsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    sms_sessions: NotRequired[list[ListAccountSmsSessionsAnswerSmsSessionsItem]]


GetSmsSessionQuery = TypedDict("GetSmsSessionQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "sort": "NotRequired[int]",
})


class GetSmsSessionAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    sms_histories: NotRequired[list[SmsHistory]]


GetSmsMessageAnswer = SmsHistory


class SyncSmsSessionQuery(TypedDict):
    sync_type: NotRequired[Literal['FSync', 'ISync', 'BSync']]
    count: NotRequired[int]
    sync_token: NotRequired[str]


class SyncSmsSessionAnswerSmsHistoriesItem(TypedDict):
    attachments: NotRequired[list[Attachment]]
    date_time: NotRequired[str]
    direction: NotRequired[str]
    message: NotRequired[str]
    message_id: NotRequired[str]
    message_type: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    sender: NotRequired[Sender]
    to_members: NotRequired[list[Sender]]


class SyncSmsSessionAnswer(TypedDict):
    sms_histories: NotRequired[list[SyncSmsSessionAnswerSmsHistoriesItem]]
    sync_token: NotRequired[str]


ListUserSmsSessionsQuery = TypedDict("ListUserSmsSessionsQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "session_type": "str",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "phone_number": "NotRequired[str]",
    "filter_type": "Literal['sent_message_time', 'received_message_time', 'last_message_time', 'sent_received_message_time']",
})


class ListUserSmsSessionsAnswerSmsSessionsItem(TypedDict):
    last_access_time: NotRequired[str]
    participants: NotRequired[list[Participant]]
    session_id: NotRequired[str]
    session_type: NotRequired[str]


class ListUserSmsSessionsAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    sms_sessions: NotRequired[list[ListUserSmsSessionsAnswerSmsSessionsItem]]


class SyncUserSmsSessionsQuery(TypedDict):
    sync_type: Literal['FSync', 'BSync', 'ISync']
    sync_token: NotRequired[str]
    count: NotRequired[int]
    session_type: str


class SyncUserSmsSessionsAnswerSmsSessionsItemLatestMessageAttachmentsItem(TypedDict):
    id: NotRequired[str]
    type: NotRequired[Literal['OTHER', 'PNG', 'GIF', 'JPG/JPEG', 'AUDIO', 'VIDEO']]


class SyncUserSmsSessionsAnswerSmsSessionsItemLatestMessage(TypedDict):
    attachments: NotRequired[list[SyncUserSmsSessionsAnswerSmsSessionsItemLatestMessageAttachmentsItem]]
    date_time: NotRequired[str]
    direction: NotRequired[str]
    message: NotRequired[str]
    message_id: NotRequired[str]
    message_type: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    sender: NotRequired[Sender]
    to_members: NotRequired[list[Sender]]


class SyncUserSmsSessionsAnswerSmsSessionsItem(TypedDict):
    last_access_time: NotRequired[str]
    latest_message: NotRequired[SyncUserSmsSessionsAnswerSmsSessionsItemLatestMessage]
    participants: NotRequired[list[Participant]]
    session_id: NotRequired[str]
    session_type: NotRequired[str]
    unread_message_count: NotRequired[int]


class SyncUserSmsSessionsAnswer(TypedDict):
    sms_sessions: NotRequired[list[SyncUserSmsSessionsAnswerSmsSessionsItem]]
    sync_token: NotRequired[str]
