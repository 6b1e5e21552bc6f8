"""Writes the exchange's records as rows: a call with all its elements, once however often it is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import orjson
from msgspec.structs import asdict
from sqlalchemy import BigInteger, Table, insert, select
from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import Element, Message, Party, Record, Recording
from trunkline.records import keywords, parts, totals
from trunkline.store import bulk, changes
from trunkline.store import records as tables
from trunkline.store.among import among
from trunkline.store.records import Call, CallDay, CallElement, PartDay, Voicemail

NOBODY = Party()
SEARCHED = ("name", "number", "did", "email")

_calls, _elements = cast("Table", Call.__table__), cast("Table", CallElement.__table__)
_names = Party.__struct_fields__
_known = select(Call.key).where(among(Call.key, "keys", BigInteger))


@dataclass(frozen=True, eq=False)
class Cells:
    """What rows say of a party."""

    party: Party
    json: str  # what is known of it; what is not takes no room
    words: str


Three = tuple[Cells, Cells, Cells | None]  # of caller, callee and operator


class Known(dict[int, Cells]):
    """Of parties that take part in many calls, made once. By their identity, which is quicker than to compare them: it
    lives no longer than they do."""

    def __call__(self, party: Party) -> Cells:
        return self.get(id(party)) or self._made(party)

    def _made(self, party: Party) -> Cells:
        said = {name: value for name in _names if (value := getattr(party, name))}
        words = "".join(f"\n{said[name].lower()}" for name in SEARCHED if name in said)
        made = self[id(party)] = Cells(party, orjson.dumps(said).decode(), words)
        return made


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
    calls, elements, of = list[dict[str, Any]](), list[dict[str, Any]](), Known()
    for key, record in new:
        cells = [(of(each.caller), of(each.callee), each.operator and of(each.operator)) for each in record.elements]
        calls.append({**_call(account_id, key, record, cells), **_sides(of(record.caller), of(record.callee))})
        elements += _elements_of(account_id, key, record, cells)
    bulk.insert(session, _calls, calls)
    for n, row in enumerate(elements, number):
        row["change"] = n
    bulk.insert(session, _elements, elements)
    if messages := [_message(account_id, record, message) for _, record in new for message in record.messages]:
        session.execute(insert(Voicemail), messages)
    if recordings := [_recording(account_id, record, each) for _, record in new for each in _kept(record)]:
        session.execute(insert(tables.Recording), recordings)
    keywords.add(session, account_id, calls)
    totals.add(session, CallDay, account_id, calls, calls)
    leading, closing = (row for row in elements if row["leads"]), (row for row in elements if row["closes"])
    totals.add(session, PartDay, account_id, leading, closing)


def _kept(record: Record) -> list[Recording]:
    return [recording for recording in record.recordings if recording.file]


def _call(account_id: str, key: int, record: Record, cells: Sequence[Three]) -> dict[str, Any]:
    owner = _owner(record.elements[0]) if record.elements else NOBODY
    recordings = _kept(record)
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
        "recording_id": recordings[0].id if recordings else None,
        "voicemail": bool(record.messages),  # this and the next are for the totals
        "recorded": bool(recordings),
        "words": _words(chain.from_iterable(cells)),
        **_place(owner),
    }


def _elements_of(account_id: str, key: int, record: Record, cells: Sequence[Three]) -> Iterator[dict[str, Any]]:
    owners = [_owner(element) for element in record.elements]
    of_part = _parts(record, owners)
    voicemails = {message.element: message.id for message in reversed(record.messages)}
    recordings = {recording.element: recording.id for recording in reversed(_kept(record))}
    for position, (element, (caller, callee, operator)) in enumerate(zip(record.elements, cells, strict=True)):
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
            "voicemail_id": voicemails.get(position),
            "recording_id": recordings.get(position),
            "operator": operator and operator.json,
            "words": _words((caller, callee, operator)),
            **_sides(caller, callee),
            **_place(owners[position]),
            **of_part[position],
        }


def _parts(record: Record, owners: Sequence[Party]) -> list[dict[str, Any]]:
    """What each element says of its owner's part of the call."""
    found: list[dict[str, Any]] = [{"leads": False, "closes": False, "path": "", "missed": False}] * len(owners)
    for numbered in parts.by_owner((each.owner, (n, each)) for n, each in enumerate(record.elements)).values():
        first_place, first = numbered[0]
        last_place, _ = max(numbered, key=_ended) if numbered[1:] else numbered[0]
        standing = parts.standing([element for _, element in numbered])
        callee_is_ours = bool(standing.callee.extension)
        result = parts.result(standing.event, standing.result, standing.reason, callee_is_ours=callee_is_ours)
        path = parts.path(first.event, owners[first_place].extension_type, record.connect_type)
        missed = parts.missed(first.direction, result)
        for place, _ in numbered:
            leads, closes = place == first_place, place == last_place
            found[place] = {"leads": leads, "closes": closes, "path": path, "missed": missed}
    return found


def _ended(numbered: tuple[int, Element]) -> tuple[float, int]:
    place, element = numbered
    return element.end, place


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


def _sides(caller: Cells, callee: Cells) -> dict[str, Any]:
    return {
        "caller": caller.json,
        "callee": callee.json,
        "caller_type": caller.party.extension_type,
        "callee_type": callee.party.extension_type,
        "caller_number_type": caller.party.number_type,
        "callee_number_type": callee.party.number_type,
    }


def _words(cells: Iterable[Cells | None]) -> str:
    return "".join(each.words for each in dict.fromkeys(cells) if each)


def _place(owner: Party) -> dict[str, Any]:
    return {"site_id": owner.site_id, "department": owner.department, "cost_center": owner.cost_center}


def _owner(element: Element) -> Party:
    for party in (element.caller, element.callee, element.operator):
        if party and element.owner and party.extension == element.owner:
            return party
    return NOBODY


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
