"""Threshold search: the lowest threshold that keeps within a budget of false alarms, from conversations of known end.

Pure: records in, figures out. A threshold is looked for among the thousandths; what it would have done is counted on
the same conversations it was chosen from, so with few of them the true figures will be somewhat worse: read the
intervals.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from zhiyin.domain.errors import InputError
from zhiyin.domain.past_risk import PastRisk
from zhiyin.domain.quartiles import Quartiles, quartiles
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import Share, wilson

FEWEST_BAD = 20
"""Fewer known bad ends than this say nothing of recall: its interval would span 40 points and more."""
FEWEST_FINE = 100
"""Fewer fine ends than this cannot tell 10 false alarms per 1,000 conversations from 50."""
STEP = 1000
"""Thresholds are thousandths."""


@dataclass(frozen=True, slots=True)
class ThresholdChoice:
    """What a threshold (0-1) would have done. Shares are None where there is nothing to divide by.

    ``lead_turns``: turns from the warning to the end of the conversation, of warned conversations that ended badly.
    """

    tier: Tier
    threshold: float
    budget: float
    """False alarms per 1,000 conversations that were allowed."""
    warned: int
    hits: int
    precision: Share | None
    recall: Share | None
    false_alarms_per_1000: Share | None
    lead_turns: Quartiles | None


@dataclass(frozen=True, slots=True)
class ThresholdSearch:
    """``enough``: there are at least ``FEWEST_BAD`` bad and ``FEWEST_FINE`` fine ends."""

    bad: int
    fine: int
    choices: tuple[ThresholdChoice, ...]

    @property
    def enough(self) -> bool:
        return self.bad >= FEWEST_BAD and self.fine >= FEWEST_FINE


def search(past: Sequence[PastRisk], budgets: Mapping[Tier, float]) -> ThresholdSearch:
    """The lowest threshold for each tier with which false alarms per 1,000 conversations stay within its budget.

    InputError for a budget that is negative, or not below that of a lower tier. A threshold always lies above that of
    the tier below: at more than its own budget asks for, if need be.
    """
    tiers = sorted(budgets, key=lambda t: t.level)
    _check([budgets[t] for t in tiers])
    bad = sum(p.bad for p in past)
    choices: list[ThresholdChoice] = []
    least = 1
    for tier in tiers:
        thousandths = max(least, lowest_within(past, budgets[tier]))
        choices.append(_choice(past, tier, thousandths / STEP, budgets[tier]))
        least = thousandths + 1
    return ThresholdSearch(bad, len(past) - bad, tuple(choices))


def lowest_within(past: Sequence[PastRisk], budget: float) -> int:
    """In thousandths, at least 1: the lowest threshold that warns of at most ``budget`` fine ones per 1,000 of all.

    1,001 when even a threshold of 1 would warn of too many: their risk was certain.
    """
    peaks = sorted((p.peak for p in past if not p.bad), reverse=True)
    allowed = floor(budget * len(past) / 1000 + 1e-9)
    if allowed >= len(peaks):
        return 1
    # The next peak must not be reached: the first thousandth above it.
    thousandths = max(1, floor(peaks[allowed] * STEP))
    while thousandths / STEP <= peaks[allowed]:
        thousandths += 1
    return thousandths


def _choice(past: Sequence[PastRisk], tier: Tier, threshold: float, budget: float) -> ThresholdChoice:
    reached = [(p, turn) for p in past if (turn := p.reached(threshold)) is not None]
    hits = [(p, turn) for p, turn in reached if p.bad]
    alarms = wilson(len(reached) - len(hits), len(past))
    return ThresholdChoice(
        tier=tier,
        threshold=threshold,
        budget=budget,
        warned=len(reached),
        hits=len(hits),
        precision=wilson(len(hits), len(reached)),
        recall=wilson(len(hits), sum(p.bad for p in past)),
        false_alarms_per_1000=alarms.times(1000) if alarms else None,
        lead_turns=quartiles(Counter(p.turns - turn for p, turn in hits)),
    )


def _check(budgets: Sequence[float]) -> None:
    for budget in budgets:
        if not 0 <= budget <= 1000:
            raise InputError(f"false alarms per 1,000 conversations must lie in 0-1000, not {budget:g}")
    for lower, higher in pairwise(budgets):
        if higher >= lower:
            raise InputError(f"budgets must fall from mild to severe: {higher:g} is not below {lower:g}")
