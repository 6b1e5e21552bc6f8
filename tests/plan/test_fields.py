"""Which stored fields calls go by: seen when a plan is made and called, for a name in the source proves nothing.

A field counts as read where what calls go by is another once the field is. To be looked at is not enough: what is read
and handed on to nobody changes nothing. And whatever a plan has is looked at when it is called.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import object_session

from tests.acme import ADDRESS, Acme
from tests.places import Place
from trunkline.api.contract import load
from trunkline.areas.call_handling import fields as told
from trunkline.engine.copies import Copies
from trunkline.extensions import caller_ids
from trunkline.plan import build
from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS, Entry, leaves
from trunkline.settings.resolve import Level, merged
from trunkline.settings.unread import UNREAD, reason
from trunkline.store import tables
from trunkline.store.ids import new_id
from trunkline.store.moved import Mark
from trunkline.store.tables import (
    Assistant,
    AudioFile,
    AutoReceptionist,
    CallerNumber,
    CallHandling,
    CallingPlan,
    CallQueue,
    Device,
    DeviceLine,
    EmergencyAddress,
    Extension,
    Forwarding,
    Handling,
    Member,
    OutsideLimits,
    PhoneNumber,
    Setting,
    Site,
    Trunk,
    User,
)
from trunkline.store.tenant import Tenant

Fields = Mapping[str, Any]
Look = tuple[str, str, bool]  # a field; where, if it may be set in several places; whether calls go by it there
Seen = Callable[[], object]

HOLIDAY = {"holiday_id": "h", "name": "Day", "from": "2026-12-24T00:00:00", "to": "2026-12-25T00:00:00"}
# What fields of a name may say, where it is no switch, number or sound.
WORDS: Mapping[str, tuple[Any, ...]] = {
    "recording_calls": ("inbound", "outbound", "both"),
    "play_beep_member": ("allMember", "recordingSide"),
    "play_beep_volume": (20, 40, 60),
    "incoming_call_action": ("disconnect", "play_message_then_disconnect", "forward_to_another_extension"),
    "language": ("de-DE",),
    "custom_hours": ([],),
    "holidays": ([HOLIDAY],),
    "device_types": (["other"], ["poly"]),
    "country": ("GB", "DE"),
    "area_code": ("212",),
    "outbound_caller_id": ("", "+14085550100"),
    "ring_mode": ("simultaneous", "sequential", "rotating", "longest_idle"),
    "delegation_privileges": ((1,), (2,)),
    "timezone": ("Asia/Tokyo",),
    "week": ({"type": 2, "days": [{"weekday": 3, "type": 1}]},),
    "action": (1, 2, 10, 11, 12),
    "busy_action": (1, 2, 10, 12, 21, 22),
    "starts": ("2026-01-01T00:00:00",),
    "ends": ("2027-01-01T00:00:00",),
    "number": ("+14155550123", 7777),
}


class Company:
    """One whose people, queue, receptionists and numbers have all that a field may be about."""

    def __init__(self, rows: Tenant, acme: Acme) -> None:
        self.rows = rows
        self.person, self.colleague, self.queue, self.site = *acme.users[:2], acme.queue, acme.main
        self.reception = next(row.id for row in rows.find(AutoReceptionist) if row.site_id == self.site)
        self.sounds = [rows.add(AudioFile(name=name, blob=new_id())).id for name in ("one", "two")]
        numbers = [rows.edit(PhoneNumber, id) for id in acme.numbers]
        for number, extension in zip(numbers[1:], (None, self.reception, self.queue, self.reception), strict=True):
            number.extension_id = extension
        user = rows.edit(User, self.person)
        user.profile = replace(user.profile, outbound_caller_id=numbers[3].number)
        rows.add(Assistant(user_id=self.person, extension_id=self.colleague))
        rows.add(Trunk(host="carrier.example", port=5060, transport="udp"))
        for row in (*rows.find(Setting), *rows.find(Extension, Extension.id.in_(acme.users[5:]))):
            rows.delete(row)

    def plan(self) -> object:
        return build(self.rows, 1)

    def owner(self, level: Level) -> str:
        return {"account": self.rows.account_id, "site": self.site, "user": self.person, "call_queue": self.queue}[
            level
        ]

    def hides(self, hides: bool) -> None:
        user = self.rows.edit(User, self.person)
        user.profile = replace(user.profile, hides_caller_id=hides)

    def others(self, name: str, value: Any) -> Iterable[Any]:
        """What else a field may say."""
        if name in WORDS:
            return WORDS[name]
        if name in ("operator_extension_id", "forward_to_extension_id"):
            return [self.rows.get(Extension, id).extension_id for id in (self.colleague, self.queue)]
        match value:
            case bool():
                return (not value,)
            case int() | float():
                return (value + 1, value + 20, 1, 2, 3, 9)
            case str():
                return (*self.sounds, "ring_tone")
            case None:
                return (True, False, 7, *self.sounds)
            case _:
                return (["x"], [])

    def fill(self) -> None:
        """With what stands in no list yet."""
        site = self.rows.edit(Site, self.site)
        home = self.rows.add(EmergencyAddress(**ADDRESS | {"city": "Oakland"}))
        user = self.rows.edit(User, self.person)
        user.emergency_address_id, user.timezone = home.id, "Europe/London"
        user.profile = replace(user.profile, music_on_hold=self.sounds[0])
        row = self.rows.add(CallHandling(extension_id=self.person, hours="business", handling=Handling()))
        self.rows.add(Forwarding(handling_id=row.id, number="+14155550188"))
        self.rows.add(OutsideLimits(premium=False, calls=3, minutes=60, shared_calls=5, shared_minutes=90))
        self.rows.add(CallHandling(extension_id=self.person, hours="closed", handling=Handling()))
        number = self.rows.find(PhoneNumber, PhoneNumber.extension_id == self.reception)[-1]
        self.rows.add(CallerNumber(owner_id=site.id, phone_number_id=number.id))

    def used(self, kind: type[Any]) -> Sequence[Any]:
        """Rows that calls go by."""
        ids: Mapping[Any, str] = {
            **{User: self.person, CallQueue: self.queue},
            **{AutoReceptionist: self.reception, Site: self.site},
        }
        found: Sequence[Any] = self.rows.find(kind, kind.id == ids[kind]) if kind in ids else self.rows.find(kind)
        match kind.__name__:
            case "PhoneNumber":
                return [row for row in found if row.extension_id in (self.person, None)]
            case "AudioFile":
                found = [row for row in found if row.id == self.sounds[0]]
            case "EmergencyAddress":
                found = [row for row in found if row.city == "Oakland"]
            case "DeviceLine":
                found = [row for row in found if row.extension_id == self.person]
            case _:
                pass
        return found[:1]

    def cells(self, row: Any, name: str) -> Iterable[Any]:
        """What else a column of a row may say."""
        mapper: Any = inspect(cast(Any, type(row)))
        column: Any = mapper.columns[name]
        value = getattr(row, name)
        for key in column.foreign_keys:
            table = key.column.table
            named = next(each.class_ for each in tables.Base.registry.mappers if each.local_table is table)
            return [None, *(each.id for each in self.rows.find(named) if each.id != value)][:40]
        if name == "owner_id":
            return (self.colleague,)
        if name == "emergency_address_id":
            return [each.id for each in self.rows.find(EmergencyAddress)]
        match value:
            case str():
                return (*map(str, WORDS.get(name, ())), f"{value}x", "x")
            case list():
                return (["x"],)
            case _:
                return self.others(name, value)


# Settings


def at(path: str, value: Any) -> Any:
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


def all_on(value: Any) -> Any:
    match value:
        case Mapping():
            return {name: all_on(part) for name, part in cast(Fields, value).items()}
        case bool():
            return True
        case _:
            return value


def contexts(company: Company, entry: Entry) -> Iterator[Fields]:
    """In which a field may matter that does not in others."""
    on = all_on(entry.default)
    yield entry.default
    yield on
    operator = company.rows.get(Extension, company.colleague).extension_id
    if "overflow" in on:
        yield merged(on, {"overflow": {"operator_extension_id": operator}})
    match entry.key:
        case "manage_call_routing_for_unassigned_numbers":
            yield from ({**on, "incoming_call_action": word} for word in WORDS["incoming_call_action"])
        case "business_hours":
            yield {**on, "custom_hour_type": 2}
        case "holiday_hours":
            yield merged(on, {"holidays": [HOLIDAY], "overflow": {"operator_extension_id": operator}})
        case _:
            pass


def settings(company: Company) -> Iterator[Look]:
    """Where it may be set: the level."""
    company.rows.add(
        CallHandling(
            extension_id=company.person,
            hours="business",
            action=1,
            operator=company.colleague,
            handling=Handling(reaches_operator=True),
        )
    )
    for entry in (*POLICIES.values(), *SITE_SETTINGS.values()):
        for level in entry.levels:
            unread = unread_of(company, entry, level)
            yield from ((f"{entry.key}.{path}", level, path not in unread) for path, _ in leaves(entry.default))


def unread_of(company: Company, entry: Entry, level: Level) -> list[str]:
    left = [path for path, _ in leaves(entry.default)]
    row = company.rows.add(Setting(owner_id=company.owner(level), key=entry.key, value={}))
    holiday = Setting(owner_id=company.site, key="holiday_hours", value={"holidays": [HOLIDAY]})
    beside = company.rows.add(holiday) if entry.key == "audio_prompt" else None
    for hides in (False, True) if entry.key == caller_ids.SELECTED else (False,):
        company.hides(hides)
        for context in contexts(company, entry):
            row.value = dict(context)
            before, said = company.plan(), dict(leaves(context))
            for path in [*left]:
                values = (merged(context, at(path, each)) for each in company.others(path.split(".")[-1], said[path]))
                if differs(company.plan, before, values, lambda value: setattr(row, "value", dict(value))):
                    left.remove(path)
    company.rows.delete(row)
    if beside:
        company.rows.delete(beside)
    return left


def differs(seen: Seen, before: object, values: Iterable[Any], say: Callable[[Any], None]) -> bool:
    for value in values:
        say(value)
        if seen() != before:
            return True
    return False


# What rows keep in detail


def details(company: Company) -> Iterator[Look]:
    people: tuple[tuple[Any, str], ...] = ((User, company.person), (CallQueue, company.queue), (Site, company.site))
    for kind, id in people:
        row = company.rows.edit(kind, id)
        names = [field.name for field in fields(row.profile)]
        unread = unread_parts(company, row, "profile", names)
        yield from ((f"{kind.__tablename__}.profile.{name}", "", name not in unread) for name in names)
    yield from handlings(company)


def unread_parts(company: Company, row: Any, column: str, names: Iterable[str]) -> list[str]:
    kept = getattr(row, column)
    before = company.plan()
    left = [
        name
        for name in names
        if not differs(
            company.plan,
            before,
            (replace(kept, **{name: other}) for other in company.others(name, getattr(kept, name))),
            lambda value: setattr(row, column, value),
        )
    ]
    setattr(row, column, kept)
    return left


KINDS = ("user", "call_queue", "auto_receptionist")
HOURS: tuple[Literal["business", "closed", "holiday"], ...] = ("business", "closed", "holiday")


def of_kind(kind: str, hours: str) -> set[str]:
    """The details of call handling that the API sets of a kind of extension at some hours."""
    wire = (told.OPEN if hours == "business" else told.BEYOND)[kind]
    kept = {ours for name, ours in (*told.KEPT.items(), *told.NUMBERS.items()) if name in wire}
    if "call_distribution" in wire:
        kept |= {*told.DISTRIBUTION.values()}
    if "max_wait_time" in wire:
        kept.add("ring_seconds" if kind == "user" else "wait_seconds")
    return kept | ({"asks_forwarded"} if kind == "user" else set[str]())


def handlings(company: Company) -> Iterator[Look]:
    """Where it may be set: the kind of extension, and the hours."""
    for kind, id in zip(KINDS, (company.person, company.queue, company.reception), strict=True):
        for hours in HOURS:
            left = {f"handling.{name}" for name in of_kind(kind, hours)}
            left |= {"action", "forward_to", "operator"} - ({"operator"} if kind == "auto_receptionist" else set())
            left |= {"busy_action", "busy_forward_to"} if kind == "user" else set()
            left |= {"week"} if hours == "business" else set()
            left |= {"name", "starts", "ends"} if hours == "holiday" else set()
            every = {*left}
            for action in (1, 2, 10, 12):
                left -= read_of_handling(company, id, hours, action, left)
            yield from ((f"call_handlings.{name}", f"{kind}, {hours}", name not in left) for name in every)


def read_of_handling(company: Company, id: str, hours: Any, action: int, names: set[str]) -> set[str]:
    """While calls that nobody takes, and those of who is busy, go to one place."""
    rows, to = company.rows, company.colleague
    for old in rows.find(CallHandling, CallHandling.extension_id == id):
        rows.delete(old)
    row = rows.add(
        CallHandling(
            extension_id=id,
            hours=hours,
            week={"type": 2, "days": [{"weekday": 2, "type": 1}]} if hours == "business" else None,
            name="Day",
            starts=HOLIDAY["from"],
            ends=HOLIDAY["to"],
            action=action,
            busy_action=action,
            forward_to=to,
            busy_forward_to=to,
            operator=to,
            handling=Handling(number="+14155550177", busy_number="+14155550177", reaches_operator=True),
        )
    )
    rows.add(Forwarding(handling_id=row.id, number="+14155550188"))
    details = {name.removeprefix("handling.") for name in names if name.startswith("handling.")}
    read = {f"handling.{name}" for name in details - {*unread_parts(company, row, "handling", details)}}
    before = company.plan()
    for name in names - {f"handling.{each}" for each in details}:
        kept = getattr(row, name)
        targets = name in ("forward_to", "busy_forward_to", "operator")
        values = (company.queue, company.reception) if targets else WORDS.get(name, ("x",))
        if differs(company.plan, before, values, lambda value, name=name: setattr(row, name, value)):
            read.add(name)
        setattr(row, name, kept)
    return read


# Columns

# Rows that calls go by, each as it is used. Of the two that are not here, all is said above.
USED: tuple[type[Any], ...] = (
    *(User, CallQueue, AutoReceptionist, Site, EmergencyAddress, Device, DeviceLine, Member, Assistant),
    *(PhoneNumber, CallerNumber, CallingPlan, OutsideLimits, AudioFile, Forwarding, Trunk),
)
ABOVE = (CallHandling, Setting)
OF_ALL = (Extension, tables.Account)  # in part of each kind of extension; and what everything is of
IDS = ("id", "account_id", "extension_id", "person_id", "phone_user_id", "kind")  # what nobody sets


def columns(company: Company) -> Iterator[Look]:
    company.fill()
    for kind in USED:
        for attribute in cast(Any, inspect(kind)).column_attrs:
            name, column = attribute.key, attribute.columns[0]
            given = name in ("id", "account_id") or (name in IDS and issubclass(kind, Extension))
            if not given and not isinstance(column.type, tables.AsJson):
                yield f"{column.table.name}.{name}", "", any(moves(company, row, name) for row in company.used(kind))


def moves(company: Company, row: Any, name: str) -> bool:
    """Whether calls go otherwise once the column says something else."""
    session, before = object_session(row), company.plan()
    assert session
    kept = getattr(row, name)
    for other in company.cells(row, name):
        with session.begin_nested() as tried:
            try:
                setattr(row, name, other)
                moved = company.plan() != before
            except (SQLAlchemyError, LookupError, KeyError):  # it cannot say that
                moved = False
            tried.rollback()
        session.expire_all()
        assert getattr(row, name) == kept
        if moved:
            return True
    return False


# What the engine reads beside the plan

COPIED = (DeviceLine, Trunk)
NEW: Mapping[str, Any] = {
    **{"sip_user": "99001", "sealed_password": "x", "host": "192.0.2.7"},
    **{"port": 5099, "transport": "tls", "sources": ["192.0.2.9"]},
}


def copied(acme: Acme, folder: Path) -> Iterator[str]:
    """The columns by which the engine knows lines and carriers."""
    for kind in COPIED:
        for name in NEW.keys() & {attribute.key for attribute in cast(Any, inspect(kind)).column_attrs}:

            def change(rows: Tenant, kind: Any = kind, name: str = name) -> None:
                setattr(rows.find(kind)[0], name, NEW[name])

            before = known(acme, folder)
            acme.write(change)
            if known(acme, folder) != before:
                yield f"{kind.__tablename__}.{name}"


def known(acme: Acme, folder: Path) -> object:
    def users(rows: Tenant) -> list[str]:
        return [row.sip_user for row in rows.find(DeviceLine)]

    copies = Copies(acme.store, acme.seal, Mark(folder))
    return copies.trunks(), {user: copies.credentials(user) for user in acme.store.read(acme.id, users)}


# The list


def test_what_calls_do_not_go_by_stands_in_the_list(acme: Acme, place: Place) -> None:
    """Everything that may be set and makes no difference is in it, and nothing that makes one."""

    def look(rows: Tenant) -> list[Look]:
        company = Company(rows, acme)
        return [*settings(company), *details(company), *columns(company)]

    looks: list[Look] = acme.write(look)
    read = {name for name, _, is_read in looks if is_read} | {*copied(acme, place.folder)}
    unread = {name for name, _, _ in looks} - read
    partly = {f"{name} ({where})" for name, where, is_read in looks if name in read and not is_read and where}
    listed = {name for group in UNREAD for name in group.names}

    def of(name: str) -> set[str]:
        return {each for each in (*read, *unread, *partly) if each == name or each.startswith(f"{name}.")}

    covered = {each for name in listed for each in of(name)}
    assert sorted((unread | partly) - covered) == [], "nobody reads these: obey them, or say why not in the list"
    assert sorted(covered & read) == [], "these are read now: take them off the list"
    assert sorted(name for name in listed if not of(name)) == [], "there is nothing of this name"


def test_what_people_may_change_goes_by_is_said_to_be_obeyed_there() -> None:
    marks = {name for each in load().operations.values() for own in each.own_writes for name in own.if_on}
    said = {name: why.kind for name in marks if (why := reason(name))}
    assert {name for name, kind in said.items() if kind != "operations"} == set()


def test_every_table_of_configuration_is_looked_at() -> None:
    kinds = {mapper.class_ for mapper in tables.Base.registry.mappers if mapper.class_.configures}
    assert kinds - {*USED, *ABOVE, *OF_ALL} == set()


def test_a_name_stands_in_it_once() -> None:
    listed = [name for group in UNREAD for name in group.names]
    assert sorted({name for name in listed if listed.count(name) > 1}) == []
    assert [name for name in listed if any(name.startswith(f"{other}.") for other in listed)] == []
