"""Tables of the policy bench: drafts, the texts that versions were published as, and who switched when and why."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

policy_drafts = sa.Table(
    "policy_drafts",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("saved_by", NAME, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("based_on", NAME, nullable=False),
    sa.Column("saved_at", sa.BigInteger, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
)
"""One per person and scene; ``revision`` guards against two windows."""

policy_texts = sa.Table(
    "policy_texts",
    metadata,
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("version", NAME, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""The YAML of published versions, with its comments; a version that came another way has none."""

policy_changes = sa.Table(
    "policy_changes",
    metadata,
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("changed_at", sa.BigInteger, primary_key=True),
    sa.Column("version", NAME, primary_key=True),
    sa.Column("before", NAME, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
"""Every publishing and switching, never changed. ``before``: the version that counted until then; empty: as shipped."""
