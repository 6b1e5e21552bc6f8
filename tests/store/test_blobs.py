"""Blobs: whole or not there, and found by ids alone."""

from pathlib import Path

import pytest

from trunkline.store.blobs import Folder, NoBlob

pytestmark = pytest.mark.any_store

ID = "0123456789abcdef0123456789abcdef"


def content(blobs: Folder, name: str) -> bytes:
    blob = blobs.open(name)
    try:
        return blob.read(0, blob.size)
    finally:
        blob.close()


def test_what_was_kept_is_read_in_pieces(tmp_path: Path) -> None:
    blobs = Folder(tmp_path / "blobs")
    assert [*blobs.names()] == []
    blobs.keep(ID, [b"one ", b"two"])
    blob = blobs.open(ID)
    assert (blob.size, blob.read(4, 2), blob.read(4, 99), blob.read(7, 1)) == (7, b"tw", b"two", b"")
    blob.close()
    assert [*blobs.names()] == [ID]


def test_the_same_again_does_no_harm(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    for _ in range(2):
        blobs.keep(ID, [b"x"])
    assert content(blobs, ID) == b"x"


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    with pytest.raises(ZeroDivisionError):
        blobs.keep(ID, (bytes([1 // n]) for n in (1, 0)))
    assert [*blobs.names()] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_removed_one_is_read_to_its_end_by_those_who_have_it(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    blobs.keep(ID, [b"abc"])
    open_still = blobs.open(ID)
    blobs.remove(ID)
    blobs.remove(ID)
    assert open_still.read(0, 3) == b"abc"
    open_still.close()
    with pytest.raises(NoBlob):
        blobs.open(ID)


@pytest.mark.parametrize(
    "name", ["", "../" + ID, "/etc/passwd", ".", ID + "/x", "x" * 15, "x" * 65, "\0" * 32, ID + "\n"]
)
def test_a_name_that_is_no_id_is_no_path(tmp_path: Path, name: str) -> None:
    blobs = Folder(tmp_path)
    for refused in (lambda: blobs.open(name), lambda: blobs.remove(name), lambda: blobs.keep(name, [b""])):
        with pytest.raises(NoBlob):
            refused()
    assert [*tmp_path.iterdir()] == []


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    Folder(tmp_path).keep(ID, [b"x"])
    assert (tmp_path / "ef" / ID).stat().st_mode & 0o077 == 0
