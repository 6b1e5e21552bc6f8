"""Files and folders that are trusted because they are there: under its name one is whole and on the disk, or it is not
there. They are made aside and moved into their place.

While somebody works on one it is locked; so what a killed process left is told from what is being made, and cleared.
"""

import errno
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


def write(path: Path, pieces: Iterable[bytes], aside: Path | None = None) -> None:
    """In place of what had that name; for its owner alone. `aside`: made in that folder, of the same file system."""
    with file(aside or path.parent) as (opened, made):
        opened.writelines(pieces)
        opened.flush()
        os.fsync(opened.fileno())
        move(made, path)


@contextmanager
def file(into: Path) -> Generator[tuple[BinaryIO, Path]]:
    """A new file in the folder, for its owner alone, to be synced and moved; gone if it is not."""
    handle, name = tempfile.mkstemp(dir=into, prefix=PREFIX)
    try:
        with os.fdopen(handle, "wb") as opened:
            _lock(handle)
            yield opened, Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)


@contextmanager
def folder(into: Path) -> Generator[Path]:
    """A new folder in the folder, to be moved; gone if it is not."""
    made = Path(tempfile.mkdtemp(dir=into, prefix=PREFIX))
    handle = os.open(made, os.O_RDONLY)
    try:
        _lock(handle)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(handle)


def _lock(handle: int) -> None:
    with suppress(OSError):  # where nothing can be locked, nothing is cleared either
        fcntl.flock(handle, fcntl.LOCK_EX)


def move(made: Path, to: Path) -> None:
    """Into its place, for good; what it has in it is synced already."""
    made.rename(to)
    sync(to.parent)


def sync(path: Path) -> None:
    """What a file or a folder holds is on the disk. Some file systems know no such thing of folders."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP) or not path.is_dir():
            raise
    finally:
        os.close(handle)


def clear(within: Path, *prefixes: str) -> int:
    """Remove what nobody works on any more; how many there were. `prefixes` are those of older versions.

    In a folder that several may write somebody may have put anything under such a name: what is none of ours is not
    touched, nor waited for."""
    count = 0
    for path in [path for prefix in (PREFIX, *prefixes) for path in within.glob(f"{prefix}*")]:
        with suppress(OSError):
            if not _is_of_ours(path.lstat()):
                continue
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_of_ours(found := os.fstat(handle)):
                    shutil.rmtree(path) if stat.S_ISDIR(found.st_mode) else path.unlink()
                    count += 1
            finally:
                os.close(handle)
    return count


def _is_of_ours(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))


def content(path: Path, most: int) -> bytes:
    """Of a file that somebody named, if it has no more than that; a device may have no end. Raises OSError."""
    with path.open("rb") as opened:
        found = opened.read(most + 1)
    if len(found) > most:
        raise OSError(errno.EFBIG, f"it has more than {most} bytes", str(path))
    return found


def read(path: Path) -> BinaryIO:
    """A file that others may have put there: it is one, or OSError is raised; nobody is waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, "it is no file", str(path))
