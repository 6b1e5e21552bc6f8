"""Backups in a place where the next one adds only what is new: rows whole each time, and each blob once, by its name.

    PLACE/backups/20261130T190000Z/rows.tar.gz     a backup file without blobs (store/backup.py)
    PLACE/backups/20261130T190000Z/blobs.jsonl.gz  the blobs that belong to it: name, bytes, SHA-256
    PLACE/blobs/AB/NAME                            a blob; once kept it never changes

A backup is one once its list of blobs is there, which is written last. What a blob's bytes sum up to is found when it
is brought there, and taken from the list before after that: old sound is neither read nor sent again.
"""

import gzip
import io
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from trunkline import clock
from trunkline.store import backup, restore, shelf
from trunkline.store.archive import Unusable
from trunkline.store.backup import Each, Written
from trunkline.store.blobs import NAME, Blobs, NoBlob
from trunkline.store.restore import Contents
from trunkline.store.shelf import PIECE, Shelf
from trunkline.store.sounds import Missing
from trunkline.store.store import Place

ROWS, LIST = "rows.tar.gz", "blobs.jsonl.gz"
WHOLE = {ROWS, LIST}
BACKUPS, BLOBS = "backups/", "blobs/"
DATED = re.compile(r"backups/(\d{8}T\d{6}Z)/(rows\.tar\.gz|blobs\.jsonl\.gz)")
SHA256 = re.compile("[0-9a-f]{64}")
LONGEST_LINE = 200  # bytes, of a list
MOST_UNPACKED = 32  # times as long as it is packed; one of nothing but the same sound comes to 8
LIST_OF = "see the place; `trunkline backup list PLACE` shows what there is"
HEAL = "remove that file from the place: the next `backup --to` brings it again, if it is there still"
STALE = 24 * 60 * 60  # seconds after which a backup that was not finished is one that was killed


class Sum(NamedTuple):
    """Of a blob."""

    size: int
    sha256: str


class Kept(NamedTuple):
    """A backup that is whole."""

    name: str  # when it was begun
    rows: int  # bytes of its file


@dataclass(frozen=True)
class Done:
    name: str
    written: Written
    blobs: int
    brought: int  # of them
    bytes_brought: int
    removed: Sequence[str]  # backups that are kept no longer


def back_up(place: Place, to: str, *, with_key: bool, keep: int | None = None, each: Each = iter) -> Done:
    """Raises Unusable. `keep` is how many backups are left there after this one; `each` as for a file."""
    where = shelf.at(to)
    before = listed(where)
    name = datetime.fromtimestamp(clock.wall(), UTC).strftime("%Y%m%dT%H%M%SZ")
    if before and before[-1].name >= name:
        remedy = "wait a second, or see whether the clock is right"
        raise Unusable(f"{to} has one of {before[-1].name} already", remedy, "backup_was_made_this_second")
    known = _list(where, before[-1].name) if before else dict[str, Sum]()
    with tempfile.TemporaryFile() as rows:
        with backup.readable(place):
            written = backup.write(place, rows, with_key=with_key, with_blobs=False)
        rows.seek(0)
        where.put(f"{BACKUPS}{name}/{ROWS}", rows)
    sums, brought = _bring_blobs(place.blobs, where, known, each)
    _put_list(where, name, sums)
    removed = _keep(where, keep) if keep else tuple[str, ...]()
    return Done(name, written, len(sums), len(brought), sum(sums[blob].size for blob in brought), removed)


def listed(where: Shelf) -> Sequence[Kept]:
    """The backups that are whole, oldest first."""
    return [Kept(name, files[ROWS]) for name, files in _dated(where).items() if {*files} >= WHOLE]


def _dated(where: Shelf) -> Mapping[str, Mapping[str, int]]:
    """Backups, whole or not, oldest first, and the bytes of their files."""
    found: dict[str, dict[str, int]] = {}
    for path, size in where.sizes(BACKUPS).items():
        if match := DATED.fullmatch(path):
            found.setdefault(match[1], {})[match[2]] = size
    return dict(sorted(found.items()))


def chosen(where: Shelf, name: str | None) -> str:
    """The backup of that name, or the newest."""
    names = [each.name for each in listed(where)]
    if not names:
        raise Unusable("there is no whole backup there", LIST_OF)
    if name is not None and name not in names:
        raise Unusable(f"there is no whole backup {name} there; the newest is {names[-1]}", LIST_OF)
    return name or names[-1]


class Opened:
    """A backup out of such a place, to be checked or restored."""

    def __init__(self, where: Shelf, name: str, most: float) -> None:
        self._where, self.name = where, name
        self.blobs = _list(where, name)
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)
        try:
            with closing(where.get(f"{BACKUPS}{name}/{ROWS}")) as rows:
                shelf.copied(rows, self.file)
            self.contents: Contents = restore.check(self.file, most)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.file.close()

    def bring(self, blobs: Blobs) -> None:
        """Its blobs, into a place that has none. Raises Unusable for one that is not what was kept."""
        for name, expected in self.blobs.items():
            counting = _Counting(expected, name)
            with closing(self._where.get(_path(name))) as content:
                blobs.keep(name, counting.through(content))

    def missing(self) -> Missing:
        found = Missing()
        there = self._where.sizes(BLOBS)
        for name, expected in self.blobs.items():
            if there.get(_path(name)) != expected.size:
                found.add("blobs of the backup", name)
        return found

    def read_blobs(self, each: Each = iter) -> None:
        """All of them, to the last byte."""
        for name in each([*self.blobs]):
            with closing(self._where.get(_path(name))) as content:
                for _ in _Counting(self.blobs[name], name).through(content):
                    pass

    def rehearse(self, within: Path) -> Missing:
        return restore.rehearse(self.file, self.contents, within, self.blobs.__contains__)


class _Counting:
    """Passes a blob on and compares what it comes to, before the last piece counts."""

    def __init__(self, expected: Sum, name: str) -> None:
        self._expected, self._name = expected, name

    def through(self, content: BinaryIO) -> Iterator[bytes]:
        summed, size = sha256(), 0
        while piece := content.read(PIECE):
            summed.update(piece)
            size += len(piece)
            yield piece
        if Sum(size, summed.hexdigest()) != self._expected:
            raise Unusable(f"the blob {self._name} is damaged: it is not what was kept", HEAL)


def _path(name: str) -> str:
    return f"{BLOBS}{name[-2:]}/{name}"


def _bring_blobs(
    blobs: Blobs, where: Shelf, known: Mapping[str, Sum], each: Each
) -> tuple[Mapping[str, Sum], Sequence[str]]:
    """What each blob comes to, and which of them were not there yet."""
    there, sums, brought = where.sizes(BLOBS), dict[str, Sum](), list[str]()
    for name in each([*blobs.names()]):  # what a row or the journal names was there before it
        old = known.get(name)
        if old and there.get(_path(name)) == old.size:
            sums[name] = old
        elif (new := _bring(blobs, where, name, there.get(_path(name)))) is not None:
            sums[name] = new
            brought.append(name)
    return sums, brought


def _bring(blobs: Blobs, where: Shelf, name: str, there: int | None) -> Sum | None:
    """None for one that was removed meanwhile. One that is there, of so many bytes, though in no list yet, was brought
    by a backup that was killed: it is summed up and not sent again."""
    try:
        blob = blobs.open(name)
    except NoBlob:
        return None
    with closing(blob), tempfile.SpooledTemporaryFile(PIECE * 16) as content:
        summed = sha256()
        for start in range(0, blob.size, PIECE):
            piece = blob.read(start, PIECE)
            summed.update(piece)
            content.write(piece)
        content.seek(0)
        if there != blob.size:
            where.put(_path(name), content)  # pyright: ignore[reportArgumentType]
        return Sum(blob.size, summed.hexdigest())


def _put_list(where: Shelf, name: str, sums: Mapping[str, Sum]) -> None:
    lines = b"".join(orjson.dumps((blob, *said)) + b"\n" for blob, said in sums.items())
    where.put(f"{BACKUPS}{name}/{LIST}", io.BytesIO(gzip.compress(lines, 6, mtime=0)))


def _list(where: Shelf, name: str) -> Mapping[str, Sum]:
    """Read line by line, and no more of it than a list of its size can hold: its place may be a stranger's."""
    found: dict[str, Sum] = {}
    try:
        with closing(where.get(f"{BACKUPS}{name}/{LIST}")) as content:
            for line in _lines(content):
                blob, size, summed = orjson.loads(line)
                if not (NAME.fullmatch(blob) and type(size) is int and SHA256.fullmatch(summed)) or blob in found:
                    raise ValueError(blob)
                found[blob] = Sum(size, summed)
    except (OSError, EOFError, ValueError, TypeError, zlib.error) as error:
        raise Unusable(f"the list of blobs of {name} is damaged") from error
    return found


def _lines(content: BinaryIO) -> Iterator[bytes]:
    packed: Any = _Measured(content)  # of a file, gzip asks for no more than read
    with gzip.GzipFile(fileobj=packed, mode="rb") as opened:
        unpacked = 0
        while line := opened.readline(LONGEST_LINE):
            unpacked += len(line)
            if unpacked > packed.count * MOST_UNPACKED:
                raise ValueError(unpacked)
            yield line


class _Measured:
    """How much of a file was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.count = file, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data


def _keep(where: Shelf, count: int) -> Sequence[str]:
    """Remove all but the newest backups, and the blobs that none of those names. A blob that a backup is bringing at
    the same time is in no list that is removed, so it stays.

    The list goes last: where it is left alone, whoever removed it was killed, and it is removed now.
    """
    dated = _dated(where)
    left = [name for name, files in dated.items() if {*files} >= WHOLE][-count:]
    gone = [name for name, files in dated.items() if LIST in files and name < left[0]]
    if gone:
        dropped = {blob for name in gone for blob in _list(where, name)}
        dropped -= {blob for name in left for blob in _list(where, name)}
        for name in gone:
            where.remove(f"{BACKUPS}{name}/{ROWS}")
        for blob in sorted(dropped):
            where.remove(_path(blob))
        for name in gone:
            where.remove(f"{BACKUPS}{name}/{LIST}")
    oldest = datetime.fromtimestamp(clock.wall() - STALE, UTC).strftime("%Y%m%dT%H%M%SZ")
    for name, files in dated.items():
        if LIST not in files and name < oldest:  # killed before it had one
            where.remove(f"{BACKUPS}{name}/{ROWS}")
    return gone
