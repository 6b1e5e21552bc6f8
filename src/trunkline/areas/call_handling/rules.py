"""Hours, holidays and forwarding numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from trunkline.areas.call_handling import fields
from trunkline.extensions import e164, handling, week, zones
from trunkline.extensions.handling import Hours
from trunkline.extensions.sending import FORWARDING, to_numbers
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import OFFICE_HOURS, POLICIES
from trunkline.store.tables import CallHandling, Extension, Forwarding, Handling
from trunkline.store.tenant import Tenant

Said = Mapping[str, Any]

MOST_HOLIDAYS = 100


def extension(rows: Tenant, named: str, person: str | None) -> Extension:
    """By its `extension_id`, if it is of a kind that handles calls. A person, other than the account, has one alone."""
    where = (Extension.extension_id == named, Extension.kind.in_([*handling.DEFAULTS]))
    found = rows.first(Extension, *where)
    if found is None or person not in (None, found.id):
        refuse("extension_unknown", id=named)
    return found


def needed(said: Said, name: str, at: str = "settings") -> str:
    """What has to be said, for it is looked up."""
    return said.get(name) or refuse("invalid", fields=[f"{at}.{name}"])


# Hours


def set_hours(rows: Tenant, extension: Extension, said: Said) -> None:
    """Days that are not given stay as they are; the first time, they are those of an office."""
    (row,) = handling.to_change(rows, extension, "business")
    given: Sequence[Said] = said.get("custom_hours_settings", ())
    for day in given:
        if not week.is_whole(day):
            refuse("invalid", fields=["settings.custom_hours_settings"])
        if not week.is_sensible(day):
            refuse("custom_hours_invalid", weekday=day["weekday"])
    if clash := [f"settings.custom_hours_settings.{place}" for place in week.overlaps(given)]:
        refuse("invalid", fields=clash)
    before: dict[str, Any] = row.week or {"type": week.CUSTOM, "days": OFFICE_HOURS}
    days = week.changed(before["days"], given)
    row.week = {"type": said.get("type", before["type"]), "days": days}
    if extension.kind != "call_queue" and said.get("allow_members_to_reset"):
        refuse("invalid", fields=["settings.allow_members_to_reset"])
    if extension.kind == "call_queue" and "allow_members_to_reset" in said:
        row.handling = Handling(**{**vars(row.handling), "members_set_hours": said["allow_members_to_reset"]})


# Holidays


def add_holiday(rows: Tenant, extension: Extension, said: Said) -> CallHandling:
    row = CallHandling(extension_id=extension.id, hours="holiday", handling=Handling())
    _name(row, extension, {**said, **{name: needed(said, name) for name in ("name", "from", "to")}})
    if len(handling.to_change(rows, extension, "holiday")) >= MOST_HOLIDAYS:
        refuse("invalid", fields=["settings"])
    return rows.add(row)


def change_holiday(rows: Tenant, extension: Extension, said: Said) -> None:
    _name(handling.holiday(rows, extension, needed(said, "holiday_id")), extension, said)


def _name(row: CallHandling, extension: Extension, said: Said) -> None:
    zone = zones.zone(extension)
    if "name" in said:
        row.name = said["name"].strip() or refuse("invalid", fields=["settings.name"])
    try:
        row.starts = zones.wall(said["from"], zone) if "from" in said else row.starts
        row.ends = zones.wall(said["to"], zone) if "to" in said else row.ends
    except (ValueError, OverflowError):
        refuse("holiday_hours_invalid")
    if datetime.fromisoformat(row.starts) >= datetime.fromisoformat(row.ends):
        refuse("holiday_hours_invalid")


# Forwarding numbers


def forwardings(rows: Tenant, user: Extension) -> int:
    """How many there are, at all hours."""
    handlings = [row.id for row in rows.find(CallHandling, CallHandling.extension_id == user.id)]
    return len(rows.find(Forwarding, Forwarding.handling_id.in_(handlings)))


def add_forwarding(rows: Tenant, user: Extension, hours: Hours, said: Said) -> Forwarding:
    _may_forward(rows, user)
    if hours == "holiday":
        row = handling.holiday(rows, user, needed(said, "holiday_id"))
    else:
        (row,) = handling.to_change(rows, user, hours)
    number = _number(needed(said, "phone_number"), "settings.phone_number")
    return rows.add(Forwarding(handling_id=row.id, number=number, description=said.get("description", "")))


def change_forwarding(rows: Tenant, user: Extension, hours: Hours, said: Said, *, apps: bool) -> None:
    """`apps`: a person's apps, which are always on, may be among the rows."""
    handlings = handling.to_change(rows, user, hours)
    for place, wish in enumerate(said.get("call_forwarding_settings", ())):
        if apps and wish.get("id") in fields.APP_NAMES:
            if not wish.get("enable", True):
                refuse("invalid", fields=[f"settings.call_forwarding_settings.{place}.enable"])
            continue
        if contact := wish.get("external_contact"):
            refuse("call_forwarding_unknown", id=contact["external_contact_id"])
        row = handling.forwarding(rows, handlings, needed(wish, "id", f"settings.call_forwarding_settings.{place}"))
        if wish.get("enable") or "phone_number" in wish:
            _may_forward(rows, user)
        row.enabled = wish.get("enable", row.enabled)
        row.description = wish.get("description", row.description)
        if "phone_number" in wish:
            row.number = _number(wish["phone_number"], f"settings.call_forwarding_settings.{place}.phone_number")
    if "require_press_1_before_connecting" in said:
        for row in handlings:
            row.handling = Handling(
                **{**vars(row.handling), "asks_forwarded": said["require_press_1_before_connecting"]}
            )


def _number(said: str, field: str) -> str:
    return e164.normal(said) or refuse("invalid", fields=[field])


def _may_forward(rows: Tenant, user: Extension) -> None:
    keys = ("forwarding_to_external_numbers", FORWARDING[0])
    policies = documents.read(rows, documents.of_extension(user), [POLICIES[key] for key in keys])
    numbers, others = (policies[key].value for key in keys)
    if not (numbers["enable"] and others["enable"] and to_numbers(others[FORWARDING[1]])):
        refuse("external_forwarding_disabled")
