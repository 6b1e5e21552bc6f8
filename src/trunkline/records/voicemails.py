"""The lists of messages that callers left: those of the account, and those in some mailboxes."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select

from trunkline.problems import refuse
from trunkline.store.records import Voicemail
from trunkline.store.tables import Extension
from trunkline.store.tenant import Tenant

ORDER = (Voicemail.created, Voicemail.id)

# What an owner is called here, by its type on the wire.
OWNERS = {
    "user": "user",
    "callQueue": "call_queue",
    "sharedLineGroup": "shared_line_group",
    "autoReceptionist": "auto_receptionist",
    "commonArea": "common_area",
}

MESSAGES = select(
    Voicemail.id,
    Voicemail.created,
    Voicemail.seconds,
    Voicemail.file,
    Voicemail.read,
    Voicemail.trashed,
    Voicemail.key,
    Voicemail.call_element_id,
    Voicemail.call_log_id,
    Voicemail.caller,
    Voicemail.callee,
)
OWNED = MESSAGES.add_columns(
    Voicemail.owner,
    Voicemail.owner_type,
    Voicemail.owner_name,
    Voicemail.owner_number,
    Extension.id.label("extension"),  # none: it was deleted
    Extension.active,
).outerjoin(Extension, and_(Extension.id == Voicemail.owner, Extension.account_id == Voicemail.account_id))

_DAY = re.compile(r"[0-9]{8}-(?=.{36}\Z)")  # before the UUID of a part of a call, in all lists but the oldest


def of_account(query: Mapping[str, Any], start: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    """With their owners."""
    where = _where(query, start, end, trashed=query["trashed"])
    if "site_id" in query:
        where.append(Voicemail.site_id == query["site_id"])
    if "owner_type" in query:
        where.append(Voicemail.owner_type == OWNERS[query["owner_type"]])
    if query.get("voicemail_type", "normal") != "normal":  # nothing here tells spam
        where.append(false())
    return OWNED.where(*where)


def of_owners(
    query: Mapping[str, Any], start: datetime, end: datetime, owners: Sequence[str]
) -> Select[*tuple[Any, ...]]:
    where = _where(query, start, end, trashed=query.get("trash", False))
    return MESSAGES.where(Voicemail.owner.in_(owners), *where)


def of_call(rows: Tenant, call: str, owners: Sequence[str]) -> Any:
    """The newest message in these mailboxes from a call, which is named by its id, or by that of an owner's part."""
    if re.fullmatch(r"[0-9]{1,18}|[1-8][0-9]{18}", call):
        named: ColumnElement[bool] = Voicemail.key == int(call)
    else:
        named = Voicemail.call_log_id == _DAY.sub("", call, count=1)
    found = rows.all(MESSAGES.where(Voicemail.owner.in_(owners), Voicemail.trashed.is_(None), named))
    return max(found, key=lambda row: row.created) if found else refuse("voicemail_unknown", id=call)


def _where(query: Mapping[str, Any], start: datetime, end: datetime, *, trashed: bool) -> list[ColumnElement[bool]]:
    """The filters, which the lists share."""
    where: list[ColumnElement[bool]] = [
        Voicemail.created >= _ms(start),
        Voicemail.created < _ms(end),
        Voicemail.trashed.is_not(None) if trashed else Voicemail.trashed.is_(None),
    ]
    if query["status"] != "all":
        where.append(Voicemail.read.is_(query["status"] == "read"))
    return where


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
