"""What an account has: a ledger of calling plans, what its numbers can do, what is asked of its phones"""

import sqlalchemy as sa
from alembic import op

from trunkline.store.ids import new_id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")

# As plans were named when there was no ledger.
NAMES = {
    100: "US/CA Metered Calling Plan",
    101: "AU/NZ Metered Calling Plan",
    102: "UK/Ireland Metered Calling Plan",
    103: "Europe Zone A Metered Calling Plan",
    104: "Europe Zone B Metered Calling Plan",
    107: "JP Metered Calling Plan",
    200: "US/CA Unlimited Calling Plan",
    201: "AU/NZ Unlimited Calling Plan",
    202: "UK/Ireland Unlimited Calling Plan",
    203: "Europe Zone A Unlimited Calling Plan",
    204: "Europe Zone B Unlimited Calling Plan",
    207: "JP Unlimited Calling Plan",
    600: "Beta Calling Plan",
    1000: "Global Select Calling Plan",
    1001: "Global Select Metered Calling Plan",
    3000: "Pro",
    4000: "International Calling Add-On",
    4010: "Power Pack",
}
ROOM = 100  # licences of a plan that was in use without any: its owner says later how many there really are


def upgrade() -> None:
    op.add_column("phone_numbers", sa.Column("incoming", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("phone_numbers", sa.Column("outgoing", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("phone_numbers", sa.Column("display_name", sa.String(), nullable=False, server_default=""))
    op.add_column("phone_numbers", sa.Column("told_address_id", ID, nullable=True))
    op.add_column("phone_numbers", sa.Column("told_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "device_orders",
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("devices", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_device_orders_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_orders")),
    )
    op.create_index(op.f("ix_device_orders_account_id_id"), "device_orders", ["account_id", "id"])
    op.create_index(op.f("ix_device_orders_at"), "device_orders", ["at"])
    _licences()


def _licences() -> None:
    licences = op.create_table(
        "licences",
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bought", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_licences_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences")),
        sa.UniqueConstraint("account_id", "code", name=op.f("uq_licences_account_id_code")),
    )
    op.create_index(op.f("ix_licences_account_id_id"), "licences", ["account_id", "id"])
    op.create_index(op.f("ix_calling_plans_account_id_type"), "calling_plans", ["account_id", "type"])
    in_use = op.get_bind().execute(
        sa.text("SELECT account_id, type, count(*) FROM calling_plans GROUP BY account_id, type")
    )
    rows = [
        {"id": new_id(), "account_id": account, "code": code, "name": NAMES[code], "bought": max(count, ROOM)}
        for account, code, count in in_use
    ]
    if rows:
        op.bulk_insert(licences, rows)
