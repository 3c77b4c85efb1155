"""Shapes of a policy trial: what was asked, how far it is, and what would change."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.job import JobStatus
from zhiyin.domain.risk import Tier
from zhiyin.domain.trial import Change
from zhiyin.engine.policy_trial import MOST_CONVERSATIONS
from zhiyin.web.api.policy_shapes import Name, Text, ThresholdsShape
from zhiyin.web.api.shapes import Shape, Share

Moment = Annotated[int, Field(ge=0, lt=10**14, description="milliseconds since 1970 UTC")]


class TrialRequest(Shape):
    """Conversations whose last turn lies in [since, until) take part, of these the ``limit`` latest."""

    scene: Name
    text: Text
    since: Moment | None = None
    until: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_CONVERSATIONS)] = 5_000
    warn_tier: Tier = Tier.MODERATE


class PartShape(Shape):
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


class TrialEndsShape(Shape):
    known: int
    bad: int
    warned: int
    hits: int
    precision: PartShape | None
    recall: PartShape | None
    false_alarms_per_1000: PartShape | None


class TrialSideShape(Shape):
    """An alert is one firing of a rule of tier mild or higher; ``warned``: conversations, from ``warn_tier`` on."""

    policy: str
    risk: str
    thresholds: ThresholdsShape
    alerts: dict[Tier, int]
    alerts_per_100: float
    alerts_per_agent_hour: float | None
    alerts_per_day: float
    actions: dict[str, int]
    actions_per_100: float
    rules: dict[str, int]
    failures: dict[str, int]
    warned: int
    warned_per_100: float
    ends: TrialEndsShape | None


class SpreadShape(Shape):
    median: float
    low_quartile: float
    high_quartile: float


class TrialShiftShape(Shape):
    conversations: int
    turns: SpreadShape
    seconds: SpreadShape


class TrialCourseShape(Shape):
    """``tier`` of the heaviest rule that fired; ``warned``: turn of the first warning, from 1."""

    tier: Tier
    alerts: int
    actions: dict[str, int]
    rules: list[str]
    warned: int | None


class TrialDifferenceShape(Shape):
    conversation: str
    channel: str
    at: int
    size: int
    change: Change | None
    before: TrialCourseShape
    after: TrialCourseShape


class TrialResultShape(Shape):
    """``differing``: conversations that would go otherwise; ``differences``: those that change most, at most 300."""

    old: TrialSideShape
    new: TrialSideShape
    warn_tier: Tier
    conversations: int
    turns: int
    unread: int
    days: int
    agent_hours: float
    agents_unnamed: int
    changes: dict[Change, int]
    shifts: dict[Change, TrialShiftShape]
    digest: str
    complete: bool
    differing: int
    differences: list[TrialDifferenceShape]


class TrialShape(Shape):
    """``done`` of ``total`` conversations; ``share`` of them is null until the total is known."""

    id: str
    scene: str
    by: str
    status: JobStatus
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    done: int
    total: int | None
    share: Share | None
    error: str
    since: int | None
    until: int | None
    result: TrialResultShape | None


class TrialsShape(Shape):
    trials: list[TrialShape]
