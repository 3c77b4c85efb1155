"""Policy trial: what the bench asks for, and what comes of it, as JSON objects that a job can keep."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import msgspec

from zhiyin.domain.risk import Tier
from zhiyin.domain.trial import TrialReport, TrialSide
from zhiyin.domain.trial_difference import TrialCourse, TrialDifference
from zhiyin.engine.trial_differences import TrialDifferences

POLICY_TRIAL = "policy-trial"
"""Kind of job."""
MOST_CONVERSATIONS = 200_000


@dataclass(frozen=True, slots=True)
class TrialWish:
    """``since`` and ``until`` bound the last turn in ms since 1970 UTC, ``until`` excluded; None: any. Of the
    conversations in between the ``limit`` latest take part."""

    tenant: str
    scene: str
    text: str
    since: int | None
    until: int | None
    limit: int
    warn_tier: Tier

    def params(self) -> dict[str, object]:
        return {**asdict(self), "warn_tier": self.warn_tier.value}

    @classmethod
    def of(cls, params: Mapping[str, object]) -> "TrialWish":
        return msgspec.convert(params, cls)


def result_of(report: TrialReport, differences: TrialDifferences) -> dict[str, object]:
    """The figures of ``zhiyin policy try``, and the conversations that change, most changed first."""
    return {
        "old": _side(report, report.old),
        "new": _side(report, report.new),
        "warn_tier": report.warn_tier.value,
        "conversations": report.conversations,
        "turns": report.turns,
        "unread": report.unread,
        "days": report.days,
        "agent_hours": report.agent_time.hours,
        "agents_unnamed": report.agent_time.unnamed,
        "changes": {change.value: count for change, count in report.changes.items()},
        "shifts": {change.value: msgspec.to_builtins(shift) for change, shift in report.shifts.items()},
        "digest": report.digest,
        "complete": report.complete,
        "differing": differences.count,
        "differences": [_difference(d) for d in differences.sorted()],
    }


def _side(report: TrialReport, side: TrialSide) -> dict[str, object]:
    total = side.alerts_total
    ends = side.ends
    return {
        "policy": side.policy,
        "risk": side.risk,
        "thresholds": msgspec.to_builtins(side.thresholds),
        "alerts": {tier.value: count for tier, count in side.alerts.items()},
        "alerts_per_100": report.per_100(total),
        "alerts_per_agent_hour": report.per_agent_hour(total),
        "alerts_per_day": report.per_day(total),
        "actions": dict(side.actions),
        "actions_per_100": report.per_100(sum(side.actions.values())),
        "rules": dict(side.rules),
        "failures": dict(side.failures),
        "warned": side.warned,
        "warned_per_100": report.per_100(side.warned),
        "ends": msgspec.to_builtins(ends) if ends else None,
    }


def _difference(found: TrialDifference) -> dict[str, object]:
    return {
        "conversation": found.conversation,
        "channel": found.channel,
        "at": found.at,
        "size": found.size,
        "change": found.change.value if found.change else None,
        "before": _course(found.before),
        "after": _course(found.after),
    }


def _course(course: TrialCourse) -> dict[str, object]:
    return {
        "tier": course.tier.value,
        "alerts": course.alerts,
        "actions": dict(course.actions),
        "rules": list(course.rules),
        "warned": course.warned,
    }
