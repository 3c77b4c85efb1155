"""Metrics against values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from zhiyin.training.calibrate import sure_from
from zhiyin.training.metrics import (
    MASSES,
    accuracy,
    bootstrap,
    calibration_error,
    class_f1,
    error_by_chance,
    expected_error,
    macro_f1,
    many_f1,
    masses,
    rank_correlation,
)

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)
labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


def split(found: list[tuple[float, bool]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([p for p, _ in found]), np.array([r for _, r in found])


def test_wilson_interval_of_eight_in_ten() -> None:
    figure = accuracy(np.array([True] * 8 + [False] * 2))
    assert figure.value == 0.8
    assert figure.low == pytest.approx(0.4902, abs=1e-4)
    assert figure.high == pytest.approx(0.9433, abs=1e-4)


def test_accuracy_of_nothing_claims_nothing() -> None:
    figure = accuracy(np.zeros(0, dtype=np.bool_))
    assert (figure.low, figure.high) == (0.0, 1.0)


def test_macro_f1_counts_classes_the_same() -> None:
    truth, said = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    figure = macro_f1(truth, said, seed=1)
    assert figure.value == pytest.approx((6 / 7 + 0) / 2)
    assert figure.low <= figure.value <= figure.high


def test_calibration_error_is_the_gap_of_the_bins() -> None:
    p = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, True, True, False])
    assert calibration_error(p, right) == pytest.approx(0.5 * 0.05 + 0.5 * 0.05)


def test_the_threshold_is_the_least_that_keeps_the_promise() -> None:
    p = np.array([0.9, 0.8, 0.7, 0.6], dtype=np.float32)
    right = np.array([True, True, False, False])
    even = np.ones(4, dtype=np.float32)
    assert sure_from(p, right, even, target=0.9, floor=0.5) == pytest.approx(0.8)
    assert sure_from(p, np.zeros(4, dtype=np.bool_), even, target=0.9, floor=0.5) == 1.0
    assert sure_from(p, np.ones(4, dtype=np.bool_), even, target=0.9, floor=0.65) == 0.65


def test_macro_f1_of_nothing_claims_nothing() -> None:
    figure = macro_f1(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), seed=1)
    assert (figure.low, figure.high) == (0.0, 1.0)


def test_f1_of_each_class() -> None:
    found = class_f1(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), 3)
    assert found.tolist() == pytest.approx([2 / 3, 4 / 5, 0.0])


def test_f1_of_texts_with_several_labels() -> None:
    truth = np.array([[True, False], [True, True], [False, False]])
    figure = many_f1(truth, np.array([[True, False], [False, True], [False, True]]), seed=1)
    assert figure.value == pytest.approx((2 / 3 + 2 / 3) / 2)


@settings(max_examples=20)
@given(labels)
def test_the_interval_of_macro_f1_holds_its_value_and_repeats_with_the_seed(found: list[tuple[int, int]]) -> None:
    truth, said = np.array([t for t, _ in found]), np.array([s for _, s in found])
    figure = macro_f1(truth, said, seed=7)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert figure == macro_f1(truth, said, seed=7)
    assert macro_f1(truth, truth, seed=7).value == 1.0


def test_the_interval_of_macro_f1_is_that_of_drawn_rows() -> None:
    chance = np.random.default_rng(3)
    truth = chance.integers(0, 3, 400)
    said = np.where(chance.random(400) < 0.7, truth, chance.integers(0, 3, 400))
    figure = macro_f1(truth, said, seed=1)

    def score(rows: NDArray[np.int64]) -> float:
        return float(class_f1(truth[rows], said[rows], 3).mean())

    slow = bootstrap(score, 400, seed=2, draws=400)
    assert figure.value == pytest.approx(slow.value)
    assert figure.low == pytest.approx(slow.low, abs=0.012)
    assert figure.high == pytest.approx(slow.high, abs=0.012)


@given(pairs)
def test_expected_error_lies_in_0_to_1_whatever_the_order(found: list[tuple[float, bool]]) -> None:
    error = expected_error(*split(found))
    assert 0 <= error <= 1
    assert expected_error(*split(found[::-1])) == pytest.approx(error)


@given(pairs)
def test_bins_of_equal_mass_hold_every_text_once(found: list[tuple[float, bool]]) -> None:
    bins = masses(*split(found))
    assert 1 <= len(bins) <= MASSES
    assert sum(b.texts for b in bins) == len(found)
    promised = [b.promised for b in bins]
    assert promised == sorted(promised)


@given(st.floats(0, 1), st.lists(st.booleans(), min_size=1, max_size=50))
def test_one_probability_for_all_errs_by_its_distance_from_the_share(p: float, right: list[bool]) -> None:
    flags = np.array(right)
    assert expected_error(np.full(len(flags), p), flags) == pytest.approx(abs(p - flags.mean()))


def test_equal_mass_sees_what_equal_width_hides() -> None:
    p = np.concatenate((np.full(50, 0.91), np.full(50, 0.99)))
    right = np.concatenate((np.ones(50, dtype=bool), np.arange(50) % 10 > 0))
    assert calibration_error(p, right) == pytest.approx(0.0, abs=1e-9)
    assert expected_error(p, right) == pytest.approx(0.09)


def test_no_text_has_no_error() -> None:
    assert expected_error(np.zeros(0), np.zeros(0, dtype=np.bool_)) == 0.0


def test_exact_promises_show_an_error_that_shrinks_with_more_texts() -> None:
    p = np.random.default_rng(1).uniform(0.4, 1.0, 8000)
    few, many = error_by_chance(p[:500], seed=2), error_by_chance(p, seed=2)
    assert 0.04 < few < 0.09
    assert many == pytest.approx(few / 4, rel=0.2)
    kept = np.random.default_rng(3).random(len(p)) < p
    assert expected_error(p, kept) == pytest.approx(many, abs=0.01)
    assert error_by_chance(np.zeros(0), seed=1) == 0.0


@settings(max_examples=5)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=40, unique=True))
def test_ranks_agree_with_themselves_and_oppose_their_reverse(values: list[float]) -> None:
    found = np.array(values)
    assert rank_correlation(found, found, seed=1).value == pytest.approx(1.0)
    assert rank_correlation(found, -found, seed=1).value == pytest.approx(-1.0)


def test_ranks_of_what_does_not_vary_say_nothing() -> None:
    assert rank_correlation(np.arange(4.0), np.ones(4), seed=1).value == 0.0
