"""The lists of call history: calls of the account, and elements by owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from trunkline.problems import refuse
from trunkline.store.records import Call, CallElement
from trunkline.store.tenant import Order, Tenant

Kind = type[Call] | type[CallElement]

CALLS = select(
    Call.key,
    Call.id,
    Call.start,
    Call.answer,
    Call.end,
    Call.direction,
    Call.connect_type,
    Call.call_type,
    Call.result,
    Call.site_id,
    Call.site_name,
    Call.department,
    Call.cost_center,
    Call.caller,
    Call.callee,
    Call.recording_id,
)
ELEMENTS = select(
    CallElement.key,
    CallElement.id,
    CallElement.call_history_uuid,
    CallElement.segment,
    CallElement.node,
    CallElement.event,
    CallElement.direction,
    CallElement.connect_type,
    CallElement.call_type,
    CallElement.result,
    CallElement.owner,
    CallElement.start,
    CallElement.answer,
    CallElement.end,
    CallElement.hold,
    CallElement.voicemail_id,
    CallElement.recording_id,
    CallElement.caller,
    CallElement.callee,
    CallElement.operator,
)


def order(kind: Kind, by_end: bool) -> Order:
    time = kind.end if by_end else kind.start
    return (time, kind.key) if kind is Call else (time, CallElement.key, CallElement.position)


def calls(query: Mapping[str, Any], start: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    return CALLS.where(*_where(Call, query, start, end))


def elements(query: Mapping[str, Any], start: datetime, end: datetime, owner: str) -> Select[*tuple[Any, ...]]:
    return ELEMENTS.where(CallElement.owner == owner, *_where(CallElement, query, start, end))


def call(rows: Tenant, id: str) -> Any:
    found = rows.all(CALLS.where(Call.id == id))
    return found[0] if found else refuse("call_unknown", id=id)


def elements_of(rows: Tenant, key: int) -> Sequence[Any]:
    """What happened in a call, by segment and node."""
    return rows.all(ELEMENTS.where(CallElement.key == key).order_by(CallElement.position))


def element(rows: Tenant, id: str, owner: str | None) -> Any:
    """The element of that id; to whoever may see one owner's alone, others are unknown."""
    own = [] if owner is None else [CallElement.owner == owner]
    found = rows.all(ELEMENTS.where(CallElement.id == id, *own))
    return found[0] if found else refuse("call_element_unknown", id=id)


def _where(kind: Kind, query: Mapping[str, Any], start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """The filters, which the account's list and the user's share."""
    time = kind.end if query["time_type"] == "end_time" else kind.start
    where: list[ColumnElement[bool]] = [time >= _ms(start), time < _ms(end)]
    for name, column in (
        ("directions", kind.direction),
        ("connect_types", kind.connect_type),
        ("call_types", kind.call_type),
        ("site_ids", kind.site_id),
    ):
        if name in query:
            where.append(column.in_(query[name]))
    if "call_results" in query:
        words = ["system_blocked" if word == "blocked" else word for word in query["call_results"]]
        where.append(kind.result.in_(words))
    if "number_types" in query:
        types = query["number_types"]
        where.append(or_(kind.caller_number_type.in_(types), kind.callee_number_type.in_(types)))
    if "extension_types" in query:
        types = query["extension_types"]
        where.append(or_(kind.caller_type.in_(types), kind.callee_type.in_(types)))
    for name, column in (("department", kind.department), ("cost_center", kind.cost_center)):
        if name in query:
            where.append(column == query[name])
    if "keyword" in query:
        where.append(kind.words.contains(query["keyword"].lower(), autoescape=True))
    if query.get("with_voicemail"):
        where.append(kind.voicemail_id.is_not(None))
    if "recording_status" in query:
        recorded = query["recording_status"] == "recorded"
        where.append(kind.recording_id.is_not(None) if recorded else kind.recording_id.is_(None))
    if "group_ids" in query:  # nobody is in a group before there are any
        where.append(false())
    return where


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
