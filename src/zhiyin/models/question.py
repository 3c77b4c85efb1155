"""The question model: do two questions ask the same? Soft alignment of their pieces, judged by a small network.

After decomposable attention (Parikh et al. 2016, arXiv:1606.01933): each piece looks for its like on the other side,
what it finds is compared with it, and the comparisons are pooled. A word without a like (手机 for 号码) so speaks
against, and a word that matters little (请问) does not. NumPy only; safe for many threads.
"""

import math
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
"""Questions whose reading is kept: a lane asks about the same eight again and again. About 10 kB each."""
_JUDGED = 16384
"""Pairs whose probability is kept, for trials and late events, which go over the same turns again."""

_FAR = 30.0
"""Log-odds beyond which a probability is 0 or 1 anyhow."""
_ONE_THREAD = 2**17
"""Multiplications of one product: half of what OpenBLAS computes on one thread."""


class Read:
    """A question as the network reads it: a vector per piece with its neighbours in, how much each piece counts, and
    what its own vector adds to every comparison."""

    __slots__ = ("compared", "question", "shares", "states")

    def __init__(self, question: Question, states: Floats, shares: Floats, compared: Floats) -> None:
        self.question, self.states, self.shares, self.compared = question, states, shares, compared


class AlignedQuestionModel:
    """Behind ``seams.QuestionModel``. An answer depends on nothing but its pair; both orders give the same."""

    def __init__(
        self, manifest: Manifest, weights: QuestionWeights, tokenizer: Tokenizer, calibration: PairCalibration
    ) -> None:
        self._manifest = manifest
        self._weights = weights
        self._near = np.split(weights.near, 3)
        self._compare = np.split(weights.compare, 4)
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
        return round(1 / (1 + math.exp(-max(-_FAR, min(_FAR, logit)))), DIGITS)

    def _reading(self, folded: str) -> Read:
        """Each piece's vector, with what its neighbours on both sides add to it."""
        weights = self._weights
        seen = question(folded, self._tokenizer)
        ids = seen.ids if len(seen.ids) else np.array([UNKNOWN], dtype=np.int64)
        own = weights.pieces[ids].astype(np.float32) * weights.scale[ids, None]
        before, here, after = self._near
        near = _times(own, here) + weights.near_bias
        near[1:] += _times(own[:-1], before)
        near[:-1] += _times(own[1:], after)
        states = own + np.maximum(near, 0)
        worth = weights.worth[ids]
        return Read(seen, states, worth / worth.sum(), _times(states, self._compare[0]) + weights.compare_bias)

    def _judged(self, a: Read, b: Read) -> float:
        weights = self._weights
        like = (a.states @ b.states.T) * weights.sharpness
        first, second = self._side(a, _soft(like) @ b.states), self._side(b, _soft(like.T) @ a.states)
        facts = np.array(compared(a.question, b.question), dtype=np.float32)
        hidden = np.concatenate((first + second, np.abs(first - second), facts)) @ weights.judge + weights.judge_bias
        return float((np.maximum(hidden, 0) @ weights.last + weights.last_bias)[0])

    def _side(self, read: Read, found: Floats) -> Floats:
        """One side's pieces compared with what each found on the other, pooled: mean by worth, and maximum."""
        _, by_found, by_difference, by_product = self._compare
        own = read.states
        steps = read.compared + _times(found, by_found)
        steps += _times(np.abs(own - found), by_difference)
        steps += _times(own * found, by_product)
        np.maximum(steps, 0, out=steps)
        pooled: Floats = np.concatenate((read.shares @ steps, steps.max(axis=0)))
        return pooled


def _times(rows: Floats, matrix: Floats) -> Floats:
    """The product, in parts so small that the library computes each on one thread: to wake a second one takes many
    times longer than the work, and would burn the processor of those who wait."""
    most = max(1, _ONE_THREAD // matrix.size)
    if len(rows) <= most:
        return rows @ matrix
    return np.concatenate([rows[at : at + most] @ matrix for at in range(0, len(rows), most)])


def _soft(like: Floats) -> Floats:
    """Rows that sum to 1 (softmax)."""
    grown: Floats = np.exp(like - like.max(axis=1, keepdims=True))
    grown /= grown.sum(axis=1, keepdims=True)
    return grown
