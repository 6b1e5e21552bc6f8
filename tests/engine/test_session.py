"""Session timers, with a clock that is turned by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from trunkline.engine import session, stack
from trunkline.engine.session import MOST_TRIES, SessionTimer
from trunkline.engine.times import Times

pytestmark = pytest.mark.any_store


@dataclass
class Clock:
    now: float = 0
    due: dict[int, tuple[float, Callable[[], None]]] = field(
        default_factory=dict[int, tuple[float, Callable[[], None]]]
    )

    def after(self, act: Callable[[], None], seconds: float) -> "Alarm":
        number = len(self.due) + int(self.now * 1000) * 100
        self.due[number] = self.now + seconds, act
        return Alarm(self, number)

    def turn(self, until: float) -> None:
        while soon := sorted((when, number) for number, (when, _) in self.due.items() if when <= until):
            self.now, number = soon[0]
            self.due.pop(number)[1]()
        self.now = until


@dataclass
class Alarm:
    clock: Clock
    number: int

    def cancel(self) -> None:
        self.clock.due.pop(self.number, None)


@dataclass
class Dialog:
    clock: Clock = field(default_factory=Clock)
    happened: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])

    def __post_init__(self) -> None:
        self.timer = SessionTimer(
            Times(),
            lambda: self.happened.append(("refresh", self.clock.now)),
            lambda: self.happened.append(("expire", self.clock.now)),
            self.clock.after,
        )


def message(*headers: str) -> object:
    """A request of a phone with these headers."""
    made = stack.Request(
        method="INVITE",
        ruri=stack.Url("sip:x@127.0.0.1"),
        cseq=1,
        to=stack.To("<sip:x@y>"),
        fr0m=stack.From("<sip:a@b>"),
    )
    made.appendHeaders([stack.Header(header) for header in headers])
    return made


def said(headers: list[object]) -> list[str]:
    return [str(header) for header in headers]


@pytest.fixture
def dialog() -> Dialog:
    return Dialog()


def test_what_we_ask_of_a_phone(dialog: Dialog) -> None:
    assert said(dialog.timer.asked()) == ["Supported: timer", "Session-expires: 1800", "Min-se: 90"]


def test_a_phone_that_offers_it_refreshes_its_session_itself(dialog: Dialog) -> None:
    assert dialog.timer.offered(message("Supported: 100rel, timer", "Session-Expires: 600"))
    assert said(dialog.timer.answered())[1:] == ["Session-expires: 600;refresher=uac", "Require: timer"]
    dialog.clock.turn(567)
    assert not dialog.happened
    dialog.clock.turn(568)  # 32 seconds before it has expired
    assert dialog.happened == [("expire", 568)]


def test_each_refresh_begins_anew(dialog: Dialog) -> None:
    for now in (0, 500, 1000):
        dialog.clock.turn(now)
        assert dialog.timer.offered(message("k: timer", "x: 600;refresher=uac"))
        dialog.timer.answered()
    dialog.clock.turn(1567)
    assert not dialog.happened
    dialog.clock.turn(1568)
    assert dialog.happened == [("expire", 1568)]


def test_one_that_wants_us_to_has_us_refresh_at_half_time(dialog: Dialog) -> None:
    assert dialog.timer.offered(message("Supported: timer", "Session-Expires: 600 ; refresher=UAS"))
    assert said(dialog.timer.answered())[1:] == ["Session-expires: 600;refresher=uas"]
    dialog.clock.turn(300)
    assert dialog.happened == [("refresh", 300)]
    assert "Session-expires: 600;refresher=uac" in said(dialog.timer.asked())  # it is our request now
    dialog.timer.accepted(message("Session-Expires: 600;refresher=uac"))
    dialog.clock.turn(600)
    assert dialog.happened == [("refresh", 300), ("refresh", 600)]


def test_one_that_does_not_know_session_timers_is_refreshed_by_us_and_told_nothing(dialog: Dialog) -> None:
    assert dialog.timer.offered(message())
    assert not dialog.timer.answered()
    dialog.clock.turn(900)
    assert dialog.happened == [("refresh", 900)]


def test_too_short_a_session_is_refused_with_the_shortest(dialog: Dialog) -> None:
    assert not dialog.timer.offered(message("Supported: timer", "Session-Expires: 89"))
    assert said(dialog.timer.refusal()) == ["Min-se: 90"]


def test_a_session_is_no_shorter_than_the_phone_can_bear(dialog: Dialog) -> None:
    assert dialog.timer.offered(message("Supported: timer", "Session-Expires: 7200", "Min-SE: 3600"))
    assert "Session-expires: 3600;refresher=uac" in said(dialog.timer.answered())


def test_a_phone_that_is_asked_for_too_short_a_session_is_asked_again_but_not_for_ever(dialog: Dialog) -> None:
    assert dialog.timer.too_short(message("Min-SE: 3000"))
    assert said(dialog.timer.asked())[1:] == ["Session-expires: 3000", "Min-se: 3000"]
    assert not dialog.timer.too_short(message("Min-SE: 3000"))
    assert not dialog.timer.too_short(message("Min-SE: 999999"))
    assert not dialog.timer.too_short(message())


def test_a_phone_that_wants_ever_longer_a_session_is_asked_a_few_times(dialog: Dialog) -> None:
    asked = [dialog.timer.too_short(message(f"Min-SE: {seconds}")) for seconds in range(3000, 3010)]
    assert asked == [True] * MOST_TRIES + [False] * (10 - MOST_TRIES)
    dialog.timer.accepted(message("Session-Expires: 4000"))
    assert dialog.timer.too_short(message("Min-SE: 5000"))


def test_the_callee_may_take_the_refreshing(dialog: Dialog) -> None:
    dialog.timer.accepted(message("Require: timer", "Session-Expires: 900;refresher=uas"))
    dialog.clock.turn(868)
    assert dialog.happened == [("expire", 868)]


def test_a_phone_that_lies_about_the_time_does_not_have_us_refresh_all_the_time(dialog: Dialog) -> None:
    dialog.timer.accepted(message("Session-Expires: 1;refresher=uac"))
    dialog.clock.turn(44)
    assert not dialog.happened


@pytest.mark.parametrize("text", ["", "x", "-1", "1e3", "99999999999", "٣"])
def test_a_header_that_cannot_be_read_is_none(text: str) -> None:
    assert session.expires(message(f"Session-Expires: {text}")) is None


def test_nothing_happens_after_the_end(dialog: Dialog) -> None:
    dialog.timer.offered(message())
    dialog.timer.answered()
    dialog.timer.stop()
    dialog.clock.turn(9999)
    assert not dialog.happened
