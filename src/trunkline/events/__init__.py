"""What the outside is told: written to the outbox in the commit it speaks of. Delivery is not built yet."""

from collections.abc import Mapping

from trunkline.store.tables import OutboxEvent, Subscription
from trunkline.store.tenant import Tenant


def emit(rows: Tenant, event: str, about: Mapping[str, object]) -> None:
    """Put the event in the outbox, if any app has subscribed to it. `about` becomes its `payload.object`."""
    if rows.first(Subscription, Subscription.event == event):
        rows.add(OutboxEvent(event=event, payload={"account_id": rows.account_id, "object": dict(about)}))
