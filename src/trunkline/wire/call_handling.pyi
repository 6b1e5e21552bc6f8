"""Generated from contract/ by tools/make_wire.py: do not edit."""

from typing import Any, Literal, NotRequired, TypedDict


class Operator(TypedDict):
    display_name: str
    extension_id: str
    extension_number: int
    extension_type: Literal['user', 'commonArea', 'sharedLineGroup', 'callQueue']
    id: str


class BusyRoutingForwardToVoicemailGreeting(TypedDict):
    id: str
    name: str


class BusyRoutingForwardTo(TypedDict):
    description: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'autoReceptionist', 'callQueue', 'commonArea']]
    id: NotRequired[str]
    phone_number: NotRequired[str]
    voicemail_greeting: NotRequired[BusyRoutingForwardToVoicemailGreeting]


class BusyRoutingMessageGreeting(TypedDict):
    id: str
    name: str


class BusyRoutingVoicemailGreeting(TypedDict):
    id: str
    name: str


class BusyRoutingVoicemailLeavingInstruction(TypedDict):
    id: str
    name: str


class BusyRouting(TypedDict):
    action: int
    allow_callers_check_voicemail: NotRequired[bool]
    busy_play_callee_voicemail_greeting: NotRequired[bool]
    connect_to_operator: NotRequired[bool]
    forward_to: NotRequired[BusyRoutingForwardTo]
    message_greeting: NotRequired[BusyRoutingMessageGreeting]
    operator: NotRequired[Operator]
    overflow_play_callee_voicemail_greeting: NotRequired[bool]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    voicemail_greeting: NotRequired[BusyRoutingVoicemailGreeting]
    voicemail_leaving_instruction: NotRequired[BusyRoutingVoicemailLeavingInstruction]


class CallForwardingSettingExternalContact(TypedDict):
    email: str
    external_contact_id: str
    name: str
    phone_numbers: list[str]


class CallForwardingSetting(TypedDict):
    description: str
    enable: bool
    external_contact: NotRequired[CallForwardingSettingExternalContact]
    id: str
    phone_number: str


class RoutingForwardToVoicemailGreeting(TypedDict):
    id: str
    name: str


class RoutingForwardTo(TypedDict):
    description: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'autoReceptionist', 'callQueue', 'commonArea']]
    id: NotRequired[str]
    partner_contact_center_id: NotRequired[str]
    pcc_phone_number_display_name: NotRequired[str]
    phone_number: NotRequired[str]
    teams_app_id: NotRequired[str]
    teams_voice_app_name: NotRequired[str]
    voicemail_greeting: NotRequired[RoutingForwardToVoicemailGreeting]
    zcc_phone_number: NotRequired[str]
    zcc_phone_number_display_name: NotRequired[str]


class RoutingMessageGreeting(TypedDict):
    id: str
    name: str


class RoutingVoicemailGreeting(TypedDict):
    id: str
    name: str


class RoutingVoicemailLeavingInstruction(TypedDict):
    id: str
    name: str


class Routing(TypedDict):
    action: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 18, 19]
    allow_callers_check_voicemail: NotRequired[bool]
    busy_play_callee_voicemail_greeting: NotRequired[bool]
    connect_to_operator: NotRequired[bool]
    forward_to: NotRequired[RoutingForwardTo]
    message_greeting: NotRequired[RoutingMessageGreeting]
    operator: NotRequired[Operator]
    overflow_play_callee_voicemail_greeting: NotRequired[bool]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    voicemail_greeting: NotRequired[RoutingVoicemailGreeting]
    voicemail_leaving_instruction: NotRequired[RoutingVoicemailLeavingInstruction]


class AddCallHandlingSettingCallForwardingSettings(TypedDict):
    description: NotRequired[str]
    holiday_id: NotRequired[str]
    phone_number: NotRequired[str]


class AddCallHandlingSettingCallForwarding(TypedDict):
    settings: AddCallHandlingSettingCallForwardingSettings
    sub_setting_type: Literal['call_forwarding']


AddCallHandlingSettingHolidaySettings = TypedDict("AddCallHandlingSettingHolidaySettings", {
    "from": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class AddCallHandlingSettingHoliday(TypedDict):
    settings: AddCallHandlingSettingHolidaySettings
    sub_setting_type: Literal['holiday']


class UpdateCallHandlingSettingCallForwardingSettingsCallForwardingSettingsItemExternalContact(TypedDict):
    external_contact_id: NotRequired[str]


class UpdateCallHandlingSettingCallForwardingSettingsCallForwardingSettingsItem(TypedDict):
    description: NotRequired[str]
    enable: NotRequired[bool]
    external_contact: NotRequired[UpdateCallHandlingSettingCallForwardingSettingsCallForwardingSettingsItemExternalContact]
    id: NotRequired[str]
    phone_number: NotRequired[str]


class UpdateCallHandlingSettingCallForwardingSettings(TypedDict):
    call_forwarding_settings: NotRequired[list[UpdateCallHandlingSettingCallForwardingSettingsCallForwardingSettingsItem]]
    require_press_1_before_connecting: NotRequired[bool]


class UpdateCallHandlingSettingCallForwarding(TypedDict):
    settings: UpdateCallHandlingSettingCallForwardingSettings
    sub_setting_type: Literal['call_forwarding']


UpdateCallHandlingSettingHolidaySettings = TypedDict("UpdateCallHandlingSettingHolidaySettings", {
    "from": "NotRequired[str]",
    "holiday_id": "NotRequired[str]",
    "name": "NotRequired[str]",
    "to": "NotRequired[str]",
})


class UpdateCallHandlingSettingHoliday(TypedDict):
    settings: UpdateCallHandlingSettingHolidaySettings
    sub_setting_type: Literal['holiday']


UpdateCallHandlingSettingCustomHoursSettingsCustomHoursSettingsItem = TypedDict("UpdateCallHandlingSettingCustomHoursSettingsCustomHoursSettingsItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "NotRequired[Literal[0, 1, 2]]",
    "weekday": "NotRequired[Literal[1, 2, 3, 4, 5, 6, 7]]",
})


class UpdateCallHandlingSettingCustomHoursSettings(TypedDict):
    allow_members_to_reset: NotRequired[bool]
    custom_hours_settings: NotRequired[list[UpdateCallHandlingSettingCustomHoursSettingsCustomHoursSettingsItem]]
    type: NotRequired[Literal[1, 2]]


class UpdateCallHandlingSettingCustomHours(TypedDict):
    settings: UpdateCallHandlingSettingCustomHoursSettings
    sub_setting_type: Literal['custom_hours']


class UpdateCallHandlingSettingCallHandlingSettingsCallDistribution(TypedDict):
    handle_multiple_calls: NotRequired[bool]
    ring_duration: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    ring_mode: NotRequired[Literal['simultaneous', 'sequential', 'rotating', 'longest_idle']]
    skip_offline_device_phone_number: NotRequired[bool]


class UpdateCallHandlingSettingCallHandlingSettings(TypedDict):
    allow_callers_check_voicemail: NotRequired[bool]
    allow_members_to_reset: NotRequired[bool]
    audio_while_connecting_id: NotRequired[str]
    busy_description: NotRequired[str]
    busy_forward_to_extension_id: NotRequired[str]
    busy_on_another_call_action: NotRequired[Literal[1, 2, 4, 6, 7, 8, 9, 10, 12, 21, 22]]
    busy_phone_number: NotRequired[str]
    busy_play_callee_voicemail_greeting: NotRequired[bool]
    busy_require_press_1_before_connecting: NotRequired[bool]
    call_distribution: NotRequired[UpdateCallHandlingSettingCallHandlingSettingsCallDistribution]
    call_not_answer_action: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 18, 19]]
    connect_to_operator: NotRequired[bool]
    description: NotRequired[str]
    forward_to_extension_id: NotRequired[str]
    forward_to_partner_contact_center_id: NotRequired[str]
    forward_to_teams_id: NotRequired[str]
    forward_to_zcc_phone_number: NotRequired[str]
    greeting_prompt_id: NotRequired[str]
    max_call_in_queue: NotRequired[int]
    max_wait_time: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 120, 180, 240, 300, 600, 900, 1200, 1500, 1800]]
    message_greeting_id: NotRequired[str]
    music_on_hold_id: NotRequired[str]
    operator_extension_id: NotRequired[str]
    overflow_play_callee_voicemail_greeting: NotRequired[bool]
    phone_number: NotRequired[str]
    play_callee_voicemail_greeting: NotRequired[bool]
    receive_call: NotRequired[bool]
    ring_mode: NotRequired[Literal['simultaneous', 'sequential']]
    un_answered_require_press_1_before_connecting: NotRequired[bool]
    voicemail_greeting_id: NotRequired[str]
    voicemail_leaving_instruction_id: NotRequired[str]
    wrap_up_time: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 120, 180, 240, 300]]


class UpdateCallHandlingSettingCallHandling(TypedDict):
    settings: UpdateCallHandlingSettingCallHandlingSettings
    sub_setting_type: Literal['call_handling']


class GetCallHandlingSettingsAnswerBusinessHoursItemSettingsAudioWhileConnecting(TypedDict):
    id: str
    name: str


class GetCallHandlingSettingsAnswerBusinessHoursItemSettingsCallDistribution(TypedDict):
    handle_multiple_calls: bool
    ring_duration: Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]
    ring_mode: Literal['simultaneous', 'sequential', 'rotating', 'longest_idle']
    skip_offline_device_phone_number: bool


GetCallHandlingSettingsAnswerBusinessHoursItemSettingsCustomHoursSettingsItem = TypedDict("GetCallHandlingSettingsAnswerBusinessHoursItemSettingsCustomHoursSettingsItem", {
    "from": "NotRequired[str]",
    "to": "NotRequired[str]",
    "type": "Literal[0, 1, 2]",
    "weekday": "Literal[1, 2, 3, 4, 5, 6, 7]",
})


class GetCallHandlingSettingsAnswerBusinessHoursItemSettingsGreetingPrompt(TypedDict):
    id: str
    name: str


class GetCallHandlingSettingsAnswerBusinessHoursItemSettingsMusicOnHold(TypedDict):
    id: str
    name: str


class GetCallHandlingSettingsAnswerBusinessHoursItemSettings(TypedDict):
    allow_callers_check_voicemail: NotRequired[bool]
    allow_members_to_reset: NotRequired[bool]
    audio_while_connecting: NotRequired[GetCallHandlingSettingsAnswerBusinessHoursItemSettingsAudioWhileConnecting]
    busy_routing: NotRequired[BusyRouting]
    call_distribution: NotRequired[GetCallHandlingSettingsAnswerBusinessHoursItemSettingsCallDistribution]
    call_forwarding_settings: NotRequired[list[CallForwardingSetting]]
    call_not_answer_action: NotRequired[Literal[1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14]]
    connect_to_operator: NotRequired[bool]
    custom_hours_settings: NotRequired[list[GetCallHandlingSettingsAnswerBusinessHoursItemSettingsCustomHoursSettingsItem]]
    greeting_prompt: NotRequired[GetCallHandlingSettingsAnswerBusinessHoursItemSettingsGreetingPrompt]
    max_call_in_queue: NotRequired[int]
    max_wait_time: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 120, 180, 240, 300, 600, 900, 1200, 1500, 1800]]
    music_on_hold: NotRequired[GetCallHandlingSettingsAnswerBusinessHoursItemSettingsMusicOnHold]
    receive_call: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    ring_mode: NotRequired[Literal['simultaneous', 'sequential']]
    routing: NotRequired[Routing]
    type: NotRequired[Literal[1, 2]]
    wrap_up_time: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 120, 180, 240, 300]]


class GetCallHandlingSettingsAnswerBusinessHoursItem(TypedDict):
    settings: GetCallHandlingSettingsAnswerBusinessHoursItemSettings
    sub_setting_type: Literal['call_forwarding', 'custom_hours', 'call_handling']


class GetCallHandlingSettingsAnswerClosedHoursItemSettings(TypedDict):
    allow_callers_check_voicemail: NotRequired[bool]
    busy_routing: NotRequired[BusyRouting]
    call_forwarding_settings: NotRequired[list[CallForwardingSetting]]
    call_not_answer_action: NotRequired[Literal[1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14]]
    connect_to_operator: NotRequired[bool]
    max_wait_time: NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]
    require_press_1_before_connecting: NotRequired[bool]
    ring_mode: NotRequired[Literal['simultaneous', 'sequential']]
    routing: NotRequired[Routing]


class GetCallHandlingSettingsAnswerClosedHoursItem(TypedDict):
    settings: GetCallHandlingSettingsAnswerClosedHoursItemSettings
    sub_setting_type: Literal['call_forwarding', 'call_handling']


class GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRoutingForwardTo(TypedDict):
    description: NotRequired[str]
    display_name: NotRequired[str]
    extension_id: NotRequired[str]
    extension_number: NotRequired[int]
    extension_type: NotRequired[Literal['user', 'autoReceptionist', 'callQueue', 'commonArea']]
    id: NotRequired[str]
    phone_number: NotRequired[str]
    voicemail_greeting: NotRequired[dict[str, Any]]


class GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRoutingVoicemailGreeting(TypedDict):
    id: str
    name: str


class GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRouting(TypedDict):
    action: int
    allow_callers_check_voicemail: NotRequired[bool]
    busy_play_callee_voicemail_greeting: NotRequired[bool]
    connect_to_operator: NotRequired[bool]
    forward_to: NotRequired[GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRoutingForwardTo]
    operator: NotRequired[Operator]
    overflow_play_callee_voicemail_greeting: NotRequired[bool]
    play_callee_voicemail_greeting: NotRequired[bool]
    require_press_1_before_connecting: NotRequired[bool]
    voicemail_greeting: NotRequired[GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRoutingVoicemailGreeting]


GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettings = TypedDict("GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettings", {
    "allow_callers_check_voicemail": "NotRequired[bool]",
    "call_forwarding_settings": "NotRequired[list[CallForwardingSetting]]",
    "call_not_answer_action": "NotRequired[Literal[1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14]]",
    "connect_to_operator": "NotRequired[bool]",
    "from": "NotRequired[str]",
    "max_wait_time": "NotRequired[Literal[10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]]",
    "name": "NotRequired[str]",
    "require_press_1_before_connecting": "NotRequired[bool]",
    "ring_mode": "NotRequired[Literal['simultaneous', 'sequential']]",
    "routing": "NotRequired[GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettingsRouting]",
    "to": "NotRequired[str]",
})


class GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItem(TypedDict):
    settings: GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItemSettings
    sub_setting_type: Literal['call_forwarding', 'call_handling', 'holiday']


class GetCallHandlingSettingsAnswerHolidayHoursItem(TypedDict):
    details: list[GetCallHandlingSettingsAnswerHolidayHoursItemDetailsItem]
    holiday_id: str


class GetCallHandlingSettingsAnswer(TypedDict):
    business_hours: list[GetCallHandlingSettingsAnswerBusinessHoursItem]
    closed_hours: list[GetCallHandlingSettingsAnswerClosedHoursItem]
    holiday_hours: list[GetCallHandlingSettingsAnswerHolidayHoursItem]


AddCallHandlingSettingBody = AddCallHandlingSettingCallForwarding | AddCallHandlingSettingHoliday


class AddCallHandlingSettingAnswer(TypedDict):
    call_forwarding_id: NotRequired[str]
    holiday_id: NotRequired[str]


class DeleteCallHandlingSettingQuery(TypedDict):
    call_forwarding_id: NotRequired[str]
    holiday_id: NotRequired[str]


UpdateCallHandlingSettingBody = UpdateCallHandlingSettingCallForwarding | UpdateCallHandlingSettingHoliday | UpdateCallHandlingSettingCustomHours | UpdateCallHandlingSettingCallHandling
