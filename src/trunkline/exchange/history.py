"""How a call becomes its record: one row, and an element for each owner of each thing that happened."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha1
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from trunkline.exchange.numbers import E164
from trunkline.exchange.plan import AutoReceptionist, Extension, Line, Queue, User
from trunkline.exchange.vocabulary import (
    ATTEMPTS,
    CallType,
    Contact,
    Direction,
    Element,
    Event,
    ExtensionType,
    Message,
    Party,
    Reason,
    Record,
    Recording,
    Result,
)

# The space of names in which the ids of calls and their elements are made, so that telling a call again names it alike.
CALLS = UUID("3f0d2f5e-6b0f-4a52-9a3c-5d1c2a1e7b60")
_IN_CALLS = sha1(CALLS.bytes, usedforsecurity=False)
LONGEST_DIALLED = 64  # characters
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}

KINDS: dict[type[Extension], ExtensionType] = {
    User: "user",
    Queue: "call_queue",
    AutoReceptionist: "auto_receptionist",
}


class Part(Struct, eq=False):
    """An element that may not be over. What is not settled when the call ends, the end of the call settles."""

    segment: int
    event: Event
    direction: Direction
    owner: str
    caller: Party
    callee: Party
    start: float
    operator: Party | None = None
    answer: float | None = None
    end: float | None = None
    result: Result | None = None
    reason: Reason = ""

    def close(self, result: Result, now: float) -> None:
        self.result, self.end = result, now

    @property
    def is_attempt(self) -> bool:
        return self.event in ATTEMPTS


def record(
    call: str,
    call_type: CallType,
    start: float,
    end: float,
    result: Result,
    parts: Sequence[Part],
    unconfirmed: Sequence[Part],
    hold: float,
    messages: Sequence[Message],
    recordings: Sequence[Recording],
    ahead: float = 0.0,
) -> Record:
    """The row of the account's list. Its result is that of the first element that was answered, or else of the last
    that is no attempt; so is that of whoever dialled. Legs that were `unconfirmed` decide nothing, and stand last, each
    as a step of its own. `ahead` is added to all times."""
    elements: list[Element] = []
    start, end = start + ahead, end + ahead
    began = stamp(start)
    settled = _settled(parts, result)
    node, last = 0, parts[-1].segment
    parts = [*parts, *(replace(part, segment=last + n) for n, part in enumerate(unconfirmed, start=1))]
    for n, part in enumerate(parts):
        node = node + 1 if n and part.segment == parts[n - 1].segment else 0
        elements.append(
            Element(
                named(call, began, f"{part.segment}.{node}"),
                part.segment,
                node,
                part.event,
                part.direction,
                part.owner,
                part.caller,
                part.callee,
                part.operator,
                part.start + ahead,
                None if part.answer is None else part.answer + ahead,
                end if part.end is None else part.end + ahead,
                part.result or (settled if part.event == "outgoing" else result),
                hold if part.answer is not None else 0,
                part.reason,
            )
        )
    first = elements[0]
    answered = next((element for element in elements if element.answer is not None), None)
    return Record(
        id=named(call, began),
        call=call,
        direction=first.direction,
        connect_type="external" if any(each.connect_type == "external" for each in elements) else "internal",
        call_type=call_type,
        caller=first.caller,
        callee=first.callee,
        start=start,
        answer=answered.answer if answered else None,
        end=end,
        result=answered.result if answered else settled,
        elements=tuple(elements),
        messages=tuple(replace(each, at=each.at + ahead) for each in messages),
        recordings=tuple(replace(each, at=each.at + ahead) for each in recordings),
    )


def unconfirmed(owner: str, caller: Party, number: str, operator: Party | None, start: float, end: float) -> Part:
    """A phone of someone outside that was answered at the carrier, where nobody pressed 1 to have the call."""
    callee = outsider(number)
    return Part(0, "forward", "outbound", owner, caller, callee, start, operator, end=end, result="no_answer")


def _settled(parts: Sequence[Part], result: Result) -> Result:
    """What became of a call that nobody answered."""
    last = next((part for part in reversed(parts) if not part.is_attempt and part.event != "outgoing"), None)
    return (last.result if last else None) or result


def stamp(start: float) -> str:
    """When a call began, as the ids of its history begin: its day, then milliseconds in hexadecimal."""
    return f"{_day(int(start // 86400))}{int(start * 1000):012x}"


@lru_cache
def _day(number: int) -> str:
    """Of days since the epoch; formatting one takes as long as all else that an id is made of."""
    return f"{datetime.fromtimestamp(number * 86400, UTC):%Y%m%d}"


def named(call: str, began: str, place: str = "") -> str:
    """The id of a call's history or, with a place `segment.node`, of one of its elements; `began` is its stamp.

    The uuid begins with the time (RFC 9562 section 5.7): without its day an id still says which day it was, and ids of
    one time lie side by side in an index.
    """
    found = _uuid(f"{call} {place}")
    return f"{began[:8]}-{began[8:16]}-{began[16:]}-7{found[13:16]}-{found[16:20]}-{found[20:]}"


def dated(uuid: str) -> str:
    """The whole id of which this is what stands behind the day; of any other text, none that ever was."""
    try:
        day = datetime.fromtimestamp((UUID(uuid).int >> 80) / 1000, UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{day:%Y%m%d}-{uuid}"


def message_id(call: str, nth: int) -> str:
    return _uuid(f"{call} message {nth}")


def recording_id(call: str, nth: int) -> str:
    return _uuid(f"{call} recording {nth}")


def _uuid(name: str) -> str:
    """Of version 5 (RFC 9562 section 5.5) in the space of calls; the standard library takes five times as long."""
    found = _IN_CALLS.copy()
    found.update(name.encode())
    digits = found.hexdigest()
    return f"{digits[:12]}5{digits[13:16]}{_VARIANT[digits[16]]}{digits[17:32]}"


def party(extension: Extension, *, did: str = "", line: Line | None = None, contact: Contact | None = None) -> Party:
    """An extension at one end of a call, at a phone where that is known."""
    return Party(
        number=str(extension.number),
        name=extension.name,
        extension=extension.id,
        extension_id=extension.extension_id,
        extension_type=KINDS[type(extension)],
        email=extension.email if isinstance(extension, User) else "",
        did=did,
        number_type="byoc" if did else "",
        site_id=extension.site_id,
        site_name=extension.site_name,
        department=extension.department,
        cost_center=extension.cost_center,
        device_type=line.device_type if line else "",
        private_ip=contact.private_ip if contact else "",
        public_ip=contact.public_ip if contact else "",
    )


def stranger(dialled: str) -> Party:
    """What was dialled and is nobody's here; no more of it than a number could be."""
    return Party(number=dialled[:LONGEST_DIALLED], number_type="external_pstn" if E164.fullmatch(dialled) else "")


def outsider(number: str, name: str = "") -> Party:
    """Someone of the public network, who may not want to be known."""
    return Party(number=number, name=name, number_type="external_pstn" if number else "anonymous_number")
