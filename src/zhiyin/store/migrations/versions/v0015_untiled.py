"""Conversations stored before the wall, to be found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    missing = sa.text("brief IS NULL")
    op.create_index(
        "ix_conversations_untiled", "conversations", ["last_at"], sqlite_where=missing, postgresql_where=missing
    )
