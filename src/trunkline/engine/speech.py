"""How much one phone says: more than any of our codecs has, keys and reports beside it, after a network that stood
still for half a minute too; and so little that who says as much as they can takes neither memory nor disk worth the
name.

What is beyond is dropped: where packets of phones come in (`doors.py`), and where what was taken down is read
(`recorder.py`). What is taken down while it grows beyond is ended (`captures.py`), for a carrier has no door.
"""

from trunkline.engine.measures import Bucket, Measure

PACKETS = Measure(200, 2_000)  # four times as many as of 20 ms, and 30 s of those
BYTES = Measure(32_000, 320_000)  # four times as much as 64 kbit/s
AROUND = 64  # bytes of a packet in a capture beside what it says: when and where it came from, and the head of RTP


class Speech:
    """Of one phone, from now on."""

    def __init__(self, now: float) -> None:
        self._packets, self._bytes = Bucket(PACKETS, now), Bucket(BYTES, now)

    def takes(self, size: int, now: float) -> bool:
        """Whether a packet of so many bytes is within."""
        if not self._packets.has(now) or not self._bytes.has(now):
            return False
        self._packets.spend(1, now)
        self._bytes.spend(size, now)
        return True


def most(seconds: float) -> float:
    """How many bytes what is taken down in a time may have."""
    return BYTES.burst + BYTES.rate * seconds + AROUND * (PACKETS.burst + PACKETS.rate * seconds)
