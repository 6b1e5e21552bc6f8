"""Statements that are made once and then run on the driver itself: the library's own way to run one takes three times
as long as the database does.
"""

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Connection, Dialect, Select, bindparam, select
from sqlalchemy.sql.visitors import iterate

from trunkline.store.among import among, not_by
from trunkline.store.records import Kept, Party, PartyKey
from trunkline.store.tables import Owned

Statement = Select[*tuple[Any, ...]]


class Prepared:
    """What one statement asks of one account; its rows are named tuples, with what is said of parties in place of
    their keys.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        # Only the statement knows the names: a column of the order may be there twice, and is then found by its place.
        names = [column["name"] for column in statement.column_descriptions]
        row: Any = namedtuple("Row", names, rename=True)  # pyright: ignore[reportUntypedNamedTuple]
        self._row: Callable[[Iterable[Any]], Any] = partial(tuple[Any].__new__, row)
        self._parties = [n for n, column in enumerate(statement.selected_columns) if isinstance(column.type, PartyKey)]
        self._was_run = False
        self._on: dict[str, _Text | None] = {}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Sequence[Any]:
        """`given` are values of the bind parameters."""
        found: Iterable[Sequence[Any]] = self._found(connection, given)
        if self._parties and found:
            columns = [*zip(*found, strict=True)]
            keys = {key for place in self._parties for key in columns[place]} - {None}
            known = _parties.run(connection, {"account_id": given["account_id"], "keys": keys})
            said = {None: None, **dict(known)}
            for place in self._parties:
                columns[place] = tuple(map(said.__getitem__, columns[place]))
            found = zip(*columns, strict=True)
        return [*map(self._row, found)]

    def _found(self, connection: Connection, given: Mapping[str, Any]) -> Sequence[Any]:
        """Most statements that a query filters are run once: those stay with the library, which knows their like."""
        if not self._was_run:
            self._was_run = True
            return self._by_library(connection, given)
        dialect = connection.dialect
        if dialect.name not in self._on:
            self._on[dialect.name] = _text(self._statement, dialect)
        if (text := self._on[dialect.name]) is None:
            return self._by_library(connection, given)
        driver: Any = connection.connection.driver_connection
        return text.run(driver, given)

    def _by_library(self, connection: Connection, given: Mapping[str, Any]) -> Sequence[Any]:
        return connection.execute(self._statement, given).all()


_parties = Prepared(
    select(Party.key, Party.said).where(
        Party.account_id == bindparam("account_id"), among(Party.key, "keys", BigInteger)
    )
)


class _Text(NamedTuple):
    """A statement as a driver takes it."""

    sql: str
    places: Sequence[str] | None  # the order of the parameters; None: they go by name
    fixed: Mapping[str, Any]  # values that the statement itself says
    told: Mapping[str, Callable[[Any], Any]]  # parameters that are told to the driver as something else
    read: Sequence[tuple[int, Callable[[Any], Any]]]  # cells that come from it as something else

    def run(self, driver: Any, given: Mapping[str, Any]) -> Sequence[Any]:
        values = {**self.fixed, **given}
        for name, tell in self.told.items():
            values[name] = tell(values[name])
        found = driver.execute(self.sql, values if self.places is None else [values[name] for name in self.places])
        rows = found.fetchall()
        return [*zip(*self._columns(zip(*rows, strict=True)), strict=True)] if self.read and rows else rows

    def _columns(self, found: Iterable[Any]) -> Sequence[Any]:
        columns = [*found]
        for place, read in self.read:
            columns[place] = map(read, columns[place])
        return columns


def _text(statement: Statement, dialect: Dialect) -> _Text | None:
    """None for one whose text depends on its values, such as a list in `IN`."""
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.post_compile_params:
        return None
    told = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
    read = [
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(statement.selected_columns)
    ]
    return _Text(
        compiled.string,
        compiled.positiontup,
        compiled.params,
        {name: tell for name, tell in told.items() if tell},
        [(place, how) for place, how in read if how],
    )


_kept: WeakKeyDictionary[Statement, dict[Hashable, Prepared]] = WeakKeyDictionary()


def prepared(statement: Statement, way: Hashable, shape: Callable[[Statement], Statement]) -> Prepared:
    """The statement for one account only, in a shape; made once for each statement and way."""
    ways = _kept.setdefault(statement, {})
    if way not in ways:
        ways[way] = Prepared(shape(statement.where(_own(statement))))
    return ways[way]


def _own(statement: Statement) -> Any:
    """Of the account: that of the first column's table."""
    first: type[Owned] | type[Kept] = statement.column_descriptions[0]["entity"]
    own = first.account_id == bindparam("account_id")
    return not_by(own) if any(isinstance(part, among) for part in iterate(statement)) else own
