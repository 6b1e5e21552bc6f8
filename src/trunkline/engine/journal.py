"""What happened, written down before anyone is told that it is over: a record a line, in files of this node alone.

A *mark* is what a live call would be recorded as if the engine died now; a *close* is its record. Records move on to
the store in batches; what a dead engine left behind, the next one finishes. Saying a record twice does no harm.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

import msgspec
import structlog

from trunkline.engine.ports import Records
from trunkline.exchange.vocabulary import Record

Kind = Literal["mark", "close"]
Entry = tuple[Kind, str, Record]  # with the account

BATCH = 200
PAUSE = 1.0  # seconds before a store that failed is tried again
LARGEST = 8_000_000  # bytes, after which a new file is begun

log = structlog.get_logger()
_reading = msgspec.json.Decoder(Entry)


class Journal:
    """Two threads: one that writes and syncs lines, one that moves closed records to the store."""

    def __init__(self, folder: Path, records: Records) -> None:
        self._folder, self._records = folder, records
        folder.mkdir(parents=True, exist_ok=True)
        self._open: dict[str, tuple[str, Record]] = {}  # by call: live ones, as last marked
        self._lines: SimpleQueue[tuple[Sequence[Entry], Callable[[], None]] | None] = SimpleQueue()
        self._closed: SimpleQueue[tuple[str, Record, Path] | None] = SimpleQueue()
        self._waiting: dict[Path, int] = {}  # records of a file that the store does not have yet
        self._lock = threading.Lock()
        self._recover()
        self._path, self._file = self._begin()
        self._threads = [
            threading.Thread(target=run, name=run.__name__, daemon=True) for run in (self._write, self._move)
        ]
        for thread in self._threads:
            thread.start()

    def add(self, entries: Iterable[Entry], then: Callable[[], None] = lambda: None) -> None:
        """`then` is called, in a thread of the journal, once the entries cannot be lost any more."""
        self._lines.put((tuple(entries), then))

    def close(self) -> None:
        """Everything is in the store, or in a file for the next start."""
        self._lines.put(None)
        for thread in self._threads:
            thread.join()
        self._file.close()
        with self._lock:
            if not self._waiting.get(self._path) and not self._open:
                self._path.unlink(missing_ok=True)

    # Writing

    def _write(self) -> None:
        over = False
        while not over:
            batch, over = _drain(self._lines, BATCH)
            entries = [entry for said, _ in batch for entry in said]
            if entries:
                self._append(entries)
            for _, then in batch:
                then()
            for kind, account_id, record in entries:
                if kind == "close":
                    self._closed.put((account_id, record, self._path))
            if self._file.tell() > LARGEST:
                self._turn()
        self._closed.put(None)

    def _append(self, entries: Iterable[Entry]) -> None:
        entries = tuple(entries)
        with self._lock:
            for kind, account_id, record in entries:
                if kind == "mark":
                    self._open[record.call] = account_id, record
                else:
                    self._open.pop(record.call, None)
                    self._waiting[self._path] = self._waiting.get(self._path, 0) + 1
        self._file.write(b"".join(map(_line, entries)))
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def _turn(self) -> None:
        """Begin a new file with the marks of live calls; the old one goes when the store has its records."""
        old_path, old = self._path, self._file
        self._path, self._file = self._begin()
        with self._lock:
            marks: list[Entry] = [("mark", account_id, record) for account_id, record in self._open.values()]
        self._append(marks)
        old.close()
        with self._lock:
            if not self._waiting.get(old_path):
                old_path.unlink(missing_ok=True)

    def _begin(self) -> tuple[Path, Any]:
        path = self._folder / f"{time.time_ns()}.jsonl"
        return path, path.open("ab")

    # Moving on to the store

    def _move(self) -> None:
        over = False
        while not over:
            batch, over = _drain(self._closed, BATCH)
            while batch and not self._stored([(account_id, record) for account_id, record, _ in batch]):
                time.sleep(PAUSE)
                if self._lines_over():
                    return  # the files keep what the store did not take
            with self._lock:
                for *_, path in batch:
                    self._waiting[path] -= 1
                    if not self._waiting[path] and path != self._path:
                        del self._waiting[path]
                        path.unlink(missing_ok=True)

    def _lines_over(self) -> bool:
        return not self._threads[0].is_alive()

    def _stored(self, records: Sequence[tuple[str, Record]]) -> bool:
        try:
            self._records.write(records)
        except Exception as error:  # the store may be away for a while; the journal waits
            log.error("records not stored", count=len(records), why=str(error))
            return False
        return True

    # At the start

    def _recover(self) -> None:
        """Finish what an engine before this one left: its closed calls, and its live ones as they were last marked."""
        for path in sorted(self._folder.glob("*.jsonl")):
            marked: dict[str, tuple[str, Record]] = {}
            closed: list[tuple[str, Record]] = []
            if not _read(path, marked, closed):
                path.rename(path.with_suffix(".unreadable"))
            records = [*closed, *marked.values()]
            for start in range(0, len(records), BATCH):
                self._records.write(records[start : start + BATCH])
            if records:
                log.info("journal recovered", closed=len(closed), ended=len(marked))
            path.unlink(missing_ok=True)


def _read(path: Path, marked: dict[str, tuple[str, Record]], closed: list[tuple[str, Record]]) -> bool:
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
            marked[record.call] = account_id, record
        else:
            marked.pop(record.call, None)
            closed.append((account_id, record))
    return whole


def _line(entry: Entry) -> bytes:
    return msgspec.json.encode(entry) + b"\n"


def _drain(queue: "SimpleQueue[Any]", most: int) -> tuple[list[Any], bool]:
    """At least one thing, and with it those that are there already; and whether the queue is over."""
    found = [queue.get()]
    with suppress(Empty):
        while found[-1] is not None and len(found) < most:
            found.append(queue.get_nowait())
    over = found[-1] is None
    return found[:-1] if over else found, over
