"""The engine's side of the store: configuration in, live state and records out."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from itertools import chain

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from trunkline.engine.ports import Binding, Credentials, Flow, KeptLeg, Order, TrunkRow
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Record, Spend, Spent
from trunkline.extensions.short_numbers import emergency_numbers
from trunkline.plan import Plans
from trunkline.records import spent_outside, undisturbed, writing
from trunkline.store import upsert
from trunkline.store.records import Leg, Registration
from trunkline.store.seal import Seal
from trunkline.store.store import Store
from trunkline.store.tables import Account, DeviceLine, DeviceOrder, PhoneNumber, Site, Trunk

log = structlog.get_logger()

_line = select(
    DeviceLine.account_id, DeviceLine.id, DeviceLine.device_id, Account.sip_domain, DeviceLine.sealed_password
).join(Account, Account.id == DeviceLine.account_id)


class StoredDirectory:
    """Lines and plans, as the configuration is now."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal, self._plans = store, seal, Plans(store)

    def credentials(self, sip_user: str) -> Credentials | None:
        if not (sip_user.isascii() and sip_user.isdigit()):
            return None  # ours are digits; what else comes may be text that no store takes

        def work(session: Session) -> Credentials | None:
            row = session.execute(_line.where(DeviceLine.sip_user == sip_user)).first()
            if row is None:
                return None
            account_id, line, device, domain, sealed = row
            return Credentials(account_id, line, device, domain, self._seal.open(sealed))

        return self._store.read_any(work)

    def plan(self, account_id: str) -> Plan:
        return self._plans.of(account_id)

    def domain(self, account_id: str) -> str:
        said = select(Account.sip_domain).where(Account.id == account_id)
        return self._store.read_any(lambda session: session.execute(said).scalar_one_or_none() or "")

    def trunks(self) -> Sequence[TrunkRow]:
        def work(session: Session) -> Sequence[TrunkRow]:
            return [
                TrunkRow(row.id, row.account_id, row.host, row.port, row.transport, tuple(row.sources))
                for row in session.scalars(select(Trunk))
            ]

        return self._store.read_any(work)

    def account_of(self, number: str) -> str | None:
        its = select(PhoneNumber.account_id).where(PhoneNumber.number == number)
        return self._store.read_any(lambda session: session.scalar(its))

    def emergency_numbers(self) -> frozenset[str]:
        def work(session: Session) -> Sequence[str]:
            return [*session.scalars(select(Site.country).distinct())]

        return frozenset(chain.from_iterable(map(emergency_numbers, self._store.read_any(work))))


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
    """Registrations and legs. Changes are written by another thread, in the order in which they were made."""

    def __init__(self, store: Store) -> None:
        self._store = store

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
                    .where(Registration.expires_at > int(time.time()))
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

        def work(session: Session) -> None:
            statement = upsert.insert(session, Registration).values(row)
            session.execute(statement.on_conflict_do_update(index_elements=["line_id", "contact"], set_=row))

        self._later(work)

    def unbind(self, line: str, contacts: Iterable[str]) -> None:
        gone = delete(Registration).where(Registration.line_id == line, Registration.contact.in_([*contacts]))
        self._later(lambda session: session.execute(gone))

    def undisturbed(self, account_id: str) -> Sequence[str]:
        return self._store.read(account_id, undisturbed.of)

    def disturb(self, account_id: str, user: str, may: bool) -> None:
        self._later(lambda session: undisturbed.say(session, account_id, user, may))

    def spent(self, account_id: str) -> Spent:
        return self._store.read(account_id, spent_outside.of)

    def spend(self, account_id: str, spend: Spend) -> None:
        self._later(lambda session: spent_outside.add(session, account_id, spend))

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
        rows = [
            Leg(
                id=leg.id,
                account_id=leg.account_id,
                call=leg.call,
                sip_call_id=leg.sip_call_id,
                local_tag=leg.local_tag,
                remote_tag=leg.remote_tag,
                local_uri=leg.local_uri,
                remote_uri=leg.remote_uri,
                remote_target=leg.remote_target,
                route_set=list(leg.route_set),
                address_host=leg.flow.address[0],
                address_port=leg.flow.address[1],
                transport=leg.flow.transport,
                registration=leg.registration,
                cseq=leg.cseq,
                charged=leg.charged,
                came_to=leg.came_to,
                answered=round(leg.answered * 1000),
                described=leg.described,
                said=leg.said,
            )
            for leg in legs
        ]
        self._later(lambda session: session.add_all(rows))

    def describe_leg(self, leg: KeptLeg) -> None:
        new = {"described": leg.described, "said": leg.said, "cseq": leg.cseq}
        said = update(Leg).where(Leg.id == leg.id).values(new)
        self._later(lambda session: session.execute(said))

    def forget_legs(self, ids: Iterable[str]) -> None:
        gone = delete(Leg).where(Leg.id.in_([*ids]))
        self._later(lambda session: session.execute(gone))

    def _later(self, work: Callable[[Session], object]) -> None:
        self._store.write_any(work).add_done_callback(_told)


def _told(future: Future[object]) -> None:
    if error := future.exception():
        log.error("live state not stored", why=str(error))


class StoredRecords:
    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        self._store.write_any(lambda session: writing.write(session, records)).result()
