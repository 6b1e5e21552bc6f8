"""Where a test's rows are: files by default, or the PostgreSQL that TRUNKLINE_TEST_DATABASE names.

The same suite runs on both. On PostgreSQL each test has a database that no other uses at the time.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tests.databases import SERVER
from trunkline.store import migrations
from trunkline.store.store import Place

# Where an ambulance goes, for commands that make an account.
AN_ADDRESS = ("--address", "1 Market Street", "--city", "San Francisco", "--state", "CA", "--zip", "94105")
A_LONDON_ADDRESS = ("--country", "GB", "--address", "1 Poultry", "--city", "London", "--zip", "EC2R 8EJ")


@contextmanager
def prepared(folder: Path) -> Iterator[Place]:
    """An installation with tables and nothing in them."""
    with bare(folder) as place:
        migrations.prepare(place)
        yield place


@contextmanager
def bare(folder: Path) -> Iterator[Place]:
    """An installation before its first start."""
    if SERVER is None:
        yield Place(folder)
        return
    url = databases.new()
    try:
        yield Place(folder, url)
    finally:
        databases.drop(url)


@contextmanager
def copied(original: Place, folder: Path) -> Iterator[Place]:
    """A copy of an installation that nobody uses at the moment: quicker than to make it again."""
    if original.url is None:
        for name in ("state.db", "records.db"):
            shutil.copy(original.folder / name, folder / name)
        yield Place(folder)
    else:
        with databases.copy(original.url) as url:
            yield Place(folder, url)
