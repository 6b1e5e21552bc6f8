"""What is written down is never lost, and never told twice."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from tests.exchange.office import Office
from trunkline.engine import journal as journals
from trunkline.engine.journal import Entry, Journal
from trunkline.exchange.vocabulary import Message, Record, Recording

pytestmark = pytest.mark.any_store


class Kept:
    """A store that can be away."""

    def __init__(self) -> None:
        self.records: list[tuple[str, Record]] = []
        self.batches: list[int] = []
        self.away = False

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        if self.away:
            raise ConnectionError("the store is away")
        self.batches.append(len(records))
        self.records += [each for each in records if each not in self.records]


@pytest.fixture
def records() -> list[Record]:
    """Three calls that are over, and one as it stood in the middle."""
    office = Office()
    office.register("A1", "B1", "C1")
    for start in (0, 100, 200):
        call = office.dial(start, "A", "1002")
        call.rang(start + 1)
        call.answered(start + 5)
        call.left(start + 60)
    live = office.dial(300, "A", "1002")
    live.answered(305)
    return [*office.records, *office.exchange.open_records(340)]


def test_closed_calls_reach_the_store(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    journal = Journal(tmp_path, kept)
    journal.add([("mark", "acme", records[0])])
    journal.add([("close", "acme", records[0])], safe.set)
    assert safe.wait(5)
    journal.close()
    assert kept.records == [("acme", records[0])]
    assert [*tmp_path.iterdir()] == []


def test_what_a_dead_engine_left_is_finished(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    kept.away = True
    journal = Journal(tmp_path, kept)
    entries = [("close", "acme", record) for record in records[:3]]
    journal.add([*entries, ("mark", "acme", records[3])], safe.set)  # type: ignore[list-item]
    assert safe.wait(5)
    later = Kept()
    Journal(tmp_path, later).close()  # as if the first had been killed
    assert [record for _, record in later.records] == records
    assert later.records[3][1].result == "connected"
    again = Kept()
    Journal(tmp_path, again).close()
    assert again.records == []


def test_what_a_caller_left_and_what_was_recorded_outlive_the_engine(tmp_path: Path, records: list[Record]) -> None:
    kept, safe = Kept(), threading.Event()
    kept.away = True
    said = Message("0" * 32, records[0].elements[1].owner, 1, "f" * 32, 4.5, records[0].start + 30)
    taped = Recording("1" * 32, records[0].elements[1].owner, 1, records[0].start + 5, 55.5, "1" * 32)
    record = replace(records[0], messages=(said,), recordings=(taped,))
    Journal(tmp_path, kept).add([("close", "acme", record)], safe.set)
    assert safe.wait(5)
    later = Kept()
    Journal(tmp_path, later).close()
    assert later.records == [("acme", record)]


def test_a_line_cut_short_loses_only_itself(tmp_path: Path, records: list[Record]) -> None:
    safe, kept = threading.Event(), Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", record) for record in records[:2]], safe.set)
    assert safe.wait(5)
    (path,) = tmp_path.glob("*.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 40])
    later = Kept()
    Journal(tmp_path, later).close()
    assert [record for _, record in later.records] == records[:1]


def test_an_unreadable_file_is_kept_aside(tmp_path: Path, records: list[Record]) -> None:
    safe, kept = threading.Event(), Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", records[0])], safe.set)
    assert safe.wait(5)
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    later = Kept()
    Journal(tmp_path, later).close()
    assert [record for _, record in later.records] == records[:1]
    assert [each.suffix for each in tmp_path.iterdir()] == [".unreadable"]


def test_batches_are_bounded(tmp_path: Path, records: list[Record]) -> None:
    kept = Kept()
    journal = Journal(tmp_path, kept)
    journal.add([("close", "acme", records[0])] * 1000)
    journal.close()
    assert sum(kept.batches) == 1000
    assert max(kept.batches) <= 200


# A disk that fails


@dataclass
class Disk:
    """What the journal says to the system, where it can be made to fail."""

    call: str = ""  # the one that fails
    error: int = errno.ENOSPC
    after: int = 0  # bytes that `write` takes before
    hangs: threading.Event | None = None

    def _fail(self, call: str) -> None:
        if self.hangs and call == self.call:
            self.hangs.wait(20)
        elif call == self.call:
            raise OSError(self.error, os.strerror(self.error))

    def open(self, *said: object) -> int:
        self._fail("open")
        return os.open(*said)  # type: ignore[arg-type]

    def write(self, handle: int, data: memoryview) -> int:
        if self.call == "write" and self.after:
            done, self.after = os.write(handle, data[: self.after]), 0
            return done
        self._fail("write")
        return os.write(handle, data)

    def fdatasync(self, handle: int) -> None:
        self._fail("fdatasync")
        os.fdatasync(handle)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(journals, "os", made)
    monkeypatch.setattr(journals, "PAUSE", 0.1)
    return made


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def journal(tmp_path: Path, kept: Kept, disk: Disk) -> Iterator[Journal]:
    made = Journal(tmp_path, kept)
    yield made
    disk.call = ""
    made.close()


def closes(*records: Record) -> list[Entry]:
    return [("close", "acme", record) for record in records]


def until(true: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def said(journal: Journal, *records: Record) -> threading.Event:
    safe = threading.Event()
    journal.add(closes(*records), safe.set)
    return safe


FAILURES = [
    ("write", errno.ENOSPC),
    ("write", errno.EIO),
    ("fdatasync", errno.EIO),
    ("fdatasync", errno.ENOSPC),
    ("open", errno.EROFS),
    ("open", errno.EMFILE),
]


@pytest.mark.parametrize(("call", "error"), FAILURES)
def test_what_a_disk_did_not_take_is_written_when_it_does(
    call: str, error: int, tmp_path: Path, kept: Kept, journal: Journal, disk: Disk, records: list[Record]
) -> None:
    kept.away = True
    if call != "open":
        assert said(journal, records[0]).wait(5)
    disk.call, disk.error, disk.after = call, error, 100
    assert said(journal, records[1]).wait(2)  # nobody waits for it
    assert not journal.writes
    assert os.strerror(error) in journal.status()["why"]
    assert said(journal, records[2]).wait(2)
    journal.add([("mark", "acme", records[3])])
    disk.call = ""
    until(lambda: journal.writes)
    later = Kept()
    Journal(tmp_path, later).close()  # as if it had been killed now
    assert {record.call for _, record in later.records} == {each.call for each in records[call == "open" :]}
    assert not [*tmp_path.glob("*.unreadable")]


def test_a_failure_that_is_over_at_once_is_noticed_by_nobody(
    tmp_path: Path, journal: Journal, disk: Disk, kept: Kept, records: list[Record]
) -> None:
    """The old file is left as it is, and what it may have lost is in a new one."""
    kept.away = True
    assert said(journal, records[0]).wait(5)
    fails = iter([OSError(errno.EIO, "")])
    sync = disk.fdatasync

    def once(handle: int) -> None:
        if error := next(fails, None):
            raise error
        sync(handle)

    disk.fdatasync = once  # type: ignore[method-assign]
    assert said(journal, records[1]).wait(5)
    assert journal.writes
    assert len([*tmp_path.glob("*.jsonl")]) == 2
    later = Kept()
    Journal(tmp_path, later).close()
    assert sorted(record.call for _, record in later.records) == sorted(each.call for each in records[:2])


def test_a_disk_that_hangs_is_one_that_fails(
    monkeypatch: pytest.MonkeyPatch, journal: Journal, disk: Disk, records: list[Record]
) -> None:
    monkeypatch.setattr(journals, "LATE", 0.3)
    disk.call, disk.hangs = "fdatasync", threading.Event()
    began = time.monotonic()
    assert said(journal, records[0]).wait(2)
    assert time.monotonic() - began >= 0.3  # it may only be slow
    assert not journal.writes
    assert journal.status()["why"] == "the disk does not answer"
    disk.hangs.set()
    until(lambda: journal.writes)


def test_a_store_that_is_elsewhere_is_told_meanwhile(
    kept: Kept, journal: Journal, disk: Disk, records: list[Record]
) -> None:
    disk.call = "write"
    said(journal, *records[:2])
    until(lambda: len(kept.records) == 2)
    disk.call = ""
    until(lambda: journal.writes)
    said(journal, records[2])
    until(lambda: len(kept.records) == 3)
    assert [record for _, record in kept.records] == records[:3]  # none of them twice


def test_an_engine_begins_and_ends_also_where_nothing_can_be_written(
    tmp_path: Path, disk: Disk, records: list[Record]
) -> None:
    kept = Kept()
    kept.away = True
    disk.call, disk.error = "open", errno.EROFS
    journal = Journal(tmp_path / "journal", kept)
    assert said(journal, records[0]).wait(2)
    began = time.monotonic()
    journal.close()
    assert time.monotonic() - began < 3


def test_what_is_lost_at_the_end_is_in_the_log_as_somebody_needs_it_who_writes_it_down(
    tmp_path: Path, disk: Disk, records: list[Record]
) -> None:
    kept = Kept()
    kept.away = True
    disk.call = "write"
    journal = Journal(tmp_path, kept)
    assert said(journal, records[0]).wait(2)
    journal.add([("mark", "acme", records[3])])
    with capture_logs() as logged:
        journal.close()
    told = [each for each in logged if each["event"] == "call not written down"]
    assert [(each["call"], each["start"], each["end"]) for each in told] == [
        (records[0].call, "1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z"),
        (records[3].call, "1970-01-01T00:05:00Z", "1970-01-01T00:05:40Z"),
    ]
    for each, record in zip(told, (records[0], records[3]), strict=True):
        assert each["caller"].split()[0] == record.caller.number
        assert each["callee"].split()[0] == record.callee.number


def test_what_cannot_be_written_keeps_nothing_else_from_it(
    tmp_path: Path, kept: Kept, journal: Journal, records: list[Record]
) -> None:
    kept.away = True
    broken = replace(records[0], caller=replace(records[0].caller, name="\udcff"))
    assert said(journal, broken, records[1]).wait(5)
    assert journal.writes
    later = Kept()
    Journal(tmp_path, later).close()
    assert [record for _, record in later.records] == records[1:2]


def test_how_a_call_ended_counts_and_not_how_an_older_file_has_it(tmp_path: Path, records: list[Record]) -> None:
    """One that waited for the store when the next was begun."""
    live, over = records[3], replace(records[3], end=records[3].end + 100)

    def line(kind: str, record: Record) -> bytes:
        return journals._line((kind, "acme", record))  # type: ignore[arg-type]

    (tmp_path / "1.jsonl").write_bytes(line("mark", live) + line("close", records[0]))
    (tmp_path / "2.jsonl").write_bytes(line("mark", live) + line("close", over))
    (tmp_path / "10.jsonl").write_bytes(line("mark", records[1]))
    kept = Kept()
    Journal(tmp_path, kept).close()
    assert [record for _, record in kept.records] == [records[0], over, records[1]]
    assert not [*tmp_path.iterdir()]


def test_files_follow_each_other_also_when_the_clock_was_set_back(
    tmp_path: Path, disk: Disk, records: list[Record]
) -> None:
    ahead = tmp_path / f"{time.time_ns() + 3_600_000_000_000}.jsonl"
    ahead.write_bytes(journals._line(("mark", "acme", records[0])))
    kept = Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)
    assert said(journal, records[0]).wait(5)
    assert len(names := sorted(path.name for path in tmp_path.glob("*.jsonl"))) == 2
    assert names[0] == ahead.name
    journal.close()


def test_what_was_left_stays_until_the_store_has_it(tmp_path: Path, records: list[Record]) -> None:
    path = tmp_path / "1.jsonl"
    path.write_bytes(b"".join(map(journals._line, closes(*records[:2]))))
    kept = Kept()
    kept.away = True
    journal = Journal(tmp_path, kept)  # which waits for no store
    assert path.exists()
    kept.away = False
    until(lambda: not path.exists())
    journal.close()
    assert [record for _, record in kept.records] == records[:2]
