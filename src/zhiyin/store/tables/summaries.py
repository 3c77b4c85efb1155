"""Tables of the summaries: sums over what was said, changed in the very transaction that saves it."""

import sqlalchemy as sa

from zhiyin.domain.mood_summary import COLUMNS
from zhiyin.store.tables.base import NAME, metadata


def _counts(names: tuple[str, ...]) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


mood_hours = sa.Table(
    "mood_hours",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("channel", NAME, primary_key=True),
    sa.Column("team", NAME, primary_key=True),
    *_counts(COLUMNS),
)
"""``domain.mood_summary`` by hour; ``at`` is where the hour begins. All counts are sums, never negative for long."""

mood_days = sa.Table(
    "mood_days",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("channel", NAME, primary_key=True),
    sa.Column("team", NAME, primary_key=True),
    *_counts(COLUMNS),
)
"""The same by day of the site: long times are read from a twentieth of the rows."""

waits = sa.Table(
    "waits",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("channel", NAME, primary_key=True),
    sa.Column("team", NAME, primary_key=True),
    sa.Column("kind", NAME, primary_key=True),
    sa.Column("bucket", sa.Integer, primary_key=True),
    *_counts(("turns",)),
)
"""Waits by day of the site, in the buckets of ``domain.waits``; ``kind`` is one of ``mood_summary.WAITS``."""

topic_days = sa.Table(
    "topic_days",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    *_counts(("turns", "negative", "load")),
)

word_days = sa.Table(
    "word_days",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    *_counts(("turns", "negative")),
)
"""Past days keep their most frequent words only (``Summaries.trim_words``)."""

word_turns = sa.Table(
    "word_turns",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("event_id", NAME, primary_key=True),
    sa.Column("word", NAME, primary_key=True),
    sa.Column("scene", NAME, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("negative", sa.Integer, nullable=False),
    sa.Index(None, "tenant", "word", "at"),
)
"""Where each word was said; gone with its conversation."""

summary_states = sa.Table(
    "summary_states",
    metadata,
    sa.Column("name", NAME, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""``fingerprint``: how the sums were counted; ``trimmed``: words of the days before (ms) were trimmed."""
