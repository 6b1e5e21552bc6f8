"""Legs that are to be recorded, by a relay that does not always answer. It is the edge that is not there here."""

from collections.abc import Callable
from typing import Any

import pytest

from trunkline.engine import stack
from trunkline.engine.media import RelayGone
from trunkline.engine.taping import TRIES, Taper

pytestmark = pytest.mark.any_store


class Leg:
    id = "1.0"
    over = False


class Relay:
    """As `Captures`; it answers as it is told to, and then for ever in the last way."""

    def __init__(self, *answers: bool) -> None:
        self.answers = [*answers]

    def begin(self, leg: Any, name: str) -> None:
        self._answer()

    def check(self, leg: Any, name: str) -> None:
        self._answer()

    def _answer(self) -> None:
        if not (self.answers.pop(0) if self.answers[1:] else self.answers[0]):
            raise RelayGone("no answer")


@pytest.mark.parametrize(
    ("answers", "lost"),
    [
        ([True], False),
        ([False, False, True], False),
        ([True, *[False] * (TRIES - 1), True], False),
        ([False], True),
        ([True, True, False], True),
    ],
)
def test_it_is_lost_when_the_relay_has_not_answered_for_some_seconds(
    monkeypatch: pytest.MonkeyPatch, answers: list[bool], lost: bool
) -> None:
    due: list[Callable[[], None]] = []
    monkeypatch.setattr(stack, "Timeout", lambda act, seconds: due.append(act))
    relay: Any = Relay(*answers)
    leg: Any = Leg()
    gone: list[Any] = []
    taper = Taper(relay, lambda name, sound: None, gone.append)
    taper.begin(["r"], [leg])
    for _ in range(20):
        if due:
            due.pop(0)()
    assert gone == [leg] * lost
    leg.over = True
    while due:
        due.pop(0)()
    assert len(gone) == lost, "who is gone is not looked for"
