"""Where a test's rows are: files by default, or the PostgreSQL that TRUNKLINE_TEST_DATABASE names.

The same suite runs on both. On PostgreSQL each test has a database of its own.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from trunkline.store import migrations
from trunkline.store.store import Place

SERVER = os.environ.get("TRUNKLINE_TEST_DATABASE")


@contextmanager
def prepared(folder: Path) -> Iterator[Place]:
    """An installation with tables and nothing in them."""
    with bare(folder) as place:
        migrations.prepare(place)
        yield place


@contextmanager
def bare(folder: Path) -> Iterator[Place]:
    """An installation before its first start."""
    with _place(folder) as place:
        yield place


@contextmanager
def copied(original: Place, folder: Path) -> Iterator[Place]:
    """A copy of an installation that nobody uses at the moment: quicker than to make it again."""
    if original.url is None:
        for name in ("state.db", "records.db"):
            shutil.copy(original.folder / name, folder / name)
    with _place(folder, original) as place:
        yield place


@contextmanager
def _place(folder: Path, like: Place | None = None) -> Iterator[Place]:
    if SERVER is None:
        yield Place(folder)
        return
    name = f"test_{uuid.uuid4().hex}"
    template = f" TEMPLATE {make_url(like.url).database}" if like and like.url else ""
    _run(f"CREATE DATABASE {name}{template}")
    try:
        yield Place(folder, make_url(SERVER).set(database=name).render_as_string(hide_password=False))
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def _run(statement: str) -> None:
    engine = create_engine(SERVER or "", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
