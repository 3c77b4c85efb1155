"""Calibrate: choose on dev how far each head's logits are trusted, and from which probability on a label is sure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from zhiyin.models.calibration import Calibration, fuse, sigmoid
from zhiyin.models.text_linear import EMOTIONS, POLARITIES
from zhiyin.models.weights import LinearWeights, score
from zhiyin.training.config import CalibrationPlan
from zhiyin.training.examples import Example

Floats = NDArray[np.float32]
_POLARITY = slice(0, len(POLARITIES))
_EMOTION = slice(len(POLARITIES), len(POLARITIES) + len(EMOTIONS))
_SARCASM, _INTENSITY = -2, -1
_CHUNK = 2000


def logits(weights: LinearWeights, examples: Sequence[Example]) -> Floats:
    """Logits of all columns, one row an example."""
    passages = [e.passage for e in examples]
    parts = [score(weights, passages[i : i + _CHUNK]).logits for i in range(0, len(passages), _CHUNK)]
    return np.concatenate(parts) if parts else np.zeros((0, len(weights.bias)), dtype=np.float32)


def calibrate(weights: LinearWeights, dev: Sequence[Example], plan: CalibrationPlan) -> Calibration:
    """Scales of the two class heads together, on the named sets; slope and offset of the two shares."""
    start = Calibration(
        polarity_scale=1.0,
        emotion_scale=1.0,
        agreement=plan.agreement,
        sarcasm=(1.0, 0.0),
        intensity=(1.0, 0.0),
        strength=plan.strength,
        known_least=plan.known.least,
        known_enough=plan.known.enough,
    )
    return _with(start, *_scales(weights, dev, plan, start), *_shares(weights, dev))


def sure_from(probability: Floats, right: NDArray[np.bool_], weight: Floats, target: float, floor: float) -> float:
    """The least threshold from which on at least ``target`` of the labels are right; 1 if there is none."""
    order = np.argsort(-probability, kind="stable")
    share = np.cumsum((right * weight)[order]) / np.cumsum(weight[order])
    good = np.flatnonzero(share >= target)
    return max(floor, float(probability[order][good[-1]])) if len(good) else 1.0


def pooled(examples: Sequence[Example]) -> Floats:
    """Weights by which each source counts the same."""
    names, where = np.unique([e.source for e in examples], return_inverse=True)
    return (1 / (len(names) * np.bincount(where)[where])).astype(np.float32)


def _scales(
    weights: LinearWeights, dev: Sequence[Example], plan: CalibrationPlan, start: Calibration
) -> tuple[float, float]:
    polar = [e for e in dev if e.polarity and e.source in plan.polarity_sets]
    felt = [e for e in dev if e.emotion and e.source in plan.emotion_sets]
    z_polar, z_felt = logits(weights, polar), logits(weights, felt)
    is_polar = np.array([POLARITIES.index(e.polarity) for e in polar if e.polarity])
    is_felt = np.array([EMOTIONS.index(e.emotion) for e in felt if e.emotion])
    w_polar, w_felt = pooled(polar), pooled(felt)

    def loss(scales: NDArray[np.float64]) -> float:
        now = _with(start, float(np.exp(scales[0])), float(np.exp(scales[1])), (1.0, 0.0), (1.0, 0.0))
        p = fuse(z_polar[:, _POLARITY], z_polar[:, _EMOTION], now)[0]
        e = fuse(z_felt[:, _POLARITY], z_felt[:, _EMOTION], now)[1]
        return -float(
            np.sum(w_polar * np.log(p[np.arange(len(p)), is_polar] + 1e-9))
            + np.sum(w_felt * np.log(e[np.arange(len(e)), is_felt] + 1e-9))
        )

    found = minimize(loss, np.log([0.5, 0.5]), method="Nelder-Mead", options={"xatol": 0.01, "fatol": 1e-5})
    return float(np.exp(found.x[0])), float(np.exp(found.x[1]))


def _shares(weights: LinearWeights, dev: Sequence[Example]) -> tuple[tuple[float, float], tuple[float, float]]:
    # Of the sarcasm sets only tosarcasm was labelled for nothing else: it alone sets slope and offset.
    said = [e for e in dev if e.sarcasm is not None and e.source == "tosarcasm"]
    strong = [e for e in dev if e.intensity is not None]
    return (
        _platt(logits(weights, said)[:, _SARCASM], np.array([float(bool(e.sarcasm)) for e in said])),
        _platt(logits(weights, strong)[:, _INTENSITY], np.array([e.intensity or 0.0 for e in strong])),
    )


def _platt(z: Floats, target: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and offset by maximum likelihood; (1, 0) where there is nothing to fit."""
    if len(z) == 0:
        return (1.0, 0.0)

    def loss(line: NDArray[np.float64]) -> float:
        p = np.clip(sigmoid((line[0] * z + line[1]).astype(np.float32)), 1e-6, 1 - 1e-6)
        return -float(np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)))

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return (float(found.x[0]), float(found.x[1]))


def _with(
    base: Calibration,
    polarity: float,
    emotion: float,
    sarcasm: tuple[float, float],
    intensity: tuple[float, float],
) -> Calibration:
    return Calibration(
        polarity_scale=round(polarity, 4),
        emotion_scale=round(emotion, 4),
        agreement=base.agreement,
        sarcasm=(round(sarcasm[0], 4), round(sarcasm[1], 4)),
        intensity=(round(intensity[0], 4), round(intensity[1], 4)),
        strength=base.strength,
        known_least=base.known_least,
        known_enough=base.known_enough,
    )
