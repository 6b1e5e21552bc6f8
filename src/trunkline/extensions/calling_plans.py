"""Which calling plans there are, what calls they cover, and in which of them an extension is enrolled. Each enrolment
takes one of the licences that the account bought."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import and_, func, select

from trunkline.problems import refuse
from trunkline.store.among import among
from trunkline.store.tables import CallingPlan, Extension, Licence
from trunkline.store.tenant import Tenant

# Every plan there is, as an import spells it, with its code. The original publishes none for India's: these are ours.
BY_NAME: Mapping[str, int] = MappingProxyType(
    {
        "US/CA Metered": 100,
        "AU/NZ Metered": 101,
        "UK/Ireland Metered": 102,
        "Europe Zone A Metered": 103,
        "Europe Zone B Metered": 104,
        "IN Metered": 105,
        "JP Metered": 107,
        "US/CA Unlimited": 200,
        "AU/NZ Unlimited": 201,
        "UK/Ireland Unlimited": 202,
        "Europe Zone A Unlimited": 203,
        "Europe Zone B Unlimited": 204,
        "IN Unlimited": 205,
        "JP Unlimited": 207,
        "Beta": 600,
        "Global Select": 1000,
        "Global Select Metered": 1001,
        "Pro": 3000,
        "IN Pro": 3001,
        "International Calling Add-On": 4000,
        "IN International Calling Add-On": 4001,
        "Power Pack": 4010,
    }
)
_NAMES = MappingProxyType({code: name for name, code in BY_NAME.items()})
FIRST_PACKAGE = 3000  # from this code on plans are more than calls, or less: they let nobody call outside by themselves
# Where calls go that a plan of this name covers, ISO 3166-1 alpha-2. The original names the zones of Europe but does
# not list them: B is here what is left of the European Economic Area.
ZONES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "US/CA": frozenset({"US", "CA"}),
        "AU/NZ": frozenset({"AU", "NZ"}),
        "UK/Ireland": frozenset({"GB", "IE"}),
        "Europe Zone A": frozenset({"AT", "BE", "CH", "DE", "DK", "ES", "FR", "IT", "NL", "PT", "SE"}),
        "Europe Zone B": frozenset(
            {"BG", "CY", "CZ", "EE", "FI", "GR", "HR", "HU", "IS", "LI"}
            | {"LT", "LU", "LV", "MT", "NO", "PL", "RO", "SI", "SK"}
        ),
        "IN": frozenset({"IN"}),
        "JP": frozenset({"JP"}),
    }
)


def name(code: int) -> str:
    """What a plan is called, unless its owner says otherwise."""
    return _NAMES[code] + (" Calling Plan" if code < FIRST_PACKAGE else "")


_SPELLED: Mapping[str, int] = MappingProxyType(
    {spelled.lower(): code for code in _NAMES for spelled in (str(code), _NAMES[code], name(code))}
)


class Enrolled(NamedTuple):
    type: int
    name: str


_enrolled = (
    select(CallingPlan.extension_id, CallingPlan.type, Licence.name)
    .join(Licence, and_(Licence.account_id == CallingPlan.account_id, Licence.code == CallingPlan.type))
    .where(among(CallingPlan.extension_id, "extensions"))
    .order_by(CallingPlan.type)
)
_taken = select(CallingPlan.type, func.count().label("count")).group_by(CallingPlan.type)


def code(said: str, own: Mapping[str, int] = MappingProxyType({})) -> int | None:
    """The plan of that code or name, as an import spells it, as it is shown, or as its owner calls it (`own_names`);
    None for none that is known."""
    key = said.strip().lower()
    return _SPELLED.get(key) or own.get(key)


def own_names(rows: Tenant) -> Mapping[str, int]:
    """What the account's owner calls its plans."""
    return {licence.name.lower(): licence.code for licence in rows.find(Licence)}


def covered(codes: Iterable[int], home: str) -> frozenset[str] | None:
    """The countries that plans cover together for someone at a site in one; None if none of them is for calls outside.

    Those without a zone (Global Select) are for the country of the site. Metered and unlimited ones differ in price
    only, and so does the add-on, which says what calls abroad cost but not whether they are allowed.
    """
    names = [_NAMES[code].removesuffix(" Metered").removesuffix(" Unlimited") for code in codes if code < FIRST_PACKAGE]
    found = [ZONES.get(name, frozenset({home} if home else ())) for name in names]
    return frozenset[str]().union(*found) if found else None


def of(rows: Tenant, extension_ids: Iterable[str]) -> dict[str, list[Enrolled]]:
    """The plans that each extension is enrolled in."""
    found: dict[str, list[Enrolled]] = {id: [] for id in extension_ids}
    for extension_id, *enrolled in rows.all(_enrolled, extensions=[*found]):
        found[extension_id].append(Enrolled(*enrolled))
    return found


def taken(rows: Tenant) -> dict[int, int]:
    """How many licences of each plan are in use."""
    return dict(rows.all(_taken))


def left(rows: Tenant) -> dict[int, int]:
    """How many licences of each plan that the account has bought are still free."""
    in_use = taken(rows)
    return {licence.code: licence.bought - in_use.get(licence.code, 0) for licence in rows.find(Licence)}


def enrol(rows: Tenant, extension: Extension, codes: Iterable[int]) -> None:
    """All of the plans or, when the account lacks one of them, none. One that the extension has already stays."""
    bought = {licence.code: licence.bought for licence in rows.edit_all(Licence)}  # who enrols at the same time waits
    present = {plan.type for plan in rows.find(CallingPlan, CallingPlan.extension_id == extension.id)}
    in_use = taken(rows)
    for type in dict.fromkeys(codes):
        if type in present:
            continue
        if type not in bought:
            refuse("calling_plan_missing", type=type)
        if in_use.get(type, 0) >= bought[type]:
            refuse("licences_used_up", type=type)
        rows.add(CallingPlan(extension_id=extension.id, type=type))


def withdraw(rows: Tenant, extension: Extension, type: int) -> None:
    """The licence is free again. A type may be a number that no store holds."""
    enrolled = rows.find(CallingPlan, CallingPlan.extension_id == extension.id)
    found = next((plan for plan in enrolled if plan.type == type), None)
    rows.delete(found or refuse("calling_plan_not_assigned", type=type))
