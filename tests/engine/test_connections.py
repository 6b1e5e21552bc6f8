"""Calls of a carrier over TCP, whose connections may end before the calls do (RFC 3261 section 18.1.1)."""

import time
from pathlib import Path

import pytest

from tests.engine.parties import Message, Party, Stage, sdp, staged

pytestmark = pytest.mark.any_store

SHORT = "session=2 shortest_session=2"  # seconds between refreshes


def talk(stage: Stage, *headers: str) -> tuple[Party, Party, str]:
    """A call that came by a connection of the carrier's own, to one who is called by the connection that we made."""
    trunk, own = stage.line, stage.line.connects()
    caller = Party.calling(own)
    packet = caller.send("INVITE", *headers, body=sdp())
    call = stage.running.eventually("Came")["call"]
    stage.calls.append(call)
    callee, invite = stage.rings(call)
    trunk.answer(invite, "200 OK", sdp())
    stage.running.eventually("Answered")
    stage.running.wants(["Connect", f"{call}.0", f"{call}.1"])
    answer = caller.final(packet)
    caller.learn(answer)
    caller.acknowledge(answer)
    return caller, callee, call


def of(caller: Party, method: str, message: Message) -> bool:
    return message.method == method and message.one("Call-ID") == caller.call


@pytest.mark.parametrize("anew", [False, True])
def test_what_is_asked_in_a_call_reaches_the_carrier_when_its_connection_is_gone(tmp_path: Path, *, anew: bool) -> None:
    """By the connection that we made to it, or by another if that is gone too."""
    with staged(tmp_path, "tcp") as stage:
        caller, callee, call = talk(stage)
        caller.line.close()
        packet = callee.send("INVITE", body=sdp("sendonly", 2))
        stage.line.answer(stage.line.hear(lambda each: of(caller, "INVITE", each)), "200 OK", sdp("recvonly", 2))
        assert callee.final(packet).status == 200
        stage.line.hear(lambda each: of(caller, "ACK", each))
        if anew:
            stage.line.close()
            time.sleep(0.3)
        stage.running.wants(["Release", f"{call}.0", 480])
        stage.running.wants(["Release", f"{call}.1", 480])
        if anew:
            stage.line.is_connected_to()
        stage.line.hear(lambda each: of(caller, "BYE", each))


def test_a_session_is_refreshed_by_another_connection_than_it_began_with(tmp_path: Path) -> None:
    with staged(tmp_path, "tcp", TIMES=SHORT) as stage:
        caller, _, _ = talk(
            stage, "Supported: timer", "Session-Expires: 4;refresher=uas", "Allow: INVITE, ACK, BYE, UPDATE"
        )
        caller.line.close()
        stage.line.hear(lambda each: of(caller, "UPDATE", each))


def test_a_phone_that_only_tries_to_refresh_its_call_is_gone(tmp_path: Path) -> None:
    """It says 100 to the re-INVITE and nothing more; the call has a long time yet."""
    with staged(tmp_path, "tcp", TIMES="session=90 shortest_session=4 refresh=1") as stage:
        caller, _, call = talk(stage, "Supported: timer", "Session-Expires: 8;refresher=uas", "Allow: INVITE, ACK, BYE")
        caller.line.close()
        asked = stage.line.hear(lambda each: of(caller, "INVITE", each), 6)
        began = time.monotonic()
        stage.line.answer(asked, "100 Trying")
        assert stage.running.eventually("Left")["leg"] == f"{call}.0"
        assert time.monotonic() - began < 3
