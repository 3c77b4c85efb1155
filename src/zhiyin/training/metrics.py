"""Metrics: accuracy, F1, rank correlation and calibration, with 95 % intervals."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Values = NDArray[np.floating]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_WIDTHS = 10
MASSES = 15
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of like probability: the mean of what was promised, and the share that was right."""

    texts: int
    promised: float
    right: float


def accuracy(right: Flags) -> Figure:
    """Share that is right, with Wilson's score interval (Wilson 1927)."""
    n = len(right)
    if n == 0:
        return Figure(0.0, 0.0, 1.0)
    p, z = float(right.mean()), 1.959964
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return Figure(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))


def macro_f1(truth: Numbers, said: Numbers, seed: int) -> Figure:
    """Mean F1 over the classes of ``truth``, with a percentile bootstrap interval (1,000 draws of the rows).

    Only the counts of each pair (truth, said) matter, so a draw of the rows is one draw from the multinomial over them.
    """
    if len(truth) == 0:
        return Figure(0.0, 0.0, 1.0)
    size = int(max(truth.max(), said.max())) + 1
    table = np.bincount(truth * size + said, minlength=size * size)
    classes = np.unique(truth)
    draws = np.random.default_rng(seed).multinomial(len(truth), table / len(truth), _DRAWS)
    low, high = np.percentile(_mean_f1(draws.reshape(-1, size, size), classes), [2.5, 97.5])
    value = float(_mean_f1(table.reshape(1, size, size), classes)[0])
    return Figure(value, float(min(low, value)), float(max(high, value)))


def class_f1(truth: Numbers, said: Numbers, size: int) -> Values:
    """F1 of each of ``size`` classes; 0 for a class that neither stands in the truth nor was said."""
    table = np.bincount(truth * size + said, minlength=size * size).reshape(1, size, size)
    scores: Values = _f1(table)[0]
    return scores


def many_f1(truth: Flags, said: Flags, seed: int) -> Figure:
    """Mean over labels of F1, where a text may have several, with a bootstrap interval. Texts x labels."""

    def score(rows: Numbers) -> float:
        t, s = truth[rows], said[rows]
        both = 2 * (t & s).sum(axis=0)
        return float(np.mean(both / np.maximum(1, t.sum(axis=0) + s.sum(axis=0))))

    return bootstrap(score, len(truth), seed)


def rank_correlation(truth: Values, said: Values, seed: int) -> Figure:
    """Spearman's correlation of ranks, -1 to 1; 0 where one side does not vary."""
    if len(truth) == 0:
        return Figure(0.0, -1.0, 1.0)
    rows = np.random.default_rng(seed).integers(0, len(truth), (_DRAWS, len(truth)))
    low, high = np.percentile(_correlations(truth[rows], said[rows]), [2.5, 97.5])
    value = float(_correlations(truth[None, :], said[None, :])[0])
    return Figure(value, float(min(low, value)), float(max(high, value)))


def mean(values: Values, seed: int) -> Figure:
    return bootstrap(lambda rows: float(values[rows].mean()), len(values), seed)


def bootstrap(score: Callable[[Numbers], float], size: int, seed: int, draws: int = _DRAWS) -> Figure:
    """``score`` of the numbers of rows, with a percentile interval over rows drawn with replacement (Efron 1979)."""
    if size == 0:
        return Figure(0.0, 0.0, 0.0)
    chance = np.random.default_rng(seed)
    value = score(np.arange(size))
    found = [score(chance.integers(0, size, size)) for _ in range(draws)]
    low, high = np.percentile(found, [2.5, 97.5])
    return Figure(value, float(min(low, value)), float(max(high, value)))


def bootstrap_groups(score: Callable[[Numbers], float], groups: Sequence[str], seed: int) -> Figure:
    """As ``bootstrap``, but whole groups are drawn: what belongs together (the turns of a dialogue) is alike, and an
    interval that takes them for strangers is too narrow."""
    rows: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        rows.setdefault(group, []).append(number)
    parts = [np.array(numbers) for numbers in rows.values()]

    def drawn(chosen: Numbers) -> float:
        return score(np.concatenate([parts[i] for i in chosen]))

    return bootstrap(drawn, len(parts), seed)


def mean_f1(truth: Numbers, said: Numbers) -> float:
    """Mean F1 over the classes of ``truth``."""
    size = int(max(truth.max(), said.max())) + 1
    found = np.bincount(truth * size + said, minlength=size * size).reshape(1, size, size)
    return float(_mean_f1(found, np.unique(truth))[0])


def calibration_error(probability: Values, right: Flags) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((probability * _WIDTHS).astype(int), _WIDTHS - 1)
    return _gap([_bin(probability[bins == b], right[bins == b]) for b in range(_WIDTHS) if (bins == b).any()])


def expected_error(probability: Values, right: Flags) -> float:
    """Expected calibration error over 15 bins of equal mass, 0-1.

    Equal mass (Nguyen and O'Connor 2015, arXiv:1508.05154; Nixon et al. 2019, arXiv:1904.01685) leaves no bin of a
    handful of texts, as equal width does for a model that is mostly sure. Fifteen as in Guo et al. 2017
    (arXiv:1706.04599).
    """
    return _gap(masses(probability, right))


def error_by_chance(probability: Values, seed: int, draws: int = 100) -> float:
    """What ``expected_error`` of these probabilities is on average if every promise is kept exactly.

    Fifteen bins of few texts each are off by chance alone: with 500 texts by about 0.06. An error is a fault as far as
    it is above this (Roelofs et al. 2022, arXiv:2012.08668, on the bias of binned estimates).
    """
    if len(probability) == 0:
        return 0.0
    chance = np.random.default_rng(seed)
    kept = (chance.random(len(probability)) < probability for _ in range(draws))
    return float(np.mean([expected_error(probability, right) for right in kept]))


def masses(probability: Values, right: Flags, most: int = MASSES) -> list[Bin]:
    """At most ``most`` bins of about as many texts each. Equal probabilities stay together, so order is all one."""
    if len(probability) == 0:
        return []
    order = np.argsort(probability, kind="stable")
    p, r = np.asarray(probability)[order], np.asarray(right)[order]
    wanted = np.linspace(0, len(p), min(most, len(p)) + 1).astype(int)[1:-1]
    edges = np.unique(np.searchsorted(p, p[wanted], side="left"))
    cuts = [0, *(int(e) for e in edges if 0 < e < len(p)), len(p)]
    return [_bin(p[a:b], r[a:b]) for a, b in itertools.pairwise(cuts)]


def _correlations(truth: Values, said: Values) -> Values:
    """Of each row."""
    a, b = (rankdata(side, axis=1) for side in (truth, said))
    a, b = (side - side.mean(axis=1, keepdims=True) for side in (a, b))
    spread = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    found: Values = np.where(spread > 0, (a * b).sum(axis=1) / np.where(spread > 0, spread, 1.0), 0.0)
    return found


def _bin(probability: Values, right: Flags) -> Bin:
    return Bin(len(right), float(probability.mean()), float(right.mean()))


def _gap(bins: list[Bin]) -> float:
    total = sum(b.texts for b in bins)
    return sum(b.texts * abs(b.promised - b.right) for b in bins) / total if total else 0.0


def _mean_f1(tables: Numbers, classes: Numbers) -> Values:
    scores: Values = _f1(tables)[:, classes].mean(axis=1)
    return scores


def _f1(tables: Numbers) -> Values:
    """Of each class: tables are draws x truth x said."""
    hit = np.diagonal(tables, axis1=1, axis2=2)
    scores: Values = 2 * hit / np.maximum(1, tables.sum(axis=1) + tables.sum(axis=2))
    return scores
