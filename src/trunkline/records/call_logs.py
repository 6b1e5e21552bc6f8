"""The oldest lists: a row for each owner's part of a call, which is read whole from the elements of the call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, false, or_, select, true

from trunkline.exchange.history import dated
from trunkline.problems import refuse
from trunkline.records import parties, parts, totals
from trunkline.records.call_history import ELEMENTS, Listed, milliseconds
from trunkline.store.among import among
from trunkline.store.records import CallElement, PartDay
from trunkline.store.tables import Extension
from trunkline.store.tenant import Order, Tenant

# What stands for a part in a list.
MARKS = select(CallElement.key, CallElement.position, CallElement.owner, CallElement.end)
_of_calls = ELEMENTS.where(among(CallElement.key, "keys", BigInteger)).order_by(CallElement.key, CallElement.position)
_extensions = select(Extension.id, Extension.active).where(among(Extension.id, "ids"))


@dataclass(frozen=True)
class Part:
    """What happened to one owner in one call."""

    call: Sequence[Any]  # every element of the call
    owner: str

    @cached_property
    def own(self) -> Sequence[Any]:
        return [each for each in self.call if each.owner == self.owner]

    @property
    def first(self) -> Any:
        return self.own[0]

    @cached_property
    def standing(self) -> Any:
        return parts.standing(self.own)

    @property
    def id(self) -> str:
        """That of the first element without its day."""
        return self.first.id.partition("-")[2]

    @property
    def end(self) -> int:
        return max(each.end for each in self.own)

    @property
    def hold(self) -> int:
        return sum(each.hold for each in self.own)

    @property
    def client_code(self) -> str:
        return next((each.client_code for each in self.own if each.client_code), "")

    @property
    def forwarded_to(self) -> Mapping[str, Any] | None:
        """To whom the owner sent the call on, last."""
        sent = (each for each in reversed(self.call) if self._sent_on_by_owner(each))
        return next((each.callee for each in sent if each.callee.get("extension") != self.owner), None)

    @property
    def forwarded_by(self) -> Mapping[str, Any] | None:
        """Who sent the call to the owner; of a member that was rung, the queue or group."""
        first = self.first
        before = [each for each in self.call if each.position < first.position]
        if first.event in parts.ATTEMPTS:
            ways = (each for each in reversed(before) if each.owner and each.event not in parts.ATTEMPTS)
            return next((each.callee for each in ways if each.callee.get("extension") == each.owner), None)
        for each in [*self.own, *reversed(before)]:
            reached = each.callee.get("extension") == self.owner
            if each.event in parts.SENT_ON and each.operator and reached and not self._sent_on_by_owner(each):
                return each.operator
        return None

    @property
    def accepted_by(self) -> Mapping[str, Any] | None:
        """Who picked up, of an inbound call."""
        answer = self.standing.answer
        if answer is None or self.first.direction != "inbound":
            return self.standing.operator if self.standing.reason else None
        acted = [self.standing, *(each for each in self.call if each.answer == answer)]
        return next((each.operator for each in acted if each.operator), None)

    def _sent_on_by_owner(self, element: Any) -> bool:
        operator: Mapping[str, Any] | None = element.operator
        return element.event in parts.SENT_ON and operator is not None and operator.get("extension") == self.owner


def order(by_end: bool) -> Order:
    return (CallElement.end if by_end else CallElement.start, CallElement.key, CallElement.position)


def of_account(rows: Tenant, query: Mapping[str, Any], start: datetime, end: datetime) -> Listed:
    by_end = query["time_type"] == "endTime"
    time, stands = (CallElement.end, CallElement.closes) if by_end else (CallElement.start, CallElement.leads)
    stretch = milliseconds(start), milliseconds(end)
    known = totals.spread(rows, PartDay, _kinds(PartDay, query), *stretch, by_end=by_end)
    matching = MARKS.where(stands == true(), *_kinds(CallElement, query))
    first, last = known.within
    return Listed(
        matching.where(time >= first),
        (last, 0, 0),
        lambda: known.total(lambda a, b: rows.count(matching.where(time >= a, time < b))),
    )


def of_user(rows: Tenant, query: Mapping[str, Any], start: datetime, end: datetime, owner: str) -> Listed:
    by_end = query["time_type"] == "endTime"
    time, stands = (CallElement.end, CallElement.closes) if by_end else (CallElement.start, CallElement.leads)
    where = [CallElement.owner == owner, stands == true(), ~CallElement.part_hidden]
    where += [time >= milliseconds(start), *_kinds(CallElement, query)]
    if "phone_number" in query:
        number = query["phone_number"].strip().lower()
        where.append(parties.takes_part(CallElement, or_(*map(parties.called, (number, f"+{number}")))))
    since, last = MARKS.where(*where), milliseconds(end)
    return Listed(since, (last, 0, 0), lambda: rows.count(since.where(time < last)))


def standing_of_user(owner: str) -> Select[*tuple[Any, ...]]:
    """The user's parts, each by the element that ended last."""
    return MARKS.where(CallElement.owner == owner, CallElement.closes, ~CallElement.part_hidden)


def changed_of_user(owner: str) -> Select[*tuple[Any, ...]]:
    """The user's elements, each of which may have changed by itself."""
    return MARKS.where(CallElement.owner == owner, ~CallElement.part_hidden)


def read(rows: Tenant, marks: Sequence[Any]) -> list[Part]:
    """The parts that these stand for, in their order, each once."""
    calls: dict[int, list[Any]] = {}
    for element in rows.all(_of_calls, keys=[*{mark.key for mark in marks}]):
        calls.setdefault(element.key, []).append(element)
    wanted = dict.fromkeys((mark.key, mark.owner) for mark in marks)
    return [Part(calls[key], owner) for key, owner in wanted]


def one(rows: Tenant, id: str, owner: str | None) -> Part:
    """The part of that id, or the first of a call by its call id; to whoever may see one owner's alone, of theirs."""
    is_call = re.fullmatch(r"[0-9]{1,19}", id) and int(id) < 2**63
    named = CallElement.key == int(id) if is_call else CallElement.id == dated(id)
    own = [] if owner is None else [CallElement.owner == owner, ~CallElement.part_hidden]
    marks = rows.all(MARKS.where(named, CallElement.leads, *own).order_by(CallElement.position))
    return read(rows, marks[:1])[0] if marks else refuse("call_log_unknown", id=id)


def mark(rows: Tenant, id: str, client_code: str) -> None:
    """Put a client code on a part."""
    if not rows.revise(CallElement.id == dated(id), CallElement.leads, client_code=client_code):
        refuse("call_log_unknown", id=id)


def remove(rows: Tenant, owner: str, id: str) -> None:
    """Take a part out of its owner's lists, old and new."""
    leading = MARKS.where(CallElement.id == dated(id), CallElement.leads, CallElement.owner == owner)
    found = rows.all(leading.where(~CallElement.part_hidden))
    if not found:
        refuse("call_log_unknown", id=id)
    rows.revise(CallElement.key == found[0].key, CallElement.owner == owner, hidden=True, part_hidden=True)


def standings(rows: Tenant, ids: Sequence[str]) -> dict[str, str]:
    """Of these extensions those that are no more as they were: `deleted`, or `inactive`."""
    known = {row.id: row.active for row in rows.all(_extensions, ids=ids)}
    found = {id: "deleted" if id not in known else "" if known[id] else "inactive" for id in ids}
    return {id: standing for id, standing in found.items() if standing}


def _kinds(kind: type[CallElement] | type[PartDay], query: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The filters of the account's list, which the counts of days know too."""
    where: list[ColumnElement[bool]] = []
    if query.get("type") == "missed":
        where.append(kind.missed == true())
    if "path" in query:
        where.append(kind.path == query["path"])
    if "site_id" in query:
        where.append(kind.site_id == query["site_id"])
    if query.get("charged_call_logs"):
        where.append(false())  # no call costs anything here
    return where
