"""Metrics against values worked out by hand."""

import numpy as np
import pytest

from zhiyin.training.calibrate import sure_from
from zhiyin.training.metrics import accuracy, calibration_error, macro_f1


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
