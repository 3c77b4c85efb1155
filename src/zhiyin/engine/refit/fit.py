"""Fit: logistic regression held to prior values, within bounds; the same input gives the same weights."""

from dataclasses import dataclass

import numpy as np

from zhiyin.engine.refit.past import Floats

_STEPS = 200
_STEEP = 1e-9
"""Slope per conversation below which the bottom is reached."""
_NEAR = 1e-9
_ENOUGH = 1e-4
"""Share of the promised descent that a step must bring (Armijo 1966)."""
_SHORTEST = 1e-12


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows of ``x`` weighed by ``w``; log-odds = ``offset`` + x·θ. ``bad`` is 1 or 0.

    θ minimises −Σ w·(log-likelihood) + ½·Σ ``penalty``·(θ − ``start``)², with ``low`` ≤ θ ≤ ``high``.
    """

    x: Floats
    offset: Floats
    bad: Floats
    w: Floats
    start: Floats
    penalty: Floats
    low: Floats
    high: Floats

    def loss(self, theta: Floats) -> float:
        odds = self.offset + self.x @ theta
        likelihood = self.bad * odds - np.logaddexp(0, odds)
        return float(self.penalty @ (theta - self.start) ** 2 / 2 - self.w @ likelihood)


def fit(problem: Problem) -> Floats:
    """Newton's method projected onto the bounds (Bertsekas 1982); the problem is convex, so there is one bottom."""
    theta = np.clip(problem.start, problem.low, problem.high)
    least = _STEEP * max(1.0, float(problem.w.sum()))
    for _ in range(_STEPS):
        p = chance(problem.offset + problem.x @ theta)
        slope = problem.x.T @ (problem.w * (p - problem.bad)) + problem.penalty * (theta - problem.start)
        held = ((theta <= problem.low + _NEAR) & (slope > 0)) | ((theta >= problem.high - _NEAR) & (slope < 0))
        if not np.any(np.abs(slope[~held]) > least):
            break
        bend = (problem.x * (problem.w * p * (1 - p))[:, None]).T @ problem.x + np.diag(problem.penalty + _NEAR)
        step = np.where(held, slope / np.diag(bend), 0.0)
        step[~held] = np.linalg.solve(bend[np.ix_(~held, ~held)], slope[~held])
        better = _descend(problem, theta, step, slope)
        if better is None:
            break
        theta = better
    return theta


def chance(odds: Floats) -> Floats:
    """From log-odds to probabilities, with the same limits as ``pipeline.risk.probability_of``."""
    found: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found


def _descend(problem: Problem, theta: Floats, step: Floats, slope: Floats) -> Floats | None:
    """The farthest halving of the step that descends as promised; None if none does: nothing is left to gain."""
    now, share = problem.loss(theta), 1.0
    while share > _SHORTEST:
        there: Floats = np.clip(theta - share * step, problem.low, problem.high)
        if problem.loss(there) < now - _ENOUGH * float(slope @ (theta - there)):
            return there
        share /= 2
    return None
