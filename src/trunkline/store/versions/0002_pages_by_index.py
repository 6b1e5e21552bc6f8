"""Pages of an account's rows are pieces of an index"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "apps",
    "audit_lines",
    "calling_plans",
    "device_lines",
    "devices",
    "emergency_addresses",
    "extensions",
    "outbox",
    "people",
    "phone_numbers",
    "sites",
    "subscriptions",
)


def upgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_account_id", table_name=table)
        op.create_index(f"ix_{table}_account_id_id", table, ["account_id", "id"])
