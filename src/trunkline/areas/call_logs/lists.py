"""What the lists of call history select."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from trunkline.api.period import Period
from trunkline.store.records import Call, CallElement
from trunkline.store.tenant import Order

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
    CallElement.caller,
    CallElement.callee,
    CallElement.operator,
)


def order(kind: Kind, by_end: bool) -> Order:
    time = kind.end if by_end else kind.start
    return (time, kind.key) if kind is Call else (time, CallElement.key, CallElement.position)


def calls(query: Mapping[str, Any], covered: Period) -> Select[*tuple[Any, ...]]:
    return CALLS.where(*_where(Call, query, covered))


def elements(query: Mapping[str, Any], covered: Period, owner: str) -> Select[*tuple[Any, ...]]:
    return ELEMENTS.where(CallElement.owner == owner, *_where(CallElement, query, covered))


def _where(
    kind: type[Call] | type[CallElement], query: Mapping[str, Any], covered: Period
) -> list[ColumnElement[bool]]:
    """The filters, which the account's list and the user's share."""
    time = kind.end if query["time_type"] == "end_time" else kind.start
    where: list[ColumnElement[bool]] = [time >= _ms(covered.start), time < _ms(covered.end)]
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
    # Nobody is in a group, and nothing is recorded or left in a mailbox, before those exist.
    if "group_ids" in query or query.get("recording_status") == "recorded" or query.get("with_voicemail"):
        where.append(false())
    return where


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
