"""Which numbers a user may show when calling out, and which one is shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_

from trunkline.extensions import caller_numbers, delegation, sites
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS
from trunkline.store.tables import CallerNumber, Extension, Member, PhoneNumber, User, UserProfile
from trunkline.store.tenant import Tenant

SELECTED = "select_outbound_caller_id"  # the policy
SWITCHES = "outbound_caller_id"  # the setting of a site


class CallerId(NamedTuple):
    number: str  # E.164
    name: str  # of whom it rings
    is_default: bool


def of(rows: Tenant, user: User) -> list[CallerId]:
    """The user's own numbers, that of the company, those of groups, then those of executives they may call out for.

    One is the default, unless the user hides the caller ID: the chosen one, while it may be shown, or else the first.
    The plan that calls go by is made in the same order.
    """
    own = rows.find(PhoneNumber, PhoneNumber.extension_id == user.id, PhoneNumber.outgoing)
    found = {row.number: user.name for row in sorted(own, key=lambda row: row.id)}
    if company := sites.company_number(rows, user.site_id):
        found.setdefault(company, user.site.name)
    for number, name in _of_groups(rows, user):
        found.setdefault(number, name)
    for number, name in _of_executives(rows, user):
        found.setdefault(number, name)
    told = policy(rows, user)
    wanted = chosen(user.profile, told)
    shown = "" if hides(user.profile, told) else wanted if wanted in found else next(iter(found), "")
    return [CallerId(number, name, number == shown) for number, name in found.items()]


def shown(rows: Tenant, user: User) -> str:
    """Empty: none."""
    return next((each.number for each in of(rows, user) if each.is_default), "")


def chosen(profile: UserProfile, policy: Mapping[str, Any]) -> str:
    """The number that a user chose, while users may choose; empty: none."""
    return profile.outbound_caller_id if policy["enable"] else ""


def hides(profile: UserProfile, policy: Mapping[str, Any]) -> bool:
    """Who hid it shows it again where that is not allowed any more."""
    return profile.hides_caller_id and policy["enable"] and policy["allow_hide_outbound_caller_id"]


def policy(rows: Tenant, user: User) -> Mapping[str, Any]:
    return documents.read(rows, documents.of_extension(user), [POLICIES[SELECTED]])[SELECTED].value


def _of_groups(rows: Tenant, user: User) -> Iterable[tuple[str, str]]:
    """Those that were chosen for the user, the site or the account, and those that the site's switches allow."""
    owners = (user.id, user.site_id, user.account_id)
    chosen = [row.phone_number_id for row in rows.find(CallerNumber, CallerNumber.owner_id.in_(owners))]
    groups = [*_allowed(rows, user)]
    where = (or_(PhoneNumber.id.in_(chosen), PhoneNumber.extension_id.in_(groups)), PhoneNumber.outgoing)
    numbers = sorted(rows.find(PhoneNumber, *where), key=lambda row: row.id) if chosen or groups else []
    names = _names(rows, [row.extension_id for row in numbers if row.extension_id])
    return [(row.number, names[row.extension_id]) for row in numbers if row.extension_id in names]


def _of_executives(rows: Tenant, user: User) -> Iterable[tuple[str, str]]:
    """Of those who let their assistants place calls for them."""
    people = [each for each, _ in delegation.executives(rows, user) if delegation.may_place(each.profile)]
    if not people:
        return ()
    entry = POLICIES["delegation"]
    policies = documents.read_all(rows, [documents.of_extension(each) for each in people], [entry])
    names = {each.id: each.name for each in people if policies[each.id][entry.key].value["enable"]}
    numbers = rows.find(PhoneNumber, PhoneNumber.extension_id.in_([*names]), PhoneNumber.outgoing)
    return [(row.number, names[row.extension_id or ""]) for row in sorted(numbers, key=lambda row: row.id)]


def _names(rows: Tenant, ids: Sequence[str]) -> dict[str, str]:
    found = rows.find(Extension, Extension.id.in_(ids), Extension.kind.in_(caller_numbers.KINDS))
    return {extension.id: extension.name for extension in found}


def _allowed(rows: Tenant, user: User) -> Iterable[str]:
    """The queues that the user is a member of, and the receptionists of the user's site."""
    entry = SITE_SETTINGS[SWITCHES]
    switches = documents.read(rows, documents.of_site(user.site), [entry])[entry.key].value
    if switches["call_queue_numbers"]:
        yield from (row.group_id for row in rows.find(Member, Member.extension_id == user.id))
    if switches["auto_receptionists_numbers"]:
        where = (Extension.site_id == user.site_id, Extension.kind == "auto_receptionist")
        yield from (row.id for row in rows.find(Extension, *where))
