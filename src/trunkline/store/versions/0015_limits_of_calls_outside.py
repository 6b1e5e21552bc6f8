"""Limits of calls outside, and what is measured by them"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "outside_limits",
        sa.Column("premium", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("shared_calls", sa.Integer(), nullable=False),
        sa.Column("shared_minutes", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outside_limits_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_limits")),
        sa.UniqueConstraint("account_id", name=op.f("uq_outside_limits_account_id")),
    )
    op.create_index(op.f("ix_outside_limits_account_id_id"), "outside_limits", ["account_id", "id"], unique=False)
    op.create_table(
        "spent_outside",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("extension_id", ID, nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day", "extension_id", name=op.f("pk_spent_outside")),
        schema="records",
    )
    for column in (
        sa.Column("charged", ID, server_default="", nullable=False),
        sa.Column("came_to", sa.String(), server_default="", nullable=False),
        sa.Column("answered", sa.BigInteger(), server_default="0", nullable=False),
    ):
        op.add_column("legs", column, schema="records")
