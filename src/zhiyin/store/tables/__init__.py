"""Tables: what the store keeps. The same for SQLite and PostgreSQL; changes to them go through ``migrations/``.

Every column holds an integer, a float, a text or NULL: so a backup moves between the two without any conversion. Times
are milliseconds since 1970 UTC. ``body`` is the JSON of a domain noun (see ``codec``).
"""

from zhiyin.store.tables.base import NAME, metadata
from zhiyin.store.tables.governance import audit_heads, audit_log, tenant_settings
from zhiyin.store.tables.people import sessions, sign_in_failures, users
from zhiyin.store.tables.spine import (
    actions,
    active_policies,
    active_risk,
    api_keys,
    business_outcomes,
    conversations,
    events,
    outcomes,
    policies,
    risk_versions,
)

__all__ = [
    "NAME",
    "actions",
    "active_policies",
    "active_risk",
    "api_keys",
    "audit_heads",
    "audit_log",
    "business_outcomes",
    "conversations",
    "events",
    "metadata",
    "outcomes",
    "policies",
    "risk_versions",
    "sessions",
    "sign_in_failures",
    "tenant_settings",
    "users",
]
