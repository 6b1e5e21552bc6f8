"""What an installation takes of the disk, by kind and by age.

Messages and recordings are counted by their rows, of which an index has age and length: a million of them in some
tenths of a second. Their bytes follow from their length, to half a second each. Of other kinds there are few files.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from trunkline.store import copies
from trunkline.store.records import Recording, Sound, Voicemail
from trunkline.store.shapes import FILES
from trunkline.store.store import Place
from trunkline.store.tables import AudioFile

AGES = (30, 90, 365)  # days
DAY = 24 * 60 * 60  # seconds
SECOND, HEAD = 16_000, 44  # bytes of a WAV file as engine/recorder.py makes it: 16 bits, 8 kHz, mono


@dataclass(frozen=True)
class Amount:
    count: int
    bytes: int


@dataclass(frozen=True)
class Usage:
    """Of one kind: rows, journal, recordings, voicemails, audio, taken, copies."""

    kind: str
    all: Amount
    older: Sequence[Amount]  # than each of AGES; nothing for a kind that has no age


def of(place: Place, now: float) -> Sequence[Usage]:
    """Costs a look at an index and at some folders: for who asks once a minute, not at each request."""
    engine = place.engine(None)
    try:
        with engine.connect() as connection:
            return [
                Usage("rows", _rows(connection, place), ()),
                *(_sounds(connection, kind, now) for kind in (Recording, Voicemail)),
                _files("audio", _brought(connection, place), now),
                *(_files(name, _within(place.folder / name), now) for name in ("journal", "taken", copies.FOLDER)),
            ]
    finally:
        engine.dispose()


def _rows(connection: Connection, place: Place) -> Amount:
    if place.url:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return Amount(1, size)
    files = [path for name in FILES.values() for path in place.folder.glob(f"{name}*")]
    return Amount(len(files), sum(path.stat().st_size for path in files))


def _sounds(connection: Connection, kind: type[Sound], now: float) -> Usage:
    def older(than: float | None) -> Amount:
        counted = select(func.count(), func.coalesce(func.sum(kind.seconds), 0))
        found = connection.execute(counted if than is None else counted.where(kind.created < than)).one()
        return Amount(found[0], found[0] * HEAD + int(found[1]) * SECOND)

    return Usage(kind.__tablename__, older(None), [older((now - days * DAY) * 1000) for days in AGES])


def _brought(connection: Connection, place: Place) -> Iterator[os.stat_result]:
    """Greetings and music: files that people gave."""
    folder = place.folder / "blobs"
    for name in connection.scalars(select(AudioFile.blob)):
        with suppress(OSError):
            yield (folder / name[-2:] / name).stat()


def _within(folder: Path) -> Iterator[os.stat_result]:
    for path, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # gone meanwhile
                yield Path(path, name).stat()


def _files(kind: str, found: Iterable[os.stat_result], now: float) -> Usage:
    files = [(each.st_mtime, each.st_size) for each in found]

    def older(than: float) -> Amount:
        sizes = [size for at, size in files if at < than]
        return Amount(len(sizes), sum(sizes))

    return Usage(kind, Amount(len(files), sum(size for _, size in files)), [older(now - days * DAY) for days in AGES])
