"""Who runs on a folder: one `serve`, or each part of it once. Nothing is recovered, unlinked or bound before that is
settled.

A lock is held by the process that took it and by all that are forked from it, and is free as soon as the last of them
is gone, however it went.
"""

import argparse
import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from trunkline import clock
from trunkline.cli import exits
from trunkline.problems import refuse

PARTS = ("api", "engine", "relay")
MAKING = "making"  # rows of a new shape, or a first account
PAST = "past"  # the demo's, which is told once
KNOWN = ("command", "pid", "since", "host", "addresses")
ADDRESSES = ("http", "sip", "sips", "rtp")
ANY = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104
LEFT = 15.0  # seconds that what is left of one that died may take to end
UNSAID = 1.0  # seconds that the owner may take to say who it is
LOOK = 0.1


@contextmanager
def owning(said: argparse.Namespace, *parts: str) -> Generator[None]:
    """As long as the locks are held. Refuses, and says whose they are, where somebody else has one.

    Who runs a part has the folder itself too, shared with other parts: a file can be removed by somebody who tidies up.
    """
    folder = said.data.resolve()
    with ExitStack() as held:
        try:
            (folder / "run").mkdir(parents=True, exist_ok=True)
            if every := {*PARTS} & {*parts}:
                kind = fcntl.LOCK_EX if every == {*PARTS} else fcntl.LOCK_SH
                held.enter_context(_held(said, partial(_folder, folder, kind), PARTS))
            for part in parts:
                file = held.enter_context(_held(said, partial(_file, _path(folder, part)), (part,)))
                held.callback(_write, file, b"")  # what is told of the next must not be of this one
                _write(file, json.dumps(_myself(said)).encode())
        except OSError as error:
            passes = error.errno in exits.PASSING
            refuse("disk_unusable" if passes else "data_folder_unusable", data=said.data, reason=error.strerror)
        yield


@contextmanager
def kept_out(folder: Path, part: str) -> Generator[bool]:
    """Whether nobody runs a part of the folder's system; then nobody begins to until this is over."""
    path = _path(folder, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    taken = _file(path)
    try:
        yield taken is not None
    finally:
        if taken is not None:
            os.close(taken)


def parts(folder: Path) -> dict[str, dict[str, Any]]:
    """Who runs each part of a folder's system now, as it said itself; empty for one that nobody runs. Where `serve`
    does, the process that it began for the part, and how often it had to be begun again."""
    owners = {part: owner if _lives(owner := _owner(_path(folder, part))) else {} for part in PARTS}
    return {part: owner | cast(dict[str, Any], owner.pop("process", {})) for part, owner in owners.items()}


def began(folder: Path, part: str, pid: int, restarts: int) -> None:
    """Whoever owns a part says which process of its own does the work."""
    path = _path(folder, part)
    if not (owner := _owner(path)):
        return
    told = {"pid": pid, "since": _now(), "restarts": restarts, "supervisor": owner["pid"]}
    with suppress(OSError), _opened(path) as file:
        _write(file, json.dumps(owner | {"process": told}).encode())


@contextmanager
def _opened(path: Path) -> Generator[int]:
    opened = os.open(path, os.O_RDWR)
    try:
        yield opened
    finally:
        os.close(opened)


def http(folder: Path) -> str | None:
    """The address from which this computer reaches the API of a folder's system, if it runs here."""
    told: str = parts(folder)["api"].get("http", "")
    host, _, port = told.rpartition(":")
    return f"{ANY.get(host, host)}:{port}" if told else None


def _path(folder: Path, part: str) -> Path:
    return folder / "run" / f"{part}.lock"


@contextmanager
def _held(said: argparse.Namespace, take: Callable[[], int | None], parts: Sequence[str]) -> Generator[int]:
    began = time.monotonic()
    while (taken := take()) is None:
        owners = [_owner(_path(said.data.resolve(), part)) for part in parts]
        owner = next(filter(_lives, owners), None)
        if owner or time.monotonic() - began > (LEFT if any(owners) else UNSAID):
            known = {name: owner[name] for name in KNOWN if owner and name in owner}
            refuse("in_use_by_another", data=said.data, **known, remedy="stop that one first, or name another folder")
        time.sleep(LOOK)
    try:
        yield taken
    finally:
        os.close(taken)


def _folder(path: Path, kind: int) -> int | None:
    opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    except OSError:
        pass  # NFS locks what may be written alone, which a folder may not: there the files have to do
    return opened


def _file(path: Path) -> int | None:
    """None where somebody has it. One that was removed meanwhile locks nobody out, so it counts only while it is
    there."""
    while True:
        try:
            opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if error.errno not in exits.PASSING:
                raise
            opened = os.open(path, os.O_RDONLY)  # of a disk that only reads: whose it is cannot be said there
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.path.samestat(os.fstat(opened), path.stat()):
                return opened
        except BlockingIOError:
            os.close(opened)
            return None
        except OSError:
            os.close(opened)
            raise
        os.close(opened)


def _write(file: int, content: bytes) -> None:
    with suppress(OSError):  # a disk that is full has room for a lock, if not for whose it is
        os.ftruncate(file, 0)
        os.pwrite(file, content, 0)


def _myself(said: argparse.Namespace) -> dict[str, Any]:
    at = [f"{name} {value}" for name in ADDRESSES if (value := getattr(said, name, None))]
    command = said.run.rpartition(":")[2] if "run" in said else "trunkline"
    told: dict[str, Any] = {"command": command, "pid": os.getpid(), "since": _now(), "host": socket.gethostname()}
    told |= {"http": said.http} if "http" in said else {}
    return told | ({"addresses": " ".join(at)} if at else {})


def _now() -> str:
    return f"{datetime.fromtimestamp(clock.wall(), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _owner(path: Path) -> dict[str, Any]:
    """As the owner said; it may not have said it yet."""
    with suppress(OSError, ValueError):
        match json.loads(path.read_bytes()):
            case {"pid": int(), "host": str()} as found:
                return found
            case _:
                pass
    return {}


def _lives(owner: dict[str, Any]) -> bool:
    """Whether it may: of one on another computer, or in another container, nothing is known."""
    if not owner:
        return False
    if owner["host"] != socket.gethostname():
        return True
    try:
        os.kill(owner["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
