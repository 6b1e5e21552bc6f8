"""Parties of calls are kept once"""

from hashlib import blake2b
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
DAY = 24 * 60 * 60 * 1000  # milliseconds
SEARCHED = ("name", "number", "did", "email")
COLUMNS = {"calls": ("caller", "callee"), "call_elements": ("caller", "callee", "operator")}
CALLS = {"calls": "records.calls", "call_elements": "records.call_elements JOIN records.calls USING (key)"}
ALL_SAID = (
    "SELECT {table}.account_id, CAST({column} AS VARCHAR), "
    'min(calls.start / {day}), max(calls."end" / {day}) FROM {calls} '
    "WHERE CAST({column} AS VARCHAR) <> 'null' GROUP BY 1, 2"  # nobody was told as JSON's null too
)
OTHERS = (  # in the elements of a call
    "SELECT 1 FROM records.call_elements AS e WHERE e.key = calls.key AND "
    "(e.caller NOT IN (calls.caller, calls.callee) OR e.callee NOT IN (calls.caller, calls.callee) "
    "OR e.operator NOT IN (calls.caller, calls.callee))"
)


def upgrade() -> None:
    parties = op.create_table(
        "parties",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_parties")),
        schema="records",
    )
    found: dict[tuple[str, int], dict[str, Any]] = {}
    keys: dict[str, int] = {}
    for table, columns in COLUMNS.items():
        for column in columns:
            _collect(table, column, found, keys)
    if found:
        op.bulk_insert(parties, [*found.values()])
    named = op.create_table(
        "named_parties", sa.Column("said", sa.Text()), sa.Column("key", sa.BigInteger()), prefixes=["TEMPORARY"]
    )
    op.bulk_insert(named, [{"said": text, "key": key} for text, key in keys.items()])
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_named_parties", "named_parties", ["said"], unique=True)
    for table, columns in COLUMNS.items():
        for column in columns:
            _replace(table, column)
    op.drop_table("named_parties")
    op.drop_column("call_elements", "words", schema="records")
    op.execute(f"UPDATE records.calls SET words = '' WHERE NOT EXISTS ({OTHERS})")  # noqa: S608
    op.drop_table("call_words", schema="records")


def _collect(table: str, column: str, found: dict[tuple[str, int], dict[str, Any]], keys: dict[str, int]) -> None:
    """What is said in a column of a table, each once, and under which key it will be."""
    all_said = ALL_SAID.format(table=table, column=f"{table}.{column}", calls=CALLS[table], day=DAY)
    for account_id, text, first, last in op.get_bind().execute(sa.text(all_said)):
        said = {name: value for name, value in orjson.loads(text).items() if value}
        key = keys[text] = int.from_bytes(blake2b(orjson.dumps(said), digest_size=8).digest()) >> 1
        words = "".join(f"\n{said[name].lower()}" for name in SEARCHED if name in said)
        row = {"account_id": account_id, "key": key, "said": said, "words": words, "first": first, "last": last}
        known = found.setdefault((account_id, key), row)
        known["first"], known["last"] = min(known["first"], first), max(known["last"], last)


def _replace(table: str, column: str) -> None:
    """A column that says a party by one that names it."""
    required: dict[str, Any] = {} if column == "operator" else {"nullable": False, "server_default": "0"}
    op.add_column(table, sa.Column("named", sa.BigInteger(), **required), schema="records")
    op.execute(
        f"UPDATE records.{table} SET named = named_parties.key FROM named_parties "  # noqa: S608
        f"WHERE CAST({column} AS VARCHAR) = named_parties.said"
    )
    op.drop_column(table, column, schema="records")
    op.execute(f"ALTER TABLE records.{table} RENAME COLUMN named TO {column}")
