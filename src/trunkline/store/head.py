"""The newest shape of the rows, and a look at a folder that needs no database library: most starts change nothing."""

import sqlite3
from pathlib import Path

from trunkline.problems import refuse

HEAD = "0014"


def is_current(folder: Path) -> bool:
    """Whether the folder's SQLite files are there in the newest shape."""
    return version(folder) == HEAD


def version(folder: Path) -> str | None:
    """The shape of the rows in a folder; None where there are none. Refuses a file that is no SQLite database."""
    path = folder / "state.db"
    if not path.exists():
        return None
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = file.execute("SELECT version_num FROM alembic_version").fetchone()
        return found and found[0]
    except sqlite3.OperationalError:  # a file without that table
        return None
    except sqlite3.DatabaseError as error:
        refuse("store_unusable", file=path, reason=error)
    finally:
        file.close()
