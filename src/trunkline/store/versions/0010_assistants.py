"""Assistants take the calls of whom they assist, or do not; what imports said of users is a policy"""

import sqlalchemy as sa
from alembic import op

from trunkline.store.ids import new_id

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

users = sa.table(
    "users",
    sa.column("id", sa.String()),
    sa.column("profile", sa.JSON()),
)
extensions = sa.table("extensions", sa.column("id", sa.String()), sa.column("account_id", sa.String()))
settings = sa.table(
    "settings",
    *(sa.column(name, sa.String()) for name in ("id", "account_id", "owner_id", "key")),
    sa.column("value", sa.JSON()),
    sa.column("locked", sa.Boolean()),
)


def upgrade() -> None:
    op.add_column("assistants", sa.Column("takes_calls", sa.Boolean(), nullable=False, server_default=sa.true()))
    _told()


def _told() -> None:
    """Whether a user may choose a caller ID stood in the profile, where no policy heard of it."""
    connection = op.get_bind()
    own = sa.select(users.c.id, users.c.profile, extensions.c.account_id).join(
        extensions, extensions.c.id == users.c.id
    )
    said = set(
        connection.execute(
            sa.select(settings.c.owner_id).where(settings.c.key == "select_outbound_caller_id")
        ).scalars()
    )
    rows = [
        {
            "id": new_id(),
            "account_id": account,
            "owner_id": id,
            "key": "select_outbound_caller_id",
            "value": {"enable": False},
            "locked": False,
        }
        for id, profile, account in connection.execute(own)
        if profile.get("selects_outbound_caller_id") is False and id not in said
    ]
    if rows:
        op.bulk_insert(settings, rows)
