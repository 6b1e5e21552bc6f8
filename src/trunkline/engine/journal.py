"""What happened, written down before anyone is told that it is over: a record a line, in files of this node alone.

A *mark* is what a live call would be recorded as if the engine died now; a *close* is its record. Records move on to
the store in batches; what a dead engine left behind, the next one finishes. Saying a record twice does no harm.

A disk may be full, broken or hang. What could not be written is kept and tried again, each time in a new file: after a
failed sync nobody knows what an old one holds. Meanwhile nobody waits for the disk, and `writes` says that no call
should begin that can be refused.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock
from typing import Any, Literal

import msgspec
import structlog

from trunkline import vital, whole
from trunkline.engine import readable
from trunkline.engine.ports import Records
from trunkline.exchange.vocabulary import Record

Kind = Literal["mark", "close"]
Entry = tuple[Kind, str, Record]  # with the account
Found = tuple[str, Record, Path]  # in a file that was left

BATCH = 200
PAUSE = 1.0  # seconds before a store or a disk that failed is tried again
CLOSING = 4.0  # seconds for the disk, and then for the store, when the engine stops
LATE = 5.0  # seconds after which a disk that has not answered counts as one that fails
LOOK = 0.1  # seconds between looks at who waits for it
REMIND = 60.0  # seconds after which the log says again that it fails
LARGEST = 8_000_000  # bytes, after which a new file is begun

log = structlog.get_logger()
_reading = msgspec.json.Decoder(Entry)


class Promise:
    """What is done once entries cannot be lost any more, or once nobody should wait for that."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._thens, self.due = [then], time.monotonic() + LATE

    def keep(self) -> None:
        with suppress(IndexError):  # another thread has
            self._thens.pop()()


Batch = Sequence[tuple[Sequence[Entry], Promise]]


@dataclass
class Failing:
    """Since when the disk, or the store, takes nothing, and why."""

    why: str
    since: float = field(default_factory=time.monotonic)
    told: float = float("-inf")

    def is_news(self) -> bool:
        """Whether the log is to be told (again)."""
        news = time.monotonic() - self.told > REMIND
        self.told = time.monotonic() if news else self.told
        return news

    def facts(self) -> dict[str, Any]:
        return {"why": self.why, "seconds": round(time.monotonic() - self.since, 1)}


@dataclass
class File:
    path: Path
    handle: int
    size: int = 0

    @classmethod
    def new(cls, path: Path, content: bytes) -> "File":
        """Whole and on the disk, or not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        made = cls(path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600))
        try:
            made.append(content)
            whole.sync(path.parent)
        except OSError:
            made.close()
            _remove(path)
            raise
        return made

    def append(self, content: bytes) -> None:
        """It is on the disk when this returns."""
        left = memoryview(content)
        while left:
            left = left[os.write(self.handle, left) :]
        os.fdatasync(self.handle)
        self.size += len(content)

    def close(self) -> None:
        handle, self.handle = self.handle, -1
        with suppress(OSError):
            os.close(handle)


class Journal:
    """Three threads: one writes and syncs lines, one sees to it that nobody waits for a disk that fails, and one moves
    closed records to the store."""

    def __init__(self, folder: Path, records: Records) -> None:
        self._folder, self._records = folder, records
        self._open: dict[str, tuple[str, Record]] = {}  # by call: live ones, as last marked
        self._unwritten: list[Entry] = []  # closed ones that the disk did not take
        self._lines: SimpleQueue[tuple[Sequence[Entry], Promise] | None] = SimpleQueue()
        self._closed: SimpleQueue[tuple[str, Record, Path | None] | None] = SimpleQueue()
        self._waiting: dict[Path, int] = {}  # records of a file that the store does not have yet
        self._spoilt = set[Path]()  # files with lines that cannot be read
        self._promises = deque[Promise]()
        self._lock = Lock()
        self._file: File | None = None
        self._begun: float | None = None  # when the disk was given what it has not taken yet
        self._failing: Failing | None = None
        self._store_failing: Failing | None = None
        self._closing, self._written, self._over = Event(), Event(), Event()
        self._last = self._recover()
        self._writer = vital.thread(self._write, name="journal", asked=self._closing.is_set)
        self._mover = vital.thread(self._move, name="journal-store", asked=self._closing.is_set)
        self._watch = vital.thread(self._look, name="journal-watch", asked=self._closing.is_set)

    @property
    def writes(self) -> bool:
        """Whether what happens now can be written down."""
        begun = self._begun
        return self._failing is None and (begun is None or time.monotonic() - begun < LATE)

    def status(self) -> dict[str, Any]:
        """What there is to know of it: why it cannot write, and how much the disk and the store do not have yet."""
        failing, begun, now = self._failing, self._begun, time.monotonic()
        late = begun is not None and now - begun >= LATE
        since = failing.since if failing else begun if late else None
        return {
            "writes": self.writes,
            "why": failing.why if failing else "the disk does not answer" if late else "",
            "seconds": 0 if since is None else round(now - since),
            "unwritten": len(self._unwritten),
            "unstored": sum([*self._waiting.values()]),
            "store_fails": self._store_failing is not None,
        }

    def add(self, entries: Iterable[Entry], then: Callable[[], None] | None = None) -> None:
        """`then` is called, in a thread of the journal, once the entries cannot be lost any more; while the disk fails,
        soon."""
        promise = Promise(then or _nothing)
        if then:
            self._promises.append(promise)
        self._lines.put((tuple(entries), promise))

    def close(self) -> None:
        """Everything is in the store, or in a file for the next start; unless there is no disk that takes it."""
        self._closing.set()
        self._lines.put(None)
        self._writer.join(CLOSING)
        self._written.set()
        self._mover.join(CLOSING)
        self._over.set()
        self._watch.join()
        with self._lock:
            if self._file:
                self._file.close()
                if not self._waiting.get(self._file.path) and not self._open:
                    _remove(self._file.path)
        has_all = self._store_failing is None and not self._mover.is_alive()  # the store, without the disk
        lost = [] if has_all else self._unwritten
        if self._failing and (lost or self._open):
            log.error("journal not written to its end", closed=len(lost), live=len(self._open), **self._failing.facts())
            for account_id, record in (*((account, each) for _, account, each in lost), *self._open.values()):
                log.error("call not written down", account=account_id, **readable.record(record))

    # Writing

    def _write(self) -> None:
        over = False
        while not over:
            batch, over = _drain(self._lines, BATCH)
            self._begun = time.monotonic()
            entries = self._take_in(batch)
            if self._tried(partial(self._append, entries)):
                self._hand_over(entries)
                self._keep(batch)
            else:
                over = self._insist(batch, entries, over=over)
            self._begun = None
            if self._file and self._file.size > LARGEST and not self._tried(self._renew):
                over = self._insist([], [], over=over)
        self._written.set()
        self._closed.put(None)

    def _insist(self, batch: Batch, entries: Sequence[Entry], *, over: bool) -> bool:
        """Until the disk takes what it did not, with all that comes meanwhile; whether there is nothing more to come.
        The store may be elsewhere, so it is told of what is over without waiting for that."""
        self._unwritten += [entry for entry in entries if entry[0] == "close"]
        while not self._tried(self._renew):
            self._keep(batch)
            self._hand_over(entries, journaled=False)
            if over:
                return over
            time.sleep(PAUSE)
            batch, over = _drain(self._lines, None)
            entries = self._take_in(batch)
            self._unwritten += [entry for entry in entries if entry[0] == "close"]
        written, self._unwritten = self._unwritten, []
        self._hand_over(written)
        self._keep(batch)
        return over

    def _tried(self, write: Callable[[], None]) -> bool:
        """Whether it worked. The log is told when it no longer does, and when it does again."""
        try:
            write()
        except OSError as error:
            failing = self._failing = self._failing or Failing("")
            failing.why = error.strerror or str(error)
            if failing.is_news():
                log.error("journal not written", live=len(self._open), **failing.facts())
            return False
        if self._failing:
            log.warning("journal written again", closed=len(self._unwritten), **self._failing.facts())
            self._failing = None
        return True

    def _take_in(self, batch: Batch) -> list[Entry]:
        entries = [entry for said, _ in batch for entry in said]
        with self._lock:
            for kind, account_id, record in entries:
                if kind == "mark":
                    self._open[record.call] = account_id, record
                else:
                    self._open.pop(record.call, None)
        return entries

    def _append(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        if self._file is None:
            self._renew(entries)
            return
        try:
            self._file.append(b"".join(map(_line, entries)))
        except OSError:
            self._file.close()  # its tail may be anything, so nothing more goes there
            raise

    def _renew(self, entries: Sequence[Entry] = ()) -> None:
        """Begin a new file with the marks of live calls, and with what no file has; the old one goes when the store
        has its records."""
        with self._lock:
            marks: list[Entry] = [("mark", account_id, record) for account_id, record in self._open.values()]
        self._last = max(time.time_ns(), self._last + 1)  # in the order in which they were begun, whatever the clock
        path = self._folder / f"{self._last}.jsonl"
        new = File.new(path, b"".join(map(_line, (*marks, *self._unwritten, *entries))))
        with self._lock:
            old, self._file = self._file, new
            if old and not self._waiting.get(old.path):
                self._waiting.pop(old.path, None)
                self._done_with(old.path)
        if old:
            old.close()

    def _hand_over(self, entries: Iterable[Entry], *, journaled: bool = True) -> None:
        """To the store, what is over; and a file is kept for as long as the store does not have what is in it."""
        path = self._file.path if journaled and self._file else None
        for kind, account_id, record in entries:
            if kind == "close":
                if path:
                    with self._lock:
                        self._waiting[path] = self._waiting.get(path, 0) + 1
                self._closed.put((account_id, record, path))

    @staticmethod
    def _keep(batch: Batch) -> None:
        for _, promise in batch:
            promise.keep()

    # Waiting

    def _look(self) -> None:
        """A disk that hangs is noticed by nobody else."""
        while not self._over.wait(LOOK):
            while self._promises and (not self.writes or self._promises[0].due < time.monotonic()):
                self._promises.popleft().keep()

    # Moving on to the store

    def _move(self) -> None:
        over = False
        while not over:
            batch, over = _drain(self._closed, BATCH)
            while batch and not self._stored([(account_id, record) for account_id, record, _ in batch]):
                if self._written.wait(PAUSE):
                    return  # the files keep what the store did not take
            with self._lock:
                for *_, path in batch:
                    if path is None:
                        continue
                    self._waiting[path] -= 1
                    if not self._waiting[path] and not (self._file and path == self._file.path):
                        del self._waiting[path]
                        self._done_with(path)

    def _stored(self, records: Sequence[tuple[str, Record]]) -> bool:
        try:
            self._records.write(records)
        except Exception as error:  # the store may be away for a while; the journal waits
            failing = self._store_failing = self._store_failing or Failing("")
            failing.why = " ".join(str(error).split())
            if failing.is_news():
                log.error("records not stored", count=len(records), **failing.facts())
            return False
        if self._store_failing:
            log.info("records stored again", **self._store_failing.facts())
            self._store_failing = None
        return True

    def _done_with(self, path: Path) -> None:
        """The store has all that is in a file. One that could not be read everywhere is for people to look at."""
        if path not in self._spoilt:
            _remove(path)
            return
        with suppress(OSError):
            path.rename(path.with_suffix(".unreadable"))

    # At the start

    def _recover(self) -> int:
        """Hand over what an engine before this one left: its closed calls, and its live ones as they were last marked.
        The files stay until the store has that. Returns the number of the last file."""
        marked: dict[str, Found] = {}
        closed: dict[str, Found] = {}
        last, read = 0, list[Path]()
        for path in sorted(self._folder.glob("*.jsonl"), key=_number):
            last = max(last, _number(path))
            try:
                if not _read(path, marked, closed):
                    self._spoilt.add(path)
            except OSError as error:
                log.error("journal file not read", file=path.name, why=str(error))
                continue
            read.append(path)
        left = [*closed.values(), *(each for call, each in marked.items() if call not in closed)]
        if left:
            log.info("journal recovered", closed=len(closed), ended=len(left) - len(closed))
        for account_id, record, path in left:
            self._waiting[path] = self._waiting.get(path, 0) + 1
            self._closed.put((account_id, record, path))
        for path in read:
            if path not in self._waiting:
                self._done_with(path)
        return last


def _read(path: Path, marked: dict[str, Found], closed: dict[str, Found]) -> bool:
    """Whether the file could be read; a last line that was cut short by a crash does not count against it."""
    lines = path.read_bytes().split(b"\n")
    whole = True
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            kind, account_id, record = _reading.decode(line)
        except ValueError as error:
            if number == len(lines):
                log.info("journal line cut short", file=path.name)
                continue
            log.error("journal line unreadable", file=path.name, line=number, why=str(error))
            whole = False
            continue
        if kind == "mark":
            marked[record.call] = account_id, record, path
        else:
            closed.setdefault(record.call, (account_id, record, path))
    return whole


def _number(path: Path) -> int:
    return int(path.stem) if path.stem.isdigit() else 0


def _line(entry: Entry) -> bytes:
    """Nothing for one that cannot be written: it must not keep the others from it."""
    try:
        return msgspec.json.encode(entry) + b"\n"
    except (TypeError, ValueError) as error:
        log.error("record not written", call=entry[2].call, why=str(error))
        return b""


def _remove(path: Path) -> None:
    """What stays is told to the store once more at the next start, which does no harm."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _nothing() -> None: ...


def _drain(queue: "SimpleQueue[Any]", most: int | None) -> tuple[list[Any], bool]:
    """At least one thing, and with it those that are there already, or without `most` whatever is there; and whether
    the queue is over."""
    found = [] if most is None else [queue.get()]
    with suppress(Empty):
        while not (found and found[-1] is None) and (most is None or len(found) < most):
            found.append(queue.get_nowait())
    over = bool(found) and found[-1] is None
    return found[:-1] if over else found, over
