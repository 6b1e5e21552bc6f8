"""Writes store/shapes.txt: the tables and columns of each migration, as SQLite has them once it was made.

Refuses migrations that are not one line: a number that two have, or one that follows another than the number before.
--check says whether the file is up to date, and writes nothing.
"""

import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from trunkline.store import migrations, shapes
from trunkline.store.head import HEAD
from trunkline.store.store import Place


def line() -> list[str]:
    """The revisions in their order."""
    said: dict[str, str] = {}
    for path in sorted(migrations.HISTORY.glob("*.py")):
        found = dict(re.findall(r'^(revision|down_revision) = "?(\w+)"?', path.read_text(), re.MULTILINE))
        if not path.name.startswith(f"{found['revision']}_"):
            sys.exit(f"shapes: {path.name} says that it is {found['revision']}")
        if found["revision"] in said:
            sys.exit(f"shapes: {found['revision']} is the number of two migrations: give the newer one another")
        said[found["revision"]] = found["down_revision"]
    order = sorted(said)
    for before, revision in zip(["None", *order], order, strict=False):
        if said[revision] != before:
            sys.exit(f"shapes: {revision} follows {said[revision]}, and not {before}: migrations are one line")
    if order[-1] != HEAD:
        sys.exit(f"shapes: the newest migration is {order[-1]}, and store/head.py says {HEAD}")
    return order


def made() -> str:
    found: dict[str, dict[shapes.Part, frozenset[shapes.Column]]] = {}
    for revision in line():
        with tempfile.TemporaryDirectory() as name:
            with migrations.changing(Place(Path(name))) as connection:
                migrations.upgrade(connection, revision)
            found[revision] = {}
            for part, file in reversed(shapes.FILES.items()):
                with closing(sqlite3.connect(Path(name) / file)) as opened:
                    columns = shapes.in_files(opened)
                found[revision][part] = frozenset(each for each in columns if each[0] != "alembic_version")
    return shapes.written(found)


if __name__ == "__main__":
    text = made()
    if "--check" not in sys.argv:
        shapes.LIST.write_text(text)
    elif shapes.LIST.read_text() != text:
        sys.exit("shapes: store/shapes.txt is not up to date: run tools/make_shapes.py")
