"""The rows of the installation that a command names, for commands that look at them or change them."""

import argparse
import os
import signal
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from trunkline import vital
from trunkline.cli import owner, private
from trunkline.problems import Refusal, refuse
from trunkline.store import away, keys, known, migrations, restored, shapes
from trunkline.store.head import HEAD
from trunkline.store.shapes import CURRENT, Shape
from trunkline.store.store import Part, Place, Store, Work
from trunkline.store.tables import Account, DeviceLine
from trunkline.store.tenant import Tenant

AWAY = "store_does_not_answer"
WAITED_FOR = {AWAY, "store_unusable"}  # a disk may come back, too
WAYS_OFF = {*WAITED_FOR, "database_is_not_open_to_us"}  # what somebody who can do without it does not end for
PATIENCE = 8.0  # seconds for a first answer, where something else can be done without one
PAUSE = 1.0  # seconds before a server that does not answer is asked again
ENDS = {signal.SIGTERM, signal.SIGINT}

Answer = TypeVar("Answer")

log = structlog.get_logger()


def place(said: argparse.Namespace) -> Place:
    return Place(said.data.resolve(), said.database, getattr(said, "durability", "full"))


def prepare(said: argparse.Namespace, *, begin: bool = True) -> bool:
    """Make or migrate the rows; whether there is no account yet. Refuses those of a newer version, and where there are
    none and none are to be made."""
    where = place(said)
    restored.finish(where.folder)
    found = _shape(where)
    if found is None and not begin:
        refuse("no_installation_here", database=where.engine(None).url.database, remedy=private.FOUND)
    if found is None:
        keys.make(where.folder)
    migrations.prepare(where)
    with closing(Store(where, "configuration")) as store:
        if found not in (None, CURRENT) and not keys.any_in(where.folder) and not store.read_any(_any_sealed):
            keys.make(where.folder)  # as older versions did when they were first started
        return not _account_ids(store)


def _any_sealed(session: Session) -> bool:
    return session.scalar(select(DeviceLine.id).limit(1)) is not None


def begin(said: argparse.Namespace) -> bool:
    """As `prepare`. Only where that leaves the rows as they are may somebody run on them meanwhile."""
    where = place(said)
    if not restored.waits(where.folder) and _shape(where) == CURRENT:
        return prepare(said)
    with unserved(said, *owner.PARTS):
        return prepare(said)


@contextmanager
def unserved(said: argparse.Namespace, *parts: str) -> Generator[None]:
    """While rows are made or take another shape nobody has these parts of the folder, and no engine uses the rows, on
    whichever computer."""
    from trunkline.cli.claim import claimed

    with owner.owning(said, *parts), claimed(said.database):
        yield


def ready(said: argparse.Namespace) -> Place:
    """Where the rows are. Refuses a folder or a database that has none, or none in the shape of this version."""
    where = place(said)
    found = _shape(where)
    if found is None:
        refuse("no_installation_here", data=where.folder, remedy=private.FOUND)
    if found != CURRENT:
        refuse("store_of_an_older_version", has=min(found), needed=HEAD, remedy="trunkline serve, or trunkline migrate")
    return where


def awaited(said: argparse.Namespace) -> Place:
    """As `ready`, for a process of the system."""
    return patiently(partial(ready, said))


def patiently(make: Callable[[], Answer], instead: Callable[[], Answer | None] = lambda: None) -> Answer:
    """What a process of the system needs of the store: one that does not answer yet is waited for, unless there is
    something `instead`. Ends the process if it is told to end meanwhile."""
    while True:
        try:
            return make()
        except Refusal as refusal:
            if refusal.key in WAYS_OFF and (found := instead()) is not None:
                log.error("going on without the store", why=refusal.facts["reason"])
                return found
            if refusal.key not in WAITED_FOR:
                raise
            log.error("waiting for the store", why=refusal.facts["reason"])
        time.sleep(PAUSE)
        if signal.sigpending() & ENDS:  # the engine has them wait
            raise SystemExit(0)


def in_time(ask: Callable[[], Answer]) -> Answer:
    """What a server says, who may take what is asked and never answer, as one behind a pooler does that hangs. Refuses
    one that says nothing for a while."""
    answer = Future[Answer]()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    vital.work(run, name="first look at the store")
    try:
        return answer.result(PATIENCE)
    except TimeoutError:
        refuse(AWAY, reason=f"it has said nothing for {PATIENCE:g} seconds")


def shape(said: argparse.Namespace) -> Shape | None:
    """That the rows have; None where there are none."""
    return _shape(place(said))


def _shape(where: Place) -> Shape | None:
    """Refuses rows that this version cannot bring to its shape."""
    return shapes.of_files(where.folder) if where.on_sqlite else _on_server(where)


def _on_server(where: Place) -> Shape | None:
    engine = where.engine(None)
    try:
        with engine.connect() as connection:
            return migrations.of(connection, where)
    except (OperationalError, ProgrammingError) as error:
        refuse(away.refused(error), reason=away.reason(error))
    finally:
        engine.dispose()


class Commanded(Store):
    """Rows that a command may change. What an engine knew of them is forgotten before they are, where none runs that
    would know the change: it would let in again who was removed, if it began while the database is away."""

    def __init__(self, place: Place, writes: Part) -> None:
        super().__init__(place, writes)
        self._folder = place.folder

    def write(self, account_id: str, job: Callable[[Tenant], Answer], *, both: bool = False) -> Future[Answer]:
        self._forget()
        return super().write(account_id, job, both=both)

    def write_any(self, work: Work[Answer]) -> Future[Answer]:
        self._forget()
        return super().write_any(work)

    def _forget(self) -> None:
        if not os.path.lexists(self._folder / known.KNOWN):
            return
        try:
            with owner.kept_out(self._folder, "engine") as nobody_runs:
                if nobody_runs:
                    known.forget(self._folder)
        except OSError as error:
            refuse("data_folder_unusable", data=self._folder, reason=error.strerror)


def opened(said: argparse.Namespace, writes: Part = "configuration") -> closing[Store]:
    return closing(Commanded(ready(said), writes))


def change(said: argparse.Namespace, job: Callable[[Tenant], Answer]) -> Answer:
    with opened(said) as store:
        return store.write(_account_id(store, said.account), job).result()


def look(said: argparse.Namespace, job: Callable[[Tenant], Answer]) -> Answer:
    with opened(said) as store:
        return store.read(_account_id(store, said.account), job)


def _account_id(store: Store, named: str | None) -> str:
    """The account that is meant: the one named, or the only one."""
    ids = _account_ids(store)
    if not ids:
        refuse("no_account_yet")
    if named is None:
        return ids[0] if len(ids) == 1 else refuse("several_accounts", ids=" ".join(ids), remedy="--account ID")
    return named if named in ids else refuse("account_unknown", id=named)


def _account_ids(store: Store) -> Sequence[str]:
    def work(session: Session) -> Sequence[str]:
        return session.scalars(select(Account.id).order_by(Account.id)).all()

    return store.read_any(work)
