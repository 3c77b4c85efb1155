"""Corrected and uncertain readings."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("corrected_by", NAME, nullable=False),
        sa.Column("emotion", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "event_id", "corrected_by", name="pk_corrections"),
    )
    _items()
    op.create_table(
        "review_labels",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("item", NAME, nullable=False),
        sa.Column("given_by", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "item", "given_by", "kind", name="pk_review_labels"),
    )
    _index("review_labels", "tenant", "given_by", "kind", "at")


def _items() -> None:
    op.create_table(
        "review_items",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("emotion", NAME, nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("standing", NAME, nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", NAME, nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_review_items"),
    )
    _index("review_items", "tenant", "standing", "created_at", "id")
    _index("review_items", "tenant", "created_at", "id")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)
