"""Correction: what a user's labels add to the shipped heads, fitted through the likelihood of the model itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from zhiyin.models.calibration import Calibration, agreement
from zhiyin.models.heads import Head

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]
STRENGTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001)
"""Pulls that cross-validation chooses from, strongest first."""
FOLDS = 5
_LIMITS = {"maxiter": 300}


@dataclass(frozen=True, slots=True)
class States:
    """Of texts: mean states (texts x width) and the shipped blended logits of both product heads."""

    mean: Array
    polarity: Array
    emotion: Array

    def of(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "States":
        return States(self.mean[rows], self.polarity[rows], self.emotion[rows])


@dataclass(frozen=True, slots=True)
class Correction:
    """To be added to the weights (labels x width) and the bias of both heads."""

    polarity: Array
    polarity_bias: Array
    emotion: Array
    emotion_bias: Array


class Blend:
    """The likelihood of a label, and its slope, as a function of the blended logits (see ``calibration.fuse``)."""

    def __init__(self, calibration: Calibration) -> None:
        self._of, self._hint, self._to = (
            calibration.polarity_scale,
            calibration.hint_scale,
            calibration.emotion_scale,
        )
        self._agreed = agreement(calibration).astype(np.float64)

    def losses(self, polarity: Array, emotion: Array, label: Numbers, of_emotion: bool) -> tuple[Array, Array, Array]:
        """-ln P(label) of each text, and its slopes by the logits of polarity and of emotion.

        P is a mixture over polarities: the slope is that of the shares each polarity has in the label's probability.
        """
        rows = np.arange(len(label))
        hint = _soft(self._hint * emotion)
        hinted = hint @ np.exp(self._agreed).T + 1e-9
        found = _soft(self._of * polarity + np.log(hinted))
        if of_emotion:
            given = _soft(self._to * emotion[:, None, :] + self._agreed)
            parts = found * given[rows, :, label]
            p = parts.sum(axis=1)
            share = parts / p[:, None]
            slope = share[:, :, None] * given
            slope[rows, :, label] -= share
            by_emotion = self._to * slope.sum(axis=1)
        else:
            p, share = found[rows, label], np.zeros_like(found)
            share[rows, label] = 1
            by_emotion = np.zeros_like(emotion)
        rest = found - share
        by_hint = (rest / hinted) @ np.exp(self._agreed)
        by_emotion += self._hint * hint * (by_hint - (hint * by_hint).sum(axis=1, keepdims=True))
        return -np.log(np.maximum(p, 1e-300)), self._of * rest, by_emotion


class Tuner:
    """Fits corrections. Polarity labels move the polarity head; emotion labels move both, for one follows the other."""

    def __init__(self, calibration: Calibration, heads: tuple[Head, Head], of_emotion: bool) -> None:
        """``heads``: of polarity and of emotion."""
        self._blend = Blend(calibration)
        self._weight = (heads[0].encoder, heads[1].encoder)
        self._sizes = (len(heads[0].labels), len(heads[1].labels))
        self._of_emotion = of_emotion

    def fit(self, states: States, label: Numbers, strength: float) -> Correction:
        """Least mean loss plus ``strength`` / 2 times the squared correction, states centred and scaled to length 1."""
        centre = states.mean.mean(axis=0)
        scale = float(np.sqrt(np.mean(np.sum((states.mean - centre) ** 2, axis=1)))) or 1.0
        x = np.hstack(((states.mean - centre) / scale, np.ones((len(label), 1))))
        wide, size = x.shape[1], len(label)
        split = self._sizes[0] * wide
        columns = sum(self._sizes) if self._of_emotion else self._sizes[0]

        def cost(flat: Array) -> tuple[float, Array]:
            table = flat.reshape(columns, wide)
            polar, felt = self._moved(states, x, table)
            loss, by_polar, by_felt = self._blend.losses(polar, felt, label, self._of_emotion)
            slope = np.empty_like(table)
            slope[: self._sizes[0]] = self._weight[0] * by_polar.T @ x / size
            if self._of_emotion:
                slope[self._sizes[0] :] = self._weight[1] * by_felt.T @ x / size
            total = float(loss.mean()) + strength / 2 * float(flat @ flat)
            return total, slope.ravel() + strength * flat

        # One thread: products so small gain nothing by more, and the order of their sums stays the same.
        with threadpool_limits(1, user_api="blas"):
            found = minimize(cost, np.zeros(columns * wide), jac=True, method="L-BFGS-B", options=_LIMITS).x
        tables = (found[:split].reshape(-1, wide), np.zeros((self._sizes[1], wide)))
        if self._of_emotion:
            tables = (tables[0], found[split:].reshape(-1, wide))
        moved = [(table[:, :-1] / scale, table[:, -1] - table[:, :-1] @ centre / scale) for table in tables]
        return Correction(*moved[0], *moved[1])

    def loss(self, states: States, label: Numbers, correction: Correction) -> Array:
        """-ln P(label) of each text with the correction in place."""
        polar = states.polarity + self._weight[0] * (states.mean @ correction.polarity.T + correction.polarity_bias)
        felt = states.emotion + self._weight[1] * (states.mean @ correction.emotion.T + correction.emotion_bias)
        return self._blend.losses(polar, felt, label, self._of_emotion)[0]

    def strength(self, states: States, label: Numbers, seed: int) -> float:
        """The pull under which texts left out are most probable, over stratified folds."""
        fold = folds(label, FOLDS, seed)
        costs = []
        for strength in STRENGTHS:
            left_out = [
                self.loss(
                    states.of(fold == f), label[fold == f], self.fit(states.of(fold != f), label[fold != f], strength)
                )
                for f in range(FOLDS)
            ]
            costs.append(float(np.concatenate(left_out).mean()))
        return STRENGTHS[int(np.argmin(costs))]

    def _moved(self, states: States, x: Array, table: Array) -> tuple[Array, Array]:
        polar = states.polarity + self._weight[0] * x @ table[: self._sizes[0]].T
        felt = states.emotion + self._weight[1] * x @ table[self._sizes[0] :].T if self._of_emotion else states.emotion
        return polar, felt


def folds(label: Numbers, count: int, seed: int) -> Numbers:
    """The fold of each text, 0 to ``count`` - 1; each label is spread evenly over them."""
    chance = np.random.default_rng(seed)
    found = np.zeros(len(label), dtype=np.int64)
    start = 0
    for kind in np.unique(label):
        rows = chance.permutation(np.flatnonzero(label == kind))
        found[rows] = (np.arange(len(rows)) + start) % count
        start += len(rows)
    return found


def held_out(label: Numbers, share: float, seed: int) -> NDArray[np.bool_]:
    """Which texts are kept from fitting: about ``share`` of each label, and at least one of each that has two."""
    chance = np.random.default_rng(seed)
    kept = np.zeros(len(label), dtype=np.bool_)
    for kind in np.unique(label):
        rows = chance.permutation(np.flatnonzero(label == kind))
        kept[rows[: max(round(share * len(rows)), int(len(rows) > 1))]] = True
    return kept


def _soft(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: Array = raised / raised.sum(axis=-1, keepdims=True)
    return found
