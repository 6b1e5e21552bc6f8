"""What the relay took down becomes a file that plays: every codec, whatever the network did to the packets."""

import random
import struct
import tracemalloc
import wave
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import G722
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.engine import recorder

pytestmark = pytest.mark.any_store

BEGAN = 1_780_000_000.0
Taken = tuple[float, bytes]  # when it came, after the first; the RTP packet


def tone(seconds: float, hertz: float = 440) -> "np.ndarray[Any, Any]":
    return (np.sin(np.arange(int(seconds * 8000)) * 2 * np.pi * hertz / 8000) * 8000).astype(np.int16)


def g711(kind: int, samples: "np.ndarray[Any, Any]") -> bytes:
    levels = recorder.LEVELS[kind].astype(int)
    order = np.argsort(levels, kind="stable")
    return order[np.searchsorted(levels[order], samples).clip(0, 255)].astype(np.uint8).tobytes()


ENCODED: dict[int, Callable[[Any], bytes]] = {
    0: lambda samples: g711(0, samples),
    8: lambda samples: g711(8, samples),
    9: lambda samples: G722.G722(8000, 64000).encode(samples),
}


def packets(
    samples: "np.ndarray[Any, Any]",
    kind: int = 0,
    *,
    start: float = 0,
    first: int = 0,
    timestamp: int = 1000,
    source: int = 7,
    extra: bytes = b"",
) -> list[Taken]:
    """As a phone sends them: 20 ms each."""
    encoded = ENCODED[kind](samples)
    found: list[Taken] = []
    for n in range(len(encoded) // 160):
        head = struct.pack(">BBHII", 0x80, kind, (first + n) & 0xFFFF, (timestamp + n * 160) % 2**32, source)
        found.append((start + n * 0.02, head + extra + encoded[n * 160 : (n + 1) * 160]))
    return found


def capture(folder: Path, taken: Iterable[Taken], cut: int = 0) -> Path:
    data = b"".join(bytes(20) + struct.pack("<dH", BEGAN + came, len(packet)) + packet for came, packet in taken)
    path = folder / "vm.a.rtp"
    path.write_bytes(data[: len(data) - cut])
    return path


def heard(folder: Path, taken: Sequence[Taken], ends_at: float | None = None, cut: int = 0) -> "np.ndarray[Any, Any]":
    content, seconds = recorder.wav(capture(folder, taken, cut), None if ends_at is None else BEGAN + ends_at)
    with wave.open(BytesIO(content)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    assert seconds == len(samples) / 8000
    return samples


def pitch(samples: "np.ndarray[Any, Any]") -> float:
    """The loudest frequency; 0 where there is silence."""
    if np.abs(samples).max() < 100:
        return 0
    return float(np.argmax(np.abs(np.fft.rfft(samples.astype(float)))) * 8000 / len(samples))


def pitches(samples: "np.ndarray[Any, Any]", window: float = 0.1) -> list[float]:
    size = int(window * 8000)
    return [round(pitch(samples[at : at + size]), -1) for at in range(0, len(samples) - size + 1, size)]


@pytest.mark.parametrize(
    ("kind", "byte", "level"),
    [
        (0, 0xFF, 0),
        (0, 0x80, 32124),
        (0, 0x00, -32124),
        (0, 0xFE, 8),
        (8, 0xD5, 8),
        (8, 0x55, -8),
        (8, 0xAA, 32256),
        (8, 0x2A, -32256),
    ],
)
def test_the_levels_are_those_of_the_standard(kind: int, byte: int, level: int) -> None:
    assert recorder.LEVELS[kind][byte] == level


@pytest.mark.parametrize("kind", [0, 8, 9])
def test_what_was_said_is_heard_and_is_as_long(tmp_path: Path, kind: int) -> None:
    samples = heard(tmp_path, packets(tone(3), kind))
    assert len(samples) == 3 * 8000
    assert set(pitches(samples)) == {440}
    assert 7000 < np.abs(samples[800:]).max() < 9000


@pytest.mark.parametrize("kind", [0, 8, 9])
def test_lost_packets_are_gaps_and_the_rest_stays_in_its_place(tmp_path: Path, kind: int) -> None:
    sent = packets(np.concatenate([tone(1), tone(1, 1000)]), kind)
    samples = heard(tmp_path, [each for n, each in enumerate(sent) if n % 10 != 3])
    assert len(samples) == 2 * 8000
    assert pitches(samples, 0.5) == [440, 440, 1000, 1000]


@pytest.mark.parametrize("kind", [0, 8, 9])
def test_packets_that_overtake_each_other_or_come_twice(tmp_path: Path, kind: int) -> None:
    sent = packets(tone(2), kind)
    orderly = heard(tmp_path, sent)
    chance = random.Random(1)  # noqa: S311
    late = sorted((came + chance.uniform(0, 0.2), packet) for came, packet in [*sent[1:], *sent[10:20]])
    assert np.array_equal(heard(tmp_path, [sent[0], *late]), orderly)


def test_where_a_phone_sent_nothing_there_is_silence(tmp_path: Path) -> None:
    """Silence suppression: the clock goes on, and comfort noise (type 13) is no sound."""
    noise = struct.pack(">BBHII", 0x80, 13, 50, 1000 + 8000, 7) + b"\x40"
    later = packets(tone(1, 1000), start=3, first=51, timestamp=1000 + 3 * 8000)
    samples = heard(tmp_path, [*packets(tone(1)), (1.0, noise), *later], ends_at=6)
    assert pitches(samples) == [440] * 10 + [0] * 20 + [1000] * 10 + [0] * 20


def test_a_new_stream_begins_when_it_came(tmp_path: Path) -> None:
    """Another source, with a clock of its own."""
    samples = heard(tmp_path, [*packets(tone(1)), *packets(tone(1, 1000), start=1.5, timestamp=2**31, source=8)])
    assert pitches(samples) == [440] * 10 + [0] * 5 + [1000] * 10


def test_a_clock_that_is_set_anew(tmp_path: Path) -> None:
    for timestamp in (5, 2**30):
        samples = heard(tmp_path, [*packets(tone(1)), *packets(tone(1, 1000), start=1, first=50, timestamp=timestamp)])
        assert pitches(samples) == [440] * 10 + [1000] * 10


def test_a_clock_that_counts_past_its_end(tmp_path: Path) -> None:
    assert set(pitches(heard(tmp_path, packets(tone(2), timestamp=2**32 - 5000)))) == {440}


def test_another_codec_in_the_middle(tmp_path: Path) -> None:
    later = packets(tone(1, 1000), 9, start=1, first=50, timestamp=1000 + 8000)
    assert pitches(heard(tmp_path, [*packets(tone(1), 8), *later]), 0.5) == [440, 440, 1000, 1000]


def test_a_network_that_stood_still(tmp_path: Path) -> None:
    """What came late all at once was spoken in time."""
    sent = packets(tone(9))
    samples = heard(tmp_path, [(max(came, 8.0) if came > 1 else came, packet) for came, packet in sent])
    assert len(samples) == 9 * 8000
    assert set(pitches(samples)) == {440}


def test_key_presses_are_no_sound(tmp_path: Path) -> None:
    press = (1.0, struct.pack(">BBHII", 0x80, 101, 50, 9000, 7) + b"\x0b\x0a\x03\x20")
    assert len(heard(tmp_path, [*packets(tone(1)), press])) == 8000


def test_headers_that_are_longer(tmp_path: Path) -> None:
    """Contributing sources, an extension, and padding (RFC 3550 section 5.1)."""
    sent = packets(tone(1), extra=bytes(8) + struct.pack(">HHI", 0xBEDE, 1, 0))
    long = [(came, bytes([0x80 | 0x20 | 0x10 | 2]) + packet[1:] + b"\0\0\3") for came, packet in sent]
    assert np.array_equal(heard(tmp_path, long), heard(tmp_path, packets(tone(1))))


def test_the_last_packet_may_be_cut_short(tmp_path: Path) -> None:
    assert len(heard(tmp_path, packets(tone(1)), cut=17)) == 8000 - 160


def test_silence_at_the_end_is_kept(tmp_path: Path) -> None:
    assert len(heard(tmp_path, packets(tone(1)), ends_at=4.5)) == 4.5 * 8000
    assert len(heard(tmp_path, packets(tone(1)), ends_at=0.5)) == 8000


@pytest.mark.parametrize("taken", [[], [(0.0, struct.pack(">BBHII", 0x80, 13, 0, 0, 7) + b"\x40")], [(0.0, b"")]])
def test_where_nobody_spoke_there_is_no_file(tmp_path: Path, taken: list[Taken]) -> None:
    assert recorder.wav(capture(tmp_path, taken), BEGAN + 9) == (b"", 0.0)


def test_a_clock_that_jumps_does_not_fill_the_memory(tmp_path: Path) -> None:
    """Ours, by a year; a packet from then on belongs to nothing."""
    year = 365 * 86400
    sent = [*packets(tone(1)), *((came + year, packet) for came, packet in packets(tone(1)))]
    assert len(heard(tmp_path, sent)) == 8000
    assert len(heard(tmp_path, packets(tone(1)), ends_at=year)) == recorder.LONGEST


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 60), st.binary(max_size=60) | st.binary(max_size=40).map(b"\x80\0".__add__))))
def test_whatever_was_sent(tmp_path: Path, taken: list[Taken]) -> None:
    """Senders may say what they like: no fault, and no more sound than there was time."""
    _, seconds = recorder.wav(capture(tmp_path, sorted(taken)))
    assert 0 <= seconds < 60 + 31


@pytest.mark.parametrize("size", [1, 160, 1300])
def test_a_message_takes_memory_by_its_length_whatever_came(tmp_path: Path, size: int) -> None:
    """Far more packets than speech has, each of another source; there are still no more seconds than there were."""
    head = [struct.pack(">BBHII", 0x80, 9, n & 0xFFFF, n * 160, n) for n in range(20_000)]
    bomb = capture(tmp_path, ((n / 2000, each + bytes(size)) for n, each in enumerate(head)))
    tracemalloc.start()
    content, seconds = recorder.wav(bomb, BEGAN + 10)
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(content) == 44 + 2 * round(seconds * 8000)
    assert 10 <= seconds < 11
    assert taken < 5_000_000


def test_who_speaks_is_heard_though_others_send_under_many_names(tmp_path: Path) -> None:
    noise = [(n / 100, struct.pack(">BBHII", 0x80, 0, 0, 0, 100 + n) + b"\xff") for n in range(300)]
    samples = heard(tmp_path, sorted([*packets(tone(3)), *noise], key=lambda taken: taken[0]))
    assert set(pitches(samples)) == {440}


def test_a_clock_that_is_set_back_loses_nothing(tmp_path: Path) -> None:
    """The file's: what came is measured by it."""
    back = [
        (came - 100, packet) for came, packet in packets(tone(30), start=30, first=1500, timestamp=1000 + 30 * 8000)
    ]
    samples = heard(tmp_path, [*packets(tone(30)), *back])
    assert pitches(samples).count(440) == 600


def side(folder: Path, name: str, taken: Iterable[Taken]) -> Path:
    (folder / name).mkdir()
    return capture(folder / name, taken)


def both(sides: Sequence[Path], begins: float, ends: float) -> "np.ndarray[Any, Any]":
    """Of a whole recording: its samples."""
    pieces = recorder.mixed(sides, BEGAN + begins, BEGAN + ends)
    assert pieces is not None
    with wave.open(BytesIO(b"".join(pieces))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def tones(samples: "np.ndarray[Any, Any]") -> set[int]:
    """What is heard that is nearly as loud as the loudest, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    loud = np.flatnonzero(spectrum > spectrum.max() / 3)
    return {round(n * 8000 / len(samples) / 10) * 10 for n in loud} if spectrum.max() > 1000 else set()


class TestBothSides:
    def test_they_are_heard_together_and_each_when_it_spoke(self, tmp_path: Path) -> None:
        """One from the second to the fourth second, the other from the third on; all of it is five seconds long."""
        one = side(tmp_path, "one", packets(tone(2, 440), start=2))
        other = side(tmp_path, "other", packets(tone(2, 1000), 8, start=3, source=9))
        samples = both([one, other], 1, 6)
        assert len(samples) == 5 * 8000
        heard = [tones(samples[start : start + 7000]) for start in range(500, 40_000, 8000)]
        assert heard == [set(), {440}, {440, 1000}, {1000}, set()]

    @pytest.mark.parametrize("kind", [0, 8, 9])
    def test_every_codec(self, tmp_path: Path, kind: int) -> None:
        one = side(tmp_path, "one", packets(tone(2, 440), kind))
        other = side(tmp_path, "other", packets(tone(2, 1000), kind, source=9))
        assert tones(both([one, other], 0, 2)) == {440, 1000}

    def test_it_is_made_in_pieces_and_none_of_it_is_lost_between_them(self, tmp_path: Path) -> None:
        """Packets that begin in one piece and end in the next one."""
        sent = packets(tone(25, 440), start=0.013)
        samples = both([side(tmp_path, "one", sent)], 0, 25)
        alone = heard(tmp_path, sent)
        assert np.array_equal(samples[104 : 104 + 8000 * 24], alone[: 8000 * 24])
        pieces = recorder.mixed([tmp_path / "one" / "vm.a.rtp"], BEGAN, BEGAN + 25)
        assert pieces is not None
        assert max(map(len, pieces)) == 2 * recorder.BLOCK

    def test_what_was_said_before_and_after_is_not_in_it(self, tmp_path: Path) -> None:
        one = side(tmp_path, "one", packets(tone(30, 440)))
        samples = both([one], 10, 22)
        assert len(samples) == 12 * 8000
        assert tones(samples[:4000]) == tones(samples[-4000:]) == {440}

    def test_loud_ones_do_not_turn_over(self, tmp_path: Path) -> None:
        loud = np.full(8000, 32_000, np.int16)
        sides = [side(tmp_path, name, packets(loud, source=n)) for n, name in enumerate(("one", "other"))]
        assert both(sides, 0, 1).min() == 2**15 - 1

    def test_packets_that_come_late_or_twice_are_where_they_belong(self, tmp_path: Path) -> None:
        sent = packets(tone(20, 440))
        late = [*sent[:100], *((came + 0.3, packet) for came, packet in sent[100:110]), *sent[125:], *sent[110:125]]
        shuffled = sorted([*late, *sent[200:220]], key=lambda taken: taken[0])
        assert np.array_equal(
            both([side(tmp_path, "one", shuffled)], 0, 20), both([side(tmp_path, "two", sent)], 0, 20)
        )

    def test_one_who_said_nothing_leaves_the_other_alone(self, tmp_path: Path) -> None:
        one, silent = side(tmp_path, "one", packets(tone(1, 440))), side(tmp_path, "silent", [])
        assert tones(both([one, silent], 0, 1)) == {440}
        assert recorder.mixed([silent], BEGAN, BEGAN + 9) is None
        assert recorder.mixed([], BEGAN, BEGAN + 9) is None

    def test_hours_take_no_more_memory_than_minutes(self, tmp_path: Path) -> None:
        """Two packets, hours apart: what lies between is silence, made a piece at a time."""
        day = [*packets(tone(1, 440)), *packets(tone(1, 440), start=5 * 3600, first=50, source=8)]
        pieces = recorder.mixed([side(tmp_path, "one", day)], BEGAN, BEGAN + 5 * 3600 + 1)
        assert pieces is not None
        sizes = [len(piece) for piece in pieces]
        assert sum(sizes[1:]) == 2 * 8000 * (5 * 3600 + 1)
        assert max(sizes) == 2 * recorder.BLOCK

    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.tuples(st.floats(0, 60), st.binary(max_size=60) | st.binary(max_size=40).map(b"\x80\0".__add__))),
        st.floats(-5, 65),
    )
    def test_whatever_was_sent(self, tmp_path: Path, taken: list[Taken], seconds: float) -> None:
        pieces = recorder.mixed([capture(tmp_path, sorted(taken))], BEGAN, BEGAN + seconds)
        if pieces is not None:
            size = len(b"".join(pieces)) - 44
            assert size == 2 * max(round(((BEGAN + seconds) - BEGAN) * 8000), 0)


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_computer_whose_clock_is_set_in_a_message(tmp_path: Path, jump: float) -> None:
    sent = packets(np.concatenate([tone(1), tone(1, 1000)]))
    samples = heard(tmp_path, [(came + (jump if came >= 1 else 0), packet) for came, packet in sent])
    assert len(samples) == pytest.approx(2 * 8000, abs=400)
    assert pitches(samples[:16_000], 0.5)[0] == 440
    assert pitches(samples[:16_000], 0.5)[3] == 1000
