"""Business outcomes, and whose conversations are whose, so that the two can be joined."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("customer", NAME, nullable=True))
    _index("conversations", "tenant", "opened_at", "id")
    _index("conversations", "tenant", "customer", "opened_at", "id")
    op.create_table(
        "business_outcomes",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("conversation", NAME, nullable=True),
        sa.Column("customer", NAME, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", "revision", name="pk_business_outcomes"),
    )
    _index("business_outcomes", "tenant", "conversation")
    _index("business_outcomes", "tenant", "customer", "at")
    _index("business_outcomes", "tenant", "received_at", "id", "revision")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)
