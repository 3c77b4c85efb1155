"""Risk adds up, moves the way its terms say, and shows why."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_weights import RiskTerm, RiskWeights
from zhiyin.pipeline.risk import assess
from zhiyin.pipeline.tiers import tier_of
from zhiyin.pipeline.weigher import Weigher, ramp

WEIGHTS = RiskWeights(
    "test",
    -1.0,
    (
        RiskTerm("mood", 2.0, 0.0, -1.0, "情绪 {value}"),
        RiskTerm("threats", 1.5, 0, 1, "威胁"),
        RiskTerm("x", -1.0, 0, 1, "y"),
    ),
)


def risk_of(known: dict[str, float]) -> Risk:
    return assess(known, Weigher(WEIGHTS).weigh(known), Thresholds())


def test_reasons_add_up_to_the_log_odds_and_come_heaviest_first() -> None:
    risk = risk_of({"mood": -0.5, "threats": 1})
    assert [r.name for r in risk.reasons] == ["threats", "mood"]
    log_odds = math.log(risk.probability / (1 - risk.probability))
    assert log_odds == pytest.approx(-1.0 + sum(r.weight for r in risk.reasons))
    assert risk.reasons[1].text == "情绪 -0.5"


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_worse_mood_never_lowers_the_risk(one: float, other: float) -> None:
    low, high = sorted((one, other))
    worse = risk_of({"mood": low}).probability
    assert worse >= risk_of({"mood": high}).probability


@given(st.floats(-10, 10), st.floats(-5, 5), st.floats(-5, 5))
def test_a_ramp_stays_within_0_and_1_and_reaches_both_ends(value: float, start: float, full: float) -> None:
    assert 0 <= ramp(value, start, full) <= 1
    if start != full:
        assert ramp(start, start, full) == 0
        assert ramp(full, start, full) == pytest.approx(1)


def test_a_fact_that_is_missing_or_no_number_adds_nothing() -> None:
    term = RiskTerm("mood", 2.0, 0.0, -1.0, "")
    weigher = Weigher(RiskWeights("one", -1.0, (term,)))
    assert weigher.weigh({}).log_odds == -1
    assert weigher.weigh({"mood": "sad"}).parts == ()


@pytest.mark.parametrize(
    ("probability", "tier"),
    [
        (0.0, Tier.NONE),
        (0.1999, Tier.NONE),
        (0.2, Tier.MILD),
        (0.5, Tier.MODERATE),
        (0.8, Tier.SEVERE),
        (1.0, Tier.SEVERE),
    ],
)
def test_tiers_begin_at_their_thresholds(probability: float, tier: Tier) -> None:
    assert tier_of(probability, Thresholds()) is tier
