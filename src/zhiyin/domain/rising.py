"""Rising: whether a conversation is on its way up, told by its latest risks. Pure."""

from collections.abc import Sequence

RISKS_KEPT = 5
"""Risks that the climb is read from; the same as the readings of ``pipeline.emotion.SLOPE_POINTS``."""

RISING = 0.06
"""Climb from which a conversation counts as rising. The tiers begin at 20, 50 and 80 %: at this pace a conversation
goes through a whole tier (30 points) within five customer turns."""


def climb(risks: Sequence[float]) -> float:
    """Least-squares change of the risk per customer turn, in probability; above 0 is getting worse.

    With risks r(1..n) of the last n turns and i' = i - (n + 1) / 2:  sum(i' * (r(i) - mean r)) / sum(i' ** 2).
    0 for fewer than two; it lies in -1..1 because risks lie in 0-1.
    """
    n = len(risks)
    if n < 2:
        return 0.0
    middle, mean = (n - 1) / 2, sum(risks) / n
    total = sum((i - middle) * (risk - mean) for i, risk in enumerate(risks))
    return total / sum((i - middle) ** 2 for i in range(n))


def is_rising(risks: Sequence[float]) -> bool:
    return climb(risks) >= RISING
