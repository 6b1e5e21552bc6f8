"""Which rows name blobs, and which of those are not there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, select

from trunkline.store.records import Recording, Voicemail
from trunkline.store.tables import AudioFile

TOLD = 3  # names of those that are missing
# By table: the column with the name, and what such rows are called. Audio that was brought along comes first: it is
# what is missed soonest, and there is little of it.
COLUMNS: Mapping[str, tuple[str, str]] = {
    AudioFile.__tablename__: ("blob", "audio files"),
    str(Voicemail.__table__): ("file", "voicemails"),
    str(Recording.__table__): ("file", "recordings"),
}
SOUNDS = (AudioFile.blob, Voicemail.file, Recording.file)


@dataclass
class Missing:
    """Of the blobs that rows name."""

    counts: dict[str, int] = field(default_factory=dict[str, int])  # by what such rows are called
    first: list[str] = field(default_factory=list[str])

    def add(self, kind: str, name: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(self.first) < TOLD:
            self.first.append(name)

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __str__(self) -> str:
        counted = ", ".join(f"{count} of {kind}" for kind, count in self.counts.items())
        return f"the sound of {sum(self.counts.values())} is missing ({counted}): {', '.join(self.first)}"


def named(connection: Connection, tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """What such rows are called, and the blob that one names. The tables are those that the database has."""
    for table, (column, kind) in COLUMNS.items():
        if table in tables:
            found = connection.execute(select(tables[table].c[column]), execution_options={"yield_per": 1000})
            yield from ((kind, name) for name in found.scalars())


def missing(names: Iterable[tuple[str, str]], has: Callable[[str], bool]) -> Missing:
    found = Missing()
    for kind, name in names:
        if not has(name):
            found.add(kind, name)
    return found
