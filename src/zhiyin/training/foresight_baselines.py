"""Baselines of the warning: the last turn's emotion alone, a list of keywords, and n-grams of all that was said.

In the dialogues with known ends words are numbers; they do for a list of words and for n-grams within one set.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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


Score = Callable[[Sequence[Moment]], Floats]


@dataclass(frozen=True, slots=True)
class Baseline:
    """``score`` gives a number at each moment: the higher, the likelier a bad end."""

    name: str
    score: Score


def baselines(train: Sequence[Row], known: Sequence[Moment], every: Sequence[Row], own: Score) -> list[Baseline]:
    """Learned on ``train`` and its moments; ``every`` row may be asked about later.

    ``own`` is the model measured: the last one listed is that model with n-grams added, to show what words would bring.
    """
    said = {str(row["text"]): _customer_words(row) for row in every}
    listed = _keywords(train)
    # Learned at the end and half way, since it will be asked along the way.
    learned = [m for share in (0.5, 1.0) for m in at_share(known, share)]
    ngrams = _ngrams(learned, said)

    def by_words(moments: Sequence[Moment]) -> Floats:
        counts = (Counter(_upto(m, said).split()) for m in moments)
        return np.array([float(sum(c[w] for w in listed)) for c in counts])

    return [
        Baseline("last turn's emotion", lambda moments: np.array([-m.facts["last_valence"] for m in moments])),
        Baseline(f"list of {KEYWORDS} keywords", by_words),
        Baseline("n-grams of the words said", ngrams),
        Baseline("this model with these n-grams", _together(learned, said, own, ngrams)),
    ]


def _ngrams(learned: Sequence[Moment], said: Mapping[str, list[str]]) -> Score:
    """Log-odds of a bad end by the n-grams of what the customer has said."""
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
    model.fit([_upto(m, said) for m in learned], [m.satisfaction == 1 for m in learned])

    def score(moments: Sequence[Moment]) -> Floats:
        found: Floats = model.decision_function([_upto(m, said) for m in moments])
        return found

    return score


def _together(learned: Sequence[Moment], said: Mapping[str, list[str]], own: Score, ngrams: Score) -> Score:
    """Both log-odds weighed by logistic regression, on n-grams learned from the other half of the dialogues."""
    names = sorted({m.dialogue for m in learned})
    first = frozenset(names[::2])
    halves = [m for m in learned if m.dialogue in first], [m for m in learned if m.dialogue not in first]
    scores = np.concatenate([_ngrams(other, said)(half) for half, other in (halves, halves[::-1])])
    moments = [m for half in halves for m in half]
    weigh = LogisticRegression().fit(np.stack([own(moments), scores], axis=1), [m.satisfaction == 1 for m in moments])

    def score(asked: Sequence[Moment]) -> Floats:
        found: Floats = weigh.decision_function(np.stack([own(asked), ngrams(asked)], axis=1))
        return found

    return score


def _customer_words(row: Row) -> list[str]:
    turns = row.get("turns")
    return [str(t[1]) for t in turns if t[0] == CUSTOMER] if isinstance(turns, list) else []


def _upto(moment: Moment, said: Mapping[str, list[str]]) -> str:
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
