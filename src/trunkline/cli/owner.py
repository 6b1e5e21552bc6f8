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
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trunkline.problems import refuse

PARTS = ("api", "engine", "relay")
MAKING = "making"  # rows of a new shape, or a first account
PAST = "past"  # the demo's, which is told once
ADDRESSES = ("http", "sip", "sips", "rtp")
LEFT = 15.0  # seconds that what is left of one that died may take to end
LOOK = 0.1


@contextmanager
def owning(said: argparse.Namespace, *parts: str) -> Generator[None]:
    """As long as the locks are held. Refuses, and says whose they are, where somebody else has one."""
    folder = said.data.resolve() / "run"
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for part in parts:
                held.enter_context(_locked(folder / f"{part}.lock", said))
        except OSError as error:
            refuse("data_folder_unusable", data=said.data, reason=error.strerror)
        yield


@contextmanager
def _locked(path: Path, said: argparse.Namespace) -> Generator[None]:
    end = time.monotonic() + LEFT
    while (file := _taken(path)) is None:
        owner = _owner(path)
        if time.monotonic() > end or _lives(owner):
            known = {name: owner[name] for name in ("command", "pid", "since", "host", "addresses") if name in owner}
            refuse("in_use_by_another", data=said.data, **known, remedy="stop that one first, or name another folder")
        time.sleep(LOOK)
    with os.fdopen(file, "r+b") as held:
        held.truncate()
        held.write(json.dumps(_myself(said)).encode())
        held.flush()
        yield
        held.truncate(0)  # what is told of the next must not be of this one


def _taken(path: Path) -> int | None:
    """None where somebody has it. A file that was removed meanwhile locks nobody out, so it counts only while it is
    there."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
                return file
        except BlockingIOError:
            os.close(file)
            return None
        except OSError:
            os.close(file)
            raise
        os.close(file)


def _myself(said: argparse.Namespace) -> dict[str, Any]:
    at = [f"{name} {value}" for name in ADDRESSES if (value := getattr(said, name, None))]
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    command = said.run.rpartition(":")[2] if "run" in said else "trunkline"
    told = {"command": command, "pid": os.getpid(), "since": now, "host": socket.gethostname()}
    return told | ({"addresses": " ".join(at)} if at else {})


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
