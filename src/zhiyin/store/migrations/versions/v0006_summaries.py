"""Mergeable summaries of moods and warnings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_COUNTS = (
    "customer_turns",
    "agent_turns",
    "bot_turns",
    "system_turns",
    "silences",
    "read",
    "negative",
    "neutral",
    "positive",
    "unsure",
    "valence",
    "intensity",
    "load",
    "warned_mild",
    "warned_moderate",
    "warned_severe",
    "opened",
    "with_customer",
    "warned",
    "judged",
    "improved",
    "worsened",
    "conflicts",
    "resolved",
    "emotion_calm",
    "emotion_satisfied",
    "emotion_grateful",
    "emotion_expectant",
    "emotion_confused",
    "emotion_anxious",
    "emotion_disappointed",
    "emotion_dissatisfied",
    "emotion_angry",
    "emotion_sad",
    "emotion_surprised",
)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("summed", sa.Text(), nullable=True))
    op.create_index(
        "ix_conversations_unsummed",
        "conversations",
        ["tenant", "id"],
        unique=False,
        sqlite_where=sa.text("summed IS NULL"),
        postgresql_where=sa.text("summed IS NULL"),
    )
    place = ("scene", "channel", "team")
    _sums("mood_hours", place, _COUNTS)
    _sums("mood_days", place, _COUNTS)
    _sums("waits", (*place, "kind"), ("turns",), sa.Column("bucket", sa.Integer(), nullable=False))
    _sums("topic_days", ("scene", "name"), ("turns", "negative", "load"))
    _sums("word_days", ("scene", "name"), ("turns", "negative"))
    _word_turns()
    op.create_table(
        "summary_states",
        sa.Column("name", NAME, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_summary_states"),
    )


def _sums(table: str, place: tuple[str, ...], counts: tuple[str, ...], *further: sa.Column[int]) -> None:
    op.create_table(
        table,
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, NAME, nullable=False) for name in place),
        *further,
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("tenant", "at", *place, *(c.name for c in further), name=f"pk_{table}"),
    )


def _word_turns() -> None:
    op.create_table(
        "word_turns",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("event_id", NAME, nullable=False),
        sa.Column("word", NAME, nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "event_id", "word", name="pk_word_turns"),
    )
    op.create_index("ix_word_turns_tenant_word_at", "word_turns", ["tenant", "word", "at"], unique=False)
