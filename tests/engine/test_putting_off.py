"""A request that comes just after a change waits until the change is known, and nobody else does."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.parties import Party, Stage, sdp, staged

pytestmark = pytest.mark.any_store

BEHIND = 0.5


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("behind"), "udp", BEHIND=str(BEHIND)) as made:
        yield made


def test_a_call_goes_on_when_what_was_changed_is_known(stage: Stage) -> None:
    began = time.monotonic()
    caller = Party.calling(stage.line)
    packet = caller.send("INVITE", body=sdp())
    assert caller.ask("OPTIONS").status == 200  # of which nothing depends on it
    assert time.monotonic() - began < BEHIND
    call = stage.running.happens("Came")["call"]
    assert BEHIND <= time.monotonic() - began < 2
    stage.running.wants(["Answer", f"{call}.0"])
    answer = caller.final(packet)
    assert answer.status == 200
    caller.learn(answer)
    caller.acknowledge(answer)
    assert caller.ask("BYE").status == 200
    stage.running.happens("Left")


def test_a_call_that_is_said_again_meanwhile_comes_once(stage: Stage) -> None:
    caller = Party.calling(stage.line)
    packet = caller.send("INVITE", body=sdp())
    for _ in range(3):
        stage.line.say(packet)
    call = stage.running.happens("Came")["call"]
    stage.running.nothing_happens(BEHIND * 2)
    stage.running.wants(["Release", f"{call}.0", 486])
    assert caller.final(packet).status == 486


def test_a_call_that_is_cancelled_meanwhile_never_comes(stage: Stage) -> None:
    caller = Party.calling(stage.line)
    packet = caller.send("INVITE", body=sdp(), branch="cancelled")
    caller.send("CANCEL", branch="cancelled")
    assert caller.final(packet).status == 487
    stage.running.nothing_happens(BEHIND * 2)


def test_nobody_waits_longer_than_a_moment(tmp_path: Path) -> None:
    with staged(tmp_path, "udp", BEHIND="60") as stage:
        began = time.monotonic()
        Party.calling(stage.line).send("INVITE", body=sdp())
        assert stage.running.happens("gave up") == ["acme"]
        stage.running.happens("Came")
        assert time.monotonic() - began < 3
