"""Rivals: what the question model must beat, each with its threshold chosen on train rows."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from zhiyin.models.encoder import Encoder
from zhiyin.models.manifest import read_files, read_manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.question_text import LONGEST
from zhiyin.models.registry import ENCODER, ENCODER_KIND, PIECES
from zhiyin.models.tokens import Tokenizer
from zhiyin.pipeline.repetition import similarity
from zhiyin.training.same_question.pairs import Pair

Scores = NDArray[np.float64]
Rival = Callable[[Sequence[Pair]], Scores]
Floats = NDArray[np.float32]
_COLUMNS = 2**18


def overlap(pairs: Sequence[Pair]) -> Scores:
    """Shared pairs of characters (Dice), as the rule without a model has it."""
    return np.array([similarity(p.a, p.b) for p in pairs])


def joined(learned: Sequence[Pair]) -> Rival:
    """Logistic regression over character 1- to 3-grams: which both hold, and which only one of them."""
    grams = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=_COLUMNS, binary=True, norm=None)

    def design(pairs: Sequence[Pair]) -> csr_matrix:
        a, b = grams.transform([p.a for p in pairs]), grams.transform([p.b for p in pairs])
        # Signs of hashes are taken off: a gram is there or not.
        a, b = abs(a), abs(b)
        both = a.multiply(b)
        size = np.sqrt(np.maximum(1, np.asarray((a + b).sum(axis=1))))
        dice = np.array([[similarity(p.a, p.b)] for p in pairs])
        return hstack([both.multiply(1 / size), (a + b - 2 * both).multiply(1 / size), csr_matrix(dice)]).tocsr()

    fitted = LogisticRegression(C=1.0, max_iter=300).fit(design(learned), [p.same for p in learned])
    return lambda pairs: np.asarray(fitted.predict_proba(design(pairs))[:, 1])


def by_vectors(vectors: Mapping[str, Floats]) -> Rival:
    """Cosine of frozen vectors (of length 1)."""
    return lambda pairs: np.array([float(vectors[p.a] @ vectors[p.b]) for p in pairs])


def pooled(folder: Path, texts: Sequence[str]) -> Mapping[str, Floats]:
    """Mean of the states that the encoder of a text model's artefact gives each text, of length 1."""
    files = read_files(folder, read_manifest(folder, ENCODER_KIND))
    encoder, tokenizer = Encoder(files[ENCODER], folder.name), Tokenizer(files[PIECES], LONGEST, 0)
    found = {}
    for text in sorted(set(texts)):
        mean = encoder.states(tokenizer.tokens(Passage(text)).ids).mean(axis=0)
        found[text] = mean / np.linalg.norm(mean)
    return found
