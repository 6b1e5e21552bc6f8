"""How rows are read and written: many readers; on SQLite one writer, on PostgreSQL a pool of them."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, Literal, Protocol, TypeVar

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, make_url, text, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from trunkline import vital
from trunkline.store import filing
from trunkline.store.away import TooSlow
from trunkline.store.blobs import Folder
from trunkline.store.head import uri
from trunkline.store.moved import Mark
from trunkline.store.records import SCHEMA
from trunkline.store.tables import Account
from trunkline.store.tenant import Tenant

Answer = TypeVar("Answer")
Work = Callable[[Session], Answer]
Part = Literal["configuration", "records", "both"]
Durability = Literal["full", "normal"]

BATCH = 50  # jobs that share a commit: more would let a change wait behind them
POOL = 8  # connections of a process to PostgreSQL
# How long what is waited for, so that nobody waits for ever for a store that hangs. A statement of an installation that
# works takes milliseconds; what takes long by its nature, such as a migration, has no limit.
BUSY = 5_000  # milliseconds, for another process that writes the same file
CONNECT, FREE, STATEMENT = 3, 3.0, 8  # seconds: to be connected, for a connection that is free, and for an answer
PATIENCE = 10.0  # seconds that an event loop waits for all of it
SERVER = {
    "connect_timeout": CONNECT,  # of each host, where the URL names several
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": STATEMENT * 1000,
}
PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={BUSY}",
    "wal_autocheckpoint=4000",
    "temp_store=MEMORY",  # what a savepoint may have to put back
)


class Place:
    """Where the rows of an installation are: SQLite files in a folder, or a PostgreSQL database.

    `durability` is of changes of the configuration on SQLite: whether a power cut may take back the last of them.
    """

    def __init__(self, folder: Path, url: str | None = None, durability: Durability = "full") -> None:
        self.folder, self.url = folder, url
        self.durability: Durability = durability

    @property
    def on_sqlite(self) -> bool:
        return self.url is None

    @property
    def blobs(self) -> Folder:
        return Folder(self.folder / "blobs")

    def engine(self, writes: Part | None, *, hurried: bool = False) -> Engine:
        """Connections that may change one part of the rows, both, or none, and see both; `hurried`: a statement that
        takes long is given up. What the URL says itself of time-outs holds."""
        if not self.url:
            return _sqlite(self.folder, writes, self.durability)
        limits = SERVER | ({"options": f"-c statement_timeout={STATEMENT}s"} if hurried else {})
        said = make_url(self.url).query
        return create_engine(  # the search path decides nothing: records are named with their schema
            self.url,
            pool_size=POOL,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=FREE,
            connect_args={name: value for name, value in limits.items() if name not in said},
        )


class Writer(Protocol):
    def submit(self, work: Work[Answer]) -> Future[Answer]: ...
    def close(self) -> None: ...


class Views(Protocol):
    """Connections each of which sees the rows as they are at one time."""

    def one(self) -> AbstractContextManager[Connection]: ...
    def close(self) -> None: ...


class Store:
    """The rows of an installation, as one process sees them. `writes` is the part that this process may change."""

    def __init__(self, place: Place, writes: Part) -> None:
        self._place = place
        self.blobs = place.blobs
        self._reading = place.engine(None, hurried=True)
        self._views: Views = Kept(self._reading) if place.on_sqlite else Pooled(self._reading)
        self._writer = _writer(place, writes)
        self._beyond: Writer | None = None
        self._readers = None if place.on_sqlite else vital.Pool(POOL, "reader")

    def read(self, account_id: str, job: Callable[[Tenant], Answer]) -> Answer:
        with self._views.one() as connection, closing(Tenant(None, account_id, connection)) as rows:
            return job(rows)

    def read_any(self, work: Work[Answer]) -> Answer:
        """Across accounts: for what has no account yet, such as a token or a SIP user name."""
        with self._views.one() as connection, Session(connection) as session:
            return work(session)

    def takes_writes(self, session: Session) -> bool:
        """As far as is known without a write: a standby does not, nor does a server that was set to read alone, nor
        files that are closed to us, or on a disk that is."""
        if not self._place.on_sqlite:
            return session.scalar(_only_reads) == "off"
        folder = self._place.folder
        return all(os.access(path, os.W_OK) for path in (folder, folder / "state.db", folder / "records.db"))

    def read_soon(self, account_id: str, job: Callable[[Tenant], Answer]) -> Awaitable[Answer]:
        return self._soon(partial(self.read, account_id, job))

    def read_any_soon(self, work: Work[Answer]) -> Awaitable[Answer]:
        return self._soon(partial(self.read_any, work))

    async def _soon(self, read: Callable[[], Answer]) -> Answer:
        """For an event loop: a file is read at once, since that is quicker than another thread; a server is awaited."""
        if self._readers is None:
            return read()
        return await _in_time(self._readers.submit(read))

    def write(self, account_id: str, job: Callable[[Tenant], Answer], *, both: bool = False) -> Future[Answer]:
        """All of the job or, if it raises, none of it. The future is done once the commit is.

        `both`: the job changes records, and notes that it did. With files that waits for the process that writes
        them, so a writer of its own does it, and changes of the own part wait for nobody.
        """
        apart = both and self._place.on_sqlite

        def work(session: Session) -> Answer:
            if apart:
                filing.begin(session)
            answer = job(Tenant(session, account_id))
            session.flush()
            if session.info.get(MOVED):
                session.connection().execute(_newer, {"account": account_id})
            return answer

        return self._of_both().submit(work) if apart else self._writer.submit(work)

    def recover(self) -> None:
        """Finish a change of both files that was cut off between them, if there is one."""
        if self._place.on_sqlite and self.read_any(filing.is_needed):
            self._of_both().submit(filing.begin).result()

    def _of_both(self) -> Writer:
        self._beyond = self._beyond or _writer(self._place, "both")
        return self._beyond

    def write_any(self, work: Work[Answer]) -> Future[Answer]:
        """Across accounts, and without a new version of the configuration."""
        return self._writer.submit(work)

    def write_soon(self, account_id: str, job: Callable[[Tenant], Answer], *, both: bool = False) -> Awaitable[Answer]:
        return _in_time(self.write(account_id, job, both=both))

    def write_any_soon(self, work: Work[Answer]) -> Awaitable[Answer]:
        return _in_time(self.write_any(work))

    def close(self) -> None:
        self._writer.close()
        if self._beyond:
            self._beyond.close()
        if self._readers:
            self._readers.shutdown()
        self._views.close()
        self._reading.dispose()


async def _in_time(future: Future[Answer]) -> Answer:
    """What has not begun by then is not done any more."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.wrap_future(future)
    except TimeoutError as error:
        raise TooSlow from error


def _writer(place: Place, writes: Part) -> Writer:
    engine, moved = place.engine(writes, hurried=True), Mark(place.folder).move
    return OneWriter(engine, moved) if place.on_sqlite else Pool(engine, writes, moved)


class Changes(Session):
    """A session that writes, and that remembers whether it changed what the plan of calls is made of."""


def _flushing(session: Session, *_: object) -> None:
    filing.refuse_others(session)
    if any(row.configures for row in (*session.new, *session.deleted)) or any(
        row.configures and session.is_modified(row) for row in session.dirty
    ):
        session.info[MOVED] = True


event.listen(Changes, "before_flush", _flushing)

MOVED = "moved"
_accounts = Account.metadata.tables["accounts"]  # the table alone: no rows of it are held in the session
_version = _accounts.c.config_version
_only_reads = text("SHOW transaction_read_only")
_newer = update(_accounts).where(_accounts.c.id == bindparam("account")).values({_version: _version + 1})


class Pooled:
    """The library's own: checked before each use, since a server may have gone away."""

    def __init__(self, engine: Engine) -> None:
        self.one = engine.connect

    def close(self) -> None: ...


class Kept:
    """To a file: kept open, and told of transactions on the driver, since the library takes as long as a list does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []

    @contextmanager
    def one(self) -> Generator[Connection]:
        try:
            connection = self._idle.pop()
        except IndexError:  # and not asked before: another thread may take the last one meanwhile
            connection = self._engine.connect()
        _say(connection, "BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()  # what the library thinks it began
            driver: Any = connection.connection.driver_connection
            driver.rollback()
            self._idle.append(connection)

    def close(self) -> None:
        for connection in self._idle:
            connection.close()


class Pool:
    """Writers side by side, and PostgreSQL sees to it that they do not overwrite each other; but what the engine says
    of one registration or leg must be written in the order in which it was said.
    """

    def __init__(self, engine: Engine, writes: Part, moved: Callable[[], None]) -> None:
        self._engine, self._moved = engine, moved
        self._threads = vital.Pool(1 if writes == "records" else POOL, "writer")

    def submit(self, work: Work[Answer]) -> Future[Answer]:
        return self._threads.submit(self._run, work)

    def _run(self, work: Work[Answer]) -> Answer:
        with Changes(self._engine) as session:
            with session.begin():
                answer = work(session)
            if session.info.get(MOVED):
                self._moved()
            return answer

    def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()


@dataclass(frozen=True)
class Job(Generic[Answer]):
    work: Work[Answer]
    future: Future[Answer]

    def run(self, connection: Connection, moved: Callable[[], None]) -> Callable[[], None]:
        """Work inside a savepoint; returns how to tell the outcome, for after the commit: before anybody hears of it,
        that configuration was changed."""
        try:
            with Changes(connection, join_transaction_mode="create_savepoint") as session, session.begin():
                answer = self.work(session)
        except Exception as error:
            return partial(self.future.set_exception, error)

        def tell() -> None:
            if session.info.get(MOVED):
                moved()
            self.future.set_result(answer)

        return tell


class OneWriter:
    """The one thread that writes. Jobs found waiting share a commit; the failure of one leaves the others whole."""

    def __init__(self, engine: Engine, moved: Callable[[], None]) -> None:
        self._engine, self._moved = engine, moved
        self._jobs: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._closing = False
        self._thread = vital.thread(self._run, name="writer", asked=lambda: self._closing)

    def submit(self, work: Work[Answer]) -> Future[Answer]:
        job = Job(work, Future[Answer]())
        self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finish what was submitted, then stop."""
        self._closing = True
        self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        batch: list[Job[Any] | None] = []
        while None not in batch:
            batch = self._waiting()
            jobs = [job for job in batch if job and job.future.set_running_or_notify_cancel()]
            try:
                with self._engine.begin() as connection:
                    outcomes = [job.run(connection, self._moved) for job in jobs]
            except Exception as error:  # the commit failed, so nothing of the batch happened
                outcomes = [partial(job.future.set_exception, error) for job in jobs]
            for tell in outcomes:
                tell()

    def _waiting(self) -> list[Job[Any] | None]:
        """At least one job, and with it those that are there already; None is the last."""
        batch = [self._jobs.get()]
        with suppress(Empty):
            while batch[-1] and len(batch) < BATCH:
                batch.append(self._jobs.get_nowait())
        return batch


def _sqlite(folder: Path, writes: Part | None, durability: Durability) -> Engine:
    """Two files, joined by ATTACH. BEGIN IMMEDIATE takes the write lock of every file open for writing, so each
    connection opens for writing only what it may change; and the driver's own guesses at transactions are off.

    Locks are taken in the order in which files were opened, and commits made in it. Who may change both must not hold
    that of the configuration while it waits for that of the records: records come first then, behind a main file that
    is none.

    Every commit of records is synced, whatever the durability: the journal forgets what they have.
    """
    mode = {True: "rw", False: "ro"}
    state = uri(folder / "state.db", mode[writes in ("configuration", "both")])
    records = uri(folder / "records.db", mode[writes in ("records", "both")])
    main, attached = state, {SCHEMA: records}
    if writes == "both":
        main, attached = "file:none?mode=memory", {SCHEMA: records, "state": state}
    opened = partial(sqlite3.connect, main, uri=True, check_same_thread=False)
    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)  # the pool that it has for a file

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for name, file in attached.items():
            connection.execute(f"ATTACH DATABASE ? AS {name}", (file,))
        for name in ("main", *attached):  # without a name it is said of the first alone
            connection.execute(f"PRAGMA {name}.synchronous={'FULL' if name == SCHEMA else durability.upper()}")
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def began(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:
            driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    # The library would compile each of these anew, which takes longer than to change a row.
    engine.dialect.do_savepoint = lambda connection, name: _say(connection, f"SAVEPOINT {name}")
    engine.dialect.do_release_savepoint = lambda connection, name: _say(connection, f"RELEASE {name}")
    engine.dialect.do_rollback_to_savepoint = lambda connection, name: _say(connection, f"ROLLBACK TO {name}")
    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)
    return engine


def _say(connection: Connection, statement: str) -> None:
    """On the driver itself."""
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)
