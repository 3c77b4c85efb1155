"""Foresight adds up, never contradicts the risk, and its reliefs are what the model says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.foresight import Driver, Foresight, Lead
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Risk
from zhiyin.domain.risk_weights import (
    Additive,
    AheadWeights,
    Ending,
    ForesightWeights,
    RiskCurve,
    RiskTerm,
    RiskWeights,
)
from zhiyin.pipeline.foresight import afterwards, foresee, lead_after
from zhiyin.pipeline.risk import assess
from zhiyin.pipeline.weigher import Weigher

CURVES = (
    RiskCurve("mood", ((-0.8, 2.0), (0.0, 0.0), (0.8, -1.5)), "情绪低", "情绪好"),
    RiskCurve("turns", ((1.0, 0.0), (20.0, 0.5)), "聊得久", "", Driver.LENGTH),
)
HORIZON = AheadWeights(3, Additive(-1.0, (CURVES[0],)), Additive(1.5, ()))
LEADS = ((1, Lead(4, 8, 15)), (6, Lead(2, 6, 12)))
WEIGHTS = RiskWeights(
    name="test",
    bias=-2.0,
    fine=0.5,
    curves=CURVES,
    terms=(RiskTerm("wait_s", 1.0, 60, 600, "等了{duration}", driver=Driver.RESPONSE),),
    foresight=ForesightWeights(Ending(-2.5, 0.2, CURVES[:1]), (HORIZON,), LEADS),
)
MOMENTS = st.fixed_dictionaries(
    {
        "mood": st.floats(-1, 1),
        "turns": st.integers(0, 60),
        "wait_s": st.floats(0, 2000),
        "customer_turns": st.integers(0, 30),
    }
)


def judged(known: dict[str, float], weights: RiskWeights = WEIGHTS) -> tuple[Risk, Foresight | None]:
    weighed = Weigher(weights).weigh(known)
    return assess(known, weighed, Thresholds()), foresee(known, weighed, weights)


@given(MOMENTS)
def test_probabilities_sum_to_one_and_agree_with_the_risk(known: dict[str, float]) -> None:
    risk, found = judged(known)
    assert found is not None
    said = found.satisfaction
    assert said.dissatisfied == pytest.approx(risk.probability)
    assert said.dissatisfied + said.neutral + said.satisfied == pytest.approx(1)
    assert min(said.dissatisfied, said.neutral, said.satisfied) >= 0


@given(MOMENTS)
def test_what_moves_satisfaction_adds_up_to_the_prediction(known: dict[str, float]) -> None:
    risk, found = judged(known)
    assert found is not None
    against = -math.log(risk.probability / (1 - risk.probability))
    assert found.base + sum(p.weight for p in found.pulls) == pytest.approx(against, abs=1e-3)


@given(MOMENTS)
def test_the_short_way_to_the_log_odds_gives_the_same(known: dict[str, float]) -> None:
    weigher = Weigher(WEIGHTS)
    assert weigher.log_odds(known) == weigher.weigh(known).log_odds  # to the bit: back-tests take this one


@given(MOMENTS)
def test_the_course_ahead_is_a_probability(known: dict[str, float]) -> None:
    found = judged(known)[1]
    assert found is not None
    (ahead,) = found.ahead
    assert ahead.turns == 3
    assert 0 <= ahead.negative <= 1
    assert ahead.negative + ahead.positive <= 1 + 1e-9


def test_drivers_name_what_it_was() -> None:
    found = judged({"mood": 0.0, "turns": 1, "wait_s": 600})[1]
    assert found is not None
    assert [(p.driver, p.weight) for p in found.pulls] == [(Driver.RESPONSE, -1.0)]


def test_weights_of_the_bad_end_alone_foresee_nothing() -> None:
    bare = RiskWeights("bare", -1.0, WEIGHTS.terms)
    assert judged({"wait_s": 5}, bare)[1] is None
    assert afterwards({"wait_s": 5}, bare) is None


def test_what_is_over_is_judged_by_weights_of_its_own_and_by_judgement_all_the_same() -> None:
    calm, waited = afterwards({"mood": 0.0}, WEIGHTS), afterwards({"mood": 0.0, "wait_s": 600}, WEIGHTS)
    assert calm is not None
    assert waited is not None
    assert calm.dissatisfied == pytest.approx(1 / (1 + math.exp(2.5)))
    assert calm.satisfied == pytest.approx(1 - 1 / (1 + math.exp(-0.2)))
    assert waited.dissatisfied == pytest.approx(1 / (1 + math.exp(1.5)))


@pytest.mark.parametrize(("turns", "median"), [(0, 8), (1, 8), (5, 8), (6, 6), (99, 6)])
def test_what_is_left_goes_by_how_much_has_been_said(turns: int, median: int) -> None:
    assert lead_after(turns, LEADS).median == median
    assert lead_after(turns, ()) == Lead(0, 0, 0)


def height(value: float) -> float:
    alone = RiskWeights("alone", 0.0, curves=CURVES[:1])
    return Weigher(alone).weigh({"mood": value}).log_odds


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_falling_curve_falls(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert height(low) >= height(high)


@pytest.mark.parametrize(("x", "y"), [(-9, 2.0), (-0.8, 2.0), (-0.4, 1.0), (0, 0), (0.4, -0.75), (9, -1.5)])
def test_a_curve_goes_through_its_points_and_is_flat_beyond(x: float, y: float) -> None:
    assert height(x) == pytest.approx(y)


def test_curves_of_one_fact_all_count_whatever_their_knots() -> None:
    other = RiskCurve("mood", ((-1.0, 1.0), (1.0, -1.0)), "低", "高")
    twice = RiskWeights("twice", 0.5, curves=(CURVES[0], other, CURVES[0]))
    weighed = Weigher(twice).weigh({"mood": -0.4})
    assert weighed.log_odds == pytest.approx(0.5 + 1.0 + 0.4 + 1.0)
    (reason,) = assess({"mood": -0.4}, weighed, Thresholds()).reasons
    assert reason.weight == pytest.approx(2.4)
    assert reason.text == "情绪低"
