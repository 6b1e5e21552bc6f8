"""The engine's side of the store but for the configuration (`copies.py`): orders in, live state and records out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import Delete, delete, select
from sqlalchemy.orm import Session

from trunkline.engine import live
from trunkline.engine.behind import Behind
from trunkline.engine.live import Live, there
from trunkline.engine.ports import Binding, KeptLeg, Order
from trunkline.exchange.vocabulary import Record, Spend, Spent, WrappedUp
from trunkline.records import opted_out, spent_outside, undisturbed, wrap_ups, writing
from trunkline.store import upsert
from trunkline.store.records import Leg, Registration
from trunkline.store.store import Store
from trunkline.store.tables import DeviceOrder

PATIENCE = 3.0  # seconds that what is still to be written has when the engine is stopped

Write = Callable[[Session, float], object]
Missed = tuple[Sequence[Binding], Sequence[KeptLeg]]


class StoredOrders:
    def __init__(self, store: Store) -> None:
        self._store = store

    def placed(self, since: float) -> Sequence[Order]:
        recent = select(DeviceOrder).where(DeviceOrder.at > int(since * 1000)).order_by(DeviceOrder.at)

        def work(session: Session) -> Sequence[Order]:
            return [
                Order(row.id, row.account_id, frozenset(row.devices), row.action == "reboot")
                for row in session.scalars(recent)
            ]

        return self._store.read_any(work)


class StoredState:
    """Registrations, legs, and what calls said. It is read when an engine begins; after that the engine knows better
    than the store, and only writes.

    `kept` is given where the store does not answer then: what an engine before this one knew, and what of it the store
    is still to be told. What that engine said after it was kept is in the store alone: `missed`.
    """

    def __init__(self, store: Store, kept: Live | None = None) -> None:
        self._store, self._live = store, kept or store.read_any(live.read)
        self._behind = Behind(store)
        self.edition = 0  # another one after each change
        for key, amount in self._live.unwritten.items():
            self._write(key, amount)
        self._live.unwritten = {}

    def known(self) -> Live:
        """Other threads may ask. What waits is looked at first: what is said meanwhile counts as written, and of that
        the store's word holds."""
        waits = self._behind.waiting()
        return self._live.now(waits)

    def missed(self) -> Missed:
        """Bindings and legs in the rows, but for those of which something else is still to be written, and our own
        legs."""
        waits = {*self._behind.waiting(), *(f"leg {id}" for id in self._live.legs.copy())}
        bindings, legs = self._store.read_any(lambda session: (live.bindings(session), live.legs(session)))
        return (
            [each for name, each in bindings.items() if f"binding {name}" not in waits],
            [each for id, each in legs.items() if f"leg {id}" not in waits],
        )

    def bindings(self) -> Sequence[Binding]:
        return [*self._live.bindings.values()]

    def bind(self, binding: Binding) -> None:
        name = there(binding.line, binding.contact)
        self._live.bindings.pop(name, None)  # those that were told last come last
        self._live.bindings[name] = binding
        self._write(f"binding {name}")

    def unbind(self, line: str, contacts: Iterable[str]) -> None:
        for contact in contacts:
            name = there(line, contact)
            self._live.bindings.pop(name, None)
            self._write(f"binding {name}")

    def undisturbed(self, account_id: str) -> Sequence[str]:
        return self._live.undisturbed.get(account_id, ())

    def disturb(self, account_id: str, user: str, may: bool) -> None:
        self._live.disturb(account_id, user, may)
        self._write(f"undisturbed {account_id} {user}")

    def opted_out(self, account_id: str) -> Sequence[str]:
        return self._live.opted_out.get(account_id, ())

    def opt_out(self, account_id: str, member: str, out: bool) -> None:
        self._live.opt_out(account_id, member, out)
        self._write(f"opted_out {account_id} {member}")

    def spent(self, account_id: str) -> Spent:
        return self._live.spent_of(account_id)

    def spend(self, account_id: str, spend: Spend) -> None:
        self._live.spend(account_id, spend)
        self._write(f"spent {account_id} {spend.extension} {spend.day}", spend.seconds)

    def wrapped_up(self, account_id: str, told: WrappedUp) -> None:
        self._write(f"wrapped_up {account_id} {told.call} {told.queue} {told.came}", told.seconds)

    def legs(self) -> Sequence[KeptLeg]:
        return [*self._live.legs.values()]

    def keep_legs(self, legs: Iterable[KeptLeg]) -> None:
        for leg in legs:
            self._live.legs[leg.id] = leg
            self._write(f"leg {leg.id}")

    def forget_legs(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._live.legs.pop(id, None)
            self._write(f"leg {id}")

    def written(self, seconds: float) -> bool:
        """Until all that was said is in the store: whether it is."""
        return self._behind.wait(seconds)

    def close(self) -> None:
        self._behind.close(PATIENCE)

    def _write(self, key: str, amount: float = 0.0) -> None:
        """What a key names, as it is now."""
        self.edition += 1
        self._behind.tell(key, self._as_it_is(*key.split(" ")), amount)

    def _as_it_is(self, kind: str, *name: str) -> Write:
        match kind, name:
            case "binding", (line, contact):
                if binding := self._live.bindings.get(there(line, contact)):
                    return _put(Registration, live.row_of_binding(binding), ["line_id", "contact"])
                return _gone(delete(Registration).where(Registration.line_id == line, Registration.contact == contact))
            case "leg", (id,):
                if leg := self._live.legs.get(id):
                    return _put(Leg, live.row_of_leg(leg), ["id"])
                return _gone(delete(Leg).where(Leg.id == id))
            case "undisturbed", (account_id, user):
                may = user not in self.undisturbed(account_id)
                return lambda session, _: undisturbed.say(session, account_id, user, may)
            case "opted_out", (account_id, member):
                out = member in self.opted_out(account_id)
                return lambda session, _: opted_out.say(session, account_id, member, out)
            case "spent", (account_id, extension, day):
                spend = Spend(extension, int(day), 0.0)
                return lambda session, seconds: spent_outside.add(
                    session, account_id, structs.replace(spend, seconds=seconds)
                )
            case "wrapped_up", (account_id, call, queue, came):
                told = WrappedUp(call, queue, float(came), 0.0)
                return lambda session, seconds: wrap_ups.add(
                    session, account_id, structs.replace(told, seconds=seconds)
                )
            case _:
                raise ValueError(kind)


class StoredRecords:
    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        self._store.write_any(lambda session: writing.write(session, records)).result()


def _put(kind: type[Leg] | type[Registration], row: Mapping[str, Any], index: Sequence[str]) -> Write:
    """A row as it is now, whether it is there or not."""

    def write(session: Session, _: float) -> None:
        statement = upsert.insert(session, kind).values(row)
        session.execute(statement.on_conflict_do_update(index_elements=index, set_=row))

    return write


def _gone(statement: Delete) -> Write:
    return lambda session, _: session.execute(statement)
