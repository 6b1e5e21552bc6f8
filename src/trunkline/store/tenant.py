"""The rows of one account. Every query starts here, so none can reach into another account."""

from collections import namedtuple
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    Integer,
    Select,
    bindparam,
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from trunkline.problems import refuse
from trunkline.store.records import Kept
from trunkline.store.tables import Account, Authorization, DeviceOrder, Owned, Token

Kind = TypeVar("Kind", bound=Owned)
Statement = Select[*tuple[Any, ...]]
Order = Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]


class Taken(Exception):
    """Another row already holds what must be unique."""


class Tenant:
    """One account's view of the store, within one transaction."""

    def __init__(self, session: Session, account_id: str, connection: Connection | None = None) -> None:
        """`connection` is the session's, where that is known already: asking for it costs as much as a list."""
        self.account_id = account_id
        self._session, self._connection = session, connection

    def account(self, *, to_change: bool = False) -> Account:
        """`to_change`: whoever asks for it so waits for the others who did."""
        # Rows that name their account can be added all the same.
        lock: Any = {"key_share": True} if to_change else None
        return self._session.get_one(Account, self.account_id, with_for_update=lock)

    def get(self, kind: type[Kind], id: str) -> Kind:
        """The row to look at; an unknown id is refused as its kind says, and so is another account's."""
        return self._one(kind, id) or refuse(kind.unknown, id=id)

    def known(self, kind: type[Kind], id: str) -> Kind:
        """The row that another row of the account refers to, so that it must be there."""
        found = self._one(kind, id)
        if found is None:
            raise LookupError(f"{kind.__name__} {id}")
        return found

    def edit(self, kind: type[Kind], id: str) -> Kind:
        """The row to change, locked until the commit."""
        return self._one(kind, id, to_change=True) or refuse(kind.unknown, id=id)

    def edit_all(self, kind: type[Kind], *where: ColumnExpressionArgument[bool]) -> Sequence[Kind]:
        """The rows to change, locked until the commit, in an order that keeps two who want the same from a deadlock."""
        own = select(kind).where(kind.account_id == self.account_id, *where).order_by(kind.id)
        return self._session.scalars(own.with_for_update(of=kind)).all()

    def _one(self, kind: type[Kind], id: str, *, to_change: bool = False) -> Kind | None:
        return self._session.scalars(_by_id(kind, to_change), {"account_id": self.account_id, "id": id}).first()

    def find(self, kind: type[Kind], *where: ColumnExpressionArgument[bool]) -> Sequence[Kind]:
        return self._session.scalars(select(kind).where(kind.account_id == self.account_id, *where)).all()

    def first(self, kind: type[Kind], *where: ColumnExpressionArgument[bool]) -> Kind | None:
        return self._session.scalars(select(kind).where(kind.account_id == self.account_id, *where).limit(1)).first()

    def add(self, row: Kind) -> Kind:
        row.account_id = self.account_id
        self._session.add(row)
        self._session.flush()
        return row

    def note(self, row: Owned) -> None:
        """Add a row that nothing in this transaction asks for again: it is written with the rest."""
        row.account_id = self.account_id
        self._session.add(row)

    def delete(self, row: Owned) -> None:
        self._session.delete(row)
        self._session.flush()

    def forget(
        self, kind: type[Token] | type[Authorization] | type[DeviceOrder], *where: ColumnExpressionArgument[bool]
    ) -> None:
        """Delete rows that nothing else hangs on, however many, in one statement."""
        self._session.execute(delete(kind).where(kind.account_id == self.account_id, *where))

    def all(self, statement: Statement, **given: Any) -> Sequence[Any]:
        """Plain columns by their names, for lists: cheaper than mapped rows. The account is that of the first column's
        table.

        `given` are values of the statement's bind parameters: one that is built once is prepared once, which costs
        five times as much as running it.
        """
        return self._run(_prepared(statement, ("all",), lambda own: own), given)

    def page(
        self,
        statement: Statement,
        order: Order,
        after: Sequence[Any],
        size: int,
        *,
        newest_first: bool = False,
    ) -> Sequence[Any]:
        """The next rows in a unique order: stable, and page 10,000 costs what page 1 does.

        Each has the columns of the statement, then those of the order.
        """

        def ordered(own: Statement) -> Statement:
            place: ColumnElement[Any] = tuple_(*order)
            if after:
                last = tuple_(*(bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(order)))
                own = own.where(place < last if newest_first else place > last)
            sorting = [column.desc() if newest_first else column.asc() for column in order]
            return own.add_columns(*order).order_by(*sorting).limit(bindparam("size", type_=Integer()))

        prepared = _prepared(statement, ("page", *map(id, order), bool(after), newest_first), ordered)
        return self._run(prepared, {"size": size, **{f"after_{n}": value for n, value in enumerate(after)}})

    def count(self, statement: Statement) -> int:
        counted = _prepared(
            statement,
            ("count",),
            lambda own: own.with_only_columns(func.count(), maintain_column_froms=True).order_by(None),
        )
        return self._run(counted, {})[0][0]

    def _run(self, prepared: "_Prepared", given: Mapping[str, Any]) -> Sequence[Any]:
        self._session.flush()  # what was changed in this transaction is seen
        if self._connection is None:
            self._connection = self._session.connection()
        found = self._connection.execute(prepared.statement, {"account_id": self.account_id, **given})
        return [*map(prepared.row, found.all())]

    @contextmanager
    def claiming(self) -> Generator[None]:
        """The unique index decides whether the change made inside may stand: no look before the leap, no race."""
        try:
            with self._session.begin_nested():
                yield
                self._session.flush()
        except IntegrityError as error:
            raise Taken from error


@dataclass(frozen=True)
class _Prepared:
    statement: Statement
    row: Callable[[Iterable[Any]], Any]  # makes a named tuple: its fields cost a tenth of those of a library's row


_kept: WeakKeyDictionary[Statement, dict[tuple[Any, ...], _Prepared]] = WeakKeyDictionary()


def _prepared(statement: Statement, way: tuple[Any, ...], shape: Callable[[Statement], Statement]) -> _Prepared:
    """The statement for one account only, in a shape; made once for each statement and way."""
    ways = _kept.setdefault(statement, {})
    if way not in ways:
        shaped = shape(statement.where(_first(statement).account_id == bindparam("account_id")))
        names = [column["name"] for column in shaped.column_descriptions]
        ways[way] = _Prepared(shaped, _row(names))
    return ways[way]


def _row(names: Iterable[str]) -> Callable[[Iterable[Any]], Any]:
    """Only the statement knows the names: a column of the order may be there twice, and is then found by its place."""
    return namedtuple("Row", names, rename=True)._make  # pyright: ignore[reportUntypedNamedTuple]


def _first(statement: Statement) -> type[Owned] | type[Kept]:
    return statement.column_descriptions[0]["entity"]


@cache
def _by_id(kind: type[Kind], to_change: bool) -> Select[Kind]:
    own = select(kind).where(kind.account_id == bindparam("account_id"), kind.id == bindparam("id"))
    return own.with_for_update(of=kind) if to_change else own
