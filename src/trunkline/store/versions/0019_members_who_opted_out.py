"""Members of queues say by phone whether they take its calls"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    """Nothing could ever set the column."""
    op.create_table(
        "opted_out",
        sa.Column("member_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_opted_out")),
        schema="records",
    )
    op.drop_column("members", "receives_calls")
