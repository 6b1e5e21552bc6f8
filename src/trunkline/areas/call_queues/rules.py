"""Rules of call queues alone."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from trunkline.extensions import members, numbering, phone_numbers, sites, timezones
from trunkline.problems import refuse
from trunkline.store.tables import CallQueue, QueueProfile, Site
from trunkline.store.tenant import Tenant
from trunkline.wire import call_queues as wire

MOST_NUMBERS_AT_ONCE = 5
MOST_NUMBERS = 50
PROFILE = [field.name for field in fields(QueueProfile)]


def create(rows: Tenant, wishes: wire.CreateCallQueueBody) -> CallQueue:
    """A queue with the number that was asked for or the next free one of its site, and with its members, if any."""
    queue = CallQueue(
        site=_site(rows, wishes.get("site_id")),
        name=wishes["name"],
        department=wishes.get("department", ""),
        cost_center=wishes.get("cost_center", ""),
        profile=QueueProfile(description=wishes.get("description", "")),
    )
    if "extension_number" in wishes:
        numbering.claim_short(rows, queue, wishes["extension_number"])
    else:
        numbering.claim_free(rows, queue, numbering.first_of(queue.site))
    if "members" in wishes:
        if not any(wishes["members"].values()):
            refuse("invalid", fields=["members"])
        members.add(rows, queue, cast(Mapping[str, Any], wishes["members"]))
    return queue


def change(rows: Tenant, queue: CallQueue, wishes: wire.UpdateCallQueueBody) -> None:
    """Change what is given. A moved queue keeps its number, unless another is given, and members at any site."""
    if not wishes.get("name", queue.name):
        refuse("invalid", fields=["name"])
    if "site_id" in wishes:
        sites.move(rows, [queue], rows.get(Site, wishes["site_id"]))
    if "extension_number" in wishes:
        numbering.claim_short(rows, queue, wishes["extension_number"])
    if "timezone" in wishes:
        queue.timezone = timezones.known(wishes["timezone"])
    if "status" in wishes:
        queue.active = wishes["status"] == "active"
    queue.name = wishes.get("name", queue.name)
    queue.department = wishes.get("department", queue.department)
    queue.cost_center = wishes.get("cost_center", queue.cost_center)
    said = cast(Mapping[str, Any], wishes)
    queue.profile = replace(queue.profile, **{name: said[name] for name in PROFILE if name in said})


def assign_numbers(rows: Tenant, queue: CallQueue, choices: Sequence[Mapping[str, Any]]) -> None:
    if not choices:
        refuse("phone_number_required")
    if len(choices) > MOST_NUMBERS_AT_ONCE:
        refuse("invalid", fields=["phone_numbers"])
    phone_numbers.assign(rows, queue, choices)
    if len(phone_numbers.of(rows, [queue.id])[queue.id]) > MOST_NUMBERS:
        refuse("phone_numbers_full", most=MOST_NUMBERS)


def _site(rows: Tenant, id: str | None) -> Site:
    """An account with one site has not enabled several, so no other can be meant. Where clients may leave it out
    (contract/observed.yaml), it is the main one.
    """
    if id is None:
        return sites.main(rows)
    found = rows.first(Site, Site.id == id)
    return found or refuse("site_unknown" if rows.number(Site) > 1 else "multiple_sites_disabled")
