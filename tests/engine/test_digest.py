"""Those who guess passwords."""

import pytest

from trunkline.engine.digest import MOST_KNOWN, Failures

pytestmark = pytest.mark.any_store


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_ten_failures_in_a_minute_are_too_many_for_a_minute() -> None:
    clock = Clock()
    failures = Failures(clock)
    for _ in range(9):
        failures.count("192.0.2.1", "anna")
        clock.now += 6
    assert not failures.too_many("192.0.2.1", "anna")
    failures.count("192.0.2.1", "anna")
    assert failures.too_many("192.0.2.1", "ben")
    assert failures.too_many("192.0.2.9", "anna")
    assert not failures.too_many("192.0.2.9", "ben")
    clock.now += 59
    assert failures.too_many("192.0.2.1", "anna")
    clock.now += 1
    assert not failures.too_many("192.0.2.1", "anna")


def test_ten_failures_in_a_long_time_are_not() -> None:
    clock = Clock()
    failures = Failures(clock)
    for _ in range(30):
        failures.count("192.0.2.1")
        clock.now += 7
    assert not failures.too_many("192.0.2.1")


def test_what_is_remembered_is_bounded() -> None:
    clock = Clock()
    failures = Failures(clock)
    for n in range(MOST_KNOWN):
        failures.count(f"user {n}")
    clock.now += 120
    failures.count("another")
    assert len(failures._times) == 1  # pyright: ignore[reportPrivateUsage]
