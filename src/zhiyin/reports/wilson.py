"""Wilson: the interval of a share, honest also for few cases and for shares near 0 and 1.

Edwin B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927), 209-212.
"""

import math

from zhiyin.domain.warning_report import Interval

Z = 1.959963984540054
"""Two-sided 95 %: the 97.5 % quantile of the normal distribution."""


def wilson(hits: int, of: int) -> Interval | None:
    """Share of ``hits`` among ``of`` with its 95 % interval, within 0-1; None of nothing."""
    if not of:
        return None
    share = hits / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = half_width(share, of)
    # Rounding must not push the interval past its own value where that is 0 or 1.
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def half_width(share: float, of: int) -> float:
    """Half the width of the interval of a ``share`` (0-1) seen in ``of`` > 0 cases."""
    return Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
