"""The ledger of calling plans: what the owner of an account has bought, and how much of it is in use."""

from collections.abc import Iterator
from typing import NamedTuple

from trunkline.extensions import calling_plans
from trunkline.problems import refuse
from trunkline.store.tables import Licence
from trunkline.store.tenant import Tenant

MOST = 1_000_000
AT_FIRST = 100  # licences of each plan that a new account begins with
ABROAD = ("Global Select", "Global Select Metered")
LOCAL = ("US/CA", "AU/NZ", "UK/Ireland", "JP")  # zones whose plans an account there begins with


class Entry(NamedTuple):
    code: int
    name: str
    bought: int
    assigned: int

    @property
    def left(self) -> int:
        return self.bought - self.assigned


def listed(rows: Tenant) -> list[Entry]:
    """By code."""
    taken = calling_plans.taken(rows)
    bought = sorted(rows.find(Licence), key=lambda licence: licence.code)
    return [Entry(row.code, row.name, row.bought, taken.get(row.code, 0)) for row in bought]


def buy(rows: Tenant, plan: str, count: int, name: str | None = None) -> Licence:
    """From now on there are so many licences of the plan, of which none that is in use can be given back."""
    code = _code(rows, plan)
    row = _row(rows, code)
    assigned = calling_plans.taken(rows).get(code, 0)
    if not 0 <= count <= MOST:
        refuse("licences_limit", most=MOST)
    if count < assigned:
        refuse("licences_in_use", assigned=assigned)
    if row is None:
        return rows.add(Licence(code=code, name=name or calling_plans.name(code), bought=count))
    row.name, row.bought = name or row.name, count
    return row


def give_back(rows: Tenant, plan: str) -> None:
    """The account does not have the plan any more."""
    code = _code(rows, plan)
    row = _row(rows, code) or refuse("calling_plan_missing", type=code)
    if assigned := calling_plans.taken(rows).get(code, 0):
        refuse("licences_in_use", assigned=assigned)
    rows.delete(row)


def begin(rows: Tenant, country: str) -> None:
    """What a new account in a country begins with; its owner says later what it really has."""
    for plan in _usual(country):
        buy(rows, plan, AT_FIRST)


def _usual(country: str) -> Iterator[str]:
    zone = next((zone for zone in LOCAL if country.upper() in calling_plans.ZONES[zone]), None)
    yield from (f"{zone} Unlimited", f"{zone} Metered") if zone else ABROAD
    yield "Pro"


def _code(rows: Tenant, plan: str) -> int:
    return calling_plans.code(plan, calling_plans.own_names(rows)) or refuse("calling_plan_unknown", name=plan)


def _row(rows: Tenant, code: int) -> Licence | None:
    """To change, while nobody enrols."""
    return next((row for row in rows.edit_all(Licence) if row.code == code), None)
