"""Which fields of the wire each kind of extension has, and where they are kept."""

from collections.abc import Mapping

# Fields of `call_handling` that are kept as they are given, in `Handling`.
KEPT: Mapping[str, str] = {
    "ring_mode": "ring_mode",
    "connect_to_operator": "reaches_operator",
    "allow_callers_check_voicemail": "checks_voicemail",
    "description": "number_description",
    "message_greeting_id": "message_greeting",
    "voicemail_greeting_id": "voicemail_greeting",
    "voicemail_leaving_instruction_id": "leaving_instruction",
    "un_answered_require_press_1_before_connecting": "asks_unanswered",
    "overflow_play_callee_voicemail_greeting": "plays_greeting_at_end",
    "play_callee_voicemail_greeting": "plays_greeting_first",
    "busy_description": "busy_number_description",
    "busy_require_press_1_before_connecting": "asks_busy",
    "busy_play_callee_voicemail_greeting": "plays_greeting_when_busy",
    "greeting_prompt_id": "greeting",
    "audio_while_connecting_id": "audio_while_connecting",
    "music_on_hold_id": "music_on_hold",
    "max_call_in_queue": "most_waiting",
    "receive_call": "calls_while_busy",
    "wrap_up_time": "wrap_up_seconds",
    "allow_members_to_reset": "members_set_hours",
}
DISTRIBUTION: Mapping[str, str] = {
    "ring_mode": "ring_mode",
    "ring_duration": "ring_seconds",
    "handle_multiple_calls": "offers_several",
    "skip_offline_device_phone_number": "skips_offline",
}
NUMBERS: Mapping[str, str] = {"phone_number": "number", "busy_phone_number": "busy_number"}
ACTIONS: Mapping[str, str] = {"call_not_answer_action": "action", "busy_on_another_call_action": "busy_action"}
TARGETS: Mapping[str, str] = {
    "forward_to_extension_id": "forward_to",
    "busy_forward_to_extension_id": "busy_forward_to",
    "operator_extension_id": "operator",
}
# Which action a target belongs to.
ACTION_OF: Mapping[str, str] = {
    "forward_to_extension_id": "call_not_answer_action",
    "busy_forward_to_extension_id": "busy_on_another_call_action",
}
TARGET_OF: Mapping[str, str] = {action: TARGETS[target] for target, action in ACTION_OF.items()}
# And of what is kept in `Handling`, what belongs to one action alone. Greetings do not: both may play them.
PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "call_not_answer_action": ("number", "number_description", "asks_unanswered", "plays_greeting_at_end"),
    "busy_on_another_call_action": ("busy_number", "busy_number_description", "asks_busy", "plays_greeting_when_busy"),
}
# For audio that is chosen: words that are no id of a file.
AUDIO: Mapping[str, tuple[str, ...]] = {
    "message_greeting_id": ("",),
    "voicemail_greeting_id": ("",),
    "voicemail_leaving_instruction_id": ("",),
    "greeting_prompt_id": ("", "0"),
    "audio_while_connecting_id": ("", "0", "ring_tone"),
    "music_on_hold_id": ("", "0"),
}

_ROUTING = {
    "call_not_answer_action",
    "forward_to_extension_id",
    "message_greeting_id",
    "phone_number",
    "voicemail_greeting_id",
}
_OPERATOR = {"connect_to_operator", "operator_extension_id", "voicemail_leaving_instruction_id"}
_BUSY = {
    "busy_on_another_call_action",
    "busy_forward_to_extension_id",
    "busy_phone_number",
    "busy_description",
    "busy_play_callee_voicemail_greeting",
    "busy_require_press_1_before_connecting",
}
_USER = (
    _ROUTING
    | _OPERATOR
    | _BUSY
    | {
        "allow_callers_check_voicemail",
        "description",
        "max_wait_time",
        "overflow_play_callee_voicemail_greeting",
        "play_callee_voicemail_greeting",
        "ring_mode",
        "un_answered_require_press_1_before_connecting",
    }
)
_QUEUE = {
    "allow_members_to_reset",
    "audio_while_connecting_id",
    "call_distribution",
    "greeting_prompt_id",
    "max_call_in_queue",
    "max_wait_time",
    "music_on_hold_id",
    "receive_call",
    "wrap_up_time",
}

# Of `call_handling`, by kind of extension: in business hours, and beyond them.
OPEN: Mapping[str, set[str]] = {
    "user": _USER,
    "call_queue": _ROUTING | _OPERATOR | _QUEUE,
    "auto_receptionist": _ROUTING | {"greeting_prompt_id"},
}
BEYOND: Mapping[str, set[str]] = {
    "user": _USER,
    "call_queue": _ROUTING | _OPERATOR,
    "auto_receptionist": _ROUTING,
}

APPS = "apps"  # a way of contract/observed.yaml: these are rows among the numbers that ring for a person
# Every phone of a person rings, so none of these is ever off.
APP_NAMES: Mapping[str, str] = {
    "mobile_apps": "Zoom Mobile Apps",
    "desktop_apps": "Zoom Desktop Apps",
    "phone_appliance_apps": "Zoom Phone Appliance Apps",
}
