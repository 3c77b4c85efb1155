"""Risk: from facts to the probability of a bad end, with the reasons that add up to it."""

import math
from collections.abc import Mapping

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_weights import RiskTerm, RiskWeights
from zhiyin.pipeline.wording import phrase

_WORTH_SAYING = 0.05
"""Terms that move the log-odds by less than this are not listed as reasons."""


def ramp(value: float, start: float, full: float) -> float:
    """0 at ``start`` and before, 1 at ``full`` and beyond, linear between; falling when ``full`` < ``start``."""
    if start == full:
        return float(value >= full)
    return min(1.0, max(0.0, (value - start) / (full - start)))


def contribution(term: RiskTerm, facts: Mapping[str, object]) -> float:
    """Log-odds this term adds. A missing fact, or one that is not a number, adds nothing."""
    known = isinstance(facts.get(term.fact), int | float)
    return term.weight * ramp(_number(facts, term), term.start, term.full) if known else 0.0


def tier_of(probability: float, thresholds: Thresholds) -> Tier:
    """The highest tier whose threshold the probability reaches."""
    if probability >= thresholds.severe:
        return Tier.SEVERE
    if probability >= thresholds.moderate:
        return Tier.MODERATE
    return Tier.MILD if probability >= thresholds.mild else Tier.NONE


def assess(facts: Mapping[str, object], weights: RiskWeights, thresholds: Thresholds) -> Risk:
    """Reasons come heaviest first; their weights and the bias add up to the log-odds, but for terms near 0."""
    added = [(contribution(term, facts), term) for term in weights.terms]
    log_odds = weights.bias + sum(c for c, _ in added)
    reasons = tuple(
        Reason(ReasonKind.COURSE, term.fact, round(c, 4), phrase(term.phrase, _number(facts, term)))
        for c, term in sorted(added, key=lambda a: (-abs(a[0]), a[1].fact))
        if abs(c) >= _WORTH_SAYING
    )
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
    return Risk(probability, tier_of(probability, thresholds), reasons)


def _number(facts: Mapping[str, object], term: RiskTerm) -> float:
    value = facts.get(term.fact)
    return value if isinstance(value, int | float) else 0.0
