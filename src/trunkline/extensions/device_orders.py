"""What is asked of phones through the API. It stands in the store, where the engine finds it and tells the phones."""

from collections.abc import Iterable

from sqlalchemy import select

from trunkline.extensions import devices
from trunkline.problems import refuse
from trunkline.store.tables import Device, DeviceOrder
from trunkline.store.tenant import Tenant

BETWEEN_REBOOTS = 1  # seconds, of an account
COMING_BACK = 2 * 60  # seconds that a phone may take to start again
BETWEEN_SYNCS = 15 * 60  # seconds, of an account
WHOLE_ACCOUNT = ""

_present = select(Device.id).where(Device.brand != devices.OTHER).order_by(Device.id)


def reboot(rows: Tenant, device: Device, now: float) -> None:
    """A phone that is here, and of a make that is known to obey."""
    if device.brand == devices.OTHER:
        refuse("reboot_unsupported")
    if not devices.online(rows, [device.id], now):
        refuse("device_offline")
    recent = _since(rows, "reboot", now, COMING_BACK)
    if any(order.at > _milliseconds(now - BETWEEN_REBOOTS) for order in recent):
        refuse("reboot_too_frequent")
    if any(order.scope == device.id for order in recent):
        refuse("reboot_retry_later")
    _place(rows, "reboot", device.id, [device.id], now)


def sync(rows: Tenant, site_id: str, now: float) -> None:
    """All phones that are here, of a site or of the account, and of a make that is known to obey."""
    recent = _since(rows, "sync", now, BETWEEN_SYNCS)
    if any(order.scope == site_id for order in recent):
        refuse("sync_already_requested")
    if recent:
        refuse("too_many_requests")
    statement = _present if site_id == WHOLE_ACCOUNT else _present.where(Device.site_id == site_id)
    ids = [row.id for row in rows.all(statement)]
    _place(rows, "sync", site_id, devices.online(rows, ids, now), now)


def _since(rows: Tenant, action: str, now: float, seconds: float) -> list[DeviceOrder]:
    """What was ordered lately; who orders at the same time waits."""
    rows.account(to_change=True)
    recent = DeviceOrder.at > _milliseconds(now - seconds)
    return [*rows.find(DeviceOrder, DeviceOrder.action == action, recent)]


def _place(rows: Tenant, action: str, scope: str, ids: Iterable[str], now: float) -> None:
    rows.forget(DeviceOrder, DeviceOrder.at <= _milliseconds(now - BETWEEN_SYNCS))
    rows.add(DeviceOrder(action=action, scope=scope, devices=[*ids], at=_milliseconds(now)))


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
