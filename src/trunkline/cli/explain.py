"""Where a call would go, and why: by the plan that calls go by now."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from trunkline import clock
from trunkline.cli import output
from trunkline.cli.stored import look
from trunkline.exchange.explain import Phone, explain
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Spent
from trunkline.extensions import sites
from trunkline.plan import build
from trunkline.problems import refuse
from trunkline.records import opted_out, registered, spent_outside, undisturbed
from trunkline.store.tenant import Tenant

YEARS = range(1970, 2200)

Tree = dict[str, Any]


class Known(NamedTuple):
    """What decides where a call goes."""

    plan: Plan
    undisturbed: Sequence[str]
    opted_out: Sequence[str]
    spent: Spent
    registered: Sequence[str]
    zone: str  # of the account's main site


def run(said: argparse.Namespace) -> int:
    """`at` is RFC 3339, or the wall time of the account's main site where it names no zone."""
    at = _time(said.at) if said.at else datetime.fromtimestamp(clock.wall(), UTC)
    known = look(said, _known)
    plan, spent, zone = known.plan, known.spent, ZoneInfo(known.zone)
    if said.at:  # by then, calls that go on now will be over
        spent = replace(spent, orphans=())
    if said.caller and not said.caller.startswith("+") and said.caller not in plan.dialled:
        refuse("extension_unknown", option="--from", value=said.caller)
    if nobody := [number for number in said.answers if not _phone(plan, number)]:
        remedy = "the extension of a person, or a number outside"
        refuse("nobody_has_a_phone_there", option="--answers", value=", ".join(nobody), remedy=remedy)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    answer: dict[str, Phone] = {_phone(plan, number): "answer" for number in said.answers}
    present = None if said.all_phones else known.registered
    found = explain(
        plan, said.caller, said.number, at.timestamp(), answer, known.undisturbed, spent, present, known.opted_out
    )
    return output.give(said, found, _lines(found, zone))


def _time(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        remedy = f"from {YEARS[0]} to {YEARS[-1]}, as in 2026-12-24T18:00, or with a zone: ...+01:00"
        refuse("no_time", option="--at", value=said, remedy=remedy)
    return found


def _known(rows: Tenant) -> Known:
    plan = build(rows, rows.account().config_version)
    registrations = registered.lines(rows, clock.steady())
    who = undisturbed.of(rows), opted_out.of(rows)
    return Known(plan, *who, spent_outside.of(rows), registrations, sites.main(rows).timezone)


def _phone(plan: Plan, number: str) -> str:
    """Whose phone it is: the id of a user, or a number outside; empty for what nobody picks up."""
    id = plan.dialled.get(number)
    if id:
        return id if id in plan.users else ""
    is_outside = number.startswith("+") or any(number in site.emergency for site in plan.sites.values())
    return number if is_outside else ""


def _lines(found: Tree, zone: ZoneInfo) -> Iterator[str]:
    by = f", answered by {found['answered_by']}" if found["answered_by"] else ""
    when = datetime.fromtimestamp(found["at"], zone)
    yield f"{found['from'] or 'withheld'} calls {found['to']} at {when:%Y-%m-%d %H:%M %Z}: {found['result']}{by}"
    for step in found["steps"]:
        yield from _step(step, "", found["at"])


def _step(step: Tree, margin: str, start: float) -> Iterator[str]:
    yield f"{margin}└─ {step['at'] - start:5.0f} s  {step['step']}"
    inner = margin + "   "
    for each in step["decisions"]:
        setting = f"  [{each['setting']}]" if each["setting"] else ""
        yield f"{inner}   {each['at'] - start:5.0f} s  {each['condition']}: {_word(each['value'])}{setting}"
    for then in step["then"]:
        yield from _step(then, inner, start)


def _word(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
