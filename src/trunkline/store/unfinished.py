"""What is made aside and moved into its place when it is whole: files and folders that are trusted once they are there.

While somebody works on one it is locked; so what a killed process left is told from what is being made, and cleared.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PREFIX = ".trunkline-unfinished-"


@contextmanager
def file(into: Path) -> Generator[tuple[BinaryIO, Path]]:
    """A new file in the folder, for its owner alone, to be synced and moved; gone if it is not."""
    handle, name = tempfile.mkstemp(dir=into, prefix=PREFIX)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with os.fdopen(handle, "wb") as opened:
            yield opened, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def folder(into: Path) -> Generator[Path]:
    """A new folder in the folder, to be moved; gone if it is not."""
    made = Path(tempfile.mkdtemp(dir=into, prefix=PREFIX))
    handle = os.open(made, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(handle)


def whole(path: Path, pieces: Iterable[bytes], aside: Path | None = None) -> None:
    """Write a file that is there whole and for good when this returns, or not at all."""
    with file(aside or path.parent) as (opened, made):
        opened.writelines(pieces)
        opened.flush()
        os.fsync(opened.fileno())
        move(made, path)


def move(made: Path, to: Path) -> None:
    """Into its place, for good; what it has in it is synced already."""
    made.rename(to)
    sync(to.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear(within: Path, *prefixes: str) -> int:
    """Remove what nobody works on any more; how many there were. `prefixes` are those of older versions."""
    count = 0
    for path in [path for prefix in (PREFIX, *prefixes) for path in within.glob(f"{prefix}*")]:
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found = os.fstat(handle)
                if found.st_uid == os.geteuid():
                    shutil.rmtree(path) if stat.S_ISDIR(found.st_mode) else path.unlink()
                    count += 1
            finally:
                os.close(handle)
    return count
