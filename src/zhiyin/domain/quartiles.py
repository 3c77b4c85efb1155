"""Quartiles: the middle of many values, and how far half of them lie apart."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quartiles:
    """In the unit of the values."""

    median: float
    low_quartile: float
    high_quartile: float


def quartiles(counts: Counter[int]) -> Quartiles | None:
    """Of values and how often each stands; None of nothing.

    Between two values their mean is taken (Hyndman and Fan 1996, "Sample Quantiles in Statistical Packages", def. 2).
    """
    if not counts.total():
        return None
    return Quartiles(_quantile(counts, 2), _quantile(counts, 1), _quantile(counts, 3))


def _quantile(counts: Counter[int], quarters: int) -> float:
    whole, rest = divmod(quarters * counts.total(), 4)
    if rest:
        return float(_nth(counts, whole + 1))
    return (_nth(counts, whole) + _nth(counts, whole + 1)) / 2


def _nth(counts: Counter[int], n: int) -> int:
    """The ``n``-th smallest value, from 1."""
    left = n
    for value, count in sorted(counts.items()):
        left -= count
        if left <= 0:
            return value
    raise ValueError(f"fewer than {n} values")
