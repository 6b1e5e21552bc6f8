"""Tells the processes of an installation that configuration was changed, without a look at the rows.

Whoever has committed a change of it makes the mark another one, before anybody learns that the change is made. So who
finds the mark that it saw before has missed nothing. It costs a look at memory that all of them share.
"""

import mmap
import os
import secrets
from contextlib import suppress
from pathlib import Path

import structlog

SIZE = 8  # bytes

log = structlog.get_logger()


class Mark:
    """In a file of the folder where the processes of an installation find each other."""

    def __init__(self, folder: Path) -> None:
        path = folder / "run" / "moved"
        self._file: int | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if os.fstat(self._file).st_size < SIZE:
                os.pwrite(self._file, bytes(SIZE), 0)
            self._shared = mmap.mmap(self._file, SIZE, prot=mmap.PROT_READ)
        except OSError as error:
            log.error("changes are found once a second: there is no mark of them", why=error.strerror)
            self._shared = _read_alone(path)

    def __del__(self) -> None:
        if self._file is not None:
            os.close(self._file)

    def seen(self) -> bytes:
        return self._shared[:SIZE]

    def move(self) -> None:
        """By the file, since memory of a disk that fails must not be written: that ends the process (SIGBUS)."""
        if self._file is not None:
            with suppress(OSError):
                os.pwrite(self._file, secrets.token_bytes(SIZE), 0)


def _read_alone(path: Path) -> mmap.mmap:
    """That of a disk that only reads; one of nobody's where there is none."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return mmap.mmap(-1, SIZE)
    try:
        return mmap.mmap(file, SIZE, prot=mmap.PROT_READ)
    except (OSError, ValueError):
        return mmap.mmap(-1, SIZE)
    finally:
        os.close(file)
