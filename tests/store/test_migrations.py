"""A migration of two files: ended anywhere, it goes on at the next start. What is no shape of ours is left alone."""

import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.folders import CALLS, PEOPLE, copied, counted, halved, of_version, told
from tests.store.kills import killed_at
from trunkline import whole
from trunkline.problems import Refusal
from trunkline.store import copies, leftovers, migrations, shapes
from trunkline.store.head import HEAD, is_current
from trunkline.store.shapes import Shape
from trunkline.store.store import Place

pytestmark = pytest.mark.any_store

ALL = {"people": PEOPLE, "calls": CALLS}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of_version(tmp_path_factory.mktemp("first"), "0001")


@pytest.fixture(scope="module")
def fourteenth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return of_version(tmp_path_factory.mktemp("fourteenth"), "0014")


@pytest.mark.parametrize(
    ("version", "stride"),
    [("fourteenth", 3), *(pytest.param(version, 1, marks=pytest.mark.soak) for version in ("first", "fourteenth"))],
)
def test_killed_anywhere_it_goes_on_at_the_next_start(
    version: str, stride: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    original: Path = request.getfixturevalue(version)
    for step in range(0, 100, stride):
        folder = copied(original, tmp_path / str(step))
        if not killed_at(step, lambda folder=folder: migrations.prepare(Place(folder))):
            break
        assert migrations.prepare(Place(folder)) is False
        assert is_current(folder), f"killed at {step}"
        assert counted(folder) == ALL
        (copy,) = (path for path in (folder / "copies").iterdir() if not path.name.startswith("."))
        assert shapes.of_files(copy) == shapes.of_files(original)
        assert counted(copy) == ALL
        leftovers.clear(folder)
        assert not [*folder.rglob(f"{whole.PREFIX}*")]
    assert step > 8
    assert is_current(folder)
    assert counted(folder) == ALL


def test_a_first_start_that_was_killed_is_begun_again(tmp_path: Path) -> None:
    for step in range(100):
        place = Place(tmp_path / str(step))
        if not killed_at(step, lambda place=place: migrations.prepare(place)):
            break
        migrations.prepare(place)
        assert is_current(place.folder)
    assert step > 1


def test_what_a_version_before_left_half_done_is_finished(first: Path, fourteenth: Path, tmp_path: Path) -> None:
    """Its one transaction over both files was cut off between them."""
    folder = halved(fourteenth, first, tmp_path / "half")
    assert shapes.of_files(folder) == Shape("0014", "0002"), "whose records are as those of 0001"
    migrations.prepare(Place(folder))
    assert is_current(folder)
    assert counted(folder) == ALL
    assert (folder / "copies" / "0014-0002").is_dir()


def test_files_of_the_newest_shape_learn_to_say_so_without_a_copy(tmp_path: Path) -> None:
    """Those of a version in which the records did not know their shape."""
    folder = of_version(tmp_path / "data", HEAD)
    assert not is_current(folder)
    migrations.prepare(Place(folder))
    assert is_current(folder)
    assert not (folder / "copies").exists()


def test_the_copy_is_the_way_back(first: Path, tmp_path: Path) -> None:
    folder = copied(first, tmp_path / "data")
    migrations.prepare(Place(folder))
    for name in ("state.db", "records.db"):
        for path in folder.glob(f"{name}*"):
            path.unlink()
        shutil.copy(folder / "copies" / "0001" / name, folder)
    assert shapes.of_files(folder) == Shape("0001", "0001")
    assert counted(folder) == ALL


def test_a_copy_is_kept_for_a_fortnight(first: Path, tmp_path: Path) -> None:
    folder = copied(first, tmp_path / "data")
    migrations.prepare(Place(folder))
    copy = folder / "copies" / "0001"
    made = copy.stat().st_mtime
    copies.clear(folder, made + copies.KEPT - 60)
    assert copy.exists()
    copies.clear(folder, made + copies.KEPT + 60)
    assert not copy.exists()


def test_nothing_is_changed_without_room_for_a_copy(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(first, tmp_path / "data")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda _: usage(2**30, 2**30, 1000))
    with pytest.raises(Refusal, match="too_little_room"):
        migrations.prepare(Place(folder))
    assert shapes.of_files(folder) == Shape("0001", "0001")


def side_branch(folder: Path) -> None:
    """0005 was queues and settings; on a branch it was a column of calls."""
    with closing(sqlite3.connect(folder / "state.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '0005'")
        file.commit()
    with closing(sqlite3.connect(folder / "records.db")) as file:
        file.execute("ALTER TABLE calls ADD COLUMN voicemail_id VARCHAR(64)")
        file.commit()


def of_tomorrow(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "state.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (side_branch, "store_of_another_branch"),
        (of_tomorrow, "store_of_a_newer_version"),
        (lambda folder: (folder / "records.db").unlink(), "a_file_of_the_store_is_missing"),
        (lambda folder: (folder / "state.db").unlink(), "a_file_of_the_store_is_missing"),
        (lambda folder: (folder / "records.db").write_bytes(b"x" * 5000), "store_unusable"),
    ],
)
def test_what_is_none_of_ours_is_refused_and_left_alone(
    change: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    folder = of_version(tmp_path / "data", "0004")
    change(folder)
    with pytest.raises(Refusal) as refused:
        migrations.prepare(Place(folder))
    assert refused.value.key == said
    assert "remedy" in refused.value.facts or said == "store_unusable"
    assert not (folder / "copies").exists()


def test_a_newer_version_is_told_which_copy_is_the_way_back(first: Path, tmp_path: Path) -> None:
    folder = copied(first, tmp_path / "data")
    migrations.prepare(Place(folder))
    of_tomorrow(folder)
    with pytest.raises(Refusal) as refused:
        shapes.of_files(folder)
    assert str(folder / "copies" / "0001") in str(refused.value.facts["remedy"])


def test_tables_that_somebody_else_put_there_are_looked_past(tmp_path: Path) -> None:
    folder = of_version(tmp_path / "data", "0014")
    with closing(sqlite3.connect(folder / "records.db")) as file:
        file.execute("CREATE TABLE my_report (a, b)")
        file.execute("CREATE INDEX my_index ON calls (start)")
    migrations.prepare(Place(folder))
    assert is_current(folder)
    assert told(folder, "records", "SELECT count(*) FROM my_report") == [(0,)]
