"""What was last said of the audio of live calls"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("described", "said"):
        op.add_column("legs", sa.Column(name, sa.String(), server_default="", nullable=False), schema="records")
