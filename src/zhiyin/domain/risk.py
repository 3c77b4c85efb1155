"""Risk: how likely this conversation ends in a bad review or complaint, and why."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.foresight import Lead
from zhiyin.domain.reason import Reason
from zhiyin.domain.relief import Relief


class Tier(StrEnum):
    """Three tiers of warning; where they begin (20 / 50 / 80 % by default) is a setting of the policy."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"

    @property
    def level(self) -> int:
        """0 (none) to 3 (severe), for comparing."""
        return ("none", "mild", "moderate", "severe").index(self)


@dataclass(frozen=True, slots=True)
class Risk:
    """``probability`` lies in 0-1; ``reasons`` are sorted by weight, heaviest first.

    ``tier`` rises with the probability at once and falls late, so that it does not flap (``pipeline.tiers``).
    ``reliefs`` come with a warning (tier mild or higher): what would lower it, the strongest first.
    """

    probability: float
    tier: Tier
    reasons: tuple[Reason, ...]
    reliefs: tuple[Relief, ...] = ()
    lead: Lead | None = None
    """With a warning: how many customer turns are usually still to come; None where the weights do not know."""
