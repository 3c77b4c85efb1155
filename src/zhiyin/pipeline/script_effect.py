"""Script effect: did the customer feel better after a script than before? What was seen, not what caused it.

Change is the mean valence of the customer's next 1-3 turns less that of the last 1-3 before: the same window on both
sides, so that one bitter turn does not make every script look like a cure. It remains a description: scripts are said
when things are bad, and things that are bad often get better by themselves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zhiyin.domain.script_use import ScriptFigures
from zhiyin.domain.share import Share, Z, wilson

WINDOW = 3
"""Customer turns looked at on either side of a use."""
ENOUGH = 20
"""Measured uses below which no figure is given, only the count (as the brief of the library asks)."""
PRIOR_USES = 20
"""Uses of no effect that are mixed in when scripts are ranked, so that one lucky use does not lead the list."""


@dataclass(frozen=True, slots=True)
class Change:
    """Mean change of valence, -2..2, with its 95 % interval (normal approximation of the mean)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """``enough`` is False below ``ENOUGH`` measured uses: the numbers then say too little to be shown as such."""

    change: Change | None
    fell: Share | None
    """Of the answered uses that began at a tier: after how many it had fallen."""
    measured: int
    could_fall: int
    enough: bool


def effect(figures: ScriptFigures) -> Effect:
    return Effect(
        change=_change(figures),
        fell=wilson(figures.fell, figures.could_fall),
        measured=figures.measured,
        could_fall=figures.could_fall,
        enough=figures.measured >= ENOUGH,
    )


def _change(figures: ScriptFigures) -> Change | None:
    n = figures.measured
    if n < 2:
        return None
    mean = figures.change_sum / n
    # Sums of floats: rounding may push the variance of equal values just below 0.
    variance = max(0.0, (figures.change_squares - n * mean * mean) / (n - 1))
    half = Z * math.sqrt(variance / n)
    return Change(mean, max(-2.0, mean - half), min(2.0, mean + half))


def expected_change(figures: ScriptFigures) -> float:
    """Mean change shrunk towards 0, for ranking; -2..2."""
    return figures.change_sum / (figures.measured + PRIOR_USES)


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
