"""A store that is away or too slow, told from one that says no: what was asked of it may be asked again."""

import re
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

# What SQLite says when it cannot get at its file now, and not of what it was asked.
FILE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
}
# PostgreSQL's, by the class of SQLSTATE: connections, resources, operators (and a statement that takes too long), its
# disk; and two who waited for each other.
SERVER = ("08", "53", "57", "58", "40")
ONLY_READS = "25006"  # it has become a standby


class TooSlow(Exception):
    """The store has not answered in time. What was asked of it may yet be done."""


def is_away(error: BaseException) -> bool:
    if isinstance(error, TooSlow | NoConnection):
        return True
    said = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(said, sqlite3.Error):  # by itself where a transaction is begun on the driver
        return getattr(said, "sqlite_errorcode", 0) & 0xFF in FILE
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # the server said nothing at all
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return state.startswith(SERVER) or state == ONLY_READS


# What says that the next try comes to the same, of what is said to who connects: libpq passes on no SQLSTATE of these.
MEANT = re.compile(
    r"(?:database|role) \".*\" does not exist|password authentication failed|no pg_hba\.conf entry|no password supplied"
    r"|is not permitted to log in|permission denied for (?:database|schema)|not currently accepting connections"
)
SAID = re.compile(r"invalid (?:URI|connection option|\S+ value|integer value|port number)")


def refused(error: BaseException) -> str:
    """The key of a refusal by which a database cannot be had: it does not answer, does not let us in, or is not said
    as one is."""
    said = reason(error)
    if isinstance(error, ProgrammingError) or SAID.search(said):
        return "database_option_wrong"
    return "database_is_not_open_to_us" if MEANT.search(said) else "store_does_not_answer"


def reason(error: BaseException) -> str:
    """What was said, without what was asked, which may be secret."""
    return " ".join(str(getattr(error, "orig", None) or error).split())
