"""The engine's copies of the configuration: the newest as soon as it is made, and what was known while the store is
away."""

import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from tests.acme import NUMBERS, Acme
from trunkline.engine.copies import Copies
from trunkline.engine.ports import Credentials, NotYetKnown
from trunkline.extensions import devices
from trunkline.store.away import TooSlow
from trunkline.store.moved import Mark
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Device, DeviceLine, Extension
from trunkline.store.tenant import Tenant

SOON = 10.0


class Known:
    """Copies, asked as a request asks; `fails` has the store fail, `hangs` has it not answer."""

    def __init__(self, place: Place, store: Store, seal: Seal) -> None:
        self._store, self._read = store, store.read_any
        self.reads = 0
        self.fails = False
        self.goes_on = Event()
        self.goes_on.set()
        store.read_any = self._counted  # type: ignore[method-assign]
        self.copies = Copies(store, seal, Mark(place.folder))

    def _counted(self, work: Callable[..., Any]) -> Any:
        self.reads += 1
        self.goes_on.wait()
        if self.fails:
            raise TooSlow
        return self._read(work)

    def settle(self, user: str, *accounts: str, plans: bool = False, seconds: float = SOON) -> bool:
        """As for a request; whether it waited."""
        if not self.copies.is_behind([user], accounts, plans=plans):
            return False
        done = Event()
        self.copies.take_up([user], accounts, done.set, plans=plans)
        if not done.wait(seconds):
            self.copies.gave_up(accounts)
        return True

    def credentials(self, user: str) -> Credentials | None:
        self.settle(user)
        return self.copies.credentials(user)


@pytest.fixture
def known(place: Place, engine: Store, seal: Seal) -> Iterator[Known]:
    made = Known(place, engine, seal)
    made.copies.start()
    yield made
    made.goes_on.set()
    made.copies.stop()


def line(acme: Acme, n: int = 0) -> DeviceLine:
    found = acme.store.read(acme.id, lambda rows: rows.first(DeviceLine, DeviceLine.device_id == acme.devices[n]))
    assert found
    return found


def test_a_number_is_of_one_account_or_of_none(known: Known, acme: Acme) -> None:
    known.settle("", acme.id, "rival", plans=True)
    among = ["rival", acme.id]
    assert {known.copies.account_of(number, among) for number in NUMBERS} == {acme.id}
    assert [known.copies.account_of(said, among) for said in ("+12125559999", "911", "", "1000", "x" * 300)] == [
        None
    ] * 5


def test_a_line_is_known_from_the_start_and_nothing_is_read_for_it(known: Known, acme: Acme, seal: Seal) -> None:
    first = line(acme)
    known.settle(first.sip_user)
    before = known.reads
    for _ in range(1000):
        found = known.credentials(first.sip_user)
        assert found
        assert (found.line, found.password) == (first.id, seal.open(first.sealed_password))
        assert known.credentials("0123456789") is None
        assert known.credentials("x\0") is None
    assert known.reads - before <= 5  # looks once a second


def test_what_is_changed_is_in_force_for_the_next_request(known: Known, acme: Acme, seal: Seal) -> None:
    first = line(acme)

    def renew(password: str) -> None:
        def job(rows: Tenant) -> None:
            rows.edit(DeviceLine, first.id).sealed_password = seal.close(password)

        acme.write(job)

    for n in range(100):
        renew(f"password {n}")
        found = known.credentials(first.sip_user)
        assert found
        assert found.password == f"password {n}"
    acme.write(lambda rows: rows.delete(rows.edit(Device, acme.devices[0])))
    assert known.credentials(first.sip_user) is None
    assert known.credentials(line(acme, 1).sip_user)


def test_a_phone_that_is_new_is_known_with_its_next_request(known: Known, acme: Acme, seal: Seal) -> None:
    def job(rows: Tenant) -> str:
        device = devices.create(rows, Device(display_name="new", mac_address="aa", brand="other", site_id=acme.main))
        (extension,) = rows.find(Extension, Extension.id == acme.users[5])
        return rows.add(
            DeviceLine(device_id=device.id, extension_id=extension.id, sip_user="77", sealed_password=seal.close("p"))
        ).id

    assert known.credentials("77") is None
    made = acme.write(job)
    found = known.credentials("77")
    assert found
    assert found.line == made
    acme.write(lambda rows: rows.delete(rows.edit(DeviceLine, made)))
    end = time.monotonic() + SOON
    while known.copies.is_behind(["77"], (), plans=False) and time.monotonic() < end:
        time.sleep(0.05)  # until all lines were read again, without a request for this one
    assert known.copies.credentials("77") is None


def test_calls_go_by_the_newest_plan(known: Known, acme: Acme) -> None:
    user = line(acme).sip_user
    for name in ("Ada", "Ben", "Cleo"):

        def job(rows: Tenant, name: str = name) -> None:
            rows.edit(Extension, acme.users[0]).name = name

        acme.write(job)
        known.settle(user, plans=True)
        assert known.copies.plan(acme.id).users[acme.users[0]].name == name
        assert not known.settle(user, plans=True)


@pytest.mark.parametrize("how", ["fails", "hangs"])
def test_while_the_store_is_away_what_was_known_holds_and_nobody_waits(known: Known, acme: Acme, how: str) -> None:
    user = line(acme).sip_user
    known.settle(user, acme.id, plans=True)
    if how == "fails":
        known.fails = True
    else:
        known.goes_on.clear()
    Mark.move(known.copies.__dict__["_mark"])  # something was changed that cannot be read
    assert known.settle(user, plans=True, seconds=0.2)
    for _ in range(100):
        assert not known.settle(user, plans=True)
        assert known.copies.credentials(user)
        assert known.copies.plan(acme.id)
        assert known.copies.credentials("0123456789") is None
    known.fails = False
    known.goes_on.set()
    end = time.monotonic() + SOON
    while known.copies.__dict__["_late"] and time.monotonic() < end:
        time.sleep(0.05)
    assert not known.copies.__dict__["_late"]


def test_a_plan_that_was_never_read_is_not_made_up(known: Known) -> None:
    with pytest.raises(NotYetKnown):
        known.copies.plan("nobody")
