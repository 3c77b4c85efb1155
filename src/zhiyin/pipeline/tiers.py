"""Tiers: from a probability to the tier of warning, without flapping."""

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Tier

MARGIN = 0.05
"""A tier is left only when the probability has fallen this far below where the tier begins."""
PATIENCE = 2
"""... and has stayed there for so many turns in a row."""


def tier_of(probability: float, thresholds: Thresholds) -> Tier:
    """The highest tier whose threshold the probability reaches."""
    if probability >= thresholds.severe:
        return Tier.SEVERE
    if probability >= thresholds.moderate:
        return Tier.MODERATE
    return Tier.MILD if probability >= thresholds.mild else Tier.NONE


def settle(shown: Tier, below: int, probability: float, thresholds: Thresholds) -> tuple[Tier, int]:
    """The tier to show after this turn, and for how many turns in a row the probability has been low enough to fall.

    Up at once: a warning must not wait. Down only after ``PATIENCE`` turns below the tier's threshold by ``MARGIN``,
    and then to the tier of the probability itself.
    """
    now = tier_of(probability, thresholds)
    if now.level >= shown.level:
        return now, 0
    if tier_of(probability + MARGIN, thresholds).level >= shown.level:
        return shown, 0
    return (now, 0) if below + 1 >= PATIENCE else (shown, below + 1)
