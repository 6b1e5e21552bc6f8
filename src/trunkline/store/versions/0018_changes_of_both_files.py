"""A change of both files can be finished by whoever comes after; sound is counted by its age"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "unfiled_audit_lines",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("app_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfiled_audit_lines")),
        schema="records",
    )
    for table in ("voicemails", "recordings"):
        op.create_index(op.f(f"ix_{table}_created_seconds"), table, ["created", "seconds"], schema="records")
