"""The policies of a call queue: settings that it inherits from site and account, and who may hear its messages."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from trunkline.api.context import Context
from trunkline.extensions import audio
from trunkline.extensions.shared_access import Subject
from trunkline.problems import refuse
from trunkline.settings import documents, lists
from trunkline.settings.catalogue import OPT_OUT_REASONS, entries
from trunkline.store.tables import CallQueue

VOICEMAIL: Subject = "voicemail"
SUBJECTS: Mapping[str, Subject] = {"voice_mail": VOICEMAIL}
MOST_AT_ONCE = 10

NOTICES = ("inbound_audio_notification", "outbound_audio_notification")
BUILT_IN = frozenset(reason["code"] for reason in OPT_OUT_REASONS)


def shown(ctx: Context, queue: CallQueue) -> Any:
    schema = ctx.shape()
    found = documents.read(ctx.rows, documents.of_extension(queue), entries(schema["properties"]))
    views = {"call_queue_opt_out_reason": {"call_queue_opt_out_reasons_list": _reasons}}
    return documents.shown(schema, found, views)


def change(ctx: Context, queue: CallQueue, body: Mapping[str, Any]) -> None:
    """Set what is given; `reset` returns to what site or account say."""
    wishes = {key: deepcopy(body[key]) for key in ctx.asked() if key in body}
    recording = wishes.get("auto_call_recording", {})
    for id in (recording.get(name, {}).get("recording_start_prompt_audio_id") for name in NOTICES):
        audio.check(ctx.rows, id, queue.id)
    for template in wishes.get("sms_template", {}).get("sms_template_list", ()):
        refuse("sms_template_unknown", id=template.get("sms_template_id", ""))  # there are none to name
    if faults := [*_faults(wishes)]:
        refuse("invalid", fields=faults)
    _complete(wishes)
    documents.change(ctx.rows, documents.of_extension(queue), entries(wishes), wishes)


def subject(policy_type: str) -> Subject:
    return SUBJECTS.get(policy_type) or refuse("policy_type_invalid", type=policy_type)


def not_too_many(said: Sequence[object], field: str) -> None:
    if len(said) > MOST_AT_ONCE:
        refuse("invalid", fields=[field])


def _reasons(policy: Mapping[str, Any]) -> list[Any]:
    reasons = policy["call_queue_opt_out_reasons_list"]
    return [{"code": each["code"], "enable": each["enable"], "system": each["code"] in BUILT_IN} for each in reasons]


def _faults(wishes: Mapping[str, Any]) -> Iterator[str]:
    """What a list lacks or cannot mean."""
    yield from lists.faults(wishes)
    kept = wishes.get("auto_delete_data_after_retention_duration", {})
    if kept.get("permanently_delete_after_days", 0) < lists.NO_END:
        yield "auto_delete_data_after_retention_duration.permanently_delete_after_days"


def _complete(wishes: Mapping[str, Any]) -> None:
    """What goes without saying, said."""
    for reason in wishes.get("call_queue_opt_out_reason", {}).get("call_queue_opt_out_reasons_list", ()):
        reason.setdefault("enable", True)
    for item in wishes.get("auto_delete_data_after_retention_duration", {}).get("items", ()):
        item.setdefault("time_unit", "day")
    recording = wishes.get("auto_call_recording", {})
    if "recording_explicit_consent" in recording:
        for name in NOTICES:
            recording.setdefault(name, {}).setdefault(
                "recording_explicit_consent", recording["recording_explicit_consent"]
            )
