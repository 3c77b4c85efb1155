"""Families: a linear n-gram head beside each encoder head of a public label scheme, fitted on all rows of its sets.

The encoder reads a sample of the big sets, the linear heads all of them; the blend of both is better than either
(docs/models.md has the figures).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zhiyin.models.ngrams import Passage
from zhiyin.models.weights import LinearWeights
from zhiyin.training.datasets import passage, rows
from zhiyin.training.encoder.choose import PRODUCT_HEADS
from zhiyin.training.encoder.config import EncoderConfig, HeadKind
from zhiyin.training.encoder.learn import Say
from zhiyin.training.fit import Head, Vocabulary, fit_classes, matrix


@dataclass(frozen=True, slots=True)
class Kept:
    """The heaviest rows of a head: numbers of n-grams, and their weights times idf (rows x labels)."""

    rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    values: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    bias: np.ndarray[tuple[int], np.dtype[np.float32]]


def family_heads(config: EncoderConfig, weights: LinearWeights, data: Path, say: Say) -> Mapping[str, Kept]:
    """One head per class family that any set teaches. ``weights`` give the n-grams; what they weigh is not used."""
    known = Vocabulary(weights.hashes, np.sqrt(weights.squares[:-1]))
    heads = {}
    for name, plan in config.heads.items():
        # The linear side of the product's own heads is the linear model itself.
        if name in PRODUCT_HEADS or plan.kind is not HeadKind.CLASSES:
            continue
        passages, labels, importance = _texts(config, name, data)
        if not passages:
            continue
        say(f"fitting the linear side of {name} on {len(passages)} texts")
        x = matrix(passages, known)
        target = np.eye(len(plan.labels), dtype=np.float32)[labels]
        found = fit_classes(x, target, np.array(importance, np.float32), config.linear.penalty, config.linear.rounds)
        heads[name] = heaviest(found, known, config.linear.rows)
    return heads


def heaviest(head: Head, known: Vocabulary, most: int) -> Kept:
    values = head.weights * known.idf[:, None]
    # Only differences between labels matter, so an n-gram's size is its spread.
    spread = values.max(axis=1) - values.min(axis=1)
    chosen = np.sort(np.argsort(-spread, kind="stable")[:most])
    return Kept(chosen, values[chosen].astype(np.float32), head.bias)


def _texts(config: EncoderConfig, head: str, data: Path) -> tuple[list[Passage], list[int], Sequence[float]]:
    passages: list[Passage] = []
    labels: list[int] = []
    importance: list[float] = []
    names = config.heads[head].labels
    for source in config.sources:
        for plan in source.teaches:
            if plan.head != head:
                continue
            for row in rows(data, source.set, "train"):
                said = str(row.get(source.label))
                label = config.maps[plan.map].get(said) if plan.map else said
                text = row.get("text")
                if label in names and isinstance(text, str) and text.strip():
                    passages.append(passage(text, config.linear.longest))
                    labels.append(names.index(label))
                    importance.append(plan.weight)
    return passages, labels, importance
