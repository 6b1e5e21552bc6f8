"""The newest shape of the rows, and a look at a folder that needs no database library: most starts change nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from trunkline.problems import refuse

HEAD = "0020"


def is_current(folder: Path) -> bool:
    """Whether the folder's SQLite files are there in the newest shape, and both say so."""
    from trunkline.store import shapes  # which asks this module how to open a file

    return shapes.of_files(folder) == shapes.CURRENT and said_by(folder / "records.db") == HEAD


def said_by(path: Path) -> str | None:
    """The version that a file says it has; None where there are no rows. Refuses a file that cannot be read."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(uri(path), uri=True)) as file:
            if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                return None
            found = file.execute("SELECT version_num FROM alembic_version").fetchone()
            return found[0] if found else None
    except sqlite3.Error as error:
        refuse("store_unusable", file=path, reason=error)


def uri(path: Path, mode: str = "ro") -> str:
    """How SQLite is told of a file whose name may have anything in it."""
    return f"{path.absolute().as_uri()}?mode={mode}"
