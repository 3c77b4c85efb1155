"""Fit: linear heads over n-grams by L-BFGS. Multinomial logistic for classes, binomial for a share in 0-1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from zhiyin.models.ngrams import Index, Passage, hashed, signs

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]
_CHUNK = 4000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``hashes`` ascend; ``idf`` is ln((1 + texts) / (1 + texts with it)) + 1, as in scikit-learn."""

    hashes: Hashes
    idf: Floats


def _chunks(passages: Sequence[Passage]) -> Iterator[tuple[int, Sequence[Passage]]]:
    for start in range(0, len(passages), _CHUNK):
        yield start, passages[start : start + _CHUNK]


def _occurrences(passages: Sequence[Passage]) -> tuple[Index, Hashes]:
    """Every n-gram of every passage: the passage's number, and the hash."""
    found = signs(passages)
    values, whole = hashed(found)
    return np.broadcast_to(found.owners, values.shape)[whole], values[whole]


def vocabulary(passages: Sequence[Passage], smallest: int, most: int, always: Sequence[Passage] = ()) -> Vocabulary:
    """The n-grams in at least ``smallest`` passages, the ``most`` frequent of them, and all those of ``always``."""
    wanted = np.unique(_occurrences(always)[1]) if always else np.zeros(0, dtype=np.uint32)
    seen = np.zeros(0, dtype=np.uint32)
    counts = np.zeros(0, dtype=np.int64)
    for start, chunk in _chunks(passages):
        numbers, hashes = _occurrences(chunk)
        once = np.unique(numbers.astype(np.uint64) << np.uint64(32) | hashes.astype(np.uint64))
        new, new_counts = np.unique((once & np.uint64(0xFFFFFFFF)).astype(np.uint32), return_counts=True)
        seen, where = np.unique(np.concatenate((seen, new)), return_inverse=True)
        counts = np.bincount(where, weights=np.concatenate((counts, new_counts))).astype(np.int64)
        if start // _CHUNK % 16 == 15:  # what is seen once in 64,000 texts seldom comes to matter; memory stays small
            keep = (counts > 1) | np.isin(seen, wanted)
            seen, counts = seen[keep], counts[keep]
    rank = np.where(np.isin(seen, wanted), len(passages) + counts, counts)
    frequent = np.flatnonzero(rank >= smallest)
    frequent = np.sort(frequent[np.argsort(-rank[frequent], kind="stable")[:most]])
    idf = np.log((1 + len(passages)) / (1 + counts[frequent])) + 1
    return Vocabulary(seen[frequent], idf.astype(np.float16).astype(np.float32))


def matrix(passages: Sequence[Passage], known: Vocabulary) -> sp.csr_matrix:
    """One row a passage: idf of each occurrence over the root of the sum of their squares."""
    parts = []
    for _, chunk in _chunks(passages):
        numbers, hashes = _occurrences(chunk)
        at = np.searchsorted(known.hashes, hashes).clip(max=len(known.hashes) - 1)
        hit = known.hashes[at] == hashes
        numbers, at = numbers[hit], at[hit]
        idf = known.idf[at]
        norm = np.sqrt(np.maximum(np.bincount(numbers, weights=idf * idf, minlength=len(chunk)), 1e-12))
        values = (idf / norm[numbers]).astype(np.float32)
        parts.append(sp.csr_matrix((values, (numbers, at)), shape=(len(chunk), len(known.hashes))))
    return sp.vstack(parts, format="csr")


@dataclass(frozen=True, slots=True)
class Head:
    """Weights (n-grams x columns) and one bias a column."""

    weights: Floats
    bias: Floats


def fit_classes(x: sp.csr_matrix, target: Floats, weight: Floats, penalty: float, rounds: int) -> Head:
    """Multinomial logistic regression. ``target`` rows are probabilities over the classes."""
    classes = target.shape[1]
    xt = x.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat[:-classes].reshape(-1, classes).astype(np.float32)
        log_p = log_softmax(x @ w + flat[-classes:].astype(np.float32), axis=1)
        off = (np.exp(log_p) - target) * weight[:, None]
        value = -float(np.sum((log_p * target).sum(axis=1) * weight, dtype=np.float64))
        slope = xt @ off.astype(np.float32) + penalty * w
        return value + penalty / 2 * float((w * w).sum(dtype=np.float64)), np.concatenate(
            (slope.ravel(), off.sum(axis=0))
        ).astype(np.float64)

    start = np.zeros((x.shape[1] + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 8})
    return Head(found.x[:-classes].reshape(-1, classes).astype(np.float32), found.x[-classes:].astype(np.float32))


def fit_share(x: sp.csr_matrix, target: Floats, weight: Floats, penalty: float, rounds: int) -> Head:
    """Logistic regression on a share in 0-1 (a yes/no label is 1/0)."""
    two = fit_classes(x, np.stack((1 - target, target), axis=1), weight, penalty, rounds)
    return Head(two.weights[:, 1:] - two.weights[:, :1], two.bias[1:] - two.bias[:1])
