"""The checks of an installation's parts, each as quick as a look. What they say is for everybody's ears."""

import ctypes
import errno
import json
import os
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from trunkline import clock as clocks
from trunkline.api.readiness import Check, Trouble
from trunkline.problems import Refusal
from trunkline.store import keys as kept
from trunkline.store import meeting
from trunkline.store.store import Store
from trunkline.store.tables import Account

PATIENCE = 0.8  # seconds for an answer of another process
LONGEST = 65_536  # bytes of one
STILL = 5.0  # seconds without a turn after which a loop counts as one that hangs
# Of a disk: bytes and part of it that are free at least, whichever is less. First to work at all, then without a worry.
LEAST, LOW = (64 << 20, 0.02), (2 << 30, 0.1)
BLOCK = 4096  # bytes that are written to see whether that is possible
FEW = 100  # files that may still be made
JUMP = 5.0  # seconds by which the clock of the day and the one that only runs may part
REMEMBERED = 600.0  # seconds for which it is told that the clock was set
BUILT = 1_760_000_000.0  # no clock that is right says that it is earlier (October 2025)
UNSURE = 1.0  # seconds by which the kernel thinks that its clock may be wrong


def store(rows: Store) -> Check:
    """It can be read, and would take what is written."""
    some = select(Account.config_version).limit(1)

    def look(session: Session) -> bool:
        session.execute(some).all()
        return rows.takes_writes(session)

    def check() -> Iterator[Trouble]:
        try:
            if not rows.read_any(look):
                yield Trouble("can be read, and not written")
        except Exception:  # whatever it is, and whichever library says it
            yield Trouble("cannot be read")

    return check


def engine(control: Path) -> Check:
    """Its SIP loop turns, and takes calls."""

    def check() -> Iterator[Trouble]:
        match _of_engine(control):
            case {"stopping": True}:
                yield Trouble("is stopping")
            case {"still": still} if still > STILL:
                yield Trouble(f"has not moved for {still:.0f} seconds")
            case {"as_of": float(at)}:
                yield Trouble(remembers(at), grave=False)
            case {}:
                pass
            case _:
                yield Trouble("does not answer")

    return check


def remembers(at: float) -> str:
    """What is said of an engine that has not seen the rows yet."""
    when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    return f"goes by what was known at {when}: the store has not answered since it began"


def journal(control: Path) -> Check:
    """What happens can be written down, and reaches the store."""

    def check() -> Iterator[Trouble]:
        match _of_engine(control):
            case {"journal": {"writes": False, "why": why, "seconds": seconds}}:
                yield Trouble(f"not written for {seconds} seconds: {why}; only emergency calls are taken")
            case {"journal": {"store_fails": True}}:
                yield Trouble("what is written waits for the store", grave=False)
            case {"journal": _}:
                pass
            case _:
                yield Trouble("nobody knows: the engine does not answer")

    return check


def _of_engine(control: Path) -> Any:
    try:
        return json.loads(ask(control, b'{"ask":"readiness"}'))
    except (OSError, ValueError):
        return None


def relay(run: Path) -> Check:
    """Both that carry audio answer: the relay itself (RTPProxy's command V asks for its version), and its doors."""
    asked = {"relay.sock": b"V", "doors.sock": b'{"do":"nothing"}'}

    def check() -> Iterator[Trouble]:
        for name, question in asked.items():
            try:
                ask(run / name, question)
            except OSError:
                yield Trouble("does not answer")
                return

    return check


def ask(path: Path, question: bytes) -> bytes:
    """One line to a Unix socket, and the one that comes back. Raises OSError."""
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(PATIENCE)
        meeting.connect(connection, path)
        connection.sendall(question + b"\n")
        if answer := connection.recv(LONGEST):
            return answer
        raise ConnectionResetError("no answer")


def keys(data: Path, held: Mapping[str, bytes], fits: Callable[[], bool]) -> Check:
    """They are where the next start looks for them, and are those that this process has; `fits` is whether it is with
    that of passwords that they were sealed."""

    def check() -> Iterator[Trouble]:
        for name, key in held.items():
            what = f"the key of {kept.OF[name]}"
            try:
                if kept.read(data, name) != key:
                    yield Trouble(f"{what} is another than at the start")
            except Refusal as refusal:
                yield Trouble(f"{what} {kept.WRONG[refusal.key]}")
        with suppress(Exception):  # a store that is away says nothing of keys
            if not fits():
                yield Trouble(f"the key of {kept.OF[kept.SEAL]} opens none of them")

    return check


def disk(folders: Iterable[Path]) -> Check:
    """There is room, and it can be written; of several folders on one disk it is told once."""

    def check() -> Iterator[Trouble]:
        for folder in {folder.stat().st_dev: folder for folder in folders if folder.exists()}.values():
            found = os.statvfs(folder)
            free, size = found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
            if why := _unwritable(folder):
                yield Trouble(f"cannot be written: {why}")
            elif free < _of(size, LEAST):
                yield Trouble(f"is full: {free >> 20} MB are free")
            elif found.f_files and found.f_favail < FEW:
                yield Trouble(f"is full: {found.f_favail} more files can be made")
            elif free < _of(size, LOW):
                yield Trouble(f"is nearly full: {free >> 20} MB are free", grave=False)

    return check


def _unwritable(folder: Path) -> str:
    """Why nothing can be written there; empty if it can. Tried with a file that never has a name (O_TMPFILE)."""
    try:
        handle = os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o600)
    except OSError as error:
        return "" if error.errno in (errno.EOPNOTSUPP, errno.EISDIR) else os.strerror(error.errno or 0)
    try:
        os.write(handle, bytes(BLOCK))
    except OSError as error:
        return os.strerror(error.errno or 0)
    finally:
        os.close(handle)
    return ""


def _of(size: int, least: tuple[int, float]) -> float:
    return min(least[0], size * least[1])


def clock(
    now: Callable[[], float] = clocks.wall,
    runs: Callable[[], float] = time.monotonic,
    unsure: Callable[[], float | None] | None = None,
) -> Check:
    """It is set right. That it was set is told for a while: durations do not go by it, but people read it."""
    apart, jumps = now() - runs(), list[tuple[float, float]]()

    def check() -> Iterator[Trouble]:
        nonlocal apart, jumps
        by, at = now() - runs() - apart, runs()
        if abs(by) > JUMP:
            apart += by
            jumps.append((at, by))
        jumps = [(when, by) for when, by in jumps if at - when < REMEMBERED]
        if now() < BUILT:
            yield Trouble("is wrong: it shows a time before this version was made")
        for when, by in jumps[-1:]:
            yield Trouble(f"was set by {by:+.0f} seconds, {at - when:.0f} seconds ago", grave=False)
        if (error := (unsure or kernel_error)()) is not None and error > UNSURE:
            yield Trouble("is not synchronised", grave=False)

    return check


def kernel_error() -> float | None:
    """By how many seconds the kernel says that its clock may be wrong (adjtimex(2), of which `maxerror` is read); None
    where it does not say."""
    try:
        call = ctypes.CDLL(None, use_errno=True).adjtimex
        said = ctypes.create_string_buffer(512)
        if call(said) < 0:
            return None
    except (AttributeError, OSError):
        return None
    return struct.unpack_from("@Illl", said)[3] / 1e6
