"""Call handling as the exchange obeys it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace
from sqlalchemy import select

from trunkline.exchange import plan, sounds
from trunkline.exchange.plan import (
    Action,
    BusyAction,
    BusySignal,
    CallWaiting,
    Disconnect,
    Holiday,
    Outside,
    Range,
    Tell,
    To,
    Voicemail,
)
from trunkline.extensions import handling, timezones
from trunkline.extensions.handling import SENT_TO, Applies, Overflows
from trunkline.extensions.handling import Action as Code
from trunkline.plan.policies import Policies, Values
from trunkline.plan.prompts import Heard, Prompts
from trunkline.store.tables import AudioFile, CallHandling, Forwarding
from trunkline.store.tenant import Tenant

CLOSED, ALL_DAY = 0, 1
AROUND_THE_CLOCK = 1
A_DAY = 1440  # minutes
NONE, RINGING = "0", "ring_tone"

Weekly = tuple[tuple[Range, ...], ...] | None
Kept = TypeVar("Kept")

_handlings = select(
    CallHandling.id,
    CallHandling.extension_id,
    CallHandling.hours,
    CallHandling.week,
    CallHandling.name,
    CallHandling.starts,
    CallHandling.ends,
    CallHandling.action,
    CallHandling.busy_action,
    CallHandling.forward_to,
    CallHandling.busy_forward_to,
    CallHandling.operator,
    CallHandling.handling,
)
_forwardings = (
    select(Forwarding.id, Forwarding.handling_id, Forwarding.number).where(Forwarding.enabled).order_by(Forwarding.id)
)
_audio = select(AudioFile.id, AudioFile.blob)


class Site(NamedTuple):
    """What its extensions do that do not say."""

    zone: str
    weekly: Weekly
    holidays: tuple[Holiday, ...]
    overflows: Overflows
    music: str
    connecting: str
    language: str  # of prompts
    prompts: Prompts

    @property
    def has_holidays_of_its_own(self) -> bool:
        """Whether callers meet something else on its holidays than when it is closed."""
        return self.overflows["holiday"] != self.overflows["closed"] or self.prompts.has_holidays_of_its_own


class Told(NamedTuple):
    """How one extension handles calls, and when. On a holiday that is not here it does so as when it is closed."""

    hours: plan.Hours
    business: Applies
    closed: Applies
    holidays: Sequence[tuple[Sequence[str], Applies]]  # by their ids

    def on_holidays(self, how: Callable[[Applies], Kept]) -> dict[str, Kept]:
        return {id: kept for ids, each in self.holidays for kept in [how(each)] for id in ids}


class Handlings:
    """How all extensions of an account handle calls: three queries."""

    def __init__(self, rows: Tenant, policies: Policies, zones: Mapping[str, str], ids: Mapping[str, str]) -> None:
        """`zones` are those of the sites; `ids` are those of extensions, by their `extension_id`."""
        self._policies, self._zones, self._ids = policies, zones, ids
        numbers: dict[str, list[Any]] = {}
        for forwarding in rows.all(_forwardings):
            numbers.setdefault(forwarding.handling_id, []).append(forwarding)
        self._rows: dict[str, list[Any]] = {}
        for row in rows.all(_handlings):
            self._rows.setdefault(row.extension_id, []).append(row)
        self._numbers: Mapping[str, Sequence[Any]] = numbers
        self._blobs: Mapping[str, str] = dict(rows.all(_audio))
        self._sites: dict[str, Site] = {}
        self._prompts: dict[str, Prompts] = {}  # by extension, of those that were asked for

    def site(self, id: str) -> Site:
        if id not in self._sites:
            said = self._policies.site_settings(id)
            week, prompts = said["business_hours"], said["audio_prompt"]
            self._sites[id] = Site(
                self._zones[id],
                _weekly(week["custom_hour_type"], week["custom_hours"]),
                _ordered(
                    _holiday(each["holiday_id"], each["name"], each["from"], each["to"])
                    for each in said["holiday_hours"]["holidays"]
                ),
                handling.overflows(said, self._ids),
                self.sound(prompts["hold_music"], sounds.MUSIC),
                self.sound(prompts["audio_while_connecting"], sounds.MUSIC),
                prompts["language"],
                Prompts(prompts, self.sound),
            )
        return self._sites[id]

    def of(self, extension: Any) -> Told:
        """Its own week and holidays, or those of its site."""
        site = self.site(extension.site_id)
        self._prompts[extension.id] = site.prompts
        found = self._rows.get(extension.id, ())

        def told(hours: handling.Hours, row: Any) -> Applies:
            numbers = self._numbers.get(row.id, ()) if row else ()
            return handling.applies(extension, hours, row, site.overflows, numbers)

        once = {row.hours: row for row in found if row.hours != "holiday"}
        own = [row for row in found if row.hours == "holiday"]
        business, closed = (told(hours, once.get(hours)) for hours in ("business", "closed"))
        week = business.row.week if business.row else None
        weekly = _weekly(week["type"], week["days"]) if week else site.weekly
        kept = _ordered(_holiday(row.id, row.name, row.starts, row.ends) for row in own) or site.holidays
        holidays: list[tuple[Sequence[str], Applies]] = [([row.id], told("holiday", row)) for row in own]
        if not own and site.holidays and site.has_holidays_of_its_own:
            holidays = [([each.id for each in site.holidays], told("holiday", once.get("closed")))]
        hours = plan.Hours(timezones.gone_by(extension.timezone or site.zone), weekly, kept)
        return Told(hours, business, closed, holidays)

    def sound(self, id: str, default: str) -> str:
        """A file that has gone is the built-in sound again."""
        return {NONE: "", RINGING: sounds.RINGBACK}.get(id) or ("" if id == NONE else self._blobs.get(id, default))

    def action(self, of: str, each: Applies, *, names_mailbox: bool = True) -> Action:
        """What becomes of a call that nobody answered, of an extension of which it was told how. `names_mailbox`:
        messages may be left with another."""
        row, how = each.row, each.handling
        greeting = self._greeting(of, each) if how.plays_greeting_at_end else ""
        match each.action:
            case Code.VOICEMAIL:
                return self._voicemail(of, each, (row and row.forward_to) or of if names_mailbox else of)
            case Code.NUMBER:
                return Outside(how.number, how.asks_unanswered, greeting)
            case Code.MESSAGE:
                return Tell(self._prompts[of].message(each.hours, how.message_greeting))
            case code if code in SENT_TO and row and row.forward_to:
                return To(row.forward_to, greeting)
            case _:
                return Disconnect()

    def busy(self, of: str, each: Applies) -> BusyAction:
        row, how = each.row, each.handling
        greeting = self._greeting(of, each) if how.plays_greeting_when_busy else ""
        match each.busy_action:
            case Code.VOICEMAIL:
                return self._voicemail(of, each, of)
            case Code.NUMBER:
                return Outside(how.busy_number, how.asks_busy, greeting)
            case Code.MESSAGE:
                return Tell(self._prompts[of].message(each.hours, how.message_greeting))
            case Code.BUSY_TONE:
                return BusySignal()
            case code if code in SENT_TO and row and row.busy_forward_to:
                return To(row.busy_forward_to, greeting)
            case _:
                return CallWaiting()

    def _voicemail(self, of: str, each: Applies, named: str) -> Voicemail:
        heard, operator = self._heard(of, each), _operator(each)
        own, greets_on = "" if named == of else named, bool(operator) and each.handling.plays_greeting_first
        return Voicemail(own, heard.greeting, heard.instruction, operator, heard.menu, greets_on)

    def _heard(self, of: str, each: Applies) -> Heard:
        how = each.handling
        may = {"reaches": bool(_operator(each)), "checks": bool(how.checks_voicemail)}
        return self._prompts[of].mailbox(each.hours, how.voicemail_greeting, how.leaving_instruction, **may)

    def _greeting(self, of: str, each: Applies) -> str:
        """The one that whoever leaves a message hears, which may be heard where a call ends that they send on."""
        return self._heard(of, each).greeting or sounds.GREETING

    def person(self, of: str, each: Applies, policies: Values) -> plan.Handling:
        """Where its calls may go on to is asked when one does."""
        how = each.handling
        numbers = [Outside(row.number, how.asks_forwarded) for row in each.forwardings]
        busy = self.busy(of, each)
        return plan.Handling(
            ring_mode="sequential" if how.ring_mode == "sequential" else "simultaneous",
            ring_for=how.ring_seconds or 30,
            numbers=tuple(numbers),
            busy=busy if isinstance(busy, CallWaiting | BusySignal) else _bounded(busy, policies),
            unanswered=_bounded(self.action(of, each, names_mailbox=False), policies),
        )


def _bounded(action: Action, policies: Values) -> Action:
    """A policy that was tightened after an action was chosen holds all the same."""
    if isinstance(action, Voicemail) and not policies["voicemail"]["enable"]:
        return Disconnect()
    return operated(action, policies)


def operated(action: Action, policies: Values) -> Action:
    """Callers may reach an operator only where the policy lets them, whatever was chosen before."""
    if isinstance(action, Voicemail) and not policies["allow_caller_reach_operator"]["enable"]:
        return replace(action, operator="")
    return action


def _weekly(type: int, days: Iterable[Mapping[str, Any]]) -> Weekly:
    """The wire's weekdays begin with Sunday, 1; ours with Monday."""
    if type == AROUND_THE_CLOCK:
        return None
    week: list[list[Range]] = [[] for _ in range(7)]
    for day in days:
        if day["type"] != CLOSED:
            whole = day["type"] == ALL_DAY
            each = Range(0, A_DAY) if whole else Range(_minutes(day["from"]), _minutes(day["to"]))
            week[(int(day["weekday"]) - 2) % 7].append(each)
    return tuple(tuple(sorted(each, key=lambda range: range.start)) for each in week)


def _minutes(said: str) -> int:
    hours, minutes = said.split(":")
    return int(hours) * 60 + int(minutes)


def _holiday(id: str, name: str, starts: str, ends: str) -> Holiday:
    return Holiday(id, name, datetime.fromisoformat(starts), datetime.fromisoformat(ends))


def _ordered(holidays: Iterable[Holiday]) -> tuple[Holiday, ...]:
    return tuple(sorted(holidays, key=lambda holiday: (holiday.start, holiday.id)))


def _operator(each: Applies) -> str:
    """Whom 0 leads to from the mailbox; empty: nobody."""
    return each.operator if each.operator and each.handling.reaches_operator else ""
