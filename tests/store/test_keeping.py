"""Backups in a folder or a bucket: the next one brings only what is new, and old ones go with what was theirs alone."""

import io
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.acme import Acme
from tests.store.buckets import bucket
from tests.store.test_backup import rows
from trunkline import clock, whole
from trunkline.cli import exits
from trunkline.store import keeping, restore, shelf
from trunkline.store.archive import Unusable
from trunkline.store.blobs import Folder, OpenFile
from trunkline.store.keeping import Opened
from trunkline.store.store import Place

SOUNDS = {letter * 22: letter.encode() * 5000 for letter in "abc"}
DIRECTORY, BUCKET = "a folder", "a bucket"


@pytest.fixture(params=[DIRECTORY, BUCKET])
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == DIRECTORY:
        yield str(tmp_path / "kept")
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with bucket() as (where, _):
        yield where


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A day passes with each call."""
    now = [time.time() - 30 * 86_400]
    monkeypatch.setattr(clock, "wall", lambda: now[0])
    return lambda: now.__setitem__(0, now[0] + 86_400)


@pytest.fixture
def back_up(place: Place, acme: Acme, kept_in: str, days: Callable[[], None]) -> Callable[..., keeping.Done]:
    for name, content in SOUNDS.items():
        place.blobs.keep(name, [content])

    def make(**more: Any) -> keeping.Done:
        days()
        return keeping.back_up(place, kept_in, with_key=False, **more)

    return make


def opened(where: str, name: str | None = None) -> Opened:
    kept = shelf.at(where)
    return Opened(kept, keeping.chosen(kept, name), 2**40)


def restored(where: str, place: Place, name: str | None = None) -> Place:
    with closing(opened(where, name)) as backup:
        restore.restore(backup.file, backup.contents, place, backup.bring)
    return place


def content(place: Place) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for name in place.blobs.names():
        blob = place.blobs.open(name)
        found[name] = blob.read(0, blob.size)
        blob.close()
    return found


def test_it_comes_back_as_it_was(
    back_up: Callable[..., keeping.Done], place: Place, kept_in: str, tmp_path: Path
) -> None:
    done = back_up()
    assert (done.blobs, done.brought, done.bytes_brought) == (3, 3, 15_000)
    again = restored(kept_in, Place(tmp_path / "again"))
    assert content(again) == SOUNDS
    assert rows(again) == rows(place)


def test_the_next_one_reads_and_brings_only_what_is_new(
    back_up: Callable[..., keeping.Done], place: Place, kept_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up()
    place.blobs.keep("d" * 22, [b"new"])
    read: list[int] = []

    def counted(self: OpenFile, start: int, length: int) -> bytes:
        found = before(self, start, length)
        read.append(len(found))
        return found

    before = OpenFile.read
    monkeypatch.setattr(OpenFile, "read", counted)
    done = back_up()
    assert (done.blobs, done.brought, sum(read)) == (4, 1, 3)


def test_the_newest_are_kept_with_what_they_need(
    back_up: Callable[..., keeping.Done], place: Place, kept_in: str, tmp_path: Path
) -> None:
    first = back_up()
    place.blobs.remove("a" * 22)
    second = back_up()
    place.blobs.keep("d" * 22, [b"new"])
    third = back_up(keep=2)
    kept = shelf.at(kept_in)
    assert third.removed == [first.name]
    assert [each.name for each in keeping.listed(kept)] == [second.name, third.name]
    there = {name.rpartition("/")[2] for name in kept.sizes(keeping.BLOBS)}
    assert there == {letter * 22 for letter in "bcd"}
    assert content(restored(kept_in, Place(tmp_path / "again"), second.name)).keys() == {"b" * 22, "c" * 22}


def test_a_removal_that_was_killed_is_finished_by_the_next(
    back_up: Callable[..., keeping.Done], place: Place, kept_in: str
) -> None:
    first = back_up()
    place.blobs.remove("a" * 22)
    second = back_up()
    kept = shelf.at(kept_in)
    kept.remove(f"{keeping.BACKUPS}{first.name}/{keeping.ROWS}")
    assert [each.name for each in keeping.listed(kept)] == [second.name], "it is none any more"
    back_up(keep=2)
    assert not [path for path in kept.sizes(keeping.BACKUPS) if first.name in path]
    assert not [path for path in kept.sizes(keeping.BLOBS) if path.endswith("a" * 22)]


def test_one_that_was_killed_is_none_and_goes(back_up: Callable[..., keeping.Done], kept_in: str) -> None:
    killed, kept = back_up(), shelf.at(kept_in)
    kept.remove(f"{keeping.BACKUPS}{killed.name}/{keeping.LIST}")
    with pytest.raises(Unusable, match="no whole backup"):
        keeping.chosen(kept, None)
    back_up()
    back_up(keep=5)
    assert not [path for path in kept.sizes(keeping.BACKUPS) if killed.name in path]


def test_the_next_one_sends_nothing_again_that_a_killed_one_brought(
    back_up: Callable[..., keeping.Done], kept_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, kept = back_up(), shelf.at(kept_in)
    kept.remove(f"{keeping.BACKUPS}{killed.name}/{keeping.LIST}")
    sent: list[str] = []
    put = type(kept).put
    monkeypatch.setattr(type(kept), "put", lambda self, name, content: (sent.append(name), put(self, name, content))[1])
    assert back_up().blobs == 3
    assert not [name for name in sent if name.startswith(keeping.BLOBS)]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda kept, name: kept.remove(f"blobs/{name[-2:]}/{name}"), "missing"),
        (lambda kept, name: put(kept, f"blobs/{name[-2:]}/{name}", b"b" * 4999), "missing"),
        (lambda kept, name: put(kept, f"blobs/{name[-2:]}/{name}", b"x" * 5000), "damaged"),
    ],
)
def test_a_blob_that_is_not_as_it_was_kept_is_found(
    damage: Callable[[Any, str], None],
    said: str,
    back_up: Callable[..., keeping.Done],
    kept_in: str,
    tmp_path: Path,
) -> None:
    back_up()
    damage(shelf.at(kept_in), "b" * 22)
    with closing(opened(kept_in)) as backup:
        assert bool(backup.missing()) is (said == "missing")
        with pytest.raises(Unusable, match=r"damaged|cannot be read|NoSuchKey"):
            backup.read_blobs()
    with pytest.raises(Unusable):
        restored(kept_in, Place(tmp_path / "again"))
    assert [path for path in (tmp_path / "again").rglob("*") if path.is_file()] == []


def put(kept: shelf.Shelf, name: str, content: bytes) -> None:
    kept.put(name, io.BytesIO(content))


def test_a_backup_beside_its_sound_is_not_restored_without_it(
    back_up: Callable[..., keeping.Done], kept_in: str, tmp_path: Path
) -> None:
    back_up()
    with closing(opened(kept_in)) as backup, pytest.raises(Unusable, match="stands beside it"):
        restore.restore(backup.file, backup.contents, Place(tmp_path / "again"))


NO_SERVER = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
NOBODY = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.mark.any_store
@pytest.mark.parametrize(
    ("to", "environment", "said", "remedy", "code"),
    [
        ("s3://another/office", {}, "NoSuchBucket", "make the bucket", exits.STORE),
        ("s3://a_b!/office", {}, "that is no name of a bucket", "s3://BUCKET/PREFIX", exits.STORE),
        ("s3://another/office", NO_SERVER, "Could not connect", "see that it runs", exits.TRY_AGAIN),
        ("s3://another/office", {"AWS_ENDPOINT_URL": "nonsense"}, "Invalid endpoint", "AWS_ variables", exits.STORE),
        ("s3://another/office", NOBODY, "Unable to locate credentials", "set AWS_ACCESS_KEY_ID", exits.STORE),
        ("s3://another/office", {"AWS_SECRET_ACCESS_KEY": ""}, "Partial credentials", "set AWS_ACC", exits.STORE),
    ],
)
def test_a_bucket_that_cannot_be_had_is_one_line_with_a_remedy(
    to: str,
    environment: Mapping[str, str],
    said: str,
    remedy: str,
    code: int,
    place: Place,
    acme: Acme,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bucket():
        for name, value in environment.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it has found credentials already
        with pytest.raises(Unusable) as error:
            keeping.back_up(place, to, with_key=False)
        monkeypatch.undo()
    assert exits.tell(error.value) == code
    told = capsys.readouterr().err
    assert said in told
    assert remedy in told.partition("remedy: ")[2]
    assert told.count("remedy") == 1
    assert len(told.splitlines()) == 1
    assert len(told) < 400


def test_what_killed_backups_left_in_a_folder_is_cleared(
    place: Place, acme: Acme, tmp_path: Path, days: Callable[[], None]
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / f"{whole.PREFIX}x").write_bytes(b"half")
    keeping.back_up(place, str(tmp_path / "kept"), with_key=False)
    assert not [*(tmp_path / "kept").glob(f"{whole.PREFIX}*")]


def test_what_is_being_worked_on_is_not_cleared(tmp_path: Path) -> None:
    blobs = Folder(tmp_path / "blobs")

    def pieces() -> Iterator[bytes]:
        yield b"one"
        assert whole.clear(tmp_path / "blobs") == 0
        yield b"two"

    blobs.keep("a" * 22, pieces())
    assert blobs.has("a" * 22)
