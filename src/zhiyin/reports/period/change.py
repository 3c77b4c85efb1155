"""Change: a figure against the period before, and whether the difference is more than chance."""

import math
from dataclasses import dataclass

from zhiyin.domain.share import Z, wilson

FEWEST = 5
"""Expected cases and non-cases in each period below which the normal approximation does not hold (Cochran 1954)."""


@dataclass(frozen=True, slots=True)
class Change:
    """``now`` and ``before`` in the same unit; ``certain``: more than chance; None: cannot be told.

    ``low`` and ``high`` bound the difference with 95 % where it is a share.
    """

    now: float | None
    before: float | None
    certain: bool | None = None
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def relative(self) -> float | None:
        """Growth as a share of the figure before; None where that is 0 or unknown."""
        return None if self.difference is None or not self.before else self.difference / self.before


def share_change(hits: int, of: int, hits_before: int, of_before: int) -> Change:
    """Two shares (0-1), by the two-proportion z test at 5 % (pooled, two-sided); its interval by Newcombe's method 10.

    Robert G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
    Medicine 17 (1998), 873-890.
    """
    now = hits / of if of else None
    before = hits_before / of_before if of_before else None
    if now is None or before is None:
        return Change(now, before)
    pooled = (hits + hits_before) / (of + of_before)
    if min(of, of_before) * min(pooled, 1 - pooled) < FEWEST:
        return Change(now, before)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_before))
    low, high = _newcombe(hits, of, hits_before, of_before)
    return Change(now, before, abs(now - before) > Z * error, low, high)


def count_change(now: int, before: int) -> Change:
    """Two counts of periods alike, as Poisson counts: (a - b) / sqrt(a + b) beyond the 97.5 % quantile."""
    total = now + before
    certain = abs(now - before) > Z * math.sqrt(total) if total >= 2 * FEWEST else None
    return Change(float(now), float(before), certain)


def plain_change(now: float | None, before: float | None) -> Change:
    """Where no test is made, such as for a median."""
    return Change(now, before)


def _newcombe(hits: int, of: int, hits_before: int, of_before: int) -> tuple[float, float]:
    a, b = wilson(hits, of), wilson(hits_before, of_before)
    assert a is not None
    assert b is not None
    gap = a.value - b.value
    low = gap - math.hypot(a.value - a.low, b.high - b.value)
    high = gap + math.hypot(a.high - a.value, b.value - b.low)
    return max(-1.0, low), min(1.0, high)
