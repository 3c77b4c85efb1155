"""Risk weights: fitted on dialogues with a known end, with priors for what those dialogues do not hold."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from zhiyin.domain.risk_weights import Basis, RiskTerm, RiskWeights
from zhiyin.models.manifest import DataUse, Manifest
from zhiyin.models.registry import CARD, RISK, RISK_KIND
from zhiyin.pipeline.risk import contribution
from zhiyin.training.card import risk_card
from zhiyin.training.export import LICENCE, licences, write_folder
from zhiyin.training.metrics import calibration_error
from zhiyin.training.risk_config import NO_ERRORS, RiskConfig
from zhiyin.training.risk_moments import Moment, moments

Floats = NDArray[np.float64]


def train_risk(config: RiskConfig, data: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Fits, measures on dev, and writes ``out/risk-VERSION``."""
    known = moments(config, data, "train", config.errors)
    dialogues = len({m.dialogue for m in known})
    say(f"{dialogues} dialogues, {len(known)} moments")
    weights, shift = fit_risk(config, known)
    figures = {
        **measure(weights, shift, moments(config, data, "dev", config.errors)),
        **{f"{k}_no_errors": v for k, v in measure(weights, shift, moments(config, data, "dev", NO_ERRORS)).items()},
    }
    for name, value in figures.items():
        say(f"dev {name}: {value:.3f}")
    terms = licences()
    counts = Counter(d.rsplit("-", 2)[0] for d in {m.dialogue for m in known})
    manifest = Manifest(
        name=config.name,
        version=config.version,
        kind=RISK_KIND,
        features="facts-1",
        licence=LICENCE,
        files={},
        labels={},
        thresholds={},
        data=[DataUse(n, counts[n.removeprefix("ssa_")], ["risk"], terms[n]) for n in config.sets],
    )
    files = {
        RISK: msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n",
        CARD: risk_card(config, weights, figures).encode(),
    }
    return write_folder(out, manifest, files)


def fit_risk(config: RiskConfig, known: Sequence[Moment]) -> tuple[RiskWeights, float]:
    """The weights, and by how much their bias was moved from the sets' share of bad ends to the assumed one."""
    terms = [RiskTerm(t.fact, 1.0, t.start, t.full, t.phrase, Basis.FITTED) for t in config.fitted]
    x = design(terms, known)
    y = np.array([float(m.bad) for m in known])
    w = _weights(known)
    bounds = [(0.0, None) if t.sign > 0 else (None, 0.0) for t in config.fitted]

    def loss(flat: Floats) -> tuple[float, Floats]:
        p = np.clip(expit(x @ flat[:-1] + flat[-1]), 1e-9, 1 - 1e-9)
        off = (p - y) * w
        value = -float(np.sum(w * (y * np.log(p) + (1 - y) * np.log(1 - p))))
        value += config.penalty / 2 * float(flat[:-1] @ flat[:-1])
        return value, np.append(x.T @ off + config.penalty * flat[:-1], off.sum())

    found = minimize(loss, np.zeros(len(terms) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    base = float(np.sum(w * y))
    shift = math.log(config.prevalence / (1 - config.prevalence)) - math.log(base / (1 - base))
    fitted = [
        RiskTerm(t.fact, round(float(v), 3), t.start, t.full, t.phrase, Basis.FITTED)
        for t, v in zip(terms, found.x[:-1], strict=True)
        if abs(v) >= 0.02  # a term that adds nothing is left out
    ]
    prior = [RiskTerm(t.fact, t.weight, t.start, t.full, t.phrase, Basis.PRIOR) for t in config.prior]
    name = f"{config.name}-{config.version}"
    return RiskWeights(name, round(float(found.x[-1]) + shift, 3), (*fitted, *prior)), shift


def design(terms: Sequence[RiskTerm], known: Sequence[Moment]) -> Floats:
    """What each term adds at each moment."""
    return np.array([[contribution(t, m.facts) for t in terms] for m in known])


def _weights(known: Sequence[Moment]) -> Floats:
    """Each dialogue counts the same; within it, later moments count more, since they know more."""
    total: defaultdict[str, float] = defaultdict(float)
    for m in known:
        total[m.dialogue] += m.place
    return np.array([m.place / total[m.dialogue] for m in known]) / len(total)


def measure(weights: RiskWeights, shift: float, known: Sequence[Moment]) -> Mapping[str, float]:
    """AUC, Brier score and calibration error, at the end and half way; without the shift of the bias."""
    figures: dict[str, float] = {}
    for name, chosen in (("end", _last(known, 1.0)), ("half", _last(known, 0.5))):
        y = np.array([m.bad for m in chosen])
        p = expit(design(weights.terms, chosen).sum(axis=1) + weights.bias - shift)
        figures[f"auc_{name}"] = float(roc_auc_score(y, p))
        figures[f"brier_{name}"] = float(np.mean((p - y) ** 2))
        figures[f"brier_of_base_rate_{name}"] = float(np.mean((y.mean() - y) ** 2))
        figures[f"calibration_error_{name}"] = calibration_error(p, y)
    return figures


def _last(known: Sequence[Moment], place: float) -> list[Moment]:
    """Of each dialogue the last moment up to ``place``, or its first one."""
    chosen: dict[str, Moment] = {}
    for m in known:
        if m.place <= place or m.dialogue not in chosen:
            chosen[m.dialogue] = m
    return list(chosen.values())
