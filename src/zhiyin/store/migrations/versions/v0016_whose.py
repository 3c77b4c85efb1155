"""Whose conversations, from an index. Lists by risk alone are merged from those of each tier: one index less."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_conversations_tenant_risk_last_at_id", "conversations")
    op.create_index(
        "ix_conversations_agent",
        "conversations",
        ["tenant", "agent", "tier", "risk", "last_at", "id", "scene", "closed"],
    )
    op.create_index(
        "ix_alarm_handling_tenant_person_conversation", "alarm_handling", ["tenant", "person", "conversation"]
    )
