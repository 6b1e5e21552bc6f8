"""Which numbers those who call out may show, of all extensions at once: as `extensions/caller_ids.py` says of one."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from trunkline.extensions.caller_ids import SWITCHES
from trunkline.extensions.caller_numbers import KINDS
from trunkline.plan.policies import Policies
from trunkline.store.tables import CallerNumber, Extension, PhoneNumber
from trunkline.store.tenant import Tenant

_chosen = (
    select(CallerNumber.owner_id, PhoneNumber.number)
    .join(PhoneNumber, PhoneNumber.id == CallerNumber.phone_number_id)
    .join(Extension, Extension.id == PhoneNumber.extension_id)
    .where(PhoneNumber.outgoing, Extension.kind.in_(KINDS))
)


class CallerIds:
    """One query. `numbers` are those that ring somebody, from the oldest; `groups` are the queues of each user."""

    def __init__(
        self, rows: Tenant, policies: Policies, numbers: Iterable[Any], groups: Mapping[str, Iterable[str]]
    ) -> None:
        self._account_id, self._policies, self._groups = rows.account_id, policies, groups
        self._age: dict[str, int] = {}
        self._own: dict[str, list[str]] = {}
        for age, number in enumerate(numbers):
            self._age[number.number] = age
            if number.outgoing:
                self._own.setdefault(number.extension_id, []).append(number.number)
        self._chosen: dict[str, list[str]] = {}
        for owner_id, number in rows.all(_chosen):
            self._chosen.setdefault(owner_id, []).append(number)

    def shows_inside(self, site_id: str) -> bool:
        """Whether colleagues see the number of a group that those of a site call from."""
        return self._policies.site_settings(site_id)[SWITCHES]["show_outbound_caller_id_for_internal_call"]

    def of(self, user: Any, company: str, receptionists: Iterable[str], executives: Iterable[str]) -> tuple[str, ...]:
        """The user's own, that of the company, those of groups, then those of executives. `receptionists` are those of
        the user's site; `executives` let the user call out for them."""
        switches = self._policies.site_settings(user.site_id)[SWITCHES]
        owners = (user.id, user.site_id, self._account_id)
        groups = {number for owner in owners for number in self._chosen.get(owner, ())}
        if switches["call_queue_numbers"]:
            groups.update(number for id in self._groups.get(user.id, ()) for number in self._own.get(id, ()))
        if switches["auto_receptionists_numbers"]:
            groups.update(number for id in receptionists for number in self._own.get(id, ()))
        theirs = {number for id in executives for number in self._own.get(id, ())}
        ordered = (number for several in (groups, theirs) for number in sorted(several, key=self._age.__getitem__))
        return tuple(dict.fromkeys([*self._own.get(user.id, ()), *([company] if company else []), *ordered]))
