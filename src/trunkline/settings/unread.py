"""What is kept and calls do not go by, each with its reason: the one list of it, which may only shrink.

Names are those of settings and of columns, `key.field` and `table.column.detail`; each stands for all that is below it.
What is said in brackets narrows one: to a level or a kind of extension. `tests/plan/test_fields.py` finds what is not
here and should be, and what is here and is read.
"""

from dataclasses import dataclass
from typing import Literal

# By whom it is obeyed, or when: operations of the API go by it; it is shown again, and is for nothing else; what it
# governs comes later; there is nothing here that it could govern.
Kind = Literal["operations", "shown", "later", "nothing"]


@dataclass(frozen=True)
class Unread:
    kind: Kind
    why: str
    names: tuple[str, ...]


UNREAD: tuple[Unread, ...] = (
    Unread(
        "operations",
        "Who may download and delete messages is asked where they are (extensions/mailboxes.py)",
        ("voicemail.allow_delete", "voicemail.allow_download"),
    ),
    Unread(
        "operations",
        "What people may change of themselves goes by it (x-own-write, if_on)",
        (
            "allow_end_user_edit_call_handling",
            "emergency_address_management.enable",
            "personal_audio_library.enable",
            "personal_audio_library.allow_music_on_hold_customization",
            "personal_audio_library.allow_voicemail_and_message_greeting_customization",
        ),
    ),
    Unread(
        "operations",
        "Locked, a person's delegation is changed by administrators alone (areas/users/sharing.py)",
        ("users.profile.delegation_locked",),
    ),
    Unread(
        "operations",
        "What is older is deleted each hour (extensions/retention.py)",
        ("auto_delete_data_after_retention_duration",),
    ),
    Unread(
        "operations",
        "Older names of fields of both notices, which are obeyed (settings/notices.py)",
        ("auto_call_recording.recording_explicit_consent", "auto_call_recording.recording_start_prompt"),
    ),
    Unread(
        "operations",
        "New short numbers are taken from these ranges, and have so many digits",
        ("sites.profile.short_ranges", "sites.short_extension_length"),
    ),
    Unread(
        "operations",
        "Lists, orders for phones and what may be chosen go by it",
        ("devices.site_id", "audio_files.extension_id", "phone_numbers.source"),
    ),
    Unread(
        "operations",
        "Says which emergency address a carrier was told of a number, and when",
        ("phone_numbers.told_address_id", "phone_numbers.told_at"),
    ),
    Unread(
        "shown",
        "A label of a thing, or what somebody was told about it",
        (
            "call_queues.profile.description",
            "call_handlings.handling.number_description",
            "call_handlings.handling.busy_number_description",
            "forwardings.description",
            "sites.country_name",
            "devices.display_name",
            "devices.mac_address",
            "phone_numbers.number_type",
            "phone_numbers.carrier",
            "phone_numbers.location",
            "phone_numbers.display_name",
            "audio_files.name",
            "audio_files.text",
        ),
    ),
    Unread(
        "shown",
        "What the regulator of India wants to know of a site",
        (
            "sites.profile.india_city",
            "sites.profile.india_entity_name",
            "sites.profile.india_sdca_npa",
            "sites.profile.india_state_code",
        ),
    ),
    Unread(
        "later",
        "Calls of many parties: transfer, park, recording by hand, the mailbox by phone",
        (
            "ad_hoc_call_recording",
            "ad_hoc_call_recording_for_members",
            "auto_call_recording.allow_stop_resume_recording",
            "users.profile.delegation_privacy",
            "call_park",
            "call_transferring",
            "show_user_last_transferred_call",
            "check_voicemails_over_phone",
            "users.profile.sealed_pin",
            "call_handlings.handling.checks_voicemail",
            "business_hours.overflow.allow_caller_to_check_voicemail",
            "closed_hours.overflow.allow_caller_to_check_voicemail",
            "holiday_hours.overflow.allow_caller_to_check_voicemail",
        ),
    ),
    Unread(
        "later",
        "Places, lines, menus and names: shared line groups, common areas, the audio library, the directory, mail",
        (
            "shared_line_group_pickup_code",
            "users.profile.takes_group_calls",
            "outbound_caller_id.share_line_group_numbers",
            "call_queue_pickup_code",
            "auto_opt_out_in_call_queue",
            "call_queue_opt_out_reason",
            "external_calling_on_zoom_room_common_area",
            "prevent_users_upload_audio_files",
            "dial_by_name",
            "voicemail_notification_by_email",
            "shared_voicemail_notification_by_email",
        ),
    ),
    Unread(
        "later",
        "The console: what people see of calls there, take there and set for themselves",
        (
            "allow_mobile_home_phone_callout",
            "display_call_feedback_survey",
            "emergency_address_management.prompt_default_address",
            "incoming_call_notification",
            "obfuscate_sensitive_data_during_call",
            "zoom_phone_on_desktop",
            "zoom_phone_on_pwa",
        ),
    ),
    Unread(
        "later",
        "Rules, trunks and routing, emergency places: several trunks, where a phone is, who is billed",
        ("force_off_net", "location_based_routing", "emergency_calls_to_psap", "billing_account"),
    ),
    Unread(
        "later",
        "What happened, heard and measured: transcripts, summaries, encryption of what is kept",
        (
            "advanced_encryption",
            "auto_call_recording.recording_transcription",
            "call_live_transcription",
            "call_summary",
            "voicemail.allow_transcription",
            "voicemail_intent_based_prioritization",
            "voicemail_tasks",
            "voicemail_transcription",
            "users.profile.default_transcription_language",
            "call_queues.profile.default_transcription_language",
        ),
    ),
    Unread(
        "later",
        "Phones that get their settings from us",
        ("customize_line_name", "desk_phone", "schedule_firmware_update", "users.profile.locks_phone_screen"),
    ),
    Unread(
        "later",
        "Messages and faxes",
        ("outbound_sms", "sms", "sms_auto_reply", "sms_template", "team_sms_thread_summary", "online_fax"),
    ),
    Unread(
        "nothing",
        "Kept on purpose and never obeyed: a call for help goes out whatever is set",
        ("allow_emergency_calls",),
    ),
    Unread(
        "nothing",
        "A queue places no calls of its own",
        (
            "auto_call_recording.outbound_audio_notification.recording_explicit_consent (call_queue)",
            "auto_call_recording.outbound_audio_notification.recording_start_prompt (call_queue)",
            "auto_call_recording.outbound_audio_notification.recording_start_prompt_audio_id (call_queue)",
        ),
    ),
    Unread(
        "nothing",
        "There are no meetings, rooms, intercoms, video or apps of a phone company here, nor audio past the relay",
        (
            "audio_intercom",
            "block_external_calls.block_call_change_type",
            "block_external_calls.e2e_encryption",
            "call_queues.profile.recording_storage_location",
            "e2e_encryption",
            "elevate_to_meeting",
            "hand_off_to_room",
            "mobile_switch_to_carrier",
            "peer_to_peer_media",
            "voicemail.allow_videomail",
            "zoom_phone_on_mobile",
        ),
    ),
)


def reason(name: str) -> Unread | None:
    """Why calls do not go by a field; None: they do."""
    return next((group for group in UNREAD if any(_covers(each, name) for each in group.names)), None)


def _covers(listed: str, name: str) -> bool:
    return name == listed or name.startswith(f"{listed}.")
