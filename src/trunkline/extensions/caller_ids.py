"""Which numbers a user may show when calling out, and which one is shown."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import or_

from trunkline.extensions import caller_numbers, sites
from trunkline.settings import documents
from trunkline.settings.catalogue import SITE_SETTINGS
from trunkline.store.tables import CallerNumber, Extension, Member, PhoneNumber, User
from trunkline.store.tenant import Tenant


class CallerId(NamedTuple):
    number: str  # E.164
    name: str  # of whom it rings
    is_default: bool


def of(rows: Tenant, user: User) -> list[CallerId]:
    """The user's own numbers, that of the company, then those of groups.

    One is the default, unless the user hides the caller ID: the chosen one, while it may be shown, or else the first
    that is the user's or the company's.
    """
    own = sorted(rows.find(PhoneNumber, PhoneNumber.extension_id == user.id), key=lambda row: row.id)
    company = sites.company_number(rows, user.site_id)
    found = {row.number: user.name for row in own}
    if company:
        found.setdefault(company, user.site.name)
    usual = next(iter(found), "")
    for number, name in _of_groups(rows, user):
        found.setdefault(number, name)
    chosen = user.profile.outbound_caller_id if user.profile.outbound_caller_id in found else usual
    shown = "" if user.profile.hides_caller_id else chosen
    return [CallerId(number, name, number == shown) for number, name in found.items()]


def _of_groups(rows: Tenant, user: User) -> Iterable[tuple[str, str]]:
    """Those that were chosen for the user, the site or the account, and those that the site's switches allow."""
    owners = (user.id, user.site_id, user.account_id)
    chosen = [row.phone_number_id for row in rows.find(CallerNumber, CallerNumber.owner_id.in_(owners))]
    groups = [*_allowed(rows, user)]
    where = or_(PhoneNumber.id.in_(chosen), PhoneNumber.extension_id.in_(groups))
    numbers = sorted(rows.find(PhoneNumber, where), key=lambda row: row.id) if chosen or groups else []
    names = _names(rows, [row.extension_id for row in numbers if row.extension_id])
    return [(row.number, names[row.extension_id]) for row in numbers if row.extension_id in names]


def _names(rows: Tenant, ids: Sequence[str]) -> dict[str, str]:
    found = rows.find(Extension, Extension.id.in_(ids), Extension.kind.in_(caller_numbers.KINDS))
    return {extension.id: extension.name for extension in found}


def _allowed(rows: Tenant, user: User) -> Iterable[str]:
    """The queues that the user is a member of, and the receptionists of the user's site."""
    entry = SITE_SETTINGS["outbound_caller_id"]
    switches = documents.read(rows, documents.of_site(user.site), [entry])[entry.key].value
    if switches["call_queue_numbers"]:
        yield from (row.group_id for row in rows.find(Member, Member.extension_id == user.id))
    if switches["auto_receptionists_numbers"]:
        where = (Extension.site_id == user.site_id, Extension.kind == "auto_receptionist")
        yield from (row.id for row in rows.find(Extension, *where))
