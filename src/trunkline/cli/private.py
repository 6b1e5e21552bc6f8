"""What an installation keeps is for its owner alone, whoever else has an account on the computer. What is in a folder
that is none, or beside ours in one that is, is nothing of ours to close."""

import os
import pwd
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from trunkline import whole
from trunkline.problems import Refusal, refuse
from trunkline.store import keys, known, restored
from trunkline.store.head import said_by

OTHERS = 0o077
ROWS = ("state.db", "records.db")  # with what SQLite puts beside them
FOLDERS = ("keys", "blobs", "journal", "run", "taken", "sounds", "copies", known.KNOWN, restored.RESTORED)
STAGED = (whole.PREFIX, ".restoring-")  # the second as versions before this one called it
FOUND = (
    "--data names one that is elsewhere; `trunkline init` makes one, `trunkline serve --demo` one to try; "
    "or see that the disk is mounted"
)
EMPTY = ("lost+found",)  # what a file system has that has nothing


def from_now_on() -> None:
    """What this process and its children make is its owner's, whatever makes it."""
    os.umask(OTHERS)


def is_ours(folder: Path) -> bool:
    """Whether an installation is there: rows of ours, also those that a restore has not moved in yet, or a key that it
    has where its rows are on a server."""
    try:
        return keys.any_in(folder) or restored.waits(folder) or any(_has_rows(folder / name) for name in ROWS)
    except OSError:  # nobody lets us look
        return False


def _has_rows(path: Path) -> bool:
    try:
        return said_by(path) is not None
    except Refusal:  # rows of something else, or damaged ones
        return False


def claim(folder: Path) -> None:
    """Where an installation is to be: one of ours, or room for one. Refuses a folder of other things that others may
    look into: it could not be closed without them."""
    if folder.exists() and not folder.is_dir():
        refuse("data_is_no_folder", data=folder)
    _heed_owner(folder)
    if open_to(folder) and not is_ours(folder):
        try:
            others = [path.name for path in folder.iterdir() if path.name not in EMPTY and not _is_of_ours(path)]
        except OSError as error:
            refuse("data_folder_unusable", data=folder, reason=error.strerror)
        if others:
            refuse("data_folder_has_other_things", data=folder, such_as=min(others), remedy="name a new folder")
    _close(folder)


def _heed_owner(folder: Path) -> None:
    """What root makes in the folder of somebody else, who runs the system, they could not use."""
    if os.geteuid() or not folder.exists() or not (uid := folder.stat().st_uid):
        return
    try:
        owner = pwd.getpwuid(uid).pw_name
    except KeyError:  # of another computer, or of nobody
        owner = f"#{uid}"
    refuse("data_folder_is_anothers", data=folder, owner=owner, remedy=f"the same command after `sudo -u {owner}`")


def close(folder: Path) -> None:
    """An installation that others may look into, as older versions left it, is closed. Refuses where there is none."""
    if not is_ours(folder):
        refuse("no_installation_here", data=folder.resolve(), remedy=FOUND)
    _close(folder)


def _close(folder: Path) -> None:
    try:
        found = folder.stat()
    except OSError:
        return  # there is none yet; or it cannot be used, which is told by who uses it
    if not found.st_mode & OTHERS or found.st_uid != os.geteuid():
        return
    if found.st_mode & stat.S_ISVTX:
        refuse("data_folder_is_everybodys", data=folder, remedy="name a folder inside it")
    folder.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    for path in _of_ours(folder):
        if not path.is_symlink() and (mode := stat.S_IMODE(path.lstat().st_mode)) & OTHERS:
            path.chmod(mode & ~OTHERS)
    print(f"trunkline: {folder} was open to others; it is for its owner alone now", file=sys.stderr)


def _of_ours(folder: Path) -> Iterator[Path]:
    """All that we made in it."""
    for top in filter(_is_of_ours, folder.iterdir()):
        yield top
        if top.is_dir() and not top.is_symlink():
            for within, folders, files in os.walk(top):
                yield from (Path(within, name) for name in (*folders, *files))


def _is_of_ours(path: Path) -> bool:
    return path.name in FOLDERS or path.name.startswith((*ROWS, *STAGED))


def open_to(folder: Path) -> list[str]:
    """Who besides its owner may look into it, change it or go through it."""
    mode = folder.stat().st_mode if folder.exists() else 0
    return [who for who, bits in (("group", 0o070), ("others", 0o007)) if mode & bits]
