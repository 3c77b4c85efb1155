"""Share: how many of how many, with the interval that tells few cases from many.

Edwin B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927), 209-212.
"""

import math
from dataclasses import dataclass

Z = 1.959963984540054
"""Two-sided 95 %: the 97.5 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """``value`` with its 95 % Wilson interval, 0-1; or all three times a factor, where the name says so."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Share":
        return Share(self.value * factor, self.low * factor, self.high * factor)


def wilson(hits: int, of: int) -> Share | None:
    """Share of ``hits`` among ``of`` with its 95 % interval, within 0-1; None of nothing."""
    if not of:
        return None
    share = hits / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = half_width(share, of)
    # Rounding must not push the interval past its own value where that is 0 or 1.
    return Share(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def half_width(share: float, of: float) -> float:
    """Half the width of the interval of a ``share`` (0-1) seen in ``of`` > 0 cases."""
    return Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
