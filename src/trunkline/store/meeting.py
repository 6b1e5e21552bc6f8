"""Where the processes of an installation find each other: sockets in DIR/run. Where nothing can be made there, since
the disk only reads or is full, they are in a folder in memory meanwhile: what is started again then has none else.

That folder stands among those of others. Its name follows from the installation's key, so nobody knows it before; it
is used only if it is a folder, ours, and closed to everybody else.
"""

import hmac
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog

from trunkline.store import keys

MEMORY = Path("/dev/shm")  # noqa: S108
LONGEST = 107  # bytes of a socket's path (unix(7))

log = structlog.get_logger()


def connect(connection: socket.socket, path: Path) -> None:
    """To a socket of DIR/run, wherever it is now. Raises OSError."""
    try:
        connection.connect(str(path))
    except OSError:
        for each in elsewhere(path):
            with suppress(OSError):
                connection.connect(str(each))
                return
        raise


def elsewhere(path: Path) -> list[Path]:
    """Where a socket of DIR/run may be that is not there."""
    return [folder / path.name for folder in _others(path) if _is_ours(folder, path.parent.parent)]


def place(path: Path) -> Path:
    """Where a new socket of DIR/run is to be; one that is dead is gone from there. Raises OSError."""
    for each in (path, *elsewhere(path)):
        with suppress(OSError):
            each.unlink(missing_ok=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _try(path)
    except OSError as error:
        for folder in _others(path):
            with suppress(OSError):
                folder.mkdir(mode=0o700)
            if _is_ours(folder, path.parent.parent) and len(bytes(folder / path.name)) <= LONGEST:
                log.warning("socket is made elsewhere", socket=path.name, why=error.strerror, folder=str(folder))
                return folder / path.name
        raise
    for folder in _others(path):
        with suppress(OSError):  # others are still there
            folder.rmdir()
    return path


def _try(path: Path) -> None:
    """A file system that gave up may say that it is as it was, so one is made."""
    with socket.socket(socket.AF_UNIX) as trial:
        trial.bind(str(path))
    path.unlink()


def _others(path: Path) -> Iterator[Path]:
    data = path.parent.parent
    try:
        key = keys.folder_of(data).joinpath(keys.SEAL).read_bytes()
    except OSError:
        return
    name = f"trunkline-{hmac.digest(key, bytes(data), 'sha256').hex()[:16]}"
    yield from (folder / name for folder in (MEMORY, Path(tempfile.gettempdir())))


def _is_ours(folder: Path, data: Path) -> bool:
    """Root may look for what an installation's owner runs."""
    try:
        found = folder.lstat()
        owners = {os.geteuid()} if os.geteuid() else {0, data.stat().st_uid}
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid in owners and not found.st_mode & 0o077
