"""Whose a line is, as it is known at the moment, and what becomes of the phones of one that is nobody's any more."""

from typing import Any

from trunkline.engine.ports import Directory, NotYetKnown
from trunkline.engine.registrar import Registrar
from trunkline.exchange.plan import User


def person(directory: Directory, account: str, line: str) -> User | None:
    try:
        plan = directory.plan(account)
    except NotYetKnown:  # the phone is there all the same
        return None
    known = plan.lines.get(line)
    return plan.users.get(known.user) if known else None


def told(directory: Directory, account: str, line: str) -> dict[str, Any]:
    """What a line of the log says of it, by which an operator finds it: ids are nothing that people know."""
    found = person(directory, account, line)
    return {"line": line, **({"extension": found.number, "name": found.name} if found else {}), "account": account}


def forget_gone(directory: Directory, registrar: Registrar) -> None:
    """A device that was removed is not registered. One that was made a moment ago may be in no plan yet."""
    for account, line in registrar.lines():
        try:
            gone = line not in directory.plan(account).lines
        except NotYetKnown:
            continue
        if gone and not directory.is_behind((), [account], plans=True):
            registrar.drop(account, line)
