"""Weights of the risk that were refitted on the user's outcomes, and which of them counts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "risk_versions",
        sa.Column("version", NAME, nullable=False),
        sa.Column("before", NAME, nullable=False),
        sa.Column("seen_until", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_risk_versions"),
    )
    op.create_table(
        "active_risk",
        sa.Column("slot", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_active_risk"),
    )
