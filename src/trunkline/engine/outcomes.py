"""What became of calls: a line in the log for each that is over, and what is counted of it.

Both ends are told by their numbers and names, which others may have chosen: they are as long as a name is, and whoever
writes the log encodes them. The ids are those of the API's call history.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.leg import Leg, call_of
from trunkline.engine.media import Quality, RelayGone
from trunkline.exchange.vocabulary import Party, Record

LONGEST = 64  # characters of a name or a number
MOST = 10_000  # calls of which something is remembered
LEGS = 8  # of a call, whose audio is told
LAST = 0.05  # seconds until all legs of a call that is over are gone

log = structlog.get_logger()

Heard = Callable[[Quality], None]
Over = Callable[[Record], None]
Left = Callable[[str, str], None]  # of a leg's name and its Call-ID


def _nothing(*_: object) -> None: ...


@dataclass
class Known:
    """What the engine saw of a call that its record does not say."""

    audio: dict[str, Quality] = field(default_factory=dict[str, Quality])  # by leg
    status: int = 0  # with which a phone or a carrier refused last
    is_ended: bool = False  # by an operator


class Outcomes:
    def __init__(self, heard: Heard = _nothing, over: Over = _nothing, left: Left = _nothing) -> None:
        self._on_heard, self._on_over, self._on_left = heard, over, left
        self._known = OrderedDict[str, Known]()

    def refused(self, leg: str, status: int) -> None:
        self._of(call_of(leg)).status = status

    def ended(self, call: str) -> None:
        """An operator ends it."""
        self._of(call).is_ended = True

    def left(self, leg: Leg) -> None:
        """A leg is over, and about to lose its audio: what the relay knows of that."""
        self._on_left(leg.id, str(leg.cId))
        if leg.session is None or not leg.heard_at:
            return
        try:
            quality = leg.session.quality()
        except (RelayGone, ValueError):  # who needs it tells of the first; the leg is to end whatever the relay says
            return
        if quality.packets:
            self._on_heard(quality)
            audio = self._of(call_of(leg.id)).audio
            if len(audio) < LEGS:
                audio[leg.id] = quality

    def over(self, account_id: str, record: Record) -> None:
        """Its legs may be ended in the same breath, and are to be in the line."""
        stack.Timeout(self._tell, LAST, 1, account_id, record)

    def _tell(self, account_id: str, record: Record) -> None:
        known = self._known.pop(record.call, None) or Known()
        self._on_over(record)
        log.info("call ended", account=account_id, **line(record, known))

    def _of(self, call: str) -> Known:
        found = self._known.setdefault(call, Known())
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found


def line(record: Record, known: Known) -> dict[str, Any]:
    said: dict[str, Any] = {"call": record.call, "id": record.id, "direction": record.direction}
    said |= {"caller": _text(record.caller.number), "caller_name": _text(record.caller.name)}
    said |= {"callee": _text(record.callee.number), "callee_name": _text(record.callee.name)}
    if sent_to := [number for number in record.sent_to if number != record.callee.number]:
        said["sent_to"] = [_text(number) for number in sent_to[:LEGS]]
    if record.taken_at and record.taken_at != record.callee.number:
        said["answered_by"] = _text(record.taken_at)
    elif (by := _answered_by(record)) and by != record.callee:
        said |= {"answered_by": _text(by.number), "answered_by_name": _text(by.name)}
    if record.call_type == "emergency":
        said["emergency"] = True
    said["result"] = record.result
    if reasons := [each.reason for each in record.elements if each.reason and not each.is_attempt]:
        said["reason"] = reasons[-1]
    if record.why and record.answer is None:
        said["why"] = record.why
    if known.is_ended:
        said["ended_by"] = "operator"
    if record.answer is None and known.status:
        said["sip_status"] = known.status
    said["rang"] = round(record.rang, 1)
    said["talked"] = 0.0 if record.answer is None else round(record.end - record.answer, 1)
    if record.messages:
        said["messages"] = len(record.messages)
    if record.recordings:
        said["recordings"] = len(record.recordings)
    if known.audio:
        said["audio"] = {leg.partition(".")[2]: each.facts() for leg, each in sorted(known.audio.items())}
    return said


def _answered_by(record: Record) -> Party | None:
    answered = [each.callee for each in record.elements if each.answer is not None and each.event != "outgoing"]
    return answered[-1] if answered else None


def _text(said: str) -> str:
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."
