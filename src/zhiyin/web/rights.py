"""Rights: what a role may do. The one table by which every route is guarded (SPEC P3)."""

from enum import StrEnum

from zhiyin.domain.key import Access


class Right(StrEnum):
    """``thing:deed``. A route names the right it asks for (``web.api.access``); a test walks all of them."""

    OWN_SESSION = "own:session"
    """Who am I, sign out, change my own password."""
    EVENTS_SEND = "events:send"
    OUTCOMES_SEND = "outcomes:send"
    CONVERSATIONS_READ = "conversations:read"
    """Conversations, live news, actions and their delivery, the overview."""
    READINGS_CORRECT = "readings:correct"
    ALARMS_HANDLE = "alarms:handle"
    ACTIONS_REPLAY = "actions:replay"
    INSIGHT_READ = "insight:read"
    PROOF_READ = "proof:read"
    """Outcomes, and how warnings did against them."""
    POLICIES_READ = "policies:read"
    POLICIES_EDIT = "policies:edit"
    """Drafts, and trying them on history."""
    POLICIES_PUBLISH = "policies:publish"
    SCRIPTS_READ = "scripts:read"
    SCRIPTS_USE = "scripts:use"
    SCRIPTS_EDIT = "scripts:edit"
    REVIEWS_READ = "reviews:read"
    REVIEWS_LABEL = "reviews:label"
    REVIEWS_SETTLE = "reviews:settle"
    """Decide where labellers disagree."""
    REVIEWS_EXPORT = "reviews:export"
    ANALYSES_READ = "analyses:read"
    ANALYSES_RUN = "analyses:run"
    REPORTS_READ = "reports:read"
    REPORTS_EDIT = "reports:edit"
    SETTINGS_READ = "settings:read"
    SETTINGS_EDIT = "settings:edit"
    USERS_MANAGE = "users:manage"
    KEYS_MANAGE = "keys:manage"
    AUDIT_READ = "audit:read"


_ADMIN, _SUPERVISOR, _OPERATOR, _AGENT, _AUDITOR = (
    Access.ADMIN,
    Access.SUPERVISOR,
    Access.OPERATOR,
    Access.AGENT,
    Access.AUDITOR,
)
_ALL = frozenset(Access)
_WORKING = _ALL - {_AUDITOR}
_LEADING = frozenset({_ADMIN, _SUPERVISOR, _OPERATOR})
_LOOKING = _LEADING | {_AUDITOR}
_ADMIN_ONLY = frozenset({_ADMIN})
_OVERSEEING = frozenset({_ADMIN, _AUDITOR})

ALLOWED: dict[Right, frozenset[Access]] = {
    Right.OWN_SESSION: _ALL,
    Right.EVENTS_SEND: _WORKING,
    Right.OUTCOMES_SEND: _WORKING,
    Right.CONVERSATIONS_READ: _ALL,
    Right.READINGS_CORRECT: _WORKING,
    Right.ALARMS_HANDLE: _WORKING,
    Right.ACTIONS_REPLAY: _LEADING,
    Right.INSIGHT_READ: _LOOKING,
    Right.PROOF_READ: _ALL,
    Right.POLICIES_READ: _ALL,
    Right.POLICIES_EDIT: _LEADING,
    Right.POLICIES_PUBLISH: _LEADING,
    Right.SCRIPTS_READ: _ALL,
    Right.SCRIPTS_USE: _WORKING,
    Right.SCRIPTS_EDIT: _LEADING,
    Right.REVIEWS_READ: _LOOKING,
    Right.REVIEWS_LABEL: _LEADING,
    Right.REVIEWS_SETTLE: frozenset({_ADMIN, _SUPERVISOR}),
    Right.REVIEWS_EXPORT: frozenset({_ADMIN, _OPERATOR}),
    Right.ANALYSES_READ: _LOOKING,
    Right.ANALYSES_RUN: _LEADING,
    Right.REPORTS_READ: _LOOKING,
    Right.REPORTS_EDIT: _LEADING,
    Right.SETTINGS_READ: _OVERSEEING,
    Right.SETTINGS_EDIT: _ADMIN_ONLY,
    Right.USERS_MANAGE: _ADMIN_ONLY,
    Right.KEYS_MANAGE: _ADMIN_ONLY,
    Right.AUDIT_READ: _OVERSEEING,
}


def rights_of(access: Access) -> list[Right]:
    """In the order of the table."""
    return [right for right, roles in ALLOWED.items() if access in roles]
