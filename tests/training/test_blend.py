"""Blends: what dev says of two voices, and when an answer counts as sure."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.training.encoder.blend import balanced, blended, fit_blend, fit_share_blend, sure_from, weighted_f1

CHANCE = np.random.default_rng(7)
TRUTH = CHANCE.integers(0, 3, 600)
NOISE = CHANCE.normal(size=(600, 3))
TELLING = np.eye(3)[TRUTH] * 2.2 + CHANCE.normal(size=(600, 3))
EVEN = np.ones(600)


def test_the_voice_that_knows_is_believed() -> None:
    good = fit_blend(TELLING, NOISE, TRUTH, EVEN, fair=False, target=0.9)
    assert good.encoder > 10 * good.linear
    turned = fit_blend(NOISE, TELLING, TRUTH, EVEN, fair=False, target=0.9)
    assert turned.linear > 5 * turned.encoder


def test_two_voices_are_better_than_one() -> None:
    other = np.eye(3)[TRUTH] * 2 + CHANCE.normal(size=(600, 3)) * 1.5
    both = fit_blend(TELLING, other, TRUTH, EVEN, fair=False, target=0.9)
    one = fit_blend(TELLING, np.zeros((600, 3)), TRUTH, EVEN, fair=False, target=0.9)

    def right(logs: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
        return float((logs.argmax(1) == TRUTH).mean())

    assert right(blended(both, TELLING, other)) > right(blended(one, TELLING, np.zeros((600, 3))))


def test_probabilities_mean_what_they_say() -> None:
    blend = fit_blend(TELLING * 5, NOISE, TRUTH, EVEN, fair=False, target=0.9)
    p = np.exp(blended(blend, TELLING * 5, NOISE))
    assert abs(p.max(1).mean() - (p.argmax(1) == TRUTH).mean()) < 0.02


def test_what_counts_as_sure_is_right_as_often_as_asked() -> None:
    blend = fit_blend(TELLING, NOISE, TRUTH, EVEN, fair=False, target=0.97)
    logs = blended(blend, TELLING, NOISE)
    sure = np.exp(logs.max(1)) >= blend.sure
    assert 0 < sure.mean() < 1
    assert (logs.argmax(1) == TRUTH)[sure].mean() >= 0.97 - 1e-9


def test_rare_labels_are_asked_for_where_the_measure_is_fair() -> None:
    truth = (CHANCE.random(800) < 0.07).astype(np.int64)
    e = np.stack([np.zeros(800), -2.5 + 2.0 * truth + CHANCE.normal(size=800)], axis=1)
    plain = fit_blend(e, np.zeros_like(e), truth, np.ones(800), fair=False, target=0.9)
    fair = fit_blend(e, np.zeros_like(e), truth, np.ones(800), fair=True, target=0.9)
    assert plain.decision == (0.0, 0.0)
    assert fair.decision[1] > fair.decision[0]
    logs = blended(fair, e, np.zeros_like(e))
    even = np.ones(800)
    assert weighted_f1((logs + fair.decision).argmax(1), truth, even) >= weighted_f1(logs.argmax(1), truth, even)


def test_nothing_is_sure_where_the_target_is_out_of_reach() -> None:
    logs = np.log(np.full((50, 2), 0.5))
    assert sure_from(logs, np.zeros(50, dtype=np.bool_), np.ones(50), 0.9) == 1.0


def test_shares_are_calibrated() -> None:
    hidden = CHANCE.normal(size=2000)
    target = (CHANCE.random(2000) < 1 / (1 + np.exp(-hidden))).astype(np.float64)
    found = fit_share_blend(hidden * 4, np.zeros(2000), target, np.ones(2000))
    assert 0.15 < found.encoder < 0.4


@settings(max_examples=50)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60))
def test_every_source_weighs_the_same_and_the_mean_weight_is_one(sources: list[str]) -> None:
    weight = balanced(sources)
    assert abs(weight.mean() - 1) < 1e-9
    sums = {s: sum(w for w, t in zip(weight, sources, strict=True) if t == s) for s in set(sources)}
    assert max(sums.values()) - min(sums.values()) < 1e-6
