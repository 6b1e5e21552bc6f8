"""Phones, and the lines that they register: one for each extension a phone is assigned to."""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from trunkline.extensions import caller_ids, phone_numbers
from trunkline.problems import refuse
from trunkline.store.among import among
from trunkline.store.records import Registration
from trunkline.store.seal import Seal
from trunkline.store.tables import Device, DeviceLine, Extension, User
from trunkline.store.tenant import Taken, Tenant

BRANDS = ("algo", "audioCodes", "cisco", "cyberData", "grandstream", "poly", "yealink", "other")
OTHER = "other"
SIP_USER_DIGITS = 14
PASSWORD_BYTES = 12
MAC_ADDRESS = re.compile(r"([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}")

ASSIGNABLE = ("user",)  # kinds of extension that a phone may belong to


class Assignee(NamedTuple):
    id: str
    extension_id: str
    number: int
    name: str
    kind: str


class Line(NamedTuple):
    """A SIP account of a device, and who it is for; numbers are empty where there are none."""

    sip_user: str
    sealed_password: str
    name: str
    number: int
    phone_number: str
    outbound_caller_id: str


class Seen(NamedTuple):
    """A registered device, as the registrar saw it last."""

    public_ip: str
    private_ip: str
    user_agent: str


_assignees = (
    select(DeviceLine.device_id, Extension.id, Extension.extension_id, Extension.number, Extension.name, Extension.kind)
    .join(Extension, Extension.id == DeviceLine.extension_id)
    .where(among(DeviceLine.device_id, "devices"))
    .order_by(DeviceLine.id)
)
_lines = (
    select(Extension.id, Extension.name, Extension.number, DeviceLine.sip_user, DeviceLine.sealed_password)
    .join(DeviceLine, DeviceLine.extension_id == Extension.id)
    .where(among(DeviceLine.device_id, "devices"))
    .order_by(DeviceLine.id)
)
SEEN = (
    select(Registration.device_id, Registration.received_host, Registration.private_host, Registration.user_agent)
    .where(among(Registration.device_id, "devices"), Registration.expires_at > bindparam("now"))
    .order_by(Registration.expires_at)
)


def brand(said: str) -> str | None:
    """The manufacturer as the reference spells it; Polycom has become Poly."""
    lower = {"polycom": "poly"}.get(said.lower(), said.lower())
    return next((known for known in BRANDS if known.lower() == lower), None)


def is_among(brand: str, model: str, types: Iterable[str]) -> bool:
    """Whether a phone is of one of these: makes, or makes with a model, in any spelling."""
    phone = _squeezed(f"{brand} {model}")
    return any(each in (phone, (phone[0], "")) for each in map(_squeezed, types))


def _squeezed(type: str) -> tuple[str, str]:
    make, _, model = type.strip().partition(" ")
    return (brand(make) or make).lower(), "".join(model.lower().split())


def mac_address(said: str) -> str:
    """As it is kept: 12 hex digits, lower case."""
    return re.sub(r"[:-]", "", said).lower()


def create(rows: Tenant, device: Device) -> Device:
    """Add a phone; its hardware address is known once in an account."""
    device.mac_address = mac_address(device.mac_address)
    try:
        with rows.claiming():
            return rows.add(device)
    except Taken:
        refuse("mac_address_taken", mac_address=device.mac_address)


def assign(rows: Tenant, seal: Seal, device: Device, extensions: Sequence[Extension], field: str = "") -> None:
    """Give the device a line for each extension; one that it has already stays as it is. All whom a phone is for are of
    one site, where it then stands. `field` is the one that names them."""
    present = {line.extension_id for line in rows.find(DeviceLine, DeviceLine.device_id == device.id)}
    others = rows.find(Extension, Extension.id.in_(present)) if present else ()
    at = {extension.site_id for extension in (*others, *extensions)}
    if len(at) > 1:
        refuse("invalid", fields=[field])
    device.site_id = next(iter(at), device.site_id)
    for extension in extensions:
        if extension.id not in present:
            present.add(extension.id)
            # The first digit is not 0, so that no phone takes the name for a dial prefix.
            user = str(secrets.randbelow(9 * 10 ** (SIP_USER_DIGITS - 1)) + 10 ** (SIP_USER_DIGITS - 1))
            password = seal.close(secrets.token_urlsafe(PASSWORD_BYTES))
            line = DeviceLine(device_id=device.id, extension_id=extension.id, sip_user=user, sealed_password=password)
            rows.add(line)


def hand_over(rows: Tenant, seal: Seal, device: Device, owner: Extension) -> None:
    """The device is the new owner's alone, and stands where they are. Lines of others end."""
    for line in rows.find(DeviceLine, DeviceLine.device_id == device.id, DeviceLine.extension_id != owner.id):
        rows.delete(line)
    assign(rows, seal, device, [owner])


def unassign(rows: Tenant, device: Device, extension_id: str) -> None:
    """`extension_id` is the wire's; who does not have the device cannot be parted from it."""
    extension = rows.first(Extension, Extension.extension_id == extension_id) or refuse(
        "assignee_unknown", id=extension_id
    )
    line = rows.first(DeviceLine, DeviceLine.device_id == device.id, DeviceLine.extension_id == extension.id)
    rows.delete(line or refuse("assignee_unknown", id=extension_id))


def assignable(rows: Tenant, extension_ids: Iterable[str]) -> list[Extension]:
    """The extensions of those wire ids, if a phone may belong to them."""
    wanted = [*dict.fromkeys(extension_ids)]
    found = {
        extension.extension_id: extension
        for extension in rows.find(Extension, Extension.extension_id.in_(wanted), Extension.kind.in_(ASSIGNABLE))
    }
    return [found.get(id) or refuse("extension_unknown", id=id) for id in wanted]


def assignees(rows: Tenant, device_ids: Iterable[str]) -> dict[str, list[Assignee]]:
    """Who each device is assigned to, in the order in which they were."""
    found: dict[str, list[Assignee]] = {id: [] for id in device_ids}
    for device_id, *assignee in rows.all(_assignees, devices=[*found]):
        found[device_id].append(Assignee(*assignee))
    return found


def lines(rows: Tenant, device: Device) -> list[Line]:
    """In the order of the assignees."""
    found = rows.all(_lines, devices=[device.id])
    direct = phone_numbers.of(rows, [row.id for row in found])
    shown = {user.id: caller_ids.shown(rows, user) for user in rows.find(User, User.id.in_(direct))}
    return [
        Line(
            row.sip_user,
            row.sealed_password,
            row.name,
            row.number,
            direct[row.id][0].number if direct[row.id] else "",
            shown.get(row.id, ""),
        )
        for row in found
    ]


def online(rows: Tenant, device_ids: Iterable[str], now: float) -> dict[str, Seen]:
    """Those of the devices that are registered now."""
    found = rows.all(SEEN, devices=[*device_ids], now=int(now))
    return {device_id: Seen(*seen) for device_id, *seen in found}
