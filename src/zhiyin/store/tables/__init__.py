"""Tables: what the store keeps. The same for SQLite and PostgreSQL; changes to them go through ``migrations/``.

Every column holds an integer, a float, a text or NULL: so a backup moves between the two without any conversion. Times
are milliseconds since 1970 UTC. ``body`` is the JSON of a domain noun (see ``codec``).
"""

from zhiyin.store.tables.alarms import (
    alarm_deeds,
    alarm_handling,
)
from zhiyin.store.tables.base import NAME, metadata
from zhiyin.store.tables.ends import (
    end_days,
    end_marks,
)
from zhiyin.store.tables.governance import (
    audit_heads,
    audit_log,
    tenant_settings,
)
from zhiyin.store.tables.jobs import (
    job_pages,
    jobs,
)
from zhiyin.store.tables.people import (
    sessions,
    sign_in_failures,
    users,
)
from zhiyin.store.tables.policy_drafts import (
    policy_changes,
    policy_drafts,
    policy_texts,
)
from zhiyin.store.tables.reports import (
    made_reports,
    report_deliveries,
    report_files,
    report_schedules,
)
from zhiyin.store.tables.reviews import (
    corrections,
    review_items,
    review_labels,
)
from zhiyin.store.tables.scripts import (
    banned_phrases,
    script_figures,
    script_uses,
    scripts,
)
from zhiyin.store.tables.spine import (
    actions,
    active_policies,
    active_risk,
    api_keys,
    business_outcomes,
    conversations,
    event_counts,
    events,
    outcomes,
    policies,
    risk_versions,
)
from zhiyin.store.tables.summaries import (
    mood_days,
    mood_hours,
    summary_states,
    topic_days,
    waits,
    word_days,
    word_turns,
)

__all__ = [
    "NAME",
    "actions",
    "active_policies",
    "active_risk",
    "alarm_deeds",
    "alarm_handling",
    "api_keys",
    "audit_heads",
    "audit_log",
    "banned_phrases",
    "business_outcomes",
    "conversations",
    "corrections",
    "end_days",
    "end_marks",
    "event_counts",
    "events",
    "job_pages",
    "jobs",
    "made_reports",
    "metadata",
    "mood_days",
    "mood_hours",
    "outcomes",
    "policies",
    "policy_changes",
    "policy_drafts",
    "policy_texts",
    "report_deliveries",
    "report_files",
    "report_schedules",
    "review_items",
    "review_labels",
    "risk_versions",
    "script_figures",
    "script_uses",
    "scripts",
    "sessions",
    "sign_in_failures",
    "summary_states",
    "tenant_settings",
    "topic_days",
    "users",
    "waits",
    "word_days",
    "word_turns",
]
