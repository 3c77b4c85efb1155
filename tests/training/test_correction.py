"""Corrections of the heads: true slopes, nothing moved without reason, and labels learned."""

import numpy as np
import pytest

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models.calibration import Calibration, agreement, fuse
from zhiyin.testing.ear import PLAN
from zhiyin.training.correction import Blend, States, Tuner, folds, held_out

CALIBRATION = Calibration(
    polarity_scale=0.8,
    hint_scale=0.6,
    emotion_scale=1.2,
    agreement={e: {p: 0.8 if i % 3 == j else 0.1 for j, p in enumerate(Polarity)} for i, e in enumerate(Emotion)},
    sarcasm=(1.0, 0.0),
    intensity=(1.0, 0.0),
    strength=dict.fromkeys(Emotion, 0.5),
    known_least=0.4,
    known_enough=0.7,
)
HEADS = (PLAN.heads[0], PLAN.heads[1])


def states(texts: int, width: int = 6) -> States:
    chance = np.random.default_rng(1)
    return States(
        chance.normal(3, 1, (texts, width)),
        chance.normal(0, 1, (texts, len(Polarity))),
        chance.normal(0, 1, (texts, len(Emotion))),
    )


@pytest.mark.parametrize("of_emotion", [False, True])
def test_the_likelihood_is_that_of_the_product(of_emotion: bool) -> None:
    given = states(5)
    label = np.arange(5) % 3
    scales = (CALIBRATION.polarity_scale, CALIBRATION.hint_scale, CALIBRATION.emotion_scale)
    p = fuse(given.polarity.astype("f4"), given.emotion.astype("f4"), scales, agreement(CALIBRATION))[int(of_emotion)]
    loss = Blend(CALIBRATION).losses(given.polarity, given.emotion, label, of_emotion)[0]
    assert np.exp(-loss) == pytest.approx(p[np.arange(5), label], abs=1e-5)


@pytest.mark.parametrize("of_emotion", [False, True])
def test_the_slopes_are_those_of_the_loss(of_emotion: bool) -> None:
    given, label, blend = states(4), np.array([0, 1, 2, 1]), Blend(CALIBRATION)
    _, by_polarity, by_emotion = blend.losses(given.polarity, given.emotion, label, of_emotion)
    for table, slope in ((given.polarity, by_polarity), (given.emotion, by_emotion)):
        for column in range(table.shape[1]):
            kept = table[:, column].copy()
            table[:, column] = kept + 1e-5
            up = blend.losses(given.polarity, given.emotion, label, of_emotion)[0]
            table[:, column] = kept - 1e-5
            down = blend.losses(given.polarity, given.emotion, label, of_emotion)[0]
            table[:, column] = kept
            assert (up - down) / 2e-5 == pytest.approx(slope[:, column], abs=1e-6)


def test_a_strong_pull_moves_nothing() -> None:
    given, label = states(30), np.arange(30) % 3
    found = Tuner(CALIBRATION, HEADS, of_emotion=False).fit(given, label, strength=1e6)
    assert np.abs(found.polarity).max() < 1e-4
    assert not found.emotion.any()


@pytest.mark.parametrize("of_emotion", [False, True])
def test_labels_that_follow_the_states_are_learned(of_emotion: bool) -> None:
    given = states(80)
    label = (given.mean[:, 0] > 3).astype(np.int64)
    tuner = Tuner(CALIBRATION, HEADS, of_emotion)
    strength = tuner.strength(given, label, seed=1)
    found = tuner.fit(given, label, strength)
    assert tuner.loss(given, label, found).mean() < 0.5 * tuner.loss(given, label, tuner.fit(given, label, 1e6)).mean()
    assert found.emotion.any() == of_emotion
    again = tuner.fit(given, label, strength)
    assert np.array_equal(found.polarity, again.polarity)


def test_parts_are_drawn_label_by_label_and_repeat_with_the_seed() -> None:
    label = np.array([0] * 40 + [1] * 10 + [2])
    kept = held_out(label, 0.2, seed=5)
    assert [int(kept[label == k].sum()) for k in range(3)] == [8, 2, 0]
    assert np.array_equal(kept, held_out(label, 0.2, seed=5))
    fold = folds(label, 5, seed=5)
    assert set(np.bincount(fold[label == 0])) == {8}
    assert set(np.bincount(fold[label == 1])) == {2}
