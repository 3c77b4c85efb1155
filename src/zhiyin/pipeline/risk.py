"""Risk: from facts to the probability of a bad end, with the reasons that add up to it."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from zhiyin.domain.foresight import Driver
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk
from zhiyin.domain.risk_weights import RiskCurve, RiskTerm, RiskWeights
from zhiyin.pipeline.tiers import tier_of
from zhiyin.pipeline.wording import phrase

_WORTH_SAYING = 0.05
"""Facts that move the log-odds by less than this are not listed as reasons."""

Known = Mapping[str, object]


def ramp(value: float, start: float, full: float) -> float:
    """0 at ``start`` and before, 1 at ``full`` and beyond, linear between; falling when ``full`` < ``start``."""
    if start == full:
        return float(value >= full)
    return min(1.0, max(0.0, (value - start) / (full - start)))


def contribution(term: RiskTerm, facts: Known) -> float:
    """Log-odds this term adds. A missing fact, or one that is not a number, adds nothing."""
    value = facts.get(term.fact)
    return term.weight * ramp(value, term.start, term.full) if isinstance(value, int | float) else 0.0


def height(points: Sequence[tuple[float, float]], value: float) -> float:
    """The curve through ``points`` (sorted by their first) at ``value``: linear between, flat beyond the ends."""
    place = bisect_right(points, (value, math.inf))
    if place == 0:
        return points[0][1]
    if place == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)


def curve_height(curve: RiskCurve, facts: Known) -> float:
    """Log-odds this curve adds. A missing fact, or one that is not a number, adds nothing."""
    value = facts.get(curve.fact)
    return height(curve.points, value) if isinstance(value, int | float) else 0.0


def probability_of(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def log_odds_of(facts: Known, weights: RiskWeights) -> float:
    """Of a bad end."""
    curves = sum(curve_height(curve, facts) for curve in weights.curves)
    return weights.bias + curves + sum(contribution(term, facts) for term in weights.terms)


def parts(facts: Known, weights: RiskWeights) -> Iterator[tuple[str, Driver, float, str]]:
    """(fact, driver, log-odds, phrase pattern) of every curve and term; with the bias they add up to the log-odds."""
    for curve in weights.curves:
        added = curve_height(curve, facts)
        yield curve.fact, curve.driver, added, curve.worse if added > 0 else curve.better
    for term in weights.terms:
        yield term.fact, term.driver, contribution(term, facts), term.phrase


def assess(facts: Known, weights: RiskWeights, thresholds: Thresholds) -> Risk:
    """Reasons come heaviest first, one a fact; their weights and the bias add up to the log-odds, but for those near 0.

    The tier is that of the probability alone; ``tiers.settle`` makes it steady.
    """
    added: dict[str, tuple[float, float, str]] = {}
    log_odds = weights.bias
    for fact, _, weight, pattern in parts(facts, weights):
        log_odds += weight
        total, heaviest, said = added.get(fact, (0.0, 0.0, pattern))
        # Of several terms of one fact the heaviest says it, so that a supervisor reads each fact once.
        said, heaviest = (pattern, abs(weight)) if abs(weight) > heaviest else (said, heaviest)
        added[fact] = (total + weight, heaviest, said)
    reasons = tuple(
        Reason(ReasonKind.COURSE, fact, round(weight, 4), phrase(pattern, _number(facts, fact)))
        for fact, (weight, _, pattern) in sorted(added.items(), key=lambda a: (-abs(a[1][0]), a[0]))
        if abs(weight) >= _WORTH_SAYING and pattern
    )
    probability = probability_of(log_odds)
    return Risk(probability, tier_of(probability, thresholds), reasons)


def _number(facts: Known, name: str) -> float:
    value = facts.get(name)
    return value if isinstance(value, int | float) else 0.0
