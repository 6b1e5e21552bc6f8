"""The lists of phone numbers."""

from typing import Any

from sqlalchemy import Select, select

from trunkline.problems import refuse
from trunkline.store.tables import Extension, PhoneNumber, Site
from trunkline.wire import phone_numbers as wire

# The wire's name of a kind of extension in these lists, where the kind exists here.
KINDS = {"user": "user", "callQueue": "call_queue", "autoReceptionist": "auto_receptionist"}

NUMBERS = (
    select(
        PhoneNumber.id,
        PhoneNumber.number,
        PhoneNumber.number_type,
        PhoneNumber.source,
        PhoneNumber.carrier,
        PhoneNumber.location,
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


def numbers(query: wire.ListPhoneNumbersQuery) -> Select[*tuple[Any, ...]]:
    """`pending_numbers` changes nothing: a number that a carrier brings along is never pending."""
    statement, type = NUMBERS, query.get("type", "all")
    if type == "assigned":
        statement = statement.where(PhoneNumber.extension_id.is_not(None))
    elif type == "unassigned":
        statement = statement.where(PhoneNumber.extension_id.is_(None))
    elif type == "byoc":
        statement = statement.where(PhoneNumber.source == "external")
    if "extension_type" in query:
        if type != "assigned":
            refuse("invalid", fields=["extension_type"])
        statement = statement.where(Extension.kind == KINDS.get(query["extension_type"], ""))
    if "number_type" in query:
        statement = statement.where(PhoneNumber.number_type == query["number_type"])
    if "site_id" in query:
        statement = statement.where(PhoneNumber.site_id == query["site_id"])
    return statement
