"""The messages of the last while: which are of a call, and no more than there is room for."""

import time

import pytest

from trunkline.engine import trace
from trunkline.engine.ports import Flow
from trunkline.engine.trace import Trace

pytestmark = pytest.mark.any_store

FLOW = Flow(("198.51.100.7", 5062), "udp")
OURS = {"udp": ("192.0.2.1", 5060)}


def packet(call: str, first: str = "INVITE sip:1002@x SIP/2.0", who: str = "sip:a@x", head: str = "Call-ID") -> bytes:
    return f"{first}\r\nFrom: <{who}>;tag=1\r\n{head} : {call} \r\nCSeq: 1 INVITE\r\n\r\n".encode()


def told(kept: Trace, **asked: object) -> list[int]:
    return [each["number"] for each in kept.answer(**asked)["messages"]]  # type: ignore[arg-type]


def test_a_call_is_all_its_legs_live_or_over_by_any_of_its_names() -> None:
    kept = Trace(OURS, lambda: [("7.1", "out")])
    for id in ("in", "out", "other"):
        kept.passes("received", FLOW, packet(id, head="i" if id == "out" else "CALL-ID"))
    kept.left("7.0", "in")
    kept.over("20261130-uuid", "7")
    for name in ("7", "20261130-uuid"):
        assert told(kept, call=name) == [1, 2]
    assert told(kept, call="out") == [2]
    assert told(kept, call="no such") == []
    assert told(kept) == [1, 2, 3]
    (first, _) = kept.answer(call="7")["messages"]
    assert (first["ours"], first["theirs"], first["leg"]) == (("192.0.2.1", 5060), ("198.51.100.7", 5062), "7.0")


def test_a_number_is_who_calls_and_who_is_called_and_brings_the_whole_call() -> None:
    kept = Trace(OURS, lambda: [("7.0", "in"), ("7.1", "out")])
    kept.passes("received", FLOW, packet("in", who="sip:user-of-ada@x"))
    kept.passes("sent", FLOW, packet("out", "INVITE sip:b@x SIP/2.0", who="sip:1001@x"))
    kept.passes("sent", FLOW, packet("else", "INVITE sip:10010@x SIP/2.0"))
    assert told(kept, number="1001") == [1, 2]
    assert told(kept, number="1002") == [1, 2]
    assert told(kept, number="100") == []
    assert told(kept, number=".*") == []


def test_what_is_kept_is_bounded_and_the_oldest_goes() -> None:
    kept = Trace(OURS, most=100_000)
    for n in range(2000):
        kept.passes("received", FLOW, packet(f"c{n}") + b"x" * 700)
    numbers = told(kept)
    assert numbers[-1] == 2000
    assert len(numbers) * 1000 <= 100_000 + 1000
    kept.passes("received", FLOW, b"x" * 200_000)
    assert told(kept) == []


def test_one_reads_on_where_one_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "AT_ONCE", 10)
    kept = Trace(OURS)
    for n in range(25):
        kept.passes("received", FLOW, packet(f"c{n}"))
    found, after, more = list[int](), 0, True
    while more:
        answer = kept.answer(after=after)
        found += [each["number"] for each in answer["messages"]]
        after, more = answer["last"], answer["more"]
    assert found == [*range(1, 26)]
    assert kept.answer(after=-1) == {"messages": [], "more": False, "last": 25}
    assert told(kept, after=99) == [*range(1, 11)]  # of an engine before this one


def test_to_keep_a_message_costs_next_to_nothing() -> None:
    kept, made = Trace(OURS, most=1 << 20), packet("c") + b"x" * 900
    began = time.perf_counter()
    for _ in range(20_000):
        kept.passes("received", FLOW, made)
    assert (time.perf_counter() - began) / 20_000 < 50e-6
