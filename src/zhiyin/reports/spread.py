"""Spread: values as a small histogram that can be added to another, and its quartiles."""

from collections import Counter

from zhiyin.domain.warning_report import Quartiles


def quartiles(counts: Counter[int]) -> Quartiles | None:
    """None of nothing. Between two values their mean is taken (Hyndman and Fan 1996, definition 2)."""
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
    for value, count in sorted(counts.items()):
        n -= count
        if n <= 0:
            return value
    raise ValueError("fewer values than asked for")
