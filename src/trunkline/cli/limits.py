"""What calls outside may come to: premium-rate numbers, calls at once, minutes a day."""

import argparse

from trunkline.cli import output
from trunkline.cli.stored import change, look
from trunkline.exchange.plan import SHARED, Outbound
from trunkline.problems import refuse
from trunkline.store.tables import OutsideLimits
from trunkline.store.tenant import Tenant

DAY = 24 * 60  # minutes
MOST = 10_000  # calls at once, and lines that are busy all day
NUMBERS = ("calls", "minutes", "shared_calls", "shared_minutes")


def show(said: argparse.Namespace) -> int:
    limits = look(said, _said)
    lines = [
        f"premium-rate numbers          {'allowed' if limits.premium else 'refused'}",
        f"a person                      {limits.calls} calls at once, {limits.minutes} minutes a day",
        f"a queue or receptionist       {limits.shared_calls} calls at once, {limits.shared_minutes} minutes a day",
        f"calls to one direct number    {limits.shared_calls} sent outside at once",
    ]
    return output.give(said, {name: getattr(limits, name) for name in ("premium", *NUMBERS)}, lines)


def set_(said: argparse.Namespace) -> int:
    """Only what is named."""
    wishes = {name: found for name in NUMBERS if (found := getattr(said, name)) is not None}
    most = {name: MOST * DAY if name.endswith("minutes") else MOST for name in NUMBERS}
    for name, number in wishes.items():
        if not 0 <= number <= most[name]:
            option = f"--{name.replace('_', '-')}"
            refuse("limit_out_of_range", option=option, value=number, remedy=f"from 0 to {most[name]}")
    if said.premium:
        wishes["premium"] = said.premium == "on"
    if not wishes:
        refuse("nothing_to_set", remedy="--premium, --calls, --minutes, --shared-calls or --shared-minutes")

    def put(rows: Tenant) -> None:
        limits = next(iter(rows.edit_all(OutsideLimits)), None) or rows.add(_usual())
        for name, value in wishes.items():
            setattr(limits, name, value)

    change(said, put)
    return show(said)


def _said(rows: Tenant) -> OutsideLimits:
    return next(iter(rows.find(OutsideLimits)), None) or _usual()


def _usual() -> OutsideLimits:
    person = Outbound()
    return OutsideLimits(
        premium=person.premium,
        calls=person.at_once,
        minutes=int(person.minutes_a_day),
        shared_calls=SHARED.at_once,
        shared_minutes=int(SHARED.minutes_a_day),
    )
