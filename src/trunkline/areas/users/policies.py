"""The policies of a user, in the profile."""

from collections.abc import Mapping
from typing import Any

from trunkline.api.context import Context
from trunkline.extensions import shared_access, targets
from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tables import User

# Parts of the document that are rows of their own.
SHARED: Mapping[str, Subject] = {
    "ad_hoc_call_recording_access_members": "ad_hoc_recording",
    "auto_call_recording_access_members": "automatic_recording",
    "voicemail_access_members": "voicemail",
}
NOTICES = ("inbound_audio_notification", "outbound_audio_notification")


def shown(ctx: Context, user: User) -> Any:
    schema = ctx.shape("policy")
    entries = [POLICIES[key] for key in schema["properties"] if key not in SHARED]
    policies = documents.read(ctx.rows, documents.of_extension(user), entries)
    answer = documents.shown(schema, policies)
    parked = policies["call_park"].value["forward_to_extension_id"]
    if extension := targets.named(ctx.rows, [parked]).get(parked):
        answer["call_park"]["forward_to"] = targets.shown(extension)
    return answer | {
        field: [
            shared_access.shown(access, schema["properties"][field]["items"]["properties"])
            for access in shared_access.of(ctx.rows, user, subject)
        ]
        for field, subject in SHARED.items()
    }


def change(ctx: Context, user: User, wishes: Mapping[str, Any]) -> None:
    """Set what is given; the members of a list are those given and no others."""
    _same_notices(wishes.get("auto_call_recording", {}))
    if parked := wishes.get("call_park", {}).get("forward_to_extension_id"):
        targets.target(ctx.rows, parked)
    entries = [POLICIES[key] for key in wishes if key in POLICIES]
    documents.change(ctx.rows, documents.of_extension(user), entries, wishes)
    for field, subject in SHARED.items():
        if field in wishes:
            shared_access.replace(ctx.rows, user, subject, wishes[field])


def _same_notices(recording: Mapping[str, Any]) -> None:
    """Callers and called hear the same before a recording: consent that depends on who calls cannot be switched on."""
    said = [recording.get(name, {}) for name in NOTICES]
    for field, key in (
        ("recording_start_prompt", "start_prompt_mismatch"),
        ("recording_explicit_consent", "consent_mismatch"),
    ):
        if len({notice.get(field) for notice in said}) > 1:
            refuse(key)
