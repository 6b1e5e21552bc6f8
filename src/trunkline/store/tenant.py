"""The rows of one account. Every query starts here, so none can reach into another account."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    Integer,
    Row,
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
from trunkline.store.tables import Account, Authorization, Owned, Token

Kind = TypeVar("Kind", bound=Owned)
Shape = TypeVar("Shape", bound=tuple[Any, ...])

Order = Sequence[InstrumentedAttribute[Any]]


class Taken(Exception):
    """Another row already holds what must be unique."""


class Tenant:
    """One account's view of the store, within one transaction."""

    def __init__(self, session: Session, account_id: str) -> None:
        self.account_id = account_id
        self._session = session
        self._connection: Connection | None = None  # the session's, once a list was asked for

    def account(self) -> Account:
        return self._session.get_one(Account, self.account_id)

    def get(self, kind: type[Kind], id: str) -> Kind:
        """The row to look at; an unknown id is refused as its kind says, and so is another account's."""
        return self.first(kind, kind.id == id) or refuse(kind.unknown, id=id)

    def known(self, kind: type[Kind], id: str) -> Kind:
        """The row that another row of the account refers to, so that it must be there."""
        return self._session.scalars(select(kind).where(kind.account_id == self.account_id, kind.id == id)).one()

    def edit(self, kind: type[Kind], id: str) -> Kind:
        """The row to change, locked until the commit."""
        own = select(kind).where(kind.account_id == self.account_id, kind.id == id)
        return self._session.scalar(own.with_for_update(of=kind)) or refuse(kind.unknown, id=id)

    def find(self, kind: type[Kind], *where: ColumnExpressionArgument[bool]) -> Sequence[Kind]:
        return self._session.scalars(select(kind).where(kind.account_id == self.account_id, *where)).all()

    def first(self, kind: type[Kind], *where: ColumnExpressionArgument[bool]) -> Kind | None:
        return self._session.scalars(select(kind).where(kind.account_id == self.account_id, *where).limit(1)).first()

    def add(self, row: Kind) -> Kind:
        row.account_id = self.account_id
        self._session.add(row)
        self._session.flush()
        return row

    def delete(self, row: Owned) -> None:
        self._session.delete(row)
        self._session.flush()

    def forget(self, kind: type[Token] | type[Authorization], *where: ColumnExpressionArgument[bool]) -> None:
        """Delete rows that nothing else hangs on, however many, in one statement."""
        self._session.execute(delete(kind).where(kind.account_id == self.account_id, *where))

    def all(self, statement: Select[*tuple[Any, ...]], **given: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        """Plain columns, for lists: cheaper than mapped rows. The account is that of the first column's table.

        `given` are values of the statement's bind parameters: one that is built once is prepared once, which costs
        five times as much as running it.
        """
        return self._run(_prepared(statement, ("all",), lambda own: own), given)

    def page(
        self,
        statement: Select[*tuple[Any, ...]],
        order: Order,
        after: Sequence[Any],
        size: int,
        *,
        newest_first: bool = False,
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """The next rows in a unique order: stable, and page 10,000 costs what page 1 does."""

        def ordered(own: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
            place: ColumnElement[Any] = tuple_(*order)
            if after:
                last = tuple_(*(bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(order)))
                own = own.where(place < last if newest_first else place > last)
            sorting = [column.desc() if newest_first else column.asc() for column in order]
            return own.add_columns(*order).order_by(*sorting).limit(bindparam("size", type_=Integer()))

        prepared = _prepared(statement, ("page", *map(id, order), bool(after), newest_first), ordered)
        return self._run(prepared, {"size": size, **{f"after_{n}": value for n, value in enumerate(after)}})

    def count(self, statement: Select[*tuple[Any, ...]]) -> int:
        counted = _prepared(
            statement,
            ("count",),
            lambda own: own.with_only_columns(func.count(), maintain_column_froms=True).order_by(None),
        )
        return self._run(counted, {})[0][0]

    def _run(self, statement: Select[*tuple[Any, ...]], given: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
        self._session.flush()  # what was changed in this transaction is seen
        if self._connection is None:
            self._connection = self._session.connection()
        return self._connection.execute(statement, {"account_id": self.account_id, **given}).all()

    @contextmanager
    def claiming(self) -> Generator[None]:
        """The unique index decides whether the change made inside may stand: no look before the leap, no race."""
        try:
            with self._session.begin_nested():
                yield
                self._session.flush()
        except IntegrityError as error:
            raise Taken from error


Statement = Select[*tuple[Any, ...]]
_kept: WeakKeyDictionary[Statement, dict[tuple[Any, ...], Statement]] = WeakKeyDictionary()


def _prepared(statement: Statement, way: tuple[Any, ...], shape: Callable[[Statement], Statement]) -> Statement:
    """The statement for one account only, in a shape; made once for each statement and way."""
    ways = _kept.setdefault(statement, {})
    if way not in ways:
        ways[way] = shape(statement.where(_first(statement).account_id == bindparam("account_id")))
    return ways[way]


def _first(statement: Select[*tuple[Any, ...]]) -> type[Owned] | type[Kept]:
    return statement.column_descriptions[0]["entity"]
