"""The rows of one account. Every query starts here, so none can reach into another account."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    Insert,
    Integer,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from trunkline.problems import refuse
from trunkline.store import changes, filing
from trunkline.store.prepared import Prepared, Statement, prepared
from trunkline.store.records import CallElement, LastChange, Named
from trunkline.store.tables import Account, Owned, Token

Kind = TypeVar("Kind", bound=Owned | Named)
Order = Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]


class Taken(Exception):
    """Another row already holds what must be unique."""


class Tenant:
    """One account's view of the store, within one transaction."""

    def __init__(self, session: Session | None, account_id: str, connection: Connection | None = None) -> None:
        """Without a session one is opened on the connection once it is needed: it costs as much as a list does."""
        self.account_id = account_id
        self._opened, self._connection = session, connection

    @property
    def _session(self) -> Session:
        if self._opened is None:
            self._opened = Session(self._connection)
        return self._opened

    def close(self) -> None:
        """What was read stays as it is."""
        if self._opened:
            self._opened.close()

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

    def note(self, kind: type[Owned], **cells: object) -> None:
        """Add a row that is no configuration and that nothing in this transaction asks for again: as a statement, since
        a mapped row takes four times as long.
        """
        filing.note(self._session, _added(kind), {"account_id": self.account_id, **cells})

    def delete(self, row: Owned | Named) -> None:
        self._session.delete(row)
        self._session.flush()

    def forget(self, kind: type[Token] | type[Owned], *where: ColumnExpressionArgument[bool]) -> None:
        """Delete rows that nothing else hangs on, however many, in one statement."""
        self._session.execute(delete(kind).where(kind.account_id == self.account_id, *where))

    def revise(self, *where: ColumnExpressionArgument[bool], **values: Any) -> int:
        """Change call elements that were recorded, so that syncs see it. How many they were."""
        number = changes.take(self._session, self.account_id)
        statement = update(CallElement).where(CallElement.account_id == self.account_id, *where)
        done = self._session.execute(
            statement.values(change=number, **values), execution_options={"synchronize_session": False}
        )
        return cast("CursorResult[Any]", done).rowcount

    def last_change(self) -> int:
        """The number of the newest change to the account's call elements; 0 before there is one."""
        return next((row.number for row in self.all(_last_change)), 0)

    def all(self, statement: Statement, **given: Any) -> Sequence[Any]:
        """Plain columns by their names, for lists: cheaper than mapped rows. The account is that of the first column's
        table.

        `given` are values of the statement's bind parameters: one that is built once is prepared once, which costs
        five times as much as running it.
        """
        return self._run(prepared(statement, ("all",), lambda own: own), given)

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

        wanted = prepared(statement, ("page", *map(id, order), bool(after), newest_first), ordered)
        return self._run(wanted, {"size": size, **{f"after_{n}": value for n, value in enumerate(after)}})

    def number(self, kind: type[Owned]) -> int:
        """How many there are of the kind."""
        return self.count(_every(kind))

    def count(self, statement: Statement) -> int:
        counted = prepared(
            statement,
            ("count",),
            lambda own: own.with_only_columns(func.count(), maintain_column_froms=True).order_by(None),
        )
        return self._run(counted, {})[0][0]

    def _run(self, wanted: Prepared, given: Mapping[str, Any]) -> Sequence[Any]:
        if self._opened:
            self._opened.flush()  # what was changed in this transaction is seen
        if self._connection is None:
            self._connection = self._session.connection()
        return wanted.run(self._connection, {"account_id": self.account_id, **given})

    @contextmanager
    def claiming(self) -> Generator[None]:
        """The unique index decides whether the change made inside may stand: no look before the leap, no race."""
        try:
            with self._session.begin_nested():
                yield
                self._session.flush()
        except IntegrityError as error:
            raise Taken from error


_last_change = select(LastChange.number)


@cache
def _every(kind: type[Owned]) -> Select[str]:
    return select(kind.id)


@cache
def _added(kind: type[Owned]) -> Insert:
    return insert(kind.metadata.tables[kind.__tablename__])


@cache
def _by_id(kind: type[Kind], to_change: bool) -> Select[Kind]:
    own = select(kind).where(kind.account_id == bindparam("account_id"), kind.id == bindparam("id"))
    return own.with_for_update(of=kind) if to_change else own
