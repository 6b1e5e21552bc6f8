"""What calls outside have cost is known to the next engine, for as long as it counts, and to nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.acme import Acme
from trunkline.engine.ports import Flow, KeptLeg
from trunkline.engine.state import StoredState
from trunkline.exchange.vocabulary import Orphan, Spend, Spent
from trunkline.records import spent_outside
from trunkline.store.store import Store


@pytest.fixture
def today() -> int:
    """Asked for in each test: a day may end while tests run."""
    return datetime.now(UTC).toordinal()


def kept(engine: Store, state: StoredState, account_id: str) -> Spent:
    assert state.written(10)
    return StoredState(engine).spent(account_id)


def test_seconds_are_added_up_by_extension_and_day(engine: Store, acme: Acme, today: int) -> None:
    state, (ada, ben) = StoredState(engine), acme.users[:2]
    for spend in (Spend(ada, today, 60.5), Spend(ada, today, 30), Spend(ben, today, 1), Spend(ada, today - 1, 7)):
        state.spend(acme.id, spend)
    assert {*kept(engine, state, acme.id).totals} == {
        Spend(ada, today, 90.5),
        Spend(ben, today, 1),
        Spend(ada, today - 1, 7),
    }
    assert kept(engine, state, "rival") == Spent(())
    assert acme.store.read(acme.id, spent_outside.of) == kept(engine, state, acme.id)


def test_days_that_are_over_everywhere_are_forgotten(engine: Store, acme: Acme, today: int) -> None:
    state, ada = StoredState(engine), acme.users[0]
    state.spend(acme.id, Spend(ada, today - 9, 60))
    state.spend(acme.id, Spend(ada, today, 1))
    assert kept(engine, state, acme.id).totals == (Spend(ada, today, 1),)
    rows = engine.read_any(lambda session: [*session.execute(spent_outside._totals)])
    assert len(rows) == 1


def test_legs_that_go_on_are_told_with_who_pays(engine: Store, acme: Acme) -> None:
    state, flow = StoredState(engine), Flow(("192.0.2.7", 5060), "udp")
    leg = KeptLeg("1.1", acme.id, "1", "a", "b", "c", "d", "e", "f", (), flow, "", 1, acme.users[0], "+1212", 1000.25)
    inside = KeptLeg("1.0", acme.id, "1", "a", "b", "c", "d", "e", "f", (), flow, "", 1)
    state.keep_legs([leg, inside])
    assert kept(engine, state, acme.id).orphans == (Orphan("1.1", acme.users[0], "+1212", 1000.25),)
    assert {*StoredState(engine).legs()} == {leg, inside}
    held = replace(inside, described="a=recvonly\r\n", said="a=sendonly\r\n", cseq=2)
    state.keep_legs([held])
    kept(engine, state, acme.id)
    assert {*StoredState(engine).legs()} == {leg, held}
