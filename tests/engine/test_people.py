"""Whose phones are told to operators by name, and those of removed devices are forgotten at once."""

from typing import Any

import pytest
import structlog
from msgspec.structs import replace
from structlog.testing import LogCapture

from tests.engine.test_registrar import ADA, Office, phone, status
from tests.exchange.office import plan, user
from trunkline.engine import people, registrar
from trunkline.engine.ports import NotYetKnown
from trunkline.exchange.plan import Line, Plan

pytestmark = pytest.mark.any_store


class Known:
    def __init__(self) -> None:
        self.behind = False
        self.found = replace(plan(1, [user("A", 1001)]), lines={ADA.line: Line(ADA.line, "", "", "A")})

    def plan(self, account_id: str) -> Plan:
        if account_id != ADA.account_id:
            raise NotYetKnown
        return self.found

    def plans(self) -> list[Plan]:
        return [self.found]

    def is_behind(self, users: Any, accounts: Any, *, plans: bool) -> bool:
        return self.behind


def test_a_line_is_told_by_its_extension_and_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    known: Any = Known()
    name = known.found.users["A"].name
    told = {"line": ADA.line, "extension": 1001, "name": name, "account": "acme"}
    assert people.told(known, "acme", ADA.line) == told
    assert people.told(known, "acme", "another") == {"line": "another", "account": "acme"}
    assert people.told(known, "other", ADA.line) == {"line": ADA.line, "account": "other"}
    lines, office = LogCapture(), Office()
    made = structlog.wrap_logger(None, [lines], structlog.make_filtering_bound_logger(0))
    monkeypatch.setattr(registrar, "log", made)
    kept: Any = office.kept
    office.registrar = registrar.Registrar(kept, lambda *_: None, lambda: 1000, lambda *line: people.told(known, *line))
    office.register(phone(2001))
    office.register("*", headers=["Expires: 0"])
    office.registrar.drop("acme", ADA.line)
    assert lines.entries[0] | told == lines.entries[0]


def test_a_removed_device_is_not_registered_and_a_new_one_stays_so() -> None:
    known: Any = Known()
    office = Office()
    assert status(office.register(phone(2001))) == 200
    leavers = people.Leavers(known, office.registrar)
    leavers.look()
    assert len(office.registrar) == 1
    known.behind, known.found = True, replace(known.found, lines={})
    leavers.look()
    assert len(office.registrar) == 1, "it may be in a plan that is not read yet"
    known.behind = False
    leavers.look()
    assert len(office.registrar) == 0
    assert office.changes[-1] == ADA.line
