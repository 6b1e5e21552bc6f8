"""Those who guess passwords, and the nonces that they answer."""

import random

import pytest

from tests.acme import Clock
from trunkline.engine import failures as counted
from trunkline.engine import nonces as made
from trunkline.engine.digest import Answer
from trunkline.engine.failures import MOST_ADDRESSES, Failures, Wait
from trunkline.engine.nonces import LIFE, Nonces

pytestmark = pytest.mark.any_store

OFFICE, HOME = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def failures(clock: Clock) -> Failures:
    return Failures(clock)


def test_ten_in_a_minute_close_a_line_at_an_address_for_a_minute(clock: Clock, failures: Failures) -> None:
    for _ in range(9):
        failures.count("anna", OFFICE)
        clock.now += 6
    assert failures.wait("anna", OFFICE) is None
    failures.count("anna", OFFICE)
    assert failures.wait("anna", OFFICE) == Wait(60, closed=True)
    assert failures.wait("anna", OFFICE, at_home=True) == Wait(60, closed=True)
    assert failures.wait("anna", HOME) is None
    assert failures.wait("ben", OFFICE) is None
    clock.now += 59
    assert failures.wait("anna", OFFICE) == Wait(1, closed=True)
    clock.now += 1
    assert failures.wait("anna", OFFICE) is None


def test_ten_in_a_long_time_close_nothing(clock: Clock, failures: Failures) -> None:
    for _ in range(30):
        failures.count("anna", OFFICE)
        clock.now += 7
    assert failures.wait("anna", OFFICE) is None


def test_an_address_is_slowed_by_how_many_lines_failed_there_and_a_line_that_did_not_is_not(
    clock: Clock, failures: Failures
) -> None:
    for n in range(20):
        failures.count(f"line {n}", OFFICE)
    assert failures.wait("line 19", OFFICE) == Wait(20)
    assert failures.wait("anna", OFFICE) is None
    assert failures.wait("line 19", HOME) is None
    clock.now += 20
    assert failures.wait("line 19", OFFICE) is None
    for n in range(1000):
        failures.count(f"line {n}", OFFICE)
    assert failures.wait("line 19", OFFICE) == Wait(counted.SLOWEST)


def test_a_line_tried_from_many_addresses_gets_a_verdict_a_second_but_not_where_its_phone_is(
    clock: Clock, failures: Failures
) -> None:
    for n in range(4):
        failures.count("anna", f"198.51.100.{n}")
    assert failures.wait("anna", OFFICE) is None
    verdicts = 0
    for n in range(1000):
        clock.now += 0.01
        if failures.wait("anna", f"198.51.100.{n % 200}") is None:
            failures.count("anna", f"198.51.100.{n % 200}")
            verdicts += 1
        assert failures.wait("anna", OFFICE, at_home=True) is None
        assert failures.wait("ben", OFFICE) is None
    assert verdicts in (9, 10)


def test_what_is_remembered_is_bounded_and_not_forgotten_because_of_others(clock: Clock, failures: Failures) -> None:
    for _ in range(10):
        failures.count("anna", OFFICE)
    for n in range(5_000):
        failures.count("anna", f"address {n}")
        failures.count(f"line {n % 3}", f"address {n}")
    assert len(failures) <= 4 * MOST_ADDRESSES
    assert failures.wait("anna", OFFICE) == Wait(60, closed=True)
    clock.now += 120
    failures.count("ben", HOME)
    assert len(failures) == 1


# Nonces


def test_a_nonce_is_for_its_address_and_for_its_time(clock: Clock) -> None:
    nonces = Nonces(clock)
    nonce = nonces.make(OFFICE)
    assert nonces.is_fresh(nonce, OFFICE, 1)
    assert not nonces.is_fresh(nonce, HOME, 1)
    assert not nonces.is_fresh(nonce[:-1] + ("A" if nonce[-1] != "A" else "B"), OFFICE, 1)
    assert not Nonces(clock).is_fresh(nonce, OFFICE, 1)  # after a restart
    for strange in ("", "x", nonce[:20], nonce + "x", "\u0661" * 54):
        assert not nonces.is_fresh(strange, OFFICE, 1)
    clock.now += LIFE
    assert nonces.is_fresh(nonce, OFFICE, 1)
    clock.now += 0.1
    assert not nonces.is_fresh(nonce, OFFICE, 1)


def test_a_nonce_is_for_one_answer_that_does_not_count(clock: Clock) -> None:
    """RFC 7616 section 3.4: nor for others after it, or before."""
    nonces = Nonces(clock)
    nonce, other = nonces.make(OFFICE), nonces.make(OFFICE)
    assert nonces.is_fresh(nonce, OFFICE)
    nonces.use(nonce)
    assert not any(nonces.is_fresh(nonce, OFFICE, count) for count in (0, 1, 2, 2**32 - 1))
    nonces.use(other, 1)
    assert not nonces.is_fresh(other, OFFICE)
    assert nonces.is_fresh(other, OFFICE, 2)


def test_counts_are_taken_once_in_whatever_order(clock: Clock) -> None:
    nonces, chance = Nonces(clock), random.Random(1)  # noqa: S311
    nonce = nonces.make(OFFICE)
    counts = [*range(1, 60)]
    chance.shuffle(counts)
    for count in counts:
        assert nonces.is_fresh(nonce, OFFICE, count)
        nonces.use(nonce, count)
        assert not nonces.is_fresh(nonce, OFFICE, count)
        assert not nonces.is_fresh(nonce, OFFICE)
    nonces.use(nonce, 2**32 - 1)
    assert [nonces.is_fresh(nonce, OFFICE, count) for count in (60, 2**32 - 64, 2**32 - 65, 2**32 - 1)] == [
        False,
        True,
        False,
        False,
    ]


def test_what_is_forgotten_is_old(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST", 10)
    nonces = Nonces(clock)
    all = []
    for _ in range(30):
        clock.now += 0.01
        all.append(nonces.make(OFFICE))
    for nonce in all:
        nonces.use(nonce, 1)
    assert not any(nonces.is_fresh(nonce, OFFICE, 1) for nonce in all)
    assert len(nonces) == 10
    assert nonces.is_fresh(nonces.make(OFFICE), OFFICE, 1)


# RFC 7616 section 3.9.1, without its space for a user


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_the_standard(algorithm: str, response: str) -> None:
    answer = Answer.read(
        'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", '
        f'algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
        f'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="{response}", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    assert answer
    assert answer.is_right("Circle of Life", "GET")
    assert not answer.is_right("Circle of life", "GET")
    assert not answer.is_right("Circle of Life", "POST")
