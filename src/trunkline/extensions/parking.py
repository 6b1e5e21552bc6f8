"""Where a parked call goes that nobody fetches: the policy `call_park`, of a user or a site."""

from collections.abc import Mapping
from typing import Any

from trunkline.extensions import targets
from trunkline.problems import refuse
from trunkline.settings import documents
from trunkline.settings.catalogue import POLICIES
from trunkline.store.tables import Extension
from trunkline.store.tenant import Tenant

TO_EXTENSION = 50
ACTIONS = (0, 9, TO_EXTENSION, 100)


def check(rows: Tenant, wishes: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """`before` is what applies until now. Raises `target_unknown`."""
    if wishes.get("call_not_picked_up_action", 0) not in ACTIONS:
        refuse("invalid", fields=["policy.call_park.call_not_picked_up_action"])
    will_be = {**before, **documents.anew(POLICIES["call_park"], before, wishes)}
    named, goes_on = wishes.get("forward_to_extension_id"), "call_not_picked_up_action" in wishes
    if named or (goes_on and will_be["call_not_picked_up_action"] == TO_EXTENSION):
        targets.target(rows, will_be["forward_to_extension_id"])


def shown(rows: Tenant, policy: Mapping[str, Any]) -> dict[str, Any]:
    """What the document has besides the fields of the policy."""
    parked = policy["forward_to_extension_id"]
    extension: Extension | None = targets.named(rows, [parked]).get(parked)
    return {"forward_to": targets.shown(extension)} if extension else {}
