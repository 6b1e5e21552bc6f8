"""The messages of the last while: which are of a call, and no more than there is room for."""

import time

import pytest

from trunkline.engine import bounds, trace
from trunkline.engine.legs import Legs
from trunkline.engine.ports import Flow
from trunkline.engine.trace import Passed, Trace
from trunkline.exchange.vocabulary import Party, Record

pytestmark = pytest.mark.any_store

FLOW = Flow(("198.51.100.7", 5062), "udp")
OURS = {"udp": ("192.0.2.1", 5060)}


def packet(call: str, first: str = "INVITE sip:1002@x SIP/2.0", who: str = "sip:a@x", head: str = "Call-ID") -> bytes:
    return f"{first}\r\nFrom: <{who}>;tag=1\r\n{head} : {call} \r\nCSeq: 1 INVITE\r\n\r\n".encode()


def record(id: str, call: str, caller: str = "", callee: str = "") -> Record:
    ends = Party(caller), Party(callee)
    return Record(id, call, "inbound", "external", "general", *ends, 1.0, None, 2.0, "connected")


def passes(kept: Trace, way: str, message: bytes) -> None:
    kept.passes(Passed.now(way, FLOW, message))


def told(kept: Trace, **asked: object) -> list[int]:
    return [each["number"] for each in kept.answer(**asked)["messages"]]  # type: ignore[arg-type]


def test_a_call_is_all_its_legs_live_or_over_by_any_of_its_names() -> None:
    legs = Legs(lambda: [("7.1", "out")])
    kept = Trace(OURS, legs)
    for id in ("in", "out", "other"):
        passes(kept, "received", packet(id, head="i" if id == "out" else "CALL-ID"))
    legs.left("7.0", "in")
    kept.over(record("20261130-uuid", "7"))
    for name in ("7", "20261130-uuid"):
        assert told(kept, call=name) == [1, 2]
    assert told(kept, call="out") == [2]
    assert told(kept, call="no such") == []
    assert told(kept) == [1, 2, 3]
    (first, _) = kept.answer(call="7")["messages"]
    assert (first["ours"], first["theirs"], first["leg"]) == (("192.0.2.1", 5060), ("198.51.100.7", 5062), "7.0")


def test_a_number_is_who_calls_and_who_is_called_and_brings_the_whole_call() -> None:
    kept = Trace(OURS, Legs(lambda: [("7.0", "in"), ("7.1", "out")]))
    passes(kept, "received", packet("in", who="sip:user-of-ada@x"))
    passes(kept, "sent", packet("out", "INVITE sip:b@x SIP/2.0", who="sip:1001@x"))
    passes(kept, "sent", packet("else", "INVITE sip:10010@x SIP/2.0"))
    assert told(kept, number="1001") == [1, 2]
    assert told(kept, number="1002") == [1, 2]
    assert told(kept, number="100") == []
    assert told(kept, number=".*") == []


def test_somebody_is_found_by_all_their_names() -> None:
    names = {"1001": ("1001", "1771", "+1 (212) 555-9000")}
    kept = Trace(OURS, Legs(lambda: [("7.1", "queue")]), lambda number: names.get(number, (number,)))
    passes(kept, "received", packet("a", "REGISTER sip:x SIP/2.0", who="sip:1771@x"))
    passes(kept, "received", packet("b", who="sip:+12125559000@carrier"))
    passes(kept, "received", packet("c", who="tel:2125559000"))
    passes(kept, "sent", packet("d", "INVITE sip:01112125559000@carrier SIP/2.0"))
    passes(kept, "sent", packet("queue", "INVITE sip:anonymous@192.0.2.7 SIP/2.0"))
    kept.over(record("20261130-uuid", "7", "", "1001"))
    assert told(kept, number="1001") == [1, 2, 4, 5]
    assert told(kept, number="12125559000") == [2, 4]
    assert told(kept, number="+12125559000") == [2, 4]


def test_what_is_kept_is_bounded_and_the_oldest_goes() -> None:
    kept = Trace(OURS, Legs(), most=100_000)
    for n in range(2000):
        passes(kept, "received", packet(f"c{n}") + b"x" * 700)
    numbers = told(kept)
    assert numbers[-1] == 2000
    assert len(numbers) * 1000 <= 100_000 + 1000


def test_what_is_not_read_is_kept_in_part() -> None:
    kept = Trace(OURS, Legs())
    passes(kept, "received", packet("c")[:-4] + b"\r\nX: " + b"x" * 60_000)
    passes(kept, "received", packet("c") + b"x" * 60_000)
    (unread, large) = kept.answer()["messages"]
    assert len(unread["text"]) == bounds.UNREAD_KEPT
    assert len(large["text"]) == bounds.LARGEST_KEPT
    assert told(kept, call="c") == [1, 2]


def test_an_answer_takes_a_moment_whatever_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What there was no time for is in those that follow."""
    monkeypatch.setattr(trace, "A_MOMENT", 0.02)
    kept = Trace(OURS, Legs())
    for n in range(1500):
        passes(kept, "received", packet(f"c{n}", who="sip:1001@x") + b"a=x\r\n" * 1000)
    found, after, answers = list[int](), 0, 0
    while True:
        began = time.thread_time()
        answer = kept.answer(number="1001", after=after)
        assert time.thread_time() - began < 0.3
        found += [each["number"] for each in answer["messages"]]
        after, answers = answer["last"], answers + 1
        if not answer["more"]:
            break
    assert found == [*range(1, 1501)]
    assert answers > 10


def test_one_reads_on_where_one_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "AT_ONCE", 10)
    kept = Trace(OURS, Legs())
    for n in range(25):
        passes(kept, "received", packet(f"c{n}"))
    found, after, more = list[int](), 0, True
    while more:
        answer = kept.answer(after=after)
        found += [each["number"] for each in answer["messages"]]
        after, more = answer["last"], answer["more"]
    assert found == [*range(1, 26)]
    assert kept.answer(after=-1) == {"messages": [], "more": False, "last": 25}
    assert told(kept, after=99) == [*range(1, 11)]  # of an engine before this one


def test_to_keep_a_message_costs_next_to_nothing() -> None:
    kept, made = Trace(OURS, Legs(), most=1 << 20), packet("c") + b"x" * 900
    began = time.perf_counter()
    for _ in range(20_000):
        passes(kept, "received", made)
    assert (time.perf_counter() - began) / 20_000 < 50e-6
