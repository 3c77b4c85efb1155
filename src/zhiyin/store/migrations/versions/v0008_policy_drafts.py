"""Drafts of policies, the texts of published versions, and who switched when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_PAST = """
INSERT INTO policy_changes (scene, changed_at, version, "before", changed_by, note)
SELECT scene, published_at, version, '', published_by, '' FROM policies
"""
"""What was published before counts as changes; what it took the place of is not known any more."""


def upgrade() -> None:
    op.create_table(
        "policy_drafts",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("saved_by", NAME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("based_on", NAME, nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "scene", "saved_by", name="pk_policy_drafts"),
    )
    op.create_table(
        "policy_texts",
        sa.Column("scene", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scene", "version", name="pk_policy_texts"),
    )
    op.create_table(
        "policy_changes",
        sa.Column("scene", NAME, nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("before", NAME, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scene", "changed_at", "version", name="pk_policy_changes"),
    )
    op.execute(_PAST)
