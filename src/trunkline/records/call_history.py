"""Call history: the lists of the account's calls and of elements by owner, and what may be changed afterwards."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from trunkline.problems import refuse
from trunkline.records import parties, totals
from trunkline.store.records import Call, CallDay, CallElement
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
    CallElement.position,
    CallElement.id,
    CallElement.call_history_uuid,
    CallElement.segment,
    CallElement.node,
    CallElement.event,
    CallElement.direction,
    CallElement.connect_type,
    CallElement.call_type,
    CallElement.result,
    CallElement.reason,
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
    CallElement.client_code,
    CallElement.path,
)
UNCOUNTED = {"keyword", "group_ids"}  # filters that counts know nothing of
BY_END: Order = (CallElement.end, CallElement.key, CallElement.position)
BY_CHANGE: Order = (CallElement.change, CallElement.key, CallElement.position)


def order(kind: Kind, by_end: bool) -> Order:
    time = kind.end if by_end else kind.start
    return (time, kind.key) if kind is Call else (time, CallElement.key, CallElement.position)


@dataclass(frozen=True)
class Listed:
    """A list newest first, the place before its newest row, and how many rows it has in all."""

    statement: Select[*tuple[Any, ...]]
    first: Sequence[int]
    total: Callable[[], int]


def calls(rows: Tenant, query: Mapping[str, Any], start: datetime, end: datetime) -> Listed:
    """The account's calls. Days that have none of the kinds asked for are not gone through."""
    by_end = query["time_type"] == "end_time"
    time = Call.end if by_end else Call.start
    known = totals.spread(rows, CallDay, _kinds(CallDay, query), *_stretch(start, end), by_end=by_end)
    if "keyword" in query:
        known = _with_keyword(rows, known, query["keyword"])
    first, last = known.within
    matching = CALLS.where(*_kinds(Call, query), *_words_and_more(Call, query))

    def count(a: int, b: int) -> int:
        return rows.count(matching.where(time >= a, time < b))

    def total() -> int:
        if query.keys() & UNCOUNTED:
            return count(first, last) if known.days else 0
        return known.total(count)

    return Listed(matching.where(time >= first), (last, 0), total)


def _with_keyword(rows: Tenant, known: totals.Spread, keyword: str) -> totals.Spread:
    """The days that may have it. A call's own id is no word of it."""
    days = parties.days(rows, keyword.lower())
    if id := _call_id(keyword):
        for call in rows.all(select(Call.start, Call.end).where(Call.key == id)):
            first, last = days or (call.start // totals.DAY, call.end // totals.DAY)
            days = min(first, call.start // totals.DAY), max(last, call.end // totals.DAY)
    return known.between(*days) if days else known.between(0, -1)


def _call_id(keyword: str) -> int | None:
    return int(keyword) if re.fullmatch(r"[0-9]{1,19}", keyword) and int(keyword) < 2**63 else None


def elements(rows: Tenant, query: Mapping[str, Any], start: datetime, end: datetime, owner: str) -> Listed:
    time = CallElement.end if query["time_type"] == "end_time" else CallElement.start
    first, last = _stretch(start, end)
    since = owned(owner).where(time >= first, *_kinds(CallElement, query), *_words_and_more(CallElement, query))
    return Listed(since, (last, 0, 0), lambda: rows.count(since.where(time < last)))


def owned(owner: str) -> Select[*tuple[Any, ...]]:
    """All elements of one owner, but for those removed from their lists."""
    return ELEMENTS.where(CallElement.owner == owner, ~CallElement.hidden)


def call(rows: Tenant, id: str) -> Any:
    found = rows.all(CALLS.where(Call.id == id))
    return found[0] if found else refuse("call_unknown", id=id)


def elements_of(rows: Tenant, key: int) -> Sequence[Any]:
    """What happened in a call, by segment and node."""
    return rows.all(ELEMENTS.where(CallElement.key == key).order_by(CallElement.position))


def element(rows: Tenant, id: str, owner: str | None) -> Any:
    """The element of that id; to whoever may see one owner's alone, others are unknown."""
    own = [] if owner is None else [CallElement.owner == owner, ~CallElement.hidden]
    found = rows.all(ELEMENTS.where(CallElement.id == id, *own))
    return found[0] if found else refuse("call_element_unknown", id=id)


def mark(rows: Tenant, id: str, client_code: str) -> None:
    """Put a client code on an element. A whole call takes none."""
    if not rows.revise(CallElement.id == id, client_code=client_code):
        if rows.all(select(Call.key).where(Call.id == id)):
            refuse("call_element_required")
        refuse("call_element_unknown", id=id)


def remove(rows: Tenant, owner: str, id: str) -> None:
    """Take an element out of its owner's lists; with the last of them goes the owner's part of the call."""
    if not rows.revise(CallElement.id == id, CallElement.owner == owner, ~CallElement.hidden, hidden=True):
        refuse("call_element_unknown", id=id)
    (key,) = (row.key for row in rows.all(select(CallElement.key).where(CallElement.id == id)))
    if not rows.all(owned(owner).where(CallElement.key == key)):
        rows.revise(CallElement.key == key, CallElement.owner == owner, part_hidden=True)


def _kinds(kind: Kind | type[CallDay], query: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The filters by kind, which the account's list, the user's, and the counts of days share."""
    where: list[ColumnElement[bool]] = []
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
    if "with_voicemail" in query:
        left = kind.voicemail == true() if issubclass(kind, CallDay) else kind.voicemail_id.is_not(None)
        where.append(left if query["with_voicemail"] else ~left)
    if "recording_status" in query:
        was = kind.recorded == true() if issubclass(kind, CallDay) else kind.recording_id.is_not(None)
        where.append(was if query["recording_status"] == "recorded" else ~was)
    for name, column in (("department", kind.department), ("cost_center", kind.cost_center)):
        if name in query:
            where.append(column == query[name])
    return where


def _words_and_more(kind: Kind, query: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if "keyword" in query:
        keyword, id = query["keyword"].lower(), _call_id(query["keyword"])
        has = [parties.takes_part(kind, parties.having(keyword))]
        if issubclass(kind, Call):
            has.append(kind.words.contains(keyword, autoescape=True))
        if id is not None:
            has.append(kind.key == id)
        where.append(or_(*has))
    if "group_ids" in query:  # nobody is in a group before there are any
        where.append(false())
    return where


def _stretch(start: datetime, end: datetime) -> tuple[int, int]:
    return milliseconds(start), milliseconds(end)


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
