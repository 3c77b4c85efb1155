"""Fits: weights of columns by maximum likelihood, each kept on the side that a supervisor would accept."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from zhiyin.training.risk_shapes import Column, Floats

Numbers = NDArray[np.int64]
_LEAST = 1e-9
_STEPS = 500


def fit_ends(x: Floats, ends: Numbers, groups: Numbers, w: Floats, chosen: Sequence[Column], penalty: float) -> Floats:
    """Proportional odds (McCullagh 1980) of ends 1 (bad), 2, 3 (good), with biases of its own for each group.

    Gives the weights of the columns, then per group the bias of "bad" and the logarithm of how far that of "not good"
    lies above it. ``w`` weighs the rows.
    """
    size, count = x.shape[1], int(groups.max()) + 1
    bad, good = (ends == 1).astype(float), (ends == 3).astype(float)
    middle = 1 - bad - good

    def loss(flat: Floats) -> tuple[float, Floats]:
        s, low, gap = x @ flat[:size], flat[size : size + count][groups], np.exp(flat[size + count :])[groups]
        a, b = expit(s + low), expit(s + low + gap)
        between = np.maximum(b - a, _LEAST)
        value = (
            bad * np.log(np.maximum(a, _LEAST)) + good * np.log(np.maximum(1 - b, _LEAST)) + middle * np.log(between)
        )
        at_a = bad * (1 - a) - middle * a * (1 - a) / between
        at_b = middle * b * (1 - b) / between - good * b
        slope = np.concatenate(
            [
                x.T @ (w * (at_a + at_b)) - penalty * flat[:size],
                np.bincount(groups, w * (at_a + at_b), count),
                np.bincount(groups, w * at_b * gap, count),
            ]
        )
        return penalty / 2 * float(flat[:size] @ flat[:size]) - float(w @ value), -slope

    start = np.concatenate([np.zeros(size), np.full(count, -1.0), np.full(count, 1.0)])
    return _found(loss, start, chosen)


def fit_chance(x: Floats, hit: Floats, w: Floats, chosen: Sequence[Column], penalty: float) -> Floats:
    """Logistic regression: the weights of the columns, then the bias."""

    def loss(flat: Floats) -> tuple[float, Floats]:
        p = np.clip(expit(x @ flat[:-1] + flat[-1]), _LEAST, 1 - _LEAST)
        off = (p - hit) * w
        value = -float(w @ (hit * np.log(p) + (1 - hit) * np.log(1 - p))) + penalty / 2 * float(flat[:-1] @ flat[:-1])
        return value, np.append(x.T @ off + penalty * flat[:-1], off.sum())

    return _found(loss, np.zeros(x.shape[1] + 1), chosen)


def _found(loss: object, start: Floats, chosen: Sequence[Column]) -> Floats:
    sides = [(0.0, None) if c.sign > 0 else (None, 0.0) if c.sign < 0 else (None, None) for c in chosen]
    bounds = [*sides, *[(None, None)] * (len(start) - len(sides))]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS})
    weights: Floats = found.x
    return weights
