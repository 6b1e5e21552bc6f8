"""Which phone a registration is of"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("instance", sa.String(), server_default="", nullable=False),
        sa.Column("reg_id", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("registrations", column, schema="records")
