"""The configuration of an account as its exchange needs it: built from rows, kept until the configuration moves."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from msgspec.structs import replace
from sqlalchemy import select

from trunkline.exchange import sounds
from trunkline.exchange.plan import (
    NOWHERE,
    Action,
    AutoReceptionist,
    Beeps,
    Dialling,
    Disconnect,
    Extension,
    Line,
    Mailbox,
    Member,
    Outbound,
    Plan,
    Queue,
    Screening,
    Shown,
    Site,
    Taping,
    Tell,
    To,
    User,
    Voicemail,
)
from trunkline.extensions import delegation, devices
from trunkline.extensions.caller_ids import SELECTED, chosen, hides
from trunkline.extensions.caller_numbers import KINDS
from trunkline.extensions.handling import Applies
from trunkline.extensions.sending import records
from trunkline.plan import places, sending
from trunkline.plan.caller_ids import CallerIds
from trunkline.plan.handling import Handlings, operated
from trunkline.plan.limits import Limits
from trunkline.plan.policies import Policies, Values
from trunkline.store import tables
from trunkline.store.store import Store
from trunkline.store.tables import Assistant, Device, DeviceLine, PhoneNumber
from trunkline.store.tenant import Tenant

_extensions = select(
    tables.Extension.id,
    tables.Extension.kind,
    tables.Extension.extension_id,
    tables.Extension.number,
    tables.Extension.name,
    tables.Extension.site_id,
    tables.Extension.department,
    tables.Extension.cost_center,
    tables.Extension.active,
    tables.Extension.timezone,
).order_by(tables.Extension.id)
_people = select(tables.User.id, tables.User.email, tables.User.emergency_address_id, tables.User.profile)
_queues = select(tables.CallQueue.id, tables.CallQueue.profile)
_lines = select(
    DeviceLine.id, DeviceLine.device_id, Device.brand, Device.model, Device.site_id, DeviceLine.extension_id
).join(Device, Device.id == DeviceLine.device_id)
_numbers = (
    select(PhoneNumber.id, PhoneNumber.number, PhoneNumber.extension_id, PhoneNumber.incoming, PhoneNumber.outgoing)
    .where(PhoneNumber.extension_id.is_not(None))
    .order_by(PhoneNumber.id)
)
_unassigned = select(PhoneNumber.number, PhoneNumber.site_id).where(
    PhoneNumber.extension_id.is_(None), PhoneNumber.incoming
)
_silent = select(PhoneNumber.number).where(PhoneNumber.incoming.is_(False))
_members = select(tables.Member.id, tables.Member.group_id, tables.Member.extension_id).order_by(tables.Member.id)
_assistants = select(Assistant.user_id, Assistant.extension_id, Assistant.takes_calls).order_by(Assistant.id)

SEASONS = ("business", "closed", "holiday")
DISCONNECT = 9  # block_call_action


class Plans:
    """The newest plan of each account. An account that has not moved costs one look at its version."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Plan] = {}

    def of(self, account_id: str) -> Plan:
        return self._store.read(account_id, self._newest)

    def _newest(self, rows: Tenant) -> Plan:
        version = rows.account().config_version
        kept = self._kept.get(rows.account_id)
        if kept is None or kept.version != version:
            kept = self._kept[rows.account_id] = build(rows, version)
        return kept


def build(rows: Tenant, version: int) -> Plan:
    """As many queries for ten thousand extensions as for one."""
    return _Builder(rows).plan(version)


class _Builder:
    def __init__(self, rows: Tenant) -> None:
        self._rows = rows
        self._extensions = rows.all(_extensions)
        self._policies = Policies(rows)
        ids = {row.extension_id: row.id for row in self._extensions}
        self._handlings = Handlings(rows, self._policies, places.zones(rows), ids)
        self._addresses = places.addresses(rows)
        self._limits = Limits(rows)
        self._incoming: dict[str, list[str]] = {}
        numbers = rows.all(_numbers)
        self._sites = places.sites(rows, self._addresses, places.callbacks(self._extensions, numbers))
        for number in numbers:
            if number.incoming:
                self._incoming.setdefault(number.extension_id, []).append(number.number)
        self._members: dict[str, list[Any]] = {}
        groups: dict[str, list[str]] = {}
        for member in rows.all(_members):
            self._members.setdefault(member.group_id, []).append(member)
            groups.setdefault(member.extension_id, []).append(member.group_id)
        self._assistants: dict[str, list[str]] = {}
        self._executives: dict[str, list[str]] = {}
        for executive, assistant, takes_calls in rows.all(_assistants):
            self._executives.setdefault(assistant, []).append(executive)
            if takes_calls:
                self._assistants.setdefault(executive, []).append(assistant)
        self._caller_ids = CallerIds(rows, self._policies, numbers, groups)
        names = {row.id: row.name for row in self._extensions if row.kind in KINDS}
        self._groups = {each.number: names[each.extension_id] for each in numbers if each.extension_id in names}
        self._queues: dict[str, tables.QueueProfile] = dict(rows.all(_queues))
        self._receptionists: dict[str, list[str]] = {}
        for row in self._extensions:
            if row.kind == "auto_receptionist":
                self._receptionists.setdefault(row.site_id, []).append(row.id)

    def plan(self, version: int) -> Plan:
        rows = self._rows
        people = {row.id: row for row in rows.all(_people)}
        found = self._extensions
        self._delegating = {row.id for row in found if row.kind == "user" and self._lets_place(row, people[row.id])}
        named = {row.extension_id: row.id for row in found}
        users = {row.id: self._user(row, people[row.id]) for row in found if row.kind == "user"}
        queues = {row.id: self._queue(row, users) for row in found if row.kind == "call_queue"}
        receptionists = {row.id: self._receptionist(row) for row in found if row.kind == "auto_receptionist"}
        extensions: list[Extension] = [*users.values(), *queues.values(), *receptionists.values()]
        dialled = {str(each.number): each.id for each in extensions}
        dialled |= {number: each.id for each in extensions for number in each.direct_numbers}
        sites = {id: self._site(site, named) for id, site in self._sites.items()}
        trunks = places.trunks(rows)
        return Plan(
            rows.account_id,
            version,
            MappingProxyType(users),
            MappingProxyType({line.id: line for line in self._lines(people)}),
            MappingProxyType(dialled),
            MappingProxyType(queues),
            MappingProxyType(receptionists),
            MappingProxyType(sites),
            trunks,
            unassigned=MappingProxyType(dict(rows.all(_unassigned))),
            silent=frozenset(number for (number,) in rows.all(_silent)),
            calls_of_number=self._limits.of_number,
            loopback=not trunks and rows.account().demo_until > 0,
        )

    def _site(self, site: Site, named: Mapping[str, str]) -> Site:
        return replace(site, unassigned=self._nobodys(site.id, named), language=self._handlings.site(site.id).language)

    def _common(self, row: Any) -> dict[str, Any]:
        return {
            "id": row.id,
            "extension_id": row.extension_id,
            "number": row.number,
            "name": row.name,
            "site_id": row.site_id,
            "site_name": self._sites[row.site_id].name,
            "department": row.department,
            "cost_center": row.cost_center,
            "active": row.active,
            "direct_numbers": tuple(self._incoming.get(row.id, ())),
        }

    def _user(self, row: Any, person: Any) -> User:
        policies = self._policies.of_user(row.id, row.site_id)
        told, handlings = self._handlings.of(row), self._handlings
        handling = partial(handlings.person, row.id, policies=policies)
        site = handlings.site(row.site_id)
        return User(
            **self._common(row),
            email=person.email,
            hours=told.hours,
            handling=handling(told.business),
            closed=handling(told.closed),
            holidays=told.on_holidays(handling),
            overflow=sending.overflow(policies),
            forwarding=sending.forwarding(policies),
            mailbox=Mailbox() if policies["voicemail"]["enable"] else None,
            outbound=self._outbound(row, person.profile, policies),
            music=handlings.sound(person.profile.music_on_hold, site.music),
            screening=_screening(policies, from_outside=True),
            tapes_incoming=self._taping(policies, "inbound"),
            tapes_outgoing=self._taping(policies, "outbound"),
            assistants=self._taking_calls_of(row.id, person.profile, policies),
            language=person.profile.audio_prompt_language or site.language,
            shown_inside=self._shown_inside(row, person.profile, policies),
            dialling=self._dialling(row, person.profile),
        )

    def _dialling(self, row: Any, profile: tables.UserProfile) -> Dialling | None:
        if not profile.country and not profile.area_code:
            return None
        home = self._sites[row.site_id].dialling
        return places.dialling(profile.country or (home.country if home else ""), profile.area_code)

    def _shown_inside(self, row: Any, profile: tables.UserProfile, policies: Values) -> Shown | None:
        """The number of a group that they chose to call from, where colleagues see it too."""
        number = chosen(profile, policies[SELECTED])
        if hides(profile, policies[SELECTED]) or not self._caller_ids.shows_inside(row.site_id):
            return None
        group = self._groups.get(number)
        return Shown(number, group) if group and number in self._may_show(row) else None

    def _may_show(self, row: Any) -> tuple[str, ...]:
        company = self._sites[row.site_id].number
        executives = [id for id in self._executives.get(row.id, ()) if id in self._delegating]
        return self._caller_ids.of(row, company, self._receptionists.get(row.site_id, ()), executives)

    def _taking_calls_of(self, id: str, profile: tables.UserProfile, policies: Values) -> tuple[str, ...]:
        may = policies["delegation"]["enable"] and delegation.ANSWER in profile.delegation_privileges
        return tuple(self._assistants.get(id, ())) if may else ()

    def _lets_place(self, row: Any, person: Any) -> bool:
        """Whether assistants may call out for someone."""
        policy = self._policies.of_user(row.id, row.site_id)["delegation"]
        return policy["enable"] and delegation.may_place(person.profile)

    def _outbound(self, row: Any, profile: tables.UserProfile, policies: Values) -> Outbound | None:
        rules = self._limits.person(row.id, self._sites[row.site_id])
        if rules is None:
            return None
        return replace(
            rules,
            numbers=self._may_show(row),
            shown=chosen(profile, policies[SELECTED]),
            withheld=hides(profile, policies[SELECTED]),
            barred=not policies["outbound_calling"]["enable"],
            international=policies["international_calling"]["enable"],
        )

    def _shared(self, row: Any) -> Outbound:
        return self._limits.shared(self._sites[row.site_id], self._incoming.get(row.id, ()))

    def _queue(self, row: Any, users: Mapping[str, User]) -> Queue:
        told, site = self._handlings.of(row), self._handlings.site(row.site_id)
        policies = self._policies.of_queue(row.id, row.site_id)
        how, sound = told.business.handling, self._handlings.sound

        def action(each: Applies) -> Action:
            return operated(self._handlings.action(row.id, each), policies)

        return Queue(
            **self._common(row),
            members=tuple(self._member(each, users, how.members_set_hours) for each in self._members.get(row.id, ())),
            distribution=how.ring_mode,  # pyright: ignore[reportArgumentType]
            ring_for=how.ring_seconds or 0,
            max_wait=how.wait_seconds or 0,
            max_callers=how.most_waiting or 0,
            wrap_up=how.wrap_up_seconds or 0,
            several_at_once=how.offers_several,
            while_on_a_call=bool(how.calls_while_busy),
            numbers=not how.skips_offline,
            phones_answer=policies["auto_answer_call_queue_calls"]["enable"],
            greeting=sound(how.greeting, ""),
            connecting=sound(how.audio_while_connecting, site.connecting),
            music=sound(how.music_on_hold, site.music),
            hours=told.hours,
            overflow=action(told.business),
            closed=action(told.closed),
            holidays=told.on_holidays(action),
            mailbox=Mailbox(),
            screening=_screening(policies),
            taping=self._taping(policies, "inbound"),
            outbound=self._shared(row),
            language=self._queues[row.id].audio_prompt_language or site.language,
        )

    def _taping(self, policies: Values, direction: Literal["inbound", "outbound"]) -> Taping | None:
        policy = policies["auto_call_recording"]
        if not records(policy, direction):
            return None
        notice = policy[f"{direction}_audio_notification"]
        told = self._handlings.sound(notice["recording_start_prompt_audio_id"], sounds.RECORDED)
        return Taping(
            told if notice["recording_start_prompt"] else "",
            consent=notice["recording_explicit_consent"],
            beeps=_beeps(policy["play_recording_beep_tone"]),
            or_no_call=policy["disconnect_on_recording_failure"],
        )

    def _member(self, row: Any, users: Mapping[str, User], own_hours: bool) -> Member:
        user = users[row.extension_id]
        return Member(user.id, user.hours if own_hours else None, row.id)

    def _receptionist(self, row: Any) -> AutoReceptionist:
        told = self._handlings.of(row)
        return AutoReceptionist(
            **self._common(row),
            greeting=self._handlings.sound(told.business.handling.greeting, ""),
            hours=told.hours,
            open=self._handlings.action(row.id, told.business),
            closed=self._handlings.action(row.id, told.closed),
            holidays=told.on_holidays(lambda each: self._handlings.action(row.id, each)),
            mailbox=Mailbox(),
            screening=_screening(self._policies.at_site(row.site_id)),
            outbound=self._shared(row),
            language=self._handlings.site(row.site_id).language,
        )

    def _nobodys(self, site_id: str, named: Mapping[str, str]) -> Action | None:
        """What becomes of calls to numbers of the site that nobody has; None: nothing was said of them."""
        said = self._policies.at_site(site_id)["manage_call_routing_for_unassigned_numbers"]
        if not said["enable"]:
            return None
        match said["incoming_call_action"]:
            case "play_message_then_disconnect":
                return Tell(self._handlings.sound(said["incoming_call_routing_setting"]["audio_id"], sounds.NOBODY))
            case "forward_to_another_extension" if said["forward_to_extension_id"] in named:
                return To(named[said["forward_to_extension_id"]])
            case _:
                return Disconnect()

    def _only_secured(self, device: Any) -> bool:
        types = self._policies.site_settings(device.site_id)["security"]["device_types"]
        return bool(types) and devices.is_among(device.brand, device.model, types)

    def _lines(self, people: Mapping[str, Any]) -> list[Line]:
        """A phone is where its user is, if that is told, or else at the site."""
        return [
            Line(
                row.id,
                row.device_id,
                f"{row.brand} {row.model}".strip(),
                row.extension_id,
                self._addresses.get(people[row.extension_id].emergency_address_id or "", NOWHERE),
                only_secured=self._only_secured(row),
            )
            for row in self._rows.all(_lines)
            if row.extension_id in people
        ]


def _beeps(said: Mapping[str, Any]) -> Beeps | None:
    sound = sounds.BEEPS.get(said["play_beep_volume"])  # there is none at volume 0
    if sound is None or not said["enable"]:
        return None
    return Beeps(sound, said["play_beep_time_interval"], said["play_beep_member"].startswith("all"))


def _screening(policies: Values, *, from_outside: bool = False) -> Screening:
    """`from_outside`: whether it is someone whose calls from outside can be blocked by the hour."""
    blocks = policies["block_external_calls"]
    seasons = [each for each in SEASONS if blocks[f"block_{each}_hours"]] if from_outside and blocks["enable"] else ()
    asks = policies["call_screening"]
    return Screening(
        policies["block_calls_without_caller_id"]["enable"],
        frozenset(seasons),
        Disconnect() if blocks["block_call_action"] == DISCONNECT else Voicemail(),
        asks["enable"],
        asks["exclude_user_company_contacts"],
    )
