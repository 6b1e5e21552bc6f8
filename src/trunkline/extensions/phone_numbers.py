"""Which phone numbers ring which extension."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from trunkline.extensions import e164
from trunkline.problems import refuse
from trunkline.store.among import among
from trunkline.store.tables import CallerNumber, Extension, PhoneNumber
from trunkline.store.tenant import Tenant

MOST_AT_ONCE = 20
CARRIER_UPDATE_REQUIRED, CONFIRMED = 1, 2  # states of a BYOC number's emergency address
CAPABILITIES = ("incoming", "outgoing")


class Assigned(NamedTuple):
    id: str
    number: str
    source: str


_assigned = (
    select(PhoneNumber.extension_id, PhoneNumber.id, PhoneNumber.number, PhoneNumber.source)
    .where(among(PhoneNumber.extension_id, "extensions"))
    .order_by(PhoneNumber.id)
)
_inventory = (
    select(
        PhoneNumber.source,
        PhoneNumber.number_type,
        func.count().label("all"),
        func.count(PhoneNumber.extension_id).label("assigned"),
    )
    .group_by(PhoneNumber.source, PhoneNumber.number_type)
    .order_by(PhoneNumber.source, PhoneNumber.number_type)
)


def inventory(rows: Tenant) -> Sequence[tuple[str, str, int, int]]:
    """How many numbers of each source and type the account has, and how many of them ring somebody."""
    return rows.all(_inventory)


def of(rows: Tenant, extension_ids: Iterable[str]) -> dict[str, list[Assigned]]:
    """The numbers that ring each extension, in the order in which they came."""
    found: dict[str, list[Assigned]] = {id: [] for id in extension_ids}
    for extension_id, *assigned in rows.all(_assigned, extensions=[*found]):
        found[extension_id].append(Assigned(*assigned))
    return found


def assign(rows: Tenant, extension: Extension, choices: Sequence[Mapping[str, Any]]) -> list[Assigned]:
    """Let numbers, chosen by id or as dialled, ring the extension; another's number is not taken from it."""
    chosen = [_chosen(rows, choice) for choice in choices]
    for row in chosen:
        if row.extension_id not in (None, extension.id):
            refuse("phone_number_taken", number=row.number)
        row.extension_id, row.site_id = extension.id, extension.site_id
    return [Assigned(row.id, row.number, row.source) for row in chosen]


def unassign(rows: Tenant, extension: Extension, named: str) -> None:
    """`named` is the id of one of the extension's numbers, or the number."""
    number = e164.normal(named)
    where = PhoneNumber.number == number if number else PhoneNumber.id == named
    found = rows.first(PhoneNumber, PhoneNumber.extension_id == extension.id, where)
    _free(rows, rows.edit(PhoneNumber, found.id if found else refuse("phone_number_unknown", id=named)))


def unassign_all(rows: Tenant, extension: Extension) -> None:
    for row in rows.find(PhoneNumber, PhoneNumber.extension_id == extension.id):
        _free(rows, row)


def _free(rows: Tenant, row: PhoneNumber) -> None:
    """Nobody shows a number any more that rings nobody."""
    row.extension_id = None
    rows.forget(CallerNumber, CallerNumber.phone_number_id == row.id)


def unassigned(rows: Tenant, named: Sequence[str]) -> list[PhoneNumber]:
    """The numbers of those ids, or as dialled, to change: all of them are nobody's, or the request is refused."""
    if len(named) > MOST_AT_ONCE:
        refuse("invalid", fields=["phone_numbers"])
    dialled = {said: e164.normal(said) for said in named}
    where = PhoneNumber.id.in_(named) | PhoneNumber.number.in_([number for number in dialled.values() if number])
    found = {name: row for row in rows.edit_all(PhoneNumber, where) for name in (row.id, row.number)}
    chosen = [
        found.get(said) or found.get(dialled[said] or "") or refuse("phone_number_unknown", id=said) for said in named
    ]
    for row in chosen:
        if row.extension_id is not None:
            refuse("phone_number_assigned", number=row.number)
    return [*{row.id: row for row in chosen}.values()]


def _chosen(rows: Tenant, choice: Mapping[str, Any]) -> PhoneNumber:
    if "id" in choice:
        return rows.edit(PhoneNumber, choice["id"])
    number = e164.normal(choice.get("number", "")) or refuse("phone_number_unknown", id=choice.get("number", ""))
    found = rows.first(PhoneNumber, PhoneNumber.number == number) or refuse("phone_number_unknown", id=number)
    return rows.edit(PhoneNumber, found.id)
