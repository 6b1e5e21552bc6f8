"""Calls of an engine that died: who may end them, and where their phones are then."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from trunkline.engine import stack
from trunkline.engine.orphans import Orphans
from trunkline.engine.ports import Flow, KeptLeg
from trunkline.engine.times import Times

pytestmark = pytest.mark.any_store

BEFORE, NOW = Flow(("192.0.2.1", 2001), "tcp"), Flow(("192.0.2.1", 2002), "tcp")


def leg(number: int) -> KeptLeg:
    ours, theirs = "<sip:1001@acme.example>;tag=ours", "<sip:1002@acme.example>;tag=theirs"
    names = f"1.{number}", "acme", "1", f"call-{number}", "ours", "theirs", ours, theirs, "sip:1002@192.0.2.1"
    return KeptLeg(*names, (), BEFORE, "line-ada same", 1)


class Kept(SimpleNamespace):
    def legs(self) -> Sequence[KeptLeg]:
        return [leg(0), leg(1)]

    def forget_legs(self, ids: Sequence[str]) -> None: ...


def request(tag: str, method: str = "BYE", body: str = "", number: int = 9) -> Any:
    kind = ["Content-Type: application/dtmf-relay"] if body else []
    lines = [
        f"{method} sip:1001@acme.example SIP/2.0",
        "Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKx",
        f"From: <sip:1002@acme.example>;tag={tag}",
        "To: <sip:1001@acme.example>;tag=ours",
        "Call-ID: call-0",
        f"CSeq: {number} {method}",
        *kind,
        f"Content-Length: {len(body)}",
    ]
    return stack.Request("\r\n".join([*lines, "", body]))


@pytest.fixture
def sent() -> list[Any]:
    return []


@pytest.fixture
def orphans(sent: list[Any]) -> Orphans:
    flows = {"line-ada same": NOW, "line-ben same": BEFORE}
    relay = SimpleNamespace(door=lambda *_, **__: {}, command=lambda _: "0", nudge=lambda: None)  # pyright: ignore[reportUnknownLambdaType]
    parts: Any = SimpleNamespace(newTransaction=sent.append), Kept(), flows.get, relay
    return Orphans(*parts, Times())


@pytest.mark.parametrize(("body", "status"), [("Signal=5\r\n", 480), ("", 200)])
def test_a_key_is_refused_and_the_call_goes_on(orphans: Orphans, sent: list[Any], body: str, status: int) -> None:
    """There is nobody who would hear of it; without one nothing is asked."""
    assert orphans.answer(request("theirs", "INFO", body)).getSCode()[0] == status
    assert not sent


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_another_description_is_refused_with_why_and_the_call_goes_on(
    orphans: Orphans, sent: list[Any], method: str
) -> None:
    answer = orphans.answer(request("theirs", method, "v=0\r\n"))
    assert answer.getSCode()[0] == 488
    assert str(answer.getHF("warning")).startswith("Warning: 399 ")
    assert not sent


def test_only_a_party_ends_one_and_the_other_is_found_by_its_own_registration(
    orphans: Orphans, sent: list[Any]
) -> None:
    assert orphans.answer(request("a stranger's")).getSCode()[0] == 481
    assert not sent
    assert orphans.answer(request("theirs")).getSCode()[0] == 200
    assert [each.getTarget() for each in sent] == [NOW]


def test_what_overtook_something_newer_is_refused(orphans: Orphans, sent: list[Any]) -> None:
    """RFC 3261 section 12.2.2, in the order of each phone."""
    asked = [(8, "OPTIONS", 200), (9, "UPDATE", 200), (8, "OPTIONS", 500), (9, "BYE", 500), (10, "BYE", 200)]
    for number, method, status in asked:
        assert orphans.answer(request("theirs", method, number=number)).getSCode()[0] == status
    assert len(sent) == 1
    assert orphans.answer(request("theirs", "BYE", number=11)).getSCode()[0] == 481


def test_what_is_found_later_is_taken_up_once(orphans: Orphans, sent: list[Any]) -> None:
    late = replace(leg(0), id="2.0", call="2", sip_call_id="call-late")
    assert orphans.answer(request("a stranger's")).getSCode()[0] == 481
    orphans.take_up([leg(0), late, late])
    assert {call: len(legs) for call, legs in orphans.calls().items()} == {"1": 2, "2": 1}
    assert orphans.hang_up("2")
    assert len(sent) == 1
