"""Numbers of groups that an account, a site or a user may show when calling out: chosen one by one.

A number that rings a user is that user's alone to show, so only those of queues and receptionists can be chosen.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, String, and_, cast, false, or_, select

from trunkline.extensions import targets
from trunkline.problems import refuse
from trunkline.store.tables import CallerNumber, Extension, PhoneNumber, Site
from trunkline.store.tenant import Order, Tenant

KINDS = ("auto_receptionist", "call_queue")  # whose numbers can be chosen
_KIND_OF = {word: kind for kind, word in targets.KINDS.items() if kind in KINDS}

_columns = (
    CallerNumber.id.label("customize_id"),
    PhoneNumber.number,
    PhoneNumber.incoming,
    PhoneNumber.outgoing,
    Extension.extension_id,
    Extension.name.label("extension_name"),
    Extension.number.label("extension_number"),
    Extension.kind,
    Site.id.label("site_id"),
    Site.name.label("site_name"),
)


def listed(owner_id: str, query: Mapping[str, Any]) -> tuple[Select[*tuple[Any, ...]], Order]:
    """Those that were chosen, those that could be, or both."""
    its_own = and_(CallerNumber.phone_number_id == PhoneNumber.id, CallerNumber.owner_id == owner_id)
    if query.get("selected"):
        statement = (
            select(CallerNumber.phone_number_id, *_columns)
            .join(PhoneNumber, PhoneNumber.id == CallerNumber.phone_number_id)
            .where(CallerNumber.owner_id == owner_id)
        )
        order: Order = (CallerNumber.phone_number_id,)
    else:
        statement = select(PhoneNumber.id.label("phone_number_id"), *_columns).outerjoin(CallerNumber, its_own)
        order = (PhoneNumber.id,)
    statement = statement.join(Extension, Extension.id == PhoneNumber.extension_id)
    statement = statement.join(Site, Site.id == PhoneNumber.site_id).where(Extension.kind.in_(KINDS))
    if query.get("selected") is False:
        statement = statement.where(CallerNumber.id.is_(None))
    if "site_id" in query:
        statement = statement.where(PhoneNumber.site_id == query["site_id"])
    if "extension_type" in query:
        kind = _KIND_OF.get(query["extension_type"])
        statement = statement.where(Extension.kind == kind if kind else false())
    if "keyword" in query:
        numbers = (PhoneNumber.number, cast(Extension.number, String))
        statement = statement.where(or_(*(column.contains(query["keyword"], autoescape=True) for column in numbers)))
    return statement, order


def shown(row: Any) -> Any:
    """As all three documents have it. A number that was not chosen has no `customize_id`."""
    answer = {
        "extension_id": row.extension_id,
        "extension_name": row.extension_name,
        "extension_number": str(row.extension_number),
        "extension_type": targets.KINDS[row.kind],
        "incoming": row.incoming,
        "outgoing": row.outgoing,
        "phone_number": row.number,
        "phone_number_id": row.phone_number_id,
        "site": {"id": row.site_id, "name": row.site_name},
    }
    return answer if row.customize_id is None else answer | {"customize_id": row.customize_id}


def add(rows: Tenant, owner_id: str, phone_number_ids: Iterable[str]) -> None:
    """All of them or none; one that was chosen already stays so."""
    wanted = [*dict.fromkeys(phone_number_ids)]
    numbers = {row.id: row for row in rows.find(PhoneNumber, PhoneNumber.id.in_(wanted))}
    ringing = {numbers[id].extension_id for id in numbers}
    fit = {row.id for row in rows.find(Extension, Extension.id.in_(ringing), Extension.kind.in_(KINDS))}
    present = {row.phone_number_id for row in rows.find(CallerNumber, CallerNumber.owner_id == owner_id)}
    for id in wanted:
        number = numbers.get(id) or refuse("phone_number_unknown", id=id)
        if number.extension_id not in fit:
            refuse("caller_number_unfit", number=number.number)
        if id not in present:
            rows.add(CallerNumber(owner_id=owner_id, phone_number_id=id))


def remove(rows: Tenant, owner_id: str, ids: Iterable[str]) -> None:
    """By `customize_id`; all of them or none."""
    wanted = [*dict.fromkeys(ids)]
    where = (CallerNumber.owner_id == owner_id, CallerNumber.id.in_(wanted))
    found = {row.id: row for row in rows.find(CallerNumber, *where)}
    for row in [found.get(id) or refuse("caller_number_unknown", id=id) for id in wanted]:
        rows.delete(row)
