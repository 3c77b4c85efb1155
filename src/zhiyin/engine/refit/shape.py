"""Shape: which weights a refit moves, each by itself or all together, as far as the outcomes carry."""

from dataclasses import dataclass, replace

import numpy as np

from zhiyin.domain.risk_weights import Basis, Ending, ForesightWeights, RiskCurve, RiskTerm, RiskWeights
from zhiyin.engine.refit.fit import Problem, fit
from zhiyin.engine.refit.past import Floats, Past

EVENTS_PER_PARAMETER = 10
"""Ends of the rarer kind that each fitted number needs (Peduzzi et al. 1996)."""
FEWEST_SPOKEN = 10
"""A term that spoke in fewer conversations is left as it is: nothing is known of it here."""
HELD = 1.0
"""Strength of the ridge (Hoerl and Kennard 1970): that of a normal prior about the old value with a spread of 1. The
judged weights lie between 0.3 and 1.6, so three times as much is believed soon, ten times only of many outcomes."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers of terms: ``own`` are weighed by themselves, ``along`` move with the curves, the others stay."""

    own: tuple[int, ...]
    along: tuple[int, ...]
    spoken: tuple[int, ...]
    """In how many conversations each term spoke."""


def shape_of(past: Past, base: RiskWeights) -> Shape:
    """Two numbers always move, the bias and the scale; the rest is for judged terms, those that spoke most first."""
    spoken = tuple(int(n) for n in np.logical_or.reduceat(past.ramps > 0, past.first).sum(axis=0))
    rarer = min(float(past.bad.sum()), len(past) - float(past.bad.sum()))
    room = max(0, int(rarer) // EVENTS_PER_PARAMETER - 2)
    heard = [n for n, t in enumerate(base.terms) if spoken[n] >= FEWEST_SPOKEN and t.weight]
    judged = [n for n in heard if base.terms[n].basis is Basis.PRIOR]
    own = sorted(sorted(judged, key=lambda n: (-spoken[n], n))[:room])
    return Shape(tuple(own), tuple(n for n in heard if n not in own), spoken)


@dataclass(frozen=True, slots=True)
class Moved:
    """``weights`` are ``base``, moved; ``scale`` is what the curves were multiplied by."""

    weights: RiskWeights
    scale: float


def move(past: Past, base: RiskWeights, shape: Shape, name: str) -> Moved:
    """Fits the shape on ``past`` (at least one end of each kind)."""
    found = fit(_problem(past, base, shape))
    bias, scale = round(float(found[0]), _DIGITS), round(float(found[1]), _DIGITS)
    terms = list(base.terms)
    for n in shape.along:
        terms[n] = replace(terms[n], weight=round(terms[n].weight * scale, _DIGITS))
    for n, weight in zip(shape.own, found[2:], strict=True):
        terms[n] = replace(terms[n], weight=round(float(weight), _DIGITS), basis=Basis.FITTED)
    weights = RiskWeights(
        name=name,
        bias=bias,
        terms=tuple(terms),
        curves=_scaled(base.curves, scale),
        fine=None if base.fine is None else round(base.fine + bias - base.bias, _DIGITS),
        foresight=_foresight(past, base.foresight, terms),
    )
    return Moved(weights, scale)


def log_odds(past: Past, weights: RiskWeights, scale: float) -> Floats:
    """What the moved weights give for each moment."""
    found: Floats = weights.bias + scale * past.curves + past.ramps @ _weights(weights.terms)
    return found


def _problem(past: Past, base: RiskWeights, shape: Shape) -> Problem:
    given = _weights(base.terms)
    along, own = list(shape.along), list(shape.own)
    fixed = [n for n in range(len(given)) if n not in along and n not in own]
    together = past.curves + past.ramps[:, along] @ given[along]
    signs = np.sign(given[own])
    return Problem(
        x=np.column_stack([np.ones(len(past.curves)), together, past.ramps[:, own]]),
        offset=past.ramps[:, fixed] @ given[fixed],
        bad=past.bad[past.of],
        w=past.share,
        start=np.array([base.bias, 1.0, *given[own]]),
        penalty=np.array([0.0, HELD, *np.full(len(own), HELD)]),
        low=np.array([-np.inf, 0.0, *np.where(signs > 0, 0.0, -np.inf)]),
        high=np.array([np.inf, np.inf, *np.where(signs > 0, np.inf, 0.0)]),
    )


def _foresight(past: Past, foresight: ForesightWeights | None, terms: list[RiskTerm]) -> ForesightWeights | None:
    """With the weights of a conversation that is over moved likewise: bias and scale, at its last moment.

    The course ahead stays: outcomes say nothing of it.
    """
    if foresight is None:
        return None
    after, count = foresight.after, len(past)
    problem = Problem(
        x=np.column_stack([np.ones(count), past.after]),
        offset=past.ramps[past.last] @ _weights(terms),
        bad=past.bad,
        w=np.ones(count),
        start=np.array([after.bias, 1.0]),
        penalty=np.array([0.0, HELD]),
        low=np.array([-np.inf, 0.0]),
        high=np.array([np.inf, np.inf]),
    )
    bias, scale = (round(float(v), _DIGITS) for v in fit(problem))
    fine = round(after.fine + bias - after.bias, _DIGITS)
    return replace(foresight, after=Ending(bias, fine, _scaled(after.curves, scale)))


def _scaled(curves: tuple[RiskCurve, ...], scale: float) -> tuple[RiskCurve, ...]:
    return tuple(replace(c, points=tuple((x, round(y * scale, _DIGITS)) for x, y in c.points)) for c in curves)


def _weights(terms: tuple[RiskTerm, ...] | list[RiskTerm]) -> Floats:
    return np.array([t.weight for t in terms], dtype=np.float64)
