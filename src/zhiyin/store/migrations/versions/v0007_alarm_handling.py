"""Who took which alarm, and what a wall shows of a conversation without reading all of it.

What was stored before has no tile: it is filled in with the next turn. A wall shows open conversations only, so nothing
but the talks under way at the moment of the upgrade can be missed, each until its next turn.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _tiles()
    _alarm_handling()
    _alarm_deeds()


def _tiles() -> None:
    for column in (
        sa.Column("agent", NAME),
        sa.Column("team", NAME),
        sa.Column("waiting_since", sa.BigInteger()),
        sa.Column("closed", sa.Integer()),
        sa.Column("alarm_level", sa.Integer()),
        sa.Column("alarm_at", sa.BigInteger()),
        sa.Column("brief", sa.Text()),
    ):
        op.add_column("conversations", column)
    _index("ix_conversations_rang", "conversations", ["tenant", "alarm_at", "id"], "alarm_level > 0")
    _index("ix_conversations_rang_severe", "conversations", ["alarm_at"], "alarm_level = 3")


def _alarm_handling() -> None:
    op.create_table(
        "alarm_handling",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", NAME, nullable=False),
        sa.Column("team", NAME, nullable=False),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        *_deed(),
        sa.PrimaryKeyConstraint("tenant", "conversation", name="pk_alarm_handling"),
    )


def _alarm_deeds() -> None:
    op.create_table(
        "alarm_deeds",
        sa.Column("tenant", NAME, nullable=False),
        sa.Column("conversation", NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        *_deed(),
        sa.Column("waited", sa.BigInteger(), nullable=True),
        sa.Column("served_by_team", NAME, nullable=True),
        sa.PrimaryKeyConstraint("tenant", "conversation", "version", name="pk_alarm_deeds"),
    )
    _index("ix_alarm_deeds_answered", "alarm_deeds", ["tenant", "done_at"], "waited IS NOT NULL")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, unique=False, sqlite_where=only, postgresql_where=only)


def _deed() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", NAME, nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("to_person", sa.Text(), nullable=False),
        sa.Column("to_team", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("resolution", NAME, nullable=True),
    ]
