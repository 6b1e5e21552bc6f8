"""Calling plans: the codes of the reference, and the names that lists and imports use for them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import select

from trunkline.store.among import among
from trunkline.store.tables import CallingPlan, Extension
from trunkline.store.tenant import Tenant

# As an import spells them, with their codes.
BY_NAME: Mapping[str, int] = MappingProxyType(
    {
        "US/CA Metered": 100,
        "AU/NZ Metered": 101,
        "UK/Ireland Metered": 102,
        "Europe Zone A Metered": 103,
        "Europe Zone B Metered": 104,
        "JP Metered": 107,
        "US/CA Unlimited": 200,
        "AU/NZ Unlimited": 201,
        "UK/Ireland Unlimited": 202,
        "Europe Zone A Unlimited": 203,
        "Europe Zone B Unlimited": 204,
        "JP Unlimited": 207,
        "Beta": 600,
        "Global Select": 1000,
        "Global Select Metered": 1001,
        "Pro": 3000,
        "International Calling Add-On": 4000,
        "Power Pack": 4010,
    }
)
NAMES: Mapping[int, str] = MappingProxyType({code: name for name, code in BY_NAME.items()})
UNLIMITED_US_CA = 200

_enrolled = (
    select(CallingPlan.extension_id, CallingPlan.type)
    .where(among(CallingPlan.extension_id, "extensions"))
    .order_by(CallingPlan.type)
)


def code(said: str) -> int | None:
    """The plan of that name or code; None for none that is known."""
    if said.isascii() and said.isdigit() and int(said) in NAMES:
        return int(said)
    return next((number for name, number in BY_NAME.items() if name.lower() == said.strip().lower()), None)


def of(rows: Tenant, extension_ids: Iterable[str]) -> dict[str, list[int]]:
    """The codes of the plans that each extension is enrolled in."""
    found: dict[str, list[int]] = {id: [] for id in extension_ids}
    for extension_id, type in rows.all(_enrolled, extensions=[*found]):
        found[extension_id].append(type)
    return found


def enrol(rows: Tenant, extension: Extension, codes: Iterable[int]) -> None:
    for type in dict.fromkeys(codes):
        rows.add(CallingPlan(extension_id=extension.id, type=type))
