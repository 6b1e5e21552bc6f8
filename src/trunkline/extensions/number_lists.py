"""The lists of phone numbers."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from trunkline.problems import refuse
from trunkline.store.among import among
from trunkline.store.tables import EmergencyAddress, Extension, PhoneNumber, Site, User
from trunkline.store.tenant import Tenant
from trunkline.wire import phone_numbers as wire

# The wire's name of a kind of extension in these lists, where the kind exists here.
KINDS = {"user": "user", "callQueue": "call_queue", "autoReceptionist": "auto_receptionist"}
BYOC = "external"

NUMBERS = (
    select(
        PhoneNumber.id,
        PhoneNumber.number,
        PhoneNumber.number_type,
        PhoneNumber.source,
        PhoneNumber.carrier,
        PhoneNumber.location,
        PhoneNumber.incoming,
        PhoneNumber.outgoing,
        PhoneNumber.display_name,
        PhoneNumber.site_id,
        Site.name.label("site_name"),
        Extension.id.label("assignee_id"),
        Extension.kind.label("assignee_kind"),
        Extension.name.label("assignee_name"),
        Extension.number.label("assignee_number"),
    )
    .join(Site, Site.id == PhoneNumber.site_id)
    .outerjoin(Extension, Extension.id == PhoneNumber.extension_id)
)


# The address of whom a number rings, a user's own or else that of the site: calls from the number are made there.
_users = User.metadata.tables["users"]
_place = aliased(Site)
_addresses = (
    select(
        PhoneNumber.id,
        PhoneNumber.told_address_id,
        PhoneNumber.told_at,
        EmergencyAddress.id.label("address_id"),
        EmergencyAddress.address_line1,
        EmergencyAddress.address_line2,
        EmergencyAddress.city,
        EmergencyAddress.country,
        EmergencyAddress.state_code,
        EmergencyAddress.zip,
    )
    .join(Extension, Extension.id == PhoneNumber.extension_id)
    .join(_place, _place.id == Extension.site_id)
    .outerjoin(_users, _users.c.id == Extension.id)
    .join(
        EmergencyAddress,
        EmergencyAddress.id == func.coalesce(_users.c.emergency_address_id, _place.emergency_address_id),
    )
    .where(among(PhoneNumber.id, "numbers"), PhoneNumber.source == BYOC)
)


def addresses(rows: Tenant, number_ids: Iterable[str]) -> dict[str, Any]:
    """The emergency address of each BYOC number that rings somebody."""
    return {row.id: row for row in rows.all(_addresses, numbers=[*number_ids])}


def numbers(query: wire.ListPhoneNumbersQuery) -> Select[*tuple[Any, ...]]:
    """`pending_numbers` changes nothing: a number that a carrier brings along is never pending."""
    statement, type = NUMBERS, query.get("type", "all")
    if type == "assigned":
        statement = statement.where(PhoneNumber.extension_id.is_not(None))
    elif type == "unassigned":
        statement = statement.where(PhoneNumber.extension_id.is_(None))
    elif type == "byoc":
        statement = statement.where(PhoneNumber.source == BYOC)
    if "extension_type" in query:
        if type != "assigned":
            refuse("invalid", fields=["extension_type"])
        statement = statement.where(Extension.kind == KINDS.get(query["extension_type"], ""))
    if "number_type" in query:
        statement = statement.where(PhoneNumber.number_type == query["number_type"])
    if "site_id" in query:
        statement = statement.where(PhoneNumber.site_id == query["site_id"])
    return statement
