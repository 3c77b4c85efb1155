"""Tables of the reports: schedules, what was made, the files, and their way to the recipients."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

report_schedules = sa.Table(
    "report_schedules",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("next_at", sa.BigInteger, index=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""``next_at`` is NULL while a schedule is off."""

made_reports = sa.Table(
    "made_reports",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("ordered_at", sa.BigInteger, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("next_at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "tenant", "ordered_at", "id"),
    sa.Index(None, "status", "next_at"),
)

report_files = sa.Table(
    "report_files",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("report", NAME, primary_key=True),
    sa.Column("format", NAME, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
"""Files in the store and not beside it: so the store's encryption, its backup and its retention hold for them too.
``body`` is Base64, in parts, so that no row is large."""

report_deliveries = sa.Table(
    "report_deliveries",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("report", NAME, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("next_at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "tenant", "report"),
    sa.Index(None, "status", "next_at"),
)
