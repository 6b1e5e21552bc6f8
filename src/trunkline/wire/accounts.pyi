"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class AutoCallFromThirdPartyApp(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class InboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_start_prompt_audio_id: NotRequired[str]


ExtensionType = Literal['user', 'zoomRoom', 'commonArea', 'ciscoRoom/polycomRoom', 'autoReceptionist', 'callQueue', 'sharedLineGroup']


class GetAccountSettingsQuery(TypedDict):
    setting_types: NotRequired[str]


class GetAccountSettingsAnswerAdHocCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMembers', 'recordingUser']]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]


class GetAccountSettingsAnswerAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    recording_transcription: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_delete: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_explicit_consent: NotRequired[bool]
    play_recording_beep_tone: NotRequired[GetAccountSettingsAnswerAdHocCallRecordingPlayRecordingBeepTone]


class GetAccountSettingsAnswerAdvancedEncryption(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    disable_incoming_unencrypted_voicemail: NotRequired[bool]


class GetAccountSettingsAnswerAllowEndUserEditCallHandling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerAllowMobileHomePhoneCallout(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerAllowedCallLocations(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_internal_calls: NotRequired[bool]
    locations_applied: NotRequired[bool]


class GetAccountSettingsAnswerAudioIntercom(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerAutoCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMembers', 'recordingUser']]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]


class GetAccountSettingsAnswerAutoCallRecording(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_stop_resume_recording: NotRequired[bool]
    disconnect_on_recording_failure: NotRequired[bool]
    inbound_audio_notification: NotRequired[InboundAudioNotification]
    outbound_audio_notification: NotRequired[InboundAudioNotification]
    play_recording_beep_tone: NotRequired[GetAccountSettingsAnswerAutoCallRecordingPlayRecordingBeepTone]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_start_prompt_audio_id: NotRequired[str]
    recording_transcription: NotRequired[bool]


class GetAccountSettingsAnswerAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: NotRequired[int]
    time_unit: NotRequired[Literal['year', 'month', 'day']]
    type: NotRequired[Literal['callLog', 'onDemandRecording', 'automaticRecording', 'voicemail', 'videomail', 'sms', 'fax']]


class GetAccountSettingsAnswerAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: NotRequired[Literal[1, 2]]
    enable: NotRequired[bool]
    items: NotRequired[list[GetAccountSettingsAnswerAutoDeleteDataAfterRetentionDurationItemsItem]]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    permanently_delete_after_days: NotRequired[int]


class GetAccountSettingsAnswerAutoOptOutInCallQueue(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    prompt_before_opt_out_call_queue: NotRequired[bool]


class GetAccountSettingsAnswerBlockCallsAsThreat(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[str]


class GetAccountSettingsAnswerBlockExternalCalls(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    block_business_hours: NotRequired[bool]
    block_closed_hours: NotRequired[bool]
    block_holiday_hours: NotRequired[bool]
    block_call_action: NotRequired[int]


class GetAccountSettingsAnswerBlockListForInboundCallsAndMessaging(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerCallHandlingForwardingToOtherUsers(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]


class GetAccountSettingsAnswerCallLiveTranscriptionTranscriptionStartPrompt(TypedDict):
    audio_id: NotRequired[str]
    audio_name: NotRequired[str]
    enable: NotRequired[bool]


class GetAccountSettingsAnswerCallLiveTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    transcription_start_prompt: NotRequired[GetAccountSettingsAnswerCallLiveTranscriptionTranscriptionStartPrompt]


class GetAccountSettingsAnswerCallOverflow(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]


class GetAccountSettingsAnswerCallParkForwardTo(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[ExtensionType]
    id: NotRequired[str]


class GetAccountSettingsAnswerCallPark(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    expiration_period: NotRequired[int]
    call_not_picked_up_action: NotRequired[int]
    forward_to: NotRequired[GetAccountSettingsAnswerCallParkForwardTo]
    sequence: NotRequired[int]


class GetAccountSettingsAnswerCallQueueOptOutReasonCallQueueOptOutReasonsListItem(TypedDict):
    code: NotRequired[str]
    system: NotRequired[bool]
    enable: NotRequired[bool]


class GetAccountSettingsAnswerCallQueueOptOutReason(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    call_queue_opt_out_reasons_list: NotRequired[list[GetAccountSettingsAnswerCallQueueOptOutReasonCallQueueOptOutReasonsListItem]]


class GetAccountSettingsAnswerCallScreening(TypedDict):
    enable: NotRequired[bool]
    exclude_user_company_contacts: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerCallTransferring(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    call_transferring_type: NotRequired[Literal[1, 2, 3, 4]]


class GetAccountSettingsAnswerCheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerConferenceDtmf(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerConnectToOperator(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerCustomizeLineName(TypedDict):
    common_area_line_name: NotRequired[Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber']]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    user_line_name: NotRequired[Literal['phoneNumber', 'extensionNumber', 'displayName', 'displayName;extensionNumber', 'firstName;extensionNumber', 'firstName;lastName;extensionNumber']]


class GetAccountSettingsAnswerDeskPhoneSmartKeyPositionsLayout(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerDisplayCallFeedbackSurveyFeedbackMos(TypedDict):
    enable: NotRequired[bool]
    min: NotRequired[str]
    max: NotRequired[str]


class GetAccountSettingsAnswerDisplayCallFeedbackSurveyFeedbackDuration(TypedDict):
    enable: NotRequired[bool]
    min: NotRequired[int]
    max: NotRequired[int]


class GetAccountSettingsAnswerDisplayCallFeedbackSurvey(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    feedback_type: NotRequired[int]
    feedback_mos: NotRequired[GetAccountSettingsAnswerDisplayCallFeedbackSurveyFeedbackMos]
    feedback_duration: NotRequired[GetAccountSettingsAnswerDisplayCallFeedbackSurveyFeedbackDuration]


class GetAccountSettingsAnswerE2eEncryption(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerEndConferenceCallWhenOriginatorDrops(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerLocalSurvivabilityMode(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting(TypedDict):
    audio_id: NotRequired[str]
    audio_name: NotRequired[str]


class GetAccountSettingsAnswerManageCallRoutingForUnassignedNumbers(TypedDict):
    enable: NotRequired[bool]
    incoming_call_action: NotRequired[Literal['disconnect', 'play_message_then_disconnect', 'forward_to_another_extension']]
    incoming_call_routing_setting: NotRequired[GetAccountSettingsAnswerManageCallRoutingForUnassignedNumbersIncomingCallRoutingSetting]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerOnlineFax(TypedDict):
    enable: NotRequired[bool]
    enable_new_fax_email_notifications: NotRequired[bool]
    include_fax_as_attachment: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerOutboundCalling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerOutboundSms(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerOverrideDefaultPort(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    min_port: NotRequired[int]
    max_port: NotRequired[int]


class GetAccountSettingsAnswerPeerToPeerMedia(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerPersonalAudioLibrary(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_music_on_hold_customization: NotRequired[bool]
    allow_voicemail_and_message_greeting_customization: NotRequired[bool]


class GetAccountSettingsAnswerPrivateCallParkForwardTo(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[ExtensionType]
    id: NotRequired[str]


class GetAccountSettingsAnswerPrivateCallParkMusicOnPark(TypedDict):
    audio_id: NotRequired[str]
    audio_name: NotRequired[str]


class GetAccountSettingsAnswerPrivateCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[int]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to: NotRequired[GetAccountSettingsAnswerPrivateCallParkForwardTo]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    music_on_park: NotRequired[GetAccountSettingsAnswerPrivateCallParkMusicOnPark]
    sequence: NotRequired[Literal[0, 1]]


class GetAccountSettingsAnswerRestrictedCallHoursTimeZone(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetAccountSettingsAnswerRestrictedCallHours(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_internal_calls: NotRequired[bool]
    restricted_holiday_hours_applied: NotRequired[bool]
    restricted_hours_applied: NotRequired[bool]
    time_zone: NotRequired[GetAccountSettingsAnswerRestrictedCallHoursTimeZone]


class GetAccountSettingsAnswerSelectOutboundCallerId(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_hide_outbound_caller_id: NotRequired[bool]


class GetAccountSettingsAnswerSharedVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhoneCustomDisclaimerListItem(TypedDict):
    body: NotRequired[str]
    language: NotRequired[str]
    title: NotRequired[str]


class GetAccountSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhone(TypedDict):
    custom_disclaimer_list: NotRequired[list[GetAccountSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhoneCustomDisclaimerListItem]]
    display_frequency: NotRequired[Literal['first_time_only', 'every_time', 'every_month', 'every_quarter', 'every_6_months', 'every_year']]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerSms(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    international_sms: NotRequired[bool]


class GetAccountSettingsAnswerSmsAutoReply(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerSmsEtiquetteToolSmsEtiquettePolicyItem(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]
    description: NotRequired[str]
    rule: NotRequired[int]
    content: NotRequired[str]
    action: NotRequired[int]
    active: NotRequired[bool]


class GetAccountSettingsAnswerSmsEtiquetteTool(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    sms_etiquette_policy: NotRequired[list[GetAccountSettingsAnswerSmsEtiquetteToolSmsEtiquettePolicyItem]]


class GetAccountSettingsAnswerSmsTemplateSmsTemplateListItem(TypedDict):
    active: NotRequired[bool]
    content: NotRequired[str]
    description: NotRequired[str]
    name: NotRequired[str]
    sms_template_id: NotRequired[str]


class GetAccountSettingsAnswerSmsTemplate(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    sms_template_list: NotRequired[list[GetAccountSettingsAnswerSmsTemplateSmsTemplateListItem]]


class GetAccountSettingsAnswerUseCallkitForIncomingCallNotificationsInIos(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerVoicemail(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_share: NotRequired[bool]
    allow_videomail: NotRequired[bool]
    allow_virtual_background: NotRequired[bool]


class GetAccountSettingsAnswerVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]


class GetAccountSettingsAnswerVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]


class GetAccountSettingsAnswerZoomPhoneOnMobile(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account']]
    allow_calling_sms_mms: NotRequired[bool]


class GetAccountSettingsAnswer(TypedDict):
    ad_hoc_call_recording: NotRequired[GetAccountSettingsAnswerAdHocCallRecording]
    advanced_encryption: NotRequired[GetAccountSettingsAnswerAdvancedEncryption]
    allow_end_user_edit_call_handling: NotRequired[GetAccountSettingsAnswerAllowEndUserEditCallHandling]
    allow_mobile_home_phone_callout: NotRequired[GetAccountSettingsAnswerAllowMobileHomePhoneCallout]
    allowed_call_locations: NotRequired[GetAccountSettingsAnswerAllowedCallLocations]
    audio_intercom: NotRequired[GetAccountSettingsAnswerAudioIntercom]
    auto_call_from_third_party_apps: NotRequired[AutoCallFromThirdPartyApp]
    auto_call_recording: NotRequired[GetAccountSettingsAnswerAutoCallRecording]
    auto_delete_data_after_retention_duration: NotRequired[GetAccountSettingsAnswerAutoDeleteDataAfterRetentionDuration]
    auto_opt_out_in_call_queue: NotRequired[GetAccountSettingsAnswerAutoOptOutInCallQueue]
    block_calls_as_threat: NotRequired[GetAccountSettingsAnswerBlockCallsAsThreat]
    block_calls_without_caller_id: NotRequired[AutoCallFromThirdPartyApp]
    block_external_calls: NotRequired[GetAccountSettingsAnswerBlockExternalCalls]
    block_list_for_inbound_calls_and_messaging: NotRequired[GetAccountSettingsAnswerBlockListForInboundCallsAndMessaging]
    call_handling_forwarding_to_other_users: NotRequired[GetAccountSettingsAnswerCallHandlingForwardingToOtherUsers]
    call_live_transcription: NotRequired[GetAccountSettingsAnswerCallLiveTranscription]
    call_overflow: NotRequired[GetAccountSettingsAnswerCallOverflow]
    call_park: NotRequired[GetAccountSettingsAnswerCallPark]
    call_queue_opt_out_reason: NotRequired[GetAccountSettingsAnswerCallQueueOptOutReason]
    call_screening: NotRequired[GetAccountSettingsAnswerCallScreening]
    call_transferring: NotRequired[GetAccountSettingsAnswerCallTransferring]
    chat_channel: NotRequired[AutoCallFromThirdPartyApp]
    check_voicemails_over_phone: NotRequired[GetAccountSettingsAnswerCheckVoicemailsOverPhone]
    conference_dtmf: NotRequired[GetAccountSettingsAnswerConferenceDtmf]
    connect_to_operator: NotRequired[GetAccountSettingsAnswerConnectToOperator]
    customize_line_name: NotRequired[GetAccountSettingsAnswerCustomizeLineName]
    delegation: NotRequired[AutoCallFromThirdPartyApp]
    desk_phone_smart_key_positions_layout: NotRequired[GetAccountSettingsAnswerDeskPhoneSmartKeyPositionsLayout]
    display_call_feedback_survey: NotRequired[GetAccountSettingsAnswerDisplayCallFeedbackSurvey]
    e2e_encryption: NotRequired[GetAccountSettingsAnswerE2eEncryption]
    elevate_to_meeting: NotRequired[AutoCallFromThirdPartyApp]
    end_conference_call_when_originator_drops: NotRequired[GetAccountSettingsAnswerEndConferenceCallWhenOriginatorDrops]
    external_calling_on_zoom_room_common_area: NotRequired[AutoCallFromThirdPartyApp]
    hand_off_to_room: NotRequired[AutoCallFromThirdPartyApp]
    hide_phone_call_history_in_ios: NotRequired[AutoCallFromThirdPartyApp]
    international_calling: NotRequired[AutoCallFromThirdPartyApp]
    local_survivability_mode: NotRequired[GetAccountSettingsAnswerLocalSurvivabilityMode]
    manage_call_routing_for_unassigned_numbers: NotRequired[GetAccountSettingsAnswerManageCallRoutingForUnassignedNumbers]
    mobile_switch_to_carrier: NotRequired[AutoCallFromThirdPartyApp]
    no_hold_conference: NotRequired[AutoCallFromThirdPartyApp]
    obfuscate_sensitive_data_during_call: NotRequired[AutoCallFromThirdPartyApp]
    online_fax: NotRequired[GetAccountSettingsAnswerOnlineFax]
    outbound_calling: NotRequired[GetAccountSettingsAnswerOutboundCalling]
    outbound_sms: NotRequired[GetAccountSettingsAnswerOutboundSms]
    override_default_port: NotRequired[GetAccountSettingsAnswerOverrideDefaultPort]
    peer_to_peer_media: NotRequired[GetAccountSettingsAnswerPeerToPeerMedia]
    personal_audio_library: NotRequired[GetAccountSettingsAnswerPersonalAudioLibrary]
    prevent_users_upload_audio_files: NotRequired[AutoCallFromThirdPartyApp]
    private_call_park: NotRequired[GetAccountSettingsAnswerPrivateCallPark]
    restricted_call_hours: NotRequired[GetAccountSettingsAnswerRestrictedCallHours]
    select_outbound_caller_id: NotRequired[GetAccountSettingsAnswerSelectOutboundCallerId]
    shared_voicemail_notification_by_email: NotRequired[GetAccountSettingsAnswerSharedVoicemailNotificationByEmail]
    show_custom_disclaimer_when_using_zoom_phone: NotRequired[GetAccountSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhone]
    sms: NotRequired[GetAccountSettingsAnswerSms]
    sms_auto_reply: NotRequired[GetAccountSettingsAnswerSmsAutoReply]
    sms_etiquette_tool: NotRequired[GetAccountSettingsAnswerSmsEtiquetteTool]
    sms_template: NotRequired[GetAccountSettingsAnswerSmsTemplate]
    team_sms_thread_summary: NotRequired[AutoCallFromThirdPartyApp]
    use_callkit_for_incoming_call_notifications_in_ios: NotRequired[GetAccountSettingsAnswerUseCallkitForIncomingCallNotificationsInIos]
    voicemail: NotRequired[GetAccountSettingsAnswerVoicemail]
    voicemail_intent_based_prioritization: NotRequired[AutoCallFromThirdPartyApp]
    voicemail_notification_by_email: NotRequired[GetAccountSettingsAnswerVoicemailNotificationByEmail]
    voicemail_tasks: NotRequired[AutoCallFromThirdPartyApp]
    voicemail_transcription: NotRequired[GetAccountSettingsAnswerVoicemailTranscription]
    zoom_phone_on_mobile: NotRequired[GetAccountSettingsAnswerZoomPhoneOnMobile]
    zoom_phone_on_pwa: NotRequired[AutoCallFromThirdPartyApp]


class ListAccountOutboundCallerIdNumbersQuery(TypedDict):
    selected: NotRequired[bool]
    site_id: NotRequired[str]
    extension_type: NotRequired[Literal['autoReceptionist', 'callQueue', 'sharedLineGroup']]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListAccountOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListAccountOutboundCallerIdNumbersAnswerCustomizeNumbersItem(TypedDict):
    customize_id: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_name: NotRequired[str]
    extension_number: NotRequired[str]
    extension_type: NotRequired[str]
    incoming: NotRequired[bool]
    outgoing: NotRequired[bool]
    phone_number: NotRequired[str]
    phone_number_id: NotRequired[str]
    site: NotRequired[ListAccountOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite]


class ListAccountOutboundCallerIdNumbersAnswer(TypedDict):
    customize_numbers: NotRequired[list[ListAccountOutboundCallerIdNumbersAnswerCustomizeNumbersItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]
    total_records: NotRequired[int]


class AddAccountOutboundCallerIdNumbersBody(TypedDict):
    phone_number_ids: NotRequired[list[str]]


class RemoveAccountOutboundCallerIdNumbersQuery(TypedDict):
    customize_ids: NotRequired[list[str]]
