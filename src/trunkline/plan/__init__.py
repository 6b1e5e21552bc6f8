"""The configuration of an account as its exchange needs it: built from rows, kept until the configuration moves."""

from types import MappingProxyType

from sqlalchemy import select

from trunkline.exchange.plan import Line, Plan, User
from trunkline.store import tables
from trunkline.store.store import Store
from trunkline.store.tables import Device, DeviceLine, Extension, PhoneNumber, Site
from trunkline.store.tenant import Tenant

_users = (
    select(
        tables.User.id,
        tables.User.extension_id,
        tables.User.number,
        tables.User.name,
        tables.User.email,
        tables.User.site_id,
        Site.name.label("site_name"),
        tables.User.department,
        tables.User.cost_center,
        tables.User.active,
    )
    .join(Site, Site.id == tables.User.site_id)
    .order_by(tables.User.id)
)
_lines = (
    select(DeviceLine.id, DeviceLine.device_id, Device.brand, Device.model, DeviceLine.extension_id)
    .join(Device, Device.id == DeviceLine.device_id)
    .join(Extension, Extension.id == DeviceLine.extension_id)
    .where(Extension.kind == "user")
)
_direct_numbers = (
    select(PhoneNumber.number, PhoneNumber.extension_id)
    .join(Extension, Extension.id == PhoneNumber.extension_id)
    .where(Extension.kind == "user", PhoneNumber.incoming)
    .order_by(PhoneNumber.id)
)


class Plans:
    """The newest plan of each account. An account that has not moved costs one look at its version."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Plan] = {}

    def of(self, account_id: str) -> Plan:
        return self._store.read(account_id, self._newest)

    def _newest(self, rows: Tenant) -> Plan:
        version = rows.account().config_version
        kept = self._kept.get(rows.account_id)
        if kept is None or kept.version != version:
            kept = self._kept[rows.account_id] = build(rows, version)
        return kept


def build(rows: Tenant, version: int) -> Plan:
    """Three queries, whatever the size of the account."""
    numbers: dict[str, list[str]] = {}
    for number, extension_id in rows.all(_direct_numbers):
        numbers.setdefault(extension_id, []).append(number)
    users = {row.id: User(*row, direct_numbers=tuple(numbers.get(row.id, ()))) for row in rows.all(_users)}
    lines = {
        id: Line(id, device_id, f"{brand} {model}".strip(), user)
        for id, device_id, brand, model, user in rows.all(_lines)
    }
    dialled = {str(user.number): user.id for user in users.values()}
    dialled |= {number: user.id for user in users.values() for number in user.direct_numbers}
    return Plan(rows.account_id, version, MappingProxyType(users), MappingProxyType(lines), MappingProxyType(dialled))
