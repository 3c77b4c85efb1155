"""Tables of the script library."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

scripts = sa.Table(
    "scripts",
    metadata,
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("newest", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
    sa.Column("kept_at", sa.BigInteger, nullable=False),
    sa.Index(None, "newest", "scene", "id"),
)
"""Every revision; never changed but for ``newest`` (0 or 1; one of a script is the newest)."""

banned_phrases = sa.Table(
    "banned_phrases",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
    sa.Column("kept_at", sa.BigInteger, nullable=False),
)
"""What a tenant has added to the shipped lists."""

script_uses = sa.Table(
    "script_uses",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("conversation", NAME, nullable=False),
    sa.Column("scene", NAME, nullable=False),
    sa.Column("script", NAME, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("used_by", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("after_sequence", sa.Integer, nullable=False),
    sa.Column("tier_before", sa.Text, nullable=False),
    sa.Column("mood_before", sa.Double, nullable=False),
    sa.Column("valence_before", sa.Double),
    sa.Column("event_id", NAME),
    sa.Column("answers", sa.Integer, nullable=False),
    sa.Column("valence_after", sa.Double),
    sa.Column("tier_after", sa.Text),
    sa.Column("look_at", sa.BigInteger),
    sa.Index(None, "look_at", "id"),
    sa.Index(None, "tenant", "conversation"),
)
"""Who said which script when, and how it went on. ``look_at`` is NULL once a use is in the figures."""

script_figures = sa.Table(
    "script_figures",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("script", NAME, primary_key=True),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("measured", sa.Integer, nullable=False),
    sa.Column("change_sum", sa.Double, nullable=False),
    sa.Column("change_squares", sa.Double, nullable=False),
    sa.Column("could_fall", sa.Integer, nullable=False),
    sa.Column("fell", sa.Integer, nullable=False),
)
"""Sums over uses, kept up to date in the transaction that writes a use or its end."""
