"""The first shape"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sip_domain", sa.String(), nullable=False),
        sa.Column("config_version", sa.Integer(), nullable=False),
        sa.Column("demo_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("sip_domain", name=op.f("uq_accounts_sip_domain")),
    )
    op.create_table(
        "call_elements",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "call_history_uuid",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("node", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("connect_type", sa.String(), nullable=False),
        sa.Column("call_type", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column(
            "owner",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.Integer(), nullable=False),
        sa.Column("caller_type", sa.String(), nullable=False),
        sa.Column("callee_type", sa.String(), nullable=False),
        sa.Column("caller_number_type", sa.String(), nullable=False),
        sa.Column("callee_number_type", sa.String(), nullable=False),
        sa.Column(
            "site_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("cost_center", sa.String(), nullable=False),
        sa.Column("caller", sa.JSON(), nullable=False),
        sa.Column("callee", sa.JSON(), nullable=False),
        sa.Column("operator", sa.JSON(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", "position", name=op.f("pk_call_elements")),
        sa.UniqueConstraint("id", name=op.f("uq_call_elements_id")),
        schema="records",
    )
    op.create_index(
        op.f("ix_call_elements_account_id_owner_end_key_position"),
        "call_elements",
        ["account_id", "owner", "end", "key", "position"],
        unique=False,
        schema="records",
    )
    op.create_index(
        op.f("ix_call_elements_account_id_owner_start_key_position"),
        "call_elements",
        ["account_id", "owner", "start", "key", "position"],
        unique=False,
        schema="records",
    )
    op.create_table(
        "calls",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("connect_type", sa.String(), nullable=False),
        sa.Column("call_type", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("caller_type", sa.String(), nullable=False),
        sa.Column("callee_type", sa.String(), nullable=False),
        sa.Column("caller_number_type", sa.String(), nullable=False),
        sa.Column("callee_number_type", sa.String(), nullable=False),
        sa.Column(
            "site_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("site_name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("cost_center", sa.String(), nullable=False),
        sa.Column("caller", sa.JSON(), nullable=False),
        sa.Column("callee", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calls")),
        sa.UniqueConstraint("id", name=op.f("uq_calls_id")),
        schema="records",
    )
    op.create_index(
        op.f("ix_calls_account_id_end_key"), "calls", ["account_id", "end", "key"], unique=False, schema="records"
    )
    op.create_index(
        op.f("ix_calls_account_id_start_key"), "calls", ["account_id", "start", "key"], unique=False, schema="records"
    )
    op.create_table(
        "legs",
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column("sip_call_id", sa.String(), nullable=False),
        sa.Column("local_tag", sa.String(), nullable=False),
        sa.Column("remote_tag", sa.String(), nullable=False),
        sa.Column("local_uri", sa.String(), nullable=False),
        sa.Column("remote_uri", sa.String(), nullable=False),
        sa.Column("remote_target", sa.String(), nullable=False),
        sa.Column("route_set", sa.JSON(), nullable=False),
        sa.Column("address_host", sa.String(), nullable=False),
        sa.Column("address_port", sa.Integer(), nullable=False),
        sa.Column("cseq", sa.Integer(), nullable=False),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legs")),
        schema="records",
    )
    op.create_index(op.f("ix_legs_call"), "legs", ["call"], unique=False, schema="records")
    op.create_table(
        "registrations",
        sa.Column(
            "line_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column(
            "device_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("received_host", sa.String(), nullable=False),
        sa.Column("received_port", sa.Integer(), nullable=False),
        sa.Column("private_host", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("cseq", sa.Integer(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("line_id", "contact", name=op.f("pk_registrations")),
        schema="records",
    )
    op.create_index(op.f("ix_registrations_device_id"), "registrations", ["device_id"], unique=False, schema="records")
    op.create_index(
        op.f("ix_registrations_expires_at"), "registrations", ["expires_at"], unique=False, schema="records"
    )
    op.create_table(
        "apps",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_apps_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apps")),
    )
    op.create_index(op.f("ix_apps_account_id"), "apps", ["account_id"], unique=False)
    op.create_table(
        "audit_lines",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column(
            "app_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audit_lines_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_lines")),
    )
    op.create_index(op.f("ix_audit_lines_account_id"), "audit_lines", ["account_id"], unique=False)
    op.create_table(
        "emergency_addresses",
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("address_line1", sa.String(), nullable=False),
        sa.Column("address_line2", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("state_code", sa.String(), nullable=False),
        sa.Column("zip", sa.String(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_emergency_addresses_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_addresses")),
    )
    op.create_index(op.f("ix_emergency_addresses_account_id"), "emergency_addresses", ["account_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outbox_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_account_id"), "outbox", ["account_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("cost_center", sa.String(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_people_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("account_id", "email", name=op.f("uq_people_account_id_email")),
    )
    op.create_index(op.f("ix_people_account_id"), "people", ["account_id"], unique=False)
    op.create_table(
        "sites",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("country_name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("short_extension_length", sa.Integer(), nullable=False),
        sa.Column(
            "emergency_address_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sites_account_id")),
        sa.ForeignKeyConstraint(
            ["emergency_address_id"], ["emergency_addresses.id"], name=op.f("fk_sites_emergency_address_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("account_id", "code", name=op.f("uq_sites_account_id_code")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_sites_account_id_name")),
    )
    op.create_index(op.f("ix_sites_account_id"), "sites", ["account_id"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column(
            "app_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_subscriptions_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_subscriptions_app_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("app_id", "event", name=op.f("uq_subscriptions_app_id_event")),
    )
    op.create_index(op.f("ix_subscriptions_account_id"), "subscriptions", ["account_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column(
            "app_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tokens_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_tokens_app_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    op.create_index(op.f("ix_tokens_app_id"), "tokens", ["app_id"], unique=False)
    op.create_index(op.f("ix_tokens_expires_at"), "tokens", ["expires_at"], unique=False)
    op.create_table(
        "devices",
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("mac_address", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column(
            "site_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_devices_account_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_devices_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("account_id", "mac_address", name=op.f("uq_devices_account_id_mac_address")),
    )
    op.create_index(op.f("ix_devices_account_id"), "devices", ["account_id"], unique=False)
    op.create_index(op.f("ix_devices_site_id"), "devices", ["site_id"], unique=False)
    op.create_table(
        "extensions",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "extension_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "site_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("cost_center", sa.String(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_extensions_account_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_extensions_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_extensions_account_id_number")),
        sa.UniqueConstraint("extension_id", name=op.f("uq_extensions_extension_id")),
    )
    op.create_index(op.f("ix_extensions_account_id"), "extensions", ["account_id"], unique=False)
    op.create_index(op.f("ix_extensions_site_id"), "extensions", ["site_id"], unique=False)
    op.create_table(
        "auto_receptionists",
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "main_of",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["id"], ["extensions.id"], name=op.f("fk_auto_receptionists_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["main_of"], ["sites.id"], name=op.f("fk_auto_receptionists_main_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auto_receptionists")),
        sa.UniqueConstraint("main_of", name=op.f("uq_auto_receptionists_main_of")),
    )
    op.create_table(
        "calling_plans",
        sa.Column(
            "extension_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("type", sa.Integer(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_calling_plans_account_id")),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_calling_plans_extension_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calling_plans")),
        sa.UniqueConstraint("extension_id", "type", name=op.f("uq_calling_plans_extension_id_type")),
    )
    op.create_index(op.f("ix_calling_plans_account_id"), "calling_plans", ["account_id"], unique=False)
    op.create_table(
        "device_lines",
        sa.Column(
            "device_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "extension_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("sip_user", sa.String(), nullable=False),
        sa.Column("sealed_password", sa.String(), nullable=False),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_device_lines_account_id")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_lines_device_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_device_lines_extension_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_lines")),
        sa.UniqueConstraint("device_id", "extension_id", name=op.f("uq_device_lines_device_id_extension_id")),
        sa.UniqueConstraint("sip_user", name=op.f("uq_device_lines_sip_user")),
    )
    op.create_index(op.f("ix_device_lines_account_id"), "device_lines", ["account_id"], unique=False)
    op.create_index(op.f("ix_device_lines_extension_id"), "device_lines", ["extension_id"], unique=False)
    op.create_table(
        "phone_numbers",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_type", sa.Enum("toll", "tollfree", native_enum=False), nullable=False),
        sa.Column("source", sa.Enum("internal", "external", native_enum=False), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column(
            "site_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "extension_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_phone_numbers_account_id")),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_phone_numbers_extension_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_phone_numbers_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_numbers")),
        sa.UniqueConstraint("number", name=op.f("uq_phone_numbers_number")),
    )
    op.create_index(op.f("ix_phone_numbers_account_id"), "phone_numbers", ["account_id"], unique=False)
    op.create_index(op.f("ix_phone_numbers_extension_id"), "phone_numbers", ["extension_id"], unique=False)
    op.create_index(op.f("ix_phone_numbers_site_id"), "phone_numbers", ["site_id"], unique=False)
    op.create_table(
        "users",
        sa.Column(
            "id", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "person_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "phone_user_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "emergency_address_id",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["emergency_address_id"], ["emergency_addresses.id"], name=op.f("fk_users_emergency_address_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["extensions.id"], name=op.f("fk_users_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_users_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("person_id", name=op.f("uq_users_person_id")),
        sa.UniqueConstraint("phone_user_id", name=op.f("uq_users_phone_user_id")),
    )
    op.create_index(op.f("ix_users_email"), "users", ["email"], unique=False)
