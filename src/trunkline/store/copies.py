"""Copies of both files, made before their shape is changed: the way back to the version before.

`copies/SHAPE` has the files as they were when they last had that shape, and `made.json`. One that is a fortnight old is
cleared at a start.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from trunkline import clock, whole
from trunkline.problems import refuse
from trunkline.store.head import HEAD, uri
from trunkline.store.shapes import FILES, Shape

FOLDER = "copies"
KEPT = 14 * 24 * 60 * 60  # seconds
PAGES = 10_000  # copied before others may write in between


def make(folder: Path, found: Shape) -> None:
    """Copy both files, unless a migration that ended half way did so before. Refuses where there is no room for that
    and for the migration."""
    kept = folder / FOLDER
    if found.state != found.records and (kept / found.state).is_dir():
        return
    _refuse_without_room(folder)
    kept.mkdir(exist_ok=True)
    name = found.state if found.state == found.records else f"{found.state}-{found.records}"
    with whole.folder(kept) as staged:
        for file in FILES.values():
            with (
                closing(sqlite3.connect(uri(folder / file), uri=True)) as original,
                closing(sqlite3.connect(staged / file)) as copy,
            ):
                original.backup(copy, pages=PAGES)
        said = {
            "at": _now(),
            "state": found.state,
            "records": found.records,
            "before": HEAD,
            "by": version("trunkline"),
        }
        (staged / "made.json").write_text(json.dumps(said))
        for path in staged.iterdir():
            whole.sync(path)
        if (kept / name).exists():
            shutil.rmtree(kept / name)
        whole.move(staged, kept / name)


def clear(folder: Path, now: float) -> None:
    """Remove those that are older than a fortnight."""
    for path in (folder / FOLDER).glob("[0-9]*"):
        if path.stat().st_mtime < now - KEPT:
            shutil.rmtree(path, ignore_errors=True)


def _refuse_without_room(folder: Path) -> None:
    logs = [folder / f"{name}-wal" for name in FILES.values()]
    size = sum(path.stat().st_size for path in (*(folder / name for name in FILES.values()), *logs) if path.exists())
    needed, free = 2 * size, shutil.disk_usage(folder).free  # the copy, and the log of what is changed
    if free < needed:
        refuse(
            "too_little_room_to_bring_the_store_up_to_this_version",
            needed=f"{needed >> 20} MB",
            free=f"{free >> 20} MB",
            remedy="make room on the disk, or go on with the version before",
        )


def _now() -> str:
    return datetime.fromtimestamp(int(clock.wall()), UTC).isoformat().replace("+00:00", "Z")
