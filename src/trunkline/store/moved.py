"""Tells the processes of an installation that configuration was changed, without a look at the rows.

Whoever has committed a change of it makes the mark another one, before anybody learns that the change is made. So who
finds the mark that it saw before has missed nothing. It costs a look at memory that all of them share.
"""

import mmap
import os
import secrets
from pathlib import Path

SIZE = 8  # bytes


class Mark:
    """In a file of the folder where the processes of an installation find each other."""

    def __init__(self, folder: Path) -> None:
        path = folder / "run" / "moved"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(file).st_size < SIZE:
                os.ftruncate(file, SIZE)
            self._shared = mmap.mmap(file, SIZE)
        finally:
            os.close(file)

    def seen(self) -> bytes:
        return self._shared[:SIZE]

    def move(self) -> None:
        self._shared[:SIZE] = secrets.token_bytes(SIZE)
