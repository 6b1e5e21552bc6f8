"""An engine that begins while its store is away knows what the one before it knew, and no longer than that lasts."""

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from msgspec import structs
from sqlalchemy.orm import Session

from tests.acme import Acme
from trunkline.cli import company
from trunkline.cli.wellknown import ACCOUNT
from trunkline.engine.copies import Copies
from trunkline.engine.memory import Memory, Remembered
from trunkline.engine.ports import Binding, Flow, KeptLeg, NotYetKnown
from trunkline.engine.state import StoredState
from trunkline.exchange.vocabulary import Spend
from trunkline.plan import Plans
from trunkline.store.away import TooSlow
from trunkline.store.later import Later
from trunkline.store.moved import Mark
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Account, Device, DeviceLine
from trunkline.store.tenant import Tenant

SOON = 10.0
CHANGED = ["another"]
FLOW = Flow(("192.0.2.7", 5060), "udp")


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not until():
        assert time.monotonic() < end
        time.sleep(0.02)


def fine(_: Session) -> None:
    """The rows are those that are wanted."""


@pytest.fixture
def demo(place: Place, store: Store, seal: Seal) -> None:
    store.write_any(lambda session: session.add(Account(id=ACCOUNT, name="Example", sip_domain="demo"))).result()
    store.write(ACCOUNT, lambda rows: company.fill(rows, seal, None)).result()


def remembered(engine: Store, seal: Seal, place: Place, state: StoredState | None = None) -> Remembered:
    """What an engine leaves that has read all."""
    copies = Copies(engine, seal, Mark(place.folder))
    copies.start()
    wait(lambda: copies.is_whole)
    memory = Memory(place.folder, seal, "1")
    with memory.keeping(copies, state or StoredState(engine), harmless=True):
        pass
    copies.stop()
    found = memory.read()
    assert found
    return found


@pytest.fixture
def later(place: Place) -> Iterator[Later]:
    made = Later(place, "records")
    yield made
    made.close()


def line(acme: Acme, n: int = 0) -> DeviceLine:
    found = acme.store.read(acme.id, lambda rows: rows.first(DeviceLine, DeviceLine.device_id == acme.devices[n]))
    assert found
    return found


@pytest.mark.usefixtures("demo", "rival")
def test_it_knows_all_that_was_known(engine: Store, later: Later, acme: Acme, seal: Seal, place: Place) -> None:
    before, known = Copies(engine, seal, Mark(place.folder)), remembered(engine, seal, place)
    copies = Copies(later, seal, Mark(place.folder), known.configuration)
    assert copies.as_of == known.as_of
    for id in (ACCOUNT, "acme", "rival"):
        plan = Plans(engine).of(id)
        assert plan.users
        assert structs.replace(copies.plan(id), version=plan.version) == plan
        assert copies.domain(id) == before.domain(id)
    assert [*copies.trunks()] == [*before.trunks()]
    assert copies.emergency_numbers() == before.emergency_numbers()
    user = line(acme).sip_user
    assert copies.credentials(user) == before.credentials(user)
    with pytest.raises(NotYetKnown):
        copies.plan("another")
    assert not copies.is_behind([user, "nobody"], ["acme"], plans=True)


def test_what_was_changed_meanwhile_is_in_force_once_the_store_is_back(
    engine: Store, later: Later, acme: Acme, rival: Acme, seal: Seal, place: Place
) -> None:
    known = remembered(engine, seal, place)
    copies = Copies(later, seal, Mark(place.folder), known.configuration)
    copies.start()
    first, second = line(acme), line(acme, 1)

    def change(rows: Tenant) -> None:
        rows.edit(DeviceLine, first.id).sealed_password = seal.close(CHANGED[0])
        rows.delete(rows.edit(Device, acme.devices[1]))

    acme.write(change)
    time.sleep(0.2)
    found = copies.credentials(first.sip_user)
    assert found
    assert found.password not in CHANGED  # the store has not been seen yet
    later.open(fine)
    wait(lambda: copies.as_of is None)
    wait(lambda: bool((now := copies.credentials(first.sip_user)) and now.password in CHANGED))
    wait(lambda: copies.credentials(second.sip_user) is None)
    for each in (acme, rival):  # all is read anew, whatever version it was of
        wait(partial(is_newest, copies, engine, each.id))
    copies.stop()


def is_newest(copies: Copies, engine: Store, id: str) -> bool:
    return copies.plan(id) == Plans(engine).of(id)


def test_nothing_of_it_is_written_while_it_is_all_there_is(
    engine: Store, later: Later, acme: Acme, seal: Seal, place: Place
) -> None:
    known = remembered(engine, seal, place)
    copies, memory = Copies(later, seal, Mark(place.folder), known.configuration), Memory(place.folder, seal, "1")
    with memory.keeping(copies, StoredState(engine), harmless=True):
        pass
    again = memory.read()
    assert again
    assert again.as_of == known.as_of


def binding(acme: Acme, contact: str, expires_at: float = 4e9) -> Binding:
    return Binding(acme.id, line(acme).id, acme.devices[0], contact, FLOW, "10.0.0.7", "call", 7, "", expires_at)


def leg(acme: Acme, id: str) -> KeptLeg:
    return KeptLeg(id, acme.id, "1", id, "b", "c", "d", "e", "f", (), FLOW, "", 1, acme.users[0], "", 1.25)


def test_what_the_store_was_not_told_it_is_told_when_it_is_back(
    engine: Store, later: Later, acme: Acme, seal: Seal, place: Place
) -> None:
    """And what was said to it after the last time that it was kept is taken up."""
    state, today = StoredState(engine), int(time.time() // 86400) + 719163
    state.bind(binding(acme, "sip:old@x"))
    state.keep_legs([leg(acme, "1.1"), leg(acme, "1.2")])
    assert state.written(SOON)
    away = StoredState(later, state.known())
    away.bind(binding(acme, "sip:new@x"))
    away.unbind(line(acme).id, ["sip:old@x"])
    away.forget_legs(["1.2"])
    away.disturb(acme.id, acme.users[1], may=False)
    away.spend(acme.id, Spend(acme.users[0], today, 60))
    live = remembered(engine, seal, place, away).live
    assert live.unwritten
    state.bind(binding(acme, "sip:missed@x"))
    state.keep_legs([leg(acme, "1.3")])
    assert state.written(SOON)

    with_store = Later(place, "records")
    after = StoredState(with_store, live)
    assert {each.contact for each in after.bindings()} == {"sip:new@x"}
    assert {each.id for each in after.legs()} == {"1.1"}
    after.keep_legs([leg(acme, "1.4")])
    with_store.open(fine)
    bindings, legs = after.missed()
    assert {each.contact for each in bindings} - {"sip:new@x"} == {"sip:missed@x"}
    assert {each.id for each in legs} == {"1.3"}
    assert after.written(SOON)
    found = StoredState(engine)
    assert {each.contact for each in found.bindings()} == {"sip:new@x", "sip:missed@x"}
    assert {each.id for each in found.legs()} == {"1.1", "1.3", "1.4"}
    assert found.undisturbed(acme.id) == (acme.users[1],)
    assert found.spent(acme.id).totals == (Spend(acme.users[0], today, 60),)
    with_store.close()


def test_the_store_is_not_used_before_it_has_been_seen(later: Later, acme: Acme) -> None:
    for use in (
        lambda: later.read(acme.id, lambda rows: rows.account().id),
        lambda: later.read_any(fine),
        lambda: later.write_any(fine),
    ):
        with pytest.raises(TooSlow):
            use()

    def wrong(_: Session) -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        later.open(wrong)
    assert not later.is_open()
    later.open(fine)
    assert later.read(acme.id, lambda rows: rows.account().id) == acme.id
    later.write_any(fine).result()
