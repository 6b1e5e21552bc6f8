"""Settings that nothing obeys yet, and why: what they govern is not there. They are checked, kept, inherited and shown.

An entry ends with what it waits for. Those of `NEVER` have no meaning here.
"""

from collections.abc import Mapping
from types import MappingProxyType

MANY_PARTIES = "calls of many parties"  # transfer, park, pickup, recording by hand, messages by phone, codes
PLACES = "places, lines, menus and names"  # common areas, shared lines, menus, audio library, directory, mail
CONSOLE = "the console"
ROUTING = "rules, trunks and routing, emergency places"
HEARD = "what was heard and measured"  # transcripts, encryption of what is kept
PHONES = "phones that are set up by us"  # provisioning, hot desking, firmware
SMS, FAX = "SMS", "fax"

AWAITED: Mapping[str, str] = MappingProxyType(
    {
        "ad_hoc_call_recording": f"{MANY_PARTIES}: recording by hand",
        "ad_hoc_call_recording_for_members": f"{MANY_PARTIES}: recording by hand",
        "advanced_encryption": f"{HEARD}: messages are encrypted by nobody's own keys",
        "allow_mobile_home_phone_callout": f"{CONSOLE}: calls that begin by a call to one's own phone",
        "audio_intercom": "intercom, which needs phones that answer by themselves and name whom they may hear",
        "auto_opt_out_in_call_queue": f"{CONSOLE}: signing out is what it goes by",
        "call_live_transcription": f"{HEARD}: transcripts",
        "call_park": f"{MANY_PARTIES}: park",
        "call_queue_opt_out_reason": f"{PLACES}: members say why they leave",
        "call_queue_pickup_code": f"{PLACES}: a code that takes who waits, which joins two phones that both dialled",
        "call_summary": f"{HEARD}: transcripts",
        "call_transferring": f"{MANY_PARTIES}: transfer",
        "check_voicemails_over_phone": f"{MANY_PARTIES}: a mailbox that is dialled",
        "customize_line_name": f"{PHONES}: names of lines",
        "display_call_feedback_survey": f"{CONSOLE}: what people say of a call after it",
        "e2e_encryption": f"{CONSOLE}: phones in browsers; here the relay is one end of all audio",
        "emergency_calls_to_psap": f"{ROUTING}: a safety team that calls go to instead",
        "external_calling_on_zoom_room_common_area": f"{PLACES}: common areas and rooms",
        "force_off_net": f"{ROUTING}: calls between sites by a carrier",
        "incoming_call_notification": f"{CONSOLE}: what people see as they are called",
        "obfuscate_sensitive_data_during_call": f"{CONSOLE}: what people see during calls",
        "online_fax": FAX,
        "outbound_sms": SMS,
        "prevent_users_upload_audio_files": f"{PLACES}: audio library",
        "schedule_firmware_update": f"{PHONES}: firmware",
        "shared_line_group_pickup_code": f"{PLACES}: shared line groups",
        "shared_voicemail_notification_by_email": f"{PLACES}: mail",
        "show_user_last_transferred_call": f"{MANY_PARTIES}: transfer",
        "sms": SMS,
        "sms_auto_reply": SMS,
        "sms_template": SMS,
        "team_sms_thread_summary": SMS,
        "voicemail_intent_based_prioritization": f"{HEARD}: transcripts of messages",
        "voicemail_notification_by_email": f"{PLACES}: mail",
        "voicemail_tasks": f"{HEARD}: transcripts of messages",
        "voicemail_transcription": f"{HEARD}: transcripts of messages",
        "zoom_phone_on_desktop": f"{CONSOLE}: phones in browsers",
        "zoom_phone_on_pwa": f"{CONSOLE}: phones in browsers",
        "location_based_routing": f"{ROUTING}: places of the network",
        "desk_phone": f"{PHONES}: hot desking",
        "dial_by_name": f"{PLACES}: directory",
    }
)

NEVER: Mapping[str, str] = MappingProxyType(
    {
        "allow_emergency_calls": "an emergency call goes out whatever this says: nobody is kept from help by a setting",
        "billing_account": "nobody is billed",
        "elevate_to_meeting": "there are no meetings",
        "hand_off_to_room": "there are no rooms of that kind",
        "mobile_switch_to_carrier": "there is no app for mobile phones",
        "peer_to_peer_media": "the relay carries all audio: it records, plays and keeps strangers out",
        "zoom_phone_on_mobile": "there is no app for mobile phones",
    }
)
