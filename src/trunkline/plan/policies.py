"""The policies that calls go by, of all extensions at once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from trunkline.settings.catalogue import POLICIES, SITE_SETTINGS
from trunkline.settings.documents import Found, Reader, applying
from trunkline.settings.resolve import Level
from trunkline.store.tables import Setting
from trunkline.store.tenant import Tenant

OBEYED = (
    "allow_caller_reach_operator",
    "auto_answer_call_queue_calls",
    "auto_call_recording",
    "block_calls_without_caller_id",
    "block_external_calls",
    "call_handling_forwarding_to_other_users",
    "call_overflow",
    "call_screening",
    "delegation",
    "forward_call_outside_of_site",
    "forwarding_to_external_numbers",
    "international_calling",
    "manage_call_routing_for_unassigned_numbers",
    "outbound_calling",
    "select_outbound_caller_id",
    "voicemail",
)
OF_SITES = ("audio_prompt", "business_hours", "closed_hours", "holiday_hours", "outbound_caller_id", "security")

_said = select(Setting.owner_id, Setting.key, Setting.value, Setting.locked)

Values = Mapping[str, Mapping[str, Any]]  # by policy, then field


class Policies:
    """One query; what nobody of a site said of themselves is made out once for the site."""

    def __init__(self, rows: Tenant) -> None:
        self._account_id = rows.account_id
        self._found: Found = {(row.owner_id, row.key): row for row in rows.all(_said)}
        self._owners = {owner for owner, _ in self._found}
        self._of_site: dict[str, Values] = {}
        self._settings: dict[str, Values] = {}

    def of_user(self, id: str, site_id: str) -> Values:
        return self._made(site_id, ("user", id)) if id in self._owners else self.at_site(site_id)

    def of_queue(self, id: str, site_id: str) -> Values:
        return self._made(site_id, ("call_queue", id)) if id in self._owners else self.at_site(site_id)

    def at_site(self, site_id: str) -> Values:
        """Of the site itself, and of all that has none of its own."""
        if site_id not in self._of_site:
            self._of_site[site_id] = self._made(site_id, ("user", ""))
        return self._of_site[site_id]

    def site_settings(self, id: str) -> Values:
        """Its settings, which nobody above it locks."""
        if id not in self._settings:
            found = applying(self._found, Reader((("site", id),)), [SITE_SETTINGS[key] for key in OF_SITES])
            self._settings[id] = {key: setting.value for key, setting in found.items()}
        return self._settings[id]

    def _made(self, site_id: str, own: tuple[Level, str]) -> Values:
        reader = Reader((("account", self._account_id), ("site", site_id), own))
        levels = {level for level, _ in reader.chain}
        entries = [POLICIES[key] for key in OBEYED if levels.intersection(POLICIES[key].levels)]
        return {key: policy.value for key, policy in applying(self._found, reader, entries).items()}
