"""TrialDifference: one past conversation that another policy would have handled otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.risk import Tier
from zhiyin.domain.trial import Change


@dataclass(frozen=True, slots=True)
class TrialCourse:
    """What one policy does over a whole conversation."""

    tier: Tier
    """Of the heaviest rule that fired."""
    alerts: int
    """Firings of rules of tier mild or higher."""
    actions: Mapping[str, int]
    """By kind."""
    rules: tuple[str, ...]
    """Ids of those that fired, in the policy's order."""
    warned: int | None
    """Turn of the first warning, from 1; None: none."""


@dataclass(frozen=True, slots=True)
class TrialDifference:
    conversation: str
    channel: str
    at: int
    """Last turn, ms since 1970 UTC."""
    before: TrialCourse
    after: TrialCourse
    change: Change | None
    """Of the first warning; None: it stays where it was."""

    @property
    def size(self) -> int:
        """How much changes, to sort by: a step of tier counts ten, an action more or less one, a moved warning one.

        A judgement: who is warned weighs more than what is done. It ranks, it does not measure.
        """
        kinds = {*self.before.actions, *self.after.actions}
        moved = sum(abs(self.before.actions.get(k, 0) - self.after.actions.get(k, 0)) for k in kinds)
        return 10 * abs(self.before.tier.level - self.after.tier.level) + moved + (self.change is not None)
