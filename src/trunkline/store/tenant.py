"""The rows of one account. Every query starts here, so none can reach into another account."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Row, Select, delete, func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from trunkline.problems import refuse
from trunkline.store.records import Kept
from trunkline.store.tables import Account, Owned, Token

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

    def forget(self, kind: type[Token], *where: ColumnExpressionArgument[bool]) -> None:
        """Delete rows that nothing else hangs on, however many, in one statement."""
        self._session.execute(delete(kind).where(kind.account_id == self.account_id, *where))

    def all(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Plain columns, for lists: cheaper than mapped rows. The account is that of the first column's table."""
        return self._session.execute(statement.where(_first(statement).account_id == self.account_id)).all()

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
        place: ColumnElement[Any] = tuple_(*order)
        if after:
            statement = statement.where(place < tuple_(*after) if newest_first else place > tuple_(*after))
        ordered = [column.desc() if newest_first else column.asc() for column in order]
        return self.all(statement.add_columns(*order).order_by(*ordered).limit(size))

    def count(self, statement: Select[*tuple[Any, ...]]) -> int:
        counted = statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return self._session.scalar(counted.where(_first(statement).account_id == self.account_id)) or 0

    @contextmanager
    def claiming(self) -> Generator[None]:
        """The unique index decides whether the change made inside may stand: no look before the leap, no race."""
        try:
            with self._session.begin_nested():
                yield
                self._session.flush()
        except IntegrityError as error:
            raise Taken from error


def _first(statement: Select[*tuple[Any, ...]]) -> type[Owned] | type[Kept]:
    return statement.column_descriptions[0]["entity"]
