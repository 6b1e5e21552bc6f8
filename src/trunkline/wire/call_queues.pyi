"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class PhoneNumber(TypedDict):
    id: str
    number: str
    source: Literal['internal', 'external']


class PolicyVoicemailAccessMember(TypedDict):
    access_user_id: str
    access_user_type: Literal['commonArea', 'user']
    allow_delete: bool
    allow_download: bool
    allow_sharing: bool
    shared_id: str


class AutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: bool
    recording_start_prompt: bool
    recording_start_prompt_audio_id: str


class InboundAudioNotificationInput(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_start_prompt_audio_id: NotRequired[str]


ListCallQueueAnalyticsQuery = TypedDict("ListCallQueueAnalyticsQuery", {
    "page_size": "int",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "next_page_token": "NotRequired[str]",
    "site_id": "NotRequired[str]",
    "call_queue_ext_ids": "NotRequired[list[str]]",
    "department": "NotRequired[str]",
    "cost_center": "NotRequired[str]",
})


class ListCallQueueAnalyticsAnswerCallQueuesItem(TypedDict):
    abandoned_calls: int
    avg_handle_time: int
    avg_in_queue_wait_time: int
    avg_wrap_up_time: int
    call_queue_ext_id: str
    call_queue_id: str
    call_queue_name: str
    completed_calls: int
    inbound_calls: int
    max_in_queue_wait_time: int
    outbound_calls: int
    outbound_connected_calls: int
    outbound_unconnected_calls: int
    overflowed_calls: int
    site_id: str
    site_name: str


ListCallQueueAnalyticsAnswer = TypedDict("ListCallQueueAnalyticsAnswer", {
    "call_queues": "list[ListCallQueueAnalyticsAnswerCallQueuesItem]",
    "from": "str",
    "next_page_token": "str",
    "page_size": "int",
    "to": "str",
})


class ListCallQueuesQuery(TypedDict):
    next_page_token: NotRequired[str]
    page_size: int
    site_id: NotRequired[str]
    cost_center: NotRequired[str]
    department: NotRequired[str]


class ListCallQueuesAnswerCallQueuesItemSite(TypedDict):
    id: str
    name: str


class ListCallQueuesAnswerCallQueuesItem(TypedDict):
    extension_id: str
    extension_number: int
    id: str
    name: str
    phone_numbers: list[PhoneNumber]
    site: ListCallQueuesAnswerCallQueuesItemSite
    status: Literal['active', 'inactive']


class ListCallQueuesAnswer(TypedDict):
    call_queues: list[ListCallQueuesAnswerCallQueuesItem]
    next_page_token: str
    page_size: int
    total_records: int


class CreateCallQueueBodyMembersUsersItem(TypedDict):
    email: NotRequired[str]
    id: NotRequired[str]


class CreateCallQueueBodyMembers(TypedDict):
    common_area_ids: NotRequired[list[str]]
    users: NotRequired[list[CreateCallQueueBodyMembersUsersItem]]


class CreateCallQueueBody(TypedDict):
    name: str
    site_id: str
    cost_center: NotRequired[str]
    department: NotRequired[str]
    description: NotRequired[str]
    extension_number: NotRequired[int]
    members: NotRequired[CreateCallQueueBodyMembers]


class CreateCallQueueAnswer(TypedDict):
    extension_number: int
    id: str
    name: str
    status: str


class GetCallQueueAnswerMembersCommonAreasItem(TypedDict):
    extension_id: str
    id: str
    name: str


class GetCallQueueAnswerMembersUsersItem(TypedDict):
    extension_id: str
    id: str
    level: Literal['manager', 'user']
    name: str
    receive_call: bool


class GetCallQueueAnswerMembers(TypedDict):
    common_areas: list[GetCallQueueAnswerMembersCommonAreasItem]
    users: list[GetCallQueueAnswerMembersUsersItem]


class GetCallQueueAnswerPolicy(TypedDict):
    voicemail_access_members: list[PolicyVoicemailAccessMember]


class GetCallQueueAnswerSite(TypedDict):
    id: str
    name: str


class GetCallQueueAnswer(TypedDict):
    audio_prompt_language: Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']
    cost_center: NotRequired[str]
    default_transcription_language: Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']
    department: NotRequired[str]
    extension_id: str
    extension_number: int
    id: str
    members: GetCallQueueAnswerMembers
    name: str
    own_storage_name: NotRequired[str]
    phone_numbers: list[PhoneNumber]
    policy: GetCallQueueAnswerPolicy
    recording_storage_location: Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']
    site: GetCallQueueAnswerSite
    status: Literal['active', 'inactive']
    timezone: str


class UpdateCallQueueBody(TypedDict):
    audio_prompt_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    cost_center: NotRequired[str]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    department: NotRequired[str]
    description: NotRequired[str]
    extension_number: NotRequired[int]
    name: NotRequired[str]
    recording_storage_location: NotRequired[Literal['US', 'AU', 'CA', 'DE', 'IN', 'JP', 'SG', 'BR', 'CN', 'MX']]
    site_id: NotRequired[str]
    status: NotRequired[Literal['active', 'inactive']]
    timezone: NotRequired[str]


class ListCallQueueMembersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListCallQueueMembersAnswerCallQueueMembersItem(TypedDict):
    extension_id: str
    id: str
    level: Literal['commonArea', 'user']
    name: str
    receive_call: NotRequired[bool]


class ListCallQueueMembersAnswer(TypedDict):
    call_queue_members: list[ListCallQueueMembersAnswerCallQueueMembersItem]
    next_page_token: str
    page_size: int
    total_records: int


class AddCallQueueMembersBodyMembersUsersItem(TypedDict):
    email: NotRequired[str]
    id: NotRequired[str]


class AddCallQueueMembersBodyMembers(TypedDict):
    common_area_ids: NotRequired[list[str]]
    users: NotRequired[list[AddCallQueueMembersBodyMembersUsersItem]]


class AddCallQueueMembersBody(TypedDict):
    members: NotRequired[AddCallQueueMembersBodyMembers]


class AssignCallQueuePhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignCallQueuePhoneNumbersBody(TypedDict):
    phone_numbers: NotRequired[list[AssignCallQueuePhoneNumbersBodyPhoneNumbersItem]]


class GetCallQueuePolicyAnswerAdHocCallRecordingForMembers(TypedDict):
    enable: bool


class GetCallQueuePolicyAnswerAutoAnswerCallQueueCalls(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerAutoCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: bool
    play_beep_member: Literal['allMember', 'recordingSide']
    play_beep_time_interval: Literal[5, 10, 15, 20, 25, 30, 60, 120]
    play_beep_volume: Literal[0, 20, 40, 60, 80, 100]


class GetCallQueuePolicyAnswerAutoCallRecording(TypedDict):
    allow_stop_resume_recording: bool
    disconnect_on_recording_failure: bool
    enable: bool
    inbound_audio_notification: AutoCallRecordingInboundAudioNotification
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    outbound_audio_notification: AutoCallRecordingInboundAudioNotification
    play_recording_beep_tone: GetCallQueuePolicyAnswerAutoCallRecordingPlayRecordingBeepTone
    recording_calls: Literal['inbound_and_outbound', 'inbound', 'outbound']
    recording_transcription: bool


class GetCallQueuePolicyAnswerAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: int
    time_unit: Literal['day']
    type: Literal['callLog', 'automaticRecording', 'voicemail', 'sms', 'fax']


class GetCallQueuePolicyAnswerAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: Literal[1, 2]
    enable: bool
    items: list[GetCallQueuePolicyAnswerAutoDeleteDataAfterRetentionDurationItemsItem]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    permanently_delete_after_days: int


class GetCallQueuePolicyAnswerBlockCallsWithoutCallerId(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerCallQueueOptOutReasonCallQueueOptOutReasonsListItem(TypedDict):
    code: str
    enable: bool
    system: bool


class GetCallQueuePolicyAnswerCallQueueOptOutReason(TypedDict):
    call_queue_opt_out_reasons_list: list[GetCallQueuePolicyAnswerCallQueueOptOutReasonCallQueueOptOutReasonsListItem]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerCallQueuePickupCode(TypedDict):
    enable: bool


class GetCallQueuePolicyAnswerCallScreening(TypedDict):
    enable: bool
    exclude_user_company_contacts: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerOnlineFax(TypedDict):
    enable: bool
    enable_outbound_fax_transmission_report: bool
    fax_notification_by_email: bool
    fax_notification_email_list: list[str]
    include_fax_as_attachment: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerSms(TypedDict):
    enable: bool
    international_sms: bool
    international_sms_countries: list[str]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerSmsAutoReplyAutoReplyForInboundMessage(TypedDict):
    active: bool
    content: str
    trigger_event_type: Literal['closed_hours', 'always']


class GetCallQueuePolicyAnswerSmsAutoReply(TypedDict):
    auto_reply_for_inbound_message: GetCallQueuePolicyAnswerSmsAutoReplyAutoReplyForInboundMessage
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerSmsTemplateSmsTemplateListItem(TypedDict):
    active: bool
    content: str
    description: str
    name: str
    sms_template_id: str


class GetCallQueuePolicyAnswerSmsTemplate(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    sms_template_list: list[GetCallQueuePolicyAnswerSmsTemplateSmsTemplateListItem]


class GetCallQueuePolicyAnswerTeamSmsThreadSummary(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerVoicemailNotificationByEmail(TypedDict):
    enable: bool
    forward_email_list: list[str]
    forward_voicemail_to_email: bool
    include_voicemail_file: bool
    include_voicemail_transcription: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswerVoicemailTranscription(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetCallQueuePolicyAnswer(TypedDict):
    ad_hoc_call_recording_for_members: GetCallQueuePolicyAnswerAdHocCallRecordingForMembers
    auto_answer_call_queue_calls: GetCallQueuePolicyAnswerAutoAnswerCallQueueCalls
    auto_call_recording: GetCallQueuePolicyAnswerAutoCallRecording
    auto_delete_data_after_retention_duration: GetCallQueuePolicyAnswerAutoDeleteDataAfterRetentionDuration
    block_calls_without_caller_id: GetCallQueuePolicyAnswerBlockCallsWithoutCallerId
    call_queue_opt_out_reason: GetCallQueuePolicyAnswerCallQueueOptOutReason
    call_queue_pickup_code: GetCallQueuePolicyAnswerCallQueuePickupCode
    call_screening: GetCallQueuePolicyAnswerCallScreening
    online_fax: GetCallQueuePolicyAnswerOnlineFax
    sms: GetCallQueuePolicyAnswerSms
    sms_auto_reply: GetCallQueuePolicyAnswerSmsAutoReply
    sms_template: GetCallQueuePolicyAnswerSmsTemplate
    team_sms_thread_summary: GetCallQueuePolicyAnswerTeamSmsThreadSummary
    voicemail_notification_by_email: GetCallQueuePolicyAnswerVoicemailNotificationByEmail
    voicemail_transcription: GetCallQueuePolicyAnswerVoicemailTranscription


class UpdateCallQueuePolicyBodyAdHocCallRecordingForMembers(TypedDict):
    enable: NotRequired[bool]


class UpdateCallQueuePolicyBodyAutoAnswerCallQueueCalls(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyAutoCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMember', 'recordingSide']]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]


class UpdateCallQueuePolicyBodyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    disconnect_on_recording_failure: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[InboundAudioNotificationInput]
    outbound_audio_notification: NotRequired[InboundAudioNotificationInput]
    play_recording_beep_tone: NotRequired[UpdateCallQueuePolicyBodyAutoCallRecordingPlayRecordingBeepTone]
    recording_calls: NotRequired[Literal['inbound_and_outbound', 'inbound', 'outbound']]
    recording_explicit_consent: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: NotRequired[int]
    time_unit: NotRequired[Literal['day']]
    type: NotRequired[Literal['callLog', 'automaticRecording', 'voicemail', 'sms', 'fax']]


class UpdateCallQueuePolicyBodyAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: NotRequired[Literal[1, 2]]
    enable: NotRequired[bool]
    items: NotRequired[list[UpdateCallQueuePolicyBodyAutoDeleteDataAfterRetentionDurationItemsItem]]
    permanently_delete_after_days: NotRequired[int]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyBlockCallsWithoutCallerId(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyCallQueueOptOutReasonCallQueueOptOutReasonsListItem(TypedDict):
    code: NotRequired[str]
    enable: NotRequired[bool]


class UpdateCallQueuePolicyBodyCallQueueOptOutReason(TypedDict):
    call_queue_opt_out_reasons_list: NotRequired[list[UpdateCallQueuePolicyBodyCallQueueOptOutReasonCallQueueOptOutReasonsListItem]]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyCallQueuePickupCode(TypedDict):
    enable: NotRequired[bool]


class UpdateCallQueuePolicyBodyCallScreening(TypedDict):
    enable: NotRequired[bool]
    exclude_user_company_contacts: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyOnlineFax(TypedDict):
    enable: NotRequired[bool]
    enable_outbound_fax_transmission_report: NotRequired[bool]
    fax_notification_by_email: NotRequired[bool]
    fax_notification_email_list: NotRequired[list[str]]
    include_fax_as_attachment: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodySms(TypedDict):
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    international_sms_countries: NotRequired[list[str]]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodySmsAutoReplyAutoReplyForInboundMessage(TypedDict):
    active: NotRequired[bool]
    content: NotRequired[str]
    trigger_event_type: NotRequired[Literal['closed_hours', 'always']]


class UpdateCallQueuePolicyBodySmsAutoReply(TypedDict):
    auto_reply_for_inbound_message: NotRequired[UpdateCallQueuePolicyBodySmsAutoReplyAutoReplyForInboundMessage]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodySmsTemplateSmsTemplateListItem(TypedDict):
    active: NotRequired[bool]
    sms_template_id: NotRequired[str]


class UpdateCallQueuePolicyBodySmsTemplate(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]
    sms_template_list: NotRequired[list[UpdateCallQueuePolicyBodySmsTemplateSmsTemplateListItem]]


class UpdateCallQueuePolicyBodyTeamSmsThreadSummary(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    forward_email_list: NotRequired[list[str]]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBodyVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCallQueuePolicyBody(TypedDict):
    ad_hoc_call_recording_for_members: NotRequired[UpdateCallQueuePolicyBodyAdHocCallRecordingForMembers]
    auto_answer_call_queue_calls: NotRequired[UpdateCallQueuePolicyBodyAutoAnswerCallQueueCalls]
    auto_call_recording: NotRequired[UpdateCallQueuePolicyBodyAutoCallRecording]
    auto_delete_data_after_retention_duration: NotRequired[UpdateCallQueuePolicyBodyAutoDeleteDataAfterRetentionDuration]
    block_calls_without_caller_id: NotRequired[UpdateCallQueuePolicyBodyBlockCallsWithoutCallerId]
    call_queue_opt_out_reason: NotRequired[UpdateCallQueuePolicyBodyCallQueueOptOutReason]
    call_queue_pickup_code: NotRequired[UpdateCallQueuePolicyBodyCallQueuePickupCode]
    call_screening: NotRequired[UpdateCallQueuePolicyBodyCallScreening]
    online_fax: NotRequired[UpdateCallQueuePolicyBodyOnlineFax]
    sms: NotRequired[UpdateCallQueuePolicyBodySms]
    sms_auto_reply: NotRequired[UpdateCallQueuePolicyBodySmsAutoReply]
    sms_template: NotRequired[UpdateCallQueuePolicyBodySmsTemplate]
    team_sms_thread_summary: NotRequired[UpdateCallQueuePolicyBodyTeamSmsThreadSummary]
    voicemail_notification_by_email: NotRequired[UpdateCallQueuePolicyBodyVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[UpdateCallQueuePolicyBodyVoicemailTranscription]


class AddCallQueuePolicySettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]


class AddCallQueuePolicySettingBody(TypedDict):
    voicemail_access_members: NotRequired[list[AddCallQueuePolicySettingBodyVoicemailAccessMembersItem]]


class AddCallQueuePolicySettingAnswer(TypedDict):
    voicemail_access_members: list[PolicyVoicemailAccessMember]


class DeleteCallQueuePolicySettingQuery(TypedDict):
    shared_ids: list[str]


class UpdateCallQueuePolicySettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]
    shared_id: NotRequired[str]


class UpdateCallQueuePolicySettingBody(TypedDict):
    voicemail_access_members: NotRequired[list[UpdateCallQueuePolicySettingBodyVoicemailAccessMembersItem]]


ListCallQueueRecordingsQuery = TypedDict("ListCallQueueRecordingsQuery", {
    "page_size": "int",
    "next_page_token": "NotRequired[str]",
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class ListCallQueueRecordingsAnswerRecordingsItem(TypedDict):
    callee_name: NotRequired[str]
    callee_number: NotRequired[str]
    callee_number_type: Literal['1', '2', '3']
    caller_name: NotRequired[str]
    caller_number: NotRequired[str]
    caller_number_type: Literal[1, 2]
    date_time: str
    direction: str
    download_url: str
    duration: int
    id: str


ListCallQueueRecordingsAnswer = TypedDict("ListCallQueueRecordingsAnswer", {
    "from": "str",
    "next_page_token": "str",
    "page_size": "int",
    "recordings": "list[ListCallQueueRecordingsAnswerRecordingsItem]",
    "to": "str",
    "total_records": "int",
})
