"""Whose a PostgreSQL database is: of one engine, on whichever computer. An advisory lock of the server's says so, on a
connection of its own, which ends with its process; that a computer is gone the server finds out within a minute.

When the connection is lost the lock is taken again as soon as the server answers. Meanwhile calls go on: nobody can do
anything to rows of a server that does not answer. If somebody else has it then, this engine is not the one any more and
ends at once; what it knows is in its journal.
"""

import os
import secrets
import socket
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from trunkline import vital
from trunkline.problems import Refusal, refuse
from trunkline.store import away

ROOM, ENGINE = 7267, 1  # the lock's name: two numbers
LOOK, AGAIN = 2.0, 0.5  # seconds between looks at the connection, and between tries to take it
# libpq: seconds for an answer to a connection, and milliseconds for what was sent to be confirmed.
PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
DYING = 5.0  # seconds for which it may still be that of one that has ended
# So that the server sees in a minute that the other end is gone, not in two hours.
SEEN = ("tcp_keepalives_idle = 20", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")
OTHER = text(
    "SELECT application_name, host(client_addr), date_trunc('second', backend_start)::text"
    " FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = :room AND objid = :name AND granted"
)

log = structlog.get_logger()


class Claim:
    """Held from when it is made, unless that is to be `later`. Refuses where somebody else has it, or where the server
    does not answer."""

    def __init__(self, url: str, *, later: bool = False) -> None:
        # As the server shows it, in 63 bytes; the last part tells one process from another of the same name elsewhere.
        self._name = f"trunkline engine, {socket.gethostname()[:24]} pid {os.getpid()} {secrets.token_hex(4)}"
        self._engine: Engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=PATIENCE | {"application_name": self._name},
        )
        self._connection: Connection | None = None
        if not later:
            self.take()

    def take(self) -> None:
        """One that was to be held later is held from now on. Refuses as a start does."""
        if self._connection is None:
            self._connection = self._take()

    def keep(self, lost: Callable[[Refusal], object]) -> None:
        """Look after it in a thread of its own; `lost` is called once somebody else has it."""
        vital.thread(self._keep, lost, name="claim")

    def close(self) -> None:
        if self._connection:
            _dismiss(self._connection)
        self._engine.dispose()

    def _take(self) -> Connection:
        end = time.monotonic() + DYING
        while not isinstance(taken := self._try(), Connection):
            if time.monotonic() > end:
                who, where, since = taken
                about = {"by": who, "at": where or "this computer", "since": since}
                refuse("in_use_by_another", database=self._engine.url.database, **about, remedy="stop that one first")
            time.sleep(AGAIN)
        return taken

    def _try(self) -> Connection | Sequence[Any]:
        """The connection that has the lock, or who has it."""
        connection: Connection | None = None
        about = {"room": ROOM, "name": ENGINE}
        try:
            connection = self._engine.connect()
            for each in SEEN:
                connection.execute(text(f"SET {each}"))
            if connection.execute(text("SELECT pg_try_advisory_lock(:room, :name)"), about).scalar():
                return connection
            found = connection.execute(OTHER, about).first()
        except SQLAlchemyError as error:
            if connection:
                _dismiss(connection)
            refuse(away.refused(error), reason=away.reason(error))
        _dismiss(connection)
        if found and found[0] == self._name:  # a connection of ours that the server does not know to be lost
            refuse("store_does_not_answer", reason="it still has a connection that was lost")
        return found or ("somebody", None, "now")

    def _keep(self, lost: Callable[[Refusal], object]) -> None:
        while True:
            time.sleep(LOOK)
            try:
                if self._connection is None:
                    self._connection = self._take()
                    log.info("database claimed again")
                self._connection.execute(text("SELECT 1"))
            except Refusal as refusal:
                if refusal.key == "in_use_by_another":
                    lost(refusal)
                    return
            except Exception as error:  # whatever it is: nobody else looks after it
                log.warning("claim of the database lost, taking it again", why=away.reason(error))
                if self._connection:
                    _dismiss(self._connection)
                self._connection = None


@contextmanager
def claimed(url: str | None) -> Generator[Claim | None]:
    """For as long as it takes; on files there is no other computer."""
    claim = Claim(url) if url else None
    try:
        yield claim
    finally:
        if claim:
            claim.close()


def _dismiss(connection: Connection) -> None:
    with suppress(Exception):
        connection.close()
