"""Keys under the number that each phone named, packet by packet."""

import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ports import free_pair
from trunkline.engine.bridges import KEYS, LASTING, Bridge, Lane

pytestmark = pytest.mark.any_store

EVENT = bytes([5, 10, 0, 160])
SOUND = b"\xff" * 160


def packet(type: int, sequence: int = 1, payload: bytes = SOUND, mark: bool = False, source: int = 7) -> bytes:
    return struct.pack("!BBHII", 0x80, type | (0x80 if mark else 0), sequence, sequence * 160, source) + payload


def heads(packets: list[bytes]) -> list[tuple[int, int]]:
    """Type, without the mark, and sequence."""
    return [(each[1] & 0x7F, struct.unpack_from("!H", each, 2)[0]) for each in packets]


def test_keys_have_the_number_that_their_receiver_named_and_sound_has_its_own() -> None:
    lane = Lane(96, 101)
    assert lane.carried(packet(96, payload=EVENT, mark=True)) == packet(101, payload=EVENT, mark=True)
    assert lane.carried(packet(0, 2)) == packet(0, 2)


def test_one_that_knows_no_keys_is_not_sent_any() -> None:
    lane = Lane(96, None)
    assert lane.carried(packet(96, payload=EVENT)) is None
    assert lane.carried(packet(0)) == packet(0)


@given(st.binary(max_size=40))
def test_what_is_no_rtp_goes_through_or_has_its_length(data: bytes) -> None:
    carried = Lane(96, 101).carried(data)
    assert carried is not None
    assert len(carried) == len(data)


def test_a_key_takes_the_place_of_sound() -> None:
    lane = Lane(None, 101)
    lane.press("#")
    said = [lane.carried(packet(0, n)) or b"" for n in range(1, 12)]
    assert heads(said) == [(101, n) for n in range(1, 9)] + [(0, 9), (0, 10), (0, 11)]
    assert [each[12] for each in said[:8]] == [KEYS.index("#")] * 8
    assert {struct.unpack_from("!I", each, 4)[0] for each in said[:8]} == {160}, "one event has one time stamp"
    assert [bool(each[1] & 0x80) for each in said[:8]] == [True] + [False] * 7
    assert [bool(each[13] & 0x80) for each in said[:8]] == [False] * LASTING + [True] * 3


def test_a_key_of_one_that_is_silent_is_said_at_once_and_what_it_says_later_follows() -> None:
    lane = Lane(None, 101)
    assert lane.carried(packet(0, 20)) == packet(0, 20)
    lane.press("1")
    assert heads(lane.all_said()) == [(101, n) for n in range(21, 29)]
    assert heads([lane.carried(packet(0, 21)) or b""]) == [(0, 29)]
    assert lane.carried(packet(0, 3, source=8)) == packet(0, 3, source=8), "another source has its own sequence"


@pytest.fixture
def ends() -> Iterator[list[socket.socket]]:
    """The inner sides of two legs, played by hand."""
    with ExitStack() as stack:
        made: list[socket.socket] = []
        for _ in range(2):
            made.append(stack.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))))
            made[-1].bind(("127.0.0.1", free_pair()))
            made[-1].settimeout(3)
        yield made


def test_a_bridge_carries_both_ways_and_says_the_same_key_once(ends: list[socket.socket]) -> None:
    with ExitStack() as stack:
        pairs: list[tuple[socket.socket, socket.socket]] = []
        for _ in ends:
            port, pair = free_pair(), (_bound(stack), _bound(stack))
            for n, each in enumerate(pair):
                each.bind(("127.0.0.1", port + n))
            pairs.append(pair)
        bridge = Bridge((ends[0].getsockname()[1], ends[1].getsockname()[1]), pairs)
        for way in bridge.ways:
            way.socket.setblocking(False)
        bridge.number([(96, 97), (98, 101)])
        for end, (sent, heard) in enumerate(((96, 101), (98, 97))):
            ends[end].sendto(packet(sent, payload=EVENT), ("127.0.0.1", bridge.ports[end]))
            bridge.ways[2 * end].carry()
            assert ends[1 - end].recv(2048) == packet(heard, payload=EVENT)
        bridge.press(1, "5", 1)
        bridge.press(1, "5", 1)  # the command came twice
        ends[0].sendto(packet(0, 2), ("127.0.0.1", bridge.ports[0]))
        bridge.ways[0].carry()
        assert heads([ends[1].recv(2048)]) == [(101, 2)]


def _bound(stack: ExitStack) -> socket.socket:
    return stack.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)))
