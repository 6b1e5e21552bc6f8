"""The rows of the installation that a command names, for commands that look at them or change them."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from trunkline.problems import refuse
from trunkline.store import migrations, shapes
from trunkline.store.head import HEAD
from trunkline.store.shapes import Shape
from trunkline.store.store import Place, Store
from trunkline.store.tables import Account
from trunkline.store.tenant import Tenant

Answer = TypeVar("Answer")


def place(said: argparse.Namespace) -> Place:
    return Place(said.data.resolve(), said.database, getattr(said, "durability", "full"))


def prepare(said: argparse.Namespace) -> bool:
    """Make or migrate the rows; whether there is no account yet. Refuses those of a newer version."""
    where = place(said)
    _shape(where)
    migrations.prepare(where)
    with closing(Store(where, "configuration")) as store:
        return not _account_ids(store)


def ready(said: argparse.Namespace) -> Place:
    """Where the rows are. Refuses a folder or a database that has none, or none in the shape of this version."""
    where = place(said)
    found = _shape(where)
    if found is None:
        refuse("no_installation_here", data=where.folder)
    if found != Shape(HEAD, HEAD):
        refuse("store_of_an_older_version", has=min(found), needed=HEAD, remedy="trunkline serve")
    return where


def _shape(where: Place) -> Shape | None:
    """Refuses rows that this version cannot bring to its shape."""
    return shapes.of_files(where.folder) if where.on_sqlite else _on_server(where)


def _on_server(where: Place) -> Shape | None:
    engine = where.engine(None)
    try:
        with engine.connect() as connection:
            return migrations.of(connection, where)
    except OperationalError as error:
        refuse("store_unusable", reason=" ".join(str(error.orig).split()))
    finally:
        engine.dispose()


def opened(said: argparse.Namespace) -> closing[Store]:
    return closing(Store(ready(said), "configuration"))


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
