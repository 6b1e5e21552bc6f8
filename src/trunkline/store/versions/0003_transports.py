"""By which transport a phone is reached"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("registrations", "legs"):
        op.add_column(
            table, sa.Column("transport", sa.String(), server_default="udp", nullable=False), schema="records"
        )
    op.add_column("legs", sa.Column("registration", sa.String(), server_default="", nullable=False), schema="records")
