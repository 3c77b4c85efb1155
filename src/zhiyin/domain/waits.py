"""Waits: how long customers waited, as counts in fixed logarithmic buckets: the sum of two is that of all waits."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

PER_OCTAVE = 3
"""Buckets each time the wait doubles: a bucket is 2 ** (1/3) = 1.26 times as wide as the one before."""
_OCTAVES = 20
EDGES_MS = (0, *(round(1000 * 2 ** (n / PER_OCTAVE)) for n in range(_OCTAVES * PER_OCTAVE + 1)))
"""Lower edges of the buckets: below one second, then up to 2 ** 20 s (12 days), which the last one is open above."""
ERROR = 2 ** (1 / (2 * PER_OCTAVE)) - 1
"""Largest relative error of a quantile of at least one second: it is told as the geometric middle of its bucket."""


def bucket_of(wait: int) -> int:
    """Bucket of a wait in milliseconds; a negative one (clocks that disagree) counts as none at all."""
    return max(0, bisect_right(EDGES_MS, wait) - 1)


@dataclass(frozen=True, slots=True)
class Waits:
    """Bucket -> how many waits; buckets without any are left out, so that equal sums are equal."""

    counts: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", {b: n for b, n in sorted(self.counts.items()) if n})

    def __add__(self, other: "Waits") -> "Waits":
        if not other.counts:
            return self
        return Waits({b: self.counts.get(b, 0) + other.counts.get(b, 0) for b in {*self.counts, *other.counts}})

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def quantile(self, share: float) -> float | None:
        """Seconds that ``share`` (0-1) of the waits did not exceed, off by ``ERROR`` of it at most; None of nothing."""
        wanted, seen = share * self.total, 0
        for bucket, count in self.counts.items():
            seen += count
            if seen >= wanted:
                return middle_s(bucket)
        return None


def middle_s(bucket: int) -> float:
    """Geometric middle of a bucket in seconds; half a second for the first."""
    if bucket == 0:
        return 0.5
    low = float(EDGES_MS[bucket]) / 1000
    return low * float(2 ** (1 / (2 * PER_OCTAVE)))
