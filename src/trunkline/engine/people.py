"""Whose a line is, as it is known at the moment, and what becomes of the phones of one that is nobody's any more."""

import operator
from collections.abc import Sequence
from typing import Any

from trunkline.engine.ports import Directory, NotYetKnown
from trunkline.engine.registrar import Registrar
from trunkline.exchange.plan import Plan, User


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


class Leavers:
    """Phones of devices that were removed are not registered any more. They are looked for when a plan is new."""

    def __init__(self, directory: Directory, registrar: Registrar) -> None:
        self._directory, self._registrar = directory, registrar
        self._looked: Sequence[Plan] = ()  # plans by which nobody is left who may have gone

    def look(self) -> None:
        plans = self._directory.plans()
        if len(plans) == len(self._looked) and all(map(operator.is_, plans, self._looked)):
            return
        undecided = [line for account, line in self._registrar.lines() if not self._has_settled(account, line)]
        if not undecided:
            self._looked = plans

    def _has_settled(self, account: str, line: str) -> bool:
        """One that was made a moment ago may be in no plan yet."""
        try:
            gone = line not in self._directory.plan(account).lines
        except NotYetKnown:
            return True
        if gone and self._directory.is_behind((), [account], plans=True):
            return False
        if gone:
            self._registrar.drop(account, line)
        return True
