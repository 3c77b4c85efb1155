"""The first schema: journal, outcomes, snapshots, outbox, policies and keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _events()
    _outcomes()
    _conversations()
    _actions()
    _policies()
    _active_policies()
    _api_keys()


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "conversation", "event_id", name="pk_events"),
    )
    op.create_index(
        "ix_events_unapplied",
        "events",
        ["tenant", "conversation"],
        unique=False,
        sqlite_where=sa.text("applied_at IS NULL"),
        postgresql_where=sa.text("applied_at IS NULL"),
    )


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "event_id", name="pk_outcomes"),
        sa.UniqueConstraint("tenant", "conversation", "sequence", name="uq_outcomes_tenant_conversation_sequence"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("risk", sa.Double(), nullable=False),
        sa.Column("tier", NAME, nullable=False),
        sa.Column("mood", sa.Double(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_tenant_last_at_id", "conversations", ["tenant", "last_at", "id"], unique=False)
    op.create_index(
        "ix_conversations_tenant_risk_last_at_id", "conversations", ["tenant", "risk", "last_at", "id"], unique=False
    )
    op.create_index(
        "ix_conversations_tenant_tier_risk_last_at_id",
        "conversations",
        ["tenant", "tier", "risk", "last_at", "id"],
        unique=False,
    )


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", NAME, nullable=False),
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("legs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
    )
    op.create_index(
        "ix_actions_due",
        "actions",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_actions_tenant_conversation_created_at_id",
        "actions",
        ["tenant", "conversation", "created_at", "id"],
        unique=False,
    )
    op.create_index("ix_actions_tenant_created_at_id", "actions", ["tenant", "created_at", "id"], unique=False)
    op.create_index(
        "ix_actions_tenant_status_created_at_id", "actions", ["tenant", "status", "created_at", "id"], unique=False
    )


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("scene", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scene", "version", name="pk_policies"),
    )


def _active_policies() -> None:
    op.create_table(
        "active_policies",
        sa.Column("scene", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scene", name="pk_active_policies"),
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", NAME, nullable=False),
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("digest", NAME, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
    )
