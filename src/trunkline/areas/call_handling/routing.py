"""The sub-setting `call_handling`: how phones ring, and where calls go that nobody answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from trunkline.areas.call_handling import fields
from trunkline.extensions import audio, e164, handling, targets
from trunkline.extensions.handling import NOT_THERE, SENT_TO, Action, Hours
from trunkline.extensions.sending import OVERFLOW, records, to_contacts, to_numbers, to_unrecorded
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tables import CallHandling, Extension, Handling
from trunkline.store.tenant import Tenant

Said = Mapping[str, Any]

AFRESH = Handling()
LONGEST_QUEUE = 60
LONGEST_RING = 60  # seconds, of a phone; callers may wait longer in a queue


def change(rows: Tenant, extension: Extension, hours: Hours, said: Said) -> None:
    """Set what is given; under holidays for all of them."""
    said = _known(extension, hours, said)
    _values(rows, extension, said)
    found = {
        name: targets.target(rows, said[name], _kinds(name, said)).id if said[name] else None
        for name in fields.TARGETS
        if name in said
    }
    for name, id in found.items():
        if id == extension.id:
            refuse("operator_self" if name == "operator_extension_id" else "target_unknown", id=said[name])
    for row in handling.to_change(rows, extension, hours):
        _instruction(rows, extension, row, said)
        _start_anew(extension, row, said)
        for name, column in fields.ACTIONS.items():
            if name in said:
                setattr(row, column, said[name])
        for name, id in found.items():
            setattr(row, fields.TARGETS[name], id)
        row.handling = replace(row.handling, **_kept(extension, said))
        _complete(rows, extension, row, said)


def _start_anew(extension: Extension, row: CallHandling, said: Said) -> None:
    """What was said of another action is none of the one that is chosen now."""
    default = handling.DEFAULTS[extension.kind]
    for name, column, untold in (
        ("call_not_answer_action", "action", default.action),
        ("busy_on_another_call_action", "busy_action", default.busy_action),
    ):
        if name in said and said[name] != (getattr(row, column) or untold):
            setattr(row, fields.TARGET_OF[name], None)
            row.handling = replace(row.handling, **{ours: getattr(AFRESH, ours) for ours in fields.PARTS_OF[name]})


def _known(extension: Extension, hours: Hours, said: Said) -> Said:
    """What is said of fields that this kind of extension has at these hours.

    Another is a fault: it would be set and never obeyed. Unless it is off, which is how it is.
    """
    allowed = (fields.OPEN if hours == "business" else fields.BEYOND)[extension.kind]
    named = fields.KEPT.keys() | fields.NUMBERS.keys() | fields.ACTIONS.keys() | fields.TARGETS.keys()
    named |= {"max_wait_time", "call_distribution"}
    if extra := sorted(name for name in said if name in named - allowed and said[name] is not False):
        refuse("invalid", fields=[f"settings.{name}" for name in extra])
    pair = {"ring_mode", "max_wait_time"}
    if extension.kind == "user" and hours == "business" and len(pair & said.keys()) == 1:
        refuse("ring_mode_without_wait_time")
    return {name: part for name, part in said.items() if name not in named - allowed}


def _values(rows: Tenant, extension: Extension, said: Said) -> None:
    faults = [name for name in fields.NUMBERS if said.get(name) and e164.normal(said[name]) is None]
    if not 1 <= said.get("max_call_in_queue", 1) <= LONGEST_QUEUE:
        faults.append("max_call_in_queue")
    if extension.kind == "user" and said.get("max_wait_time", 0) > LONGEST_RING:
        faults.append("max_wait_time")
    if extension.kind != "user" and said.get("call_not_answer_action") in NOT_THERE:
        faults.append("call_not_answer_action")
    if extension.kind == "auto_receptionist" and said.get("call_not_answer_action") == Action.DISCONNECT:
        faults.append("call_not_answer_action")
    if faults:
        refuse("invalid", fields=[f"settings.{name}" for name in faults])
    for name, words in fields.AUDIO.items():
        if (chosen := said.get(name)) not in words:
            audio.check(rows, chosen, extension.id)


def _kinds(name: str, said: Said) -> Sequence[str]:
    """Who may be meant by a target; of an action that is not given, whoever calls can go to."""
    if name == "operator_extension_id":
        return ("user", "call_queue")
    kind = SENT_TO.get(said.get(fields.ACTION_OF[name], 0))
    return (kind,) if kind else tuple(SENT_TO.values())


def _kept(extension: Extension, said: Said) -> dict[str, Any]:
    kept = {ours: said[name] for name, ours in fields.KEPT.items() if name in said}
    kept |= {ours: e164.normal(said[name]) or "" for name, ours in fields.NUMBERS.items() if name in said}
    if "max_wait_time" in said:
        kept["ring_seconds" if extension.kind == "user" else "wait_seconds"] = said["max_wait_time"]
    distribution = said.get("call_distribution", {})
    return kept | {ours: distribution[name] for name, ours in fields.DISTRIBUTION.items() if name in distribution}


def _instruction(rows: Tenant, extension: Extension, row: CallHandling, said: Said) -> None:
    """Callers are told how to leave a message only where they have a choice."""
    if "voicemail_leaving_instruction_id" not in said:
        return
    before = handling.applies(extension, row.hours, row, handling.of_site(rows, extension.site))
    actions = (
        said.get("call_not_answer_action", before.action),
        said.get("busy_on_another_call_action", before.busy_action),
    )
    if Action.VOICEMAIL not in actions:
        refuse("voicemail_not_forwarded_to")
    reaches = said.get("connect_to_operator", before.handling.reaches_operator)
    if not (reaches or said.get("allow_callers_check_voicemail", before.handling.checks_voicemail)):
        refuse("voicemail_instruction_unused")


def _complete(rows: Tenant, extension: Extension, row: CallHandling, said: Said) -> None:
    """An action has what it needs, and is allowed; also when it was chosen before and a part of it is given now."""
    for name, target, number in (
        ("call_not_answer_action", row.forward_to, row.handling.number),
        ("busy_on_another_call_action", row.busy_forward_to, row.handling.busy_number),
    ):
        prefix = "busy_" if name.startswith("busy") else ""
        to, dialled = f"{prefix}forward_to_extension_id", f"{prefix}phone_number"
        action = said.get(name, getattr(row, fields.ACTIONS[name]))
        concerned = name in said or (to in said and action in SENT_TO) or (dialled in said and action == Action.NUMBER)
        if action is None or not concerned:
            continue
        if action == Action.NUMBER and not number:
            refuse("invalid", fields=[f"settings.{dialled}"])
        if action in SENT_TO and not target:
            refuse("invalid", fields=[f"settings.{to}"])
        if extension.kind == "user":
            _allowed(rows, extension, action, target)
        if action in NOT_THERE and not target:
            refuse("invalid", fields=[f"settings.{to}"])
        if target and (
            action in NOT_THERE or (action in SENT_TO and rows.known(Extension, target).kind != SENT_TO[action])
        ):
            refuse("target_unknown", id=said.get(to, ""))


def _allowed(rows: Tenant, user: Extension, action: int, target: str | None) -> None:
    key, field = OVERFLOW
    policies = documents.read(rows, documents.of_extension(user), [POLICIES[key], POLICIES["voicemail"]])
    overflow, voicemail = policies[key].value, policies["voicemail"].value
    if action == Action.VOICEMAIL and not voicemail["enable"]:
        refuse("voicemail_disabled")
    if action == Action.CONTACT and not to_contacts(overflow[field]):
        refuse("overflow_to_contact_restricted")
    if action == Action.NUMBER and not to_numbers(overflow[field]):
        refuse("overflow_to_number_restricted")
    if action in (*SENT_TO, *NOT_THERE, Action.NUMBER) and not overflow["enable"]:
        refuse("overflow_disabled")
    if action in SENT_TO and target and not to_unrecorded(overflow[field]) and not _is_recorded(rows, target):
        refuse("overflow_unrecorded_restricted")


def _is_recorded(rows: Tenant, target: str) -> bool:
    """What a receptionist says is recorded for nobody."""
    extension, entry = rows.known(Extension, target), POLICIES["auto_call_recording"]
    if extension.kind == "auto_receptionist":
        return False
    return records(documents.read(rows, documents.of_extension(extension), [entry])[entry.key].value, "inbound")
