"""Metrics: accuracy, macro-F1 and calibration, with intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BINS = 10
_DRAWS = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def accuracy(right: NDArray[np.bool_]) -> Figure:
    """Share that is right, with Wilson's score interval."""
    n = len(right)
    if n == 0:
        return Figure(0.0, 0.0, 1.0)
    p, z = float(right.mean()), 1.959964
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return Figure(p, min(p, middle - half), max(p, middle + half))


def macro_f1(truth: NDArray[np.int64], said: NDArray[np.int64], seed: int) -> Figure:
    """Mean F1 over the classes of ``truth``, with a percentile bootstrap interval (500 draws)."""
    chance = np.random.default_rng(seed)
    classes = np.unique(truth)
    draws = []
    for _ in range(_DRAWS):
        rows = chance.integers(0, len(truth), len(truth))
        draws.append(_macro(truth[rows], said[rows], classes))
    low, high = np.percentile(draws, [2.5, 97.5])
    return Figure(_macro(truth, said, classes), float(low), float(high))


def _macro(truth: NDArray[np.int64], said: NDArray[np.int64], classes: NDArray[np.int64]) -> float:
    scores = []
    for c in classes:
        hit = int(((truth == c) & (said == c)).sum())
        scores.append(2 * hit / max(1, int((truth == c).sum()) + int((said == c).sum())))
    return float(np.mean(scores))


def calibration_error(probability: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    total = 0.0
    for b in range(_BINS):
        here = bins == b
        if here.any():
            total += abs(float(probability[here].mean()) - float(right[here].mean())) * float(here.mean())
    return total
