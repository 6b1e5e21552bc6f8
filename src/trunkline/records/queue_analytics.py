"""What became of the calls of queues, counted from the elements that the queues own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from trunkline.store.records import CallElement, WrapUp
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
    wrapped_up: int = 0  # by those who answered, as far as they are done with it
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
        """With what it takes afterwards."""
        return _average(self.handled + self.wrapped_up, self.completed)

    @property
    def average_wrap_up(self) -> int:
        return _average(self.wrapped_up, self.completed)


_ended = {"completed": "answered", "abandoned": "abandoned", "overflowed": "overflowed"}


def _seconds(since: Any, until: Any) -> ColumnElement[int]:
    return until // 1000 - since // 1000


_wait = _seconds(CallElement.start, func.coalesce(CallElement.answer, CallElement.end))
_talk = _seconds(CallElement.answer, CallElement.end)
_waited = CallElement.result.in_(_ended.values())
_out = CallElement.event == "outgoing"

_counted = select(
    *(func.count(CallElement.key).filter(CallElement.result == result).label(name) for name, result in _ended.items()),
    func.sum(_wait).filter(_waited).label("waited"),
    func.max(_wait).filter(_waited).label("longest_wait"),
    func.sum(_talk).filter(CallElement.result == "answered").label("handled"),
    func.count().filter(_out).label("outbound"),
    func.count().filter(_out, CallElement.result == "connected").label("outbound_connected"),
).where(
    CallElement.owner == bindparam("queue"),
    CallElement.start >= bindparam("since"),
    CallElement.start < bindparam("until"),
)

_wrapped_up = select(func.sum(WrapUp.milliseconds // 1000)).where(
    WrapUp.owner == bindparam("queue"),
    WrapUp.start >= bindparam("since"),
    WrapUp.start < bindparam("until"),
)


def of(rows: Tenant, queue_ids: Iterable[str], start: datetime, end: datetime) -> dict[str, Figures]:
    """The figures of each queue. Two queries each: of several owners at once, SQLite reads all that the account has."""
    found: dict[str, Figures] = {}
    for id in queue_ids:
        period = {"queue": id, "since": _ms(start), "until": _ms(end)}
        (row,), ((wrapped_up,),) = rows.all(_counted, **period), rows.all(_wrapped_up, **period)
        counts = {name: int(value or 0) for name, value in row._asdict().items()}
        found[id] = Figures(**counts, wrapped_up=int(wrapped_up or 0))
    return found


def _average(sum: int, count: int) -> int:
    return sum // count if count else 0


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
