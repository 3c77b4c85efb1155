"""The script library."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "scripts",
        sa.Column("scene", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scene", "id", "revision", name="pk_scripts"),
    )
    op.create_index("ix_scripts_newest_scene_id", "scripts", ["newest", "scene", "id"])
    op.create_table(
        "banned_phrases",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_banned_phrases"),
    )
    _uses()


def _uses() -> None:
    op.create_table(
        "script_uses",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("script", NAME, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("used_by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("after_sequence", sa.Integer(), nullable=False),
        sa.Column("tier_before", sa.Text(), nullable=False),
        sa.Column("mood_before", sa.Double(), nullable=False),
        sa.Column("valence_before", sa.Double()),
        sa.Column("event_id", NAME),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("valence_after", sa.Double()),
        sa.Column("tier_after", sa.Text()),
        sa.Column("look_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_script_uses"),
    )
    op.create_index("ix_script_uses_look_at_id", "script_uses", ["look_at", "id"])
    op.create_index("ix_script_uses_tenant_conversation", "script_uses", ["tenant", "conversation"])
    op.create_table(
        "script_figures",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("script", NAME, nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("change_sum", sa.Double(), nullable=False),
        sa.Column("change_squares", sa.Double(), nullable=False),
        sa.Column("could_fall", sa.Integer(), nullable=False),
        sa.Column("fell", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "scene", "script", name="pk_script_figures"),
    )
