"""Recordings of calls"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
COLUMNS = ("account_id", "owner", "created", "id")


def upgrade() -> None:
    for table in ("calls", "call_elements"):
        op.add_column(table, sa.Column("recording_id", ID, nullable=True), schema="records")
    op.create_table(
        "recordings",
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("file", ID, nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("owner_type", sa.String(), nullable=False),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("owner_number", sa.String(), nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("call_element_id", ID, nullable=False),
        sa.Column("call_log_id", ID, nullable=False),
        sa.Column("caller", sa.JSON(), nullable=False),
        sa.Column("callee", sa.JSON(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("file", name=op.f("uq_recordings_file")),
        schema="records",
    )
    op.create_index(op.f(f"ix_recordings_{'_'.join(COLUMNS)}"), "recordings", COLUMNS, schema="records")
