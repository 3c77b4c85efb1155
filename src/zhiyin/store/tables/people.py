"""Users, sessions, and attempts to sign in that failed."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("tenant", NAME, nullable=False),
    sa.Column("login", NAME, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("access", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("signed_in_at", sa.BigInteger),
    sa.Column("disabled_at", sa.BigInteger),
    sa.Column("subject", NAME, unique=True),
    sa.Column("staff", sa.Text),
)
"""``login`` is one of a kind across tenants: people sign in without naming theirs."""

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("user", NAME, nullable=False),
    sa.Column("digest", NAME, nullable=False, unique=True),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Index(None, "user", "created_at"),
    sa.Index(None, "expires_at"),
)

sign_in_failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("login", NAME, nullable=False),
    sa.Column("address", NAME, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Index(None, "login", "at"),
    sa.Index(None, "address", "at"),
    sa.Index(None, "at"),
)
