"""Tables of long work in the background."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("tenant", NAME, nullable=False),
    sa.Column("kind", NAME, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger),
    sa.Column("kept", sa.Text, nullable=False),
    sa.Column("result", sa.Text),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("started_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("lease_until", sa.BigInteger, nullable=False),
    sa.Index(None, "tenant", "created_at", "id"),
    sa.Index(None, "tenant", "kind", "created_at", "id"),
    sa.Index(None, "status", "created_at", "id"),
)
"""``params``, ``kept`` and ``result`` are JSON objects; ``lease_until``: until then a worker holds a running one."""

job_pages = sa.Table(
    "job_pages",
    metadata,
    sa.Column("job", NAME, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    sa.Column("page", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""Masked material of a job, and what it made of it, in pages that fit in memory."""
