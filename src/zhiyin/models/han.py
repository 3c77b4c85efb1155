"""Han: how far Chinese characters stand together as they do in Chinese, by what the n-gram table knows of them."""

import math
from dataclasses import dataclass

import numpy as np

from zhiyin.models.ngrams import Flags, Index
from zhiyin.models.weights import Scores

_ODDS = 2.3
"""Log-odds that a text is meant to be read, before it is looked at."""
_REAL = (0.99, 0.5)
"""Share of characters, and of pairs of them, that the table knows of real texts. On dev sets it knows 99.6-100 % and
69-89 %; the second is set lower, since slang, dialect and old poems lie far below their set's mean."""
_GIBBERISH = ((0.56, 0.002), (0.986, 0.02))
"""The same of characters drawn evenly from GB 2312, and from those that customers use."""


@dataclass(frozen=True, slots=True)
class HanCount:
    """Chinese characters of a text and pairs of them, and how many of each the table knows."""

    characters: int
    known: int
    pairs: int
    known_pairs: int


def han_counts(scores: Scores, unknown: int) -> list[HanCount]:
    """Of each passage. ``unknown``: the row of the table that stands for what it does not know."""
    codes, starts = scores.signs.codes, scores.signs.starts
    han = ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 0x3400) & (codes <= 0x4DBF))
    pair = han & np.append(han[1:], False)

    def count(flags: Flags) -> Index:
        return np.asarray(np.add.reduceat(flags.astype(np.int64), starts))

    table = (
        count(han),
        count(han & (scores.rows[0] < unknown)),
        count(pair),
        count(pair & (scores.rows[1] < unknown)),
    )
    return [HanCount(*row) for row in np.stack(table, axis=1).tolist()]


def chinese(count: HanCount) -> float:
    """Probability that these characters are Chinese and no gibberish, 0-1. A few known characters pass; five and
    more that never stand together do not."""
    real = _ODDS + _likelihood(count, *_REAL)
    gibberish = [_likelihood(count, *shares) for shares in _GIBBERISH]
    most = max(gibberish)
    against = most + math.log(sum(math.exp(g - most) for g in gibberish))
    return 1 / (1 + math.exp(min(700.0, against - real)))


def _likelihood(count: HanCount, character: float, pair: float) -> float:
    """ln P of what is known and what is not, if each is known with these probabilities."""
    return (
        count.known * math.log(character)
        + (count.characters - count.known) * math.log(1 - character)
        + count.known_pairs * math.log(pair)
        + (count.pairs - count.known_pairs) * math.log(1 - pair)
    )
