"""How many events each tenant has. Those that are there are counted once."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "event_counts",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "writer", name="pk_event_counts"),
    )
    op.execute(
        "INSERT INTO event_counts (tenant, writer, events) SELECT tenant, 0, count(*) FROM events GROUP BY tenant"
    )
