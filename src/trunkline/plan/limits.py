"""What each kind of extension may do outside: by its calling plans, and by what the operator allows."""

from collections.abc import Iterable

from msgspec.structs import replace
from sqlalchemy import select

from trunkline.exchange.plan import SHARED, Outbound, Site
from trunkline.extensions import calling_plans
from trunkline.store.tables import CallingPlan, OutsideLimits
from trunkline.store.tenant import Tenant

_enrolled = select(CallingPlan.extension_id, CallingPlan.type)


class Limits:
    """Two queries."""

    def __init__(self, rows: Tenant) -> None:
        said = next(iter(rows.find(OutsideLimits)), None)
        person, shared = Outbound(), SHARED
        if said:
            person = Outbound(premium=said.premium, at_once=said.calls, minutes_a_day=said.minutes)
            shared = Outbound(premium=said.premium, at_once=said.shared_calls, minutes_a_day=said.shared_minutes)
        self._person, self._shared = person, shared
        self._plans: dict[str, list[int]] = {}
        for extension_id, type in rows.all(_enrolled):
            self._plans.setdefault(extension_id, []).append(type)

    @property
    def of_number(self) -> int:
        """Calls outside at once, of those that came to one direct number."""
        return self._shared.at_once

    def person(self, id: str, site: Site) -> Outbound | None:
        """None for one without a plan for calls outside."""
        home = site.dialling.country if site.dialling else ""
        countries = calling_plans.covered(self._plans.get(id, ()), home)
        return None if countries is None else replace(self._person, countries=countries)

    def shared(self, site: Site, numbers: Iterable[str]) -> Outbound:
        """Who is no person has no plan: calls go on within the country, as one counts the two that share an area."""
        home = site.dialling.country if site.dialling else ""
        both = calling_plans.ZONES["US/CA"]
        countries = both if home in both else frozenset({home} if home else ())
        return replace(self._shared, countries=countries, numbers=tuple(numbers))
