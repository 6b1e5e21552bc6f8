"""What is let in when more comes than can be dealt with."""

import pytest

from tests.acme import Clock
from trunkline.engine.flood import (
    HELP,
    KEPT,
    MOST,
    PHONE,
    STRANGERS,
    TIME,
    TIME_OF_ALL,
    TIME_OF_HOST,
    TIME_OF_LINE,
    TIME_OF_TRUNK,
    UNREAD,
    Owner,
    Turnstile,
)
from trunkline.engine.ports import Flow

pytestmark = pytest.mark.any_store

REGISTER = b"REGISTER sip:x SIP/2.0\r\n\r\n"
HELPS = b"INVITE sip:911@x SIP/2.0\r\n\r\n"
PROVEN = b'INVITE sip:911@x SIP/2.0\r\nProxy-Authorization: Digest username="1", nonce="ours"\r\n\r\n'
RIGHT = PROVEN.replace(b'"1"', b'"2"')
CHALLENGE = b"SIP/2.0 407"


def flow(n: int = 0, port: int = 5060) -> Flow:
    return Flow((f"198.51.{n // 250}.{n % 250}", port), "udp")


HERE, HOME = flow(port=5070), flow(7, 5060)
LINE = Owner("line")


@pytest.fixture
def turnstile(clock: Clock, worked: list[float]) -> Turnstile:
    return Turnstile(
        lambda flow: LINE if flow == HERE else None,
        clock,
        emergency=lambda dialled: dialled == "911",
        is_ours=lambda nonce, host: nonce == "ours" and host == HOME.address[0],
        challenge=lambda packet, host: CHALLENGE,
        proved=lambda packet, host: "line" if packet == RIGHT else None,
        work=lambda: worked[0],
    )


@pytest.fixture
def worked() -> list[float]:
    """Seconds."""
    return [0.0]


def flooded(turnstile: Turnstile, packet: bytes, hosts: int = 5_000, times: int = 2) -> list[bool | bytes | None]:
    return [turnstile.meet(flow(100 + n), packet) for _ in range(times) for n in range(hosts)]


def test_strangers_take_nothing_from_a_phone_that_is_here(turnstile: Turnstile) -> None:
    assert flooded(turnstile, REGISTER).count(True) == STRANGERS.burst
    assert not turnstile.meet(HOME, REGISTER)
    assert turnstile.meet(HERE, REGISTER) is True


def test_one_that_proved_to_be_ours_is_no_stranger_for_a_day(turnstile: Turnstile, clock: Clock) -> None:
    turnstile.trust(HOME, LINE)
    flooded(turnstile, REGISTER)
    assert turnstile.meet(HOME, REGISTER) is True
    clock.now += 86_401
    flooded(turnstile, REGISTER)
    assert not turnstile.meet(HOME, REGISTER)


def test_no_flood_of_anything_else_reaches_a_call_for_help(turnstile: Turnstile) -> None:
    flooded(turnstile, REGISTER)
    flooded(turnstile, HELPS.replace(b"911", b"1002"))
    assert turnstile.meet(HOME, HELPS) is True
    assert turnstile.meet(HOME, PROVEN) is True


def test_strangers_who_cry_for_help_leave_room_for_those_who_answer_a_challenge(turnstile: Turnstile) -> None:
    met = flooded(turnstile, HELPS)
    assert met.count(True) == HELP.burst
    assert met.count(CHALLENGE) == UNREAD.burst
    flooded(turnstile, PROVEN)  # with a nonce that is not theirs
    assert turnstile.meet(HOME, PROVEN) is True
    assert turnstile.meet(HERE, HELPS) is True


def test_a_second_later_there_is_a_challenge_for_a_stranger_who_cries_for_help(
    turnstile: Turnstile, clock: Clock
) -> None:
    flooded(turnstile, HELPS)
    clock.now += 1
    assert turnstile.meet(HOME, HELPS) in (True, CHALLENGE)


def test_packets_that_name_a_phone_that_is_here_do_not_use_up_its_call_for_help(turnstile: Turnstile) -> None:
    for _ in range(int(PHONE.burst) + 1):
        turnstile.meet(HERE, REGISTER)
    assert not turnstile.meet(HERE, REGISTER)
    assert turnstile.meet(HERE, HELPS) is True


def test_forged_calls_for_help_of_a_phone_that_is_here_leave_it_its_own(turnstile: Turnstile, clock: Clock) -> None:
    """Who forges its address has no nonce; and what is not for help is let in as ever."""
    turnstile.trust(HOME, LINE)
    met = [turnstile.meet(HOME, HELPS) for _ in range(5_000)]
    assert met.count(CHALLENGE) == UNREAD.burst
    assert turnstile.meet(HOME, PROVEN) is True
    assert turnstile.meet(HOME, REGISTER) is True
    clock.now += 1
    assert turnstile.meet(HOME, HELPS) in (True, CHALLENGE)


def test_wrong_answers_of_its_own_address_take_nothing_from_a_right_one(turnstile: Turnstile) -> None:
    met = [turnstile.meet(Flow((HOME.address[0], 9), "udp"), PROVEN) for _ in range(5_000)]
    assert not met[-1]
    assert turnstile.meet(HOME, RIGHT) is True


def test_a_line_that_is_right_without_end_has_a_measure_too(turnstile: Turnstile, clock: Clock) -> None:
    assert not all(turnstile.meet(HOME, RIGHT) for _ in range(100))
    clock.now += 1
    assert turnstile.meet(HOME, RIGHT) is True


def spent(turnstile: Turnstile, clock: Clock, worked: list[float], packet: bytes, hosts: int, each: float) -> float:
    """The share of ten seconds that strangers take, each of whose packets takes so long to read."""
    began = worked[0]
    for n in range(10_000):
        clock.now += 0.001
        stranger = flow(100 + n % hosts)
        if turnstile.meet(stranger, packet) is True:
            with turnstile.reading(stranger, packet):
                worked[0] += each
    return (worked[0] - began) / 10


@pytest.mark.parametrize("hosts", [1, 50])
@pytest.mark.parametrize("packet", [REGISTER, HELPS], ids=["anything", "calls for help"])
@pytest.mark.parametrize("each", [0.02, 0.3])
def test_what_is_slow_to_read_takes_no_more_than_strangers_have(
    turnstile: Turnstile, clock: Clock, worked: list[float], packet: bytes, hosts: int, each: float
) -> None:
    measure = TIME_OF_HOST if hosts == 1 else TIME
    assert spent(turnstile, clock, worked, packet, hosts, each) <= measure.rate + (measure.burst + each) / 10
    assert turnstile.meet(HERE, REGISTER) is True


def test_strangers_who_are_slow_to_read_leave_time_for_a_call_for_help(
    turnstile: Turnstile, clock: Clock, worked: list[float]
) -> None:
    spent(turnstile, clock, worked, REGISTER, 50, KEPT / 2)
    assert not turnstile.meet(HOME, REGISTER)
    assert turnstile.meet(HOME, HELPS) is True


def test_one_who_proves_to_be_ours_is_not_charged(turnstile: Turnstile, worked: list[float]) -> None:
    with turnstile.reading(HOME, REGISTER):
        worked[0] += 100
        turnstile.trust(HOME, LINE)
    assert turnstile.meet(Flow((HOME.address[0], 9), "udp"), REGISTER) is True


CALL, GOES_ON = b"INVITE sip:1002@x SIP/2.0\r\n\r\n", b"BYE sip:1002@x SIP/2.0\r\n\r\n"


def taken(turnstile: Turnstile, clock: Clock, worked: list[float], places: list[Flow], packet: bytes) -> float:
    """The share of ten seconds that these take, each of whose packets has us work for 20 ms."""
    began = worked[0]
    for n in range(5_000):
        clock.now += 0.002
        if turnstile.meet(places[n % len(places)], packet) is True:
            with turnstile.reading(places[n % len(places)], packet):
                worked[0] += 0.02
    return (worked[0] - began) / 10


@pytest.mark.parametrize("packet", [CALL, GOES_ON, b"SIP/2.0 200 OK\r\n\r\n"])
def test_a_line_has_a_share_of_the_time_from_all_places_together(
    turnstile: Turnstile, clock: Clock, worked: list[float], packet: bytes
) -> None:
    places = [flow(200 + n) for n in range(20)]
    for place in places:
        turnstile.trust(place, LINE)
    turnstile.trust(HOME, Owner("another"))
    most = TIME_OF_LINE.rate + (TIME_OF_LINE.burst + 0.02) / 10
    assert most * 0.6 < taken(turnstile, clock, worked, places, packet) <= most
    assert not turnstile.meet(HERE, CALL)
    assert turnstile.meet(HERE, HELPS) is True
    assert turnstile.meet(HOME, CALL) is True


def test_where_nothing_new_may_begin_calls_go_on_and_end(
    turnstile: Turnstile, clock: Clock, worked: list[float]
) -> None:
    taken(turnstile, clock, worked, [HERE], CALL)
    assert not turnstile.meet(HERE, CALL)
    for packet in (GOES_ON, b"CANCEL sip:1 SIP/2.0", b"ACK sip:1 SIP/2.0", b"SIP/2.0 180 Ringing"):
        assert turnstile.meet(HERE, packet) is True


def test_a_carrier_has_more_than_a_line_and_all_of_them_leave_something(
    turnstile: Turnstile, clock: Clock, worked: list[float]
) -> None:
    places = [flow(200 + n) for n in range(20)]
    turnstile.trust(places[0], Owner("carrier", is_carrier=True))
    assert taken(turnstile, clock, worked, places[:1], CALL) > TIME_OF_TRUNK.rate
    for n, place in enumerate(places):
        turnstile.trust(place, Owner(f"line {n}"))
    assert taken(turnstile, clock, worked, places, CALL) <= TIME_OF_ALL.rate + (TIME_OF_ALL.burst + 0.02) / 10
    assert turnstile.meet(HERE, HELPS) is True


def test_more_hosts_than_can_be_remembered_neither_grow_nor_forget(turnstile: Turnstile, clock: Clock) -> None:
    busy = flow(1)
    while turnstile.meet(busy, REGISTER):
        clock.now += 0.01
    for n in range(3 * MOST):
        turnstile.meet(flow(100 + n), REGISTER)
        clock.now += 0.0001
        if n % 10 == 0:
            turnstile.meet(busy, REGISTER)
    assert len(turnstile._strangers._of_host) <= MOST  # pyright: ignore[reportPrivateUsage]
    assert not all(turnstile.meet(busy, REGISTER) for _ in range(3))
