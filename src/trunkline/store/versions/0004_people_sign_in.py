"""People sign in, and allow apps to act for them"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    # What apps were before: each on its own account, with a secret.
    op.add_column("apps", sa.Column("grants", sa.JSON(), nullable=False, server_default='["account_credentials"]'))
    op.add_column("apps", sa.Column("redirect_uris", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("people", sa.Column("license_type", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("people", sa.Column("admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("password_hash", sa.String(), nullable=False, server_default=""))
    op.add_column("audit_lines", sa.Column("person_id", ID, nullable=True))
    op.create_table(
        "authorizations",
        sa.Column("app_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_authorizations_account_id")),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_authorizations_app_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_authorizations_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorizations")),
    )
    op.create_index(op.f("ix_authorizations_account_id_id"), "authorizations", ["account_id", "id"])
    for column in ("app_id", "person_id", "expires_at"):
        op.create_index(op.f(f"ix_authorizations_{column}"), "authorizations", [column])
    with op.batch_alter_table("tokens") as tokens:
        tokens.add_column(sa.Column("authorization_id", ID, nullable=True))
        tokens.create_foreign_key(
            op.f("fk_tokens_authorization_id"), "authorizations", ["authorization_id"], ["id"], ondelete="CASCADE"
        )
        tokens.create_index(op.f("ix_tokens_authorization_id"), ["authorization_id"])
    _of_authorizations(
        "refresh_tokens",
        sa.Column("authorization_id", ID, nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_refresh_tokens_expires_at"), "refresh_tokens", ["expires_at"])
    _of_authorizations(
        "authorization_codes",
        sa.Column("authorization_id", ID, nullable=False),
        sa.Column("redirect_uri", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("challenge_method", sa.String(), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    _of_authorizations(
        "device_codes",
        sa.Column("user_code", sa.String(), nullable=False),
        sa.Column("app_id", ID, nullable=False),
        sa.Column("authorization_id", ID, nullable=True),
        sa.Column("denied", sa.Boolean(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name=op.f("fk_device_codes_app_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("user_code", name=op.f("uq_device_codes_user_code")),
    )
    for column in ("app_id", "expires_at"):
        op.create_index(op.f(f"ix_device_codes_{column}"), "device_codes", [column])


def _of_authorizations(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("hash", sa.String(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["authorization_id"],
            ["authorizations.id"],
            name=op.f(f"fk_{table}_authorization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_authorization_id"), table, ["authorization_id"])
