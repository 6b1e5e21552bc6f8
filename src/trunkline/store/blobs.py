"""What is too large for a row: sound, and pages of faxes. Rows name them; once kept they never change.

A folder of files. `Blobs` is what the house asks of it, so that another kind of storage can take its place.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from trunkline import whole

NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


class NoBlob(LookupError):
    """There is none of that name."""


class Blob(Protocol):
    """One that is open, to be read in pieces."""

    @property
    def size(self) -> int: ...

    def read(self, start: int, length: int) -> bytes: ...

    def close(self) -> None: ...


class Blobs(Protocol):
    """All methods may wait for a disk or a network. A name is an id that we made."""

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        """Whole and for good when this returns. The same name again is the same content again."""
        ...

    def open(self, name: str) -> Blob:
        """Raises NoBlob."""
        ...

    def has(self, name: str) -> bool: ...

    def remove(self, name: str) -> None:
        """One that is not there is no fault. Whoever reads it meanwhile reads on."""
        ...

    def names(self) -> Iterator[str]: ...


class OpenFile:
    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        self.size = os.fstat(self._handle).st_size

    def read(self, start: int, length: int) -> bytes:
        return os.pread(self._handle, length, start)

    def close(self) -> None:
        os.close(self._handle)


class Folder:
    """Blobs as files, in folders by the last two characters of their names: ids that rise with time begin alike."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._path(name)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self._folder, self._folder.parent):
                whole.sync(folder)
        whole.write(path, pieces, aside=self._folder)

    def open(self, name: str) -> OpenFile:
        try:
            return OpenFile(self._path(name))
        except FileNotFoundError:
            raise NoBlob(name) from None

    def has(self, name: str) -> bool:
        return bool(NAME.fullmatch(name)) and self._path(name).exists()

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        with suppress(FileNotFoundError):  # before the first one
            for folder in sorted(path for path in self._folder.iterdir() if path.is_dir()):
                yield from sorted(path.name for path in folder.iterdir() if NAME.fullmatch(path.name))

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise NoBlob(name)
        return self._folder / name[-2:] / name
