"""Trial: what a new policy would have done to past conversations, beside what the present one does to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.quartiles import Quartiles
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Role


@dataclass(frozen=True, slots=True)
class TrialEnds:
    """Warned conversations against how they ended. Only those whose end is known count; None: nothing to divide by.

    ``hits``: warned and ended badly. ``recall``: share of the ``bad`` ends that was warned of.
    """

    known: int
    bad: int
    warned: int
    hits: int
    precision: Share | None
    recall: Share | None
    false_alarms_per_1000: Share | None
    """Warned without a bad end, per 1,000 conversations whose end is known."""


@dataclass(frozen=True, slots=True)
class TrialSide:
    """One of the two policies. An alert is one firing of a rule whose tier is mild or higher."""

    policy: str
    alerts: Mapping[Tier, int]
    """By tier of the rule that fired."""
    actions: Mapping[str, int]
    """By kind of action."""
    rules: Mapping[str, int]
    """Firings by rule id, quiet ones (tier none) included."""
    failures: Mapping[str, int]
    """Turns on which a rule could not be worked out, by rule id."""
    warned: int
    """Conversations with an alert of the report's ``warn_tier`` or higher."""
    risk: str = ""
    """Name and version of the risk model."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    ends: TrialEnds | None = None
    """None: no ends were given."""

    @property
    def alerts_total(self) -> int:
        return sum(self.alerts.values())


class Change(StrEnum):
    """How the first warning of one conversation differs under the new policy."""

    NEWLY = "newly"
    NO_LONGER = "no_longer"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class TrialExample:
    """The turn that brings the warning: under the new policy, or under the old one when there is no longer any."""

    change: Change
    conversation: ConversationRef
    at: int
    """Milliseconds since 1970 UTC."""
    sequence: int
    role: Role
    text: SafeText
    probability: float
    tier: Tier
    """Tier of the heaviest rule that fired."""
    why: tuple[str, ...]
    """Titles of the rules that fired."""
    shift: int = 0
    """Turns by which the warning comes earlier (above 0) or later (below 0); 0 where only one policy warns."""
    shift_s: float = 0.0
    """The same in seconds."""
    scene: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class TrialShift:
    """By how much warnings come earlier, or later, where both policies warn; turns and seconds above 0 either way."""

    conversations: int
    turns: Quartiles
    seconds: Quartiles
    """Whole seconds, cut off."""


@dataclass(frozen=True, slots=True)
class AgentTime:
    """How long agents were occupied: each from their first to their last turn of a conversation.

    Time that one agent spent on several conversations at once counts once, where the events name the agent.
    """

    hours: float = 0.0
    agents: int = 0
    """Different agents that were named, by the fact ``agent``."""
    unnamed: int = 0
    """Conversations with turns of an agent who was not named: each counts on its own."""
    untimed: int = 0
    """Conversations whose agents show no time: a single turn, or all at the same moment."""
    absent: int = 0
    """Conversations without any turn of an agent."""


@dataclass(frozen=True, slots=True)
class TrialReport:
    """Depends on the conversations alone, not on the order in which they were read."""

    scene: str
    old: TrialSide
    new: TrialSide
    warn_tier: Tier
    conversations: int
    turns: int
    skipped: int
    """Conversations of other scenes, channels or days."""
    unread: int
    """Customer turns without a stored reading: both policies saw them without emotion."""
    changes: Mapping[Change, int]
    examples: tuple[TrialExample, ...]
    """By change, then likeliest bad end first."""
    shifts: Mapping[Change, TrialShift] = field(default_factory=dict)
    """For earlier and later, where there are any."""
    agent_time: AgentTime = AgentTime()
    days: int = 0
    """Different days, in Chinese time, on which the conversations began."""
    digest: str = ""
    """64 hex digits made from every outcome of both policies: the same history gives the same ones, in any order."""
    complete: bool = True
    """False: it was interrupted, and stands for the conversations read until then."""

    def per_100(self, count: int) -> float:
        """A count per 100 conversations; 0 without conversations."""
        return 100 * count / self.conversations if self.conversations else 0.0

    def per_agent_hour(self, count: int) -> float | None:
        """None where no agent's time is known."""
        return count / self.agent_time.hours if self.agent_time.hours else None

    def per_day(self, count: int) -> float:
        """A count per day with conversations; 0 without any."""
        return count / self.days if self.days else 0.0
