"""Risk: from facts to the probability of a bad end, with the reasons that add up to it."""

import math

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk
from zhiyin.pipeline.tiers import tier_of
from zhiyin.pipeline.weigher import Known, Weighed
from zhiyin.pipeline.wording import phrase

_WORTH_SAYING = 0.05
"""Facts that move the log-odds by less than this are not listed as reasons."""


def probability_of(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def assess(known: Known, weighed: Weighed, thresholds: Thresholds) -> Risk:
    """Reasons come heaviest first, one a fact; their weights and the bias add up to the log-odds, but for those near 0.

    The tier is that of the probability alone; ``tiers.settle`` makes it steady.
    """
    added: dict[str, float] = {}
    said: dict[str, tuple[float, str]] = {}
    for part in weighed.parts:
        added[part.fact] = added.get(part.fact, 0.0) + part.weight
        # Of several terms of one fact the heaviest says it, so that a supervisor reads each fact once.
        if part.fact not in said or abs(part.weight) > said[part.fact][0]:
            said[part.fact] = (abs(part.weight), part.phrase)
    heavy = [(fact, weight) for fact, weight in added.items() if abs(weight) >= _WORTH_SAYING and said[fact][1]]
    heavy.sort(key=lambda a: (-abs(a[1]), a[0]))
    reasons = tuple(
        Reason(ReasonKind.COURSE, fact, round(weight, 4), phrase(said[fact][1], _number(known, fact)))
        for fact, weight in heavy
    )
    probability = probability_of(weighed.log_odds)
    return Risk(probability, tier_of(probability, thresholds), reasons)


def _number(known: Known, name: str) -> float:
    value = known[name]
    return value if isinstance(value, int | float) else 0.0
