"""Train: from the data folder to a finished artefact. The same data, configuration and seed give the same artefact."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from zhiyin.models.calibration import Calibration, agreement, fuse
from zhiyin.models.text_linear import EMOTIONS, POLARITIES
from zhiyin.models.weights import LinearWeights, pack, unpack
from zhiyin.training.calibrate import calibrate, logits, pooled, sure_from
from zhiyin.training.config import TrainConfig
from zhiyin.training.datasets import from_lines, from_own, from_sources
from zhiyin.training.examples import Example
from zhiyin.training.export import Trained, export
from zhiyin.training.fit import Head, Vocabulary, fit_classes, fit_share, matrix, vocabulary

Say = Callable[[str], None]


def train(config: TrainConfig, data: Path, out: Path, say: Say) -> Path:
    """Writes the artefact folder under ``out`` and returns it. ``say`` is told of each step."""
    say("reading texts")
    examples = [*from_sources(config, data, "train"), *from_own(config, dev=False), *from_lines(config, data)]
    dev = [*from_sources(config, data, "dev"), *from_own(config, dev=True)]
    say(f"{len(examples)} texts to train, {len(dev)} to choose on")
    trained = learn(config, examples, dev, say)
    folder = export(config, trained, examples, out)
    say(f"wrote {folder.name}: {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB")
    return folder


def learn(config: TrainConfig, examples: Sequence[Example], dev: Sequence[Example], say: Say) -> Trained:
    """Vocabulary, heads, calibration and threshold, all in memory."""
    passages = [e.passage for e in examples]
    ours = [e.passage for e in examples if e.source == "own"]
    known = vocabulary(passages, config.vocabulary.smallest, config.vocabulary.most, always=ours)
    say(f"{len(known.hashes)} n-grams")
    x = matrix(passages, known)
    heads = []
    for name, fit in (("polarity", _polarity), ("emotion", _emotion), ("sarcasm", _sarcasm), ("intensity", _intensity)):
        say(f"fitting {name}")
        heads.append(fit(config, x, examples))
    packed = _pack(known, heads)
    weights = unpack(packed, len(POLARITIES) + len(EMOTIONS) + 2, config.name)
    say("calibrating")
    calibration = calibrate(weights, dev, config.calibration)
    return Trained(packed, weights, calibration, _sure(config, weights, dev, calibration))


def _pack(known: Vocabulary, heads: Sequence[Head]) -> bytes:
    table = np.concatenate([h.weights for h in heads], axis=1)
    return pack(known.hashes, table, known.idf, np.concatenate([h.bias for h in heads]))


def _sure(config: TrainConfig, weights: LinearWeights, dev: Sequence[Example], calibration: Calibration) -> float:
    """The threshold of ``unsure``, chosen on the product-like dev sets."""
    plan = config.calibration
    chosen = [e for e in dev if e.polarity and e.source in plan.polarity_sets]
    if not chosen:
        return plan.floor
    z = logits(weights, chosen)
    scales = (calibration.polarity_scale, calibration.hint_scale, calibration.emotion_scale)
    first, last = len(POLARITIES), len(POLARITIES) + len(EMOTIONS)
    p = fuse(z[:, :first], z[:, first:last], scales, agreement(calibration))[0]
    truth = np.array([POLARITIES.index(e.polarity) for e in chosen if e.polarity])
    return round(sure_from(p.max(axis=1), p.argmax(axis=1) == truth, pooled(chosen), plan.target, plan.floor), 4)


def _polarity(config: TrainConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.polarity]
    target = np.eye(len(POLARITIES), dtype=np.float32)[[POLARITIES.index(e.polarity) for e in examples if e.polarity]]
    weight = np.array([examples[i].weight for i in rows], dtype=np.float32)
    return fit_classes(x[rows], target, weight, config.fit.penalty["polarity"], config.fit.rounds)


def _emotion(config: TrainConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.emotion]
    target = np.eye(len(EMOTIONS), dtype=np.float32)[[EMOTIONS.index(e.emotion) for e in examples if e.emotion]]
    weight = np.array([examples[i].emotion_weight for i in rows], dtype=np.float32)
    return fit_classes(x[rows], target, weight, config.fit.penalty["emotion"], config.fit.rounds)


def _sarcasm(config: TrainConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.sarcasm is not None]
    target = np.array([float(bool(examples[i].sarcasm)) for i in rows], dtype=np.float32)
    weight = np.array([examples[i].sarcasm_weight for i in rows], dtype=np.float32)
    return fit_share(x[rows], target, weight, config.fit.penalty["sarcasm"], config.fit.rounds)


def _intensity(config: TrainConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.intensity is not None]
    target = np.array([examples[i].intensity for i in rows], dtype=np.float32)
    weight = np.array([examples[i].weight for i in rows], dtype=np.float32)
    return fit_share(x[rows], target, weight, config.fit.penalty["intensity"], config.fit.rounds)
