"""Call elements know their owner's part of the call, who hid them, and when they last changed"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
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


def upgrade() -> None:
    for name in ("leads", "closes", "missed", "part_hidden", "hidden"):
        _add(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("path", "client_code"):
        _add(sa.Column(name, sa.String(), nullable=False, server_default=""))
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
    _index(["account_id", "owner", "change", "key", "position"])
    for time, mark in (("start", "leads"), ("end", "closes")):
        _index(["account_id", time, "key", "position"], mark)


def _add(column: "sa.Column[Any]") -> None:
    op.add_column("call_elements", column, schema="records")


def _index(columns: list[str], mark: str = "") -> None:
    where: dict[str, Any] = {"sqlite_where": sa.text(f"{mark} = 1"), "postgresql_where": sa.text(mark)} if mark else {}
    name = op.f(f"ix_call_elements_{'_'.join(columns)}")
    op.create_index(name, "call_elements", columns, schema="records", **where)
