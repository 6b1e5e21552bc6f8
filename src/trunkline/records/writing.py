"""Writes the exchange's records as rows: a call with all its elements, once however often it is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import BigInteger, Table, insert, select
from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import Element, Message, Party, Record, Recording
from trunkline.records import keywords, parts, totals
from trunkline.store import bulk, changes
from trunkline.store import records as tables
from trunkline.store.among import among
from trunkline.store.records import Call, CallDay, CallElement, PartDay, Voicemail

NOBODY = Party()
KNOWN_PARTIES = 10_000  # whose cells are kept: the same people take part in many calls

_calls, _elements = cast("Table", Call.__table__), cast("Table", CallElement.__table__)
_names = tuple(field.name for field in fields(Party))
_known = select(Call.key).where(among(Call.key, "keys", BigInteger))


def write(session: Session, records: Sequence[tuple[str, Record]]) -> None:
    """Keep the records of accounts; one that is there already stays as it is (a journal may be replayed)."""
    told: dict[str, dict[int, Record]] = {}
    for account_id, record in records:
        told.setdefault(account_id, {}).setdefault(int(record.call), record)
    for account_id in sorted(told):  # always in the same order: writers do not wait for each other in a circle
        _write(session, account_id, told[account_id])


def _write(session: Session, account_id: str, told: Mapping[int, Record]) -> None:
    """All of one account. Whoever else writes for it waits from the first line on, so what is new stays so."""
    number = changes.take(session, account_id, sum(len(record.elements) for record in told.values()))
    known = set(session.scalars(_known, {"keys": [*told]}))
    new = [(key, record) for key, record in told.items() if key not in known]
    calls = [_call(account_id, key, record) for key, record in new]
    elements = [row for key, record in new for row in _elements_of(account_id, key, record)]
    bulk.insert(session, _calls, calls)
    for n, row in enumerate(elements, number):
        row["change"] = n
    bulk.insert(session, _elements, elements)
    if messages := [_message(account_id, record, message) for _, record in new for message in record.messages]:
        session.execute(insert(Voicemail), messages)
    if recordings := [_recording(account_id, record, each) for _, record in new for each in _kept(record)]:
        session.execute(insert(tables.Recording), recordings)
    keywords.add(session, account_id, calls)
    counted = [
        {**row, "voicemail": row["voicemail_id"] is not None, "recorded": row["recording_id"] is not None}
        for row in calls
    ]
    totals.add(session, CallDay, account_id, counted, counted)
    leading, closing = (row for row in elements if row["leads"]), (row for row in elements if row["closes"])
    totals.add(session, PartDay, account_id, leading, closing)


def _kept(record: Record) -> list[Recording]:
    return [recording for recording in record.recordings if recording.file]


def _call(account_id: str, key: int, record: Record) -> dict[str, Any]:
    owner = _owner(record.elements[0]) if record.elements else NOBODY
    return {
        "account_id": account_id,
        "key": key,
        "id": record.id,
        "start": _ms(record.start),
        "answer": None if record.answer is None else _ms(record.answer),
        "end": _ms(record.end),
        "direction": record.direction,
        "connect_type": record.connect_type,
        "call_type": record.call_type,
        "result": record.result,
        "site_name": owner.site_name,
        "voicemail_id": record.messages[0].id if record.messages else None,
        "recording_id": next((recording.id for recording in _kept(record)), None),
        "words": _words(party for element in record.elements for party in _parties(element)),
        **_sides(record),
        **_place(owner),
    }


def _elements_of(account_id: str, key: int, record: Record) -> Iterator[dict[str, Any]]:
    of_part = _parts(record)
    for position, element in enumerate(record.elements):
        owner = _owner(element)
        yield {
            "account_id": account_id,
            "key": key,
            "position": position,
            "id": element.id,
            "call_history_uuid": record.id,
            "segment": element.segment,
            "node": element.node,
            "event": element.event,
            "direction": element.direction,
            "connect_type": element.connect_type,
            "call_type": record.call_type,
            "result": element.result,
            "reason": element.reason,
            "owner": element.owner,
            "start": _ms(element.start),
            "answer": None if element.answer is None else _ms(element.answer),
            "end": _ms(element.end),
            "hold": _ms(element.hold),
            "wrap_up": _ms(element.wrap_up),
            "voicemail_id": next((message.id for message in record.messages if message.element == position), None),
            "recording_id": next((each.id for each in _kept(record) if each.element == position), None),
            "operator": None if element.operator is None else _of(element.operator).json,
            "words": _words(_parties(element)),
            **_sides(element),
            **_place(owner),
            **of_part[position],
        }


def _parts(record: Record) -> list[dict[str, Any]]:
    """What each element says of its owner's part of the call."""
    found: list[dict[str, Any]] = [{"leads": False, "closes": False, "path": "", "missed": False}] * len(
        record.elements
    )
    own = parts.by_owner((element.owner, (position, element)) for position, element in enumerate(record.elements))
    for numbered in own.values():
        first_place, first = numbered[0]
        last_place, _ = max(numbered, key=lambda each: (each[1].end, each[0]))
        standing = parts.standing([element for _, element in numbered])
        callee_is_ours = bool(standing.callee.extension)
        result = parts.result(standing.event, standing.result, standing.reason, callee_is_ours=callee_is_ours)
        said = {
            "path": parts.path(first.event, _owner(first).extension_type, record.connect_type),
            "missed": parts.missed(first.direction, result),
        }
        for place, _ in numbered:
            found[place] = {"leads": place == first_place, "closes": place == last_place, **said}
    return found


def _message(account_id: str, record: Record, message: Message) -> dict[str, Any]:
    return {**_sound(account_id, record, message), "read": False, "trashed": None}


def _recording(account_id: str, record: Record, recording: Recording) -> dict[str, Any]:
    return {
        **_sound(account_id, record, recording),
        "direction": record.elements[recording.element].direction,
    }


def _sound(account_id: str, record: Record, kept: Message | Recording) -> dict[str, Any]:
    element = record.elements[kept.element]
    first = next(each for each in record.elements if each.owner == element.owner)
    owner = _owner(element)
    _, _, log_id = first.id.partition("-")  # as the deprecated lists name the owner's part of a call
    return {
        "account_id": account_id,
        "id": kept.id,
        "created": _ms(kept.at),
        "seconds": int(kept.seconds),
        "file": kept.file,
        "owner": kept.owner,
        "owner_type": owner.extension_type,
        "owner_name": owner.name,
        "owner_number": owner.number,
        "site_id": owner.site_id,
        "key": int(record.call),
        "call_element_id": element.id,
        "call_log_id": log_id,
        "caller": asdict(element.caller),
        "callee": asdict(element.callee),
    }


def _sides(told: Record | Element) -> dict[str, Any]:
    return {
        "caller": _of(told.caller).json,
        "callee": _of(told.callee).json,
        "caller_type": told.caller.extension_type,
        "callee_type": told.callee.extension_type,
        "caller_number_type": told.caller.number_type,
        "callee_number_type": told.callee.number_type,
    }


class Cells(NamedTuple):
    """What rows say of a party."""

    party: Party
    json: str  # what is known of it; what is not takes no room
    words: tuple[str, ...]


_cells: dict[int, Cells] = {}


def _of(party: Party) -> Cells:
    """Kept by the party's identity, which is quicker than to compare its fields; it stays while its party is held."""
    known = _cells.get(id(party))
    if known is None:
        if len(_cells) >= KNOWN_PARTIES:
            _cells.clear()
        said = {name: value for name in _names if (value := getattr(party, name))}
        words = tuple(word.lower() for word in (party.name, party.number, party.did, party.email) if word)
        known = _cells[id(party)] = Cells(party, orjson.dumps(said).decode(), words)
    return known


def _place(owner: Party) -> dict[str, Any]:
    return {"site_id": owner.site_id, "department": owner.department, "cost_center": owner.cost_center}


def _owner(element: Element) -> Party:
    for party in (element.caller, element.callee, element.operator):
        if party and element.owner and party.extension == element.owner:
            return party
    return NOBODY


def _parties(element: Element) -> list[Party]:
    return [party for party in (element.caller, element.callee, element.operator) if party]


def _words(parties: Iterable[Party]) -> str:
    return "".join(f"\n{word}" for word in sorted({word for party in parties for word in _of(party).words}))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
