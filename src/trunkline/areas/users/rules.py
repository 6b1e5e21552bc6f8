"""Rules of users alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from trunkline.extensions import calling_plans, numbering
from trunkline.problems import refuse
from trunkline.store.tables import User
from trunkline.store.tenant import Tenant

# All plans of an account are of one subscription and one bill, so no id of another is known.
BILLED_APART = (
    "billing_account_id",
    "billing_subscription_id",
    "source_billing_subscription_id",
    "target_billing_subscription_id",
)


def plans(said: Sequence[Mapping[str, Any]]) -> list[int]:
    """The codes of the plans that a body lists."""
    if any("type" not in each or _billed_apart(each) for each in said):
        refuse("field_invalid")
    return [each["type"] for each in said]


def plan(said: str, query: Mapping[str, Any]) -> int:
    """The plan that a path names by its code."""
    if _billed_apart(query) or not said.isdigit():
        refuse("field_invalid")
    return calling_plans.code(said) or refuse("field_invalid")


def one_subscription(body: Mapping[str, Any]) -> None:
    if named := _billed_apart(body):
        refuse("invalid", fields=named)


def _billed_apart(said: Mapping[str, Any]) -> list[str]:
    return [name for name in BILLED_APART if said.get(name)]


def renumber(rows: Tenant, user: User, said: str) -> None:
    """The number is given whole: where the user's site has a code, it comes first."""
    if not (said.isascii() and said.isdigit()):
        refuse("invalid", fields=["extension_number"])
    if int(said) == user.number:
        return
    code = "" if user.site.code is None else str(user.site.code)
    if not (said.startswith(code) and numbering.is_as_long(user.site, said.removeprefix(code))):
        refuse("extension_number_range", fields=["extension_number"], number=said)
    numbering.claim(rows, user, int(said))
