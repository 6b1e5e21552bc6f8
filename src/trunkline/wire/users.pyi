"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Literal, NotRequired, TypedDict


class UsersAdHocCallRecordingPlayRecordingBeepTone(TypedDict):
    enable: bool
    play_beep_member: Literal['allMember', 'recordingSide']
    play_beep_time_interval: Literal[5, 10, 15, 20, 25, 30, 60, 120]
    play_beep_volume: Literal[0, 20, 40, 60, 80, 100]


class AdHocCallRecordingAccessMember(TypedDict):
    access_user_id: str
    allow_delete: bool
    allow_download: bool
    shared_id: str


class AllowEndUserEditCallHandling(TypedDict):
    enable: bool
    locked: bool
    modified: bool


class AudioIntercom(TypedDict):
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class HandOffToRoom(TypedDict):
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class AdHocCallRecordingPlayRecordingBeepToneInput(TypedDict):
    enable: NotRequired[bool]
    play_beep_member: NotRequired[Literal['allMember', 'recordingSide']]
    play_beep_time_interval: NotRequired[Literal[5, 10, 15, 20, 25, 30, 60, 120]]
    play_beep_volume: NotRequired[Literal[0, 20, 40, 60, 80, 100]]


class Assistant(TypedDict):
    display_name: str
    extension_id: str
    extension_number: int
    extension_type: str
    id: str


class VoiceMail(TypedDict):
    access_user_id: str
    access_user_type: Literal['commonArea', 'user']
    delete: bool
    download: bool
    shared_id: str


class AdHocCallRecordingAccessMemberInput(TypedDict):
    access_user_id: NotRequired[str]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]


class UpdateUserSharedAccessSettingAdHocCallRecordingAccessMemberInput(TypedDict):
    access_user_id: NotRequired[str]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    shared_id: NotRequired[str]


class ListUsersQuery(TypedDict):
    page_size: int
    next_page_token: NotRequired[str]
    site_id: NotRequired[str]
    calling_type: NotRequired[int]
    status: NotRequired[Literal['activate', 'deactivate', 'pending']]
    department: NotRequired[str]
    cost_center: NotRequired[str]
    keyword: NotRequired[str]


class ListUsersAnswerUsersItemCallingPlansItem(TypedDict):
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    name: str
    type: int


class ListUsersAnswerUsersItemPhoneNumbersItem(TypedDict):
    id: str
    number: str


class ListUsersAnswerUsersItemSite(TypedDict):
    id: str
    name: str


class ListUsersAnswerUsersItem(TypedDict):
    activation_status: Literal['activated', 'ready to activate', 'not ready']
    calling_plans: NotRequired[list[ListUsersAnswerUsersItemCallingPlansItem]]
    cost_center: NotRequired[str]
    department: NotRequired[str]
    email: str
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    id: str
    name: str
    phone_numbers: NotRequired[list[ListUsersAnswerUsersItemPhoneNumbersItem]]
    phone_user_id: NotRequired[str]
    site: NotRequired[ListUsersAnswerUsersItemSite]
    status: str


class ListUsersAnswer(TypedDict):
    next_page_token: str
    page_size: int
    total_records: int
    users: list[ListUsersAnswerUsersItem]


class BatchUpdateUsersBody(TypedDict):
    activation_status: NotRequired[Literal['activate', 'deactivate']]
    batch_type: NotRequired[Literal['move_site', 'assign_pending_user', 'activate']]
    site_id: NotRequired[str]
    user_ids: NotRequired[list[str]]


class BatchAddUsersBodyUsersItemDeskPhonesItem(TypedDict):
    brand: NotRequired[str]
    mac: NotRequired[str]
    model: NotRequired[str]
    provision_template: NotRequired[str]


class BatchAddUsersBodyUsersItem(TypedDict):
    calling_plans: list[str]
    email: str
    extension_number: str
    activation_status: NotRequired[Literal['activate', 'deactivate']]
    desk_phones: NotRequired[list[BatchAddUsersBodyUsersItemDeskPhonesItem]]
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    outbound_caller_id: NotRequired[str]
    phone_numbers: NotRequired[list[str]]
    select_outbound_caller_id: NotRequired[bool]
    site_code: NotRequired[str]
    site_name: NotRequired[str]
    sms: NotRequired[bool]
    template_name: NotRequired[str]


class BatchAddUsersBody(TypedDict):
    users: NotRequired[list[BatchAddUsersBodyUsersItem]]


class BatchAddUsersAnswerItem(TypedDict):
    email: str
    id: str


BatchAddUsersAnswer = list[BatchAddUsersAnswerItem]


class GetUserAnswerCallingPlansItem(TypedDict):
    billing_account_id: NotRequired[str]
    billing_account_name: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    billing_subscription_name: NotRequired[str]
    type: int


class GetUserAnswerEmergencyAddress(TypedDict):
    address_line1: str
    address_line2: str
    city: str
    country: str
    id: str
    state_code: str
    zip: str


class GetUserAnswerPhoneNumbersItem(TypedDict):
    id: str
    number: str


class GetUserAnswerPolicyAdHocCallRecording(TypedDict):
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    play_recording_beep_tone: UsersAdHocCallRecordingPlayRecordingBeepTone
    recording_start_prompt: bool
    recording_transcription: bool


class GetUserAnswerPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: bool
    recording_start_prompt: bool


class GetUserAnswerPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_explicit_consent: bool
    recording_start_prompt: bool


class GetUserAnswerPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: bool
    disconnect_on_recording_failure: bool
    enable: bool
    inbound_audio_notification: GetUserAnswerPolicyAutoCallRecordingInboundAudioNotification
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    outbound_audio_notification: GetUserAnswerPolicyAutoCallRecordingOutboundAudioNotification
    play_recording_beep_tone: UsersAdHocCallRecordingPlayRecordingBeepTone
    recording_calls: Literal['inbound', 'outbound', 'both']
    recording_explicit_consent: bool
    recording_start_prompt: bool
    recording_transcription: bool


class GetUserAnswerPolicyCallHandlingForwardingToOtherUsers(TypedDict):
    call_forwarding_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class GetUserAnswerPolicyCallOverflow(TypedDict):
    call_overflow_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class GetUserAnswerPolicyCallParkForwardTo(TypedDict):
    display_name: str
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'zoomRoom', 'commonArea', 'ciscoRoom/polycomRoom', 'autoReceptionist', 'callQueue', 'sharedLineGroup']
    id: str


class GetUserAnswerPolicyCallPark(TypedDict):
    call_not_picked_up_action: int
    enable: bool
    expiration_period: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]
    forward_to: NotRequired[GetUserAnswerPolicyCallParkForwardTo]
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetUserAnswerPolicyCallTransferring(TypedDict):
    call_transferring_type: Literal[1, 2, 3, 4]
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetUserAnswerPolicyEmergencyAddressManagement(TypedDict):
    enable: bool
    prompt_default_address: bool


class GetUserAnswerPolicyOnlineFax(TypedDict):
    enable: bool
    enable_outbound_fax_transmission_report: bool
    fax_notification_by_email: bool
    include_fax_as_attachment: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class GetUserAnswerPolicyPersonalAudioLibrary(TypedDict):
    allow_music_on_hold_customization: bool
    allow_voicemail_and_message_greeting_customization: bool
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class GetUserAnswerPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: bool
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetUserAnswerPolicySms(TypedDict):
    allow_copy: bool
    allow_paste: bool
    enable: bool
    international_sms: bool
    international_sms_countries: list[str]
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetUserAnswerPolicyVoicemail(TypedDict):
    allow_delete: bool
    allow_download: bool
    allow_transcription: bool
    allow_videomail: bool
    enable: bool


class GetUserAnswerPolicyVoicemailAccessMembersItem(TypedDict):
    access_user_id: str
    allow_delete: bool
    allow_download: bool
    allow_sharing: bool
    shared_id: str


class GetUserAnswerPolicyVoicemailNotificationByEmail(TypedDict):
    enable: bool
    include_voicemail_file: bool
    include_voicemail_transcription: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]
    modified: bool


class GetUserAnswerPolicyZoomPhoneOnDesktop(TypedDict):
    allow_calling_clients: list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]
    allow_sms_mms_clients: list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'site']
    modified: bool


class GetUserAnswerPolicyZoomPhoneOnMobile(TypedDict):
    allow_calling_clients: list[Literal['ios', 'android', 'intune', 'blackberry']]
    allow_calling_sms_mms: bool
    allow_sms_mms_clients: list[Literal['ios', 'android', 'intune', 'blackberry']]
    enable: bool
    locked: bool
    locked_by: NotRequired[Literal['account', 'user_group', 'site']]


class GetUserAnswerPolicy(TypedDict):
    ad_hoc_call_recording: GetUserAnswerPolicyAdHocCallRecording
    ad_hoc_call_recording_access_members: list[AdHocCallRecordingAccessMember]
    allow_end_user_edit_call_handling: AllowEndUserEditCallHandling
    audio_intercom: AudioIntercom
    auto_call_recording: GetUserAnswerPolicyAutoCallRecording
    auto_call_recording_access_members: list[AdHocCallRecordingAccessMember]
    call_handling_forwarding_to_other_users: GetUserAnswerPolicyCallHandlingForwardingToOtherUsers
    call_overflow: GetUserAnswerPolicyCallOverflow
    call_park: GetUserAnswerPolicyCallPark
    call_transferring: GetUserAnswerPolicyCallTransferring
    check_voicemails_over_phone: AudioIntercom
    delegation: bool
    e2e_encryption: AudioIntercom
    elevate_to_meeting: bool
    emergency_address_management: GetUserAnswerPolicyEmergencyAddressManagement
    emergency_calls_to_psap: bool
    forwarding_to_external_numbers: bool
    hand_off_to_room: HandOffToRoom
    international_calling: bool
    mobile_switch_to_carrier: HandOffToRoom
    online_fax: GetUserAnswerPolicyOnlineFax
    outbound_calling: AllowEndUserEditCallHandling
    outbound_sms: AllowEndUserEditCallHandling
    peer_to_peer_media: AudioIntercom
    personal_audio_library: GetUserAnswerPolicyPersonalAudioLibrary
    select_outbound_caller_id: GetUserAnswerPolicySelectOutboundCallerId
    shared_voicemail_notification_by_email: AudioIntercom
    sms: GetUserAnswerPolicySms
    voicemail: GetUserAnswerPolicyVoicemail
    voicemail_access_members: list[GetUserAnswerPolicyVoicemailAccessMembersItem]
    voicemail_intent_based_prioritization: AudioIntercom
    voicemail_notification_by_email: GetUserAnswerPolicyVoicemailNotificationByEmail
    voicemail_tasks: AudioIntercom
    voicemail_transcription: AudioIntercom
    zoom_phone_on_desktop: GetUserAnswerPolicyZoomPhoneOnDesktop
    zoom_phone_on_mobile: GetUserAnswerPolicyZoomPhoneOnMobile


class GetUserAnswer(TypedDict):
    calling_plans: list[GetUserAnswerCallingPlansItem]
    cost_center: NotRequired[str]
    department: NotRequired[str]
    email: str
    emergency_address: GetUserAnswerEmergencyAddress
    extension_id: str
    extension_number: int
    id: str
    phone_numbers: list[GetUserAnswerPhoneNumbersItem]
    phone_user_id: str
    policy: GetUserAnswerPolicy
    site_admin: bool
    site_id: str
    status: Literal['activate', 'deactivate']


class UpdateUserBodyPolicyAdHocCallRecording(TypedDict):
    enable: NotRequired[bool]
    play_recording_beep_tone: NotRequired[AdHocCallRecordingPlayRecordingBeepToneInput]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyAudioIntercom(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyAutoCallRecordingInboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateUserBodyPolicyAutoCallRecordingOutboundAudioNotification(TypedDict):
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]


class UpdateUserBodyPolicyAutoCallRecording(TypedDict):
    allow_stop_resume_recording: NotRequired[bool]
    disconnect_on_recording_failure: NotRequired[bool]
    enable: NotRequired[bool]
    inbound_audio_notification: NotRequired[UpdateUserBodyPolicyAutoCallRecordingInboundAudioNotification]
    outbound_audio_notification: NotRequired[UpdateUserBodyPolicyAutoCallRecordingOutboundAudioNotification]
    play_recording_beep_tone: NotRequired[AdHocCallRecordingPlayRecordingBeepToneInput]
    recording_calls: NotRequired[Literal['inbound', 'outbound', 'both']]
    recording_explicit_consent: NotRequired[bool]
    recording_start_prompt: NotRequired[bool]
    recording_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyCallHandlingForwardingToOtherUsers(TypedDict):
    call_forwarding_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyCallOverflow(TypedDict):
    call_overflow_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyCallPark(TypedDict):
    call_not_picked_up_action: NotRequired[int]
    enable: NotRequired[bool]
    expiration_period: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    forward_to_extension_id: NotRequired[str]


class UpdateUserBodyPolicyCallTransferring(TypedDict):
    call_transferring_type: NotRequired[Literal[1, 2, 3, 4]]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyCheckVoicemailsOverPhone(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyE2eEncryption(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyEmergencyAddressManagement(TypedDict):
    enable: NotRequired[bool]
    prompt_default_address: NotRequired[bool]


class UpdateUserBodyPolicyHandOffToRoom(TypedDict):
    enable: NotRequired[bool]


class UpdateUserBodyPolicyMobileSwitchToCarrier(TypedDict):
    enable: NotRequired[bool]


class UpdateUserBodyPolicyOnlineFax(TypedDict):
    enable: NotRequired[bool]
    enable_outbound_fax_transmission_report: NotRequired[bool]
    fax_notification_by_email: NotRequired[bool]
    include_fax_as_attachment: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyPersonalAudioLibrary(TypedDict):
    allow_music_on_hold_customization: NotRequired[bool]
    allow_voicemail_and_message_greeting_customization: NotRequired[bool]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicySelectOutboundCallerId(TypedDict):
    allow_hide_outbound_caller_id: NotRequired[bool]
    enable: NotRequired[bool]


class UpdateUserBodyPolicySharedVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicySms(TypedDict):
    allow_copy: NotRequired[bool]
    allow_paste: NotRequired[bool]
    enable: NotRequired[bool]
    international_sms: NotRequired[bool]
    international_sms_countries: NotRequired[list[str]]


class UpdateUserBodyPolicyVoicemail(TypedDict):
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_transcription: NotRequired[bool]
    allow_videomail: NotRequired[bool]
    enable: NotRequired[bool]


class UpdateUserBodyPolicyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]


class UpdateUserBodyPolicyVoicemailNotificationByEmail(TypedDict):
    enable: NotRequired[bool]
    include_voicemail_file: NotRequired[bool]
    include_voicemail_transcription: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyVoicemailTranscription(TypedDict):
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyZoomPhoneOnDesktop(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    allow_sms_mms_clients: NotRequired[list[Literal['mac_os', 'windows', 'vdi_client', 'linux']]]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserBodyPolicyZoomPhoneOnMobile(TypedDict):
    allow_calling_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    allow_calling_sms_mms: NotRequired[bool]
    allow_sms_mms_clients: NotRequired[list[Literal['ios', 'android', 'intune', 'blackberry']]]
    enable: NotRequired[bool]


class UpdateUserBodyPolicy(TypedDict):
    ad_hoc_call_recording: NotRequired[UpdateUserBodyPolicyAdHocCallRecording]
    audio_intercom: NotRequired[UpdateUserBodyPolicyAudioIntercom]
    auto_call_recording: NotRequired[UpdateUserBodyPolicyAutoCallRecording]
    call_handling_forwarding_to_other_users: NotRequired[UpdateUserBodyPolicyCallHandlingForwardingToOtherUsers]
    call_overflow: NotRequired[UpdateUserBodyPolicyCallOverflow]
    call_park: NotRequired[UpdateUserBodyPolicyCallPark]
    call_transferring: NotRequired[UpdateUserBodyPolicyCallTransferring]
    check_voicemails_over_phone: NotRequired[UpdateUserBodyPolicyCheckVoicemailsOverPhone]
    delegation: NotRequired[bool]
    e2e_encryption: NotRequired[UpdateUserBodyPolicyE2eEncryption]
    elevate_to_meeting: NotRequired[bool]
    emergency_address_management: NotRequired[UpdateUserBodyPolicyEmergencyAddressManagement]
    emergency_calls_to_psap: NotRequired[bool]
    forwarding_to_external_numbers: NotRequired[bool]
    hand_off_to_room: NotRequired[UpdateUserBodyPolicyHandOffToRoom]
    international_calling: NotRequired[bool]
    mobile_switch_to_carrier: NotRequired[UpdateUserBodyPolicyMobileSwitchToCarrier]
    online_fax: NotRequired[UpdateUserBodyPolicyOnlineFax]
    personal_audio_library: NotRequired[UpdateUserBodyPolicyPersonalAudioLibrary]
    select_outbound_caller_id: NotRequired[UpdateUserBodyPolicySelectOutboundCallerId]
    shared_voicemail_notification_by_email: NotRequired[UpdateUserBodyPolicySharedVoicemailNotificationByEmail]
    sms: NotRequired[UpdateUserBodyPolicySms]
    voicemail: NotRequired[UpdateUserBodyPolicyVoicemail]
    voicemail_access_members: NotRequired[list[UpdateUserBodyPolicyVoicemailAccessMembersItem]]
    voicemail_notification_by_email: NotRequired[UpdateUserBodyPolicyVoicemailNotificationByEmail]
    voicemail_transcription: NotRequired[UpdateUserBodyPolicyVoicemailTranscription]
    zoom_phone_on_desktop: NotRequired[UpdateUserBodyPolicyZoomPhoneOnDesktop]
    zoom_phone_on_mobile: NotRequired[UpdateUserBodyPolicyZoomPhoneOnMobile]


class UpdateUserBody(TypedDict):
    emergency_address_id: NotRequired[str]
    extension_number: NotRequired[str]
    policy: NotRequired[UpdateUserBodyPolicy]
    site_id: NotRequired[str]
    template_id: NotRequired[str]


class UpdateUserCallingPlanBody(TypedDict):
    source_type: int
    target_type: int
    source_billing_subscription_id: NotRequired[str]
    target_billing_subscription_id: NotRequired[str]


class AssignUserCallingPlansBodyCallingPlansItem(TypedDict):
    billing_account_id: NotRequired[str]
    billing_subscription_id: NotRequired[str]
    type: NotRequired[int]


class AssignUserCallingPlansBody(TypedDict):
    calling_plans: NotRequired[list[AssignUserCallingPlansBodyCallingPlansItem]]


class UnassignUserCallingPlanQuery(TypedDict):
    billing_account_id: NotRequired[str]


class ListUserOutboundCallerIdNumbersQuery(TypedDict):
    selected: NotRequired[bool]
    site_id: NotRequired[str]
    extension_type: NotRequired[Literal['autoReceptionist', 'callQueue', 'sharedLineGroup']]
    keyword: NotRequired[str]
    page_size: int
    next_page_token: NotRequired[str]


class ListUserOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite(TypedDict):
    id: str
    name: str


class ListUserOutboundCallerIdNumbersAnswerCustomizeNumbersItem(TypedDict):
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
    site: ListUserOutboundCallerIdNumbersAnswerCustomizeNumbersItemSite


class ListUserOutboundCallerIdNumbersAnswer(TypedDict):
    customize_numbers: list[ListUserOutboundCallerIdNumbersAnswerCustomizeNumbersItem]
    next_page_token: str
    page_size: int
    total_records: int


class AddUserOutboundCallerIdNumbersBody(TypedDict):
    phone_number_ids: NotRequired[list[str]]


class RemoveUserOutboundCallerIdNumbersQuery(TypedDict):
    customize_ids: NotRequired[list[str]]


class GetUserPolicyAnswerAllowEmergencyCalls(TypedDict):
    allow_emergency_calls_from_clients: bool
    allow_emergency_calls_from_deskphones: bool
    enable: bool
    locked: bool
    locked_by: Literal['invalid', 'account', 'user_group', 'site']
    modified: bool


class GetUserPolicyAnswer(TypedDict):
    allow_emergency_calls: GetUserPolicyAnswerAllowEmergencyCalls


class UpdateUserPolicyBodyAllowEmergencyCalls(TypedDict):
    allow_emergency_calls_from_clients: NotRequired[bool]
    allow_emergency_calls_from_deskphones: NotRequired[bool]
    enable: NotRequired[bool]
    reset: NotRequired[bool]


class UpdateUserPolicyBody(TypedDict):
    allow_emergency_calls: NotRequired[UpdateUserPolicyBodyAllowEmergencyCalls]


class GetUserSettingsAnswerCountry(TypedDict):
    code: str
    country_code: str
    name: str


class GetUserSettingsAnswerDelegation(TypedDict):
    assistants: list[Assistant]
    locked: bool
    privacy: bool
    privileges: list[Literal[1, 2, 3, 4, 5, 6, 7]]


class GetUserSettingsAnswerDeskPhoneDevicesItemPolicyCallControl(TypedDict):
    status: Literal['unsupported', 'on', 'off']


class GetUserSettingsAnswerDeskPhoneDevicesItemPolicyHotDesking(TypedDict):
    status: Literal['unsupported', 'on', 'off']


class GetUserSettingsAnswerDeskPhoneDevicesItemPolicy(TypedDict):
    call_control: GetUserSettingsAnswerDeskPhoneDevicesItemPolicyCallControl
    hot_desking: GetUserSettingsAnswerDeskPhoneDevicesItemPolicyHotDesking


class GetUserSettingsAnswerDeskPhoneDevicesItem(TypedDict):
    device_type: str
    display_name: str
    id: str
    mac_address: str
    policy: GetUserSettingsAnswerDeskPhoneDevicesItemPolicy
    private_ip: NotRequired[str]
    public_ip: NotRequired[str]
    status: Literal['online', 'offline']


class GetUserSettingsAnswerDeskPhoneKeysPositions(TypedDict):
    primary_number: NotRequired[str]


class GetUserSettingsAnswerDeskPhone(TypedDict):
    devices: list[GetUserSettingsAnswerDeskPhoneDevicesItem]
    keys_positions: GetUserSettingsAnswerDeskPhoneKeysPositions
    phone_screen_lock: bool
    pin_code: NotRequired[str]


class GetUserSettingsAnswerIntercomAudioIntercomsItem(TypedDict):
    device_id: NotRequired[str]
    device_status: NotRequired[Literal['online', 'offline', 'no device']]
    display_name: str
    extension_id: str
    extension_number: str
    extension_type: str
    status: Literal['active', 'pending']


class GetUserSettingsAnswerIntercomDevice(TypedDict):
    id: str
    name: str


class GetUserSettingsAnswerIntercom(TypedDict):
    audio_intercoms: list[GetUserSettingsAnswerIntercomAudioIntercomsItem]
    device: NotRequired[GetUserSettingsAnswerIntercomDevice]


class GetUserSettingsAnswerOutboundCaller(TypedDict):
    number: str


class GetUserSettingsAnswerOutboundCallerIdsItem(TypedDict):
    is_default: bool
    name: str
    number: str


class GetUserSettingsAnswerSharedLinesCallSettingSharedLineAppearancesExecutivesItem(TypedDict):
    allow_opt_out: bool
    display_name: str
    receive_calls: bool
    user_id: str


class GetUserSettingsAnswerSharedLinesCallSettingSharedLineAppearances(TypedDict):
    executives: list[GetUserSettingsAnswerSharedLinesCallSettingSharedLineAppearancesExecutivesItem]


class GetUserSettingsAnswerSharedLinesCallSettingSharedLineGroupsSharedLineGroupItem(TypedDict):
    display_name: str
    receive_calls: bool
    slg_id: str


class GetUserSettingsAnswerSharedLinesCallSettingSharedLineGroups(TypedDict):
    receive_calls: bool
    shared_line_group: list[GetUserSettingsAnswerSharedLinesCallSettingSharedLineGroupsSharedLineGroupItem]


class GetUserSettingsAnswerSharedLinesCallSetting(TypedDict):
    shared_line_appearances: GetUserSettingsAnswerSharedLinesCallSettingSharedLineAppearances
    shared_line_groups: GetUserSettingsAnswerSharedLinesCallSettingSharedLineGroups


class GetUserSettingsAnswer(TypedDict):
    ad_hoc_call_recording_access_members: list[AdHocCallRecordingAccessMember]
    area_code: str
    audio_prompt_language: str
    auto_call_recording_access_members: list[AdHocCallRecordingAccessMember]
    company_number: NotRequired[str]
    country: GetUserSettingsAnswerCountry
    default_transcription_language: Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']
    delegation: GetUserSettingsAnswerDelegation
    desk_phone: GetUserSettingsAnswerDeskPhone
    extension_number: int
    intercom: GetUserSettingsAnswerIntercom
    music_on_hold_id: str
    outbound_caller: GetUserSettingsAnswerOutboundCaller
    outbound_caller_ids: list[GetUserSettingsAnswerOutboundCallerIdsItem]
    shared_lines_call_setting: GetUserSettingsAnswerSharedLinesCallSetting
    status: Literal['Active', 'Inactive']
    voice_mail: list[VoiceMail]


class UpdateUserSettingsBodySharedLinesCallSettingSharedLineAppearancesExecutivesItem(TypedDict):
    receive_calls: NotRequired[bool]
    user_id: NotRequired[str]


class UpdateUserSettingsBodySharedLinesCallSettingSharedLineAppearances(TypedDict):
    executives: NotRequired[list[UpdateUserSettingsBodySharedLinesCallSettingSharedLineAppearancesExecutivesItem]]


class UpdateUserSettingsBodySharedLinesCallSettingSharedLineGroupsSharedLineGroupItem(TypedDict):
    receive_calls: NotRequired[bool]
    slg_id: NotRequired[str]


class UpdateUserSettingsBodySharedLinesCallSettingSharedLineGroups(TypedDict):
    receive_calls: NotRequired[bool]
    shared_line_group: NotRequired[list[UpdateUserSettingsBodySharedLinesCallSettingSharedLineGroupsSharedLineGroupItem]]


class UpdateUserSettingsBodySharedLinesCallSetting(TypedDict):
    shared_line_appearances: NotRequired[UpdateUserSettingsBodySharedLinesCallSettingSharedLineAppearances]
    shared_line_groups: NotRequired[UpdateUserSettingsBodySharedLinesCallSettingSharedLineGroups]


class UpdateUserSettingsBody(TypedDict):
    area_code: NotRequired[str]
    audio_prompt_language: NotRequired[str]
    country_iso_code: NotRequired[str]
    default_transcription_language: NotRequired[Literal['en-US', 'en-GB', 'es-US', 'fr-CA', 'da-DK', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'pt-PT', 'ja', 'ko-KR', 'pt-BR', 'zh-CN']]
    music_on_hold_id: NotRequired[str]
    outbound_caller_id: NotRequired[str]
    shared_lines_call_setting: NotRequired[UpdateUserSettingsBodySharedLinesCallSetting]


class AddUserSharedAccessSettingBodyVoiceMail(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    delete: NotRequired[bool]
    download: NotRequired[bool]


class AddUserSharedAccessSettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]


class AddUserSharedAccessSettingBody(TypedDict):
    ad_hoc_call_recording_access_members: NotRequired[list[AdHocCallRecordingAccessMemberInput]]
    auto_call_recording_access_members: NotRequired[list[AdHocCallRecordingAccessMemberInput]]
    delegation_assistant_extension_id: NotRequired[str]
    device_id: NotRequired[str]
    voice_mail: NotRequired[AddUserSharedAccessSettingBodyVoiceMail]
    voicemail_access_members: NotRequired[list[AddUserSharedAccessSettingBodyVoicemailAccessMembersItem]]


class AddUserSharedAccessSettingAnswerDelegation(TypedDict):
    assistants: list[Assistant]
    privacy: bool
    privileges: list[Literal[1, 2, 3]]


class AddUserSharedAccessSettingAnswerVoicemailAccessMembersItem(TypedDict):
    access_user_id: str
    access_user_type: Literal['commonArea', 'user']
    allow_delete: bool
    allow_download: bool
    allow_sharing: bool
    shared_id: str


class AddUserSharedAccessSettingAnswer(TypedDict):
    ad_hoc_call_recording_access_members: NotRequired[list[AdHocCallRecordingAccessMember]]
    auto_call_recording_access_members: NotRequired[list[AdHocCallRecordingAccessMember]]
    delegation: NotRequired[AddUserSharedAccessSettingAnswerDelegation]
    voice_mail: NotRequired[VoiceMail]
    voicemail_access_members: NotRequired[list[AddUserSharedAccessSettingAnswerVoicemailAccessMembersItem]]


class DeleteUserSharedAccessSettingQuery(TypedDict):
    shared_id: NotRequired[str]
    assistant_extension_id: NotRequired[str]
    device_id: NotRequired[str]
    intercom_extension_id: NotRequired[str]


class UpdateUserSharedAccessSettingBodyDelegation(TypedDict):
    locked: NotRequired[bool]
    privacy: NotRequired[bool]
    privileges: NotRequired[list[Literal[1, 2, 3, 4, 5, 6, 7, 8]]]


class UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicyCallControl(TypedDict):
    status: NotRequired[Literal['on', 'off']]


class UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicyHotDesking(TypedDict):
    status: NotRequired[Literal['on', 'off']]


class UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicy(TypedDict):
    call_control: NotRequired[UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicyCallControl]
    hot_desking: NotRequired[UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicyHotDesking]


class UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItem(TypedDict):
    id: NotRequired[str]
    policy: NotRequired[UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItemPolicy]


class UpdateUserSharedAccessSettingBodyDeskPhone(TypedDict):
    devices: NotRequired[list[UpdateUserSharedAccessSettingBodyDeskPhoneDevicesItem]]
    phone_screen_lock: NotRequired[bool]
    pin_code: NotRequired[str]


class UpdateUserSharedAccessSettingBodyIntercom(TypedDict):
    device_id: NotRequired[str]
    extension_id: NotRequired[str]


class UpdateUserSharedAccessSettingBodyVoiceMail(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    delete: NotRequired[bool]
    download: NotRequired[bool]
    shared_id: NotRequired[str]


class UpdateUserSharedAccessSettingBodyVoicemailAccessMembersItem(TypedDict):
    access_user_id: NotRequired[str]
    access_user_type: NotRequired[Literal['commonArea', 'user']]
    allow_delete: NotRequired[bool]
    allow_download: NotRequired[bool]
    allow_sharing: NotRequired[bool]
    shared_id: NotRequired[str]


class UpdateUserSharedAccessSettingBody(TypedDict):
    ad_hoc_call_recording_access_members: NotRequired[list[UpdateUserSharedAccessSettingAdHocCallRecordingAccessMemberInput]]
    auto_call_recording_access_members: NotRequired[list[UpdateUserSharedAccessSettingAdHocCallRecordingAccessMemberInput]]
    delegation: NotRequired[UpdateUserSharedAccessSettingBodyDelegation]
    desk_phone: NotRequired[UpdateUserSharedAccessSettingBodyDeskPhone]
    intercom: NotRequired[UpdateUserSharedAccessSettingBodyIntercom]
    voice_mail: NotRequired[UpdateUserSharedAccessSettingBodyVoiceMail]
    voicemail_access_members: NotRequired[list[UpdateUserSharedAccessSettingBodyVoicemailAccessMembersItem]]
