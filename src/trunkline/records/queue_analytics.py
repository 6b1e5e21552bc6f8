"""What became of the calls of queues, counted from the elements that the queues own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from trunkline.store.among import among
from trunkline.store.records import CallElement
from trunkline.store.tenant import Tenant


@dataclass(frozen=True)
class Figures:
    """Of one queue; times are sums of whole seconds, as history shows them for each call."""

    completed: int = 0
    abandoned: int = 0
    overflowed: int = 0
    waited: int = 0
    longest_wait: int = 0
    handled: int = 0  # from the answer to the end, with what was held
    outbound: int = 0
    outbound_connected: int = 0

    @property
    def inbound(self) -> int:
        """Waiting ends in one of these ways. An element of the queue's mailbox, say, is no other call."""
        return self.completed + self.abandoned + self.overflowed

    @property
    def average_wait(self) -> int:
        return _average(self.waited, self.inbound)

    @property
    def average_handling(self) -> int:
        return _average(self.handled, self.completed)


NONE = Figures()

_ended = {"completed": "answered", "abandoned": "abandoned", "overflowed": "overflowed"}


def _seconds(since: Any, until: Any) -> ColumnElement[int]:
    return until // 1000 - since // 1000


_wait = _seconds(CallElement.start, func.coalesce(CallElement.answer, CallElement.end))
_talk = _seconds(CallElement.answer, CallElement.end)
_waited = CallElement.result.in_(_ended.values())
_out = CallElement.event == "outgoing"

_counted = (
    select(
        CallElement.owner,
        *(func.count().filter(CallElement.result == result).label(name) for name, result in _ended.items()),
        func.sum(_wait).filter(_waited).label("waited"),
        func.max(_wait).filter(_waited).label("longest_wait"),
        func.sum(_talk).filter(CallElement.result == "answered").label("handled"),
        func.count().filter(_out).label("outbound"),
        func.count().filter(_out, CallElement.answer.is_not(None)).label("outbound_connected"),
    )
    .where(
        among(CallElement.owner, "queues"),
        CallElement.start >= bindparam("since"),
        CallElement.start < bindparam("until"),
    )
    .group_by(CallElement.owner)
)


def of(rows: Tenant, queue_ids: Iterable[str], start: datetime, end: datetime) -> dict[str, Figures]:
    """The figures of each queue: one query, which reads the elements of those queues alone."""
    found = dict.fromkeys(queue_ids, NONE)
    for row in rows.all(_counted, queues=[*found], since=_ms(start), until=_ms(end)):
        counts = {name: int(value or 0) for name, value in row._asdict().items() if name != "owner"}
        found[row.owner] = Figures(**counts)
    return found


def _average(sum: int, count: int) -> int:
    return sum // count if count else 0


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
