"""What is sent into a message takes memory and time by how long it lasted, not by how many packets there were."""

import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.figures import Figure
from trunkline.engine.speech import BYTES, PACKETS, most

pytestmark = pytest.mark.any_store

SECONDS = 180
BEGAN = 1_780_000_000.0
MEGABYTE = 1_000_000
MEASURED = """
import sys
from pathlib import Path
from trunkline.engine import recorder
def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before = peak()
_, seconds = recorder.wav(Path(sys.argv[1]), float(sys.argv[2]))
print(seconds, peak() - before)
"""


@pytest.mark.parametrize("kind", ["many and small", "large"])
def test_three_minutes_that_are_as_full_as_a_capture_may_be(tmp_path: Path, figure: Figure, kind: str) -> None:
    """Each packet under a name of its own, in the codec that takes the most work."""
    size = 1 if kind == "many and small" else 1300
    each = 30 + 12 + size
    count = int(most(SECONDS)) // each
    bomb = tmp_path / "bomb.rtp"
    with bomb.open("wb") as file:
        for n in range(count):
            head = struct.pack(">BBHII", 0x80, 9, n & 0xFFFF, n * 160, n)
            came = struct.pack("<dH", BEGAN + n * SECONDS / count, len(head) + size)
            file.write(bytes(20) + came + head + bytes(size))
    command = [sys.executable, "-c", MEASURED, str(bomb), str(BEGAN + SECONDS)]
    began = time.monotonic()
    seconds, kilobytes = map(float, subprocess.run(command, capture_output=True, check=True).stdout.split())
    took = time.monotonic() - began
    taken = f"{bomb.stat().st_size / MEGABYTE:.0f} MB of disk, {kilobytes / 1000:.0f} MB of memory, {took:.1f} s"
    figure(f"a message of {SECONDS} s, packets {kind}", f"{count:,} packets, {taken}")
    assert SECONDS <= seconds < SECONDS + 1
    assert kilobytes < 60_000, (PACKETS, BYTES)
