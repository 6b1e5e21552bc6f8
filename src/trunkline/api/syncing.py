"""Lists that a client keeps a copy of: all at first, then what is new, and what is older, by a token.

The token says how far a copy reaches: up to which change of the account, and back to which row. What is committed
later has a higher number of change, whenever the call was, so nothing is missed. It is opaque, signed, good for six
months, and of the same list for the same app.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from trunkline.api.context import Context
from trunkline.problems import refuse
from trunkline.store.tenant import Order

LIFETIME = 184 * 24 * 60 * 60  # seconds
COUNT = 30  # rows, unless said otherwise
LAST = [2**63 - 1, 2**31 - 1]  # behind the key and position of every row of one change


@dataclass(frozen=True)
class Synced:
    """A list as two statements: its rows as they stand, by end, and the rows that changed, by change."""

    standing: Select[*tuple[Any, ...]]
    changed: Select[*tuple[Any, ...]]
    by_end: Order
    by_change: Order


def sync(ctx: Context, synced: Synced) -> tuple[Sequence[Any], str]:
    """The rows that the query asks for, newest first by their end, and the next token."""
    query = ctx.tokens.query
    count, kind = query.get("count", COUNT), query.get("sync_type", "FSync")
    if kind == "FSync":
        newest = [ctx.rows.last_change(), *LAST]  # looked up first: what is committed meanwhile comes again
        rows = ctx.rows.page(synced.standing, synced.by_end, [], count, newest_first=True)
        return rows, _seal(ctx, newest, _place(rows, synced.by_end))
    newest, oldest = _open(ctx, query.get("sync_token", ""))
    if kind == "BSync":
        rows = ctx.rows.page(synced.standing, synced.by_end, oldest, count if oldest else 0, newest_first=True)
        return rows, _seal(ctx, newest, _place(rows, synced.by_end) or oldest)
    rows = ctx.rows.page(synced.changed, synced.by_change, newest, count)
    ordered = sorted(rows, key=lambda row: (row.end, row.key, row.position), reverse=True)
    return ordered, _seal(ctx, _place(rows, synced.by_change) or newest, oldest)


def _place(rows: Sequence[Any], order: Order) -> list[Any]:
    """Of the last row; of none, nowhere."""
    return list(rows[-1][-len(order) :]) if rows else []


def _seal(ctx: Context, newest: Sequence[Any], oldest: Sequence[Any]) -> str:
    return ctx.tokens.sealed([int(ctx.now) + LIFETIME, newest, oldest], {})


def _open(ctx: Context, token: str) -> tuple[list[Any], list[Any]]:
    said = ctx.tokens.opened(token, {})
    if said is None or said[0] < ctx.now:
        refuse("sync_token_invalid", name="sync_token")
    return said[1], said[2]
