"""Foresight: satisfaction at the end with what moves it, the course ahead, and how much of the talk is left."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from zhiyin.domain.foresight import Ahead, Driver, Foresight, Lead, Pull
from zhiyin.domain.risk_weights import Additive, AheadWeights, ForesightWeights, RiskWeights
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.pipeline.risk import curve_height, parts, probability_of

Known = Mapping[str, object]


def foresee(facts: Known, weights: RiskWeights) -> Foresight | None:
    """None when the weights know of the bad end only."""
    if weights.fine is None or weights.foresight is None:
        return None
    pulls = dict.fromkeys(Driver, 0.0)
    for _, driver, added, _ in parts(facts, weights):
        pulls[driver] -= added
    log_odds = weights.bias - sum(pulls.values())
    return Foresight(
        satisfaction=_satisfaction(log_odds, weights.fine - weights.bias),
        base=-weights.bias,
        pulls=tuple(Pull(driver, round(weight, 4)) for driver, weight in pulls.items() if weight),
        ahead=tuple(_ahead(facts, horizon) for horizon in weights.foresight.ahead),
        lead=_lead(facts, weights.foresight),
    )


def afterwards(facts: Known, weights: RiskWeights) -> Satisfaction | None:
    """Satisfaction of a conversation that is over; None when the weights do not know it."""
    if weights.foresight is None:
        return None
    after = weights.foresight.after
    # What was set by judgement counts at the end as it does on the way.
    told = weights.terms
    added = sum(curve_height(c, facts) for c in after.curves)
    prior = sum(weight for _, _, weight, _ in parts(facts, RiskWeights(weights.name, 0.0, told)))
    return _satisfaction(after.bias + added + prior, after.fine - after.bias)


def _satisfaction(log_odds_bad: float, apart: float) -> Satisfaction:
    """``apart``: by how much the log-odds of "not good" exceed those of "bad"."""
    bad = probability_of(log_odds_bad)
    good = 1 - probability_of(log_odds_bad + apart)
    return Satisfaction(bad, max(0.0, 1 - bad - good), good)


def _ahead(facts: Known, horizon: AheadWeights) -> Ahead:
    negative, positive = (probability_of(_sum(facts, side)) for side in (horizon.negative, horizon.positive))
    # The two are fitted apart; together they may not exceed certainty.
    over = max(1.0, negative + positive)
    return Ahead(horizon.turns, negative / over, positive / over)


def _sum(facts: Known, side: Additive) -> float:
    return side.bias + sum(curve_height(curve, facts) for curve in side.curves)


def _lead(facts: Known, weights: ForesightWeights) -> Lead:
    return lead_after(int(_count(facts.get("customer_turns"))), weights.leads)


def lead_after(customer_turns: int, leads: Sequence[tuple[int, Lead]]) -> Lead:
    """What is still to come after so many customer turns; ``leads`` are sorted by theirs."""
    place = bisect_right([turns for turns, _ in leads], customer_turns)
    return leads[max(0, place - 1)][1] if leads else Lead(0, 0, 0)


def _count(value: object) -> float:
    return value if isinstance(value, int | float) else 0.0
