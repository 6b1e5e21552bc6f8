"""Writes the exchange's records as rows: a call with all its elements, once however often it is told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, count
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import BigInteger, Table, insert, select
from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import Element, Message, Party, Record, Recording
from trunkline.records import parties, parts, totals
from trunkline.store import bulk, changes
from trunkline.store import records as tables
from trunkline.store.among import among
from trunkline.store.bulk import Row
from trunkline.store.records import Call, CallDay, CallElement, PartDay, Voicemail

_calls, _elements = cast("Table", Call.__table__), cast("Table", CallElement.__table__)
_known = select(Call.key).where(among(Call.key, "keys", BigInteger))


class Cells(Struct, frozen=True, eq=False):
    """What rows say of a party, by what it is to them."""

    party: Party
    caller: Row
    callee: Row
    owner: Row
    kept: parties.Kept


Three = tuple[Cells, Cells, Cells | None]  # of caller, callee and operator


class Known(dict[int, Cells]):
    """Of parties that take part in many calls, made once. By their identity, which is quicker than to compare them: it
    lives no longer than they do."""

    def __call__(self, party: Party) -> Cells:
        found = self.get(id(party))
        if found is None:
            found = self[id(party)] = _cells_of(party)
        return found


def _cells_of(party: Party) -> Cells:
    kept = parties.kept(party)
    return Cells(
        party,
        {"caller": kept.key, "caller_type": party.extension_type, "caller_number_type": party.number_type},
        {"callee": kept.key, "callee_type": party.extension_type, "callee_number_type": party.number_type},
        {"site_id": party.site_id, "department": party.department, "cost_center": party.cost_center},
        kept,
    )


NOBODY = _cells_of(Party())


def write(session: Session, records: Sequence[tuple[str, Record]]) -> None:
    """Keep the records of accounts; one that is there already stays as it is (a journal may be replayed).

    The more there are at once, the less each costs.
    """
    told: dict[str, dict[int, Record]] = {}
    for account_id, record in records:
        told.setdefault(account_id, {}).setdefault(int(record.call), record)
    for account_id in sorted(told):  # always in the same order: writers do not wait for each other in a circle
        _write(session, account_id, told[account_id])


def _write(session: Session, account_id: str, told: Mapping[int, Record]) -> None:
    """All of one account. Whoever else writes for it waits from the first line on, so what is new stays so."""
    numbers = count(changes.take(session, account_id, sum(len(record.elements) for record in told.values())))
    known = set(session.scalars(_known, {"keys": [*told]}))
    bulk.make_room(session, len(told))
    of = Known()
    new = [_Told(account_id, key, record, _cells(record, of)) for key, record in told.items() if key not in known]
    calls = [_call(each, of) for each in new]
    elements = [row for each in new for row in _elements_of(each, numbers)]
    bulk.insert(session, _calls, calls, beside="key")
    bulk.insert(session, _elements, elements, beside="owner")
    if messages := [_message(each, message) for each in new for message in each.record.messages]:
        session.execute(insert(Voicemail), messages)
    if recordings := [_recording(each, recording) for each in new for recording in _kept(each.record)]:
        session.execute(insert(tables.Recording), recordings)
    parties.add(session, account_id, _met(new, of))
    totals.add(session, CallDay, account_id, calls, calls)
    leading, closing = (row for row in elements if row["leads"]), (row for row in elements if row["closes"])
    totals.add(session, PartDay, account_id, leading, closing)


def _met(new: Iterable["_Told"], of: Known) -> Mapping[tuple[int, int], Iterable[parties.Kept]]:
    """Who took part, by the days on which calls began and ended."""
    met = defaultdict[tuple[int, int], set[Cells | None]](set)
    for told in new:
        record = told.record
        those = met[_ms(record.start) // totals.DAY, _ms(record.end) // totals.DAY]
        those.update((of(record.caller), of(record.callee)), *told.cells)
    return {days: [each.kept for each in those if each] for days, those in met.items()}


class _Told(Struct, frozen=True):
    account_id: str
    key: int
    record: Record
    cells: Sequence[Three]  # of its elements


def _cells(record: Record, of: Known) -> Sequence[Three]:
    return [(of(each.caller), of(each.callee), each.operator and of(each.operator)) for each in record.elements]


def _kept(record: Record) -> Sequence[Recording]:
    return [recording for recording in record.recordings if recording.file]


def _call(told: _Told, of: Known) -> Row:
    record, cells = told.record, told.cells
    caller, callee = of(record.caller), of(record.callee)
    owner = _owner(record.elements[0], cells[0]) if cells else NOBODY
    recordings = _kept(record)
    return {
        "account_id": told.account_id,
        "key": told.key,
        "id": record.id,
        "start": _ms(record.start),
        "answer": None if record.answer is None else _ms(record.answer),
        "end": _ms(record.end),
        "direction": record.direction,
        "connect_type": record.connect_type,
        "call_type": record.call_type,
        "result": record.result,
        "site_name": owner.party.site_name,
        "voicemail_id": record.messages[0].id if record.messages else None,
        "recording_id": recordings[0].id if recordings else None,
        "voicemail": bool(record.messages),  # this and the next are for the totals
        "recorded": bool(recordings),
        "words": _others(cells, {caller.kept.key, callee.kept.key}),
        **caller.caller,
        **callee.callee,
        **owner.owner,
    }


def _elements_of(told: _Told, numbers: Iterator[int]) -> Iterator[Row]:
    record, cells = told.record, told.cells
    owners = [*map(_owner, record.elements, cells)]
    of_part = _parts(record, owners)
    voicemails = {message.element: message.id for message in reversed(record.messages)}
    recordings = {recording.element: recording.id for recording in reversed(_kept(record))}
    for position, (element, (caller, callee, operator)) in enumerate(zip(record.elements, cells, strict=True)):
        yield {
            "account_id": told.account_id,
            "key": told.key,
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
            "voicemail_id": voicemails.get(position),
            "recording_id": recordings.get(position),
            "operator": operator and operator.kept.key,
            "change": next(numbers),
            **caller.caller,
            **callee.callee,
            **owners[position].owner,
            **of_part[position],
        }


def _parts(record: Record, owners: Sequence[Cells]) -> list[Row]:
    """What each element says of its owner's part of the call."""
    found: list[Row] = [{"leads": False, "closes": False, "path": "", "missed": False}] * len(owners)
    for numbered in parts.by_owner((each.owner, (n, each)) for n, each in enumerate(record.elements)).values():
        first_place, first = numbered[0]
        last_place, standing = first_place, first
        if numbered[1:]:
            last_place, _ = max(numbered, key=_ended)
            standing = parts.standing([element for _, element in numbered])
        callee_is_ours = bool(standing.callee.extension)
        result = parts.result(standing.event, standing.result, standing.reason, callee_is_ours=callee_is_ours)
        path = parts.path(first.event, owners[first_place].party.extension_type, record.connect_type)
        missed = parts.missed(first.direction, result)
        for place, _ in numbered:
            leads, closes = place == first_place, place == last_place
            found[place] = {"leads": leads, "closes": closes, "path": path, "missed": missed}
    return found


def _ended(numbered: tuple[int, Element]) -> tuple[float, int]:
    place, element = numbered
    return element.end, place


def _message(told: _Told, message: Message) -> dict[str, Any]:
    return {**_sound(told, message), "read": False, "trashed": None}


def _recording(told: _Told, recording: Recording) -> dict[str, Any]:
    return {**_sound(told, recording), "direction": told.record.elements[recording.element].direction}


def _sound(told: _Told, kept: Message | Recording) -> dict[str, Any]:
    elements = told.record.elements
    element, cells = elements[kept.element], told.cells[kept.element]
    first = next(each for each in elements if each.owner == element.owner)
    owner = _owner(element, cells).party
    _, _, log_id = first.id.partition("-")  # as the deprecated lists name the owner's part of a call
    return {
        "account_id": told.account_id,
        "id": kept.id,
        "created": _ms(kept.at),
        "seconds": int(kept.seconds),
        "file": kept.file,
        "owner": kept.owner,
        "owner_type": owner.extension_type,
        "owner_name": owner.name,
        "owner_number": owner.number,
        "site_id": owner.site_id,
        "key": told.key,
        "call_element_id": element.id,
        "call_log_id": log_id,
        "caller": asdict(element.caller),
        "callee": asdict(element.callee),
    }


def _others(cells: Iterable[Three], but: Set[int]) -> str:
    """The words of parties without these."""
    kept = [each.kept for each in chain.from_iterable(cells) if each and each.kept.key not in but]
    return "".join({each.key: each.words for each in kept}.values())


def _owner(element: Element, cells: Three) -> Cells:
    for each in cells:
        if each and element.owner and each.party.extension == element.owner:
            return each
    return NOBODY


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
