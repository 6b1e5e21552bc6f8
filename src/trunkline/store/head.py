"""The newest shape of the rows, and a look at a folder that needs no database library: most starts change nothing."""

import sqlite3
from pathlib import Path

HEAD = "0014"


def is_current(folder: Path) -> bool:
    """Whether the folder's SQLite files are there in the newest shape."""
    if not (folder / "state.db").exists():
        return False
    file = sqlite3.connect(f"file:{folder}/state.db?mode=ro", uri=True)
    try:
        return file.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    except sqlite3.OperationalError:  # a file without that table
        return False
    finally:
        file.close()
