"""Blend: on dev, how far the encoder and the linear side of a head are each believed, and when the head is sure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_softmax

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
_PULL = 2.0
"""Prior on the parameters, in texts: keeps a head with few dev rows near plain adding (encoder 1, linear 0.5)."""
_START = (1.0, 0.5)
_STEPS = np.linspace(-1.2, 1.2, 25)
_TRUST_IN_CHOICE = 0.5
"""Share of the best decision offsets that is kept: they were chosen on few rows of rare labels."""


@dataclass(frozen=True, slots=True)
class Blend:
    """z = encoder * e + linear * l + offset; the label said is argmax(log p + decision); sure from ``sure`` on."""

    encoder: float
    linear: float
    offset: tuple[float, ...]
    decision: tuple[float, ...]
    sure: float


def blended(blend: Blend, e: Floats, linear: Floats) -> Floats:
    """Log-probabilities, texts x labels."""
    logs: Floats = log_softmax(blend.encoder * e + blend.linear * linear + np.array(blend.offset), axis=1)
    return logs


def fit_blend(e: Floats, linear: Floats, truth: Labels, weight: Floats, fair: bool, target: float) -> Blend:
    """``weight`` of each text, mean 1. ``fair``: the measure is macro-F1, so rare labels get a decision offset.

    ``target``: share of the sure answers that shall be right.
    """
    labels = e.shape[1]

    def loss(at: Floats) -> float:
        logs = log_softmax(np.exp(at[0]) * e + np.exp(at[1]) * linear + at[2:], axis=1)
        fit = -float((logs[np.arange(len(truth)), truth] * weight).sum())
        # The linear side may be worth nothing, so its pull is loose.
        return fit + _PULL * float((at[0] ** 2) + 0.1 * (at[1] - start[1]) ** 2 + (at[2:] ** 2).sum())

    start = np.concatenate((np.log(_START), np.zeros(labels)))
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-3, 1.5), (-6, 1.5)] + [(-3, 3)] * labels).x
    plain = Blend(float(np.exp(found[0])), float(np.exp(found[1])), tuple(found[2:]), (0.0,) * labels, 1.0)
    logs = blended(plain, e, linear)
    decision = _decision(logs, truth, weight) if fair else np.zeros(labels)
    sure = sure_from(logs, logs.argmax(1) == truth, weight, target)
    return Blend(plain.encoder, plain.linear, plain.offset, tuple(decision), sure)


def sure_from(logs: Floats, right: NDArray[np.bool_], weight: Floats, target: float) -> float:
    """The least probability from which on ``target`` of the answers are right; 1 if there is none."""
    p = np.exp(logs.max(axis=1))
    order = np.argsort(-p, kind="stable")
    share = np.cumsum((right * weight)[order]) / np.cumsum(weight[order])
    # A handful of texts at the top says little: at least thirty must be covered.
    good = np.flatnonzero((share >= target) & (np.arange(1, len(p) + 1) >= min(30, len(p))))
    return float(p[order][good[-1]]) if len(good) else 1.0


def _decision(logs: Floats, truth: Labels, weight: Floats) -> Floats:
    """Offsets that raise macro-F1, one label after another, twice round; half of what was found is kept."""
    offsets = np.zeros(logs.shape[1])
    for _ in range(2):
        for label in range(logs.shape[1]):
            tried = []
            for step in _STEPS:
                offsets[label] = step
                tried.append(weighted_f1((logs + offsets).argmax(1), truth, weight) - 1e-3 * abs(step))
            offsets[label] = _STEPS[int(np.argmax(tried))]
    kept: Floats = _TRUST_IN_CHOICE * (offsets - offsets.mean())
    return kept


def weighted_f1(said: Labels, truth: Labels, weight: Floats) -> float:
    scores = []
    for label in np.unique(truth):
        hit = float(weight[(said == label) & (truth == label)].sum())
        scores.append(2 * hit / max(1e-9, float(weight[said == label].sum() + weight[truth == label].sum())))
    return float(np.mean(scores))


def balanced(sources: Sequence[str]) -> Floats:
    """Weights by which each source counts the same, mean 1."""
    names, where = np.unique(list(sources), return_inverse=True)
    return np.asarray(len(where) / (len(names) * np.bincount(where)[where]), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class ShareBlend:
    """Sigmoid of (slope * e + other * l + offset), for heads of shares."""

    encoder: float
    linear: float
    offset: float


def fit_share_blend(e: Floats, linear: Floats, target: Floats, weight: Floats) -> ShareBlend:
    """Platt scaling on two scores (Platt 1999)."""

    def loss(at: Floats) -> float:
        p = np.clip(expit(np.exp(at[0]) * e + np.exp(at[1]) * linear + at[2]), 1e-6, 1 - 1e-6)
        return -float((weight * (target * np.log(p) + (1 - target) * np.log(1 - p))).sum()) + 0.5 * float(at[2] ** 2)

    found = minimize(loss, np.array([0.0, -1.0, 0.0]), method="L-BFGS-B", bounds=[(-3, 1.5), (-6, 1.5), (-4, 4)]).x
    return ShareBlend(float(np.exp(found[0])), float(np.exp(found[1])), float(found[2]))
