"""Writes the exchange's records as rows: a call with all its elements, once however often it is told."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Insert, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from trunkline.exchange.vocabulary import Element, Message, Party, Record, Recording
from trunkline.store import records as tables
from trunkline.store.records import Call, CallElement, Voicemail


def write(session: Session, records: Sequence[tuple[str, Record]]) -> None:
    """Keep the records of accounts; one that is there already stays as it is (a journal may be replayed)."""
    if not records:
        return
    new = _new_with_sound(session, records)
    messages = [_message(account_id, record, each) for account_id, record in new for each in record.messages]
    recordings = [_recording(account_id, record, each) for account_id, record in new for each in _kept(record)]
    calls = [_call(account_id, record) for account_id, record in records]
    elements = [
        _element(account_id, record, position, element)
        for account_id, record in records
        for position, element in enumerate(record.elements)
    ]
    for table, rows in (
        (Call.__table__, calls),
        (CallElement.__table__, elements),
        (Voicemail.__table__, messages),
        (tables.Recording.__table__, recordings),
    ):
        if rows:
            session.execute(_insert_new(session, table), rows)  # type: ignore[arg-type]


def _insert_new(session: Session, table: Table) -> Insert:
    """ON CONFLICT is no part of standard SQL, but both stores spell it alike."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def _new_with_sound(session: Session, records: Sequence[tuple[str, Record]]) -> list[tuple[str, Record]]:
    """Those with messages or recordings, if the call is not there yet: what was deleted since must not come back."""
    with_sound = [(account_id, record) for account_id, record in records if record.messages or _kept(record)]
    if not with_sound:
        return []
    keys = [int(record.call) for _, record in with_sound]
    known = {*session.scalars(select(Call.key).where(Call.key.in_(keys)))}
    return [(account_id, record) for account_id, record in with_sound if int(record.call) not in known]


def _kept(record: Record) -> list[Recording]:
    return [recording for recording in record.recordings if recording.file]


def _call(account_id: str, record: Record) -> dict[str, Any]:
    owner = _owner(record.elements[0]) if record.elements else Party()
    return {
        "account_id": account_id,
        "key": int(record.call),
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
        "words": _words(record.call, (party for element in record.elements for party in _parties(element))),
        **_sides(record),
        **_place(owner),
    }


def _element(account_id: str, record: Record, position: int, element: Element) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "key": int(record.call),
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
        "owner": element.owner,
        "start": _ms(element.start),
        "answer": None if element.answer is None else _ms(element.answer),
        "end": _ms(element.end),
        "hold": _ms(element.hold),
        "voicemail_id": next((message.id for message in record.messages if message.element == position), None),
        "recording_id": next((each.id for each in _kept(record) if each.element == position), None),
        "operator": None if element.operator is None else asdict(element.operator),
        "words": _words(record.call, _parties(element)),
        **_sides(element),
        **_place(_owner(element)),
    }


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
        "caller": asdict(told.caller),
        "callee": asdict(told.callee),
        "caller_type": told.caller.extension_type,
        "callee_type": told.callee.extension_type,
        "caller_number_type": told.caller.number_type,
        "callee_number_type": told.callee.number_type,
    }


def _place(owner: Party) -> dict[str, Any]:
    return {"site_id": owner.site_id, "department": owner.department, "cost_center": owner.cost_center}


def _owner(element: Element) -> Party:
    return next((party for party in _parties(element) if element.owner and party.extension == element.owner), Party())


def _parties(element: Element) -> list[Party]:
    return [party for party in (element.caller, element.callee, element.operator) if party]


def _words(call: str, parties: Iterable[Party]) -> str:
    said = {word for party in parties for word in (party.name, party.number, party.did, party.email) if word}
    return "\n".join([call, *sorted(said)]).lower()


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
