"""Baselines of the warning: the last turn's emotion alone, a list of keywords, and n-grams of all that was said.

In the dialogues with known ends words are numbers; they do for a list of words and for n-grams within one set.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from zhiyin.training.datasets import Row
from zhiyin.training.foresight_measure import at_share
from zhiyin.training.risk_moments import CUSTOMER, Moment

Floats = NDArray[np.float64]
KEYWORDS = 50
"""Words on the list: those of the training dialogues that speak most for a bad end."""
_SEEN_IN = 20
"""... among the words that stand in at least so many of them."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``score`` gives a number at each moment: the higher, the likelier a bad end."""

    name: str
    score: Callable[[Sequence[Moment]], Floats]


def baselines(train: Sequence[Row], known: Sequence[Moment], every: Sequence[Row]) -> list[Baseline]:
    """Learned on ``train`` and its moments; ``every`` row may be asked about later."""
    said = {str(row["text"]): _customer_words(row) for row in every}
    listed = _keywords(train)
    model = make_pipeline(
        TfidfVectorizer(
            ngram_range=(1, 3),
            min_df=3,
            analyzer="word",
            tokenizer=str.split,
            token_pattern=None,
            lowercase=False,
            sublinear_tf=True,
            max_features=100_000,
        ),
        LogisticRegression(C=4.0, max_iter=300),
    )
    # Learned at the end and half way, since it will be asked along the way.
    learned = [m for share in (0.5, 1.0) for m in at_share(known, share)]
    model.fit([_upto(m, said) for m in learned], [m.satisfaction == 1 for m in learned])

    def by_words(moments: Sequence[Moment]) -> Floats:
        counts = (Counter(_upto(m, said).split()) for m in moments)
        return np.array([float(sum(c[w] for w in listed)) for c in counts])

    def by_ngrams(moments: Sequence[Moment]) -> Floats:
        chances: Floats = model.predict_proba([_upto(m, said) for m in moments])[:, 1]
        return chances

    return [
        Baseline("last turn's emotion", lambda moments: np.array([-m.facts["last_valence"] for m in moments])),
        Baseline(f"list of {KEYWORDS} keywords", by_words),
        Baseline("n-grams of the words said", by_ngrams),
    ]


def _customer_words(row: Row) -> list[str]:
    turns = row.get("turns")
    return [str(t[1]) for t in turns if t[0] == CUSTOMER] if isinstance(turns, list) else []


def _upto(moment: Moment, said: dict[str, list[str]]) -> str:
    words = said[moment.dialogue]
    return " ".join(words[: len(words) - len(moment.marks)])


def _keywords(train: Sequence[Row]) -> frozenset[str]:
    bad: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for row in train:
        words = set(" ".join(_customer_words(row)).split())
        every.update(words)
        if row.get("label") == 1:
            bad.update(words)
    share = sum(row.get("label") == 1 for row in train) / max(1, len(train))
    # A word's share of bad ends, drawn towards that of all words as far as it is rare.
    lift = {w: (bad[w] + 10 * share) / (n + 10) for w, n in every.items() if n >= _SEEN_IN}
    return frozenset(sorted(lift, key=lambda w: (-lift[w], w))[:KEYWORDS])
