"""Whose phones are registered, as the registrar of the engine keeps it."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from trunkline.store.records import Registration
from trunkline.store.tenant import Tenant

_lines = select(Registration.line_id).where(Registration.expires_at > bindparam("now")).distinct()


def lines(rows: Tenant, now: float) -> Sequence[str]:
    """The ids of the lines; `now` is by the steady clock, as registrations are."""
    return [id for (id,) in rows.all(_lines, now=int(now))]
