"""Tables of governance: the operation log with its heads, and what tenants have set."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("who", NAME, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("how", sa.Text, nullable=False),
    sa.Column("asked", NAME, nullable=False),
    sa.Column("deed", sa.Text, nullable=False),
    sa.Column("params", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("seal", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index(None, "tenant", "at"),
    sa.Index(None, "tenant", "who", "sequence"),
    sa.Index(None, "tenant", "asked", "sequence"),
)
"""What was done, by whom. Rows are added, and the oldest deleted by retention; never changed. ``asked``: the right."""

audit_heads = sa.Table(
    "audit_heads",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("kept_from", sa.BigInteger, nullable=False),
    sa.Column("kept_before", sa.Text, nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
)
"""How far each tenant's log has come; also the row by which its writers take turns."""

tenant_settings = sa.Table(
    "tenant_settings",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("name", NAME, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
)
"""The newest of each setting; older ones stand in the operation log."""
