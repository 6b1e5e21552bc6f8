"""Messages that callers leave"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
INDEXES = (
    ("account_id", "created", "id"),
    ("account_id", "owner", "created", "id"),
    ("account_id", "owner", "key"),
    ("account_id", "owner", "call_log_id"),
)


def upgrade() -> None:
    for table in ("calls", "call_elements"):
        op.add_column(table, sa.Column("voicemail_id", ID, nullable=True), schema="records")
    op.create_table(
        "voicemails",
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("file", ID, nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.Column("trashed", sa.BigInteger(), nullable=True),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voicemails")),
        sa.UniqueConstraint("file", name=op.f("uq_voicemails_file")),
        schema="records",
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_voicemails_{'_'.join(columns)}"), "voicemails", columns, schema="records")
