"""The rows of the installation that a command names, for commands that look at them or change them."""

import argparse
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from trunkline.problems import refuse
from trunkline.store import migrations
from trunkline.store.store import Place, Store
from trunkline.store.tables import Account
from trunkline.store.tenant import Tenant

Answer = TypeVar("Answer")


def place(said: argparse.Namespace) -> Place:
    return Place(said.data.resolve(), said.database)


def prepare(said: argparse.Namespace) -> bool:
    """Make or migrate the rows; whether there is no account yet."""
    migrations.prepare(place(said))
    with opened(said) as store:
        return not _account_ids(store)


@contextmanager
def opened(said: argparse.Namespace) -> Generator[Store]:
    store = Store(place(said), "configuration")
    try:
        yield store
    finally:
        store.close()


def change(said: argparse.Namespace, job: Callable[[Tenant], Answer]) -> Answer:
    with opened(said) as store:
        return store.write(_account_id(store), job).result()


def look(said: argparse.Namespace, job: Callable[[Tenant], Answer]) -> Answer:
    with opened(said) as store:
        return store.read(_account_id(store), job)


def _account_id(store: Store) -> str:
    ids = _account_ids(store)
    return ids[0] if ids else refuse("no_account_yet")


def _account_ids(store: Store) -> Sequence[str]:
    def work(session: Session) -> Sequence[str]:
        return session.scalars(select(Account.id)).all()

    return store.read_any(work)
