"""Calls as people read of them, in a log or at a terminal."""

from datetime import UTC, datetime
from typing import Any

from trunkline.exchange.vocabulary import Party, Record


def party(party: Party) -> str:
    return " ".join(filter(None, (party.number, party.name)))


def time(wall: float) -> str:
    return f"{datetime.fromtimestamp(wall, UTC):%Y-%m-%dT%H:%M:%SZ}"


def record(record: Record) -> dict[str, Any]:
    """What somebody needs who writes a call down by hand."""
    return {
        "call": record.call,
        "type": record.call_type,
        "caller": party(record.caller),
        "callee": party(record.callee),
        "start": time(record.start),
        "answer": None if record.answer is None else time(record.answer),
        "end": time(record.end),
        "result": record.result,
    }
