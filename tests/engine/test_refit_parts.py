"""The parts of a refit: the fit finds the bottom within its bounds, signs stay, figures are what they are called."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.risk_weights import Basis, RiskCurve, RiskTerm, RiskWeights
from zhiyin.engine.refit.fit import Problem, chance, fit
from zhiyin.engine.refit.measure import compare, estimates, foretold
from zhiyin.engine.refit.past import Floats, Past
from zhiyin.engine.refit.shape import log_odds, move, shape_of
from zhiyin.pipeline.weigher import Weigher

CURVE = RiskCurve("mood", ((-1.0, 1.0), (0.0, 0.0), (1.0, -1.0)), "低", "高")
BASE = RiskWeights(
    "base",
    -1.0,
    (RiskTerm("threats", 1.5, 0, 1, ""), RiskTerm("longest_wait_s", 0.4, 0, 1, ""), RiskTerm("thanks", -0.8, 0, 1, "")),
    (CURVE,),
    0.5,
)


def past(ramps: Floats, curves: Floats, bad: Floats, counts: list[int] | None = None) -> Past:
    many = len(bad)
    given = np.array(counts if counts else [1] * many, dtype=np.int64)
    tiers = np.tile([0.2, 0.5, 0.8], (many, 1))
    opened = np.arange(many, dtype=np.int64)
    return Past(opened, bad, tiers, np.zeros(many), given, curves, ramps, np.zeros(len(curves)))


def drawn(seed: int, many: int, truth: tuple[float, ...], bias: float, scale: float) -> Past:
    chosen = np.random.default_rng(seed)
    ramps = (chosen.random((many, len(truth))) < 0.4).astype(float)
    curves = chosen.normal(size=many)
    odds = bias + scale * curves + ramps @ np.array(truth)
    return past(ramps, curves, (chosen.random(many) < chance(odds)).astype(float))


def test_a_known_rule_is_recovered() -> None:
    seen = drawn(1, 4000, (1.5, 1.2, -0.8), -1.4, 0.5)
    moved = move(seen, BASE, shape_of(seen, BASE), "new")
    assert moved.weights.bias == pytest.approx(-1.4, abs=0.2)
    assert moved.scale == pytest.approx(0.5, abs=0.1)
    assert [t.weight for t in moved.weights.terms] == pytest.approx([1.5, 1.2, -0.8], abs=0.2)
    assert {t.basis for t in moved.weights.terms} == {Basis.FITTED}
    assert moved.weights.fine == pytest.approx(0.5 + moved.weights.bias + 1.0)


def test_each_number_that_moves_needs_ten_ends_of_the_rarer_kind() -> None:
    seen = drawn(2, 400, (0.0, 0.0, 0.0), 0.0, 0.0)
    for bad, own in ((39, 1), (40, 2), (50, 3), (350, 3), (361, 1), (29, 0)):
        bad_first = past(seen.ramps, seen.curves, (np.arange(400) < bad).astype(float))
        assert len(shape_of(bad_first, BASE).own) == own


def test_a_term_that_hardly_spoke_stays_and_one_without_room_moves_with_the_curves() -> None:
    seen = drawn(3, 200, (1.5, 0.4, -0.8), -3.0, 2.0)
    ramps = seen.ramps.copy()
    ramps[:, 0] = np.arange(200) < 9
    seen = past(ramps, seen.curves, (np.arange(200) % 10 == 0).astype(float))
    shape = shape_of(seen, BASE)
    assert (shape.own, shape.along, shape.spoken[0]) == ((), (1, 2), 9)
    moved = move(seen, BASE, shape, "new")
    threats, waits, _ = moved.weights.terms
    assert threats == BASE.terms[0]
    assert waits.weight == pytest.approx(0.4 * moved.scale, abs=1e-4)
    assert waits.basis is Basis.PRIOR


WEIGHT = st.floats(-3, 3).filter(lambda w: abs(w) > 0.01)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.tuples(WEIGHT, WEIGHT, WEIGHT), st.floats(-2, 2), st.floats(-1, 3), st.data())
def test_signs_stay_and_the_risk_moves_one_way_only_with_each_fact(
    seed: int, truth: tuple[float, float, float], bias: float, scale: float, data: st.DataObject
) -> None:
    seen = drawn(seed, 150, truth, bias, scale)
    moved = move(seen, BASE, shape_of(seen, BASE), "new")
    assert moved.scale >= 0
    for before, after in zip(BASE.terms, moved.weights.terms, strict=True):
        assert after.weight * before.weight >= 0
    assert math.isfinite(moved.weights.bias)
    for fact, sign in (("mood", -1), ("threats", 1), ("longest_wait_s", 1), ("thanks", -1)):
        low, high = sorted(data.draw(st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)), label=fact))
        rise = Weigher(moved.weights).log_odds({fact: high}) - Weigher(moved.weights).log_odds({fact: low})
        assert rise * sign >= 0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.floats(-0.3, 0.3), st.integers(0, 3))
def test_no_point_near_the_fit_within_the_bounds_is_better(seed: int, by: float, which: int) -> None:
    chosen = np.random.default_rng(seed)
    x = np.column_stack([np.ones(60), chosen.normal(size=(60, 3))])
    problem = Problem(
        x=x,
        offset=chosen.normal(size=60),
        bad=(chosen.random(60) < 0.4).astype(float),
        w=chosen.random(60),
        start=np.array([0.0, 1.0, 0.5, -0.5]),
        penalty=np.array([0.0, 1.0, 1.0, 1.0]),
        low=np.array([-np.inf, 0.0, 0.0, -np.inf]),
        high=np.array([np.inf, np.inf, np.inf, 0.0]),
    )
    found = fit(problem)
    assert np.all((found >= problem.low) & (found <= problem.high))
    other = found.copy()
    other[which] = np.clip(other[which] + by, problem.low[which], problem.high[which])
    assert problem.loss(found) <= problem.loss(other) + 1e-9


def test_figures_are_what_they_are_called() -> None:
    odds = np.array([2.0, -1.0, 0.0, 0.0, 3.0, -2.0])
    seen = past(np.zeros((6, 0)), odds, np.array([1.0, 0.0, 1.0, 0.0]), counts=[2, 1, 1, 2])
    told = foretold(seen, odds)
    p = 1 / (1 + np.exp(-odds))
    right = np.array([p[0], p[1], 1 - p[2], p[3], 1 - p[4], 1 - p[5]])
    share = np.array([0.5, 0.5, 1, 1, 0.5, 0.5])
    figures = told.figures(np.ones(4))
    assert figures[0] == pytest.approx(float(share @ -np.log(right)) / 4)
    assert figures[1] == pytest.approx(float(share @ (1 - right) ** 2) / 4)
    bad, other = ((2.0, 0.5), (-1.0, 0.5), (0.0, 1.0)), ((0.0, 1.0), (3.0, 0.5), (-2.0, 0.5))
    above = sum(a * b * (0.5 if x == y else x > y) for (x, a), (y, b) in itertools.product(bad, other))
    assert figures[2] == pytest.approx(above / 4)
    # Warned at 50 %: all four conversations at some moment, two of which ended badly.
    assert list(figures[3:12]) == pytest.approx([0.5, 0.5, 0.5, 1, 1, 0.5, 500, 500, 250])
    assert list(told.final) == pytest.approx([p[1], p[2], p[3], p[5]])


def test_an_interval_spans_its_value_and_narrows_with_more_conversations() -> None:
    widths = []
    for many in (50, 800):
        seen = drawn(4, many, (1.5, 0.4, -0.8), -1.0, 1.0)
        odds = log_odds(seen, BASE, 1.0)
        side, same, gain = compare(foretold(seen, odds), foretold(seen, odds), ("a", "b"))
        assert (side.log_loss, side.tiers, gain.value, gain.low, gain.high) == (same.log_loss, same.tiers, 0, 0, 0)
        assert side.log_loss.low < side.log_loss.value < side.log_loss.high
        assert sum(t.conversations for t in side.tenths) == many
        widths.append(side.log_loss.high - side.log_loss.low)
    assert widths[1] < widths[0] / 2


def test_a_figure_without_cases_has_no_estimate() -> None:
    seen = drawn(5, 30, (0.0, 0.0, 0.0), 0.0, 0.0)
    told = foretold(seen, np.full(30, -5.0))
    assert estimates(30, told.figures)[3] is None
