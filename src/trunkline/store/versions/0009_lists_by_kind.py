"""Extensions of one kind, and members of one group, are lists by index"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_extensions_account_id_kind_id"), "extensions", ["account_id", "kind", "id"])
    op.create_index(op.f("ix_members_account_id_group_id_id"), "members", ["account_id", "group_id", "id"])
