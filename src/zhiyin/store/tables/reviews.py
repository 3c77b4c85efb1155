"""Tables of corrections and of the review queue."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("event_id", NAME, primary_key=True),
    sa.Column("corrected_by", NAME, primary_key=True),
    sa.Column("emotion", sa.Text, nullable=False),
    sa.Column("polarity", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("at", sa.BigInteger, nullable=False),
)
"""What people say a reading should have been; the reading itself is never changed."""

review_items = sa.Table(
    "review_items",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("conversation", NAME, nullable=False),
    sa.Column("event_id", NAME, nullable=False),
    sa.Column("scene", NAME, nullable=False),
    sa.Column("emotion", NAME, nullable=False),
    sa.Column("source", NAME, nullable=False),
    sa.Column("chance", sa.Double, nullable=False),
    sa.Column("standing", NAME, nullable=False),
    sa.Column("labels", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("claimed_by", NAME),
    sa.Column("claimed_until", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "tenant", "standing", "created_at", "id"),
    sa.Index(None, "tenant", "created_at", "id"),
)
"""Turns that people should label. ``emotion`` is the model's; ``labels`` counts those given."""

review_labels = sa.Table(
    "review_labels",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("item", NAME, primary_key=True),
    sa.Column("given_by", NAME, primary_key=True),
    sa.Column("kind", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "tenant", "given_by", "kind", "at"),
)
"""``kind`` is ``label``, ``skip`` or ``verdict``."""
