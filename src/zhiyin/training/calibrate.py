"""Calibrate: choose on dev how far each head's logits are trusted, and from which probability on a label is sure."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from zhiyin.models.calibration import Calibration, agreement, fuse, sigmoid
from zhiyin.models.text_linear import EMOTIONS, POLARITIES
from zhiyin.models.weights import LinearWeights, score
from zhiyin.training.config import CalibrationPlan
from zhiyin.training.examples import Example

Floats = NDArray[np.float32]
_POLARITY = slice(0, len(POLARITIES))
_EMOTION = slice(len(POLARITIES), len(POLARITIES) + len(EMOTIONS))
_SARCASM, _INTENSITY = -2, -1
_CHUNK = 2000
_FINE = {"xatol": 0.01, "fatol": 1e-5}


def logits(weights: LinearWeights, examples: Sequence[Example]) -> Floats:
    """Logits of all columns, one row an example."""
    passages = [e.passage for e in examples]
    parts = [score(weights, passages[i : i + _CHUNK]).logits for i in range(0, len(passages), _CHUNK)]
    return np.concatenate(parts) if parts else np.zeros((0, len(weights.bias)), dtype=np.float32)


def calibrate(z: Floats, dev: Sequence[Example], plan: CalibrationPlan) -> Calibration:
    """Scales of the two class heads together, on the named sets; slope and offset of the two shares.

    ``z``: logits of ``dev``, texts x the columns of ``text_linear.COLUMNS``.
    """
    start = Calibration(
        polarity_scale=1.0,
        hint_scale=1.0,
        emotion_scale=1.0,
        agreement=plan.agreement,
        sarcasm=(1.0, 0.0),
        intensity=(1.0, 0.0),
        strength=plan.strength,
        known_least=plan.known.least,
        known_enough=plan.known.enough,
    )
    return _with(start, _scales(z, dev, plan, agreement(start)), *_shares(z, dev, plan))


def sure_threshold(z: Floats, dev: Sequence[Example], calibration: Calibration, plan: CalibrationPlan) -> float:
    """The probability of a polarity below which it is ``unsure``, chosen on the product-like dev sets."""
    rows = [i for i, e in enumerate(dev) if e.polarity and e.source in plan.polarity_sets]
    chosen = [dev[i] for i in rows]
    if not chosen:
        return plan.floor
    scales = (calibration.polarity_scale, calibration.hint_scale, calibration.emotion_scale)
    p = fuse(z[rows][:, _POLARITY], z[rows][:, _EMOTION], scales, agreement(calibration))[0]
    truth = np.array([POLARITIES.index(e.polarity) for e in chosen if e.polarity])
    return round(sure_from(p.max(axis=1), p.argmax(axis=1) == truth, pooled(chosen), plan.target, plan.floor), 4)


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


def _scales(z: Floats, dev: Sequence[Example], plan: CalibrationPlan, agreed: Floats) -> tuple[float, float, float]:
    """First the two that make the polarity, by its likelihood; then that of the emotions, by theirs."""
    polar_rows = [i for i, e in enumerate(dev) if e.polarity and e.source in plan.polarity_sets]
    felt_rows = [i for i, e in enumerate(dev) if e.emotion and e.source in plan.emotion_sets]
    polar, felt = [dev[i] for i in polar_rows], [dev[i] for i in felt_rows]
    is_polar = np.array([POLARITIES.index(e.polarity) for e in polar if e.polarity])
    is_felt = np.array([EMOTIONS.index(e.emotion) for e in felt if e.emotion])
    z_polar, z_felt = z[polar_rows], z[felt_rows]

    def polarity_loss(logs: NDArray[np.float64]) -> float:
        of, hint = np.exp(logs)
        p = fuse(z_polar[:, _POLARITY], z_polar[:, _EMOTION], (of, hint, 1.0), agreed)[0]
        return _cost(p, is_polar, pooled(polar))

    # The loss has a second, shallower minimum without a hint, which serves reviews a little better and turns worse.
    of, hint = np.exp(minimize(polarity_loss, np.log([0.8, 0.6]), method="Nelder-Mead", options=_FINE).x)

    def emotion_loss(logs: NDArray[np.float64]) -> float:
        e = fuse(z_felt[:, _POLARITY], z_felt[:, _EMOTION], (of, hint, float(np.exp(logs[0]))), agreed)[1]
        return _cost(e, is_felt, pooled(felt))

    to = np.exp(minimize(emotion_loss, np.log([0.5]), method="Nelder-Mead", options=_FINE).x[0])
    return float(of), float(hint), float(to)


def _cost(p: Floats, truth: NDArray[np.int64], weight: Floats) -> float:
    return -float(np.sum(weight * np.log(p[np.arange(len(p)), truth] + 1e-9)))


def _shares(
    z: Floats, dev: Sequence[Example], plan: CalibrationPlan
) -> tuple[tuple[float, float], tuple[float, float]]:
    said = [i for i, e in enumerate(dev) if e.sarcasm is not None and e.source in plan.sarcasm_sets]
    strong = [i for i, e in enumerate(dev) if e.intensity is not None]
    is_said = np.array([float(bool(dev[i].sarcasm)) for i in said])
    is_strong = np.array([dev[i].intensity or 0.0 for i in strong])
    return (_platt(z[said][:, _SARCASM], is_said), _platt(z[strong][:, _INTENSITY], is_strong))


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
    scales: tuple[float, float, float],
    sarcasm: tuple[float, float],
    intensity: tuple[float, float],
) -> Calibration:
    return msgspec.structs.replace(
        base,
        polarity_scale=round(scales[0], 4),
        hint_scale=round(scales[1], 4),
        emotion_scale=round(scales[2], 4),
        sarcasm=(round(sarcasm[0], 4), round(sarcasm[1], 4)),
        intensity=(round(intensity[0], 4), round(intensity[1], 4)),
    )
