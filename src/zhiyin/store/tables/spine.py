"""Tables of the spine: what was said, what it led to, the rules in force, and who may call."""

import sqlalchemy as sa

from zhiyin.store.tables.base import NAME, metadata

events = sa.Table(
    "events",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("event_id", NAME, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("scene", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("applied_at", sa.BigInteger),
)
"""What was accepted, masked; never changed but for ``applied_at`` (NULL: no saved step holds it yet)."""

sa.Index(
    "ix_events_unapplied",
    events.c.tenant,
    events.c.conversation,
    sqlite_where=events.c.applied_at.is_(None),
    postgresql_where=events.c.applied_at.is_(None),
)

event_counts = sa.Table(
    "event_counts",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("writer", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("events", sa.BigInteger, nullable=False),
)
"""How many events there are: the sum over ``writer``, a number that every connection draws for itself (0: those from
before they were counted). One that dropped more than it wrote stands below 0."""

outcomes = sa.Table(
    "outcomes",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("conversation", NAME, primary_key=True),
    sa.Column("event_id", NAME, primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("tenant", "conversation", "sequence"),
)
"""What each event led to, with its reading, so that a policy can be tried on the past without reading again."""

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("scene", NAME, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    sa.Column("last_at", sa.BigInteger, nullable=False),
    sa.Column("risk", sa.Double, nullable=False),
    sa.Column("tier", NAME, nullable=False),
    sa.Column("mood", sa.Double, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("customer", NAME),
    sa.Column("summed", sa.Text),
    sa.Column("agent", NAME),
    sa.Column("team", NAME),
    sa.Column("waiting_since", sa.BigInteger),
    sa.Column("closed", sa.Integer),
    sa.Column("alarm_level", sa.Integer),
    sa.Column("alarm_at", sa.BigInteger),
    sa.Column("brief", sa.Text),
    sa.Index(None, "tenant", "last_at", "id"),
    sa.Index(None, "tenant", "tier", "risk", "last_at", "id"),
    sa.Index(None, "tenant", "opened_at", "id"),
    sa.Index(None, "tenant", "customer", "opened_at", "id"),
)
"""The snapshot after the last applied turn; ``version`` guards against two writers. ``customer`` is a pseudonym.
``summed`` is what the summaries remember of it (``domain.carried``); NULL: they do not hold it yet.

``agent`` to ``brief`` are what a wall shows (``tile_row``); NULL in rows from before there was one. ``alarm_level`` is
the level of the highest tier that was ever reached, ``alarm_at`` when; ``closed`` is 0 or 1."""

sa.Index(
    # All that ``seen_page`` asks, so that it need not look at the rows.
    "ix_conversations_agent",
    *(conversations.c[name] for name in ("tenant", "agent", "tier", "risk", "last_at", "id", "scene", "closed")),
)
sa.Index(
    "ix_conversations_unsummed",
    conversations.c.tenant,
    conversations.c.id,
    sqlite_where=conversations.c.summed.is_(None),
    postgresql_where=conversations.c.summed.is_(None),
)
sa.Index(
    "ix_conversations_untiled",
    conversations.c.last_at,
    sqlite_where=conversations.c.brief.is_(None),
    postgresql_where=conversations.c.brief.is_(None),
)
sa.Index(
    "ix_conversations_rang",
    conversations.c.tenant,
    conversations.c.alarm_at,
    conversations.c.id,
    sqlite_where=conversations.c.alarm_level > sa.literal_column("0"),
    postgresql_where=conversations.c.alarm_level > sa.literal_column("0"),
)
sa.Index(
    "ix_conversations_rang_severe",
    conversations.c.alarm_at,
    sqlite_where=conversations.c.alarm_level == sa.literal_column("3"),
    postgresql_where=conversations.c.alarm_level == sa.literal_column("3"),
)

business_outcomes = sa.Table(
    "business_outcomes",
    metadata,
    sa.Column("tenant", NAME, primary_key=True),
    sa.Column("id", NAME, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("conversation", NAME),
    sa.Column("customer", NAME),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("value", sa.Double),
    sa.Column("bad", sa.Integer, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("withdrawn", sa.Integer, nullable=False),
    sa.Column("newest", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Index(None, "tenant", "conversation"),
    sa.Index(None, "tenant", "customer", "at"),
    sa.Index(None, "tenant", "received_at", "id", "revision"),
)
"""What came back after conversations, every revision of it. Joined to conversations when it is read, so that it may
come before them. ``bad``, ``withdrawn`` and ``newest`` are 0 or 1; one revision of an id is the newest."""

actions = sa.Table(
    "actions",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("tenant", NAME, nullable=False),
    sa.Column("conversation", NAME, nullable=False),
    sa.Column("event_id", NAME, nullable=False),
    sa.Column("scene", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("status", NAME, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("next_at", sa.BigInteger, nullable=False),
    sa.Column("lease_until", sa.BigInteger, nullable=False),
    sa.Column("delivered_at", sa.BigInteger),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("legs", sa.Text, nullable=False),
    sa.Index(None, "tenant", "status", "created_at", "id"),
    sa.Index(None, "tenant", "created_at", "id"),
    sa.Index(None, "tenant", "conversation", "created_at", "id"),
)
"""The outbox: actions decided, with what became of them."""

sa.Index(
    "ix_actions_due",
    actions.c.next_at,
    actions.c.id,
    sqlite_where=actions.c.status == sa.literal_column("'pending'"),
    postgresql_where=actions.c.status == sa.literal_column("'pending'"),
)

policies = sa.Table(
    "policies",
    metadata,
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("version", NAME, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("published_by", sa.Text, nullable=False),
    sa.Column("published_at", sa.BigInteger, nullable=False),
)
"""Every published version; never changed."""

active_policies = sa.Table(
    "active_policies",
    metadata,
    sa.Column("scene", NAME, primary_key=True),
    sa.Column("version", NAME, nullable=False),
    sa.Column("activated_by", sa.Text, nullable=False),
    sa.Column("activated_at", sa.BigInteger, nullable=False),
)
"""Which version of a scene counts now: one row each, so that two cannot be active at once."""

risk_versions = sa.Table(
    "risk_versions",
    metadata,
    sa.Column("version", NAME, primary_key=True),
    sa.Column("before", NAME, nullable=False),
    sa.Column("seen_until", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("kept_by", sa.Text, nullable=False),
    sa.Column("kept_at", sa.BigInteger, nullable=False),
)
"""Weights of the risk that were refitted here; never changed. ``body`` is the weights."""

active_risk = sa.Table(
    "active_risk",
    metadata,
    sa.Column("slot", NAME, primary_key=True),
    sa.Column("version", NAME, nullable=False),
    sa.Column("activated_by", sa.Text, nullable=False),
    sa.Column("activated_at", sa.BigInteger, nullable=False),
)
"""Which refitted weights count now: no row, or one whose version is empty: the shipped ones."""

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", NAME, primary_key=True),
    sa.Column("tenant", NAME, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("access", sa.Text, nullable=False),
    sa.Column("digest", NAME, nullable=False, unique=True),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("revoked_at", sa.BigInteger),
)
