"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class MainAutoReceptionist(TypedDict):
    extension_id: str
    extension_number: int
    id: str
    name: str


class DefaultEmergencyAddressInput(TypedDict):
    address_line1: str
    city: str
    country: str
    state_code: NotRequired[str]
    zip: NotRequired[str]
    address_line2: NotRequired[str]


class AdHocCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: bool
    play_beep_member: Literal['allMember', 'recordingSide']
    play_beep_time_interval: Literal[5, 10, 15, 20, 25, 30, 60, 120]
    play_beep_volume: Literal[0, 20, 40, 60, 80, 100]


class PolicyBlockCallsWithoutCallerId(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class TranscriptionStartPrompt(TypedDict):
    audio_id: str
    audio_name: str
    enable: bool


Weekday = Literal['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']


class PlayRecordingBeepToneInput(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMember', 'recordingSide']]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]


class BlockCallsWithoutCallerIdInput(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


WeekdayInput = Literal['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']


class GreetingLeaveVoicemailInstructionBusinessHours(TypedDict):
    audio_id: str
    name: str


class GreetingLeaveVoicemailInstructionClosedHours(TypedDict):
    audio_id: str
    name: str


class GreetingLeaveVoicemailInstructionHolidayHours(TypedDict):
    audio_id: str
    name: str


class GreetingLeaveVoicemailInstruction(TypedDict):
    business_hours: GreetingLeaveVoicemailInstructionBusinessHours
    closed_hours: GreetingLeaveVoicemailInstructionClosedHours
    holiday_hours: GreetingLeaveVoicemailInstructionHolidayHours


class OverflowOperator(TypedDict):
    display_name: str
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'callQueue', 'autoReceptionist', 'commonArea', 'zoomRoom', 'ciscoRoom/PolycomRoom', 'sharedLineGroup']


class Overflow(TypedDict):
    allow_caller_to_check_voicemail: bool
    allow_caller_to_reach_operator: bool
    operator: NotRequired[OverflowOperator]


Holiday = TypedDict("Holiday", {
    "from": "str",
    "holiday_id": "str",
    "name": "str",
    "to": "str",
})


class GreetingLeaveVoicemailInstructionInputBusinessHours(TypedDict):
    audio_id: NotRequired[str]


class GreetingLeaveVoicemailInstructionInputClosedHours(TypedDict):
    audio_id: NotRequired[str]


class GreetingLeaveVoicemailInstructionInputHolidayHours(TypedDict):
    audio_id: NotRequired[str]


class GreetingLeaveVoicemailInstructionInput(TypedDict):
    business_hours: NotRequired[GreetingLeaveVoicemailInstructionInputBusinessHours]
    closed_hours: NotRequired[GreetingLeaveVoicemailInstructionInputClosedHours]
    holiday_hours: NotRequired[GreetingLeaveVoicemailInstructionInputHolidayHours]


class OverflowInputOperator(TypedDict):
    extension_id: NotRequired[str]


class OverflowInput(TypedDict):
    allow_caller_to_check_voicemail: NotRequired[bool]
    allow_caller_to_reach_operator: NotRequired[bool]
    operator: NotRequired[OverflowInputOperator]


class ListSitesQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListSitesAnswerSitesItemCountry(TypedDict):
    code: str
    name: str


class ListSitesAnswerSitesItem(TypedDict):
    country: ListSitesAnswerSitesItemCountry
    id: str
    main_auto_receptionist: NotRequired[MainAutoReceptionist]
    name: str
    site_code: NotRequired[int]


class ListSitesAnswer(TypedDict):
    next_page_token: str
    page_size: int
    sites: list[ListSitesAnswerSitesItem]
    total_records: int


class CreateSiteBodyForceOffNet(TypedDict):
    allow_extension_only_users_call_users_outside_site: NotRequired[bool]
    enable: NotRequired[bool]


class CreateSiteBodyShortExtension(TypedDict):
    length: NotRequired[int]


class CreateSiteBodySipZone(TypedDict):
    id: NotRequired[str]


class CreateSiteBody(TypedDict):
    auto_receptionist_name: str
    default_emergency_address: DefaultEmergencyAddressInput
    name: str
    force_off_net: NotRequired[CreateSiteBodyForceOffNet]
    india_city: NotRequired[str]
    india_entity_name: NotRequired[str]
    india_sdca_npa: NotRequired[str]
    india_state_code: NotRequired[str]
    short_extension: NotRequired[CreateSiteBodyShortExtension]
    sip_zone: NotRequired[CreateSiteBodySipZone]
    site_code: NotRequired[int]
    source_auto_receptionist_id: NotRequired[str]


class CreateSiteAnswer(TypedDict):
    id: str
    name: str


class GetSiteAnswerCountry(TypedDict):
    code: str
    name: str


class GetSiteAnswerDefaultEmergencyAddress(TypedDict):
    address_line1: str
    address_line2: str
    city: str
    country: str
    id: str
    is_default: bool
    level: Literal[0, 1, 2]
    state_code: str
    status: Literal[1, 2, 3, 4, 5, 6]
    zip: str


class GetSiteAnswerPolicyAdHocCallRecording(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    play_recording_beep_tone: AdHocCallRecordingPlayRecordingBeepTone
    recording_start_prompt: bool
    recording_transcription: bool


class GetSiteAnswerPolicyAdvancedEncryption(TypedDict):
    disable_incoming_unencrypted_voicemail: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyAllowCallerReachOperator(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyAllowEndUserEditCallHandling(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyAllowMobileHomePhoneCallout(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyAudioIntercom(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: bool
    recording_start_prompt: bool


class GetSiteAnswerPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_explicit_consent: bool
    recording_start_prompt: bool


class GetSiteAnswerPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: bool
    disconnect_on_recording_failure: bool
    enable: bool
    inbound_audio_notification: GetSiteAnswerPolicyAutoCallRecordingInboundAudioNotification
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    outbound_audio_notification: GetSiteAnswerPolicyAutoCallRecordingOutboundAudioNotification
    play_recording_beep_tone: AdHocCallRecordingPlayRecordingBeepTone
    recording_calls: Literal['inbound', 'outbound', 'both']
    recording_explicit_consent: bool
    recording_start_prompt: bool
    recording_transcription: bool


class GetSiteAnswerPolicyAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: int
    time_unit: Literal['year', 'month', 'day']
    type: Literal['callLog', 'onDemandRecording', 'automaticRecording', 'voicemail', 'videomail', 'sms']


class GetSiteAnswerPolicyAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: Literal[1, 2]
    enable: bool
    items: list[GetSiteAnswerPolicyAutoDeleteDataAfterRetentionDurationItemsItem]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    reset: NotRequired[bool]


class GetSiteAnswerPolicyAutoOptOutInCallQueue(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    prompt_before_opt_out_call_queue: bool


class GetSiteAnswerPolicyBlockExternalCallsE2eEncryption(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyBlockExternalCalls(TypedDict):
    block_business_hours: bool
    block_call_action: Literal[0, 9]
    block_call_change_type: Literal[0, 1]
    block_closed_hours: bool
    block_holiday_hours: bool
    e2e_encryption: GetSiteAnswerPolicyBlockExternalCallsE2eEncryption
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallHandlingForwardingToOtherUsers(TypedDict):
    call_forwarding_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallLiveTranscription(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    transcription_start_prompt: TranscriptionStartPrompt


class GetSiteAnswerPolicyCallOverflow(TypedDict):
    call_overflow_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallParkForwardTo(TypedDict):
    display_name: str
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'zoomRoom', 'commonArea', 'ciscoRoom/polycomRoom', 'autoReceptionist', 'callQueue', 'sharedLineGroup']
    id: str


class GetSiteAnswerPolicyCallPark(TypedDict):
    call_not_picked_up_action: int
    enable: bool
    expiration_period: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]
    forward_to: NotRequired[GetSiteAnswerPolicyCallParkForwardTo]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    sequence: Literal[0, 1]


class GetSiteAnswerPolicyCallQueueOptOutReasonCallQueueOptOutReasonsListItem(TypedDict):
    code: str
    enable: bool
    system: bool


class GetSiteAnswerPolicyCallQueueOptOutReason(TypedDict):
    call_queue_opt_out_reasons_list: list[GetSiteAnswerPolicyCallQueueOptOutReasonCallQueueOptOutReasonsListItem]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallQueuePickupCode(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallScreening(TypedDict):
    enable: bool
    exclude_user_company_contacts: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallSummary(TypedDict):
    auto_call_summary: bool
    call_summary_start_prompt: TranscriptionStartPrompt
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCallTransferring(TypedDict):
    call_transferring_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCheckVoicemailsOverPhone(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyCustomizeLineName(TypedDict):
    common_area_line_name: Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber']
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    user_line_name: Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber', 'firstName;extensionNumber', 'firstName;lastName;extensionNumber']


class GetSiteAnswerPolicyDisplayCallFeedbackSurveyFeedbackDuration(TypedDict):
    enable: bool
    max: int
    min: int


class GetSiteAnswerPolicyDisplayCallFeedbackSurveyFeedbackMos(TypedDict):
    enable: bool
    max: float
    min: float


class GetSiteAnswerPolicyDisplayCallFeedbackSurvey(TypedDict):
    enable: bool
    feedback_duration: GetSiteAnswerPolicyDisplayCallFeedbackSurveyFeedbackDuration
    feedback_mos: GetSiteAnswerPolicyDisplayCallFeedbackSurveyFeedbackMos
    feedback_type: Literal[1, 2]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyForceOffNet(TypedDict):
    allow_extension_only_users_call_users_outside_site: bool
    enable: bool


class GetSiteAnswerPolicyForwardCallOutsideOfSite(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyIncomingCallNotification(TypedDict):
    block_type: Literal['block_activity', 'continue_with_alert']
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting(TypedDict):
    audio_id: str
    audio_name: str
    forward_to_extension_id: NotRequired[str]


class GetSiteAnswerPolicyManageCallRoutingForUnassignedNumbers(TypedDict):
    enable: bool
    incoming_call_action: Literal['disconnect', 'play_message_then_disconnect', 'forward_to_another_extension']
    incoming_call_routing_setting: GetSiteAnswerPolicyManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyObfuscateSensitiveDataDuringCall(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyPersonalAudioLibrary(TypedDict):
    allow_music_on_hold_customization: bool
    allow_voicemail_and_message_greeting_customization: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyPreventUsersUploadAudioFiles(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyScheduleFirmwareUpdateEndSetting(TypedDict):
    end_date: NotRequired[str]
    never_end: bool


class GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingWeeklySetting(TypedDict):
    weekday: Weekday


class GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingWeekAndDay(TypedDict):
    week_of_month: int
    weekday: Weekday


class GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingSpecificDate(TypedDict):
    day_of_month: int


class GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSetting(TypedDict):
    weekly_setting: NotRequired[GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingWeeklySetting]
    week_and_day: NotRequired[GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingWeekAndDay]
    specific_date: NotRequired[GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSettingSpecificDate]


class GetSiteAnswerPolicyScheduleFirmwareUpdate(TypedDict):
    enable: bool
    end_setting: GetSiteAnswerPolicyScheduleFirmwareUpdateEndSetting
    locked: bool
    locked_by: Literal['invalid', 'account']
    modified: bool
    repeat_setting: GetSiteAnswerPolicyScheduleFirmwareUpdateRepeatSetting
    repeat_type: Literal['weekly', 'monthly']
    time_period_end: int
    time_period_start: int
    time_zone: str


class GetSiteAnswerPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicySharedLineGroupPickupCode(TypedDict):
    enable: bool


class GetSiteAnswerPolicySharedVoicemailNotificationByEmail(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicySms(TypedDict):
    allow_copy: bool
    allow_paste: bool
    enable: bool
    international_sms: bool
    international_sms_countries: list[str]
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicySmsTemplateSmsTemplateListItem(TypedDict):
    active: bool
    content: str
    description: str
    name: str
    sms_template_id: str


class GetSiteAnswerPolicySmsTemplate(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool
    sms_template_list: list[GetSiteAnswerPolicySmsTemplateSmsTemplateListItem]


class GetSiteAnswerPolicyVoicemail(TypedDict):
    allow_delete: bool
    allow_download: bool
    allow_videomail: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyVoicemailIntentBasedPrioritization(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyVoicemailNotificationByEmail(TypedDict):
    enable: bool
    forward_voicemail_to_email: bool
    include_voicemail_file: bool
    include_voicemail_transcription: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyVoicemailTasks(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyVoicemailTranscription(TypedDict):
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyZoomPhoneOnDesktop(TypedDict):
    allow_calling_clients: list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]
    allow_sms_mms_clients: list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyZoomPhoneOnMobile(TypedDict):
    allow_calling_clients: list[Literal['ios', 'android', 'intune', 'blackberry']]
    allow_calling_sms_mms: bool
    allow_sms_mms_clients: list[Literal['ios', 'android', 'intune', 'blackberry']]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicyZoomPhoneOnPwa(TypedDict):
    allow_calling: bool
    allow_sms_mms: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetSiteAnswerPolicy(TypedDict):
    ad_hoc_call_recording: GetSiteAnswerPolicyAdHocCallRecording
    advanced_encryption: GetSiteAnswerPolicyAdvancedEncryption
    allow_caller_reach_operator: GetSiteAnswerPolicyAllowCallerReachOperator
    allow_end_user_edit_call_handling: GetSiteAnswerPolicyAllowEndUserEditCallHandling
    allow_mobile_home_phone_callout: GetSiteAnswerPolicyAllowMobileHomePhoneCallout
    audio_intercom: GetSiteAnswerPolicyAudioIntercom
    auto_call_recording: GetSiteAnswerPolicyAutoCallRecording
    auto_delete_data_after_retention_duration: GetSiteAnswerPolicyAutoDeleteDataAfterRetentionDuration
    auto_opt_out_in_call_queue: GetSiteAnswerPolicyAutoOptOutInCallQueue
    block_calls_without_caller_id: PolicyBlockCallsWithoutCallerId
    block_external_calls: GetSiteAnswerPolicyBlockExternalCalls
    call_handling_forwarding_to_other_users: GetSiteAnswerPolicyCallHandlingForwardingToOtherUsers
    call_live_transcription: GetSiteAnswerPolicyCallLiveTranscription
    call_overflow: GetSiteAnswerPolicyCallOverflow
    call_park: GetSiteAnswerPolicyCallPark
    call_queue_opt_out_reason: GetSiteAnswerPolicyCallQueueOptOutReason
    call_queue_pickup_code: GetSiteAnswerPolicyCallQueuePickupCode
    call_screening: GetSiteAnswerPolicyCallScreening
    call_summary: GetSiteAnswerPolicyCallSummary
    call_transferring: GetSiteAnswerPolicyCallTransferring
    check_voicemails_over_phone: GetSiteAnswerPolicyCheckVoicemailsOverPhone
    customize_line_name: GetSiteAnswerPolicyCustomizeLineName
    delegation: PolicyBlockCallsWithoutCallerId
    display_call_feedback_survey: GetSiteAnswerPolicyDisplayCallFeedbackSurvey
    elevate_to_meeting: PolicyBlockCallsWithoutCallerId
    external_calling_on_zoom_room_common_area: PolicyBlockCallsWithoutCallerId
    force_off_net: GetSiteAnswerPolicyForceOffNet
    forward_call_outside_of_site: GetSiteAnswerPolicyForwardCallOutsideOfSite
    hand_off_to_room: PolicyBlockCallsWithoutCallerId
    incoming_call_notification: GetSiteAnswerPolicyIncomingCallNotification
    international_calling: PolicyBlockCallsWithoutCallerId
    manage_call_routing_for_unassigned_numbers: GetSiteAnswerPolicyManageCallRoutingForUnassignedNumbers
    mobile_switch_to_carrier: PolicyBlockCallsWithoutCallerId
    obfuscate_sensitive_data_during_call: GetSiteAnswerPolicyObfuscateSensitiveDataDuringCall
    personal_audio_library: GetSiteAnswerPolicyPersonalAudioLibrary
    prevent_users_upload_audio_files: GetSiteAnswerPolicyPreventUsersUploadAudioFiles
    schedule_firmware_update: GetSiteAnswerPolicyScheduleFirmwareUpdate
    select_outbound_caller_id: GetSiteAnswerPolicySelectOutboundCallerId
    shared_line_group_pickup_code: GetSiteAnswerPolicySharedLineGroupPickupCode
    shared_voicemail_notification_by_email: GetSiteAnswerPolicySharedVoicemailNotificationByEmail
    show_user_last_transferred_call: bool
    sms: GetSiteAnswerPolicySms
    sms_auto_reply: PolicyBlockCallsWithoutCallerId
    sms_template: GetSiteAnswerPolicySmsTemplate
    team_sms_thread_summary: PolicyBlockCallsWithoutCallerId
    voicemail: GetSiteAnswerPolicyVoicemail
    voicemail_intent_based_prioritization: GetSiteAnswerPolicyVoicemailIntentBasedPrioritization
    voicemail_notification_by_email: GetSiteAnswerPolicyVoicemailNotificationByEmail
    voicemail_tasks: GetSiteAnswerPolicyVoicemailTasks
    voicemail_transcription: GetSiteAnswerPolicyVoicemailTranscription
    zoom_phone_on_desktop: GetSiteAnswerPolicyZoomPhoneOnDesktop
    zoom_phone_on_mobile: GetSiteAnswerPolicyZoomPhoneOnMobile
    zoom_phone_on_pwa: GetSiteAnswerPolicyZoomPhoneOnPwa


class GetSiteAnswerShortExtension(TypedDict):
    length: int


class GetSiteAnswerSipZone(TypedDict):
    id: str
    name: str


class GetSiteAnswer(TypedDict):
    caller_id_name: str
    country: GetSiteAnswerCountry
    default_emergency_address: GetSiteAnswerDefaultEmergencyAddress
    id: str
    india_city: NotRequired[str]
    india_entity_name: NotRequired[str]
    india_sdca_npa: NotRequired[str]
    india_state_code: NotRequired[str]
    main_auto_receptionist: NotRequired[MainAutoReceptionist]
    name: str
    policy: GetSiteAnswerPolicy
    short_extension: GetSiteAnswerShortExtension
    sip_zone: NotRequired[GetSiteAnswerSipZone]
    site_code: NotRequired[int]


class DeleteSiteQuery(TypedDict):
    transfer_site_id: str


class UpdateSiteBodyPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    play_recording_beep_tone: NotRequired[PlayRecordingBeepToneInput]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAdvancedEncryption(TypedDict):
    disable_incoming_unencrypted_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAllowCallerReachOperator(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAllowEndUserEditCallHandling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAllowMobileHomePhoneCallout(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAudioIntercom(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_start_prompt_audio_id: NotRequired[str]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateSiteBodyPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_start_prompt_audio_id: NotRequired[str]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateSiteBodyPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    disconnect_on_recording_failure: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[UpdateSiteBodyPolicyAutoCallRecordingInboundAudioNotification]
    locked: NotRequired[bool]
    outbound_audio_notification: NotRequired[UpdateSiteBodyPolicyAutoCallRecordingOutboundAudioNotification]
    play_recording_beep_tone: NotRequired[PlayRecordingBeepToneInput]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: NotRequired[int]
    time_unit: NotRequired[Literal['year', 'month', 'day']]
    type: NotRequired[Literal['callLog', 'onDemandRecording', 'automaticRecording', 'voicemail', 'videomail', 'sms']]


class UpdateSiteBodyPolicyAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: NotRequired[Literal[1, 2]]
    enable: NotRequired[bool]
    items: NotRequired[list[UpdateSiteBodyPolicyAutoDeleteDataAfterRetentionDurationItemsItem]]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyAutoOptOutInCallQueue(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    prompt_before_opt_out_call_queue: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyBlockExternalCallsE2eEncryption(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class UpdateSiteBodyPolicyBlockExternalCalls(TypedDict):
    block_business_hours: NotRequired[bool]
    block_call_action: NotRequired[Literal[0, 9]]
    block_call_change_type: NotRequired[Literal[0, 1]]
    block_closed_hours: NotRequired[bool]
    block_holiday_hours: NotRequired[bool]
    e2e_encryption: NotRequired[UpdateSiteBodyPolicyBlockExternalCallsE2eEncryption]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallHandlingForwardingToOtherUsers(TypedDict):
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallLiveTranscriptionTranscriptionStartPrompt(TypedDict):
    audio_id: NotRequired[str]
    enable: NotRequired[bool]


class UpdateSiteBodyPolicyCallLiveTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]
    transcription_start_prompt: NotRequired[UpdateSiteBodyPolicyCallLiveTranscriptionTranscriptionStartPrompt]


class UpdateSiteBodyPolicyCallOverflow(TypedDict):
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[int]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to_extension_id: NotRequired[str]
    locked: NotRequired[bool]
    reset: NotRequired[bool]
    sequence: NotRequired[Literal[0, 1]]


class UpdateSiteBodyPolicyCallQueueOptOutReasonCallQueueOptOutReasonsListItem(TypedDict):
    code: NotRequired[str]
    enable: NotRequired[bool]
    system: NotRequired[bool]


class UpdateSiteBodyPolicyCallQueueOptOutReason(TypedDict):
    call_queue_opt_out_reasons_list: NotRequired[list[UpdateSiteBodyPolicyCallQueueOptOutReasonCallQueueOptOutReasonsListItem]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallQueuePickupCode(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallScreening(TypedDict):
    enable: NotRequired[bool]
    exclude_user_company_contacts: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallSummaryCallSummaryStartPrompt(TypedDict):
    audio_id: NotRequired[str]
    enable: NotRequired[bool]


class UpdateSiteBodyPolicyCallSummary(TypedDict):
    auto_call_summary: NotRequired[bool]
    call_summary_start_prompt: NotRequired[UpdateSiteBodyPolicyCallSummaryCallSummaryStartPrompt]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCallTransferring(TypedDict):
    call_transferring_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyCustomizeLineName(TypedDict):
    common_area_line_name: NotRequired[Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber']]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]
    user_line_name: NotRequired[Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber', 'firstName;extensionNumber', 'firstName;lastName;extensionNumber']]


class UpdateSiteBodyPolicyDisplayCallFeedbackSurveyFeedbackDuration(TypedDict):
    enable: NotRequired[bool]
    max: NotRequired[int]
    min: NotRequired[int]


class UpdateSiteBodyPolicyDisplayCallFeedbackSurveyFeedbackMos(TypedDict):
    enable: NotRequired[bool]
    max: NotRequired[float]
    min: NotRequired[float]


class UpdateSiteBodyPolicyDisplayCallFeedbackSurvey(TypedDict):
    enable: NotRequired[bool]
    feedback_duration: NotRequired[UpdateSiteBodyPolicyDisplayCallFeedbackSurveyFeedbackDuration]
    feedback_mos: NotRequired[UpdateSiteBodyPolicyDisplayCallFeedbackSurveyFeedbackMos]
    feedback_type: NotRequired[Literal[1, 2]]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyForceOffNet(TypedDict):
    allow_extension_only_users_call_users_outside_site: NotRequired[bool]
    enable: NotRequired[bool]


class UpdateSiteBodyPolicyForwardCallOutsideOfSite(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyIncomingCallNotification(TypedDict):
    block_type: NotRequired[Literal['block_activity', 'continue_with_alert']]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting(TypedDict):
    audio_id: NotRequired[str]
    forward_to_extension_id: NotRequired[str]


class UpdateSiteBodyPolicyManageCallRoutingForUnassignedNumbers(TypedDict):
    enable: NotRequired[bool]
    incoming_call_action: NotRequired[Literal['disconnect', 'play_message_then_disconnect', 'forward_to_another_extension']]
    incoming_call_routing_setting: NotRequired[UpdateSiteBodyPolicyManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyObfuscateSensitiveDataDuringCall(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyPersonalAudioLibrary(TypedDict):
    allow_music_on_hold_customization: NotRequired[bool]
    allow_voicemail_and_message_greeting_customization: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyPreventUsersUploadAudioFiles(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateEndSetting(TypedDict):
    end_date: NotRequired[str]
    never_end: NotRequired[bool]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingWeeklySetting(TypedDict):
    weekday: NotRequired[WeekdayInput]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySettingWeekAndDay(TypedDict):
    week_of_month: NotRequired[int]
    weekday: NotRequired[WeekdayInput]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySettingSpecificDate(TypedDict):
    day_of_month: NotRequired[int]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySetting(TypedDict):
    week_and_day: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySettingWeekAndDay]
    specific_date: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySettingSpecificDate]


class UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSetting(TypedDict):
    weekly_setting: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingWeeklySetting]
    monthly_setting: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSettingMonthlySetting]


class UpdateSiteBodyPolicyScheduleFirmwareUpdate(TypedDict):
    enable: NotRequired[bool]
    end_setting: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateEndSetting]
    repeat_setting: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdateRepeatSetting]
    repeat_type: NotRequired[Literal['weekly', 'monthly']]
    reset: NotRequired[bool]
    time_period_end: NotRequired[int]
    time_period_start: NotRequired[int]
    time_zone: NotRequired[str]


class UpdateSiteBodyPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicySharedLineGroupPickupCode(TypedDict):
    enable: NotRequired[bool]


class UpdateSiteBodyPolicySharedVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicySms(TypedDict):
    allow_copy: NotRequired[bool]
    allow_paste: NotRequired[bool]
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    international_sms_countries: NotRequired[list[str]]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicySmsTemplateSmsTemplateListItem(TypedDict):
    sms_template_id: str
    active: NotRequired[bool]


class UpdateSiteBodyPolicySmsTemplate(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]
    sms_template_list: NotRequired[list[UpdateSiteBodyPolicySmsTemplateSmsTemplateListItem]]


class UpdateSiteBodyPolicyVoicemail(TypedDict):
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_videomail: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyVoicemailIntentBasedPrioritization(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyVoicemailTasks(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyZoomPhoneOnDesktop(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    allow_sms_mms_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyZoomPhoneOnMobile(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    allow_calling_sms_mms: NotRequired[bool]
    allow_sms_mms_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicyZoomPhoneOnPwa(TypedDict):
    allow_calling: NotRequired[bool]
    allow_sms_mms: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateSiteBodyPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[UpdateSiteBodyPolicyAdHocCallRecording]
    advanced_encryption: NotRequired[UpdateSiteBodyPolicyAdvancedEncryption]
    allow_caller_reach_operator: NotRequired[UpdateSiteBodyPolicyAllowCallerReachOperator]
    allow_end_user_edit_call_handling: NotRequired[UpdateSiteBodyPolicyAllowEndUserEditCallHandling]
    allow_mobile_home_phone_callout: NotRequired[UpdateSiteBodyPolicyAllowMobileHomePhoneCallout]
    audio_intercom: NotRequired[UpdateSiteBodyPolicyAudioIntercom]
    auto_call_recording: NotRequired[UpdateSiteBodyPolicyAutoCallRecording]
    auto_delete_data_after_retention_duration: NotRequired[UpdateSiteBodyPolicyAutoDeleteDataAfterRetentionDuration]
    auto_opt_out_in_call_queue: NotRequired[UpdateSiteBodyPolicyAutoOptOutInCallQueue]
    block_calls_without_caller_id: NotRequired[BlockCallsWithoutCallerIdInput]
    block_external_calls: NotRequired[UpdateSiteBodyPolicyBlockExternalCalls]
    call_handling_forwarding_to_other_users: NotRequired[UpdateSiteBodyPolicyCallHandlingForwardingToOtherUsers]
    call_live_transcription: NotRequired[UpdateSiteBodyPolicyCallLiveTranscription]
    call_overflow: NotRequired[UpdateSiteBodyPolicyCallOverflow]
    call_park: NotRequired[UpdateSiteBodyPolicyCallPark]
    call_queue_opt_out_reason: NotRequired[UpdateSiteBodyPolicyCallQueueOptOutReason]
    call_queue_pickup_code: NotRequired[UpdateSiteBodyPolicyCallQueuePickupCode]
    call_screening: NotRequired[UpdateSiteBodyPolicyCallScreening]
    call_summary: NotRequired[UpdateSiteBodyPolicyCallSummary]
    call_transferring: NotRequired[UpdateSiteBodyPolicyCallTransferring]
    check_voicemails_over_phone: NotRequired[UpdateSiteBodyPolicyCheckVoicemailsOverPhone]
    customize_line_name: NotRequired[UpdateSiteBodyPolicyCustomizeLineName]
    delegation: NotRequired[BlockCallsWithoutCallerIdInput]
    display_call_feedback_survey: NotRequired[UpdateSiteBodyPolicyDisplayCallFeedbackSurvey]
    elevate_to_meeting: NotRequired[BlockCallsWithoutCallerIdInput]
    external_calling_on_zoom_room_common_area: NotRequired[BlockCallsWithoutCallerIdInput]
    force_off_net: NotRequired[UpdateSiteBodyPolicyForceOffNet]
    forward_call_outside_of_site: NotRequired[UpdateSiteBodyPolicyForwardCallOutsideOfSite]
    hand_off_to_room: NotRequired[BlockCallsWithoutCallerIdInput]
    incoming_call_notification: NotRequired[UpdateSiteBodyPolicyIncomingCallNotification]
    international_calling: NotRequired[BlockCallsWithoutCallerIdInput]
    manage_call_routing_for_unassigned_numbers: NotRequired[UpdateSiteBodyPolicyManageCallRoutingForUnassignedNumbers]
    mobile_switch_to_carrier: NotRequired[BlockCallsWithoutCallerIdInput]
    obfuscate_sensitive_data_during_call: NotRequired[UpdateSiteBodyPolicyObfuscateSensitiveDataDuringCall]
    personal_audio_library: NotRequired[UpdateSiteBodyPolicyPersonalAudioLibrary]
    prevent_users_upload_audio_files: NotRequired[UpdateSiteBodyPolicyPreventUsersUploadAudioFiles]
    schedule_firmware_update: NotRequired[UpdateSiteBodyPolicyScheduleFirmwareUpdate]
    select_outbound_caller_id: NotRequired[UpdateSiteBodyPolicySelectOutboundCallerId]
    shared_line_group_pickup_code: NotRequired[UpdateSiteBodyPolicySharedLineGroupPickupCode]
    shared_voicemail_notification_by_email: NotRequired[UpdateSiteBodyPolicySharedVoicemailNotificationByEmail]
    show_user_last_transferred_call: NotRequired[bool]
    sms: NotRequired[UpdateSiteBodyPolicySms]
    sms_auto_reply: NotRequired[BlockCallsWithoutCallerIdInput]
    sms_template: NotRequired[UpdateSiteBodyPolicySmsTemplate]
    team_sms_thread_summary: NotRequired[BlockCallsWithoutCallerIdInput]
    voicemail: NotRequired[UpdateSiteBodyPolicyVoicemail]
    voicemail_intent_based_prioritization: NotRequired[UpdateSiteBodyPolicyVoicemailIntentBasedPrioritization]
    voicemail_notification_by_email: NotRequired[UpdateSiteBodyPolicyVoicemailNotificationByEmail]
    voicemail_tasks: NotRequired[UpdateSiteBodyPolicyVoicemailTasks]
    voicemail_transcription: NotRequired[UpdateSiteBodyPolicyVoicemailTranscription]
    zoom_phone_on_desktop: NotRequired[UpdateSiteBodyPolicyZoomPhoneOnDesktop]
    zoom_phone_on_mobile: NotRequired[UpdateSiteBodyPolicyZoomPhoneOnMobile]
    zoom_phone_on_pwa: NotRequired[UpdateSiteBodyPolicyZoomPhoneOnPwa]


class UpdateSiteBodyShortExtensionRangesItem(TypedDict):
    range_from: NotRequired[str]
    range_to: NotRequired[str]


class UpdateSiteBodyShortExtension(TypedDict):
    length: NotRequired[int]
    ranges: NotRequired[list[UpdateSiteBodyShortExtensionRangesItem]]


class UpdateSiteBodySipZone(TypedDict):
    id: NotRequired[str]


class UpdateSiteBody(TypedDict):
    caller_id_name: NotRequired[str]
    default_emergency_address: NotRequired[DefaultEmergencyAddressInput]
    name: NotRequired[str]
    policy: NotRequired[UpdateSiteBodyPolicy]
    short_extension: NotRequired[UpdateSiteBodyShortExtension]
    sip_zone: NotRequired[UpdateSiteBodySipZone]
    site_code: NotRequired[int]


class ListSiteOutboundCallerIdNumbersQuery(TypedDict):
    selected: NotRequired[bool]
    site_id: NotRequired[str]
    extension_type: NotRequired[Literal['autoReceptionist', 'callQueue', 'sharedLineGroup']]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListSiteOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite(TypedDict):
    id: str
    name: str


class ListSiteOutboundCallerIdNumbersAnswerCustomizeNumbersItem(TypedDict):
    customize_id: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: str
    extension_name: str
    extension_number: str
    extension_type: str
    incoming: bool
    outgoing: bool
    phone_number: str
    phone_number_id: str
    site: ListSiteOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite


class ListSiteOutboundCallerIdNumbersAnswer(TypedDict):
    customize_numbers: list[ListSiteOutboundCallerIdNumbersAnswerCustomizeNumbersItem]
    next_page_token: str
    page_size: int
    total_records: int


class AddSiteOutboundCallerIdNumbersBody(TypedDict):
    phone_number_ids: NotRequired[list[str]]


class RemoveSiteOutboundCallerIdNumbersQuery(TypedDict):
    customize_ids: NotRequired[list[str]]


class GetSiteSettingAnswerAudioPromptAudioWhileConnecting(TypedDict):
    audio_id: str
    name: str


class GetSiteSettingAnswerAudioPromptHoldMusic(TypedDict):
    audio_id: str
    name: str


class GetSiteSettingAnswerAudioPrompt(TypedDict):
    audio_while_connecting: GetSiteSettingAnswerAudioPromptAudioWhileConnecting
    greeting_leave_voicemail_instruction: GreetingLeaveVoicemailInstruction
    greeting_menu_connect_to_operator_leave_or_check_voicemail: GreetingLeaveVoicemailInstruction
    greeting_menu_connect_to_operator_or_leave_voicemail: GreetingLeaveVoicemailInstruction
    greeting_menu_leave_or_check_voicemail: GreetingLeaveVoicemailInstruction
    hold_music: GetSiteSettingAnswerAudioPromptHoldMusic
    language: str
    leave_voicemail_introduction: GreetingLeaveVoicemailInstruction
    message_greeting: GreetingLeaveVoicemailInstruction


class GetSiteSettingAnswerBillingAccount(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


GetSiteSettingAnswerBusinessHoursCustomHoursItem = TypedDict("GetSiteSettingAnswerBusinessHoursCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "Literal[0, 1, 2]",
    "weekday": "Literal[1, 2, 3, 4, 5, 6, 7]",
})


class GetSiteSettingAnswerBusinessHours(TypedDict):
    custom_hour_type: Literal[1, 2]
    custom_hours: list[GetSiteSettingAnswerBusinessHoursCustomHoursItem]
    overflow: Overflow


class GetSiteSettingAnswerClosedHours(TypedDict):
    overflow: Overflow


class GetSiteSettingAnswerDeskPhoneGeneralSetting(TypedDict):
    setting_type: Literal['account_setting', 'custom_setting']
    web_interface: NotRequired[bool]


class GetSiteSettingAnswerDeskPhoneHotDeskingSessionTimeout(TypedDict):
    number: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 30]
    unit: Literal['minutes', 'hours']


class GetSiteSettingAnswerDeskPhone(TypedDict):
    general_setting: GetSiteSettingAnswerDeskPhoneGeneralSetting
    hot_desking_session_timeout: GetSiteSettingAnswerDeskPhoneHotDeskingSessionTimeout


class GetSiteSettingAnswerDialByName(TypedDict):
    inherit: bool
    rule: Literal['first_name', 'last_name']
    status: bool


class GetSiteSettingAnswerHolidayHours(TypedDict):
    holidays: list[Holiday]
    overflow: Overflow


class GetSiteSettingAnswerLocationBasedRouting(TypedDict):
    enable: bool
    enable_media_off_load_pstn_calls: bool
    place_receive_pstn_calls: bool


class GetSiteSettingAnswerOutboundCallerId(TypedDict):
    auto_receptionists_numbers: bool
    call_queue_numbers: bool
    share_line_group_numbers: bool
    show_outbound_caller_id_for_internal_call: bool


class GetSiteSettingAnswerSecurity(TypedDict):
    device_types: list[str]


class GetSiteSettingAnswer(TypedDict):
    audio_prompt: NotRequired[GetSiteSettingAnswerAudioPrompt]
    billing_account: NotRequired[GetSiteSettingAnswerBillingAccount]
    business_hours: NotRequired[GetSiteSettingAnswerBusinessHours]
    closed_hours: NotRequired[GetSiteSettingAnswerClosedHours]
    desk_phone: NotRequired[GetSiteSettingAnswerDeskPhone]
    dial_by_name: NotRequired[GetSiteSettingAnswerDialByName]
    holiday_hours: NotRequired[GetSiteSettingAnswerHolidayHours]
    location_based_routing: NotRequired[GetSiteSettingAnswerLocationBasedRouting]
    outbound_caller_id: NotRequired[GetSiteSettingAnswerOutboundCallerId]
    security: NotRequired[GetSiteSettingAnswerSecurity]


AddSiteSettingBodyHolidaysItem = TypedDict("AddSiteSettingBodyHolidaysItem", {
    "from": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class AddSiteSettingBody(TypedDict):
    device_type: NotRequired[str]
    holidays: NotRequired[list[AddSiteSettingBodyHolidaysItem]]


class AddSiteSettingAnswer(TypedDict):
    holidays: NotRequired[list[Holiday]]


class DeleteSiteSettingQuery(TypedDict):
    device_type: NotRequired[str]
    holiday_id: NotRequired[str]


class UpdateSiteSettingBodyAudioPromptAudioWhileConnecting(TypedDict):
    audio_id: NotRequired[str]


class UpdateSiteSettingBodyAudioPromptHoldMusic(TypedDict):
    audio_id: NotRequired[str]


class UpdateSiteSettingBodyAudioPrompt(TypedDict):
    audio_while_connecting: NotRequired[UpdateSiteSettingBodyAudioPromptAudioWhileConnecting]
    greeting_leave_voicemail_instruction: NotRequired[GreetingLeaveVoicemailInstructionInput]
    greeting_menu_connect_to_operator_leave_or_check_voicemail: NotRequired[GreetingLeaveVoicemailInstructionInput]
    greeting_menu_connect_to_operator_or_leave_voicemail: NotRequired[GreetingLeaveVoicemailInstructionInput]
    greeting_menu_leave_or_check_voicemail: NotRequired[GreetingLeaveVoicemailInstructionInput]
    hold_music: NotRequired[UpdateSiteSettingBodyAudioPromptHoldMusic]
    language: NotRequired[str]
    leave_voicemail_introduction: NotRequired[GreetingLeaveVoicemailInstructionInput]
    message_greeting: NotRequired[GreetingLeaveVoicemailInstructionInput]


class UpdateSiteSettingBodyBillingAccount(TypedDict):
    id: NotRequired[str]


UpdateSiteSettingBodyBusinessHoursCustomHoursItem = TypedDict("UpdateSiteSettingBodyBusinessHoursCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[0, 1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class UpdateSiteSettingBodyBusinessHours(TypedDict):
    custom_hour_type: NotRequired[Literal[1, 2]]
    custom_hours: NotRequired[list[UpdateSiteSettingBodyBusinessHoursCustomHoursItem]]
    overflow: NotRequired[OverflowInput]


class UpdateSiteSettingBodyClosedHours(TypedDict):
    overflow: NotRequired[OverflowInput]


class UpdateSiteSettingBodyDeskPhoneHotDeskingSessionTimeout(TypedDict):
    number: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 30]
    unit: NotRequired[Literal['minutes', 'hours']]


class UpdateSiteSettingBodyDeskPhone(TypedDict):
    hot_desking_session_timeout: NotRequired[UpdateSiteSettingBodyDeskPhoneHotDeskingSessionTimeout]


class UpdateSiteSettingBodyDialByName(TypedDict):
    inherit: NotRequired[bool]
    rule: NotRequired[Literal['first_name', 'last_name']]
    status: NotRequired[bool]


class UpdateSiteSettingBodyGeneralSetting(TypedDict):
    setting_type: NotRequired[Literal['account_setting', 'custom_setting']]
    web_interface: NotRequired[bool]


UpdateSiteSettingBodyHolidayHoursHolidaysItem = TypedDict("UpdateSiteSettingBodyHolidayHoursHolidaysItem", {
    "from": "NotRequired[str]",
    "holiday_id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class UpdateSiteSettingBodyHolidayHours(TypedDict):
    holidays: NotRequired[list[UpdateSiteSettingBodyHolidayHoursHolidaysItem]]
    overflow: NotRequired[OverflowInput]


class UpdateSiteSettingBodyLocationBasedRouting(TypedDict):
    enable: NotRequired[bool]
    enable_media_off_load_pstn_calls: NotRequired[bool]
    place_receive_pstn_calls: NotRequired[bool]


class UpdateSiteSettingBodyOutboundCallerId(TypedDict):
    auto_receptionists_numbers: NotRequired[bool]
    call_queue_numbers: NotRequired[bool]
    share_line_group_numbers: NotRequired[bool]
    show_outbound_caller_id_for_internal_call: NotRequired[bool]


class UpdateSiteSettingBody(TypedDict):
    audio_prompt: NotRequired[UpdateSiteSettingBodyAudioPrompt]
    billing_account: NotRequired[UpdateSiteSettingBodyBillingAccount]
    business_hours: NotRequired[UpdateSiteSettingBodyBusinessHours]
    closed_hours: NotRequired[UpdateSiteSettingBodyClosedHours]
    desk_phone: NotRequired[UpdateSiteSettingBodyDeskPhone]
    dial_by_name: NotRequired[UpdateSiteSettingBodyDialByName]
    general_setting: NotRequired[UpdateSiteSettingBodyGeneralSetting]
    holiday_hours: NotRequired[UpdateSiteSettingBodyHolidayHours]
    location_based_routing: NotRequired[UpdateSiteSettingBodyLocationBasedRouting]
    outbound_caller_id: NotRequired[UpdateSiteSettingBodyOutboundCallerId]
