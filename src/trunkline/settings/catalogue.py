"""Every setting: its fields and their defaults, who can have one of their own, and what obeys it.

Keys and fields are those of the wire. A field that some documents lack (contract/) is in none of their answers, but is
inherited all the same. Audio is an id; empty is the built-in one. References to extensions are `extension_id`s of the
wire.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, cast

from trunkline.settings.resolve import Level

Effect = Literal[
    "outbound",
    "forward",
    "voicemail",
    "user",
    "queue",
    "screen",
    "taping",
    "unassigned",
    "hours",
    "line",
    "retention",
]


@dataclass(frozen=True)
class Entry:
    key: str
    default: Mapping[str, Any]
    levels: tuple[Level, ...]
    # The step of the exchange that obeys it, `line` (the engine), or `retention` (extensions/retention.py); None: kept,
    # inherited and shown. What people may change of themselves goes by some of these, which the contract names
    # (x-own-write, if_on); what the others wait for, unread.py says.
    effect: Effect | None = None
    choice: tuple[str, ...] = ()  # a field that chooses what is to be done, and those that belong to one of its values


SITES: tuple[Level, ...] = ("account", "site")
USERS: tuple[Level, ...] = ("account", "site", "user")
QUEUES: tuple[Level, ...] = ("account", "site", "call_queue")
BOTH: tuple[Level, ...] = ("account", "site", "user", "call_queue")
QUEUE_ALONE: tuple[Level, ...] = ("call_queue",)
USER_ALONE: tuple[Level, ...] = ("user",)
SITE_ALONE: tuple[Level, ...] = ("site",)

ON: Mapping[str, Any] = MappingProxyType({"enable": True})
OFF: Mapping[str, Any] = MappingProxyType({"enable": False})
UNRESTRICTED = 4
BEEP = {"enable": False, "play_beep_member": "allMember", "play_beep_time_interval": 15, "play_beep_volume": 60}
NOTICE = {
    "recording_explicit_consent": False,
    "recording_start_prompt": True,
    "recording_start_prompt_audio_id": "",
}
DISCONNECT, ASK_THE_PARKER = 0, 9  # what becomes of a parked call, and of a blocked one
DESKTOPS = ["mac_os", "windows", "vdi_client", "linux"]
MOBILES = ["ios", "android", "intune", "blackberry"]
OPT_OUT_REASONS = [
    {"code": code, "enable": True, "system": True} for code in ("Break", "End of shift", "Meeting", "Training", "Other")
]
BY_HOURS = {"business_hours": "", "closed_hours": "", "holiday_hours": ""}
OVERFLOW = {
    "allow_caller_to_check_voicemail": True,
    "allow_caller_to_reach_operator": False,
    "operator_extension_id": "",
}
OFFICE_HOURS = [
    {"weekday": day, "type": 2, "from": "09:00", "to": "17:00"} if 2 <= day <= 6 else {"weekday": day, "type": 0}
    for day in range(1, 8)
]

_POLICIES = (
    Entry(
        "ad_hoc_call_recording",
        {
            "enable": True,
            "play_recording_beep_tone": BEEP,
            "recording_start_prompt": True,
            "recording_transcription": False,
        },
        USERS,
    ),
    Entry("ad_hoc_call_recording_for_members", OFF, QUEUE_ALONE),
    Entry("advanced_encryption", {"enable": False, "disable_incoming_unencrypted_voicemail": False}, SITES),
    Entry("allow_caller_reach_operator", ON, SITES, "voicemail"),
    Entry(
        "allow_emergency_calls",
        {
            "enable": True,
            "allow_emergency_calls_from_clients": True,
            "allow_emergency_calls_from_deskphones": True,
        },
        USERS,
    ),
    Entry("allow_end_user_edit_call_handling", ON, USERS),
    Entry("allow_mobile_home_phone_callout", OFF, SITES),
    Entry("audio_intercom", OFF, USERS),
    Entry("auto_answer_call_queue_calls", OFF, QUEUES, "queue"),
    Entry(
        "auto_call_recording",
        {
            "enable": False,
            "allow_stop_resume_recording": False,
            "disconnect_on_recording_failure": False,
            "inbound_audio_notification": NOTICE,
            "outbound_audio_notification": NOTICE,
            "play_recording_beep_tone": BEEP,
            "recording_calls": "both",
            "recording_explicit_consent": False,
            "recording_start_prompt": True,
            "recording_transcription": False,
        },
        BOTH,
        "taping",
    ),
    Entry(
        "auto_delete_data_after_retention_duration",
        {"enable": False, "delete_type": 1, "items": [], "permanently_delete_after_days": 30},
        (*SITES, "call_queue"),
        "retention",
    ),
    Entry("auto_opt_out_in_call_queue", {"enable": False, "prompt_before_opt_out_call_queue": False}, SITES),
    Entry("block_calls_without_caller_id", OFF, (*SITES, "call_queue"), "screen"),
    Entry(
        "block_external_calls",
        {
            "enable": False,
            "block_business_hours": False,
            "block_call_action": DISCONNECT,
            "block_call_change_type": 0,
            "block_closed_hours": False,
            "block_holiday_hours": False,
            "e2e_encryption": {"enable": False, "locked": False, "locked_by": "invalid", "modified": False},
        },
        SITES,
        "screen",
    ),
    Entry(
        "call_handling_forwarding_to_other_users",
        {"enable": True, "call_forwarding_type": UNRESTRICTED},
        USERS,
        "forward",
    ),
    Entry(
        "call_live_transcription",
        {"enable": False, "transcription_start_prompt": {"enable": True, "audio_id": ""}},
        SITES,
    ),
    Entry("call_overflow", {"enable": True, "call_overflow_type": UNRESTRICTED}, USERS, "forward"),
    Entry(
        "call_park",
        {
            "enable": True,
            "call_not_picked_up_action": ASK_THE_PARKER,
            "expiration_period": 3,
            "forward_to_extension_id": "",
            "sequence": 0,
        },
        USERS,
        choice=("call_not_picked_up_action", "forward_to_extension_id"),
    ),
    Entry(
        "call_queue_opt_out_reason",
        {"enable": False, "call_queue_opt_out_reasons_list": OPT_OUT_REASONS},
        (*SITES, "call_queue"),
    ),
    Entry("call_queue_pickup_code", OFF, (*SITES, "call_queue")),
    Entry(
        "call_screening",
        {"enable": False, "exclude_user_company_contacts": False},
        (*SITES, "call_queue"),
        "screen",
    ),
    Entry(
        "call_summary",
        {"enable": False, "auto_call_summary": False, "call_summary_start_prompt": {"enable": True, "audio_id": ""}},
        SITES,
    ),
    Entry("call_transferring", {"enable": True, "call_transferring_type": 1}, USERS),
    Entry("check_voicemails_over_phone", ON, USERS),
    Entry(
        "customize_line_name",
        {"enable": False, "common_area_line_name": "displayName", "user_line_name": "displayName"},
        SITES,
    ),
    Entry("delegation", ON, USERS, "user"),
    Entry(
        "display_call_feedback_survey",
        {
            "enable": False,
            "feedback_duration": {"enable": False, "max": 60, "min": 0},
            "feedback_mos": {"enable": False, "max": 3.6, "min": 1.1},
            "feedback_type": 1,
        },
        SITES,
    ),
    Entry("e2e_encryption", OFF, USERS),
    Entry("elevate_to_meeting", ON, USERS),
    Entry("emergency_address_management", {"enable": True, "prompt_default_address": False}, USER_ALONE),
    Entry("emergency_calls_to_psap", ON, USER_ALONE),
    Entry("external_calling_on_zoom_room_common_area", ON, SITES),
    Entry("force_off_net", {"enable": False, "allow_extension_only_users_call_users_outside_site": False}, SITE_ALONE),
    Entry("forward_call_outside_of_site", ON, SITES, "forward"),
    Entry("forwarding_to_external_numbers", ON, USER_ALONE, "forward"),
    Entry("hand_off_to_room", ON, USERS),
    Entry("incoming_call_notification", {"enable": True, "block_type": "continue_with_alert"}, SITES),
    Entry("international_calling", OFF, USERS, "outbound"),
    Entry(
        "manage_call_routing_for_unassigned_numbers",
        {
            "enable": False,
            "incoming_call_action": "disconnect",
            "incoming_call_routing_setting": {"audio_id": ""},
            "forward_to_extension_id": "",
        },
        SITES,
        "unassigned",
        choice=("incoming_call_action", "forward_to_extension_id", "incoming_call_routing_setting"),
    ),
    Entry("mobile_switch_to_carrier", OFF, USERS),
    Entry("obfuscate_sensitive_data_during_call", OFF, SITES),
    Entry(
        "online_fax",
        {
            "enable": False,
            "enable_outbound_fax_transmission_report": True,
            "fax_notification_by_email": True,
            "fax_notification_email_list": [],
            "include_fax_as_attachment": True,
        },
        BOTH,
    ),
    Entry("outbound_calling", ON, USERS, "outbound"),
    Entry("outbound_sms", ON, USERS),
    Entry("peer_to_peer_media", OFF, USERS),
    Entry(
        "personal_audio_library",
        {
            "enable": True,
            "allow_music_on_hold_customization": True,
            "allow_voicemail_and_message_greeting_customization": True,
        },
        USERS,
    ),
    Entry("prevent_users_upload_audio_files", OFF, SITES),
    Entry(
        "schedule_firmware_update",
        {
            "enable": False,
            "end_setting": {"never_end": True, "end_date": None},
            # Which of the three it is, `repeat_type` says; None are the others.
            "repeat_setting": {"weekly_setting": {"weekday": "monday"}, "week_and_day": None, "specific_date": None},
            "repeat_type": "weekly",
            "time_period_end": 5,
            "time_period_start": 1,
            "time_zone": "UTC",
        },
        SITES,
    ),
    Entry("select_outbound_caller_id", {"enable": True, "allow_hide_outbound_caller_id": True}, USERS, "outbound"),
    Entry("shared_line_group_pickup_code", OFF, SITE_ALONE),
    Entry("shared_voicemail_notification_by_email", OFF, USERS),
    Entry("show_user_last_transferred_call", OFF, SITE_ALONE),
    Entry(
        "sms",
        {
            "enable": True,
            "allow_copy": True,
            "allow_paste": True,
            "international_sms": False,
            "international_sms_countries": [],
        },
        BOTH,
    ),
    Entry(
        "sms_auto_reply",
        {
            "enable": False,
            "auto_reply_for_inbound_message": {"active": False, "content": "", "trigger_event_type": "closed_hours"},
        },
        (*SITES, "call_queue"),
    ),
    Entry("sms_template", {"enable": False, "sms_template_list": []}, (*SITES, "call_queue")),
    Entry("team_sms_thread_summary", OFF, (*SITES, "call_queue")),
    Entry(
        "voicemail",
        {
            "enable": True,
            "allow_delete": True,
            "allow_download": True,
            "allow_transcription": True,
            "allow_videomail": False,
        },
        USERS,
        "voicemail",
    ),
    Entry("voicemail_intent_based_prioritization", OFF, USERS),
    Entry(
        "voicemail_notification_by_email",
        {
            "enable": False,
            "forward_email_list": [],
            "forward_voicemail_to_email": False,
            "include_voicemail_file": True,
            "include_voicemail_transcription": False,
        },
        BOTH,
    ),
    Entry("voicemail_tasks", OFF, USERS),
    Entry("voicemail_transcription", OFF, BOTH),
    Entry(
        "zoom_phone_on_desktop",
        {"enable": True, "allow_calling_clients": DESKTOPS, "allow_sms_mms_clients": DESKTOPS},
        USERS,
    ),
    Entry(
        "zoom_phone_on_mobile",
        {
            "enable": True,
            "allow_calling_clients": MOBILES,
            "allow_calling_sms_mms": True,
            "allow_sms_mms_clients": MOBILES,
        },
        USERS,
    ),
    Entry("zoom_phone_on_pwa", {"enable": True, "allow_calling": True, "allow_sms_mms": True}, SITES),
)

# What `sites/{siteId}/settings/{settingType}` has: nothing of it can be locked.
_SITE_SETTINGS = (
    Entry(
        "location_based_routing",
        {"enable": False, "enable_media_off_load_pstn_calls": False, "place_receive_pstn_calls": False},
        SITE_ALONE,
    ),
    Entry(
        "business_hours",
        {"custom_hour_type": 1, "custom_hours": OFFICE_HOURS, "overflow": OVERFLOW},
        SITE_ALONE,
        "hours",
    ),
    Entry("closed_hours", {"overflow": OVERFLOW}, SITE_ALONE, "hours"),
    Entry("holiday_hours", {"holidays": [], "overflow": OVERFLOW}, SITE_ALONE, "hours"),
    Entry("security", {"device_types": []}, SITE_ALONE, "line"),
    Entry(
        "outbound_caller_id",
        {
            "auto_receptionists_numbers": False,
            "call_queue_numbers": False,
            "share_line_group_numbers": False,
            "show_outbound_caller_id_for_internal_call": False,
        },
        SITE_ALONE,
        "outbound",
    ),
    Entry(
        "audio_prompt",
        {
            "language": "en-US",
            "audio_while_connecting": "",
            "hold_music": "",
            "greeting_leave_voicemail_instruction": BY_HOURS,
            "greeting_menu_connect_to_operator_leave_or_check_voicemail": BY_HOURS,
            "greeting_menu_connect_to_operator_or_leave_voicemail": BY_HOURS,
            "greeting_menu_leave_or_check_voicemail": BY_HOURS,
            "leave_voicemail_introduction": BY_HOURS,
            "message_greeting": BY_HOURS,
        },
        SITE_ALONE,
        "user",
    ),
    Entry(
        "desk_phone",
        {
            "general_setting": {"setting_type": "account_setting", "web_interface": False},
            "hot_desking_session_timeout": {"number": 24, "unit": "hours"},
        },
        SITE_ALONE,
    ),
    Entry("dial_by_name", {"inherit": True, "rule": "first_name", "status": True}, SITE_ALONE),
    Entry("billing_account", {"id": ""}, SITE_ALONE),
)

POLICIES: Mapping[str, Entry] = MappingProxyType({entry.key: entry for entry in _POLICIES})
SITE_SETTINGS: Mapping[str, Entry] = MappingProxyType({entry.key: entry for entry in _SITE_SETTINGS})


def leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Fields with fields of their own are these."""
    for name, part in value.items():
        if isinstance(part, Mapping):
            yield from leaves(cast(Mapping[str, Any], part), f"{path}{name}.")
        else:
            yield f"{path}{name}", part


def entries(keys: Iterable[str]) -> list[Entry]:
    return [POLICIES[key] for key in keys]
