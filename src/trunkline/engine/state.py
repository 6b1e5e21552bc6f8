"""The engine's side of the store but for the configuration (`copies.py`): orders in, live state and records out."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import Delete, delete, select
from sqlalchemy.orm import Session

from trunkline import clock
from trunkline.engine.behind import Behind
from trunkline.engine.ports import Binding, Flow, KeptLeg, Order
from trunkline.exchange.vocabulary import Record, Spend, Spent, WrappedUp
from trunkline.records import spent_outside, undisturbed, wrap_ups, writing
from trunkline.store import upsert
from trunkline.store.records import Leg, Registration, Undisturbed
from trunkline.store.store import Store
from trunkline.store.tables import DeviceOrder

PATIENCE = 3.0  # seconds that what is still to be written has when the engine is stopped

Row = Mapping[str, Any]


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
    than the store, and only writes."""

    def __init__(self, store: Store) -> None:
        self._store, self._behind = store, Behind(store)
        self._undisturbed = store.read_any(undisturbed.everywhere)
        self._spent = store.read_any(spent_outside.everywhere)

    def bindings(self) -> Sequence[Binding]:
        def work(session: Session) -> Sequence[Binding]:
            return [
                Binding(
                    account_id=row.account_id,
                    line=row.line_id,
                    device=row.device_id,
                    contact=row.contact,
                    flow=Flow((row.received_host, row.received_port), row.transport),
                    private_host=row.private_host,
                    call_id=row.call_id,
                    cseq=row.cseq,
                    user_agent=row.user_agent,
                    expires_at=row.expires_at,
                    instance=row.instance,
                    reg_id=row.reg_id,
                )
                for row in session.scalars(
                    select(Registration)
                    .where(Registration.expires_at > int(clock.steady()))
                    .order_by(Registration.expires_at)
                )
            ]

        return self._store.read_any(work)

    def bind(self, binding: Binding) -> None:
        (host, port), transport = binding.flow
        row = {
            "account_id": binding.account_id,
            "line_id": binding.line,
            "contact": binding.contact,
            "device_id": binding.device,
            "received_host": host,
            "received_port": port,
            "transport": transport,
            "private_host": binding.private_host,
            "call_id": binding.call_id,
            "cseq": binding.cseq,
            "user_agent": binding.user_agent,
            "expires_at": int(binding.expires_at),
            "instance": binding.instance,
            "reg_id": binding.reg_id,
        }
        self._put(Registration, (binding.line, binding.contact), row, ["line_id", "contact"])

    def unbind(self, line: str, contacts: Iterable[str]) -> None:
        for contact in contacts:
            gone = delete(Registration).where(Registration.line_id == line, Registration.contact == contact)
            self._later((Registration, line, contact), gone)

    def undisturbed(self, account_id: str) -> Sequence[str]:
        return self._undisturbed.get(account_id, ())

    def disturb(self, account_id: str, user: str, may: bool) -> None:
        self._behind.tell((Undisturbed, user), lambda session, _: undisturbed.say(session, account_id, user, may))

    def spent(self, account_id: str) -> Spent:
        return self._spent.get(account_id) or Spent(())

    def spend(self, account_id: str, spend: Spend) -> None:
        def write(session: Session, seconds: float) -> None:
            spent_outside.add(session, account_id, structs.replace(spend, seconds=seconds))

        self._behind.tell((Spend, account_id, spend.extension, spend.day), write, spend.seconds)

    def wrapped_up(self, account_id: str, told: WrappedUp) -> None:
        key = WrappedUp, told.call, told.queue
        self._behind.tell(key, lambda session, _: wrap_ups.add(session, account_id, told))

    def legs(self) -> Sequence[KeptLeg]:
        def work(session: Session) -> Sequence[KeptLeg]:
            return [
                KeptLeg(
                    id=row.id,
                    account_id=row.account_id,
                    call=row.call,
                    sip_call_id=row.sip_call_id,
                    local_tag=row.local_tag,
                    remote_tag=row.remote_tag,
                    local_uri=row.local_uri,
                    remote_uri=row.remote_uri,
                    remote_target=row.remote_target,
                    route_set=tuple(row.route_set),
                    flow=Flow((row.address_host, row.address_port), row.transport),
                    registration=row.registration,
                    cseq=row.cseq,
                    charged=row.charged,
                    came_to=row.came_to,
                    answered=row.answered / 1000,
                    described=row.described,
                    said=row.said,
                )
                for row in session.scalars(select(Leg))
            ]

        return self._store.read_any(work)

    def keep_legs(self, legs: Iterable[KeptLeg]) -> None:
        for leg in legs:
            row = {
                "id": leg.id,
                "account_id": leg.account_id,
                "call": leg.call,
                "sip_call_id": leg.sip_call_id,
                "local_tag": leg.local_tag,
                "remote_tag": leg.remote_tag,
                "local_uri": leg.local_uri,
                "remote_uri": leg.remote_uri,
                "remote_target": leg.remote_target,
                "route_set": list(leg.route_set),
                "address_host": leg.flow.address[0],
                "address_port": leg.flow.address[1],
                "transport": leg.flow.transport,
                "registration": leg.registration,
                "cseq": leg.cseq,
                "charged": leg.charged,
                "came_to": leg.came_to,
                "answered": round(leg.answered * 1000),
                "described": leg.described,
                "said": leg.said,
            }
            self._put(Leg, (leg.id,), row, ["id"])

    def forget_legs(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._later((Leg, id), delete(Leg).where(Leg.id == id))

    def written(self, seconds: float) -> bool:
        """Until all that was said is in the store: whether it is."""
        return self._behind.wait(seconds)

    def close(self) -> None:
        self._behind.close(PATIENCE)

    def _put(self, kind: type[Leg] | type[Registration], key: tuple[str, ...], row: Row, index: Sequence[str]) -> None:
        """A row as it is now, whether it is there or not."""

        def write(session: Session, _: float) -> None:
            statement = upsert.insert(session, kind).values(row)
            session.execute(statement.on_conflict_do_update(index_elements=index, set_=row))

        self._behind.tell((kind, *key), write)

    def _later(self, key: Hashable, statement: Delete) -> None:
        self._behind.tell(key, lambda session, _: session.execute(statement))


class StoredRecords:
    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        self._store.write_any(lambda session: writing.write(session, records)).result()
