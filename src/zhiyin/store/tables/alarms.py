"""Tables of alarms: how each stands, and all that was done about it."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

alarm_handling = sa.Table(
    "alarm_handling",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("state", NAME, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("person", NAME, nullable=False),
    sa.Column("team", NAME, nullable=False),
    sa.Column("escalated_at", sa.BigInteger),
    sa.Column("answered_at", sa.BigInteger),
    sa.Column("kind", NAME, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("done_at", sa.BigInteger, nullable=False),
    sa.Column("to_person", sa.Text, nullable=False),
    sa.Column("to_team", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("resolution", NAME),
    sa.Index(None, "tenant", "person", "conversation"),
)
"""The last deed and what it led to; it counts for alarms up to ``level`` (of the tier). A conversation that nobody has
acted on has no row: its alarm is open."""

alarm_deeds = sa.Table(
    "alarm_deeds",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("kind", NAME, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("done_at", sa.BigInteger, nullable=False),
    sa.Column("to_person", sa.Text, nullable=False),
    sa.Column("to_team", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("resolution", NAME),
    sa.Column("waited", sa.BigInteger),
    sa.Column("served_by_team", NAME),
)
"""Every deed, never changed. ``waited``: ms from the alarm to a person's first deed on it, else NULL."""

sa.Index(
    "ix_alarm_deeds_answered",
    alarm_deeds.c.tenant,
    alarm_deeds.c.done_at,
    sqlite_where=alarm_deeds.c.waited.is_not(None),
    postgresql_where=alarm_deeds.c.waited.is_not(None),
)
