"""Evidence: which words made a linear model's answer. Exact: the shares of all characters add up to the logit."""

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.text import Span
from zhiyin.models.ngrams import ORDERS, Index
from zhiyin.models.weights import LinearWeights, Scores

Floats = NDArray[np.float32]
MOST_SPANS = 3
_LONGEST_SPAN = 10
_LEAST_SHARE = 0.3
"""A further span must weigh this share of the heaviest one."""
_AGAINST_SHARE = 0.6
"""A span that speaks against the label is worth saying from this share on."""


def shares(weights: LinearWeights, scores: Scores, label: Index, rival: Index, scale: float) -> Floats:
    """Log-odds of ``label`` over ``rival`` (columns, one a passage) that each sign adds, the bias aside.

    An n-gram's weight is split evenly among its characters; end marks and placeholders take no share.
    """
    found = scores.signs
    owner = found.owners
    of, to, norm = label[owner], rival[owner], scores.norms[owner]
    size = len(found.codes)
    before = np.zeros(size + len(ORDERS), dtype=np.int64)
    np.cumsum(found.plain, out=before[1 : size + 1])
    before[size + 1 :] = before[size]
    added = np.zeros(size, dtype=np.float32)
    for order, row in zip(ORDERS, scores.rows, strict=True):
        members = np.maximum(before[order : size + order] - before[:size], 1)
        value = (weights.rows[row, of] - weights.rows[row, to]) / (norm * members) * np.float32(scale)
        for step in range(order):
            added[step:] += value[: size - step]
    return np.where(found.plain, added, np.float32(0)).astype(np.float32)


def spans(values: list[float], breaks: list[bool]) -> list[tuple[Span, float]]:
    """One to three stretches of signs that add most, heaviest first, then at most one that speaks against.

    ``breaks`` marks signs that end a word (punctuation, blanks). Indices are those of the signs.
    """
    left = [0.0 if b else v for v, b in zip(values, breaks, strict=True)]
    chosen: list[tuple[Span, float]] = []
    for _ in range(MOST_SPANS):
        span, weight = _heaviest(left, breaks)
        if weight <= 0 or (chosen and weight < _LEAST_SHARE * chosen[0][1]):
            break
        chosen.append((span, weight))
        left[span[0] : span[1]] = [0.0] * (span[1] - span[0])
    if chosen and len(chosen) < MOST_SPANS:
        span, weight = _heaviest([-v for v in left], breaks)
        if weight >= _AGAINST_SHARE * chosen[0][1]:
            chosen.append((span, -weight))
    return chosen


def _heaviest(values: list[float], breaks: list[bool]) -> tuple[Span, float]:
    """The stretch with the largest sum of (value - toll): the toll keeps a stretch from swallowing its neighbours."""
    toll = 0.25 * max(values, default=0.0)
    best, best_sum = (0, 0), 0.0
    start, running = 0, 0.0
    for i, value in enumerate(values):
        if breaks[i] or running <= 0 or i - start >= _LONGEST_SPAN:
            start, running = i, 0.0
        if breaks[i]:
            continue
        running += value - toll
        if running > best_sum:
            best, best_sum = (start, i + 1), running
    if best[1] - best[0] == 1:
        best = _widened(best, values, breaks)
    return best, sum(values[best[0] : best[1]])


def _widened(span: Span, values: list[float], breaks: list[bool]) -> Span:
    """A single sign with its heavier neighbour: most words have two."""
    sides = [i for i in (span[0] - 1, span[1]) if 0 <= i < len(values) and not breaks[i] and values[i] > 0]
    if not sides:
        return span
    side = max(sides, key=lambda i: values[i])
    return (min(span[0], side), max(span[1], side + 1))
