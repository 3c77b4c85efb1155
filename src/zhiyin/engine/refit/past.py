"""Past: the moments of conversations with a known end, as the columns that a refit weighs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Past:
    """Conversations by the time they began; the moments of one lie together, in their order.

    Of conversations: ``opened`` (ms since 1970 UTC), ``bad`` (1 or 0), ``tiers`` (thresholds of mild, moderate and
    severe), ``after`` (sum of the curves for a conversation that is over, at its last moment), ``counts`` (moments, at
    least 1). Of moments: ``curves`` (sum of the curves), ``ramps`` (one column a term, 0-1), ``in_force`` (log-odds of
    the weights in force).
    """

    opened: Places
    bad: Floats
    tiers: Floats
    after: Floats
    counts: Places
    curves: Floats
    ramps: Floats
    in_force: Floats
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.opened)

    @property
    def of(self) -> Places:
        """The conversation of each moment."""
        return np.repeat(np.arange(len(self)), self.counts)

    @property
    def share(self) -> Floats:
        """What each moment counts: each conversation counts once, whatever its length."""
        return np.repeat(1 / self.counts, self.counts)

    @property
    def first(self) -> Places:
        """The first moment of each conversation."""
        return np.cumsum(self.counts) - self.counts

    @property
    def last(self) -> Places:
        """The last moment of each conversation."""
        return np.cumsum(self.counts) - 1

    def part(self, first: int, stop: int) -> "Past":
        """Conversations from number ``first`` up to, without, ``stop``."""
        begin, end = (int(self.counts[:n].sum()) for n in (first, stop))
        said, moments = slice(first, stop), slice(begin, end)
        return Past(
            self.opened[said],
            self.bad[said],
            self.tiers[said],
            self.after[said],
            self.counts[said],
            self.curves[moments],
            self.ramps[moments],
            self.in_force[moments],
        )
