"""Trial: what a new policy would have done to past conversations, beside what the present one does to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Role


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
    """Conversations of other scenes."""
    unread: int
    """Customer turns without a stored reading: both policies saw them without emotion."""
    changes: Mapping[Change, int]
    examples: tuple[TrialExample, ...]
    """By change, then likeliest bad end first."""

    def per_100(self, count: int) -> float:
        """A count per 100 conversations; 0 without conversations."""
        return 100 * count / self.conversations if self.conversations else 0.0
