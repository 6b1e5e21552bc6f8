"""How many calls one core relays: a call is two legs with sessions of their own, each sending 50 packets a second.

The relay has the first core for itself, the phones the last. Loss is what the relay's counters and the phones say.
"""

import os
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trunkline.engine.media import PHONE, Relay, Session

STEPS = (50, 100, 150, 200, 250, 300)
SECONDS = 4
PACKET = 0.02  # seconds of audio in each
FIRST_PORT, LAST_PORT = 21000, 28999
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Phone:
    socket: socket.socket
    session: Session
    sent: int = 0
    heard: int = 0


def run() -> Iterator[str]:
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder, relaying(Path(folder) / "relay.sock", cores[0]) as (relay, pid):
        os.sched_setaffinity(0, {cores[-1]})
        try:
            yield from (measured(relay, pid, calls) for calls in STEPS)
        finally:
            os.sched_setaffinity(0, set(cores))


@contextmanager
def relaying(path: Path, core: int) -> Iterator[tuple[Relay, int]]:
    """The relay process of the product, on one core."""
    program = (
        "import os, pathlib, sys; from trunkline.engine.relay import run; os.sched_setaffinity(0, {int(sys.argv[2])}); "
        f"run(pathlib.Path(sys.argv[1]), {FIRST_PORT}, {LAST_PORT}, '127.0.0.1', pathlib.Path(sys.argv[1]).parent)"
    )
    command = [sys.executable, "-c", program, str(path), str(core)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not path.exists():
            time.sleep(0.02)
        yield Relay(path), process.pid
    finally:
        process.terminate()
        process.wait()


def measured(relay: Relay, pid: int, calls: int) -> str:
    phones = [phone(relay, f"{calls}-{n}") for n in range(2 * calls)]
    for one, other in zip(phones[::2], phones[1::2], strict=True):
        one.session.join(other.session)
    before, began = cpu(pid), time.perf_counter()
    late = talk(phones)
    share = (cpu(pid) - before) / (time.perf_counter() - began)
    counted = [counters(relay, each.session.name) for each in phones]
    sent, heard = sum(each.sent for each in phones), sum(each.heard for each in phones)
    dropped = sum(dropped for _, dropped in counted)
    for each in phones:
        each.session.close()
        each.socket.close()
    return (
        f"{calls} calls: {share:.0%} of a core, {1 - heard / sent:.3%} of {sent:,} packets lost "
        f"({dropped} by the relay's counters), longest way {late * 1000:.0f} ms"
    )


def phone(relay: Relay, name: str) -> Phone:
    own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own.setblocking(False)
    own.bind(("127.0.0.1", 0))
    session = Session(relay, name, "127.0.0.1")
    session.point(own.getsockname(), "127.0.0.1")
    own.connect(("127.0.0.1", session.port))
    return Phone(own, session)


def talk(phones: list[Phone]) -> float:
    """Everyone sends and hears for a while; the longest time that a packet was under way, in seconds."""
    waiting, longest, begin = selectors.DefaultSelector(), 0.0, time.perf_counter()
    for each in phones:
        waiting.register(each.socket, selectors.EVENT_READ, each)
    due = int(SECONDS / PACKET) * len(phones)
    done, now = 0, begin
    while now < begin + SECONDS + 0.5:
        now = time.perf_counter()
        while done < min(due, int((now - begin) / PACKET * len(phones))):
            send(phones[done % len(phones)])
            done += 1
        for key, _ in waiting.select(0 if done < due else 0.01):
            longest = max(longest, hear(key.data))
    return longest


def send(phone: Phone) -> None:
    """An RTP packet of G.711 (RFC 3550 section 5.1) that says when it was sent."""
    phone.sent += 1
    header = struct.pack("!BBHII", 0x80, 0, phone.sent & 0xFFFF, phone.sent * 160, 1)
    phone.socket.send(header + struct.pack("d", time.perf_counter()) + b"\xff" * 152)


def hear(phone: Phone) -> float:
    longest = 0.0
    while True:
        try:
            packet = phone.socket.recv(2048)
        except BlockingIOError:
            return longest
        phone.heard += 1
        longest = max(longest, time.perf_counter() - struct.unpack_from("d", packet, 12)[0])


def counters(relay: Relay, name: str) -> tuple[int, int]:
    """Packets relayed and dropped, of the phone's side of a session."""
    relayed, dropped = relay.command(f"Qv {name} {PHONE} i nrelayed ndropped").split()
    return int(relayed.partition("=")[2]), int(dropped.partition("=")[2])


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
