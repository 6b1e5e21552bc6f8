"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class CallingPlan(TypedDict):
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[int]


class CommonAreaPhoneNumber(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]
    number: NotRequired[str]
    source: NotRequired[Literal['internal', 'external']]


class CheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: NotRequired[bool]


class ListCommonAreasQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListCommonAreasAnswerCommonAreasItemDeskPhonesItem(TypedDict):
    device_type: NotRequired[str]
    display_name: NotRequired[str]
    id: NotRequired[str]
    status: NotRequired[Literal['online', 'offline']]


class ListCommonAreasAnswerCommonAreasItemSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class ListCommonAreasAnswerCommonAreasItem(TypedDict):
    calling_plans: NotRequired[list[CallingPlan]]
    desk_phones: NotRequired[list[ListCommonAreasAnswerCommonAreasItemDeskPhonesItem]]
    display_name: NotRequired[str]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    phone_numbers: NotRequired[list[CommonAreaPhoneNumber]]
    site: NotRequired[ListCommonAreasAnswerCommonAreasItemSite]
    status: NotRequired[Literal['online', 'offline']]


class ListCommonAreasAnswer(TypedDict):
    common_areas: NotRequired[list[ListCommonAreasAnswerCommonAreasItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class CreateCommonAreaBodyCallingPlansItem(TypedDict):
    billing_subscription_id: NotRequired[str]
    type: NotRequired[int]


class CreateCommonAreaBody(TypedDict):
    display_name: str
    calling_plans: NotRequired[list[CreateCommonAreaBodyCallingPlansItem]]
    country_iso_code: NotRequired[str]
    extension_number: NotRequired[int]
    site_id: NotRequired[str]
    template_id: NotRequired[str]
    timezone: NotRequired[str]


class CreateCommonAreaAnswer(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


class GenerateCommonAreaActivationCodesBody(TypedDict):
    common_area_ids: list[str]


class GenerateCommonAreaActivationCodesAnswerCommonAreasActivationCodesItem(TypedDict):
    activation_code: NotRequired[str]
    activation_code_expiration: NotRequired[str]
    common_area_id: NotRequired[str]
    display_name: NotRequired[str]
    extension_number: NotRequired[int]


class GenerateCommonAreaActivationCodesAnswer(TypedDict):
    common_areas_activation_codes: NotRequired[list[GenerateCommonAreaActivationCodesAnswerCommonAreasActivationCodesItem]]


class ListCommonAreaActivationCodesQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]


class ListCommonAreaActivationCodesAnswerCommonAreasActivationCodesItemSite(TypedDict):
    name: NotRequired[str]
    site_id: NotRequired[str]


class ListCommonAreaActivationCodesAnswerCommonAreasActivationCodesItem(TypedDict):
    activation_code: NotRequired[str]
    activation_code_expiration: NotRequired[str]
    common_area_id: NotRequired[str]
    display_name: NotRequired[str]
    extension_number: NotRequired[int]
    site: NotRequired[ListCommonAreaActivationCodesAnswerCommonAreasActivationCodesItemSite]
    status: NotRequired[Literal['used', 'not_used']]


class ListCommonAreaActivationCodesAnswer(TypedDict):
    common_areas_activation_codes: NotRequired[list[ListCommonAreaActivationCodesAnswerCommonAreasActivationCodesItem]]
    next_page_token: NotRequired[str]
    page_size: NotRequired[int]


class ApplyTemplateToCommonAreasBody(TypedDict):
    common_area_ids: NotRequired[list[str]]


class GetCommonAreaAnswerCountry(TypedDict):
    code: NotRequired[str]
    country_code: NotRequired[str]
    name: NotRequired[str]


class GetCommonAreaAnswerEmergencyAddress(TypedDict):
    address_line1: NotRequired[str]
    address_line2: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    id: NotRequired[str]
    state_code: NotRequired[str]
    status: NotRequired[Literal[1, 2, 3, 4, 5, 6]]
    zip: NotRequired[str]


class GetCommonAreaAnswerOutboundCallerIdsItem(TypedDict):
    is_default: NotRequired[bool]
    name: NotRequired[str]
    number: NotRequired[str]


class GetCommonAreaAnswerPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]


class GetCommonAreaAnswerPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class GetCommonAreaAnswerPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class GetCommonAreaAnswerPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[GetCommonAreaAnswerPolicyAutoCallRecordingInboundAudioNotification]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    outbound_audio_notification: NotRequired[GetCommonAreaAnswerPolicyAutoCallRecordingOutboundAudioNotification]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_transcription: NotRequired[bool]


class GetCommonAreaAnswerPolicyCallParkForwardTo(TypedDict):
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'zoomRoom', 'commonArea', 'ciscoRoom/polycomRoom', 'autoReceptionist', 'callQueue', 'sharedLineGroup']]
    id: NotRequired[str]


class GetCommonAreaAnswerPolicyCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[int]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to: NotRequired[GetCommonAreaAnswerPolicyCallParkForwardTo]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetCommonAreaAnswerPolicyInternationalCalling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'site']]
    modified: NotRequired[bool]


class GetCommonAreaAnswerPolicyOutboundCalling(TypedDict):
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    modified: NotRequired[bool]


class GetCommonAreaAnswerPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: NotRequired[bool]
    enable: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: NotRequired[bool]


class GetCommonAreaAnswerPolicyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    locked: NotRequired[bool]
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: NotRequired[bool]


class GetCommonAreaAnswerPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[GetCommonAreaAnswerPolicyAdHocCallRecording]
    auto_call_recording: NotRequired[GetCommonAreaAnswerPolicyAutoCallRecording]
    call_park: NotRequired[GetCommonAreaAnswerPolicyCallPark]
    check_voicemails_over_phone: NotRequired[CheckVoicemailsOverPhone]
    delegation: NotRequired[CheckVoicemailsOverPhone]
    hand_off_to_room: NotRequired[CheckVoicemailsOverPhone]
    hide_zoom_phone_calls_in_ios: NotRequired[CheckVoicemailsOverPhone]
    international_calling: NotRequired[GetCommonAreaAnswerPolicyInternationalCalling]
    ios_call_kit: NotRequired[CheckVoicemailsOverPhone]
    mobile_switch_to_carrier: NotRequired[CheckVoicemailsOverPhone]
    outbound_calling: NotRequired[GetCommonAreaAnswerPolicyOutboundCalling]
    select_outbound_caller_id: NotRequired[GetCommonAreaAnswerPolicySelectOutboundCallerId]
    voicemail_notification_by_email: NotRequired[GetCommonAreaAnswerPolicyVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[CheckVoicemailsOverPhone]


class GetCommonAreaAnswerSite(TypedDict):
    id: NotRequired[str]
    name: NotRequired[str]


class GetCommonAreaAnswer(TypedDict):
    area_code: NotRequired[str]
    calling_plans: NotRequired[list[CallingPlan]]
    cost_center: NotRequired[str]
    country: NotRequired[GetCommonAreaAnswerCountry]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    department: NotRequired[str]
    display_name: NotRequired[str]
    emergency_address: NotRequired[GetCommonAreaAnswerEmergencyAddress]
    extension_number: NotRequired[int]
    id: NotRequired[str]
    outbound_caller_ids: NotRequired[list[GetCommonAreaAnswerOutboundCallerIdsItem]]
    phone_numbers: NotRequired[list[CommonAreaPhoneNumber]]
    policy: NotRequired[GetCommonAreaAnswerPolicy]
    site: NotRequired[GetCommonAreaAnswerSite]


class UpdateCommonAreaBodyPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateCommonAreaBodyPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateCommonAreaBodyPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[UpdateCommonAreaBodyPolicyAutoCallRecordingInboundAudioNotification]
    outbound_audio_notification: NotRequired[UpdateCommonAreaBodyPolicyAutoCallRecordingOutboundAudioNotification]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[Literal[0, 9, 50, 100]]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to_extension_id: NotRequired[str]


class UpdateCommonAreaBodyPolicyCheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyHandOffToRoom(TypedDict):
    enable: NotRequired[bool]


class UpdateCommonAreaBodyPolicyHidePhoneCallHistoryInIos(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyInternationalCalling(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyIosCallKit(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyMobileSwitchToCarrier(TypedDict):
    enable: NotRequired[bool]


class UpdateCommonAreaBodyPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: NotRequired[bool]
    enable: NotRequired[bool]


class UpdateCommonAreaBodyPolicyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicyVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateCommonAreaBodyPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[UpdateCommonAreaBodyPolicyAdHocCallRecording]
    auto_call_recording: NotRequired[UpdateCommonAreaBodyPolicyAutoCallRecording]
    call_park: NotRequired[UpdateCommonAreaBodyPolicyCallPark]
    check_voicemails_over_phone: NotRequired[UpdateCommonAreaBodyPolicyCheckVoicemailsOverPhone]
    delegation: NotRequired[bool]
    hand_off_to_room: NotRequired[UpdateCommonAreaBodyPolicyHandOffToRoom]
    hide_phone_call_history_in_ios: NotRequired[UpdateCommonAreaBodyPolicyHidePhoneCallHistoryInIos]
    international_calling: NotRequired[UpdateCommonAreaBodyPolicyInternationalCalling]
    ios_call_kit: NotRequired[UpdateCommonAreaBodyPolicyIosCallKit]
    mobile_switch_to_carrier: NotRequired[UpdateCommonAreaBodyPolicyMobileSwitchToCarrier]
    select_outbound_caller_id: NotRequired[UpdateCommonAreaBodyPolicySelectOutboundCallerId]
    voicemail_notification_by_email: NotRequired[UpdateCommonAreaBodyPolicyVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[UpdateCommonAreaBodyPolicyVoicemailTranscription]


class UpdateCommonAreaBody(TypedDict):
    area_code: NotRequired[str]
    cost_center: NotRequired[str]
    country_iso_code: NotRequired[str]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    department: NotRequired[str]
    display_name: NotRequired[str]
    emergency_address_id: NotRequired[str]
    extension_number: NotRequired[int]
    outbound_caller_id: NotRequired[str]
    policy: NotRequired[UpdateCommonAreaBodyPolicy]
    site_id: NotRequired[str]
    timezone: NotRequired[str]


class AssignCommonAreaCallingPlansBodyCallingPlansItem(TypedDict):
    type: int
    billing_account_id: NotRequired[str]
    billing_subscription_id: NotRequired[str]


class AssignCommonAreaCallingPlansBody(TypedDict):
    calling_plans: list[AssignCommonAreaCallingPlansBodyCallingPlansItem]


class AssignCommonAreaCallingPlansAnswerCallingPlansItem(TypedDict):
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    name: NotRequired[str]
    type: NotRequired[int]


class AssignCommonAreaCallingPlansAnswer(TypedDict):
    calling_plans: NotRequired[list[AssignCommonAreaCallingPlansAnswerCallingPlansItem]]


class UnassignCommonAreaCallingPlanQuery(TypedDict):
    billing_account_id: NotRequired[str]


class AssignCommonAreaPhoneNumbersBodyPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignCommonAreaPhoneNumbersBody(TypedDict):
    phone_numbers: list[AssignCommonAreaPhoneNumbersBodyPhoneNumbersItem]


class AssignCommonAreaPhoneNumbersAnswerPhoneNumbersItem(TypedDict):
    id: NotRequired[str]
    number: NotRequired[str]


class AssignCommonAreaPhoneNumbersAnswer(TypedDict):
    phone_numbers: NotRequired[list[AssignCommonAreaPhoneNumbersAnswerPhoneNumbersItem]]


class UpdateCommonAreaPinCodeBody(TypedDict):
    pin_code: str


class GetCommonAreaSettingsAnswerDeskPhonesItemHotDesking(TypedDict):
    status: NotRequired[Literal['unsupported', 'on', 'off']]


class GetCommonAreaSettingsAnswerDeskPhonesItem(TypedDict):
    device_type: NotRequired[str]
    display_name: NotRequired[str]
    hot_desking: NotRequired[GetCommonAreaSettingsAnswerDeskPhonesItemHotDesking]
    id: NotRequired[str]
    mac_address: NotRequired[str]
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    status: NotRequired[Literal['online', 'offline']]


GetCommonAreaSettingsAnswerHolidayHoursItem = TypedDict("GetCommonAreaSettingsAnswerHolidayHoursItem", {
    "from": "NotRequired[str]",
    "holiday_id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


GetCommonAreaSettingsAnswerCustomHoursSettingsCustomHoursItem = TypedDict("GetCommonAreaSettingsAnswerCustomHoursSettingsCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[0, 1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class GetCommonAreaSettingsAnswerCustomHoursSettings(TypedDict):
    custom_hour_type: NotRequired[Literal[1, 2]]
    custom_hours: NotRequired[list[GetCommonAreaSettingsAnswerCustomHoursSettingsCustomHoursItem]]


class GetCommonAreaSettingsAnswer(TypedDict):
    desk_phones: NotRequired[list[GetCommonAreaSettingsAnswerDeskPhonesItem]]
    holiday_hours: NotRequired[list[GetCommonAreaSettingsAnswerHolidayHoursItem]]
    custom_hours_settings: NotRequired[GetCommonAreaSettingsAnswerCustomHoursSettings]


AddCommonAreaSettingBodyHolidayHoursHolidaysItem = TypedDict("AddCommonAreaSettingBodyHolidayHoursHolidaysItem", {
    "from": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class AddCommonAreaSettingBodyHolidayHours(TypedDict):
    holidays: NotRequired[list[AddCommonAreaSettingBodyHolidayHoursHolidaysItem]]


class AddCommonAreaSettingBody(TypedDict):
    device_id: NotRequired[str]
    holiday_hours: NotRequired[AddCommonAreaSettingBodyHolidayHours]


class AddCommonAreaSettingAnswerDeskPhonesItem(TypedDict):
    display_name: NotRequired[str]
    id: NotRequired[str]


AddCommonAreaSettingAnswerHolidayHoursHolidaysItem = TypedDict("AddCommonAreaSettingAnswerHolidayHoursHolidaysItem", {
    "from": "NotRequired[str]",
    "holiday_id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class AddCommonAreaSettingAnswerHolidayHours(TypedDict):
    holidays: NotRequired[list[AddCommonAreaSettingAnswerHolidayHoursHolidaysItem]]


class AddCommonAreaSettingAnswer(TypedDict):
    desk_phones: NotRequired[list[AddCommonAreaSettingAnswerDeskPhonesItem]]
    holiday_hours: NotRequired[AddCommonAreaSettingAnswerHolidayHours]


class DeleteCommonAreaSettingQuery(TypedDict):
    device_id: str


class UpdateCommonAreaSettingBodyDeskPhonesItemHotDesking(TypedDict):
    status: NotRequired[Literal['on', 'off']]


class UpdateCommonAreaSettingBodyDeskPhonesItem(TypedDict):
    hot_desking: NotRequired[UpdateCommonAreaSettingBodyDeskPhonesItemHotDesking]
    id: NotRequired[str]


UpdateCommonAreaSettingBodyHolidayHoursHolidaysItem = TypedDict("UpdateCommonAreaSettingBodyHolidayHoursHolidaysItem", {
    "from": "NotRequired[str]",
    "holiday_id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class UpdateCommonAreaSettingBodyHolidayHours(TypedDict):
    holidays: NotRequired[list[UpdateCommonAreaSettingBodyHolidayHoursHolidaysItem]]


UpdateCommonAreaSettingBodyCustomHoursSettingsCustomHoursItem = TypedDict("UpdateCommonAreaSettingBodyCustomHoursSettingsCustomHoursItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[0, 1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class UpdateCommonAreaSettingBodyCustomHoursSettings(TypedDict):
    custom_hour_type: NotRequired[Literal[1, 2]]
    custom_hours: NotRequired[list[UpdateCommonAreaSettingBodyCustomHoursSettingsCustomHoursItem]]


class UpdateCommonAreaSettingBody(TypedDict):
    desk_phones: NotRequired[list[UpdateCommonAreaSettingBodyDeskPhonesItem]]
    holiday_hours: NotRequired[UpdateCommonAreaSettingBodyHolidayHours]
    custom_hours_settings: NotRequired[UpdateCommonAreaSettingBodyCustomHoursSettings]
