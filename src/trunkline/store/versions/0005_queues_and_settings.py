"""Call queues, call handling and settings that are inherited"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "settings",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_settings_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings")),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_settings_owner_id_key")),
    )
    op.create_index(op.f("ix_settings_account_id_id"), "settings", ["account_id", "id"])

    op.create_table(
        "audio_files",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("extension_id", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audio_files_account_id")),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_audio_files_extension_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audio_files")),
    )
    op.create_index(op.f("ix_audio_files_account_id_id"), "audio_files", ["account_id", "id"])
    op.create_index(op.f("ix_audio_files_extension_id"), "audio_files", ["extension_id"])

    op.create_table(
        "call_handlings",
        sa.Column("extension_id", ID, nullable=False),
        sa.Column("hours", sa.Enum("business", "closed", "holiday", native_enum=False), nullable=False),
        sa.Column("week", sa.JSON(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=True),
        sa.Column("busy_action", sa.Integer(), nullable=True),
        sa.Column("forward_to", ID, nullable=True),
        sa.Column("busy_forward_to", ID, nullable=True),
        sa.Column("operator", ID, nullable=True),
        sa.Column("handling", sa.JSON(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_call_handlings_account_id")),
        sa.ForeignKeyConstraint(
            ["busy_forward_to"], ["extensions.id"], name=op.f("fk_call_handlings_busy_forward_to"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_call_handlings_extension_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["forward_to"], ["extensions.id"], name=op.f("fk_call_handlings_forward_to"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["operator"], ["extensions.id"], name=op.f("fk_call_handlings_operator"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_handlings")),
    )
    op.create_index(op.f("ix_call_handlings_account_id_id"), "call_handlings", ["account_id", "id"])
    op.create_index(op.f("ix_call_handlings_busy_forward_to"), "call_handlings", ["busy_forward_to"])
    op.create_index(op.f("ix_call_handlings_extension_id"), "call_handlings", ["extension_id"])
    op.create_index(op.f("ix_call_handlings_forward_to"), "call_handlings", ["forward_to"])
    op.create_index(op.f("ix_call_handlings_operator"), "call_handlings", ["operator"])

    op.create_table(
        "call_queues",
        sa.Column("id", ID, nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["extensions.id"], name=op.f("fk_call_queues_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_queues")),
    )
    op.create_table(
        "members",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("extension_id", ID, nullable=False),
        sa.Column("receives_calls", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_members_account_id")),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_members_extension_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["extensions.id"], name=op.f("fk_members_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("group_id", "extension_id", name=op.f("uq_members_group_id_extension_id")),
    )
    op.create_index(op.f("ix_members_account_id_id"), "members", ["account_id", "id"])
    op.create_index(op.f("ix_members_extension_id"), "members", ["extension_id"])

    op.create_table(
        "shared_accesses",
        sa.Column(
            "subject",
            sa.Enum("voicemail", "automatic_recording", "ad_hoc_recording", native_enum=False),
            nullable=False,
        ),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("accessor_id", ID, nullable=False),
        sa.Column("may_delete", sa.Boolean(), nullable=False),
        sa.Column("may_download", sa.Boolean(), nullable=False),
        sa.Column("may_share", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["accessor_id"], ["extensions.id"], name=op.f("fk_shared_accesses_accessor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_shared_accesses_account_id")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["extensions.id"], name=op.f("fk_shared_accesses_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_accesses")),
        sa.UniqueConstraint(
            "owner_id", "subject", "accessor_id", name=op.f("uq_shared_accesses_owner_id_subject_accessor_id")
        ),
    )
    op.create_index(op.f("ix_shared_accesses_accessor_id"), "shared_accesses", ["accessor_id"])
    op.create_index(op.f("ix_shared_accesses_account_id_id"), "shared_accesses", ["account_id", "id"])

    op.create_table(
        "assistants",
        sa.Column("user_id", ID, nullable=False),
        sa.Column("extension_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assistants_account_id")),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_assistants_extension_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_assistants_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistants")),
        sa.UniqueConstraint("user_id", "extension_id", name=op.f("uq_assistants_user_id_extension_id")),
    )
    op.create_index(op.f("ix_assistants_account_id_id"), "assistants", ["account_id", "id"])
    op.create_index(op.f("ix_assistants_extension_id"), "assistants", ["extension_id"])

    op.create_table(
        "caller_numbers",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("phone_number_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_caller_numbers_account_id")),
        sa.ForeignKeyConstraint(
            ["phone_number_id"],
            ["phone_numbers.id"],
            name=op.f("fk_caller_numbers_phone_number_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_numbers")),
        sa.UniqueConstraint("owner_id", "phone_number_id", name=op.f("uq_caller_numbers_owner_id_phone_number_id")),
    )
    op.create_index(op.f("ix_caller_numbers_account_id_id"), "caller_numbers", ["account_id", "id"])
    op.create_index(op.f("ix_caller_numbers_phone_number_id"), "caller_numbers", ["phone_number_id"])

    op.create_table(
        "forwardings",
        sa.Column("handling_id", ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_forwardings_account_id")),
        sa.ForeignKeyConstraint(
            ["handling_id"], ["call_handlings.id"], name=op.f("fk_forwardings_handling_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forwardings")),
    )
    op.create_index(op.f("ix_forwardings_account_id_id"), "forwardings", ["account_id", "id"])
    op.create_index(op.f("ix_forwardings_handling_id"), "forwardings", ["handling_id"])

    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("timezone", sa.String(), nullable=False, server_default=""))
