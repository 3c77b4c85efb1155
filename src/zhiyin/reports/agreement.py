"""Agreement: how far labellers say the same, beyond what chance would give. Pure figures over label names."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiyin.domain.share import Share, Z, wilson

FEWEST = 30
"""With fewer items a figure is marked as too little data: an interval of kappa is about half a unit wide there."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kappa:
    """``value`` with its 95 % interval, each -1 to 1; all None where chance alone would agree always."""

    items: int
    value: float | None
    low: float | None
    high: float | None


def cohen(pairs: Sequence[Pair]) -> Kappa:
    """What two people called the same items.

    J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960),
    37-46. The interval is from the large-sample variance of J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample
    standard errors of kappa and weighted kappa", Psychological Bulletin 72 (1969), 323-327.
    """
    n = len(pairs)
    if not n:
        return Kappa(0, None, None, None)
    cells, rows, columns = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(count for (a, b), count in cells.items() if a == b) / n
    chance = sum(rows[name] * columns[name] for name in rows) / n**2
    if chance >= 1:
        return Kappa(n, None, None, None)
    kappa = (seen - chance) / (1 - chance)
    spread = sum(
        count / n * (1 - (rows[a] + columns[a]) / n * (1 - kappa)) ** 2 for (a, b), count in cells.items() if a == b
    )
    spread += (1 - kappa) ** 2 * sum(
        count / n * ((columns[a] + rows[b]) / n) ** 2 for (a, b), count in cells.items() if a != b
    )
    variance = max(0.0, spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    half = Z * math.sqrt(variance)
    return Kappa(n, kappa, max(-1.0, kappa - half), min(1.0, kappa + half))


def krippendorff(units: Iterable[Sequence[str]]) -> float | None:
    """Alpha for names, any number of labellers a unit; at most 1. None where nothing can be compared or told apart.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), University of Pennsylvania, section C.
    """
    totals: Counter[str] = Counter()
    same = 0.0
    for unit in units:
        if len(unit) < 2:
            continue
        names = Counter(unit)
        totals.update(names)
        same += sum(count * (count - 1) for count in names.values()) / (len(unit) - 1)
    n = sum(totals.values())
    expected_same = sum(count * (count - 1) for count in totals.values())
    if n < 2 or expected_same == n * (n - 1):
        return None
    return 1 - (n - 1) * (n - same) / (n * (n - 1) - expected_same)


def alike(pairs: Sequence[Pair]) -> Share | None:
    """Share of items that both call the same, with its interval."""
    return wilson(sum(a == b for a, b in pairs), len(pairs))


def by_name(pairs: Sequence[Pair]) -> dict[str, tuple[int, int]]:
    """Name -> (items that both call so, items that at least one calls so)."""
    both, either = Counter(a for a, b in pairs if a == b), Counter(name for pair in pairs for name in set(pair))
    return {name: (both[name], count) for name, count in either.items()}
