"""Call elements know their owner's part of the call, who hid them, and when they last changed; days are counted"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
# All elements of a part ended together then, and nobody but users had any.
FILLED = (
    "UPDATE records.call_elements SET leads = :yes WHERE owner <> '' AND (key, position) IN "
    "(SELECT key, min(position) FROM records.call_elements WHERE owner <> '' GROUP BY key, owner)",
    "UPDATE records.call_elements SET closes = :yes WHERE owner <> '' AND (key, position) IN "
    "(SELECT key, max(position) FROM records.call_elements WHERE owner <> '' GROUP BY key, owner)",
    "UPDATE records.call_elements SET missed = :yes WHERE direction = 'inbound' AND result IN "
    "('no_answer', 'canceled', 'busy', 'rejected', 'unconnected')",
    "UPDATE records.call_elements SET path = CASE connect_type WHEN 'internal' THEN 'extension' ELSE 'pstn' END",
    "UPDATE records.call_elements SET change = numbered.number FROM (SELECT key AS of_call, position AS place, "
    'row_number() OVER (PARTITION BY account_id ORDER BY "end", key, position) AS number FROM records.call_elements) '
    "AS numbered WHERE key = of_call AND position = place",
    "INSERT INTO records.last_changes SELECT account_id, max(change) FROM records.call_elements GROUP BY account_id",
)

KINDS = (
    *("direction", "connect_type", "call_type", "result", "caller_type", "callee_type"),
    *("caller_number_type", "callee_number_type", "site_id", "department", "cost_center"),
    *("voicemail", "recorded"),
)
# The call's own id was the first line of its words.
WORDS = {
    "sqlite": "substr(words, instr(words || char(10), char(10)))",
    "postgresql": "substr(words, strpos(words || chr(10), chr(10)))",
}
COUNTED = (
    ("call_days", "calls", KINDS, ("", "")),
    ("part_days", "call_elements", ("site_id", "path", "missed"), (" WHERE leads", " WHERE closes")),
)


def upgrade() -> None:
    for name in ("leads", "closes", "missed", "part_hidden", "hidden"):
        _add(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("path", "client_code", "reason"):
        _add(sa.Column(name, sa.String(), nullable=False, server_default=""))
    _add(sa.Column("wrap_up", sa.Integer(), nullable=False, server_default="0"))
    _add(sa.Column("change", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "last_changes",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_last_changes")),
        schema="records",
    )
    for statement in FILLED:
        op.execute(sa.text(statement).bindparams(yes=True) if ":yes" in statement else sa.text(statement))
    for table, of, kinds, only in COUNTED:
        _counted(table, of, kinds, only)
    _words()
    _index(["account_id", "owner", "change", "key", "position"])
    for time, mark in (("start", "leads"), ("end", "closes")):
        _index(["account_id", time, "key", "position"], mark)


def _counted(table: str, of: str, kinds: tuple[str, ...], only: tuple[str, str]) -> None:
    """A table of how many there were on each day, filled from what there is."""
    known: dict[str, Any] = {"site_id": ID, "missed": sa.Boolean(), "voicemail": sa.Boolean(), "recorded": sa.Boolean()}
    op.create_table(
        table,
        sa.Column("account_id", ID, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(kind, known.get(kind, sa.String()), nullable=False) for kind in kinds),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day", *kinds, name=op.f(f"pk_{table}")),
        schema="records",
    )
    names = ", ".join(kinds)
    shown = names.replace("voicemail", "voicemail_id IS NOT NULL AS voicemail")
    shown = shown.replace("recorded", "recording_id IS NOT NULL AS recorded")
    started = f"SELECT account_id, start / 86400000 AS day, {shown}, 1 AS one, 0 AS two FROM records.{of}{only[0]}"  # noqa: S608
    ended = f'SELECT account_id, "end" / 86400000 AS day, {shown}, 0 AS one, 1 AS two FROM records.{of}{only[1]}'  # noqa: S608
    op.execute(
        f"INSERT INTO records.{table} (account_id, day, {names}, started, ended) "  # noqa: S608
        f"SELECT account_id, day, {names}, sum(one), sum(two) FROM ({started} UNION ALL {ended}) AS counted "
        f"GROUP BY account_id, day, {names}"
    )


def _words() -> None:
    bind = op.get_bind()
    for table in ("calls", "call_elements"):
        op.execute(f"UPDATE records.{table} SET words = {WORDS[bind.dialect.name]}")  # noqa: S608
    words = op.create_table(
        "call_words",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "word", name=op.f("pk_call_words")),
        schema="records",
    )
    found: dict[tuple[str, str], tuple[int, int]] = {}
    calls = 'SELECT account_id, words, start / 86400000, "end" / 86400000 FROM records.calls'
    for account_id, lines, began, ended in bind.execute(sa.text(calls)):
        for word in lines.split("\n")[1:]:
            first, last = found.get((account_id, word), (began, ended))
            found[account_id, word] = (min(first, began), max(last, ended))
    if found:
        rows = [{"account_id": a, "word": w, "first": first, "last": last} for (a, w), (first, last) in found.items()]
        op.bulk_insert(words, rows)


def _add(column: "sa.Column[Any]") -> None:
    op.add_column("call_elements", column, schema="records")


def _index(columns: list[str], mark: str = "") -> None:
    where: dict[str, Any] = {"sqlite_where": sa.text(f"{mark} = 1"), "postgresql_where": sa.text(mark)} if mark else {}
    name = op.f(f"ix_call_elements_{'_'.join(columns)}")
    op.create_index(name, "call_elements", columns, schema="records", **where)
