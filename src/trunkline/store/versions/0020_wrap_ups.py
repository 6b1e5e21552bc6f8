"""The time that a queue's member takes after a call is as it was, not as it was allowed"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "wrap_ups",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "owner", "start", "key", name=op.f("pk_wrap_ups")),
        schema="records",
    )
    op.drop_column("call_elements", "wrap_up", schema="records")
