"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class AllowEmergencyCall(TypedDict):
    allow_emergency_calls_from_clients: NotRequired[bool]
    allow_emergency_calls_from_deskphones: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class PlayRecordingBeepTone(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMember', 'recordingSide']]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]


class GroupsAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_start_prompt_audio_id: NotRequired[str]


class BlockCallsWithoutCallerId(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupPolicyAnswer(TypedDict):
    allow_emergency_calls: NotRequired[AllowEmergencyCall]


class UpdateGroupPolicyBodyAllowEmergencyCalls(TypedDict):
    allow_emergency_calls_from_clients: NotRequired[bool]
    allow_emergency_calls_from_deskphones: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateGroupPolicyBody(TypedDict):
    allow_emergency_calls: NotRequired[UpdateGroupPolicyBodyAllowEmergencyCalls]


class GetGroupSettingsQuery(TypedDict):
    setting_types: NotRequired[str]


class GetGroupSettingsAnswerAdHocCallRecording(TypedDict):
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]
    play_recording_beep_tone: NotRequired[PlayRecordingBeepTone]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class GetGroupSettingsAnswerAdvancedEncryption(TypedDict):
    disable_incoming_unencrypted_voicemail: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerAllowEndUserEditCallHandling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerAllowMobileHomePhoneCallout(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerAllowedCallLocations(TypedDict):
    allow_internal_calls: NotRequired[bool]
    enable: NotRequired[bool]
    locations_applied: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerAudioIntercom(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    disconnect_on_recording_failure: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[GroupsAutoCallRecordingInboundAudioNotification]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    outbound_audio_notification: NotRequired[GroupsAutoCallRecordingInboundAudioNotification]
    play_recording_beep_tone: NotRequired[PlayRecordingBeepTone]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_start_prompt_audio_id: NotRequired[str]
    recording_transcription: NotRequired[bool]


class GetGroupSettingsAnswerAutoDeleteDataAfterRetentionDurationItemsItem(TypedDict):
    duration: NotRequired[int]
    time_unit: NotRequired[Literal['year', 'month', 'day']]
    type: NotRequired[Literal['callLog', 'onDemandRecording', 'automaticRecording', 'voicemail', 'videomail', 'sms', 'fax']]


class GetGroupSettingsAnswerAutoDeleteDataAfterRetentionDuration(TypedDict):
    delete_type: NotRequired[Literal[1, 2]]
    enable: NotRequired[bool]
    items: NotRequired[list[GetGroupSettingsAnswerAutoDeleteDataAfterRetentionDurationItemsItem]]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    permanently_delete_after_days: NotRequired[int]


class GetGroupSettingsAnswerAutoOptOutInCallQueue(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    prompt_before_opt_out_call_queue: NotRequired[bool]


class GetGroupSettingsAnswerBlockExternalCalls(TypedDict):
    block_business_hours: NotRequired[bool]
    block_call_action: NotRequired[Literal[0, 9]]
    block_closed_hours: NotRequired[bool]
    block_holiday_hours: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerBlockListForInboundCallsAndMessaging(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerCallHandlingForwarding(TypedDict):
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerCallLiveTranscriptionTranscriptionStartPrompt(TypedDict):
    audio_id: NotRequired[str]
    audio_name: NotRequired[str]
    enable: NotRequired[bool]


class GetGroupSettingsAnswerCallLiveTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    transcription_start_prompt: NotRequired[GetGroupSettingsAnswerCallLiveTranscriptionTranscriptionStartPrompt]


class GetGroupSettingsAnswerCallOverflow(TypedDict):
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerCallParkForwardTo(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'zoomRoom', 'commonArea', 'ciscoRoom/polycomRoom', 'autoReceptionist', 'callQueue', 'sharedLineGroup']]
    id: NotRequired[str]


class GetGroupSettingsAnswerCallParkMusicOnPark(TypedDict):
    audio_id: NotRequired[str]
    audio_name: NotRequired[str]


class GetGroupSettingsAnswerCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[int]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to: NotRequired[GetGroupSettingsAnswerCallParkForwardTo]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    music_on_park: NotRequired[GetGroupSettingsAnswerCallParkMusicOnPark]
    sequence: NotRequired[Literal[0, 1]]


class GetGroupSettingsAnswerCallScreening(TypedDict):
    enable: NotRequired[bool]
    exclude_user_company_contacts: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerCallTransferring(TypedDict):
    call_transferring_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerConferenceDtmf(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerConnectToOperator(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerDeskPhoneSmartKeyPositionsLayout(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerDisplayCallFeedbackSurveyFeedbackDuration(TypedDict):
    enable: NotRequired[bool]
    max: NotRequired[int]
    min: NotRequired[int]


class GetGroupSettingsAnswerDisplayCallFeedbackSurveyFeedbackMos(TypedDict):
    enable: NotRequired[bool]
    max: NotRequired[str]
    min: NotRequired[str]


class GetGroupSettingsAnswerDisplayCallFeedbackSurvey(TypedDict):
    enable: NotRequired[bool]
    feedback_duration: NotRequired[GetGroupSettingsAnswerDisplayCallFeedbackSurveyFeedbackDuration]
    feedback_mos: NotRequired[GetGroupSettingsAnswerDisplayCallFeedbackSurveyFeedbackMos]
    feedback_type: NotRequired[Literal[1, 2]]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerE2eEncryption(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerLocalSurvivabilityMode(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerOnlineFax(TypedDict):
    enable: NotRequired[bool]
    enable_new_fax_email_notifications: NotRequired[bool]
    include_fax_as_attachment: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerOutboundCalling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerOutboundSms(TypedDict):
    allow_copy: NotRequired[bool]
    allow_paste: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerPeerToPeerMedia(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerPersonalAudioLibrary(TypedDict):
    allow_music_on_hold_customization: NotRequired[bool]
    allow_voicemail_and_message_greeting_customization: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerRestrictedCallHoursTimeZone(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetGroupSettingsAnswerRestrictedCallHours(TypedDict):
    allow_internal_calls: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    restricted_holiday_hours_applied: NotRequired[bool]
    restricted_hours_applied: NotRequired[bool]
    time_zone: NotRequired[GetGroupSettingsAnswerRestrictedCallHoursTimeZone]


class GetGroupSettingsAnswerSelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerSharedVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhoneCustomDisclaimerListItem(TypedDict):
    body: NotRequired[str]
    language: NotRequired[str]
    title: NotRequired[str]


class GetGroupSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhone(TypedDict):
    custom_disclaimer_list: NotRequired[list[GetGroupSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhoneCustomDisclaimerListItem]]
    display_frequency: NotRequired[Literal['first_time_only', 'every_time', 'every_month', 'every_quarter', 'every_6_months', 'every_year']]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerSms(TypedDict):
    allow_copy: NotRequired[bool]
    allow_paste: NotRequired[bool]
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerSmsAutoReply(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerSmsEtiquetteToolSmsEtiquettePolicyItem(TypedDict):
    action: NotRequired[Literal[1, 2]]
    active: NotRequired[bool]
    content: NotRequired[str]
    description: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    rule: NotRequired[Literal[1, 2]]


class GetGroupSettingsAnswerSmsEtiquetteTool(TypedDict):
    enable: NotRequired[bool]
    modified: NotRequired[bool]
    sms_etiquette_policy: NotRequired[list[GetGroupSettingsAnswerSmsEtiquetteToolSmsEtiquettePolicyItem]]


class GetGroupSettingsAnswerSmsTemplateSmsTemplateListItem(TypedDict):
    active: NotRequired[bool]
    content: NotRequired[str]
    description: NotRequired[str]
    name: NotRequired[str]
    sms_template_id: NotRequired[str]


class GetGroupSettingsAnswerSmsTemplate(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]
    sms_template_list: NotRequired[list[GetGroupSettingsAnswerSmsTemplateSmsTemplateListItem]]


class GetGroupSettingsAnswerUseCallkitForIncomingCallNotificationsInIos(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerVoicemail(TypedDict):
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_share: NotRequired[bool]
    allow_videomail: NotRequired[bool]
    allow_virtual_background: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    forward_voicemail_to_email: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerZoomPhoneOnDesktop(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    allow_sms_mms_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'site']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerZoomPhoneOnMobile(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    allow_calling_sms_mms: NotRequired[bool]
    allow_sms_mms_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswerZoomPhoneOnPwa(TypedDict):
    allow_calling: NotRequired[bool]
    allow_sms_mms: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['invalid', 'account', 'user_group']]
    modified: NotRequired[bool]


class GetGroupSettingsAnswer(TypedDict):
    ad_hoc_call_recording: NotRequired[GetGroupSettingsAnswerAdHocCallRecording]
    advanced_encryption: NotRequired[GetGroupSettingsAnswerAdvancedEncryption]
    allow_emergency_calls: NotRequired[AllowEmergencyCall]
    allow_end_user_edit_call_handling: NotRequired[GetGroupSettingsAnswerAllowEndUserEditCallHandling]
    allow_mobile_home_phone_callout: NotRequired[GetGroupSettingsAnswerAllowMobileHomePhoneCallout]
    allowed_call_locations: NotRequired[GetGroupSettingsAnswerAllowedCallLocations]
    audio_intercom: NotRequired[GetGroupSettingsAnswerAudioIntercom]
    auto_call_recording: NotRequired[GetGroupSettingsAnswerAutoCallRecording]
    auto_delete_data_after_retention_duration: NotRequired[GetGroupSettingsAnswerAutoDeleteDataAfterRetentionDuration]
    auto_opt_out_in_call_queue: NotRequired[GetGroupSettingsAnswerAutoOptOutInCallQueue]
    block_calls_without_caller_id: NotRequired[BlockCallsWithoutCallerId]
    block_external_calls: NotRequired[GetGroupSettingsAnswerBlockExternalCalls]
    block_list_for_inbound_calls_and_messaging: NotRequired[GetGroupSettingsAnswerBlockListForInboundCallsAndMessaging]
    call_handling_forwarding: NotRequired[GetGroupSettingsAnswerCallHandlingForwarding]
    call_live_transcription: NotRequired[GetGroupSettingsAnswerCallLiveTranscription]
    call_overflow: NotRequired[GetGroupSettingsAnswerCallOverflow]
    call_park: NotRequired[GetGroupSettingsAnswerCallPark]
    call_screening: NotRequired[GetGroupSettingsAnswerCallScreening]
    call_transferring: NotRequired[GetGroupSettingsAnswerCallTransferring]
    check_voicemails_over_phone: NotRequired[BlockCallsWithoutCallerId]
    conference_dtmf: NotRequired[GetGroupSettingsAnswerConferenceDtmf]
    connect_to_operator: NotRequired[GetGroupSettingsAnswerConnectToOperator]
    delegation: NotRequired[BlockCallsWithoutCallerId]
    desk_phone_smart_key_positions_layout: NotRequired[GetGroupSettingsAnswerDeskPhoneSmartKeyPositionsLayout]
    display_call_feedback_survey: NotRequired[GetGroupSettingsAnswerDisplayCallFeedbackSurvey]
    e2e_encryption: NotRequired[GetGroupSettingsAnswerE2eEncryption]
    elevate_to_meeting: NotRequired[BlockCallsWithoutCallerId]
    hand_off_to_room: NotRequired[BlockCallsWithoutCallerId]
    hide_phone_call_history_in_ios: NotRequired[BlockCallsWithoutCallerId]
    international_calling: NotRequired[BlockCallsWithoutCallerId]
    local_survivability_mode: NotRequired[GetGroupSettingsAnswerLocalSurvivabilityMode]
    mobile_switch_to_carrier: NotRequired[BlockCallsWithoutCallerId]
    no_hold_conference: NotRequired[BlockCallsWithoutCallerId]
    obfuscate_sensitive_data_during_call: NotRequired[BlockCallsWithoutCallerId]
    online_fax: NotRequired[GetGroupSettingsAnswerOnlineFax]
    outbound_calling: NotRequired[GetGroupSettingsAnswerOutboundCalling]
    outbound_sms: NotRequired[GetGroupSettingsAnswerOutboundSms]
    peer_to_peer_media: NotRequired[GetGroupSettingsAnswerPeerToPeerMedia]
    personal_audio_library: NotRequired[GetGroupSettingsAnswerPersonalAudioLibrary]
    prevent_users_upload_audio_files: NotRequired[BlockCallsWithoutCallerId]
    restricted_call_hours: NotRequired[GetGroupSettingsAnswerRestrictedCallHours]
    select_outbound_caller_id: NotRequired[GetGroupSettingsAnswerSelectOutboundCallerId]
    shared_voicemail_notification_by_email: NotRequired[GetGroupSettingsAnswerSharedVoicemailNotificationByEmail]
    show_custom_disclaimer_when_using_zoom_phone: NotRequired[GetGroupSettingsAnswerShowCustomDisclaimerWhenUsingZoomPhone]
    sms: NotRequired[GetGroupSettingsAnswerSms]
    sms_auto_reply: NotRequired[GetGroupSettingsAnswerSmsAutoReply]
    sms_etiquette_tool: NotRequired[GetGroupSettingsAnswerSmsEtiquetteTool]
    sms_template: NotRequired[GetGroupSettingsAnswerSmsTemplate]
    use_callkit_for_incoming_call_notifications_in_ios: NotRequired[GetGroupSettingsAnswerUseCallkitForIncomingCallNotificationsInIos]
    voicemail: NotRequired[GetGroupSettingsAnswerVoicemail]
    voicemail_intent_based_prioritization: NotRequired[BlockCallsWithoutCallerId]
    voicemail_notification_by_email: NotRequired[GetGroupSettingsAnswerVoicemailNotificationByEmail]
    voicemail_tasks: NotRequired[BlockCallsWithoutCallerId]
    voicemail_transcription: NotRequired[GetGroupSettingsAnswerVoicemailTranscription]
    zoom_phone_on_desktop: NotRequired[GetGroupSettingsAnswerZoomPhoneOnDesktop]
    zoom_phone_on_mobile: NotRequired[GetGroupSettingsAnswerZoomPhoneOnMobile]
    zoom_phone_on_pwa: NotRequired[GetGroupSettingsAnswerZoomPhoneOnPwa]
