"""A line for each call that is over: who, whom, what became of it, and how it sounded."""

from typing import Any

import pytest
from msgspec.structs import replace

from trunkline.engine.media import Quality
from trunkline.engine.outcomes import Known, line
from trunkline.exchange.vocabulary import Element, Party, Record, Result

pytestmark = pytest.mark.any_store

ADA, BEN = Party(number="1001", name="Ada", extension_type="user"), Party(number="1002", name="Ben")
DESK = Party(number="2001", name="Desk")


def record(callee: Party = BEN, answer: float | None = 103.5, result: Result = "connected", **more: Any) -> Record:
    element = Element("e", 0, 0, "incoming", "inbound", "o", ADA, BEN, None, 100.0, answer, 110.0, result)
    began = "20260101-x", "7", "outbound", "internal", "general"
    return Record(*began, ADA, callee, 100.0, answer, 110.0, result, (element,), **more)


def test_one_that_was_answered() -> None:
    known = Known({"7.1": Quality(300, 3, 12.34), "7.0": Quality(297, 0, 1.0)})
    said = line(record(DESK, rang=3.5), known)
    assert said == {
        "call": "7",
        "id": "20260101-x",
        "direction": "outbound",
        "caller": "1001",
        "caller_name": "Ada",
        "callee": "2001",
        "callee_name": "Desk",
        "answered_by": "1002",
        "answered_by_name": "Ben",
        "result": "connected",
        "rang": 3.5,
        "talked": 6.5,
        "audio": {
            "0": {"packets": 297, "lost": 0, "jitter_ms": 1.0},
            "1": {"packets": 300, "lost": 3, "jitter_ms": 12.3},
        },
    }
    assert known.audio["7.1"].loss == pytest.approx(3 / 303)


def test_one_that_failed_says_what_the_phone_said() -> None:
    said = line(record(answer=None, result="call_failed"), Known(status=488))
    assert (said["result"], said["sip_status"], said["rang"], said["talked"]) == ("call_failed", 488, 0.0, 0.0)


def test_what_others_chose_is_no_longer_than_a_name() -> None:
    said = line(record(Party(number="9" * 5000, name="\r\n" * 900)), Known())
    assert len(said["callee"]) < 70
    assert len(said["callee_name"]) < 70


def test_one_that_was_sent_outside_says_where_and_which_answered() -> None:
    said = line(record(sent_to=("+13105550123", "+13105550124"), taken_at="+13105550124"), Known())
    assert (said["sent_to"], said["answered_by"]) == (["+13105550123", "+13105550124"], "+13105550124")
    assert "answered_by_name" not in said
    dialled = line(record(Party(number="+13105550123"), sent_to=("+13105550123",), taken_at="+13105550123"), Known())
    assert "sent_to" not in dialled


def test_one_that_was_refused_says_why_and_who_ended_it() -> None:
    assert line(record(answer=None, why="limits.premium"), Known())["why"] == "limits.premium"
    assert "why" not in line(record(why="limits.premium"), Known()), "it was answered elsewhere"
    assert line(record(), Known(is_ended=True))["ended_by"] == "operator"


def test_that_another_member_answered_is_no_reason() -> None:
    found = record(DESK)
    [first] = found.elements
    other = replace(first, event="ring_to_member", answer=None, reason="answered_by_other")
    assert "reason" not in line(replace(found, elements=(first, other)), Known())
    assert line(replace(found, elements=(replace(first, reason="answered_by_other"),)), Known())["reason"]
