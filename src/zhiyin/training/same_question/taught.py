"""Taught pairs: unlabelled lines of other trades, with the likeness that the published encoder sees in them.

Most labelled pairs are of one trade. What the encoder knows of the others is passed on (distilled; Hinton et al. 2015,
arXiv:1503.02531) as a probability, made from its cosine by a curve fitted on our own pairs.
"""

import random
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from zhiyin.training.same_question.pairs import Pair

Floats = NDArray[np.float32]
Vectors = Mapping[str, Floats]
_NEAREST = 2
_LOOKED_AT = 12
"""Of the nearest so many, some are drawn: the very nearest are often the same words."""
_PENALTY = 1.0


def cosine(vectors: Vectors, a: str, b: str) -> float:
    """Vectors have length 1."""
    return float(vectors[a] @ vectors[b])


def curve(vectors: Vectors, pairs: Sequence[Pair]) -> tuple[float, float]:
    """Slope and shift of the probability that two texts of this cosine ask the same."""
    x = np.array([[cosine(vectors, p.a, p.b)] for p in pairs])
    fitted = LogisticRegression(C=1 / _PENALTY, max_iter=1000).fit(x * 10, [p.same for p in pairs])
    return float(fitted.coef_[0, 0]) * 10, float(fitted.intercept_[0])


def taught_pairs(lines: Sequence[str], vectors: Vectors, slope: float, shift: float, seed: int) -> list[Pair]:
    """Each line with some of those most like it, and with one drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - samples for training, no secret
    table = np.stack([vectors[line] for line in lines])
    found: dict[tuple[str, str], float] = {}
    for at in range(0, len(lines), 500):
        likeness = table[at : at + 500] @ table.T
        near = np.argsort(-likeness, axis=1, kind="stable")[:, 1 : _LOOKED_AT + 1]
        for row, choices in enumerate(near, at):
            for other in (*chance.sample(list(choices), _NEAREST), chance.randrange(len(lines))):
                if other != row:
                    a, b = sorted((lines[row], lines[int(other)]))
                    found[a, b] = 1 / (1 + float(np.exp(-slope * cosine(vectors, a, b) - shift)))
    return [Pair(a, b, p >= 0.5, "taught", p) for (a, b), p in found.items()]
