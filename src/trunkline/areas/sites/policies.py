"""The policies of a site: what its users and queues inherit, locked for them where it says so."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import available_timezones

from trunkline.api.context import Context
from trunkline.extensions import audio, parking, targets
from trunkline.problems import refuse
from trunkline.settings import documents, lists, notices
from trunkline.settings.catalogue import OPT_OUT_REASONS, POLICIES, entries
from trunkline.settings.resolve import merged
from trunkline.store.tables import Site
from trunkline.store.tenant import Tenant

Wishes = Mapping[str, Any]

UNASSIGNED = "manage_call_routing_for_unassigned_numbers"
ROUTING = "incoming_call_routing_setting"
TO_EXTENSION = "forward_to_another_extension"
# Parts of policies in which an audio file is played.
PROMPTS = {
    "call_live_transcription": "transcription_start_prompt",
    "call_summary": "call_summary_start_prompt",
    UNASSIGNED: ROUTING,
}
MISMATCH = {
    "recording_start_prompt": "recording_prompt_differs",
    "recording_start_prompt_audio_id": "recording_prompt_audio_differs",
    "recording_explicit_consent": "recording_consent_differs",
}
BUILT_IN = frozenset(reason["code"] for reason in OPT_OUT_REASONS)


def shown(ctx: Context, site: Site) -> Any:
    schema = ctx.shape("policy")
    found = documents.read(ctx.rows, documents.of_site(site), entries(schema["properties"]))
    answer = documents.shown(schema, found, notices.VIEWS)
    names = audio.names(ctx.rows, [found[key].value[part]["audio_id"] for key, part in PROMPTS.items()])
    for key, part in PROMPTS.items():
        answer[key][part] |= audio.shown(answer[key][part]["audio_id"], names, "audio_name")
    unassigned = found[UNASSIGNED].value["forward_to_extension_id"]
    if unassigned in targets.named(ctx.rows, [unassigned]):
        answer[UNASSIGNED][ROUTING]["forward_to_extension_id"] = unassigned
    answer["call_park"] |= parking.shown(ctx.rows, found["call_park"].value)
    return answer


def change(ctx: Context, site: Site, said: Wishes) -> None:
    """Set what is given, for those below that say nothing themselves, or with `locked` for all."""
    reader = documents.of_site(site)
    wishes = {key: _plain(key, part) for key, part in said.items() if key in POLICIES}
    if faults := [f"policy.{fault}" for fault in _faults(wishes)]:
        refuse("invalid", fields=faults)
    for field in notices.differing(wishes.get("auto_call_recording", {})):
        refuse(MISMATCH[field])
    _references(ctx.rows, reader, wishes)
    _schedule(ctx, reader, wishes.get("schedule_firmware_update", {}))
    documents.change(ctx.rows, reader, entries(wishes), wishes)


def _plain(key: str, said: Any) -> Any:
    """As it is kept."""
    match key, said:
        case "auto_call_recording", dict():
            return notices.both(cast(Wishes, said))
        case "schedule_firmware_update", dict():
            return _scheduled(cast(Wishes, said))
        case "auto_delete_data_after_retention_duration", {"items": [*items]}:
            return {**said, "items": [{"time_unit": "day", **cast(Wishes, item)} for item in items]}
        case "call_queue_opt_out_reason", {"call_queue_opt_out_reasons_list": [*reasons]}:
            return {**said, "call_queue_opt_out_reasons_list": [_reason(cast(Wishes, each)) for each in reasons]}
        case _, {"incoming_call_routing_setting": {"forward_to_extension_id": id}}:
            return {**said, "forward_to_extension_id": id}
        case _:
            return said


def _scheduled(said: Wishes) -> Wishes:
    """What excludes each other does so here too."""
    kept = dict(said)
    if "repeat_setting" in said:
        setting = said["repeat_setting"]
        chosen = {"weekly_setting": setting.get("weekly_setting"), "week_and_day": None, "specific_date": None}
        kept["repeat_setting"] = chosen | setting.get("monthly_setting", {})
    if said.get("end_setting", {}).get("never_end"):
        kept["end_setting"] = {"never_end": True, "end_date": None}
    return kept


def _reason(said: Wishes) -> Wishes:
    return {"enable": True, "system": said.get("code") in BUILT_IN, **said}


def _faults(wishes: Wishes) -> Iterator[str]:
    """What a policy lacks or cannot mean."""
    yield from lists.faults(wishes)
    for key, part in PROMPTS.items():
        prompt = wishes.get(key, {}).get(part, {})
        if prompt.get("enable") and "audio_id" not in prompt:
            yield f"{key}.{part}.audio_id"
    for name in ("feedback_duration", "feedback_mos"):
        between = wishes.get("display_call_feedback_survey", {}).get(name, {})
        if {"min", "max"} <= between.keys() and between["min"] > between["max"]:
            yield f"display_call_feedback_survey.{name}"


def _references(rows: Tenant, reader: documents.Reader, wishes: Wishes) -> None:
    """What is named by id is there."""
    recording = wishes.get("auto_call_recording", {})
    for name in (notices.INBOUND, notices.OUTBOUND):
        audio.check(rows, recording.get(name, {}).get("recording_start_prompt_audio_id"))
    for key, part in PROMPTS.items():
        audio.check(rows, wishes.get(key, {}).get(part, {}).get("audio_id"))
    for template in wishes.get("sms_template", {}).get("sms_template_list", ()):
        refuse("sms_template_unknown", id=template["sms_template_id"])  # there are none to name
    before = documents.read(rows, reader, entries(["call_park", UNASSIGNED]))
    parking.check(rows, wishes.get("call_park", {}), before["call_park"].value)
    was = before[UNASSIGNED].value
    unassigned = {**was, **documents.anew(POLICIES[UNASSIGNED], was, wishes.get(UNASSIGNED, {}))}
    if UNASSIGNED in wishes and unassigned["incoming_call_action"] == TO_EXTENSION:
        targets.target(rows, unassigned["forward_to_extension_id"])


def _schedule(ctx: Context, reader: documents.Reader, wishes: Wishes) -> None:
    """When phones get new firmware, as it will be with what is given."""
    if not wishes or wishes.get("reset"):
        return
    (entry,) = entries(["schedule_firmware_update"])
    will_be = merged(documents.read(ctx.rows, reader, [entry])[entry.key].value, wishes)
    if not will_be["time_period_start"] < will_be["time_period_end"]:
        refuse("time_period_invalid")
    if will_be["time_zone"] not in available_timezones():
        refuse("time_zone_invalid", time_zone=will_be["time_zone"])
    end = will_be["end_setting"]
    today = datetime.fromtimestamp(ctx.wall, UTC).date()
    if not end["never_end"] and not (end["end_date"] and date.fromisoformat(end["end_date"]) >= today):
        refuse("end_date_invalid")
    chosen = [name for name, part in will_be["repeat_setting"].items() if part]
    weekly = will_be["repeat_type"] == "weekly"
    if len(chosen) != 1 or weekly != (chosen == ["weekly_setting"]):
        refuse("invalid", fields=["policy.schedule_firmware_update.repeat_setting"])
