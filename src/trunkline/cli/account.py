"""The accounts of an installation. None of them sees anything of another."""

import argparse
import sys

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from trunkline.cli import output
from trunkline.cli.admin import make, wanted
from trunkline.cli.stored import opened, ready
from trunkline.problems import refuse
from trunkline.store.blobs import Blobs
from trunkline.store.records import Leg
from trunkline.store.sounds import SOUNDS
from trunkline.store.tables import Account, Base, Person


def add(said: argparse.Namespace) -> int:
    asked = wanted(said)
    ready(said)
    return make(said, asked)


def list_(said: argparse.Namespace) -> int:
    def find(session: Session) -> list[tuple[str, str, int]]:
        people = select(func.count()).where(Person.account_id == Account.id).scalar_subquery()
        found = session.execute(select(Account.id, Account.name, people).order_by(Account.id))
        return [(id, name, count) for id, name, count in found]

    with opened(said) as store:
        found = [{"id": id, "name": name, "people": count} for id, name, count in store.read_any(find)]
    return output.give(said, found, (f"{each['id']}  {each['people']} people  {each['name']}" for each in found))


def remove(said: argparse.Namespace) -> int:
    """The rows first: a sound that nothing names any more does no harm should this end before it is removed."""
    with opened(said, "both") as store:
        account = store.read_any(lambda session: session.get(Account, said.id)) or refuse("account_unknown", id=said.id)
        if not said.yes and not _agreed(account):
            refuse("not_confirmed", remedy="--yes")
        sounds = store.write_any(lambda session: _remove(session, said.id)).result()
    _forget(store.blobs, sounds)
    return output.give(said, {"id": said.id}, [])


def _agreed(account: Account) -> bool:
    """Who types at a terminal is asked, and has to type the id."""
    if not sys.stdin.isatty():
        return False
    return input(f"All of {account.name} is removed for good. Its id, to agree: ") == account.id


def _remove(session: Session, id: str) -> list[str]:
    """Every row of the account, those first that refer to others. Returns the names of its sounds."""
    if session.scalar(select(Leg.call).where(Leg.account_id == id).limit(1)):
        refuse("account_has_calls", remedy="end them, or stop the system first")
    sounds = [
        name for column in SOUNDS for name in session.scalars(select(column).where(column.class_.account_id == id))
    ]
    for table in reversed(Base.metadata.sorted_tables):
        if "account_id" in table.c:
            session.execute(table.delete().where(table.c.account_id == id))
    session.execute(delete(Account).where(Account.id == id))
    return sounds


def _forget(blobs: Blobs, sounds: list[str]) -> None:
    for name in sounds:
        blobs.remove(name)
