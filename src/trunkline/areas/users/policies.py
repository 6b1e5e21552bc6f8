"""The policies of a user, in the profile."""

from collections.abc import Mapping
from typing import Any

from trunkline.api.context import Context
from trunkline.extensions import parking, shared_access
from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.settings import documents, notices
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tables import User

# Parts of the document that are rows of their own.
SHARED: Mapping[str, Subject] = {
    "ad_hoc_call_recording_access_members": "ad_hoc_recording",
    "auto_call_recording_access_members": "automatic_recording",
    "voicemail_access_members": "voicemail",
}
# What may not differ between the notices before a recording, with its refusal.
MISMATCH = {"recording_start_prompt": "start_prompt_mismatch", "recording_explicit_consent": "consent_mismatch"}


def shown(ctx: Context, user: User) -> Any:
    schema = ctx.shape("policy")
    entries = [POLICIES[key] for key in schema["properties"] if key not in SHARED]
    policies = documents.read(ctx.rows, documents.of_extension(user), entries)
    answer = documents.shown(schema, policies, notices.VIEWS)
    answer["call_park"] |= parking.shown(ctx.rows, policies["call_park"].value)
    return answer | {
        field: [
            shared_access.shown(access, schema["properties"][field]["items"]["properties"])
            for access in shared_access.of(ctx.rows, user, subject)
        ]
        for field, subject in SHARED.items()
    }


def change(ctx: Context, user: User, wishes: Mapping[str, Any]) -> None:
    """Set what is given; the members of a list are those given and no others."""
    reader = documents.of_extension(user)
    if "auto_call_recording" in wishes:
        wishes = {**wishes, "auto_call_recording": _recording(wishes["auto_call_recording"])}
    if "call_park" in wishes:
        before = documents.read(ctx.rows, reader, [POLICIES["call_park"]])["call_park"].value
        parking.check(ctx.rows, wishes["call_park"], before)
    entries = [POLICIES[key] for key in wishes if key in POLICIES]
    documents.change(ctx.rows, reader, entries, wishes)
    for field, subject in SHARED.items():
        if field in wishes:
            shared_access.replace(ctx.rows, user, subject, wishes[field], f"policy.{field}")


def one(ctx: Context, user: User, key: str) -> Any:
    """One policy, as a document of its own."""
    policies = documents.read(ctx.rows, documents.of_extension(user), [POLICIES[key]])
    return documents.shown(ctx.shape(), policies)


def change_one(ctx: Context, user: User, key: str, wish: Mapping[str, Any]) -> None:
    if wish.get(documents.RESET) and len(wish) > 1:
        refuse("reset_not_alone")
    documents.change(ctx.rows, documents.of_extension(user), [POLICIES[key]], {key: wish})


def _recording(said: Mapping[str, Any]) -> Mapping[str, Any]:
    for field in notices.differing(said):
        if field in MISMATCH:
            refuse(MISMATCH[field])
    return notices.both(said)
