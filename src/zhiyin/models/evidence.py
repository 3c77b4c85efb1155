"""Evidence: which words made a model's answer. Exact: the shares of all characters add up to the logit."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.text import Span
from zhiyin.models.ngrams import ORDERS, Index
from zhiyin.models.weights import LinearWeights, Scores

Floats = NDArray[np.float32]
MOST_SPANS = 3
_LONGEST_SPAN = 4
"""Han characters or Latin words. Longer stretches named half of many turns, and taken out moved answers no more."""
_LEAST_SHARE = 0.3
"""A further span must weigh this share of the heaviest one."""
_AGAINST_SHARE = 0.6
"""A span that speaks against the label is worth saying from this share on."""
_UNIT = re.compile(
    r"[a-z0-9\u00df-\u024f]+(?:['’][a-z]+)*"
    r"|.(?:[\u200b\u200c\u2060\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)
"""What is named as one: a word in Latin letters, an emoji with its parts, any other sign with unseen ones after it."""
_FIRST_SYMBOL = 0x2600


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


def spread(folded: str, places: Sequence[Sequence[int]], added: Sequence[float]) -> list[float]:
    """What pieces add, split evenly among their characters: one number a character of the text, blanks take none."""
    values = [0.0] * len(folded)
    for (start, end), share in zip(places, added, strict=True):
        letters = [i for i in range(start, end) if not folded[i].isspace()]
        for i in letters:
            values[i] += share / len(letters)
    return values


def words(folded: str, holes: Sequence[Span], values: Sequence[float]) -> list[tuple[Span, float]]:
    """``spans`` over the characters of a text, with Latin words and emoji left whole. Placeholders are never named."""
    hidden = {i for hole in holes for i in range(*hole)}
    units = [found.span() for found in _UNIT.finditer(folded)]
    closed = [any(i in hidden for i in range(*unit)) for unit in units]
    breaks = [no or ends_word(folded[a]) for no, (a, _) in zip(closed, units, strict=True)]
    if all(breaks):  # nothing but marks: then it is they that speak
        breaks = [no or folded[a].isspace() for no, (a, _) in zip(closed, units, strict=True)]
    heavy = spans([sum(values[a:b]) for a, b in units], breaks)
    return [((units[first][0], units[last - 1][1]), weight) for (first, last), weight in heavy]


def ends_word(sign: str) -> bool:
    """Punctuation and blanks; emoji and other symbols of feeling are words."""
    return not (sign.isalnum() or (ord(sign) > _FIRST_SYMBOL and unicodedata.category(sign)[0] not in "PZC"))


def spans(values: list[float], breaks: list[bool]) -> list[tuple[Span, float]]:
    """One to three stretches of signs that add most, heaviest first, then at most one that speaks against.

    ``breaks`` marks signs that end a word (punctuation, blanks). Indices are those of the signs.
    """
    left, closed = [0.0 if b else v for v, b in zip(values, breaks, strict=True)], list(breaks)
    chosen: list[tuple[Span, float]] = []
    for _ in range(MOST_SPANS):
        span, weight = _heaviest(left, closed)
        if weight <= 0 or (chosen and weight < _LEAST_SHARE * chosen[0][1]):
            break
        chosen.append((span, weight))
        left[span[0] : span[1]] = [0.0] * (span[1] - span[0])
        closed[span[0] : span[1]] = [True] * (span[1] - span[0])  # no further stretch runs across it
    if chosen and len(chosen) < MOST_SPANS:
        span, weight = _heaviest([-v for v in left], closed)
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
