"""The lists of call queues, and the order in which their pages go."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select

from trunkline.store.tables import Extension, Site
from trunkline.store.tenant import Order

ORDER: Order = (Extension.id,)

_queues = (
    select(
        Extension.id,
        Extension.extension_id,
        Extension.number,
        Extension.name,
        Extension.active,
        Extension.site_id,
        Site.name.label("site_name"),
    )
    .join(Site, Site.id == Extension.site_id)
    .where(Extension.kind == "call_queue")
)


def queues(query: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """The filters, which the list of queues and their analytics share."""
    statement = _queues
    for name, column in (
        ("site_id", Extension.site_id),
        ("department", Extension.department),
        ("cost_center", Extension.cost_center),
    ):
        if name in query:
            statement = statement.where(column == query[name])
    if "call_queue_ext_ids" in query:
        statement = statement.where(Extension.extension_id.in_(query["call_queue_ext_ids"]))
    return statement
