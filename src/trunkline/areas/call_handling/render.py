"""Call handling as the wire shows it: by hours, each a list of sub-settings."""

from collections.abc import Collection, Mapping
from typing import Any

from trunkline.areas.call_handling.fields import APP_NAMES, APPS
from trunkline.extensions import handling, targets, zones
from trunkline.extensions.handling import SENT_TO, Action, Applies
from trunkline.settings import documents
from trunkline.settings.catalogue import OFFICE_HOURS, SITE_SETTINGS
from trunkline.store.tables import AudioFile, CallHandling, Extension
from trunkline.store.tenant import Tenant

BUILT_IN, NONE, RINGING = "Default", "Disable", "Ring Tone"
AROUND_THE_CLOCK = 1
DIALS_OUT = (Action.CONTACT, Action.NUMBER)

Shape = dict[str, Any]


class Shown:
    """How one extension handles calls, with the names of all that it refers to looked up at once."""

    def __init__(self, rows: Tenant, extension: Extension, seen: Collection[str] = ()) -> None:
        """`seen` is what is told beside the reference's (`Operation.seen`)."""
        self._rows, self._extension, self._kind, self._seen = rows, extension, extension.kind, seen
        self._applying = handling.of(rows, extension)
        told = [each.row for each in self._applying if each.row]
        ids = {id for row in told for id in (row.forward_to, row.busy_forward_to) if id}
        ids |= {each.operator for each in self._applying if each.operator}
        self._targets = {row.id: row for row in rows.find(Extension, Extension.id.in_(ids))} if ids else {}
        self._audio = _names(rows, self._applying)

    def whole(self) -> Any:
        business, closed, *holidays = self._applying
        return {
            "business_hours": [_sub("custom_hours", self._hours(business)), *self._subs(business)],
            "closed_hours": self._subs(closed),
            "holiday_hours": [
                {"details": [_sub("holiday", self._holiday(row)), *self._subs(each)], "holiday_id": row.id}
                for each in holidays
                if (row := each.row)
            ],
        }

    def _subs(self, each: Applies) -> list[Shape]:
        """Only people have numbers of their own that ring."""
        forwarding = [_sub("call_forwarding", self._forwarding(each))] if self._kind == "user" else []
        return [*forwarding, _sub("call_handling", self._handling(each))]

    def _hours(self, each: Applies) -> Shape:
        """What was never set is what the site says, or else around the clock."""
        week = each.row.week if each.row else None
        if week is None:
            entry = SITE_SETTINGS["business_hours"]
            said = documents.read(self._rows, documents.of_site(self._extension.site), [entry])[entry.key].value
            week = {"type": said["custom_hour_type"], "days": said["custom_hours"] or OFFICE_HOURS}
        shown: Shape = {"custom_hours_settings": week["days"], "type": week["type"]}
        if self._kind == "call_queue":
            shown["allow_members_to_reset"] = each.handling.members_set_hours
        return shown

    def _holiday(self, row: CallHandling) -> Shape:
        zone = zones.zone(self._extension)
        return {"name": row.name, "from": zones.instant(row.starts, zone), "to": zones.instant(row.ends, zone)}

    def _forwarding(self, each: Applies) -> Shape:
        apps: Mapping[str, str] = APP_NAMES if APPS in self._seen else {}
        return {
            "call_forwarding_settings": [
                *({"description": name, "enable": True, "id": id, "phone_number": ""} for id, name in apps.items()),
                *(
                    {"description": row.description, "enable": row.enabled, "id": row.id, "phone_number": row.number}
                    for row in each.forwardings
                ),
            ],
            "require_press_1_before_connecting": each.handling.asks_forwarded,
        }

    def _handling(self, each: Applies) -> Shape:
        how, shown = each.handling, Shape(routing=self._routing(each), **self._beside_routing(each))
        if self._kind == "user":
            shown |= {"max_wait_time": how.ring_seconds, "ring_mode": how.ring_mode}
        if self._kind == "user" and each.hours != "holiday":
            shown["busy_routing"] = self._busy(each)
        if self._kind == "auto_receptionist" and each.hours == "business":
            shown["greeting_prompt"] = self._sound(how.greeting)
        if self._kind == "call_queue" and each.hours == "business":
            shown |= {
                "audio_while_connecting": self._sound(how.audio_while_connecting),
                "call_distribution": {
                    "handle_multiple_calls": how.offers_several,
                    "ring_duration": how.ring_seconds,
                    "ring_mode": how.ring_mode,
                    "skip_offline_device_phone_number": how.skips_offline,
                },
                "greeting_prompt": self._sound(how.greeting),
                "max_call_in_queue": how.most_waiting,
                "max_wait_time": how.wait_seconds,
                "music_on_hold": self._sound(how.music_on_hold),
                "receive_call": how.calls_while_busy,
                "wrap_up_time": how.wrap_up_seconds,
            }
        return shown

    def _beside_routing(self, each: Applies) -> Shape:
        """What clients saw told of any action, of what this kind of extension has."""
        told: Shape = {"call_not_answer_action": each.action}
        if self._kind in handling.OVERFLOWING:
            told["connect_to_operator"] = each.handling.reaches_operator
        if self._kind in handling.CHECKED:
            told["allow_callers_check_voicemail"] = each.handling.checks_voicemail
        return {name: part for name, part in told.items() if name in self._seen}

    def _routing(self, each: Applies) -> Shape:
        how, row = each.handling, each.row
        shown = self._action(each, each.action, row.forward_to if row else None, how.number, how.number_description)
        if self._kind == "user" and each.action in SENT_TO:
            shown["overflow_play_callee_voicemail_greeting"] = how.plays_greeting_at_end
        if self._kind == "user" and each.action in DIALS_OUT:
            shown["require_press_1_before_connecting"] = how.asks_unanswered
        return shown

    def _busy(self, each: Applies) -> Shape:
        how, row = each.handling, each.row
        target = row.busy_forward_to if row else None
        shown = self._action(each, each.busy_action, target, how.busy_number, how.busy_number_description)
        if each.busy_action in (*SENT_TO, *DIALS_OUT):
            shown["busy_play_callee_voicemail_greeting"] = how.plays_greeting_when_busy
        if each.busy_action in DIALS_OUT:
            shown["require_press_1_before_connecting"] = how.asks_busy
        return shown

    def _action(self, each: Applies, action: int | None, target: str | None, number: str, description: str) -> Shape:
        """An action, with what belongs to it and nothing else."""
        how, shown = each.handling, Shape(action=action)
        if action == Action.VOICEMAIL:
            shown |= {"voicemail_greeting": self._sound(how.voicemail_greeting)} | self._choices(each)
        if action == Action.MESSAGE and each.hours != "holiday":
            shown["message_greeting"] = self._sound(how.message_greeting)
        if action == Action.NUMBER:
            shown["forward_to"] = {"phone_number": number, "description": description}
        elif target and (action in SENT_TO or (action == Action.VOICEMAIL and self._kind != "user")):
            shown["forward_to"] = targets.shown(self._targets[target])
        return shown

    def _choices(self, each: Applies) -> Shape:
        """What callers may do besides leaving a message."""
        if self._kind == "auto_receptionist":
            return {}
        how, shown = each.handling, Shape(connect_to_operator=each.handling.reaches_operator)
        if self._kind == "user":
            shown["allow_callers_check_voicemail"] = how.checks_voicemail
        if (how.reaches_operator or how.checks_voicemail) and each.hours != "holiday":
            shown["voicemail_leaving_instruction"] = self._sound(how.leaving_instruction)
        if how.reaches_operator and each.operator:
            shown["operator"] = targets.shown(self._targets[each.operator])
        if how.reaches_operator and self._kind == "user":
            shown["play_callee_voicemail_greeting"] = how.plays_greeting_first
        return shown

    def _sound(self, id: str) -> Shape:
        """A file that has gone is the built-in sound again."""
        words = {"0": NONE, "ring_tone": RINGING}
        name = words.get(id) or self._audio.get(id)
        return {"id": id, "name": name} if name else {"id": "", "name": BUILT_IN}


def _names(rows: Tenant, applying: list[Applies]) -> Mapping[str, str]:
    sounds = ("greeting", "audio_while_connecting", "music_on_hold", "voicemail_greeting", "leaving_instruction")
    ids = {getattr(each.handling, name) for each in applying for name in (*sounds, "message_greeting")} - {""}
    return {row.id: row.name for row in rows.find(AudioFile, AudioFile.id.in_(ids))} if ids else {}


def _sub(type: str, settings: Shape) -> Shape:
    return {"settings": settings, "sub_setting_type": type}
