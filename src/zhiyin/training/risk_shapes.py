"""Shapes: from facts to the columns a fit weighs, and from the weights found to curves that people can read."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.risk_weights import RiskCurve
from zhiyin.training.risk_config import Shape
from zhiyin.training.risk_moments import Moment

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One stretch between two knots: 0 at ``near`` (the knot nearer to the shape's zero), 1 at ``far`` and beyond.

    ``sign`` 1: its weight may not be below 0; -1: not above; 0: free.
    """

    fact: str
    near: float
    far: float
    sign: int


def columns(shapes: Iterable[Shape]) -> list[Column]:
    """Stretches of every shape, outwards from its zero."""
    found = []
    for shape in shapes:
        middle = shape.knots.index(shape.zero)
        up, down = shape.knots[middle:], shape.knots[middle::-1]
        found += [Column(shape.fact, a, b, shape.sign) for a, b in itertools.pairwise(up)]
        found += [Column(shape.fact, a, b, -shape.sign) for a, b in itertools.pairwise(down)]
    return found


def design(chosen: Sequence[Column], known: Sequence[Moment]) -> Floats:
    """Moments x columns, each between 0 and 1."""
    facts = {c.fact for c in chosen}
    values = {f: np.array([m.facts[f] for m in known], dtype=np.float64) for f in facts}
    return np.stack([np.clip((values[c.fact] - c.near) / (c.far - c.near), 0, 1) for c in chosen], axis=1)


def curves(shapes: Iterable[Shape], weights: Floats, *, silent: bool = False) -> tuple[RiskCurve, ...]:
    """The curve of each shape that counts; ``weights`` in the order of ``columns``. ``silent``: without phrases."""
    found, start = [], 0
    for shape in shapes:
        middle = shape.knots.index(shape.zero)
        up, down = len(shape.knots) - middle - 1, middle
        above = np.cumsum(weights[start : start + up])
        below = np.cumsum(weights[start + up : start + up + down])[::-1]
        start += up + down
        heights = [round(float(h), 3) for h in (*below, 0.0, *above)]
        if any(abs(h) >= 0.02 for h in heights):  # a fact that adds nothing is left out
            points = tuple(zip(shape.knots, heights, strict=True))
            said = ("", "") if silent else (shape.worse, shape.better)
            found.append(RiskCurve(shape.fact, points, *said, shape.driver))
    return tuple(found)
