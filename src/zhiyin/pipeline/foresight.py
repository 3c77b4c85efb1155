"""Foresight: satisfaction at the end with what moves it, the course ahead, and how much of the talk is left."""

from bisect import bisect_right
from collections.abc import Sequence

from zhiyin.domain.foresight import Ahead, Driver, Foresight, Lead, Pull
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.pipeline.risk import probability_of
from zhiyin.pipeline.weigher import Known, Weighed, Weigher


def foresee(known: Known, weighed: Weighed, weights: RiskWeights) -> Foresight | None:
    """None when the weights know of the bad end only."""
    if weights.fine is None or weights.foresight is None:
        return None
    pulls: dict[Driver, float] = {}
    for part in weighed.parts:
        pulls[part.driver] = pulls.get(part.driver, 0.0) - part.weight
    return Foresight(
        satisfaction=_satisfaction(weighed.log_odds, weights.fine - weights.bias),
        base=-weights.bias,
        pulls=tuple(Pull(driver, round(pulls[driver], 4)) for driver in Driver if driver in pulls),
        ahead=tuple(
            _ahead(horizon.turns, *weighed.ahead[2 * place : 2 * place + 2])
            for place, horizon in enumerate(weights.foresight.ahead)
        ),
        lead=lead_after(_count(known.get("customer_turns")), weights.foresight.leads),
    )


def afterwards(known: Known, weights: RiskWeights) -> Satisfaction | None:
    """Satisfaction of a conversation that is over; None when the weights do not know it."""
    if weights.foresight is None:
        return None
    after = weights.foresight.after
    # What was set by judgement counts at the end as it does on the way.
    ended = RiskWeights(weights.name, after.bias, weights.terms, after.curves)
    return _satisfaction(Weigher(ended).weigh(known).log_odds, after.fine - after.bias)


def _satisfaction(log_odds_bad: float, apart: float) -> Satisfaction:
    """``apart``: by how much the log-odds of "not good" exceed those of "bad"."""
    bad = probability_of(log_odds_bad)
    good = 1 - probability_of(log_odds_bad + apart)
    return Satisfaction(bad, max(0.0, 1 - bad - good), good)


def _ahead(turns: int, negative_odds: float, positive_odds: float) -> Ahead:
    negative, positive = probability_of(negative_odds), probability_of(positive_odds)
    # The two are fitted apart; together they may not exceed certainty.
    over = max(1.0, negative + positive)
    return Ahead(turns, negative / over, positive / over)


def lead_after(customer_turns: float, leads: Sequence[tuple[int, Lead]]) -> Lead:
    """What is still to come after so many customer turns; ``leads`` are sorted by theirs."""
    place = bisect_right(leads, customer_turns, key=lambda lead: lead[0])
    return leads[max(0, place - 1)][1] if leads else Lead(0, 0, 0)


def _count(value: object) -> float:
    return value if isinstance(value, int | float) else 0.0
