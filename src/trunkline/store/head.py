"""The newest shape of the rows, and a look at a folder that needs no database library: most starts change nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from trunkline.problems import refuse

HEAD = "0017"


def is_current(folder: Path) -> bool:
    """Whether the folder's SQLite files are there in the newest shape."""
    return version(folder) == HEAD


def version(folder: Path) -> str | None:
    """The shape of the rows in a folder; None where there are none. Refuses a file that cannot be read."""
    path = folder / "state.db"
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                return None
            (found,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
            return found
    except sqlite3.Error as error:
        refuse("store_unusable", file=path, reason=error)
