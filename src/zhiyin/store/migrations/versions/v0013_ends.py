"""How conversations ended, counted by day. All days of before are counted by the service after its start."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "end_days",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.PrimaryKeyConstraint("tenant", "day", name="pk_end_days"),
    )
    op.create_table(
        "end_marks",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("day", sa.BigInteger()),
        sa.Column("talk", NAME),
        sa.Column("customer", NAME),
        sa.Column("came_at", sa.BigInteger()),
        sa.Column("opened_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("number", name="pk_end_marks"),
    )
