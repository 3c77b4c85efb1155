"""WeightedShare: a share over all, from a sample in which some were likelier to be drawn than others."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiyin.domain.share import Z, half_width


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """``value`` with its 95 % interval, 0-1. ``effective``: an equal sample of this size would tell as much."""

    value: float
    low: float
    high: float
    items: int
    effective: float


def weighted(found: Sequence[tuple[bool, float]]) -> WeightedShare | None:
    """``found``: (hit or not, weight: 1 / the chance of being drawn, above 0). None of nothing.

    The ratio of Horvitz-Thompson totals (Hájek's estimator). The interval is Wilson's on the effective sample size of
    L. Kish, "Survey Sampling" (1965), as studied in N. Dean and M. Pagano, "Evaluating Confidence Interval Methods for
    Binomial Proportions in Clustered Surveys", Journal of Survey Statistics and Methodology 3 (2015), 484-503.
    """
    if not found:
        return None
    whole = sum(weight for _, weight in found)
    share = sum(weight for hit, weight in found if hit) / whole
    effective = whole**2 / sum(weight**2 for _, weight in found)
    middle = (share + Z * Z / (2 * effective)) / (1 + Z * Z / effective)
    half = half_width(min(1.0, share), effective)
    low, high = max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
    return WeightedShare(share, low, high, len(found), effective)
