"""What the log says at the level `debug`: why, without secrets, and nothing at all while it is off."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from tests.exchange.office import plan, user
from trunkline import logs
from trunkline.engine import remarks, stack
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.vocabulary import Came, Left

pytestmark = pytest.mark.any_store

CALLS = 2_000


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogCapture]:
    lines = LogCapture()
    made = structlog.wrap_logger(None, [lines], structlog.make_filtering_bound_logger(0))
    monkeypatch.setattr(remarks, "log", made)
    yield lines
    logs.set_level("info")


def calls(exchange: Exchange, count: int) -> float:
    """Seconds that calls from outside take, which ring somebody and are given up."""
    began = time.process_time()
    for n in range(count):
        exchange.receive(Came(str(n), f"{n}.0", "carrier", "+12125550101", "+13105550177"), n)
        exchange.receive(Left(f"{n}.0"), n + 0.5)
    return time.process_time() - began


def test_a_call_says_why_it_goes_where_it_goes_if_that_is_asked(said: LogCapture) -> None:
    exchange = Exchange(plan(1, [user("A", 1001)]), remarks.Reasons(), asked=logs.debugs)
    calls(exchange, 10)
    assert not said.entries
    logs.set_level("debug")
    calls(exchange, 1)
    [line, *_] = said.entries
    assert (line["event"], line["call"], line["condition"]) == ("because", "0", "+12125550101")
    assert line["setting"] == "phone_numbers.assignee"


def test_it_costs_nothing_while_nobody_asks(said: LogCapture) -> None:
    """The best of five each, for others are at work on the machine."""
    silent, asked = (
        min(calls(Exchange(plan(1, [user("A", 1001)]), *more), CALLS) for _ in range(5)) / CALLS
        for more in ((), (remarks.Reasons(), lambda: 0.0, logs.debugs))
    )
    print(f"a call without: {silent * 1e6:.1f} us, with nobody who asks: {asked * 1e6:.1f} us")
    assert asked < silent * 1.25 + 2e-6
    assert not said.entries


def message(first: str, *more: str) -> str:
    kept = ["Via: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKx;received=192.0.2.1;rport=5062", "Call-ID: 7"]
    ends = ["From: <sip:11@acme.test>;tag=1", "To: <sip:1002@acme.test>;tag=2", "CSeq: 3 INVITE"]
    return "\r\n".join([first, *kept, *ends, *more, "Content-Length: 0", "", ""])


def test_a_request_and_its_answer_are_told_without_what_proves_who_it_is(said: LogCapture) -> None:
    proof = 'Proxy-Authorization: Digest username="11",realm="a",nonce="n",uri="sip:x",response="r"'
    request: Any = stack.Request(message("INVITE sip:1002@acme.test SIP/2.0", proof))
    request.setSource(stack.RemoteAddress(("192.0.2.1", 5062), "udp"))
    whose = {"method": "INVITE", "call_id": "7", "source": "192.0.2.1:5062", "transport": "udp"}
    assert remarks.of(request) == whose
    answer = request.genResponse(488, "Not Acceptable Here")
    answer.appendHeader(stack.Header('Warning: 304 192.0.2.9 "No audio"'))
    remarks.answered(answer)
    [line] = said.entries
    assert (line["event"], line["method"], line["status"], line["call_id"]) == ("answered", "INVITE", 488, "7")
    assert line["to"] == "192.0.2.1:5062"
    assert "No audio" in line["warning"]
    assert "response" not in str(line)
