"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class BusyConnectOperatorExternalNumber(TypedDict):
    description: NotRequired[str]
    number: NotRequired[str]


class BusyConnectOperator(TypedDict):
    allow_caller_check_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    external_number: NotRequired[BusyConnectOperatorExternalNumber]
    id: NotRequired[str]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    type: NotRequired[Literal['user', 'zoomRoom', 'commonAreaPhone', 'autoReceptionist', 'callQueue', 'sharedLineGroup']]


class ConnectToOperatorExternalNumber(TypedDict):
    description: NotRequired[str]
    number: NotRequired[str]


class ConnectToOperator(TypedDict):
    allow_caller_check_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    external_number: NotRequired[ConnectToOperatorExternalNumber]
    id: NotRequired[str]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    type: NotRequired[Literal['user', 'zoomRoom', 'commonArea', 'autoReceptionist', 'callQueue', 'sharedLineGroup']]


class BusyConnectOperatorInputExternalNumber(TypedDict):
    description: NotRequired[str]
    number: NotRequired[str]


class BusyConnectOperatorInput(TypedDict):
    allow_caller_check_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    external_number: NotRequired[BusyConnectOperatorInputExternalNumber]
    id: NotRequired[str]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]


class ConnectToOperatorInputExternalNumber(TypedDict):
    description: NotRequired[str]
    number: NotRequired[str]


class ConnectToOperatorInput(TypedDict):
    allow_caller_check_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    external_number: NotRequired[ConnectToOperatorInputExternalNumber]
    id: NotRequired[str]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]


class ListSettingTemplatesQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]


class ListSettingTemplatesAnswerTemplatesItem(TypedDict):
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[Literal['user', 'group', 'autReceptionist', 'commonArea', 'zr', 'interop']]


class ListSettingTemplatesAnswer(TypedDict):
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    templates: NotRequired[list[ListSettingTemplatesAnswerTemplatesItem]]
    total_records: NotRequired[int]


class CreateSettingTemplateBody(TypedDict):
    name: str
    type: str
    description: NotRequired[str]
    site_id: NotRequired[str]


class CreateSettingTemplateAnswer(TypedDict):
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[str]


class GetSettingTemplateQuery(TypedDict):
    custom_query_fields: NotRequired[str]


class GetSettingTemplateAnswerPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class GetSettingTemplateAnswerPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_start_prompt: NotRequired[bool]


class GetSettingTemplateAnswerPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_start_prompt: NotRequired[bool]


class GetSettingTemplateAnswerPolicyAutoCallRecording(TypedDict):
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[GetSettingTemplateAnswerPolicyAutoCallRecordingInboundAudioNotification]
    outbound_audio_notification: NotRequired[GetSettingTemplateAnswerPolicyAutoCallRecordingOutboundAudioNotification]
    recording_calls: NotRequired[str]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class GetSettingTemplateAnswerPolicyCallForwarding(TypedDict):
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]


class GetSettingTemplateAnswerPolicyCallOverflow(TypedDict):
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]


class GetSettingTemplateAnswerPolicySms(TypedDict):
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]


class GetSettingTemplateAnswerPolicyVoicemail(TypedDict):
    allow_transcription: NotRequired[bool]
    enable: NotRequired[bool]


class GetSettingTemplateAnswerPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[GetSettingTemplateAnswerPolicyAdHocCallRecording]
    auto_call_recording: NotRequired[GetSettingTemplateAnswerPolicyAutoCallRecording]
    call_forwarding: NotRequired[GetSettingTemplateAnswerPolicyCallForwarding]
    call_overflow: NotRequired[GetSettingTemplateAnswerPolicyCallOverflow]
    sms: NotRequired[GetSettingTemplateAnswerPolicySms]
    voicemail: NotRequired[GetSettingTemplateAnswerPolicyVoicemail]


class GetSettingTemplateAnswerProfile(TypedDict):
    area_code: NotRequired[str]
    country: NotRequired[str]


GetSettingTemplateAnswerUserSettingsCallHandlingBusinessHoursCustomHoursItem = TypedDict("GetSettingTemplateAnswerUserSettingsCallHandlingBusinessHoursCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class GetSettingTemplateAnswerUserSettingsCallHandlingBusinessHours(TypedDict):
    business_hour_action: NotRequired[Literal[0, 1, 9, 11, 26, 50]]
    busy_action: NotRequired[Literal[0, 1, 11, 12, 13, 26, 50]]
    busy_connect_operator: NotRequired[BusyConnectOperator]
    connect_to_operator: NotRequired[ConnectToOperator]
    custom_hours: NotRequired[list[GetSettingTemplateAnswerUserSettingsCallHandlingBusinessHoursCustomHoursItem]]
    ring_type: NotRequired[str]
    ringing_duration: NotRequired[Literal['10', '15', '20', '25', '30', '35', '40', '45', '50', '55', '60']]
    type: NotRequired[Literal[1, 2]]


class GetSettingTemplateAnswerUserSettingsCallHandlingCloseHours(TypedDict):
    busy_action: NotRequired[Literal[0, 1, 11, 12, 13, 26, 50]]
    busy_connect_operator: NotRequired[ConnectToOperator]
    close_hour_action: NotRequired[Literal[0, 1, 9, 11, 26, 50]]
    connect_to_operator: NotRequired[BusyConnectOperator]
    max_wait_time: NotRequired[Literal['10', '15', '20', '25', '30', '35', '40', '45', '50', '55', '60']]


class GetSettingTemplateAnswerUserSettingsCallHandling(TypedDict):
    business_hours: NotRequired[GetSettingTemplateAnswerUserSettingsCallHandlingBusinessHours]
    close_hours: NotRequired[GetSettingTemplateAnswerUserSettingsCallHandlingCloseHours]


class GetSettingTemplateAnswerUserSettingsDeskPhone(TypedDict):
    pin_code: NotRequired[str]


class GetSettingTemplateAnswerUserSettings(TypedDict):
    audio_prompt_language: NotRequired[str]
    block_calls_without_caller_id: NotRequired[bool]
    call_handling: NotRequired[GetSettingTemplateAnswerUserSettingsCallHandling]
    desk_phone: NotRequired[GetSettingTemplateAnswerUserSettingsDeskPhone]
    hold_music: NotRequired[Literal['default', 'disable']]


class GetSettingTemplateAnswer(TypedDict):
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    policy: NotRequired[GetSettingTemplateAnswerPolicy]
    profile: NotRequired[GetSettingTemplateAnswerProfile]
    type: NotRequired[Literal['user', 'group', 'autoReceptionist', 'commonArea', 'zr', 'interop']]
    user_settings: NotRequired[GetSettingTemplateAnswerUserSettings]


class UpdateSettingTemplateBodyPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_start_prompt: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_start_prompt: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyAutoCallRecording(TypedDict):
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[UpdateSettingTemplateBodyPolicyAutoCallRecordingInboundAudioNotification]
    outbound_audio_notification: NotRequired[UpdateSettingTemplateBodyPolicyAutoCallRecordingOutboundAudioNotification]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyCallForwarding(TypedDict):
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyCallOverflow(TypedDict):
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]


class UpdateSettingTemplateBodyPolicySms(TypedDict):
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]


class UpdateSettingTemplateBodyPolicyVoicemail(TypedDict):
    allow_transcription: NotRequired[bool]
    enable: NotRequired[bool]


class UpdateSettingTemplateBodyPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[UpdateSettingTemplateBodyPolicyAdHocCallRecording]
    auto_call_recording: NotRequired[UpdateSettingTemplateBodyPolicyAutoCallRecording]
    call_forwarding: NotRequired[UpdateSettingTemplateBodyPolicyCallForwarding]
    call_overflow: NotRequired[UpdateSettingTemplateBodyPolicyCallOverflow]
    sms: NotRequired[UpdateSettingTemplateBodyPolicySms]
    voicemail: NotRequired[UpdateSettingTemplateBodyPolicyVoicemail]


class UpdateSettingTemplateBodyProfile(TypedDict):
    area_code: NotRequired[str]
    country: NotRequired[str]


UpdateSettingTemplateBodyUserSettingsCallHandlingBusinessHoursCustomHoursItem = TypedDict("UpdateSettingTemplateBodyUserSettingsCallHandlingBusinessHoursCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class UpdateSettingTemplateBodyUserSettingsCallHandlingBusinessHours(TypedDict):
    business_hour_action: NotRequired[Literal[0, 1, 9, 11, 26, 50]]
    busy_action: NotRequired[Literal[0, 1, 11, 12, 13, 26, 50]]
    busy_connect_operator: NotRequired[BusyConnectOperatorInput]
    connect_to_operator: NotRequired[ConnectToOperatorInput]
    custom_hours: NotRequired[list[UpdateSettingTemplateBodyUserSettingsCallHandlingBusinessHoursCustomHoursItem]]
    ring_type: NotRequired[str]
    ringing_duration: NotRequired[Literal['10', '15', '20', '25', '30', '35', '40', '45', '50', '55', '60']]
    type: NotRequired[Literal[1, 2]]


class UpdateSettingTemplateBodyUserSettingsCallHandlingCloseHours(TypedDict):
    busy_action: NotRequired[Literal[0, 1, 11, 12, 13, 26, 50]]
    busy_connect_operator: NotRequired[BusyConnectOperatorInput]
    close_hour_action: NotRequired[Literal[0, 1, 9, 11, 26, 50]]
    connect_to_operator: NotRequired[ConnectToOperatorInput]
    max_wait_time: NotRequired[Literal['10', '15', '20', '25', '30', '35', '40', '45', '50', '55', '60']]


class UpdateSettingTemplateBodyUserSettingsCallHandling(TypedDict):
    business_hours: NotRequired[UpdateSettingTemplateBodyUserSettingsCallHandlingBusinessHours]
    close_hours: NotRequired[UpdateSettingTemplateBodyUserSettingsCallHandlingCloseHours]


class UpdateSettingTemplateBodyUserSettingsDeskPhone(TypedDict):
    pin_code: NotRequired[str]


class UpdateSettingTemplateBodyUserSettings(TypedDict):
    audio_prompt_language: NotRequired[str]
    block_calls_without_caller_id: NotRequired[bool]
    call_handling: NotRequired[UpdateSettingTemplateBodyUserSettingsCallHandling]
    desk_phone: NotRequired[UpdateSettingTemplateBodyUserSettingsDeskPhone]
    hold_music: NotRequired[Literal['default', 'disable']]


class UpdateSettingTemplateBody(TypedDict):
    description: NotRequired[str]
    name: NotRequired[str]
    policy: NotRequired[UpdateSettingTemplateBodyPolicy]
    profile: NotRequired[UpdateSettingTemplateBodyProfile]
    user_settings: NotRequired[UpdateSettingTemplateBodyUserSettings]
