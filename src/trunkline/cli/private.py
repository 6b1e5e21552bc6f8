"""What an installation keeps is for its owner alone, whoever else has an account on the computer."""

import os
import stat
import sys
from pathlib import Path

from trunkline.problems import refuse

OTHERS = 0o077


def from_now_on() -> None:
    """What this process and its children make is its owner's, whatever makes it."""
    os.umask(OTHERS)


def close(folder: Path) -> None:
    """A folder that others may look into, as older versions left it, is closed with all that is in it."""
    try:
        found = folder.stat()
    except OSError:
        return  # there is none yet; or it cannot be used, which is told by who uses it
    if not found.st_mode & OTHERS or found.st_uid != os.geteuid():
        return
    if found.st_mode & stat.S_ISVTX:
        refuse("data_folder_is_everybodys", data=folder, remedy="name a folder inside it")
    folder.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    for within, folders, files in os.walk(folder):
        for path in (Path(within, name) for name in (*folders, *files)):
            if not path.is_symlink() and (mode := stat.S_IMODE(path.lstat().st_mode)) & OTHERS:
                path.chmod(mode & ~OTHERS)
    print(f"trunkline: {folder} was open to others; it is for its owner alone now", file=sys.stderr)


def open_to(folder: Path) -> list[str]:
    """Who besides its owner may look into it, change it or go through it."""
    mode = folder.stat().st_mode if folder.exists() else 0
    return [who for who, bits in (("group", 0o070), ("others", 0o007)) if mode & bits]
