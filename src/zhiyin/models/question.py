"""The question model: do two questions ask the same? Soft alignment of their pieces, judged by a small network.

After decomposable attention (Parikh et al. 2016, arXiv:1606.01933): each piece looks for its like on the other side,
what it finds is compared with it, and the comparisons are pooled. A word without a like (手机 for 号码) so speaks
against, and a word that matters little (请问) does not. NumPy only; safe for many threads.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zhiyin.models.manifest import Manifest
from zhiyin.models.question_text import Question, compared, ends, question
from zhiyin.models.question_weights import PairCalibration, QuestionWeights
from zhiyin.models.tokens import UNKNOWN, Tokenizer

Floats = NDArray[np.float32]
SAME, SURE = "same", "sure"
"""Thresholds of the manifest: best F1, and as few false alarms as live use can bear."""
DIGITS = 4
"""Decimals of a probability: what differs from one processor to another lies behind them."""
_REMEMBERED = 4096
"""Questions whose reading is kept: a lane asks about the same eight again and again. About 6 kB each."""
_JUDGED = 16384
"""Pairs whose probability is kept, for trials and late events, which go over the same turns again."""


class Read:
    """A question as the network reads it: a vector per piece with its neighbours in, and how much each piece counts."""

    __slots__ = ("question", "shares", "states")

    def __init__(self, question: Question, states: Floats, shares: Floats) -> None:
        self.question, self.states, self.shares = question, states, shares


class AlignedQuestionModel:
    """Behind ``seams.QuestionModel``. An answer depends on nothing but its pair; both orders give the same."""

    def __init__(
        self, manifest: Manifest, weights: QuestionWeights, tokenizer: Tokenizer, calibration: PairCalibration
    ) -> None:
        self._manifest = manifest
        self._weights = weights
        self._tokenizer = tokenizer
        self._calibration = calibration
        self._read = lru_cache(_REMEMBERED)(self._reading)
        self._probability = lru_cache(_JUDGED)(self._judgement)

    @property
    def name(self) -> str:
        return self._manifest.full_name

    @property
    def sure(self) -> float:
        return self._manifest.thresholds[SURE]

    @property
    def threshold(self) -> float:
        """Where F1 was best: for files and figures. A conversation asks more, see ``sure``."""
        return self._manifest.thresholds[SAME]

    def same(self, question: str, earlier: Sequence[str]) -> list[float]:
        """Probability that ``question`` asks what each of ``earlier`` asked, 0-1 in steps of 0.0001."""
        asked = ends(question)
        return [self._probability(*sorted((asked, ends(other)))) for other in earlier]

    def logit(self, a: str, b: str) -> float:
        """Log-odds before calibration; for training."""
        return self._judged(self._read(a), self._read(b))

    def _judgement(self, a: str, b: str) -> float:
        logit = self._calibration.slope * self.logit(a, b) + self._calibration.shift
        return round(float(1 / (1 + np.exp(-np.clip(logit, -30.0, 30.0)))), DIGITS)

    def _reading(self, folded: str) -> Read:
        """Each piece's vector, with what its neighbours on both sides add to it."""
        weights = self._weights
        seen = question(folded, self._tokenizer)
        ids = seen.ids if len(seen.ids) else np.array([UNKNOWN], dtype=np.int64)
        own = weights.pieces[ids].astype(np.float32) * weights.scale[ids, None]
        beside = np.zeros((len(ids), 3 * weights.width), dtype=np.float32)
        beside[1:, : weights.width] = own[:-1]
        beside[:, weights.width : -weights.width] = own
        beside[:-1, -weights.width :] = own[1:]
        states = own + np.maximum(beside @ weights.near + weights.near_bias, 0)
        worth = weights.worth[ids]
        return Read(seen, states, worth / worth.sum())

    def _judged(self, a: Read, b: Read) -> float:
        weights = self._weights
        like = (a.states @ b.states.T) * weights.sharpness
        found = np.concatenate((_soft(like) @ b.states, _soft(like.T) @ a.states))
        own = np.concatenate((a.states, b.states))
        views = np.concatenate((own, found, np.abs(own - found), own * found), axis=1)
        steps = np.maximum(views @ weights.compare + weights.compare_bias, 0)
        cut = len(a.states)
        first, second = _pooled(a.shares, steps[:cut]), _pooled(b.shares, steps[cut:])
        facts = np.array(compared(a.question, b.question), dtype=np.float32)
        hidden = np.concatenate((first + second, np.abs(first - second), facts)) @ weights.judge + weights.judge_bias
        return float((np.maximum(hidden, 0) @ weights.last + weights.last_bias)[0])


def _soft(like: Floats) -> Floats:
    """Rows that sum to 1 (softmax)."""
    grown: Floats = np.exp(like - like.max(axis=1, keepdims=True))
    grown /= grown.sum(axis=1, keepdims=True)
    return grown


def _pooled(shares: Floats, steps: Floats) -> Floats:
    pooled: Floats = np.concatenate((shares @ steps, steps.max(axis=0)))
    return pooled
