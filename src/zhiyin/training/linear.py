"""Linear: the n-gram model, from the data folder to packed weights; the same data give the same bytes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from zhiyin.models.text_linear import EMOTIONS, POLARITIES
from zhiyin.models.weights import pack
from zhiyin.training.config import NgramConfig
from zhiyin.training.datasets import from_lines, from_own, from_sources
from zhiyin.training.examples import Example
from zhiyin.training.fit import Head, Vocabulary, fit_classes, fit_share, matrix, vocabulary

Say = Callable[[str], None]


def fit_linear(config: NgramConfig, data: Path, say: Say) -> bytes:
    """The packed weights of the four heads. ``say`` is told of each step."""
    say("reading texts")
    examples = [*from_sources(config, data, "train"), *from_own(config, dev=False), *from_lines(config, data)]
    say(f"{len(examples)} texts")
    passages = [e.passage for e in examples]
    ours = [e.passage for e in examples if e.source == "own"]
    known = vocabulary(passages, config.vocabulary.smallest, config.vocabulary.most, always=ours)
    say(f"{len(known.hashes)} n-grams")
    x = matrix(passages, known)
    heads = []
    for name, fit in (("polarity", _polarity), ("emotion", _emotion), ("sarcasm", _sarcasm), ("intensity", _intensity)):
        say(f"fitting {name}")
        heads.append(fit(config, x, examples))
    return _pack(known, heads)


def _pack(known: Vocabulary, heads: Sequence[Head]) -> bytes:
    table = np.concatenate([h.weights for h in heads], axis=1)
    return pack(known.hashes, table, known.idf, np.concatenate([h.bias for h in heads]))


def _polarity(config: NgramConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.polarity]
    target = np.eye(len(POLARITIES), dtype=np.float32)[[POLARITIES.index(e.polarity) for e in examples if e.polarity]]
    weight = np.array([examples[i].weight for i in rows], dtype=np.float32)
    return fit_classes(x[rows], target, weight, config.fit.penalty["polarity"], config.fit.rounds)


def _emotion(config: NgramConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.emotion]
    target = np.eye(len(EMOTIONS), dtype=np.float32)[[EMOTIONS.index(e.emotion) for e in examples if e.emotion]]
    weight = np.array([examples[i].emotion_weight for i in rows], dtype=np.float32)
    return fit_classes(x[rows], target, weight, config.fit.penalty["emotion"], config.fit.rounds)


def _sarcasm(config: NgramConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.sarcasm is not None]
    target = np.array([float(bool(examples[i].sarcasm)) for i in rows], dtype=np.float32)
    weight = np.array([examples[i].sarcasm_weight for i in rows], dtype=np.float32)
    return fit_share(x[rows], target, weight, config.fit.penalty["sarcasm"], config.fit.rounds)


def _intensity(config: NgramConfig, x: sp.csr_matrix, examples: Sequence[Example]) -> Head:
    rows = [i for i, e in enumerate(examples) if e.intensity is not None]
    target = np.array([examples[i].intensity for i in rows], dtype=np.float32)
    weight = np.array([examples[i].weight for i in rows], dtype=np.float32)
    return fit_share(x[rows], target, weight, config.fit.penalty["intensity"], config.fit.rounds)
